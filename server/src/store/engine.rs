//! The engine trait: ordered bytes, a read snapshot, and `commit(WriteSet)`. Two honest
//! implementations stand beside it (redb, memory); nothing of either may show through here.
//! Must never know records, permissions or the clock. Tests: `conformance.rs`, `model_test.rs`.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    str::FromStr,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::sync::oneshot;

/// A key: ordered bytes.
pub type Key = Vec<u8>;

/// Bytes of a key at most.
pub const KEY_BYTES_MAX: usize = 4 * 1024;
/// Bytes of a value at most; longer things are blobs.
pub const VALUE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes of a log entry's payload at most: the records of one batch, before and after.
pub const PAYLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Entries that one `range` call answers at most.
pub const RANGE_LIMIT_MAX: usize = 10_000;

/// A place in the change log: opaque and ordered. Later commits have greater positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ChangePosition([u8; 16]);

/// A text that is not a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a change position")]
pub struct ChangePositionError;

impl ChangePosition {
    /// Before the first commit.
    pub const START: Self = Self([0; 16]);

    /// From the engine's own bytes; greater bytes are later.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The ordered bytes.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// Reads a position from the first 16 bytes of a slice.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk::<16>().copied().map(Self)
    }
}

impl fmt::Display for ChangePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", u128::from_be_bytes(self.0))
    }
}

impl FromStr for ChangePosition {
    type Err = ChangePositionError;

    fn from_str(text: &str) -> Result<Self, ChangePositionError> {
        u128::from_str_radix(text, 16)
            .map(|number| Self(number.to_be_bytes()))
            .map_err(|_| ChangePositionError)
    }
}

/// A value with the position of its last write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The commit that wrote it.
    pub position: ChangePosition,
    /// The bytes.
    pub value: Vec<u8>,
}

/// Keys from `start` (included) to `end` (excluded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// The first key that may be in it.
    pub start: Key,
    /// The first key behind it.
    pub end: Key,
}

impl KeyRange {
    /// Every key that begins with `prefix`.
    pub fn prefix(prefix: &[u8]) -> Self {
        Self {
            start: prefix.to_vec(),
            end: prefix_end(prefix),
        }
    }

    /// The keys of this range behind `key`.
    #[must_use]
    pub fn after(mut self, key: &[u8]) -> Self {
        self.start = [key, &[0]].concat();
        self
    }

    /// The keys of this range before `key`.
    #[must_use]
    pub fn before(mut self, key: &[u8]) -> Self {
        self.end = key.to_vec();
        self
    }
}

/// The least key greater than every key with this prefix.
fn prefix_end(prefix: &[u8]) -> Key {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return end;
        }
    }
    vec![u8::MAX; KEY_BYTES_MAX]
}

/// Which end of a range comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Ascending.
    Forward,
    /// Descending.
    Backward,
}

/// What must hold for a key when a write set is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// The key has no value (uniqueness).
    Absent,
    /// The key has a value (the target of a link).
    Present,
    /// The last write of the key was at this position.
    At(ChangePosition),
}

impl Expectation {
    /// Whether it holds for a key that was last written at `position`; `None` if it has no value.
    pub fn holds(self, position: Option<ChangePosition>) -> bool {
        match self {
            Self::Absent => position.is_none(),
            Self::Present => position.is_some(),
            Self::At(expected) => position == Some(expected),
        }
    }
}

/// The change-log entry of a write set, before the engine gives it a position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryDraft {
    /// Time, actor and cause; opaque here.
    pub meta: Vec<u8>,
    /// What changed; opaque here. Kept under its own key so that it can be erased alone.
    pub payload: Vec<u8>,
}

/// Everything one write does, whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WriteSet {
    /// Checked first, against the state in which the set is applied.
    pub expectations: Vec<(Key, Expectation)>,
    /// `Some` puts, `None` deletes. A key stands here once.
    pub writes: Vec<(Key, Option<Vec<u8>>)>,
    /// Its entry in the change log.
    pub entry: EntryDraft,
}

impl WriteSet {
    /// How many bytes it will write.
    pub fn size_bytes(&self) -> usize {
        let write =
            |(key, value): &(Key, Option<Vec<u8>>)| key.len() + value.as_ref().map_or(0, Vec::len);
        let entry = self.entry.meta.len() + self.entry.payload.len();
        self.writes.iter().map(write).sum::<usize>() + entry
    }

    /// Whether every key and value keeps to the limits.
    ///
    /// # Errors
    /// [`EngineError::TooLarge`] when one does not.
    pub fn check_sizes(&self) -> Result<(), EngineError> {
        let key_fits = |key: &Key| key.len() <= KEY_BYTES_MAX;
        let fits = self.expectations.iter().all(|(key, _)| key_fits(key))
            && self.writes.iter().all(|(key, value)| {
                key_fits(key)
                    && value
                        .as_ref()
                        .is_none_or(|value| value.len() <= VALUE_BYTES_MAX)
            })
            && self.entry.meta.len() <= VALUE_BYTES_MAX
            && self.entry.payload.len() <= PAYLOAD_BYTES_MAX;
        if fits {
            Ok(())
        } else {
            Err(EngineError::TooLarge)
        }
    }
}

/// A fault of the engine. Nothing was acknowledged.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// Reading or writing failed; it may work again.
    #[error("storage input or output failed: {0}")]
    Io(Arc<str>),
    /// There is no room: reads go on, writes wait.
    #[error("the disk is full")]
    DiskFull,
    /// Too much is waiting; try again soon.
    #[error("the write queue is full")]
    Busy,
    /// The engine was closed.
    #[error("the store is closed")]
    Closed,
    /// What is stored cannot be right.
    #[error("the store is damaged: {0}")]
    Corrupted(Arc<str>),
    /// Another process has the store open.
    #[error("another process has the store open")]
    InUse,
    /// A key or value is longer than the limit.
    #[error("a key or value is longer than the limit")]
    TooLarge,
}

/// Why a write set was not applied.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommitError {
    /// An expectation did not hold for this key; read again and try again.
    #[error("an expectation did not hold")]
    Conflict(Key),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// One consistent state of the store. Cheap to make; never held across an await or a download.
pub trait Snapshot: Send {
    /// The position of the last commit it sees.
    ///
    /// # Errors
    /// When the engine fails.
    fn position(&self) -> Result<ChangePosition, EngineError>;

    /// The value of a key.
    ///
    /// # Errors
    /// When the engine fails.
    fn get(&self, key: &[u8]) -> Result<Option<Stamped>, EngineError>;

    /// At most `limit` (and [`RANGE_LIMIT_MAX`]) entries of a range, in the direction asked for.
    ///
    /// # Errors
    /// When the engine fails.
    fn range(
        &self,
        range: &KeyRange,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<(Key, Stamped)>, EngineError>;
}

/// A commit under way: await it, or [`PendingCommit::wait`] for it on a thread that may block.
#[derive(Debug)]
pub struct PendingCommit(oneshot::Receiver<Result<ChangePosition, CommitError>>);

/// The engine's end of a [`PendingCommit`].
pub type CommitReply = oneshot::Sender<Result<ChangePosition, CommitError>>;

impl PendingCommit {
    /// Both ends.
    pub fn new() -> (CommitReply, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(receiver))
    }

    /// A commit that has ended already.
    pub fn ready(result: Result<ChangePosition, CommitError>) -> Self {
        let (sender, pending) = Self::new();
        let _receiver_is_alive = sender.send(result);
        pending
    }

    /// Blocks until the commit has ended. Never on a runtime thread.
    ///
    /// # Errors
    /// As [`CommitError`] says.
    pub fn wait(self) -> Result<ChangePosition, CommitError> {
        self.0
            .blocking_recv()
            .unwrap_or(Err(CommitError::Engine(EngineError::Closed)))
    }
}

impl Future for PendingCommit {
    type Output = Result<ChangePosition, CommitError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|result| result.unwrap_or(Err(CommitError::Engine(EngineError::Closed))))
    }
}

/// Whether the engine takes writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineHealth {
    /// Reads and writes.
    Ok,
    /// Reads only: the disk is (almost) full.
    DiskFull,
    /// Reads only: the last write failed and the engine is recovering.
    Recovering,
}

/// Stored bytes, ordered and serialisable. Object-safe, so the domain is compiled once.
///
/// Every commit gets a position greater than all before it, stamps each value it writes with it,
/// and appends one entry to the change log (see [`super::log`] for its keys and its hash chain).
pub trait Engine: Send + Sync {
    /// The state as of the last acknowledged commit, or later.
    ///
    /// # Errors
    /// When the engine fails.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError>;

    /// Applies a write set; the answer comes when it is durable.
    fn commit(&self, set: WriteSet) -> PendingCommit;

    /// Whether writes are taken.
    fn health(&self) -> EngineHealth;

    /// Verifies the engine's own structure (checksums); what is wrong, one line each.
    ///
    /// # Errors
    /// When the engine fails.
    fn verify(&self) -> Result<Vec<String>, EngineError>;

    /// Finishes what is queued and closes; later calls answer `Closed`.
    ///
    /// # Errors
    /// When the last bytes could not be written.
    fn close(&self) -> Result<(), EngineError>;
}
