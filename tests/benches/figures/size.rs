//! Figure 5, the part that needs data: memory a minute after a restart with 100,000 contacts and
//! 300,000 notes, start to ready with them, and the download of the app as it is served.

use crate::{harness::home::Home, samples::Samples, world::World};
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::Path,
    thread,
    time::{Duration, Instant},
};

const CONTACTS: usize = 100_000;
const NOTES: usize = 300_000;
/// The unit in which the file system counts.
const BLOCK_BYTES: u64 = 512;
const SETTLE: Duration = Duration::from_secs(60);
const STARTS: usize = 5;

/// Takes it.
pub fn figure() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::start(folder.path()).unwrap();
    world.add_contacts(CONTACTS).unwrap();
    world.add_notes(0..NOTES).unwrap();
    world.wait_indexed().unwrap();
    world.app.close().unwrap();
    drop(world);
    let data = folder.path().join("data");
    println!(
        "data folder: {} MB on disk; {} MB with the holes of the store's file",
        on_disk(&data) / 1_000_000,
        bytes(&data) / 1_000_000
    );
    let home = Home::with_data(&data);
    for killed in [false, true] {
        let starts = (0..STARTS).map(|_| {
            let started = Instant::now();
            let server = home.serve();
            let taken = started.elapsed();
            if killed {
                server.kill()
            } else {
                assert!(server.stop().success())
            };
            taken
        });
        let how = if killed { "kill -9" } else { "a stop" };
        println!(
            "start to ready after {how}: {}",
            Samples::from(starts.collect())
        );
    }
    let server = home.serve();
    thread::sleep(SETTLE);
    println!(
        "PSS {} s after a restart: {} MiB",
        SETTLE.as_secs(),
        memory_kib(server.id(), "Pss:").unwrap_or_default() / 1024
    );
    drop(server);
    download();
}

/// Memory of a process as a line of its summary counts it; `None` if it is gone.
pub fn memory_kib(process: u32, line: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let found = text.lines().find_map(|found| found.strip_prefix(line))?;
    found.split_whitespace().next()?.parse().ok()
}

/// Bytes of a file or folder.
pub fn bytes(path: &Path) -> u64 {
    if path.is_file() {
        return fs::metadata(path).unwrap().len();
    }
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.metadata().unwrap() {
            metadata if metadata.is_dir() => bytes(&entry.path()),
            metadata => metadata.len(),
        })
        .sum()
}

/// Bytes that the file system gave: the store's file grows in large steps that are holes at first.
pub fn on_disk(path: &Path) -> u64 {
    let own = fs::metadata(path).unwrap().blocks() * BLOCK_BYTES;
    if path.is_file() {
        return own;
    }
    let entries = fs::read_dir(path).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    own + paths.map(|path| on_disk(&path)).sum::<u64>()
}

/// What a browser that takes Brotli loads until the first page works, and the parts that come
/// later; the browser test `the_first_page_needs_no_other_part` counts the same as Chromium does.
fn download() {
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bundle");
    let mut total = 0;
    for folder in [bundle.clone(), bundle.join("assets")] {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_counted = ["html.br", "css.br", "js.br", "wasm.br"]
                .iter()
                .any(|end| name.ends_with(end));
            if is_counted {
                let size = entry.metadata().unwrap().len();
                let is_first = !name.starts_with("part-");
                println!(
                    "{name}: {size} bytes{}",
                    if is_first { "" } else { ", later" }
                );
                total += if is_first { size } else { 0 };
            }
        }
    }
    println!(
        "first load of the app, Brotli: {:.1} kB",
        total as f64 / 1000.0
    );
}
