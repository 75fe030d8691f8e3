//! Tests of the check: a sound store has no findings; every kind of damage is found by its code.

use super::*;
use crate::store::{
    engine::{Direction, Key, KeyRange},
    keys::Table,
    log::{header_key, payload_key, position_at},
    record::{Record, encode, record_key},
    samples::{
        TestStore, at, contact, deleted, id, message, note, put_message, test_store, thread,
    },
    schema::{contact::Contact, message::text_key},
};
use std::fs;

/// Two contacts, one of them in the bin, a note, a thread of two messages.
fn filled() -> TestStore {
    let store = test_store();
    let ada = contact(1, "Lovelace", &["ada@example.org"]);
    let mut binned = contact(2, "Gone", &["gone@example.org"]);
    binned.head = deleted(&binned.head, 900);
    let talk = thread(3, 2, at(700));
    let mails = [message(4, &talk, at(600)), message(5, &talk, at(700))];
    let blobs = store.store.blobs().clone();
    store
        .write(|unit| {
            unit.put(&ada)?;
            unit.put(&binned)?;
            unit.put(&note(6, "met her", &ada))?;
            unit.put(&talk)
        })
        .unwrap();
    for mail in &mails {
        store.write(|unit| put_message(unit, &blobs, mail)).unwrap();
    }
    store
}

fn codes(store: &TestStore) -> Vec<FindingCode> {
    let report = check(&store.store).unwrap();
    let mut codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

fn entries(store: &TestStore, table: Table) -> Vec<(Key, Vec<u8>)> {
    let reader = store.store.read().unwrap();
    let range = KeyRange::prefix(&[table as u8]);
    let entries = reader.range(&range, 1_000, Direction::Forward).unwrap();
    entries
        .into_iter()
        .map(|(key, stamped)| (key, stamped.value))
        .collect()
}

/// Damages a fresh store; what the check finds first.
fn check_damage(key: &[u8], value: Option<Vec<u8>>, expected: FindingCode) {
    let store = filled();
    store.engine.damage(key, value);
    let codes = codes(&store);
    assert!(codes.contains(&expected), "{expected}: found {codes:?}");
}

#[test]
fn sound_store_has_no_findings() {
    let store = filled();
    let report = check(&store.store).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.records["contact"], 2);
    assert_eq!(report.records["message"], 2);
    assert_eq!(report.records["user"], 0);
    assert!(
        report
            .information
            .contains(&"2 blobs, 0 of them named by no record".to_owned())
    );
    assert!(
        report
            .information
            .contains(&"3 log entries, 0 of them erased".to_owned())
    );
}

#[test]
fn empty_store_has_no_findings() {
    assert!(check(&test_store().store).unwrap().is_clean());
}

#[test]
fn check_finds_every_damaged_index() {
    for table in entries::DERIVED {
        let all = entries(&filled(), table);
        assert!(!all.is_empty(), "{table:?} has no entry to damage");
        for (key, value) in all {
            check_damage(&key, None, FindingCode::EntryMissing);
            let other = [value.as_slice(), b"x"].concat();
            check_damage(&key, Some(other), FindingCode::EntryWrong);
            let mut strange = key.clone();
            strange.push(7);
            check_damage(&strange, Some(value), FindingCode::EntryUnexpected);
        }
    }
}

#[test]
fn swapped_values_do_not_cancel_out() {
    let store = test_store();
    store
        .write(|unit| {
            unit.put(&contact(1, "A", &["a@example.org"]))?;
            unit.put(&contact(2, "B", &["b@example.org"]))
        })
        .unwrap();
    let unique = entries(&store, Table::Unique);
    store.engine.damage(&unique[0].0, Some(unique[1].1.clone()));
    store.engine.damage(&unique[1].0, Some(unique[0].1.clone()));
    assert_eq!(codes(&store), [FindingCode::EntryWrong]);
}

#[test]
fn two_holders_of_one_value_are_found() {
    let store = filled();
    let rival = contact(9, "Lovelace", &["ada@example.org"]);
    store
        .engine
        .damage(&record_key(Contact::TABLE, id(9)), Some(encode(&rival)));
    let codes = codes(&store);
    assert!(codes.contains(&FindingCode::EntryWrong), "{codes:?}");
}

#[test]
fn damaged_records_are_found() {
    let ada = record_key(Table::Contact, id(1));
    check_damage(
        &ada,
        Some(b"\x01nonsense".to_vec()),
        FindingCode::RecordUnreadable,
    );
    check_damage(&ada, Some(b"\x09".to_vec()), FindingCode::RecordUnreadable);
    let other = encode(&contact(2, "Gone", &[]));
    check_damage(&ada, Some(other), FindingCode::RecordUnreadable);
    check_damage(&ada, None, FindingCode::LinkDangling);
    check_damage(
        &record_key(Table::Thread, id(3)),
        None,
        FindingCode::LinkDangling,
    );
}

#[test]
fn wrong_threads_are_found() {
    let key = record_key(Table::Thread, id(3));
    let counted = encode(&thread(3, 7, at(700)));
    check_damage(&key, Some(counted), FindingCode::ThreadCount);
    let timed = encode(&thread(3, 2, at(701)));
    check_damage(&key, Some(timed), FindingCode::ThreadLast);
}

#[test]
fn texts_without_messages_and_messages_without_texts_are_found() {
    let text = text_key(shared::ids::MessageId::from_uuid(id(4)));
    check_damage(&text, None, FindingCode::TextMissing);
    check_damage(&text, Some(b"\x01?".to_vec()), FindingCode::TextMissing);
    let stray = text_key(shared::ids::MessageId::from_uuid(id(77)));
    check_damage(&stray, Some(Vec::new()), FindingCode::TextOrphan);
}

#[test]
fn damaged_log_is_found() {
    let (second, beyond) = (position_at(2), position_at(9));
    check_damage(&header_key(second), None, FindingCode::LogGap);
    check_damage(
        &header_key(second),
        Some(vec![7; 80]),
        FindingCode::LogChain,
    );
    check_damage(&header_key(second), Some(vec![7]), FindingCode::LogChain);
    check_damage(&payload_key(second), Some(vec![7]), FindingCode::LogPayload);
    check_damage(&payload_key(beyond), Some(vec![7]), FindingCode::LogBeyond);
    check_damage(
        &header_key(beyond),
        Some(vec![7; 80]),
        FindingCode::LogBeyond,
    );
}

#[test]
fn erased_payload_is_no_damage() {
    let store = filled();
    store.engine.damage(&payload_key(position_at(2)), None);
    let report = check(&store.store).unwrap();
    assert_eq!(report.findings, []);
    assert!(
        report
            .information
            .contains(&"3 log entries, 1 of them erased".to_owned())
    );
}

#[test]
fn missing_and_damaged_blobs_are_found() {
    let places = entries(&filled(), Table::Blob);
    check_damage(&places[0].0, None, FindingCode::BlobMissing);
    check_damage(&places[0].0, Some(vec![1]), FindingCode::BlobUnreadable);
    let store = filled();
    for entry in fs::read_dir(store.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(codes(&store), [FindingCode::BlobUnreadable]);
}

#[test]
fn blobs_that_no_commit_names_are_told() {
    let store = filled();
    store.store.blobs().append(b"never committed").unwrap();
    let report = check(&store.store).unwrap();
    assert_eq!(report.findings, []);
    let told = "1 blobs (15 bytes) in the packs that no commit names";
    assert!(
        report.information.contains(&told.to_owned()),
        "{:?}",
        report.information
    );
}

#[test]
fn list_of_findings_is_bounded() {
    let store = test_store();
    for number in 0..1_100_u32 {
        let key = [&[Table::Bin as u8][..], &number.to_be_bytes()].concat();
        store.engine.damage(&key, Some(Vec::new()));
    }
    let report = check(&store.store).unwrap();
    assert_eq!(
        (report.findings.len(), report.findings_unlisted),
        (FINDINGS_MAX, 100)
    );
}
