//! The engine on redb: one file, one data table, one writer thread that commits in groups.
//! Nothing of redb shows outside this folder. Tests: `tests.rs`, `../conformance.rs` and
//! `../model_test.rs` (power loss, failing input and output).

mod database;
mod snapshot;
mod writer;

#[cfg(test)]
pub(super) mod faults;
#[cfg(test)]
mod tests;

use super::{
    disk,
    engine::{Engine, EngineError, EngineHealth, PendingCommit, Snapshot, WriteSet},
};
use ::redb::{Builder, Database, DatabaseError};
use database::Shared;
use snapshot::RedbSnapshot;
use std::{
    fs, io,
    path::Path,
    process,
    sync::{Arc, Mutex, PoisonError, RwLock},
    thread::JoinHandle,
};
use writer::Queue;

/// Memory for cached pages; the page cache of the operating system does the rest.
pub const CACHE_BYTES_DEFAULT: usize = 32 * 1024 * 1024;
/// Free space below which writes are refused, so that a commit never fails half-way.
pub const RESERVE_BYTES_DEFAULT: u64 = 64 * 1024 * 1024;

/// How to open the engine.
#[derive(Debug, Clone, Copy)]
pub struct RedbOptions {
    /// Memory for cached pages.
    pub cache_bytes: usize,
    /// Writes are refused while the file system has less free space than this.
    pub reserve_bytes: u64,
}

impl RedbOptions {
    /// What fits most machines.
    pub const STANDARD: Self = Self {
        cache_bytes: CACHE_BYTES_DEFAULT,
        reserve_bytes: RESERVE_BYTES_DEFAULT,
    };
}

/// Opens the database, at the start and again after a failure.
type Opener = Box<dyn Fn() -> Result<Database, DatabaseError> + Send + Sync>;
/// Whether the file system has room for writes.
type Room = Box<dyn Fn() -> bool + Send + Sync>;

/// The engine.
pub struct RedbEngine {
    shared: Arc<Shared>,
    /// `None` once it is closed.
    queue: RwLock<Option<Queue>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl RedbEngine {
    /// Opens or makes the database file.
    ///
    /// # Errors
    /// [`EngineError::InUse`] when another process has it open; otherwise what opening it meets.
    pub fn open(path: &Path, options: RedbOptions) -> Result<Self, EngineError> {
        if !path.exists() {
            create(path, options)?;
        }
        let file = path.to_owned();
        // Never `create`: opened again after its file was lost, the store must fail, not be empty.
        let opener = move || {
            Builder::new()
                .set_cache_size(options.cache_bytes)
                .open(&file)
        };
        let folder = folder_of(path).to_owned();
        let room =
            move || disk::free_bytes(&folder).is_none_or(|free| free >= options.reserve_bytes);
        Self::start(Box::new(opener), Box::new(room))
    }

    fn start(opener: Opener, room: Room) -> Result<Self, EngineError> {
        let shared = Arc::new(Shared::open(opener, room)?);
        let (queue, writer) = writer::start(shared.clone())?;
        Ok(Self {
            shared,
            queue: RwLock::new(Some(queue)),
            writer: Mutex::new(Some(writer)),
        })
    }
}

/// Makes an empty database aside and moves it into its place: a file whose making was cut short
/// could never be opened again.
fn create(path: &Path, options: RedbOptions) -> Result<(), EngineError> {
    let io = |error: io::Error| database::io_error(&error);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", process::id()));
    let aside = path.with_file_name(name);
    // One of this name can only be left of a process that is gone.
    if aside.exists() {
        fs::remove_file(&aside).map_err(io)?;
    }
    disk::ensure_private_file(&aside).map_err(io)?;
    let file = aside.clone();
    let opener = move || {
        Builder::new()
            .set_cache_size(options.cache_bytes)
            .create(&file)
    };
    Shared::open(Box::new(opener), Box::new(|| true))?.close()?;
    // A link, unlike a rename, never replaces what another process made meanwhile.
    let linked = match fs::hard_link(&aside, path) {
        Ok(()) => fs::remove_file(&aside),
        Err(_) if path.exists() => fs::remove_file(&aside),
        Err(_) => fs::rename(&aside, path),
    };
    linked
        .and_then(|()| disk::sync_folder(folder_of(path)))
        .map_err(io)
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

impl Engine for RedbEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        Ok(Box::new(RedbSnapshot::begin(self.shared.clone())?))
    }

    fn commit(&self, set: WriteSet) -> PendingCommit {
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
        match &*queue {
            Some(queue) => queue.push(set),
            None => PendingCommit::ready(Err(EngineError::Closed.into())),
        }
    }

    fn health(&self) -> EngineHealth {
        if self.shared.is_broken() {
            return EngineHealth::Recovering;
        }
        if !self.shared.has_room() {
            return EngineHealth::DiskFull;
        }
        EngineHealth::Ok
    }

    fn verify(&self) -> Result<Vec<String>, EngineError> {
        self.shared.verify()
    }

    fn close(&self) -> Result<(), EngineError> {
        // Without its queue the writer finishes what was queued, and ends.
        let queue = self
            .queue
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(queue);
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(Err(_panic)) = writer.map(JoinHandle::join) {
            tracing::error!("the writer thread of the store ended by a panic");
        }
        self.shared.close()
    }
}

impl Drop for RedbEngine {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, "the store could not be closed cleanly");
        }
    }
}
