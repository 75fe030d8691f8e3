//! Random writes against a model: the engine must agree with a `BTreeMap` after every commit,
//! after a power loss at any sync (whatever part of the unsynced writes is left), and after a
//! failed call of the disk at any place. `RAPPORT_LONG=1` runs many more; a failure prints its
//! seed, and `RAPPORT_SEED=<number>` runs that one alone.

use super::{
    conformance::verify_log,
    engine::{
        ChangePosition, CommitError, Direction, Engine, EngineError, EntryDraft, Expectation, Key,
        KeyRange, PendingCommit, RANGE_LIMIT_MAX, WriteSet,
    },
    keys::Table,
    log::{position_at, sequence_of},
    memory::MemoryEngine,
    redb::faults::{Disk, Event, Fault, Loss, Random, apply, image_after},
};
use std::{collections::BTreeMap, io::ErrorKind};

/// Keys that the writes are about.
const KEYS: usize = 40;
const VALUE_BYTES_MAX: usize = 3_000;
/// One set in so many has a run of keys as well.
const RUN_EVERY: usize = 4;
/// Keys of a run at most, and those before it.
const RUN_KEYS: usize = 60;
const RUN_VALUE_BYTES_MAX: usize = 400;
/// Sets given to the engine at once at most, so that they share commits.
const TOGETHER_MAX: usize = 4;

fn is_long() -> bool {
    std::env::var_os("RAPPORT_LONG").is_some()
}

/// Seeds to run: one given, many in a long run, few else.
fn seeds(few: u64, many: u64) -> Vec<u64> {
    let given = std::env::var("RAPPORT_SEED").ok();
    if let Some(seed) = given.and_then(|seed| seed.parse().ok()) {
        return vec![seed];
    }
    (1..=if is_long() { many } else { few }).collect()
}

type State = BTreeMap<Key, (ChangePosition, Vec<u8>)>;

/// Every state there was, by commit.
struct Model {
    states: Vec<State>,
}

impl Model {
    fn new() -> Self {
        Self {
            states: vec![State::new()],
        }
    }

    fn last(&self) -> &State {
        &self.states[self.states.len() - 1]
    }

    fn commits(&self) -> u64 {
        self.states.len() as u64 - 1
    }

    /// The key whose expectation does not hold.
    fn conflict(&self, set: &WriteSet) -> Option<Key> {
        let fails = |(key, expectation): &&(Key, Expectation)| {
            let position = self.last().get(key).map(|(position, _)| *position);
            !expectation.holds(position)
        };
        set.expectations
            .iter()
            .find(fails)
            .map(|(key, _)| key.clone())
    }

    fn apply(&mut self, set: &WriteSet) -> ChangePosition {
        let position = position_at(self.commits() + 1);
        let mut state = self.last().clone();
        for (key, value) in &set.writes {
            match value {
                Some(value) => state.insert(key.clone(), (position, value.clone())),
                None => state.remove(key),
            };
        }
        self.states.push(state);
        position
    }

    fn key(random: &mut Random) -> Key {
        vec![Table::Contact as u8, random.below(KEYS) as u8]
    }

    /// Keys side by side, as an import writes them: below one of the others.
    fn run(random: &mut Random) -> impl Iterator<Item = Key> + use<> {
        let begin = Self::key(random);
        let first = random.below(RUN_KEYS);
        let last = first + random.below(RUN_KEYS);
        (first..=last).map(move |number| [&begin[..], &[number as u8]].concat())
    }

    fn random_writes(random: &mut Random) -> BTreeMap<Key, Option<Vec<u8>>> {
        let value =
            |random: &mut Random, bytes_max| vec![random.next() as u8; random.below(bytes_max)];
        let mut writes = BTreeMap::new();
        for _ in 0..=random.below(5) {
            let written = value(random, VALUE_BYTES_MAX);
            let written = (random.below(4) > 0).then_some(written);
            writes.insert(Self::key(random), written);
        }
        if random.below(RUN_EVERY) == 0 {
            for key in Self::run(random) {
                writes.insert(key, Some(value(random, RUN_VALUE_BYTES_MAX)));
            }
        }
        writes
    }

    fn random_set(&self, random: &mut Random) -> WriteSet {
        let writes = Self::random_writes(random);
        let expectations = (0..random.below(3)).map(|_| {
            let key = Self::key(random);
            let stored = self.last().get(&key);
            let expectation = match (stored, random.below(8)) {
                (_, 0) => Expectation::Absent,
                (_, 1) => Expectation::Present,
                (None, _) => Expectation::Absent,
                (Some((position, _)), _) => Expectation::At(*position),
            };
            (key, expectation)
        });
        WriteSet {
            expectations: expectations.collect(),
            writes: writes.into_iter().collect(),
            entry: EntryDraft {
                meta: vec![1],
                payload: vec![2; random.below(200)],
            },
        }
    }

    /// Whether the engine's answer is the model's; applies the set if so.
    fn settle(&mut self, set: &WriteSet, result: Result<ChangePosition, CommitError>) {
        match (self.conflict(set), result) {
            (None, Ok(position)) => assert_eq!(position, self.apply(set)),
            (Some(key), Err(CommitError::Conflict(found))) => assert_eq!(found, key),
            (expected, result) => panic!("conflict {expected:?}, but the engine says {result:?}"),
        }
    }
}

/// Which commit the engine stands at; its state must be the model's as of then.
fn check_state(engine: &dyn Engine, model: &Model) -> Result<u64, EngineError> {
    let snapshot = engine.snapshot()?;
    let commit = sequence_of(snapshot.position()?);
    let range = KeyRange::prefix(&[Table::Contact as u8]);
    let stored: State = snapshot
        .range(&range, RANGE_LIMIT_MAX, Direction::Forward)?
        .into_iter()
        .map(|(key, stamped)| (key, (stamped.position, stamped.value)))
        .collect();
    let expected = &model.states[usize::try_from(commit).unwrap()];
    assert!(stored == *expected, "the state of commit {commit} is wrong");
    for (key, (position, value)) in expected {
        let found = snapshot.get(key)?.unwrap();
        assert_eq!((found.position, &found.value), (*position, value));
    }
    Ok(commit)
}

/// Runs random writes; what was acknowledged is noted on the disk.
fn run(engine: &dyn Engine, disk: Option<&Disk>, random: &mut Random, rounds: usize) -> Model {
    let mut model = Model::new();
    for _ in 0..rounds {
        let together: Vec<_> = (0..=random.below(TOGETHER_MAX))
            .map(|_| model.random_set(random))
            .collect();
        let pending: Vec<PendingCommit> = together
            .iter()
            .map(|set| engine.commit(set.clone()))
            .collect();
        for (set, pending) in together.iter().zip(pending) {
            model.settle(set, pending.wait());
        }
        if let Some(disk) = disk {
            disk.acknowledged(model.commits());
        }
        assert_eq!(check_state(engine, &model).unwrap(), model.commits());
    }
    model
}

#[test]
fn engines_agree_with_the_model() {
    for seed in seeds(6, 200) {
        println!("RAPPORT_SEED={seed}");
        run(&MemoryEngine::new(), None, &mut Random::new(seed), 60);
        let engine = Disk::new(Vec::new()).engine().unwrap();
        run(&engine, None, &mut Random::new(seed), 60);
        assert_eq!(engine.verify().unwrap(), [""; 0]);
    }
}

#[test]
fn power_loss_at_any_sync_keeps_what_was_acknowledged() {
    let mut images = 0;
    for seed in seeds(6, 100) {
        println!("RAPPORT_SEED={seed}");
        let disk = Disk::formatted();
        let formatted = disk.record();
        let mut random = Random::new(seed);
        let engine = disk.engine().unwrap();
        let model = run(&engine, Some(&disk), &mut random, 25);
        drop(engine);
        images += check_every_sync(formatted, &disk.history(), &model, &mut random);
    }
    println!("{images} images");
    assert!(images > 100);
}

/// For each sync, every kind of loss of what was written since the one before.
fn check_every_sync(
    formatted: Vec<u8>,
    history: &[Event],
    model: &Model,
    random: &mut Random,
) -> usize {
    let mut synced = formatted;
    let mut open = Vec::new();
    let mut acknowledged = 0;
    let mut images = 0;
    for event in history {
        match event {
            Event::Acknowledged(commits) => acknowledged = *commits,
            Event::Sync => {
                for loss in Loss::ALL {
                    let image = image_after(&synced, &open, loss, random);
                    check_image(image, model, acknowledged, loss);
                    images += 1;
                }
                open.iter().for_each(|event| apply(&mut synced, event));
                open.clear();
            }
            write => open.push(write.clone()),
        }
    }
    images
}

fn check_image(image: Vec<u8>, model: &Model, acknowledged: u64, loss: Loss) {
    let engine = Disk::new(image).engine();
    let engine = engine.unwrap_or_else(|error| panic!("{loss:?}, commit {acknowledged}: {error}"));
    let commit = check_state(&engine, model).unwrap();
    assert!(
        commit >= acknowledged,
        "{loss:?}: {commit} of {acknowledged} commits are left"
    );
    let snapshot = engine.snapshot().unwrap();
    assert_eq!(verify_log(snapshot.as_ref()) as u64, commit);
}

#[test]
fn failed_call_of_the_disk_at_any_place_is_survived() {
    let calls = survive(Fault::Never, ErrorKind::Other);
    let step = if is_long() { 1 } else { 2 };
    println!("{calls} calls, one in {step} fails");
    for nth in (1..=calls).step_by(step) {
        survive(Fault::Once(nth), ErrorKind::Other);
        survive(Fault::Once(nth), ErrorKind::StorageFull);
    }
}

#[test]
fn disk_that_fails_for_a_while_is_survived_from_any_call_on() {
    let calls = survive(Fault::Never, ErrorKind::Other);
    let step = if is_long() { 1 } else { 7 };
    for nth in (1..=calls).step_by(step) {
        survive(Fault::From(nth), ErrorKind::Other);
        survive(Fault::From(nth), ErrorKind::StorageFull);
    }
}

const SURVIVED_ROUNDS: usize = 16;

/// Runs writes on a disk with a fault, which heals after the first failed commit or open; how
/// often the disk was called.
fn survive(fault: Fault, kind: ErrorKind) -> u64 {
    let disk = Disk::formatted();
    disk.fail(fault, kind);
    let name = format!("{fault:?} {kind:?}");
    let heal = || disk.fail(Fault::Never, kind);
    // A failure while opening ends the start; the next one works.
    let engine = disk.engine().or_else(|_| {
        heal();
        disk.engine()
    });
    let engine = engine.unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut random = Random::new(1);
    let mut model = Model::new();
    for _ in 0..SURVIVED_ROUNDS {
        let set = model.random_set(&mut random);
        match engine.commit(set.clone()).wait() {
            Err(CommitError::Engine(_)) => {
                heal();
                // Not acknowledged: it may be there or not, but whole.
                let position = engine.snapshot().unwrap().position().unwrap();
                if sequence_of(position) > model.commits() {
                    model.apply(&set);
                }
            }
            result => model.settle(&set, result),
        }
        let mut commit = check_state(&engine, &model);
        if commit.is_err() && matches!(fault, Fault::From(_)) {
            heal();
            commit = check_state(&engine, &model);
        }
        let commit = commit.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(commit, model.commits(), "{name}");
    }
    heal();
    let calls = disk.calls();
    drop(engine);
    let engine = disk.engine().unwrap();
    assert_eq!(
        check_state(&engine, &model).unwrap(),
        model.commits(),
        "{name}"
    );
    assert_eq!(engine.verify().unwrap(), [""; 0], "{name}");
    calls
}

#[test]
fn flipped_bytes_are_reported_or_change_nothing() {
    let disk = Disk::formatted();
    let engine = disk.engine().unwrap();
    let mut random = Random::new(1);
    let model = run(&engine, None, &mut random, 20);
    drop(engine);
    let sound = disk.record();
    for _ in 0..if is_long() { 2_000 } else { 150 } {
        let mut image = sound.clone();
        let offset = random.below(image.len());
        image[offset] ^= 1 << random.below(8);
        // Refused while opening is a report as well.
        let Ok(engine) = Disk::new(image).engine() else {
            continue;
        };
        // Reading a damaged file must end, however it ends; commits must be answered.
        let _any_answer = engine.snapshot().map(|snapshot| snapshot.get(b"x"));
        let is_clean = engine.verify().is_ok_and(|damage| damage.is_empty());
        if is_clean {
            assert_eq!(
                check_state(&engine, &model).unwrap(),
                model.commits(),
                "{offset}"
            );
        }
        let _any_answer = engine.commit(WriteSet::default()).wait();
    }
}

#[test]
fn frozen_memory_engine_loses_only_what_was_not_acknowledged() {
    for seed in seeds(20, 2_000) {
        let mut random = Random::new(seed);
        let engine = MemoryEngine::new();
        let mut model = run(&engine, None, &mut random, 5);
        engine.freeze_commit(1 + random.below(3) as u64);
        let sets: Vec<_> = (0..5).map(|_| model.random_set(&mut random)).collect();
        let pending: Vec<_> = sets.iter().map(|set| engine.commit(set.clone())).collect();
        let image = engine.crash();
        for (set, pending) in sets.iter().zip(pending) {
            match pending.wait() {
                Err(CommitError::Engine(EngineError::Closed)) => {}
                result => model.settle(set, result),
            }
        }
        let engine = MemoryEngine::from_image(image);
        assert_eq!(
            check_state(&engine, &model).unwrap(),
            model.commits(),
            "seed {seed}"
        );
        assert!(engine.commit(WriteSet::default()).wait().is_ok());
        engine.fail_commit(1);
        assert!(engine.commit(WriteSet::default()).wait().is_err());
        engine.fail_read(1);
        assert!(engine.snapshot().unwrap().get(b"x").is_err());
    }
}
