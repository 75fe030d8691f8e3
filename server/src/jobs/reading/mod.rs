//! Reads the text of the files that come with mails, behind everything else: once for each content,
//! in a process of its own (`extract`), a few at a time. It is a reader of the change log with a
//! durable cursor, and goes through all older mails once when its reader is new.
//! Invariant: a batch's texts and the cursor are one write set, so that a kill repeats a batch at
//! most (test: `a_stop_in_the_middle_loses_and_repeats_nothing`).

mod batch;
mod queue;

#[cfg(test)]
mod tests;

use crate::{
    changes::{Cause, Change, Observer},
    domain::{
        ctx::{Actor, Clock, Ctx},
        error::DomainError,
    },
    extract::{Extract, Label, ReadError, Reader},
    store::{Store, engine::ChangePosition, keys::Table},
};
use queue::Queue;
use shared::api::reading::ReadingProgress;
use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// Files that are read at the same time, at most; half of the processors otherwise.
const READERS_MAX: usize = 4;
/// The wait before it is tried again when no file can be read or written.
const RETRY_WAIT: Duration = Duration::from_secs(30);
/// Listeners are told so often at most.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// What reads one file; a process of its own but in unit tests.
pub trait FileReader: Send + Sync {
    /// Reads a file. May block for a while, but not when the server stops.
    ///
    /// # Errors
    /// [`ReadError`]; what is wrong with the file is in the answer.
    fn read(
        &self,
        label: &Label,
        bytes: &[u8],
        is_stopping: &dyn Fn() -> bool,
    ) -> Result<Extract, ReadError>;
}

impl FileReader for Reader {
    fn read(
        &self,
        label: &Label,
        bytes: &[u8],
        is_stopping: &dyn Fn() -> bool,
    ) -> Result<Extract, ReadError> {
        Self::read(self, label, bytes, is_stopping)
    }
}

/// Is called now and then while texts come in, and at the end.
pub type Listener = Box<dyn Fn() + Send + Sync>;

/// Reads the files of mails in the background.
pub struct ReadingJob {
    shared: Arc<Shared>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    listener: Mutex<Option<Listener>>,
    place: Mutex<Place>,
    moved: Condvar,
    closing: AtomicBool,
}

/// Where the job is.
#[derive(Default)]
struct Place {
    progress: ReadingProgress,
    /// Something was written that it has not looked at.
    is_behind: bool,
    /// Every mail up to here is read, once the older ones are.
    reached: Option<ChangePosition>,
}

impl ReadingJob {
    /// Not started yet.
    pub fn new(store: Arc<Store>, clock: Arc<dyn Clock>) -> Self {
        Self {
            shared: Arc::new(Shared {
                store,
                clock,
                listener: Mutex::default(),
                place: Mutex::default(),
                moved: Condvar::new(),
                closing: AtomicBool::new(false),
            }),
            worker: Mutex::default(),
        }
    }

    /// What learns of new mails: observes the store.
    pub fn observer(&self) -> Arc<dyn Observer> {
        Arc::new(Watch(self.shared.clone()))
    }

    /// Calls `listener` while texts come in.
    pub fn on_progress(&self, listener: Listener) {
        *lock(&self.shared.listener) = Some(listener);
    }

    /// Begins, or goes on where it was stopped or killed.
    pub fn start(&self, reader: Arc<dyn FileReader>) {
        let mut worker = lock(&self.worker);
        if worker.is_some() {
            return;
        }
        let shared = self.shared.clone();
        let spawned = std::thread::Builder::new()
            .name("reading".to_owned())
            .spawn(move || shared.work(reader.as_ref()));
        match spawned {
            Ok(handle) => *worker = Some(handle),
            Err(error) => tracing::error!(%error, "no thread to read files"),
        }
    }

    /// How it gets on.
    pub fn progress(&self) -> ReadingProgress {
        lock(&self.shared.place).progress
    }

    /// Waits until the files of all mails up to a position are read; `false` if they are not by then.
    pub fn wait(&self, position: ChangePosition, deadline: Instant) -> bool {
        let mut place = lock(&self.shared.place);
        // A change without mails wakes nobody, and moves the position all the same.
        place.is_behind = true;
        self.shared.moved.notify_all();
        loop {
            let is_done = place.progress.done >= place.progress.total;
            if is_done && place.reached.is_some_and(|reached| reached >= position) {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.shared.is_closing() {
                return false;
            }
            let waited = self.shared.moved.wait_timeout(place, left);
            place = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Stops at once; what was being read is read again after the next start.
    pub fn close(&self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.shared.moved.notify_all();
        let worker = lock(&self.worker).take();
        if let Some(worker) = worker
            && worker.join().is_err()
        {
            tracing::error!("the thread that reads files ended in a panic");
        }
    }
}

impl Drop for ReadingJob {
    fn drop(&mut self) {
        self.close();
    }
}

/// Wakes the job when mails come or go.
struct Watch(Arc<Shared>);

impl Observer for Watch {
    fn committed(&self, change: &Change) {
        if change
            .records
            .iter()
            .any(|record| record.is(Table::Message))
        {
            lock(&self.0.place).is_behind = true;
            self.0.moved.notify_all();
        }
    }
}

impl Shared {
    fn work(&self, reader: &dyn FileReader) {
        loop {
            match self.catch_up(reader) {
                Ok(()) => self.rest(None),
                Err(_) if self.is_closing() => {}
                Err(error) => {
                    tracing::warn!(%error, "files wait to be read: {error}");
                    self.rest(Some(RETRY_WAIT));
                }
            }
            if self.is_closing() {
                return;
            }
        }
    }

    /// Reads everything there is to read.
    fn catch_up(&self, reader: &dyn FileReader) -> Result<(), JobError> {
        let mut queue = Queue::open(&self.store)?;
        let mut told = Instant::now();
        loop {
            lock(&self.place).is_behind = false;
            queue.look_ahead(&self.store)?;
            self.report(&queue);
            let batch = queue.next_batch();
            if batch.is_empty() {
                break;
            }
            batch::work_off(self, reader, &batch)?;
            queue.done(&batch);
            self.report(&queue);
            if told.elapsed() > TELL_EVERY {
                told = Instant::now();
                self.tell();
            }
            if self.is_closing() {
                return Err(ReadError::Stopped.into());
            }
        }
        if queue.is_worth_noting() {
            batch::note_cursor(self, &queue.cursor())?;
        }
        let mut place = lock(&self.place);
        place.reached = Some(queue.position());
        let has_read = place.progress.total > 0;
        place.progress = ReadingProgress::default();
        drop(place);
        self.moved.notify_all();
        if has_read {
            self.tell();
        }
        Ok(())
    }

    fn report(&self, queue: &Queue) {
        lock(&self.place).progress = queue.progress();
    }

    fn tell(&self) {
        if let Some(listener) = lock(&self.listener).as_ref() {
            listener();
        }
    }

    /// Waits for new mails, or for a while.
    fn rest(&self, at_most: Option<Duration>) {
        let mut place = lock(&self.place);
        let until = at_most.map(|wait| Instant::now() + wait);
        while !self.is_closing() {
            match until {
                None if place.is_behind => return,
                None => {
                    place = self
                        .moved
                        .wait(place)
                        .unwrap_or_else(PoisonError::into_inner);
                }
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return;
                    }
                    let waited = self.moved.wait_timeout(place, left);
                    place = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    fn ctx(&self) -> Ctx {
        Ctx::new(Actor::System, Cause::System, self.clock.clone())
    }
}

/// Why the job cannot go on for now.
#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error(transparent)]
    Domain(#[from] DomainError),
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    #[error(transparent)]
    Read(#[from] ReadError),
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
