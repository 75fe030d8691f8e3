//! The store: typed records over an [`engine::Engine`]. One write is one write set: records, their
//! index entries, their links and the change-log entry. Knows nothing of HTTP, permissions or time.

pub mod blobs;
pub mod check;
pub mod disk;
pub mod engine;
pub mod keys;
pub mod log;
pub mod memory;
pub mod rank;
pub mod reader;
pub mod record;
pub mod redb;
pub mod schema;
pub mod unit;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod model_test;
#[cfg(test)]
mod samples;

use crate::changes::{Change, LogMeta, Observer};
use arc_swap::ArcSwap;
use engine::{ChangePosition, CommitError, Engine, EngineError, PendingCommit};
use reader::Reader;
use record::DecodeError;
use std::sync::Arc;
use unit::UnitOfWork;

/// A caller that meets a conflict reads again at most this often.
pub const COMMIT_TRIES_MAX: usize = 5;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A record cannot be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Something stored cannot be right.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// Others kept changing the same records.
    #[error("too many conflicting writes")]
    Contended,
    /// Another live record holds a unique value; its id.
    #[error("a unique value is taken")]
    Taken(uuid::Uuid),
    /// A blob could not be written or read.
    #[error("a blob cannot be read or written: {0}")]
    Blob(String),
}

/// A committed value and where its change stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed<T> {
    /// What the transaction answered.
    pub value: T,
    /// The position of its commit; of the state read if there was nothing to write.
    pub position: ChangePosition,
}

/// The store.
pub struct Store {
    engine: Arc<dyn Engine>,
    blobs: Arc<blobs::Blobs>,
    observers: ArcSwap<Vec<Arc<dyn Observer>>>,
}

impl Store {
    /// A store over an engine and a folder of blobs.
    pub fn new(engine: Arc<dyn Engine>, blobs: Arc<blobs::Blobs>) -> Self {
        Self {
            engine,
            blobs,
            observers: ArcSwap::default(),
        }
    }

    /// The engine below.
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// The blobs.
    pub fn blobs(&self) -> &Arc<blobs::Blobs> {
        &self.blobs
    }

    /// Adds an observer; called after each commit, before it is acknowledged.
    pub fn observe(&self, observer: Arc<dyn Observer>) {
        self.observers.rcu(|observers| {
            let mut observers = Vec::clone(observers);
            observers.push(observer.clone());
            observers
        });
    }

    /// One consistent state. Microseconds; never held across an await.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn read(&self) -> Result<Reader, StoreError> {
        Ok(Reader::new(self.engine.snapshot()?))
    }

    /// Runs `work` on a fresh state and commits what it wrote, again if others wrote meanwhile.
    /// `work` may run several times: it must have no effects but on its unit of work.
    ///
    /// # Errors
    /// What `work` answers, or what the store meets.
    pub async fn transact<T, E: From<StoreError>>(
        &self,
        meta: LogMeta,
        work: impl Fn(&mut UnitOfWork) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        for _ in 0..COMMIT_TRIES_MAX {
            let attempt = self.attempt(meta, &work)?;
            let Some(pending) = attempt.pending else {
                return Ok(attempt.unchanged());
            };
            match pending.await {
                Ok(position) => return Ok(self.finish(attempt.value, attempt.change, position)),
                Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Engine(error)) => return Err(StoreError::from(error).into()),
            }
        }
        Err(StoreError::Contended.into())
    }

    /// As [`Store::transact`], for threads that may block.
    ///
    /// # Errors
    /// What `work` answers, or what the store meets.
    pub fn transact_blocking<T, E: From<StoreError>>(
        &self,
        meta: LogMeta,
        work: impl Fn(&mut UnitOfWork) -> Result<T, E>,
    ) -> Result<Committed<T>, E> {
        for _ in 0..COMMIT_TRIES_MAX {
            let attempt = self.attempt(meta, &work)?;
            let Some(pending) = attempt.pending else {
                return Ok(attempt.unchanged());
            };
            match pending.wait() {
                Ok(position) => return Ok(self.finish(attempt.value, attempt.change, position)),
                Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Engine(error)) => return Err(StoreError::from(error).into()),
            }
        }
        Err(StoreError::Contended.into())
    }

    fn attempt<T, E: From<StoreError>>(
        &self,
        meta: LogMeta,
        work: &impl Fn(&mut UnitOfWork) -> Result<T, E>,
    ) -> Result<Attempt<T>, E> {
        let reader = self.read()?;
        let position = reader.position()?;
        let mut unit = UnitOfWork::new(reader);
        let value = work(&mut unit)?;
        if unit.is_empty() {
            let change = Change {
                position,
                meta,
                records: Vec::new(),
            };
            return Ok(Attempt {
                value,
                change,
                pending: None,
            });
        }
        if let Some(mark) = unit.blobs_since() {
            self.blobs.sync_since(mark)?;
        }
        let (set, records) = unit.into_write_set(meta);
        let pending = Some(self.engine.commit(set));
        Ok(Attempt {
            value,
            change: Change {
                position,
                meta,
                records,
            },
            pending,
        })
    }

    fn finish<T>(&self, value: T, mut change: Change, position: ChangePosition) -> Committed<T> {
        change.position = position;
        for observer in self.observers.load().iter() {
            observer.committed(&change);
        }
        Committed { value, position }
    }
}

struct Attempt<T> {
    value: T,
    change: Change,
    pending: Option<PendingCommit>,
}

impl<T> Attempt<T> {
    fn unchanged(self) -> Committed<T> {
        Committed {
            value: self.value,
            position: self.change.position,
        }
    }
}
