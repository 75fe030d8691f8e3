//! Tests of the unit of work: what a caller sees, what stands in the store, what the log says.

use super::*;
use crate::{
    changes::reader::find_change,
    store::{
        engine::{Direction, KeyRange},
        keys::Table,
        record::{decode_head, remove_record, restore_bytes},
        samples::{
            TestStore, at, contact, deleted, id, message, meta, note, put_message, test_store,
            thread,
        },
        schema::{
            contact::{Contact, email_key},
            message::{Message, text_key},
            note::Note,
        },
    },
};

/// All keys of a table.
fn keys(store: &TestStore, table: Table) -> Vec<Key> {
    let range = KeyRange::prefix(&[table as u8]);
    let reader = store.store.read().unwrap();
    let entries = reader.range(&range, 1_000, Direction::Forward).unwrap();
    entries.into_iter().map(|(key, _)| key).collect()
}

fn log_of(store: &TestStore, position: ChangePosition) -> Vec<RecordChange> {
    let reader = store.store.read().unwrap();
    let change = find_change(reader.snapshot(), position).unwrap();
    change.unwrap().records
}

fn holder(store: &TestStore, address: &str) -> Option<Uuid> {
    let reader = store.store.read().unwrap();
    reader.find_unique(&email_key(address)).unwrap()
}

#[test]
fn unit_reads_its_own_writes() {
    let store = test_store();
    store
        .write(|unit| {
            let ada = contact(1, "Lovelace", &["ada@example.org"]);
            unit.put(&ada)?;
            assert_eq!(unit.find::<Contact>(id(1))?, Some(ada));
            assert_eq!(
                unit.find_unique(&email_key("ada@example.org"))?,
                Some(id(1))
            );
            unit.remove::<Contact>(id(1))?;
            assert_eq!(unit.find::<Contact>(id(1))?, None);
            assert_eq!(unit.find_unique(&email_key("ada@example.org"))?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn changed_record_changes_only_the_entries_that_differ() {
    let store = test_store();
    let mut ada = contact(1, "Byron", &["ada@example.org"]);
    store.write(|unit| unit.put(&ada)).unwrap();
    let before = keys(&store, Table::Index);
    ada.last_name = "Lovelace".to_owned();
    let mut unit = UnitOfWork::new(store.store.read().unwrap());
    unit.put(&ada).unwrap();
    assert_eq!(unit.len(), 3, "the record, the old name, the new name");
    store.write(|unit| unit.put(&ada)).unwrap();
    let after = keys(&store, Table::Index);
    let expected: BTreeMap<_, _> = all_entries(&ada).into_iter().collect();
    assert!(after.iter().all(|key| expected.contains_key(key)));
    assert_eq!((before.len(), after.len()), (4, 4));
}

#[test]
fn taken_value_names_its_holder() {
    let store = test_store();
    let ada = contact(1, "Lovelace", &["ada@example.org"]);
    store.write(|unit| unit.put(&ada)).unwrap();
    let other = contact(2, "Other", &["ada@example.org"]);
    let result = store.write(|unit| unit.put(&other));
    assert!(matches!(result, Err(StoreError::Taken(holder)) if holder == id(1)));
    assert_eq!(keys(&store, Table::Contact).len(), 1);
}

#[test]
fn value_moves_between_records_in_one_unit() {
    let store = test_store();
    let mut ada = contact(1, "Lovelace", &["ada@example.org"]);
    store.write(|unit| unit.put(&ada)).unwrap();
    ada.emails.clear();
    let other = contact(2, "Other", &["ada@example.org"]);
    store
        .write(|unit| {
            unit.put(&ada)?;
            unit.put(&other)
        })
        .unwrap();
    assert_eq!(holder(&store, "ada@example.org"), Some(id(2)));
    let third = contact(3, "Third", &["ada@example.org"]);
    store
        .write(|unit| {
            unit.remove::<Contact>(id(2))?;
            unit.put(&third)
        })
        .unwrap();
    assert_eq!(holder(&store, "ada@example.org"), Some(id(3)));
}

#[test]
fn several_puts_of_a_record_are_one_change() {
    let store = test_store();
    let ((), created) = store
        .write(|unit| {
            unit.put(&contact(1, "One", &[]))?;
            unit.put(&contact(1, "Two", &["ada@example.org"]))?;
            unit.put(&contact(1, "Three", &[]))
        })
        .unwrap();
    let log = log_of(&store, created);
    assert_eq!(log.len(), 1);
    assert_eq!(
        (log[0].action, &log[0].before, &log[0].after),
        (Action::Created, &None, &None)
    );
    assert_eq!(holder(&store, "ada@example.org"), None);

    let ((), updated) = store
        .write(|unit| {
            unit.put(&contact(1, "Four", &[]))?;
            unit.put(&contact(1, "Five", &[]))
        })
        .unwrap();
    let log = log_of(&store, updated);
    let name = |bytes: &Option<Vec<u8>>| -> String {
        record::decode::<Contact>(bytes.as_ref().unwrap())
            .unwrap()
            .last_name
    };
    assert_eq!(log.len(), 1);
    assert_eq!(
        (name(&log[0].before), name(&log[0].after)),
        ("Three".into(), "Five".into())
    );
}

#[test]
fn record_made_and_removed_in_one_unit_leaves_no_change() {
    let store = test_store();
    let ((), position) = store
        .write(|unit| {
            unit.put(&contact(1, "Nobody", &["nobody@example.org"]))?;
            unit.put(&contact(2, "Somebody", &[]))?;
            unit.remove::<Contact>(id(1))
        })
        .unwrap();
    let log = log_of(&store, position);
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].id, id(2));
    assert_eq!(keys(&store, Table::Contact).len(), 1);
    assert_eq!(keys(&store, Table::Unique), [] as [Key; 0]);
}

#[test]
fn deleted_record_lies_in_the_bin_and_frees_its_values() {
    let store = test_store();
    let mut ada = contact(1, "Lovelace", &["ada@example.org"]);
    store.write(|unit| unit.put(&ada)).unwrap();
    ada.head = deleted(&ada.head, 500);
    let ((), position) = store.write(|unit| unit.put(&ada)).unwrap();
    assert_eq!(log_of(&store, position)[0].action, Action::Deleted);
    assert_eq!(keys(&store, Table::Bin).len(), 1);
    assert_eq!(keys(&store, Table::Index), [] as [Key; 0]);
    assert_eq!(holder(&store, "ada@example.org"), None);
    let reader = store.store.read().unwrap();
    assert!(reader.find::<Contact>(id(1)).unwrap().is_some());
    assert!(reader.find_live::<Contact>(id(1)).unwrap().is_none());
}

#[test]
fn restored_record_claims_its_values_again() {
    let store = test_store();
    let live = contact(1, "Lovelace", &["ada@example.org"]);
    let mut binned = live.clone();
    binned.head = deleted(&live.head, 500);
    store.write(|unit| unit.put(&binned)).unwrap();
    let ((), position) = store.write(|unit| unit.put(&live)).unwrap();
    assert_eq!(log_of(&store, position)[0].action, Action::Restored);
    assert_eq!(holder(&store, "ada@example.org"), Some(id(1)));
    assert_eq!(keys(&store, Table::Bin), [] as [Key; 0]);

    store.write(|unit| unit.put(&binned)).unwrap();
    let rival = contact(2, "Rival", &["ada@example.org"]);
    store.write(|unit| unit.put(&rival)).unwrap();
    let result = store.write(|unit| unit.put(&live));
    assert!(matches!(result, Err(StoreError::Taken(holder)) if holder == id(2)));
}

#[test]
fn removed_record_takes_everything_of_it_away() {
    let store = test_store();
    let thread = thread(7, 1, at(400));
    let mail = message(8, &thread, at(400));
    let blobs = store.store.blobs().clone();
    store
        .write(|unit| {
            unit.put(&thread)?;
            put_message(unit, &blobs, &mail)
        })
        .unwrap();
    let ((), position) = store
        .write(|unit| unit.remove::<Message>(mail.id.uuid()))
        .unwrap();
    let log = log_of(&store, position);
    assert_eq!(
        (log[0].action, log[0].after.is_none()),
        (Action::Removed, true)
    );
    for table in [Table::Message, Table::Text, Table::Timeline, Table::Unique] {
        assert_eq!(keys(&store, table), [] as [Key; 0], "{table:?}");
    }
    let reader = store.store.read().unwrap();
    assert!(reader.get(&text_key(mail.id)).unwrap().is_none());
}

#[test]
fn link_needs_its_target_when_it_is_made() {
    let store = test_store();
    let ada = contact(1, "Lovelace", &[]);
    let remark = note(2, "hello", &ada);
    let result = store.write(|unit| unit.put(&remark));
    assert!(matches!(result, Err(StoreError::Contended)));
    let seen_absent = store.write(|unit| {
        unit.find::<Contact>(id(1))?;
        unit.put(&remark)
    });
    assert!(matches!(seen_absent, Err(StoreError::Contended)));
    store
        .write(|unit| {
            unit.put(&ada)?;
            unit.put(&remark)
        })
        .unwrap();
    let removed_with_it = store.write(|unit| {
        unit.remove::<Contact>(id(1))?;
        unit.put(&note(3, "late", &ada))
    });
    assert!(matches!(removed_with_it, Err(StoreError::Damaged(_))));
    // A link that stood before does not stop the note from being changed.
    store.write(|unit| unit.remove::<Contact>(id(1))).unwrap();
    store
        .write(|unit| unit.put(&note(2, "changed", &ada)))
        .unwrap();
}

#[test]
fn link_made_meanwhile_is_seen() {
    let store = test_store();
    let ada = contact(1, "Lovelace", &[]);
    store.write(|unit| unit.put(&ada)).unwrap();
    let runs = std::cell::Cell::new(0);
    store
        .write(|unit| {
            let is_linked = unit.has_links(ada.id.into())?;
            runs.set(runs.get() + 1);
            if runs.get() == 1 {
                store.write(|other| other.put(&note(2, "hello", &ada)))?;
            }
            if is_linked {
                return Ok(());
            }
            unit.remove::<Contact>(id(1))
        })
        .unwrap();
    assert_eq!(runs.get(), 2);
    let reader = store.store.read().unwrap();
    assert!(reader.find::<Contact>(id(1)).unwrap().is_some());
}

#[test]
fn links_are_counted_as_the_unit_sees_them() {
    let store = test_store();
    let ada = contact(1, "Lovelace", &[]);
    store
        .write(|unit| {
            unit.put(&ada)?;
            assert!(!unit.has_links(ada.id.into())?);
            unit.put(&note(2, "hello", &ada))?;
            assert!(unit.has_links(ada.id.into())?);
            Ok(())
        })
        .unwrap();
    store
        .write(|unit| {
            unit.remove::<Note>(id(2))?;
            assert!(!unit.has_links(ada.id.into())?);
            unit.remove::<Contact>(id(1))
        })
        .unwrap();
    assert_eq!(keys(&store, Table::Meta), [] as [Key; 0]);
}

#[test]
fn write_on_a_stale_read_runs_again() {
    let store = test_store();
    store.write(|unit| unit.put(&contact(1, "0", &[]))).unwrap();
    let interfered = std::cell::Cell::new(false);
    store
        .write(|unit| {
            let mut ada = unit.find::<Contact>(id(1))?.unwrap();
            if !interfered.replace(true) {
                store.write(|other| other.put(&contact(1, "1", &[])))?;
            }
            ada.last_name.push('+');
            unit.put(&ada)
        })
        .unwrap();
    let ada: Contact = store.store.read().unwrap().find(id(1)).unwrap().unwrap();
    assert_eq!(ada.last_name, "1+");
}

#[test]
fn undo_by_table_byte_writes_a_new_revision() {
    let store = test_store();
    let ada = contact(1, "Before", &["ada@example.org"]);
    store.write(|unit| unit.put(&ada)).unwrap();
    let before = record::encode(&ada);
    let mut changed = contact(1, "After", &[]);
    changed.head.revision = 2;
    store.write(|unit| unit.put(&changed)).unwrap();
    let table = Table::Contact as u8;
    store
        .write(|unit| restore_bytes(unit, (table, id(1)), &before, at(900)))
        .unwrap();
    let restored: Contact = store.store.read().unwrap().find(id(1)).unwrap().unwrap();
    assert_eq!(
        (restored.last_name.as_str(), restored.head.revision),
        ("Before", 3)
    );
    assert_eq!(restored.head.updated_at, at(900));
    assert_eq!(
        decode_head(&record::encode(&restored)).unwrap(),
        restored.head
    );
    assert_eq!(holder(&store, "ada@example.org"), Some(id(1)));

    let other = store.write(|unit| restore_bytes(unit, (table, id(2)), &before, at(900)));
    assert!(matches!(other, Err(StoreError::Damaged(_))));
    store
        .write(|unit| remove_record(unit, table, id(1)))
        .unwrap();
    assert_eq!(keys(&store, Table::Contact), [] as [Key; 0]);
    assert!(store.write(|unit| remove_record(unit, 200, id(1))).is_err());
}

#[test]
fn blob_is_written_once_and_read_by_its_hash() {
    let store = test_store();
    let blobs = store.store.blobs().clone();
    let put = || {
        store
            .write(|unit| unit.put_blob(&blobs, b"raw mail"))
            .unwrap()
    };
    let (hash, first) = put();
    let (again, second) = put();
    assert_eq!((hash, first), (again, second), "nothing new, no commit");
    let reader = store.store.read().unwrap();
    assert_eq!(reader.blob(&blobs, &hash).unwrap().unwrap(), b"raw mail");
    assert_eq!(reader.blob(&blobs, &[7; 32]).unwrap(), None);
}

#[test]
fn log_says_who_and_why() {
    let store = test_store();
    let ((), position) = store.write(|unit| unit.put(&contact(1, "A", &[]))).unwrap();
    let reader = store.store.read().unwrap();
    let change = find_change(reader.snapshot(), position).unwrap().unwrap();
    assert_eq!(change.meta, meta());
    let note: Option<Note> = reader.find(id(1)).unwrap();
    assert_eq!(note, None);
}
