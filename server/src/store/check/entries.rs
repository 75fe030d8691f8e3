//! Compares the entries of indexes, timelines and the bin with those recomputed from all records.
//! Both sides are summed up in buckets by hash, in constant memory; only buckets whose sums differ
//! are then compared entry by entry.

use super::{
    Check, FindingCode,
    records::{RecordVisitor, expected_entries, visit_all},
};
use crate::store::{
    StoreError,
    engine::{KeyRange, Stamped},
    keys::Table,
    reader::id_of_key,
    record::Record,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The tables that are derived from records.
pub const DERIVED: [Table; 4] = [Table::Index, Table::Unique, Table::Timeline, Table::Bin];
const BUCKETS: usize = 4_096;
/// Entries compared one by one at most; beyond, the damage is so great that places matter little.
const COMPARED_MAX: usize = 100_000;

/// For each bucket: the sum of the hashes of expected entries less those of stored ones.
pub struct EntrySums(Vec<u128>);

impl EntrySums {
    pub fn new() -> Self {
        Self(vec![0; BUCKETS])
    }

    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        if let Some(sum) = self.0.get_mut(bucket_of(key)) {
            *sum = sum.wrapping_add(hash_of(key, value));
        }
    }

    fn subtract(&mut self, key: &[u8], value: &[u8]) {
        if let Some(sum) = self.0.get_mut(bucket_of(key)) {
            *sum = sum.wrapping_sub(hash_of(key, value));
        }
    }

    fn differs(&self, key: &[u8]) -> bool {
        self.0.get(bucket_of(key)).is_some_and(|&sum| sum != 0)
    }
}

fn bucket_of(key: &[u8]) -> usize {
    let [low, high, ..] = *blake3::hash(key).as_bytes();
    usize::from(u16::from_le_bytes([low, high])) % BUCKETS
}

fn hash_of(key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&(key.len() as u64).to_le_bytes())
        .update(key)
        .update(value);
    let hash = hasher.finalize();
    let low = hash.as_bytes().first_chunk().copied().unwrap_or_default();
    u128::from_le_bytes(low)
}

/// Compares the stored entries with the sums of the expected ones.
pub fn compare(check: &mut Check<'_>, mut sums: EntrySums) -> Result<(), StoreError> {
    let mut stored = 0_u64;
    for table in DERIVED {
        let reader = check.reader;
        reader.scan(KeyRange::prefix(&[table as u8]), |key, stamped| {
            stored += 1;
            sums.subtract(key, &stamped.value);
            check.stamp(stamped.position, || describe(key, &stamped.value));
            Ok::<_, StoreError>(())
        })?;
    }
    check.report.information.push(format!(
        "{stored} entries in indexes, timelines and the bin"
    ));
    if sums.0.iter().any(|&sum| sum != 0) {
        localise(check, &sums)?;
    }
    Ok(())
}

type Found = BTreeMap<Vec<u8>, Sides>;

/// The values of a key: those that records ask for (two records may ask for one unique key), and
/// the one that is stored.
#[derive(Default)]
struct Sides {
    expected: Vec<Vec<u8>>,
    stored: Option<Vec<u8>>,
}

struct Gather<'a> {
    sums: &'a EntrySums,
    found: Found,
}

impl RecordVisitor for Gather<'_> {
    fn visit<T: Record>(&mut self, record: &T, _: &Stamped) -> Result<(), StoreError> {
        for (key, value) in expected_entries(record) {
            if self.sums.differs(&key) && self.found.len() < COMPARED_MAX {
                self.found.entry(key).or_default().expected.push(value);
            }
        }
        Ok(())
    }
}

fn localise(check: &mut Check<'_>, sums: &EntrySums) -> Result<(), StoreError> {
    let mut gather = Gather {
        sums,
        found: Found::new(),
    };
    visit_all(check.reader, &mut gather)?;
    let mut found = gather.found;
    let is_cut = found.len() >= COMPARED_MAX;
    for table in DERIVED {
        let range = KeyRange::prefix(&[table as u8]);
        check.reader.scan(range, |key, stamped| {
            // Past the limit a key that was not gathered says nothing.
            if sums.differs(key) && (!is_cut || found.contains_key(key)) {
                let sides = found.entry(key.to_vec()).or_default();
                sides.stored = Some(stamped.value.clone());
            }
            Ok::<_, StoreError>(())
        })?;
    }
    for (key, sides) in &found {
        judge(check, key, sides);
    }
    if is_cut {
        check.report.information.push(format!(
            "only the first {COMPARED_MAX} suspicious entries were compared"
        ));
    }
    Ok(())
}

fn judge(check: &mut Check<'_>, key: &[u8], sides: &Sides) {
    let (code, value) = match (sides.expected.as_slice(), &sides.stored) {
        ([], None) => return,
        ([], Some(stored)) => (FindingCode::EntryUnexpected, stored),
        ([expected, ..], None) => (FindingCode::EntryMissing, expected),
        ([expected], Some(stored)) if expected == stored => return,
        ([..], Some(stored)) => (FindingCode::EntryWrong, stored),
    };
    check.report.find(code, describe(key, value));
}

/// Table, index and record of an entry; never the columns, which hold names and addresses.
fn describe(key: &[u8], value: &[u8]) -> String {
    let table = DERIVED
        .into_iter()
        .find(|&table| key.first() == Some(&(table as u8)));
    let is_unique = table == Some(Table::Unique);
    let id = if is_unique {
        Uuid::from_slice(value).ok()
    } else {
        id_of_key(key)
    };
    let id = id.unwrap_or_default();
    let part = match (table, key.get(1)) {
        (Some(table @ (Table::Index | Table::Unique)), Some(index)) => {
            format!("{table:?} {index}")
        }
        (Some(table), _) => format!("{table:?}"),
        (None, _) => "an unknown table".to_owned(),
    };
    format!("{part}, record {id}")
}
