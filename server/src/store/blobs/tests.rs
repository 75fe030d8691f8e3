//! Tests of the blob store: what is read is what was written, and nothing else ever.

use super::*;
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::PathBuf,
};

const SMALL: Limits = Limits {
    pack_bytes: 4_000,
    shared_blob_bytes: 1_000,
};

fn open(folder: &Path) -> Blobs {
    Blobs::open_with(folder, SMALL).unwrap()
}

/// Bytes that do not compress.
fn noise(seed: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new()
        .update(&[seed])
        .finalize_xof()
        .fill(&mut bytes);
    bytes
}

fn pack_paths(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn blobs_of_every_shape_come_back_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let shapes = [
        Vec::new(),
        b"x".to_vec(),
        b"mail ".repeat(10_000),
        noise(1, 700),
        noise(2, 5_000),
    ];
    let blobs = open(folder.path());
    let places: Vec<_> = shapes
        .iter()
        .map(|bytes| blobs.append(bytes).unwrap())
        .collect();
    blobs.sync().unwrap();
    drop(blobs);
    let blobs = open(folder.path());
    for (bytes, (hash, place)) in shapes.iter().zip(&places) {
        assert_eq!(&blobs.read(hash, place).unwrap(), bytes);
    }
    let repeated: u64 = pack_paths(folder.path())
        .iter()
        .map(|path| fs::metadata(path).unwrap().len())
        .sum();
    assert!(repeated < 7_000, "the repeated words were not compressed");
}

#[test]
fn known_bytes_are_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    let first = blobs.append(&noise(1, 500)).unwrap();
    assert_eq!(blobs.append(&noise(1, 500)).unwrap(), first);
    assert_eq!(
        fs::metadata(&pack_paths(folder.path())[0]).unwrap().len() as usize,
        500 + HEADER_BYTES
    );
}

#[test]
fn full_packs_rotate_and_large_blobs_stand_alone() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    for seed in 0..8 {
        blobs.append(&noise(seed, 900)).unwrap();
    }
    blobs.append(&noise(100, 2_000)).unwrap();
    blobs.append(&noise(101, 10)).unwrap();
    let lengths: Vec<_> = pack_paths(folder.path())
        .iter()
        .map(|path| fs::metadata(path).unwrap().len())
        .collect();
    let record = 900 + HEADER_BYTES as u64;
    let (full, large) = (5 * record, 2_000 + HEADER_BYTES as u64);
    let rest = 3 * record + 10 + HEADER_BYTES as u64;
    assert_eq!(lengths, [full, rest, large]);
}

#[test]
fn torn_tail_of_a_crash_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    let (hash, place) = blobs.append(b"kept").unwrap();
    blobs.sync().unwrap();
    drop(blobs);
    let torn = pack_paths(folder.path()).remove(0);
    let mut file = OpenOptions::new().append(true).open(&torn).unwrap();
    file.write_all(b"RPB\x01 and no more").unwrap();
    let length = fs::metadata(&torn).unwrap().len();
    let blobs = open(folder.path());
    let (later_hash, later) = blobs.append(b"later").unwrap();
    blobs.sync().unwrap();
    assert_eq!(blobs.read(&hash, &place).unwrap(), b"kept");
    assert_eq!(blobs.read(&later_hash, &later).unwrap(), b"later");
    assert_eq!(fs::metadata(&torn).unwrap().len(), length);
    let mut seen = Vec::new();
    blobs.scan(|hash, _| seen.push(*hash)).unwrap();
    assert_eq!(seen, [hash, later_hash]);
}

#[test]
fn whole_pack_is_appended_to_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).append(b"one").unwrap();
    open(folder.path()).append(b"two").unwrap();
    assert_eq!(pack_paths(folder.path()).len(), 1);
}

#[test]
fn every_flipped_byte_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    let (hash, place) = blobs.append(&b"abcdefgh".repeat(30)).unwrap();
    drop(blobs);
    let path = pack_paths(folder.path()).remove(0);
    let good = fs::read(&path).unwrap();
    for offset in 0..good.len() {
        let mut bad = good.clone();
        bad[offset] ^= 0x20;
        fs::write(&path, &bad).unwrap();
        // A flipped bit of the frame header may not change what is unpacked: that is no damage.
        if let Ok(bytes) = open(folder.path()).read(&hash, &place) {
            assert_eq!(bytes, b"abcdefgh".repeat(30), "offset {offset}");
        }
    }
    fs::write(&path, &good[..good.len() - 1]).unwrap();
    assert!(open(folder.path()).read(&hash, &place).is_err());
}

#[test]
fn place_with_absurd_lengths_is_refused_before_memory_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    let (hash, mut place) = blobs.append(b"x").unwrap();
    place[12..20].fill(0xff);
    assert!(matches!(
        blobs.read(&hash, &place),
        Err(StoreError::Damaged(_))
    ));
    assert!(matches!(
        blobs.read(&hash, &place[..5]),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn failed_sync_gives_up_what_others_appended_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    let mark = blobs.mark();
    let (hash, first) = blobs.append(b"before").unwrap();
    blobs.writing().unsynced.push(999); // A pack that is not there cannot be synced.
    assert!(blobs.sync().is_err());
    assert!(blobs.sync_since(mark).is_err());
    let (again, second) = blobs.append(b"before").unwrap();
    assert_eq!(hash, again);
    assert_ne!(first, second, "the lost bytes must not be named");
    blobs.sync().unwrap();
    assert_eq!(blobs.read(&hash, &second).unwrap(), b"before");
}

#[cfg(unix)]
#[test]
fn packs_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("blobs");
    let blobs = open(&inner);
    blobs.append(b"x").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&inner), mode(&pack_paths(&inner)[0])), (0o700, 0o600));
}
