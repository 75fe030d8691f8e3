//! The index at a million documents, in the real executable: from start to ready and to the first
//! answer, and the memory while it builds its index from nothing. `INDEX_DOCUMENTS` takes another
//! number.

use crate::{
    harness::{client::Client, home::Home, wait},
    samples::Samples,
    size::{memory_kib, on_disk},
    world::{EMAIL, PASSWORD, World},
};
use shared::api::paths;
use std::{
    env, fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

const DOCUMENTS: usize = 1_000_000;
const STARTS: usize = 5;
/// How often the memory is looked at.
const SAMPLE_EVERY: Duration = Duration::from_millis(100);
/// A rebuild that takes longer has come to no end.
const REBUILD_PATIENCE: Duration = Duration::from_secs(1_800);

/// Takes it.
pub fn figure() {
    let documents = env::var("INDEX_DOCUMENTS").map_or(DOCUMENTS, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(folder.path()).unwrap();
    world.add_notes(0..documents).unwrap();
    world.wait_indexed().unwrap();
    world.app.close().unwrap();
    drop(world);
    let home = Home::with_data(&folder.path().join("data"));
    let index = home.data().join("search");
    println!(
        "{documents} notes: data folder {} MB on disk, of it the index {} MB",
        on_disk(home.data()) / 1_000_000,
        on_disk(&index) / 1_000_000
    );
    for is_killed in [false, true] {
        starts(&home, is_killed);
    }
    fs::remove_dir_all(&index).unwrap();
    rebuild(&home, documents);
}

/// From start to ready, and to the first search answered from the whole index.
fn starts(home: &Home, is_killed: bool) {
    let server = home.serve();
    let client = Client::signed_in(server.address(), EMAIL, PASSWORD);
    let mut server = Some(server);
    let (mut ready, mut found) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        if let Some(server) = server.take() {
            match is_killed {
                true => server.kill(),
                false => assert!(server.stop().success()),
            }
        }
        let started = Instant::now();
        server = Some(home.serve());
        ready.push(started.elapsed());
        let path = format!("{}?q=order", paths::SEARCH);
        wait::until("an answer from the whole index", || {
            let answer = client.get(&path).send().expect(200).json();
            assert!(answer["total"].as_u64().unwrap() > 0);
            (answer["state"] == "current").then_some(())
        });
        found.push(started.elapsed());
    }
    let how = if is_killed { "kill -9" } else { "a stop" };
    println!("ready after {how}: {}", Samples::from(ready));
    println!("first search after {how}: {}", Samples::from(found));
}

/// Builds the index anew and watches the memory of the process meanwhile.
fn rebuild(home: &Home, documents: usize) {
    let started = Instant::now();
    let server = home.serve();
    println!(
        "ready without an index: {} ms",
        started.elapsed().as_millis()
    );
    let health = Client::guest(server.address());
    let (mut whole, mut own) = (0, 0);
    loop {
        let memory = |line| memory_kib(server.id(), line).unwrap_or_default();
        whole = whole.max(memory("Pss:"));
        own = own.max(memory("Pss_Anon:"));
        let answer = health.get(paths::HEALTH).send().expect(200).json();
        if answer["status"] == "ok" {
            break;
        }
        assert!(started.elapsed() < REBUILD_PATIENCE, "{answer}");
        thread::sleep(SAMPLE_EVERY);
    }
    let taken = started.elapsed().as_secs_f64();
    println!(
        "index built from nothing in {taken:.1} s: {:.0} documents a second, {} MB",
        documents as f64 / taken,
        on_disk(&home.data().join("search")) / 1_000_000
    );
    println!(
        "memory meanwhile at most: {} MiB PSS, of it {} MiB its own, {} MiB resident with all mapped files",
        whole / 1024,
        own / 1024,
        peak_resident_kib(server.id()) / 1024
    );
}

/// The most that a process ever held, mapped files with it.
fn peak_resident_kib(process: u32) -> u64 {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"));
    let status = status.unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}
