//! Walks all records: each must decode, stand under its own key, and refer to what is there.

use super::{Check, FindingCode, entries::EntrySums};
use crate::store::{
    StoreError,
    blobs::blob_key,
    engine::{KeyRange, Stamped},
    reader::{Reader, id_of_key},
    record::{Record, all_entries, decode, for_each_record},
};
use std::collections::BTreeMap;

/// Does something with each record, of whatever type.
pub trait RecordVisitor {
    /// A record that decodes and stands under its own key.
    fn visit<T: Record>(&mut self, record: &T, stamped: &Stamped) -> Result<(), StoreError>;

    /// One that does not.
    fn unreadable<T: Record>(&mut self, _why: String) {}

    /// All of a type were visited.
    fn table_done<T: Record>(&mut self, _count: u64) {}
}

/// Visits every record of every type.
pub fn visit_all(reader: &Reader, visitor: &mut impl RecordVisitor) -> Result<(), StoreError> {
    macro_rules! walk {
        ($($record:ty),+ $(,)?) => {
            $(visit_table::<$record>(reader, visitor)?;)+
        };
    }
    for_each_record!(walk);
    Ok(())
}

fn visit_table<T: Record>(
    reader: &Reader,
    visitor: &mut impl RecordVisitor,
) -> Result<(), StoreError> {
    let mut count = 0;
    reader.scan(KeyRange::prefix(&[T::TABLE as u8]), |key, stamped| {
        count += 1;
        let id = id_of_key(key).unwrap_or_default();
        match decode::<T>(&stamped.value) {
            Ok(record) if record.id() == id => visitor.visit(&record, stamped)?,
            Ok(_) => visitor.unreadable::<T>(format!("{id} holds another record")),
            Err(error) => visitor.unreadable::<T>(format!("{id}: {error}")),
        }
        Ok::<_, StoreError>(())
    })?;
    visitor.table_done::<T>(count);
    Ok(())
}

/// The entries that must exist for a record, each once.
pub fn expected_entries<T: Record>(record: &T) -> BTreeMap<Vec<u8>, Vec<u8>> {
    all_entries(record).into_iter().collect()
}

/// Counts the records, sums up their entries, and follows their links.
pub fn survey(check: &mut Check<'_>, sums: &mut EntrySums) -> Result<(), StoreError> {
    let reader = check.reader;
    visit_all(reader, &mut Survey { check, sums })
}

struct Survey<'a, 'b> {
    check: &'a mut Check<'b>,
    sums: &'a mut EntrySums,
}

impl RecordVisitor for Survey<'_, '_> {
    fn visit<T: Record>(&mut self, record: &T, stamped: &Stamped) -> Result<(), StoreError> {
        let name = || format!("{:?} {}", T::TABLE, record.id());
        self.check.stamp(stamped.position, name);
        for (key, value) in expected_entries(record) {
            self.sums.add(&key, &value);
        }
        if record.head().deleted.is_none() {
            for target in record.targets() {
                if self.check.reader.get(&target)?.is_none() {
                    let target = id_of_key(&target).unwrap_or_default();
                    let message = format!("{} refers to {target}, which is not there", name());
                    self.check.report.find(FindingCode::LinkDangling, message);
                }
            }
        }
        for hash in record.blobs() {
            if self.check.reader.get(&blob_key(&hash))?.is_none() {
                let message = format!("{} names a blob that is not there", name());
                self.check.report.find(FindingCode::BlobMissing, message);
            }
        }
        Ok(())
    }

    fn unreadable<T: Record>(&mut self, why: String) {
        let message = format!("{:?} {why}", T::TABLE);
        self.check
            .report
            .find(FindingCode::RecordUnreadable, message);
    }

    fn table_done<T: Record>(&mut self, count: u64) {
        let name = format!("{:?}", T::TABLE).to_lowercase();
        self.check.report.records.insert(name, count);
    }
}
