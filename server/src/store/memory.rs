//! An engine in memory, for tests: an ordered map that is copied on write, and faults to order:
//! failing commits and reads, a full disk, a full queue, a crash. Never used by the server itself.
//! Tests: `conformance.rs`.

use super::{
    engine::{
        ChangePosition, CommitError, CommitReply, Direction, Engine, EngineError, EngineHealth,
        Key, KeyRange, PendingCommit, RANGE_LIMIT_MAX, Snapshot, Stamped, WriteSet,
    },
    log::{Chain, header_key, payload_key},
};
use std::{
    collections::BTreeMap,
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

type Map = BTreeMap<Key, Stamped>;

/// What is left after a crash: the acknowledged state.
#[derive(Debug, Clone)]
pub struct Image {
    map: Arc<Map>,
    chain: Chain,
}

/// The engine.
pub struct MemoryEngine {
    state: Mutex<State>,
    reads: Arc<ReadFaults>,
}

struct State {
    image: Image,
    closed: bool,
    disk_full: bool,
    busy: bool,
    /// Commits until one fails; 0 for never.
    commits_until_failure: u64,
    /// Commits until the engine stands still; 0 for never.
    commits_until_freeze: u64,
    frozen: bool,
    /// Held so that frozen commits stay unanswered.
    unanswered: Vec<CommitReply>,
}

/// Reads until one fails; 0 for never.
#[derive(Default)]
struct ReadFaults(AtomicU64);

impl ReadFaults {
    fn check(&self) -> Result<(), EngineError> {
        let count_down = |left: u64| left.checked_sub(1);
        match self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, count_down)
        {
            Ok(1) => Err(injected()),
            _ => Ok(()),
        }
    }
}

fn injected() -> EngineError {
    EngineError::Io(Arc::from("injected fault"))
}

impl Default for MemoryEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryEngine {
    /// Empty.
    pub fn new() -> Self {
        Self::from_image(Image {
            map: Arc::default(),
            chain: Chain::START,
        })
    }

    /// As a crash left it.
    pub fn from_image(image: Image) -> Self {
        Self {
            state: Mutex::new(State {
                image,
                closed: false,
                disk_full: false,
                busy: false,
                commits_until_failure: 0,
                commits_until_freeze: 0,
                frozen: false,
                unanswered: Vec::new(),
            }),
            reads: Arc::default(),
        }
    }

    /// The nth commit from now (from 1) fails with an I/O error, once.
    pub fn fail_commit(&self, nth: u64) {
        self.state().commits_until_failure = nth;
    }

    /// The nth read from now (from 1), a get or a range, fails with an I/O error, once.
    pub fn fail_read(&self, nth: u64) {
        self.reads.0.store(nth, Ordering::Release);
    }

    /// From the nth commit on (from 1) nothing is acknowledged any more until [`Self::crash`].
    pub fn freeze_commit(&self, nth: u64) {
        self.state().commits_until_freeze = nth;
    }

    /// Refuses writes as a full disk does, or takes them again.
    pub fn set_disk_full(&self, full: bool) {
        self.state().disk_full = full;
    }

    /// Refuses writes as a full queue does, or takes them again.
    pub fn set_busy(&self, busy: bool) {
        self.state().busy = busy;
    }

    /// The process dies: what was acknowledged is left, waiting commits answer `Closed`.
    pub fn crash(&self) -> Image {
        let mut state = self.state();
        state.closed = true;
        state.unanswered.clear();
        state.image.clone()
    }

    /// Puts bytes under a key past the log, as damage to a file does.
    pub fn damage(&self, key: &[u8], value: Option<Vec<u8>>) {
        let mut state = self.state();
        let position = state.image.chain.position();
        let map = Arc::make_mut(&mut state.image.map);
        match value {
            Some(value) => map.insert(key.to_vec(), Stamped { position, value }),
            None => map.remove(key),
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn refusal(&mut self, set: &WriteSet) -> Result<(), EngineError> {
        if self.closed {
            return Err(EngineError::Closed);
        }
        set.check_sizes()?;
        if self.busy {
            return Err(EngineError::Busy);
        }
        if self.disk_full {
            return Err(EngineError::DiskFull);
        }
        let fails = self.commits_until_failure == 1;
        self.commits_until_failure = self.commits_until_failure.saturating_sub(1);
        if fails { Err(injected()) } else { Ok(()) }
    }

    fn apply(&mut self, set: WriteSet) -> Result<ChangePosition, CommitError> {
        self.refusal(&set)?;
        for (key, expectation) in set.expectations {
            let position = self.image.map.get(&key).map(|stamped| stamped.position);
            if !expectation.holds(position) {
                return Err(CommitError::Conflict(key));
            }
        }
        let map = Arc::make_mut(&mut self.image.map);
        let (position, header) = self.image.chain.append(&set.entry);
        for (key, value) in set.writes {
            match value {
                Some(value) => map.insert(key, Stamped { position, value }),
                None => map.remove(&key),
            };
        }
        let value = header.encode();
        map.insert(header_key(position), Stamped { position, value });
        if !set.entry.payload.is_empty() {
            let value = set.entry.payload;
            map.insert(payload_key(position), Stamped { position, value });
        }
        Ok(position)
    }
}

impl Engine for MemoryEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        let state = self.state();
        if state.closed {
            return Err(EngineError::Closed);
        }
        Ok(Box::new(MemorySnapshot {
            image: state.image.clone(),
            reads: self.reads.clone(),
        }))
    }

    fn commit(&self, set: WriteSet) -> PendingCommit {
        let mut state = self.state();
        state.frozen |= state.commits_until_freeze == 1;
        state.commits_until_freeze = state.commits_until_freeze.saturating_sub(1);
        if state.frozen && !state.closed {
            let (reply, pending) = PendingCommit::new();
            state.unanswered.push(reply);
            return pending;
        }
        PendingCommit::ready(state.apply(set))
    }

    fn health(&self) -> EngineHealth {
        if self.state().disk_full {
            return EngineHealth::DiskFull;
        }
        EngineHealth::Ok
    }

    fn verify(&self) -> Result<Vec<String>, EngineError> {
        if self.state().closed {
            return Err(EngineError::Closed);
        }
        Ok(Vec::new())
    }

    fn close(&self) -> Result<(), EngineError> {
        let mut state = self.state();
        state.closed = true;
        drop(mem::take(&mut state.unanswered));
        Ok(())
    }
}

struct MemorySnapshot {
    image: Image,
    reads: Arc<ReadFaults>,
}

impl Snapshot for MemorySnapshot {
    fn position(&self) -> Result<ChangePosition, EngineError> {
        Ok(self.image.chain.position())
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stamped>, EngineError> {
        self.reads.check()?;
        Ok(self.image.map.get(key).cloned())
    }

    fn range(
        &self,
        range: &KeyRange,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<(Key, Stamped)>, EngineError> {
        self.reads.check()?;
        if range.start >= range.end {
            return Ok(Vec::new());
        }
        let limit = limit.min(RANGE_LIMIT_MAX);
        let entries = self.image.map.range(range.start.clone()..range.end.clone());
        let owned = |(key, stamped): (&Key, &Stamped)| (key.clone(), stamped.clone());
        Ok(match direction {
            Direction::Forward => entries.take(limit).map(owned).collect(),
            Direction::Backward => entries.rev().take(limit).map(owned).collect(),
        })
    }
}
