//! Blobs: content-addressed bytes (raw mails, attachments), compressed, in append-only packs.
//! A blob is durable only after [`Blobs::sync`], which comes before the commit that names it; what
//! a crash leaves behind a synced blob is never overwritten and never read. Tests: `tests.rs`.

mod pack;

#[cfg(test)]
mod tests;

use super::{
    StoreError, disk,
    engine::{EngineError, Key},
    keys::{KeyBuilder, Table},
    schema::message::BlobHash,
};
use pack::{HEADER_BYTES, Packs, RecordHeader};
use std::{
    collections::{HashMap, VecDeque},
    io,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Where a blob lies; opaque outside this module, stored under `Table::Blob`.
pub type Place = Vec<u8>;

/// Bytes of a blob at most.
pub const BLOB_BYTES_MAX: usize = 256 * 1024 * 1024;
/// A pack that is longer takes no further blob.
pub const PACK_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// A stored blob that is longer gets a pack of its own.
pub const SHARED_PACK_BLOB_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Blobs appended lately that are remembered, so that two writers of one blob share its bytes.
const RECENT_BLOBS_MAX: usize = 16 * 1024;
const ZSTD_LEVEL: i32 = 3;

/// The key under which the place of a blob stands.
pub fn blob_key(hash: &BlobHash) -> Key {
    KeyBuilder::table(Table::Blob).bytes(hash).build()
}

/// Sizes at which packs are ended.
#[derive(Debug, Clone, Copy)]
struct Limits {
    pack_bytes: u64,
    shared_blob_bytes: usize,
}

/// How often syncing had failed when a unit of work appended its first blob. A sync that failed
/// may have lost bytes of others, so that whoever appended before it must start again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncMark(u64);

/// A folder of packs.
pub struct Blobs {
    packs: Packs,
    writing: Mutex<Writing>,
    /// Held while syncing; commits that come meanwhile find their blobs synced.
    syncing: Mutex<()>,
    failed_syncs: AtomicU64,
}

#[derive(Default)]
struct Writing {
    /// The pack that takes the next blob, and where it ends.
    current: Option<(u32, u64)>,
    /// Packs with bytes that are not yet on disk.
    unsynced: Vec<u32>,
    folder_unsynced: bool,
    recent: HashMap<BlobHash, Place>,
    recent_order: VecDeque<BlobHash>,
}

impl Writing {
    fn remember(&mut self, hash: BlobHash, place: Place) {
        if self.recent.insert(hash, place).is_none() {
            self.recent_order.push_back(hash);
        }
        if self.recent_order.len() > RECENT_BLOBS_MAX
            && let Some(oldest) = self.recent_order.pop_front()
        {
            self.recent.remove(&oldest);
        }
    }

    fn forget_all(&mut self) {
        self.current = None;
        self.unsynced.clear();
        self.recent.clear();
        self.recent_order.clear();
    }
}

impl Blobs {
    /// Opens (or makes) the folder.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let limits = Limits {
            pack_bytes: PACK_BYTES_MAX,
            shared_blob_bytes: SHARED_PACK_BLOB_BYTES_MAX,
        };
        Self::open_with(folder, limits)
    }

    fn open_with(folder: &Path, limits: Limits) -> Result<Self, StoreError> {
        disk::ensure_private_folder(folder).map_err(|error| failed(&error))?;
        let packs = Packs::new(folder.to_owned(), limits);
        let current = packs.appendable().map_err(|error| failed(&error))?;
        Ok(Self {
            packs,
            writing: Mutex::new(Writing {
                current,
                ..Writing::default()
            }),
            syncing: Mutex::new(()),
            failed_syncs: AtomicU64::new(0),
        })
    }

    /// What [`Blobs::sync_since`] needs; taken before the first append of a unit of work.
    pub fn mark(&self) -> SyncMark {
        SyncMark(self.failed_syncs.load(Ordering::Acquire))
    }

    /// Appends bytes; they are on disk only after [`Blobs::sync`].
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&self, bytes: &[u8]) -> Result<(BlobHash, Place), StoreError> {
        if bytes.len() > BLOB_BYTES_MAX {
            return Err(EngineError::TooLarge.into());
        }
        let hash: BlobHash = *blake3::hash(bytes).as_bytes();
        if let Some(place) = self.writing().recent.get(&hash) {
            return Ok((hash, place.clone()));
        }
        let (header, stored) = pack_bytes(hash, bytes);
        let record = [&header.encode()[..], stored.as_deref().unwrap_or(bytes)].concat();
        let mut writing = self.writing();
        if let Some(place) = writing.recent.get(&hash) {
            return Ok((hash, place.clone()));
        }
        let place = self
            .write_record(&mut writing, &record)
            .map_err(|error| failed(&error))?
            .encode(&header);
        writing.remember(hash, place.clone());
        Ok((hash, place))
    }

    fn write_record(&self, writing: &mut Writing, record: &[u8]) -> io::Result<Spot> {
        let length = record.len() as u64;
        let limits = self.packs.limits();
        let is_large = record.len() > limits.shared_blob_bytes;
        let (number, offset) = match writing.current {
            Some(current) if !is_large && current.1 < limits.pack_bytes => current,
            _ => (self.packs.create()?, 0),
        };
        writing.folder_unsynced |= offset == 0;
        if !writing.unsynced.contains(&number) {
            writing.unsynced.push(number);
        }
        let file = self.packs.file(number)?;
        // A write that fails half-way is written over by the next one, or is a torn tail.
        if let Err(error) = disk::write_all_at(&file, record, offset) {
            if offset == 0 {
                writing.unsynced.retain(|&unsynced| unsynced != number);
                self.packs.discard(number);
            }
            return Err(error);
        }
        if !is_large {
            writing.current = Some((number, offset + length));
        }
        Ok(Spot { number, offset })
    }

    /// Makes everything appended so far durable. Called before the commit that names it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.sync_since(self.mark())
    }

    /// As [`Blobs::sync`], for blobs appended after `mark` was taken.
    ///
    /// # Errors
    /// When they cannot be written, or could not be when another unit of work synced.
    pub fn sync_since(&self, mark: SyncMark) -> Result<(), StoreError> {
        let _alone = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        if mark != self.mark() {
            return Err(StoreError::Blob("an earlier write failed".to_owned()));
        }
        let (unsynced, folder) = {
            let mut writing = self.writing();
            let unsynced = std::mem::take(&mut writing.unsynced);
            (unsynced, std::mem::take(&mut writing.folder_unsynced))
        };
        let synced = unsynced
            .iter()
            .try_for_each(|&number| self.packs.file(number)?.sync_data())
            .and_then(|()| {
                if folder {
                    self.packs.sync_folder()
                } else {
                    Ok(())
                }
            });
        synced.map_err(|error| {
            // After a failed sync the system may take the lost pages for clean: a later sync would
            // succeed without them. So everything unsynced is given up, and so is its pack.
            let mut writing = self.writing();
            self.failed_syncs.fetch_add(1, Ordering::AcqRel);
            writing.forget_all();
            writing.folder_unsynced = true;
            failed(&error)
        })
    }

    /// The bytes at a place; their hash is checked.
    ///
    /// # Errors
    /// When they cannot be read or are damaged.
    pub fn read(&self, hash: &BlobHash, place: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (spot, lengths) = Spot::decode(place).ok_or_else(|| damaged("its place"))?;
        if lengths.plain > BLOB_BYTES_MAX || lengths.stored > BLOB_BYTES_MAX {
            return Err(damaged("its length"));
        }
        let mut record = vec![0; HEADER_BYTES + lengths.stored];
        let file = self
            .packs
            .file(spot.number)
            .map_err(|error| failed(&error))?;
        disk::read_exact_at(&file, &mut record, spot.offset).map_err(|error| failed(&error))?;
        let (header, stored) = record.split_at(HEADER_BYTES);
        let header = RecordHeader::decode(header).ok_or_else(|| damaged("its header"))?;
        let expected = (hash, lengths.stored, lengths.plain);
        if (&header.hash, header.stored_bytes, header.plain_bytes) != expected {
            return Err(damaged("its header"));
        }
        let bytes = if header.is_compressed {
            // The capacity bounds what a forged frame can unpack to.
            zstd::bulk::decompress(stored, lengths.plain).map_err(|_| damaged("its compression"))?
        } else {
            stored.to_vec()
        };
        if blake3::hash(&bytes).as_bytes() != hash {
            return Err(damaged("its content"));
        }
        Ok(bytes)
    }

    /// Calls `visit` with the hash and the stored length of each blob in the packs, whether a
    /// record names it or not.
    ///
    /// # Errors
    /// When a pack cannot be read.
    pub fn scan(&self, mut visit: impl FnMut(&BlobHash, u64)) -> Result<(), StoreError> {
        let numbers = self.packs.numbers().map_err(|error| failed(&error))?;
        for number in numbers {
            self.packs
                .walk(number, |header| {
                    visit(&header.hash, header.stored_bytes as u64)
                })
                .map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The header of a blob, and its compressed bytes if they are fewer.
fn pack_bytes(hash: BlobHash, bytes: &[u8]) -> (RecordHeader, Option<Vec<u8>>) {
    let packed = zstd::bulk::compress(bytes, ZSTD_LEVEL)
        .ok()
        .filter(|packed| packed.len() < bytes.len());
    let header = RecordHeader {
        hash,
        is_compressed: packed.is_some(),
        stored_bytes: packed.as_ref().map_or(bytes.len(), Vec::len),
        plain_bytes: bytes.len(),
    };
    (header, packed)
}

/// A pack and an offset in it.
#[derive(Debug, Clone, Copy)]
struct Spot {
    number: u32,
    offset: u64,
}

struct Lengths {
    stored: usize,
    plain: usize,
}

impl Spot {
    fn encode(self, header: &RecordHeader) -> Place {
        let mut place = self.number.to_be_bytes().to_vec();
        place.extend_from_slice(&self.offset.to_be_bytes());
        place.extend_from_slice(&(header.stored_bytes as u64).to_be_bytes());
        place.extend_from_slice(&(header.plain_bytes as u64).to_be_bytes());
        place
    }

    fn decode(place: &[u8]) -> Option<(Self, Lengths)> {
        let (number, rest) = place.split_first_chunk::<4>()?;
        let (offset, rest) = rest.split_first_chunk::<8>()?;
        let (stored, rest) = rest.split_first_chunk::<8>()?;
        let plain = rest.first_chunk::<8>()?;
        let spot = Self {
            number: u32::from_be_bytes(*number),
            offset: u64::from_be_bytes(*offset),
        };
        let lengths = Lengths {
            stored: usize::try_from(u64::from_be_bytes(*stored)).ok()?,
            plain: usize::try_from(u64::from_be_bytes(*plain)).ok()?,
        };
        Some((spot, lengths))
    }
}

fn failed(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Engine(EngineError::DiskFull)
        }
        _ => StoreError::Blob(error.to_string()),
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(format!("a blob cannot be read: {what} is wrong"))
}

/// Readers share open packs.
type PackFile = Arc<std::fs::File>;
