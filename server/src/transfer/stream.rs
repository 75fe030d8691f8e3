//! Counting and limiting what is read: how far an import is, and how much an archive may unpack.

use super::skip::SkipReason;
use std::{
    cell::{Cell, RefCell},
    io::{self, BufRead, BufReader, Cursor, Read},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Bytes that one archive may unpack to.
pub const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024 * 1024;
/// How many times its own size an archive may unpack to …
pub const UNPACKED_RATIO_MAX: u64 = 200;
/// … once it has unpacked to this much.
pub const UNPACKED_FREE_BYTES: u64 = 64 * 1024 * 1024;
/// Entries of one archive, those of archives inside it included.
pub const ENTRIES_MAX: u64 = 1_000_000;
/// Archives inside archives; `.tar.gz` is one level.
pub const ARCHIVE_DEPTH_MAX: usize = 4;
/// Bytes of an archive's own tables between two entries.
const HEADER_BYTES_MAX: u64 = 1024 * 1024;

/// Bytes read so far, shared with whoever shows progress.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Adds bytes that are done with.
    pub fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A reader that counts.
pub struct Counted<R> {
    inner: R,
    meter: Meter,
}

impl<R> Counted<R> {
    /// Counts what is read from `inner`.
    pub fn new(inner: R, meter: Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.meter.add(length as u64);
        Ok(length)
    }
}

/// What one file of the user may cost, with all archives inside it.
pub struct Budget {
    source_bytes: u64,
    unpacked: Cell<u64>,
    entries: Cell<u64>,
    header_left: Cell<Option<u64>>,
    exceeded: RefCell<Option<SkipReason>>,
}

impl Budget {
    /// Of a file of this size.
    pub fn new(source_bytes: u64) -> Rc<Self> {
        Rc::new(Self {
            source_bytes,
            unpacked: Cell::new(0),
            entries: Cell::new(0),
            header_left: Cell::new(None),
            exceeded: RefCell::new(None),
        })
    }

    /// One more entry; `false` if that is too many.
    pub fn take_entry(&self) -> bool {
        self.entries.set(self.entries.get() + 1);
        self.entries.get() <= ENTRIES_MAX
    }

    /// From here on an archive's own tables are read: they must be short.
    pub fn begin_header(&self) {
        self.header_left.set(Some(HEADER_BYTES_MAX));
    }

    /// From here on an entry's content is read.
    pub fn end_header(&self) {
        self.header_left.set(None);
    }

    /// Why reading failed: the limit that was met, else what the error says.
    pub fn reason(&self, error: &io::Error, otherwise: fn(String) -> SkipReason) -> SkipReason {
        let exceeded = self.exceeded.borrow_mut().take();
        exceeded.unwrap_or_else(|| otherwise(error.to_string()))
    }

    fn take(&self, bytes: u64) -> io::Result<()> {
        let unpacked = self.unpacked.get() + bytes;
        self.unpacked.set(unpacked);
        let allowed = self
            .source_bytes
            .saturating_mul(UNPACKED_RATIO_MAX)
            .max(UNPACKED_FREE_BYTES);
        let header_spent = match self.header_left.get() {
            None => false,
            Some(left) => {
                self.header_left.set(left.checked_sub(bytes));
                left < bytes
            }
        };
        if unpacked > allowed || unpacked > UNPACKED_BYTES_MAX || header_spent {
            *self.exceeded.borrow_mut() = Some(SkipReason::ArchiveTooLarge);
            return Err(io::Error::other("the archive unpacks to too much"));
        }
        Ok(())
    }
}

/// What comes out of an archive.
pub struct Unpacked<R> {
    inner: R,
    budget: Rc<Budget>,
}

impl<R> Unpacked<R> {
    /// Charges what is read from `inner` to the budget.
    pub fn new(inner: R, budget: Rc<Budget>) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.budget.take(length as u64)?;
        Ok(length)
    }
}

/// The beginning of a reader, and a reader that still has it.
///
/// # Errors
/// When it cannot be read.
pub fn peek<'a>(
    mut reader: impl Read + 'a,
    bytes: usize,
) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let mut head = Vec::new();
    (&mut reader).take(bytes as u64).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(BufReader::new(reader));
    Ok((head, Box::new(whole)))
}
