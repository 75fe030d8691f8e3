//! The open database: begins reads, lets the writer in, and after a failed read or write closes
//! and opens the file again, so that callers only ever see an error that passes.

use super::{Opener, Room};
use crate::store::{engine::EngineError, keys::Table, log::Chain};
use redb::{
    Database, DatabaseError, ReadOnlyTable, ReadableDatabase, StorageError, TableDefinition,
    WriteTransaction,
};
use std::{
    io::{self, ErrorKind},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// Everything stands in one table; a value begins with the position of its last write.
pub const TABLE: TableDefinition<'static, &'static [u8], &'static [u8]> =
    TableDefinition::new("data");
/// Bytes of the position before each value.
pub const STAMP_BYTES: usize = 16;

/// An integrity check waits for reads to end: this often, this long each time.
const VERIFY_TRIES_MAX: usize = 500;
const VERIFY_PAUSE: Duration = Duration::from_millis(10);

/// The data table as one read transaction sees it.
pub struct View {
    pub table: ReadOnlyTable<&'static [u8], &'static [u8]>,
    /// Of the open file that it reads.
    pub generation: u64,
    /// The commit counter, if it tells which state this is: two views with the same number see
    /// the same state.
    pub state: Option<u64>,
}

enum Slot {
    Open(Database),
    /// Opening it again failed; the next call tries once more.
    Failed,
    Closed,
}

/// What readers and the writer share.
pub struct Shared {
    slot: RwLock<Slot>,
    opener: Opener,
    room: Room,
    /// Counts openings of the file.
    generation: AtomicU64,
    /// The generation that met a failure.
    broken: AtomicU64,
    /// Odd while a commit is under way.
    commits: AtomicU64,
}

impl Shared {
    pub fn open(opener: Opener, room: Room) -> Result<Self, EngineError> {
        let database = open_with_table(&opener)?;
        Ok(Self {
            slot: RwLock::new(Slot::Open(database)),
            opener,
            room,
            generation: AtomicU64::new(1),
            broken: AtomicU64::new(0),
            commits: AtomicU64::new(0),
        })
    }

    pub fn has_room(&self) -> bool {
        (self.room)()
    }

    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire) == self.generation()
    }

    /// Says that the file as opened for `generation` failed and must be opened again.
    pub fn mark_broken(&self, generation: u64) {
        self.broken.fetch_max(generation, Ordering::AcqRel);
    }

    /// A view of the last committed state; opens the file again if need be, and tries twice.
    pub fn begin(&self) -> Result<View, EngineError> {
        self.recover()?;
        match self.try_begin() {
            Err(error) if may_pass(&error) => {
                self.mark_broken(self.generation());
                self.recover()?;
                self.try_begin()
            }
            result => result,
        }
    }

    fn try_begin(&self) -> Result<View, EngineError> {
        let slot = self.read_slot();
        let database = database_of(&slot)?;
        let before = self.commits.load(Ordering::Acquire);
        let table = guarded(|| Ok(database.begin_read()?.open_table(TABLE)?))?;
        let after = self.commits.load(Ordering::Acquire);
        Ok(View {
            table,
            generation: self.generation(),
            state: (before == after && before.is_multiple_of(2)).then_some(before),
        })
    }

    /// Opens the file again if it is broken; nothing otherwise.
    pub fn recover(&self) -> Result<(), EngineError> {
        if !self.is_broken() {
            return Ok(());
        }
        let mut slot = self.write_slot();
        if matches!(*slot, Slot::Closed) {
            return Err(EngineError::Closed);
        }
        if !self.is_broken() {
            return Ok(());
        }
        if let Slot::Open(database) = mem::replace(&mut *slot, Slot::Failed) {
            // It failed before: that closing it fails as well says nothing new.
            let _known_to_be_broken = guarded(|| Ok(database.close()?));
        }
        *slot = Slot::Open(open_with_table(&self.opener)?);
        self.generation.fetch_add(1, Ordering::AcqRel);
        tracing::warn!("the store was opened again after a failed read or write");
        Ok(())
    }

    /// Runs `work` in a write transaction; `work` says whether there is anything to commit.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&WriteTransaction) -> Result<(T, bool), redb::Error>,
    ) -> Result<T, EngineError> {
        let slot = self.read_slot();
        let database = database_of(&slot)?;
        guarded(|| {
            let mut transaction = database.begin_write()?;
            transaction.set_quick_repair(true);
            let (value, is_changed) = work(&transaction)?;
            if is_changed {
                let _under_way = CommitUnderWay::begin(&self.commits);
                transaction.commit()?;
            } else {
                transaction.abort()?;
            }
            Ok(value)
        })
    }

    /// The end of the log.
    pub fn chain(&self) -> Result<Chain, EngineError> {
        let view = self.begin()?;
        let (start, end) = ([Table::LogHeader as u8], [Table::LogHeader as u8 + 1]);
        let last = guarded(|| {
            let mut headers = view.table.range::<&[u8]>(&start[..]..&end[..])?;
            let last = headers.next_back().transpose()?;
            Ok(last.map(|(key, value)| (key.value().to_vec(), value.value().to_vec())))
        })?;
        let Some((key, value)) = last else {
            return Ok(Chain::START);
        };
        value
            .get(STAMP_BYTES..)
            .and_then(|header| Chain::from_last(&key, header))
            .ok_or_else(|| EngineError::Corrupted(Arc::from("the last log header is damaged")))
    }

    /// Verifies every checksum of the file. It needs the file to itself: waits a while for reads
    /// to end, and new ones wait for it.
    pub fn verify(&self) -> Result<Vec<String>, EngineError> {
        for _ in 0..VERIFY_TRIES_MAX {
            self.recover()?;
            match self.try_verify() {
                Err(EngineError::Busy) => thread::sleep(VERIFY_PAUSE),
                result => return result,
            }
        }
        Err(EngineError::Busy)
    }

    fn try_verify(&self) -> Result<Vec<String>, EngineError> {
        let mut slot = self.write_slot();
        let database = match &mut *slot {
            Slot::Open(database) => database,
            Slot::Failed => return Err(reopening()),
            Slot::Closed => return Err(EngineError::Closed),
        };
        let result = catch_unwind(AssertUnwindSafe(|| database.check_integrity()));
        match result {
            Ok(Ok(true)) => Ok(Vec::new()),
            Ok(Err(DatabaseError::TransactionInProgress)) => Err(EngineError::Busy),
            // What it repaired or could not repair, the next use must see as it is on disk.
            other => {
                self.mark_broken(self.generation());
                match other {
                    Ok(Ok(_)) => Ok(vec![
                        "the file was damaged and has been repaired".to_owned(),
                    ]),
                    Ok(Err(DatabaseError::Storage(StorageError::Corrupted(what)))) => {
                        Ok(vec![what])
                    }
                    Ok(Err(error)) => Err(engine_error(error.into())),
                    Err(_) => Ok(vec!["the file is damaged beyond reading".to_owned()]),
                }
            }
        }
    }

    pub fn close(&self) -> Result<(), EngineError> {
        match mem::replace(&mut *self.write_slot(), Slot::Closed) {
            Slot::Open(database) => guarded(|| Ok(database.close()?)),
            Slot::Failed | Slot::Closed => Ok(()),
        }
    }

    fn read_slot(&self) -> RwLockReadGuard<'_, Slot> {
        self.slot.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_slot(&self) -> RwLockWriteGuard<'_, Slot> {
        self.slot.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn database_of(slot: &Slot) -> Result<&Database, EngineError> {
    match slot {
        Slot::Open(database) => Ok(database),
        Slot::Failed => Err(reopening()),
        Slot::Closed => Err(EngineError::Closed),
    }
}

fn reopening() -> EngineError {
    EngineError::Io(Arc::from("the store is being opened again"))
}

fn open_with_table(opener: &Opener) -> Result<Database, EngineError> {
    guarded(|| {
        let database = opener()?;
        if let Err(redb::TableError::TableDoesNotExist(_)) =
            database.begin_read()?.open_table(TABLE)
        {
            let mut transaction = database.begin_write()?;
            transaction.set_quick_repair(true);
            transaction.open_table(TABLE)?;
            transaction.commit()?;
        }
        Ok(database)
    })
}

/// Makes the commit counter odd for its own lifetime.
struct CommitUnderWay<'a>(&'a AtomicU64);

impl<'a> CommitUnderWay<'a> {
    fn begin(commits: &'a AtomicU64) -> Self {
        commits.fetch_add(1, Ordering::AcqRel);
        Self(commits)
    }
}

impl Drop for CommitUnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// Calls into redb. It panics on some damaged files, which must end the call alone.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, EngineError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(engine_error),
        Err(_panic) => Err(EngineError::Corrupted(Arc::from(
            "the storage library met something impossible",
        ))),
    }
}

/// Whether the same call may work on the file opened again.
pub fn may_pass(error: &EngineError) -> bool {
    matches!(error, EngineError::Io(_) | EngineError::DiskFull)
}

/// What a failure of redb means to callers.
pub fn engine_error(error: redb::Error) -> EngineError {
    match error {
        redb::Error::Io(error) => io_error(&error),
        redb::Error::DatabaseAlreadyOpen => EngineError::InUse,
        redb::Error::ValueTooLarge(_) => EngineError::TooLarge,
        redb::Error::PreviousIo | redb::Error::DatabaseClosed | redb::Error::LockPoisoned(_) => {
            EngineError::Io(Arc::from(error.to_string()))
        }
        other => EngineError::Corrupted(Arc::from(other.to_string())),
    }
}

/// What a failure of the file system means to callers.
pub fn io_error(error: &io::Error) -> EngineError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => EngineError::DiskFull,
        _ => EngineError::Io(Arc::from(error.to_string())),
    }
}
