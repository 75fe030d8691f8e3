//! A missing or damaged index is set aside and built again; the answers are the same as before.

use super::*;
use shared::api::search::IndexState;
use std::{fs, path::Path};

fn filled() -> World {
    let world = World::new();
    for number in 1..=50 {
        world.put(&note(number, &format!("invoice number {number} for pears")));
    }
    world.put(&contact(60, "Ana", "Vidal"));
    world.settle();
    world
}

/// Closes search, lets `harm` work on its folder, opens it again and waits.
fn survives(harm: impl Fn(&Path)) {
    let world = filled();
    world.search.close();
    harm(&world.index_folder());
    let search = Search::open(&world.index_folder(), &world.store).unwrap();
    // Damage that shows only in checksums is found in the background.
    let deadline = Instant::now() + PATIENCE;
    loop {
        search.wait_indexed(world.position(), deadline).unwrap();
        match search.check() {
            Ok(findings) if findings.is_empty() => break,
            Ok(_) | Err(_) => assert!(Instant::now() < deadline, "never healed"),
        }
    }
    assert_eq!(search.search(&request("invoice")).unwrap().total, 50);
    assert_eq!(search.search(&request("vidal")).unwrap().total, 1);
    assert_eq!(search.state(), IndexState::Current);
    search.close();
}

fn generation(root: &Path) -> std::path::PathBuf {
    fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir())
        .unwrap()
}

fn largest(root: &Path, extension: &str) -> std::path::PathBuf {
    fs::read_dir(generation(root))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap()
}

#[test]
fn nothing_happened() {
    survives(|_| {});
}

#[test]
fn what_is_not_searched_makes_no_index_late() {
    let world = filled();
    world.search.close();
    // No record, only an entry of the log, as a sign-in leaves it.
    world.write(Cause::Request, |unit| {
        unit.put_value(b"\x22key".to_vec(), Vec::new());
        Ok(())
    });
    let search = Search::open(&world.index_folder(), &world.store).unwrap();
    assert_eq!(search.state(), IndexState::Current);
    search.close();
    world.put(&note(51, "invoice"));
    let search = Search::open(&world.index_folder(), &world.store).unwrap();
    let deadline = Instant::now() + PATIENCE;
    search.wait_indexed(world.position(), deadline).unwrap();
    assert_eq!(search.search(&request("invoice")).unwrap().total, 51);
}

#[test]
fn folder_deleted() {
    survives(|root| fs::remove_dir_all(root).unwrap());
}

#[test]
fn folder_deleted_while_it_is_in_use() {
    let world = filled();
    world.settle();
    fs::remove_dir_all(world.index_folder()).unwrap();
    world.put(&note(51, "invoice"));
    assert_eq!(world.find("invoice").total, 51);
    world.settle();
    assert_eq!(world.find("invoice").total, 51);
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
    assert!(generation(&world.index_folder()).exists());
}

#[test]
fn generation_deleted() {
    survives(|root| fs::remove_dir_all(generation(root)).unwrap());
}

#[test]
fn garbage_in_the_metadata() {
    survives(|root| fs::write(generation(root).join("meta.json"), "{garbage").unwrap());
}

#[test]
fn garbage_in_the_name_file() {
    survives(|root| fs::write(root.join("current.json"), "{garbage").unwrap());
}

#[test]
fn the_index_of_another_store() {
    let world = filled();
    world.search.close();
    let other = World::new();
    for number in 1..=51 {
        other.put(&note(number, "something else"));
    }
    let search = Search::open(&world.index_folder(), &other.store).unwrap();
    search
        .wait_indexed(other.position(), Instant::now() + PATIENCE)
        .unwrap();
    assert_eq!(search.search(&request("invoice")).unwrap().total, 0);
    assert_eq!(search.search(&request("something")).unwrap().total, 51);
}

#[test]
fn files_cut_short() {
    for extension in ["term", "idx", "fast", "pos"] {
        survives(|root| {
            let path = largest(root, extension);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        });
    }
}

#[test]
fn a_flipped_byte() {
    for extension in ["term", "idx", "fast", "pos"] {
        survives(|root| {
            let path = largest(root, extension);
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 0x55;
            fs::write(&path, bytes).unwrap();
        });
    }
}

#[test]
fn a_rebuild_serves_from_the_old_index_until_it_is_done() {
    let world = filled();
    world.search.rebuild();
    assert_eq!(world.find("invoice").total, 50);
    world.put(&note(51, "invoice number 51"));
    assert_eq!(world.find("invoice").total, 51);
    world.settle();
    assert_eq!(world.find("invoice").total, 51);
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_bulk_change_is_found_once_it_is_indexed() {
    let world = World::new();
    let import = Cause::Import(ImportId::from_uuid(id(9)));
    world.write(import, |unit| {
        (1..=300).try_for_each(|number| unit.put(&note(number, "invoice")).map(drop))
    });
    world.settle();
    assert_eq!(world.find("invoice").total, 300);
    assert_eq!(world.search.state(), IndexState::Current);
    let status = world.search.status();
    assert_eq!(
        (status.documents, status.lag, status.percent),
        (300, 0, 100)
    );
    assert!(status.size_bytes > 0);
}

#[test]
fn closed_search_says_so() {
    let world = filled();
    world.search.close();
    let later = ChangePosition::from_bytes([0xff; 16]);
    let waited = world.search.wait_indexed(later, Instant::now() + PATIENCE);
    assert!(matches!(waited, Err(SearchError::Closed)));
}

#[test]
fn a_failing_disk_is_not_damage() {
    let world = filled();
    world.search.close();
    let name_file = world.index_folder().join("current.json");
    fs::remove_file(&name_file).unwrap();
    fs::create_dir(&name_file).unwrap();
    let opened = Search::open(&world.index_folder(), &world.store);
    assert!(matches!(opened, Err(SearchError::Index(_))));
    assert!(generation(&world.index_folder()).exists());
}

#[test]
fn a_held_lock_is_waited_for_and_nothing_is_rebuilt() {
    let world = filled();
    world.search.close();
    let path = generation(&world.index_folder());
    let holder = tantivy::Index::open_in_dir(&path).unwrap();
    let lock: tantivy::IndexWriter = holder.writer(15_000_000).unwrap();
    let search = Search::open(&world.index_folder(), &world.store).unwrap();
    world.store.observe(search.clone());
    world.put(&note(70, "invoice while locked"));
    let soon = Instant::now() + Duration::from_millis(50);
    let waited = search.wait_indexed(world.position(), soon);
    assert!(matches!(waited, Err(SearchError::Behind)));
    assert_eq!(search.search(&request("invoice")).unwrap().total, 51);
    drop(lock);
    let deadline = Instant::now() + PATIENCE;
    search.wait_indexed(world.position(), deadline).unwrap();
    assert_eq!(search.check().unwrap(), Vec::<String>::new());
    assert!(path.exists());
}
