//! The writer thread: takes what is queued, checks and applies each set in one transaction,
//! commits once, answers all. It never waits for more sets than are there.

use super::database::{Shared, TABLE};
use crate::store::{
    engine::{ChangePosition, CommitError, CommitReply, EngineError, PendingCommit, WriteSet},
    log::{Chain, header_key, payload_key},
};
use redb::{CursorError, ReadableTable, Table};
use std::{
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
};

/// Write sets in one commit at most.
pub const SETS_PER_COMMIT_MAX: usize = 128;
/// Bytes in one commit: it takes no further set once it has as many.
const BYTES_PER_COMMIT_MAX: usize = 32 * 1024 * 1024;
/// Write sets that wait at most; behind them callers are told `Busy`.
pub const SETS_QUEUED_MAX: usize = 1_024;
/// Bytes that wait at most.
const BYTES_QUEUED_MAX: usize = 256 * 1024 * 1024;
/// Fewer puts side by side are not worth looking for a run.
const PACKED_PUTS_MIN: usize = 8;

struct Waiting {
    set: WriteSet,
    size_bytes: usize,
    reply: CommitReply,
}

/// The callers' end of the queue.
pub struct Queue {
    sender: SyncSender<Waiting>,
    bytes: Arc<AtomicUsize>,
}

impl Queue {
    pub fn push(&self, set: WriteSet) -> PendingCommit {
        if let Err(error) = set.check_sizes() {
            return PendingCommit::ready(Err(error.into()));
        }
        let size_bytes = set.size_bytes();
        let queued = self.bytes.fetch_add(size_bytes, Ordering::AcqRel);
        if queued > BYTES_QUEUED_MAX {
            self.bytes.fetch_sub(size_bytes, Ordering::AcqRel);
            return PendingCommit::ready(Err(EngineError::Busy.into()));
        }
        let (reply, pending) = PendingCommit::new();
        let waiting = Waiting {
            set,
            size_bytes,
            reply,
        };
        let (refused, error) = match self.sender.try_send(waiting) {
            Ok(()) => return pending,
            Err(TrySendError::Full(refused)) => (refused, EngineError::Busy),
            Err(TrySendError::Disconnected(refused)) => (refused, EngineError::Closed),
        };
        self.bytes.fetch_sub(size_bytes, Ordering::AcqRel);
        answer(refused.reply, Err(error.into()));
        pending
    }
}

fn answer(reply: CommitReply, result: Result<ChangePosition, CommitError>) {
    // A caller that has gone away (a closed connection) needs no answer.
    let _caller_may_be_gone = reply.send(result);
}

/// Starts the thread; it ends when its queue is dropped and empty.
pub fn start(shared: Arc<Shared>) -> Result<(Queue, JoinHandle<()>), EngineError> {
    let (sender, waiting) = sync_channel(SETS_QUEUED_MAX);
    let bytes = Arc::new(AtomicUsize::new(0));
    let mut writer = Writer {
        shared,
        waiting,
        bytes_queued: bytes.clone(),
        chain: None,
    };
    let thread = thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || writer.run())
        .map_err(|error| EngineError::Io(Arc::from(error.to_string())))?;
    Ok((Queue { sender, bytes }, thread))
}

struct Writer {
    shared: Arc<Shared>,
    waiting: Receiver<Waiting>,
    bytes_queued: Arc<AtomicUsize>,
    /// The end of the log, and the generation of the open file in which it was read.
    chain: Option<(u64, Chain)>,
}

type Answers = Vec<Result<ChangePosition, CommitError>>;

impl Writer {
    fn run(&mut self) {
        while let Ok(first) = self.waiting.recv() {
            let batch = self.batch(first);
            let (sets, replies): (Vec<_>, Vec<_>) = batch
                .into_iter()
                .map(|waiting| (waiting.set, waiting.reply))
                .unzip();
            let answers = self.commit_guarded(&sets).unwrap_or_else(|error| {
                let refused = |_: &WriteSet| Err(CommitError::Engine(error.clone()));
                sets.iter().map(refused).collect()
            });
            for (reply, result) in replies.into_iter().zip(answers) {
                answer(reply, result);
            }
        }
    }

    /// A panic must end its batch alone: nobody may wait for an answer that never comes.
    fn commit_guarded(&mut self, sets: &[WriteSet]) -> Result<Answers, EngineError> {
        catch_unwind(AssertUnwindSafe(|| self.commit(sets))).unwrap_or_else(|_panic| {
            self.chain = None;
            self.shared.mark_broken(self.shared.generation());
            Err(EngineError::Io(Arc::from(
                "the writer met something impossible",
            )))
        })
    }

    fn batch(&self, first: Waiting) -> Vec<Waiting> {
        let mut size_bytes = first.size_bytes;
        let mut batch = vec![first];
        while batch.len() < SETS_PER_COMMIT_MAX && size_bytes < BYTES_PER_COMMIT_MAX {
            let Ok(next) = self.waiting.try_recv() else {
                break;
            };
            size_bytes += next.size_bytes;
            batch.push(next);
        }
        self.bytes_queued.fetch_sub(size_bytes, Ordering::AcqRel);
        batch
    }

    fn commit(&mut self, sets: &[WriteSet]) -> Result<Answers, EngineError> {
        if !self.shared.has_room() {
            return Err(EngineError::DiskFull);
        }
        self.shared.recover()?;
        let generation = self.shared.generation();
        let mut chain = match self.chain.take() {
            Some((known, chain)) if known == generation => chain,
            _ => self.shared.chain()?,
        };
        let result = self.shared.write(|transaction| {
            let mut table = transaction.open_table(TABLE)?;
            let mut answers = Vec::with_capacity(sets.len());
            for set in sets {
                answers.push(apply(&mut table, &mut chain, set)?);
            }
            let is_changed = answers.iter().any(Result::is_ok);
            Ok((answers, is_changed))
        });
        match &result {
            Ok(_) => self.chain = Some((generation, chain)),
            Err(EngineError::Closed) => {}
            Err(error) => {
                tracing::error!(%error, "a commit failed; the store will be opened again");
                self.shared.mark_broken(generation);
            }
        }
        result
    }
}

type DataTable<'a> = Table<'a, &'static [u8], &'static [u8]>;

/// Applies one set to the transaction, behind those of its batch that went before; a set whose
/// expectations do not hold leaves nothing behind.
fn apply(
    table: &mut DataTable<'_>,
    chain: &mut Chain,
    set: &WriteSet,
) -> Result<Result<ChangePosition, CommitError>, redb::Error> {
    for (key, expectation) in &set.expectations {
        let stored = table.get(key.as_slice())?;
        let position = stored.and_then(|stored| ChangePosition::from_slice(stored.value()));
        if !expectation.holds(position) {
            return Ok(Err(CommitError::Conflict(key.clone())));
        }
    }
    let (position, header) = chain.append(&set.entry);
    put(table, position, &header_key(position), &header.encode())?;
    if !set.entry.payload.is_empty() {
        let payload = &set.entry.payload;
        put(table, position, &payload_key(position), payload)?;
    }
    let puts = set.writes.iter();
    let puts: Vec<Put<'_>> = puts
        .filter_map(|(key, new)| Some((key.as_slice(), new.as_deref()?)))
        .collect();
    for neighbours in puts.chunk_by(|a, b| column_of(a.0) == column_of(b.0)) {
        let packed = put_packed(table, position, neighbours)?;
        for (key, bytes) in &neighbours[packed..] {
            put(table, position, key, bytes)?;
        }
    }
    for (key, new) in &set.writes {
        if new.is_none() {
            table.remove(key.as_slice())?;
        }
    }
    Ok(Ok(position))
}

/// A key and the value that it gets.
type Put<'a> = (&'a [u8], &'a [u8]);

fn put(
    table: &mut DataTable<'_>,
    position: ChangePosition,
    key: &[u8],
    bytes: &[u8],
) -> Result<(), redb::Error> {
    table.insert(key, stamped(position, bytes).as_slice())?;
    Ok(())
}

fn stamped(position: ChangePosition, bytes: &[u8]) -> Vec<u8> {
    [&position.bytes()[..], bytes].concat()
}

/// Writes the first of some puts in one go, as many as have nothing between them in the table; how
/// many. Ids grow with time, so that an import's records are one such run: its pages become full,
/// where single inserts leave each half empty behind them.
fn put_packed(
    table: &mut DataTable<'_>,
    position: ChangePosition,
    puts: &[Put<'_>],
) -> Result<usize, redb::Error> {
    let first = match puts.first() {
        Some((first, _)) if puts.len() >= PACKED_PUTS_MIN => *first,
        _ => return Ok(0),
    };
    let mut cursor = table.upper_bound_mut(Bound::Included(first))?;
    let mut packed = 0;
    for (key, bytes) in puts {
        match cursor.insert_before(key, stamped(position, bytes).as_slice()) {
            Ok(()) => packed += 1,
            Err(CursorError::UnorderedKey) => break,
            Err(error) => return Err(error.into()),
        }
    }
    cursor.close()?;
    Ok(packed)
}

/// The table of a key, and the index in it.
fn column_of(key: &[u8]) -> &[u8] {
    &key[..key.len().min(2)]
}
