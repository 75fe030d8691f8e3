//! What takes the room of the data folder with 100,000 contacts and 300,000 notes: keys and values of
//! every table of the store (by its number in `store::keys`), the pages that hold them, and the index by kinds of files.
//! `ROOM_CONTACTS` takes another number of contacts, with three notes for each.

use crate::{
    harness::home::Home,
    size::{bytes, on_disk},
    world::World,
};
use redb::{Builder, ReadableTable, TableDefinition};
use std::{collections::BTreeMap, env, fs, path::Path};

const CONTACTS: usize = 100_000;
const NOTES_OF_EACH: usize = 3;
/// From this number on tables have parts, by the second byte of a key.
const INDEX: u8 = 64;
/// The one table of the store's file.
const DATA: TableDefinition<&[u8], &[u8]> = TableDefinition::new("data");
const MEGABYTE: f64 = 1e6;

/// Keys and bytes of one table.
#[derive(Default)]
struct Room {
    entries: u64,
    key_bytes: u64,
    value_bytes: u64,
}

/// Takes it.
pub fn figure() {
    let contacts = env::var("ROOM_CONTACTS").map_or(CONTACTS, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::start(folder.path()).unwrap();
    world.add_contacts(contacts).unwrap();
    world.add_notes(0..contacts * NOTES_OF_EACH).unwrap();
    world.wait_indexed().unwrap();
    world.app.close().unwrap();
    drop(world);
    let data = folder.path().join("data");
    room_of(&data, "as it was filled");
    let server = Home::with_data(&data).serve();
    assert!(server.stop().success());
    room_of(&data, "after a start and a stop");
}

fn room_of(data: &Path, when: &str) {
    println!("\n{when}: {} MB on disk", on_disk(data) / 1_000_000);
    for entry in fs::read_dir(data).unwrap().map(Result::unwrap) {
        let path = entry.path();
        println!(
            "{:<14} {:>8.1} MB on disk, {:>8.1} MB long",
            entry.file_name().to_string_lossy(),
            on_disk(&path) as f64 / MEGABYTE,
            bytes(&path) as f64 / MEGABYTE
        );
    }
    tables(&data.join("rapport.redb"));
    index_files(&data.join("search"));
}

fn tables(path: &Path) {
    let database = Builder::new().open(path).unwrap();
    let transaction = database.begin_write().unwrap();
    let stats = transaction.stats().unwrap();
    let pages = stats.allocated_pages() * stats.page_size() as u64;
    println!(
        "store: {:.1} MB of keys and values in {:.1} MB of pages, {} leaves and {} branches",
        stats.stored_bytes() as f64 / MEGABYTE,
        pages as f64 / MEGABYTE,
        stats.leaf_pages(),
        stats.branch_pages(),
    );
    let mut rooms: BTreeMap<(u8, u8), Room> = BTreeMap::new();
    {
        let table = transaction.open_table(DATA).unwrap();
        for entry in table.iter().unwrap() {
            let (key, value) = entry.unwrap();
            let key = key.value();
            let second = if key[0] >= INDEX { key[1] } else { 0 };
            let room = rooms.entry((key[0], second)).or_default();
            room.entries += 1;
            room.key_bytes += key.len() as u64;
            room.value_bytes += value.value().len() as u64;
        }
    }
    transaction.abort().unwrap();
    println!(
        "{:<10} {:>10} {:>10} {:>10} {:>10}",
        "table", "entries", "keys MB", "values MB", "B each"
    );
    for ((table, index), room) in rooms.iter().filter(|(_, room)| room.entries > 1_000) {
        println!(
            "{:<10} {:>10} {:>10.1} {:>10.1} {:>10}",
            format!("{table}.{index}"),
            room.entries,
            room.key_bytes as f64 / MEGABYTE,
            room.value_bytes as f64 / MEGABYTE,
            (room.key_bytes + room.value_bytes) / room.entries,
        );
    }
}

fn index_files(folder: &Path) {
    let mut by_kind: BTreeMap<String, u64> = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let end = path.extension().unwrap_or_default().to_string_lossy();
            *by_kind.entry(end.into_owned()).or_default() += entry.metadata().unwrap().len();
        }
    }
    let kinds = by_kind
        .iter()
        .map(|(end, size)| format!("{end} {:.1}", *size as f64 / MEGABYTE));
    println!("index, MB: {}", kinds.collect::<Vec<_>>().join(", "));
}
