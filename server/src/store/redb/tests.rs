//! Tests of what only this engine can do: meet a full disk, a failing disk, a second process, a
//! full queue, and live on.

use super::{
    faults::{Disk, Fault, without_room},
    *,
};
use crate::store::{
    engine::{ChangePosition, CommitError, EntryDraft, Key},
    keys::Table,
};
use std::{
    io::ErrorKind,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

fn key(name: &str) -> Key {
    [&[Table::Contact as u8][..], name.as_bytes()].concat()
}

fn set(name: &str) -> WriteSet {
    WriteSet {
        expectations: Vec::new(),
        writes: vec![(key(name), Some(vec![7; 3_000]))],
        entry: EntryDraft::default(),
    }
}

fn commit(engine: &RedbEngine, name: &str) -> Result<ChangePosition, CommitError> {
    engine.commit(set(name)).wait()
}

fn has(engine: &RedbEngine, name: &str) -> bool {
    let snapshot = engine.snapshot().unwrap();
    snapshot.get(&key(name)).unwrap().is_some()
}

fn start(disk: &Disk, room: Room) -> RedbEngine {
    let disk = disk.clone();
    let opener = move || Builder::new().create_with_backend(disk.clone());
    RedbEngine::start(Box::new(opener), room).unwrap()
}

#[test]
fn second_engine_on_one_file_is_told_that_it_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let first = RedbEngine::open(&path, RedbOptions::STANDARD).unwrap();
    let second = RedbEngine::open(&path, RedbOptions::STANDARD);
    assert!(matches!(second.err(), Some(EngineError::InUse)));
    commit(&first, "a").unwrap();
    first.close().unwrap();
    RedbEngine::open(&path, RedbOptions::STANDARD).unwrap();
}

#[test]
fn new_database_stands_alone_and_private_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    drop(RedbEngine::open(&path, RedbOptions::STANDARD).unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    std::fs::write(&path, b"not a database at all").unwrap();
    let result = RedbEngine::open(&path, RedbOptions::STANDARD);
    assert!(matches!(
        result.err(),
        Some(EngineError::Corrupted(_) | EngineError::Io(_))
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"not a database at all");
}

#[test]
fn below_the_reserve_reads_go_on_and_writes_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let engine = RedbEngine::open(&path, RedbOptions::STANDARD).unwrap();
    commit(&engine, "a").unwrap();
    drop(engine);
    let engine = RedbEngine::open(&path, without_room()).unwrap();
    let result = commit(&engine, "b");
    assert!(matches!(
        result,
        Err(CommitError::Engine(EngineError::DiskFull))
    ));
    assert_eq!(engine.health(), EngineHealth::DiskFull);
    assert!(has(&engine, "a") && !has(&engine, "b"));
}

#[test]
fn writes_go_on_when_there_is_room_again() {
    let is_full = Arc::new(AtomicBool::new(true));
    let room = is_full.clone();
    let engine = start(
        &Disk::new(Vec::new()),
        Box::new(move || !room.load(Ordering::Acquire)),
    );
    assert!(commit(&engine, "a").is_err());
    is_full.store(false, Ordering::Release);
    commit(&engine, "a").unwrap();
    assert_eq!(engine.health(), EngineHealth::Ok);
}

#[test]
fn full_queue_answers_busy_and_loses_nothing() {
    let (open_gate, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let engine = start(
        &Disk::new(Vec::new()),
        // The writer stands here until the gate is gone.
        Box::new(move || gate.lock().unwrap().recv().is_err()),
    );
    let commits: Vec<_> = (0..writer::SETS_QUEUED_MAX + writer::SETS_PER_COMMIT_MAX + 1)
        .map(|n| engine.commit(set(&n.to_string())))
        .collect();
    drop(open_gate);
    let results: Vec<_> = commits.into_iter().map(PendingCommit::wait).collect();
    let busy =
        |result: &&Result<_, _>| matches!(result, Err(CommitError::Engine(EngineError::Busy)));
    // A first batch may have left the queue already when the others came.
    let refused = results.iter().filter(busy).count();
    assert!(
        (1..=writer::SETS_PER_COMMIT_MAX + 1).contains(&refused),
        "{refused} were refused"
    );
    for (n, result) in results.iter().enumerate() {
        assert_eq!(has(&engine, &n.to_string()), result.is_ok());
    }
}

#[test]
fn panic_in_the_writer_ends_one_batch_alone() {
    let panics = Arc::new(AtomicBool::new(true));
    let armed = panics.clone();
    let engine = start(
        &Disk::new(Vec::new()),
        Box::new(move || {
            assert!(!armed.load(Ordering::Acquire), "wanted by the test");
            true
        }),
    );
    assert!(matches!(
        commit(&engine, "a"),
        Err(CommitError::Engine(EngineError::Io(_)))
    ));
    panics.store(false, Ordering::Release);
    commit(&engine, "b").unwrap();
    assert!(has(&engine, "b") && !has(&engine, "a"));
}

#[test]
fn full_disk_in_a_commit_is_told_as_such() {
    let disk = Disk::new(Vec::new());
    let engine = disk.engine().unwrap();
    commit(&engine, "a").unwrap();
    disk.fail(Fault::From(disk.calls() + 1), ErrorKind::StorageFull);
    let result = commit(&engine, "b");
    assert!(matches!(
        result,
        Err(CommitError::Engine(EngineError::DiskFull))
    ));
    assert_eq!(engine.health(), EngineHealth::Recovering);
    disk.fail(Fault::Never, ErrorKind::Other);
    assert!(has(&engine, "a"));
    commit(&engine, "c").unwrap();
    assert_eq!(engine.health(), EngineHealth::Ok);
    assert_eq!(engine.verify().unwrap(), [""; 0]);
}

#[test]
fn failing_disk_that_heals_needs_no_restart() {
    let disk = Disk::new(Vec::new());
    let engine = disk.engine().unwrap();
    commit(&engine, "a").unwrap();
    let old = engine.snapshot().unwrap();
    disk.fail(Fault::From(disk.calls() + 1), ErrorKind::Other);
    for _ in 0..3 {
        let result = commit(&engine, "b");
        assert!(matches!(
            result,
            Err(CommitError::Engine(EngineError::Io(_)))
        ));
    }
    assert_eq!(engine.health(), EngineHealth::Recovering);
    disk.fail(Fault::Never, ErrorKind::Other);
    commit(&engine, "c").unwrap();
    assert_eq!(engine.health(), EngineHealth::Ok);
    assert!(has(&engine, "a") && has(&engine, "c"));
    // A snapshot of before cannot go on, and must say so instead of showing another state.
    if let Ok(found) = old.get(&key("c")) {
        assert_eq!(found, None);
    }
}

#[test]
fn snapshots_may_outlive_the_engine() {
    let engine = Disk::new(Vec::new()).engine().unwrap();
    commit(&engine, "a").unwrap();
    let snapshot = engine.snapshot().unwrap();
    drop(engine);
    assert!(matches!(
        snapshot.get(&key("zzz")),
        Ok(None) | Err(EngineError::Closed)
    ));
}

#[test]
fn records_of_an_import_fill_their_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let engine = RedbEngine::open(&path, RedbOptions::STANDARD).unwrap();
    // Ids that grow, in front of what stood there before.
    commit(&engine, "z").unwrap();
    for batch in 0..10 {
        let names = (batch * 250..(batch + 1) * 250).map(|number| format!("a{number:06}"));
        let writes = names.map(|name| (key(&name), Some(vec![7; 600])));
        let import = WriteSet {
            writes: writes.collect(),
            ..set("z")
        };
        engine.commit(import).wait().unwrap();
    }
    engine.close().unwrap();
    let database = Builder::new().open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    let stats = transaction.stats().unwrap();
    let leaves = stats.leaf_pages() * stats.page_size() as u64;
    // Single inserts in the middle of a tree leave nearly half of it empty.
    let share = stats.stored_bytes() * 100 / leaves;
    assert!(share > 85, "{share} % of the pages are full");
}
