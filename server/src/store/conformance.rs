//! One suite for every engine: what `engine.rs` promises, in the words of the trait. Each test
//! runs over memory and over redb.

use super::{
    engine::{
        ChangePosition, CommitError, Direction, Engine, EngineError, EntryDraft, Expectation, Key,
        KeyRange, RANGE_LIMIT_MAX, Snapshot, VALUE_BYTES_MAX, WriteSet,
    },
    keys::Table,
    log::{CHAIN_START, Header, payload_key, position_at, position_of_key},
    memory::MemoryEngine,
    redb::{RedbEngine, RedbOptions},
};
use std::sync::Arc;

/// Plain keys, away from the log.
fn key(name: &str) -> Key {
    [&[Table::Contact as u8][..], name.as_bytes()].concat()
}

fn set(writes: &[(&str, Option<&str>)]) -> WriteSet {
    WriteSet {
        expectations: Vec::new(),
        writes: writes
            .iter()
            .map(|(name, value)| (key(name), value.map(|value| value.as_bytes().to_vec())))
            .collect(),
        entry: EntryDraft {
            meta: b"meta".to_vec(),
            payload: b"payload".to_vec(),
        },
    }
}

fn put(engine: &dyn Engine, name: &str, value: &str) -> ChangePosition {
    engine.commit(set(&[(name, Some(value))])).wait().unwrap()
}

fn expecting(name: &str, expectation: Expectation) -> WriteSet {
    let mut set = set(&[("other", Some("x")), ("gone", None)]);
    set.expectations.push((key(name), expectation));
    set
}

fn get(engine: &dyn Engine, name: &str) -> Option<(ChangePosition, Vec<u8>)> {
    let stamped = engine.snapshot().unwrap().get(&key(name)).unwrap();
    stamped.map(|stamped| (stamped.position, stamped.value))
}

fn everything(engine: &dyn Engine) -> Vec<(Key, ChangePosition, Vec<u8>)> {
    let range = KeyRange {
        start: Vec::new(),
        end: vec![u8::MAX; 8],
    };
    let entries = engine
        .snapshot()
        .unwrap()
        .range(&range, RANGE_LIMIT_MAX, Direction::Forward)
        .unwrap();
    entries
        .into_iter()
        .map(|(key, stamped)| (key, stamped.position, stamped.value))
        .collect()
}

/// Runs a test over each engine.
fn check(test: impl Fn(&dyn Engine)) {
    test(&MemoryEngine::new());
    let folder = tempfile::tempdir().unwrap();
    let engine = RedbEngine::open(&folder.path().join("db"), RedbOptions::STANDARD).unwrap();
    test(&engine);
    assert_eq!(engine.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn new_engine_is_empty() {
    check(|engine| {
        assert_eq!(everything(engine), []);
        assert_eq!(
            engine.snapshot().unwrap().position().unwrap(),
            ChangePosition::START
        );
    });
}

#[test]
fn values_are_stamped_with_their_commit() {
    check(|engine| {
        let first = put(engine, "a", "1");
        let second = put(engine, "b", "2");
        assert!(ChangePosition::START < first && first < second);
        assert_eq!(get(engine, "a"), Some((first, b"1".to_vec())));
        let third = put(engine, "a", "3");
        assert_eq!(get(engine, "a"), Some((third, b"3".to_vec())));
        assert_eq!(get(engine, "b"), Some((second, b"2".to_vec())));
        assert_eq!(engine.snapshot().unwrap().position().unwrap(), third);
        engine.commit(set(&[("a", None)])).wait().unwrap();
        assert_eq!(get(engine, "a"), None);
    });
}

#[test]
fn many_writes_side_by_side_meet_what_is_there() {
    check(|engine| {
        let name = |number: usize| format!("n{number:03}");
        // What is there: before, between, at and behind the keys of the run.
        for there in ["a", "n010", "n0105", "n120", "z"] {
            put(engine, there, "old");
        }
        let names: Vec<String> = (0..200).map(name).collect();
        let writes: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), Some("new")))
            .collect();
        let position = engine.commit(set(&writes)).wait().unwrap();
        for name in &names {
            assert_eq!(
                get(engine, name),
                Some((position, b"new".to_vec())),
                "{name}"
            );
        }
        for there in ["a", "n0105", "z"] {
            assert_eq!(get(engine, there).unwrap().1, b"old", "{there}");
        }
        let keys: Vec<Key> = everything(engine)
            .into_iter()
            .map(|(key, ..)| key)
            .collect();
        assert!(keys.is_sorted());
        // Over all of them again, with the keys upside down.
        let writes: Vec<_> = writes.into_iter().rev().collect();
        let again = engine.commit(set(&writes)).wait().unwrap();
        assert!(
            names
                .iter()
                .all(|name| get(engine, name).unwrap().0 == again)
        );
    });
}

#[test]
fn expectations_hold_or_nothing_is_written() {
    check(|engine| {
        let old = put(engine, "a", "1");
        let new = put(engine, "a", "2");
        put(engine, "gone", "still here");
        let before = everything(engine);
        let refused = [
            ("a", Expectation::Absent),
            ("missing", Expectation::Present),
            ("a", Expectation::At(old)),
            ("missing", Expectation::At(new)),
        ];
        for (name, expectation) in refused {
            let result = engine.commit(expecting(name, expectation)).wait();
            assert!(
                matches!(&result, Err(CommitError::Conflict(found)) if *found == key(name)),
                "{name} {expectation:?}: {result:?}"
            );
            assert_eq!(everything(engine), before, "{name} {expectation:?}");
        }
        let held = [
            ("missing", Expectation::Absent),
            ("a", Expectation::Present),
            ("a", Expectation::At(new)),
        ];
        for (name, expectation) in held {
            engine.commit(expecting(name, expectation)).wait().unwrap();
        }
        assert_eq!(get(engine, "gone"), None);
    });
}

#[test]
fn sets_queued_together_see_one_another() {
    check(|engine| {
        let claim = |value: &str| {
            let mut set = set(&[("claim", Some(value))]);
            set.expectations.push((key("claim"), Expectation::Absent));
            engine.commit(set)
        };
        let claims: Vec<_> = (0..20).map(|n| claim(&n.to_string())).collect();
        let results: Vec<_> = claims.into_iter().map(|claim| claim.wait()).collect();
        assert!(results[0].is_ok());
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(get(engine, "claim").unwrap().1, b"0");
    });
}

#[test]
fn ranges_go_both_ways_and_keep_to_their_limit() {
    check(|engine| {
        let names = ["a", "a\u{0}", "ab", "b", "b\u{7f}", "c"];
        for name in names {
            put(engine, name, name);
        }
        let range = |prefix: &str, limit, direction| -> Vec<String> {
            let range = KeyRange::prefix(&key(prefix));
            let entries = engine.snapshot().unwrap().range(&range, limit, direction);
            let entries = entries.unwrap().into_iter();
            entries
                .map(|(_, stamped)| String::from_utf8(stamped.value).unwrap())
                .collect()
        };
        assert_eq!(range("a", 9, Direction::Forward), ["a", "a\u{0}", "ab"]);
        assert_eq!(range("a", 2, Direction::Backward), ["ab", "a\u{0}"]);
        assert_eq!(range("", 4, Direction::Forward), names[..4]);
        assert_eq!(range("", 0, Direction::Forward), [""; 0]);
        assert_eq!(range("x", 9, Direction::Backward), [""; 0]);
        let behind = KeyRange::prefix(&key(""))
            .after(&key("ab"))
            .before(&key("c"));
        let snapshot = engine.snapshot().unwrap();
        let found = snapshot.range(&behind, 9, Direction::Forward).unwrap();
        assert_eq!(found.len(), 2);
        let upside_down = KeyRange {
            start: key("b"),
            end: key("a"),
        };
        assert_eq!(
            snapshot.range(&upside_down, 9, Direction::Forward).unwrap(),
            []
        );
    });
}

#[test]
fn prefix_of_greatest_bytes_has_an_end() {
    check(|engine| {
        let greatest = WriteSet {
            writes: vec![(vec![u8::MAX; 3], Some(Vec::new()))],
            ..WriteSet::default()
        };
        engine.commit(greatest).wait().unwrap();
        let snapshot = engine.snapshot().unwrap();
        let range = KeyRange::prefix(&[u8::MAX; 2]);
        let found = snapshot.range(&range, 9, Direction::Forward).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.value, b"");
    });
}

#[test]
fn range_answers_its_greatest_limit_at_most() {
    check(|engine| {
        let writes = (0..=RANGE_LIMIT_MAX).map(|n| (key(&format!("{n:06}")), Some(Vec::new())));
        let many = WriteSet {
            writes: writes.collect(),
            ..WriteSet::default()
        };
        engine.commit(many).wait().unwrap();
        let snapshot = engine.snapshot().unwrap();
        let range = KeyRange::prefix(&key(""));
        let found = snapshot.range(&range, usize::MAX, Direction::Backward);
        assert_eq!(found.unwrap().len(), RANGE_LIMIT_MAX);
    });
}

#[test]
fn snapshot_never_changes() {
    check(|engine| {
        put(engine, "a", "1");
        let snapshot = engine.snapshot().unwrap();
        let position = snapshot.position().unwrap();
        put(engine, "a", "2");
        put(engine, "b", "2");
        engine.commit(set(&[("a", None)])).wait().unwrap();
        assert_eq!(snapshot.get(&key("a")).unwrap().unwrap().value, b"1");
        assert_eq!(snapshot.get(&key("b")).unwrap(), None);
        assert_eq!(snapshot.position().unwrap(), position);
        let range = KeyRange::prefix(&key(""));
        assert_eq!(
            snapshot.range(&range, 9, Direction::Forward).unwrap().len(),
            1
        );
    });
}

/// The log of an engine: gapless, chained, each payload as its header says.
pub fn verify_log(snapshot: &dyn Snapshot) -> usize {
    let range = KeyRange::prefix(&[Table::LogHeader as u8]);
    let headers = snapshot
        .range(&range, RANGE_LIMIT_MAX, Direction::Forward)
        .unwrap();
    let mut previous = CHAIN_START;
    for (sequence, (header_key, stamped)) in (1..).zip(&headers) {
        let position = position_of_key(header_key).unwrap();
        assert_eq!(
            (position, stamped.position),
            (position_at(sequence), position)
        );
        let header = Header::decode(&stamped.value).unwrap();
        assert!(header.follows(&previous, position));
        let payload = snapshot.get(&payload_key(position)).unwrap();
        let payload = payload.map(|payload| payload.value).unwrap_or_default();
        assert_eq!(header.payload_hash, *blake3::hash(&payload).as_bytes());
        previous = header.chain;
    }
    headers.len()
}

#[test]
fn log_has_one_entry_for_each_commit_and_none_for_conflicts() {
    check(|engine| {
        for n in 0..10 {
            put(engine, "a", &n.to_string());
            let refused = engine.commit(expecting("a", Expectation::Absent)).wait();
            assert!(refused.is_err());
        }
        engine.commit(WriteSet::default()).wait().unwrap();
        assert_eq!(verify_log(engine.snapshot().unwrap().as_ref()), 11);
    });
}

#[test]
fn too_long_keys_and_values_are_refused() {
    check(|engine| {
        let long = "k".repeat(5_000);
        let huge = "v".repeat(VALUE_BYTES_MAX + 1);
        let mut asks_for_long = set(&[]);
        asks_for_long
            .expectations
            .push((key(&long), Expectation::Absent));
        for set in [
            set(&[(&long, Some("v"))]),
            set(&[("k", Some(&huge))]),
            asks_for_long,
        ] {
            let result = engine.commit(set).wait();
            assert!(matches!(
                result,
                Err(CommitError::Engine(EngineError::TooLarge))
            ));
        }
        assert_eq!(everything(engine), []);
    });
}

#[test]
fn closed_engine_answers_closed() {
    check_closing(|engine| {
        let waiting: Vec<_> = (0..50)
            .map(|n| engine.commit(set(&[(&format!("{n}"), Some("x"))])))
            .collect();
        engine.close().unwrap();
        engine.close().unwrap();
        for commit in waiting {
            commit.wait().unwrap();
        }
        assert!(matches!(engine.snapshot().err(), Some(EngineError::Closed)));
        let late = engine.commit(set(&[("a", Some("1"))])).wait();
        assert!(matches!(
            late,
            Err(CommitError::Engine(EngineError::Closed))
        ));
    });
}

fn check_closing(test: impl Fn(&dyn Engine)) {
    test(&MemoryEngine::new());
    let folder = tempfile::tempdir().unwrap();
    test(&RedbEngine::open(&folder.path().join("db"), RedbOptions::STANDARD).unwrap());
}

#[test]
fn reopened_engine_has_everything_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let open = || RedbEngine::open(&path, RedbOptions::STANDARD).unwrap();
    let memory = MemoryEngine::new();
    let engine = open();
    for n in 0..20 {
        let name = (n % 7).to_string();
        assert_eq!(put(&engine, &name, "x"), put(&memory, &name, "x"));
    }
    drop(engine);
    let engine = open();
    let memory = MemoryEngine::from_image(memory.crash());
    assert_eq!(everything(&engine), everything(&memory));
    assert_eq!(put(&engine, "later", "x"), put(&memory, "later", "x"));
    assert_eq!(everything(&engine), everything(&memory));
    assert_eq!(verify_log(engine.snapshot().unwrap().as_ref()), 21);
}

#[test]
fn many_threads_get_distinct_positions() {
    let folder = tempfile::tempdir().unwrap();
    let engine = RedbEngine::open(&folder.path().join("db"), RedbOptions::STANDARD).unwrap();
    let engine: Arc<dyn Engine> = Arc::new(engine);
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let engine = engine.clone();
            std::thread::spawn(move || -> Vec<_> {
                (0..10)
                    .map(|n| put(engine.as_ref(), &format!("{thread}/{n}"), "x"))
                    .collect()
            })
        })
        .collect();
    let mut positions: Vec<_> = threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap())
        .collect();
    positions.sort();
    let expected: Vec<_> = (1..=80).map(position_at).collect();
    assert_eq!(positions, expected);
    assert_eq!(verify_log(engine.snapshot().unwrap().as_ref()), 80);
}
