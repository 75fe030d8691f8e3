//! A unit of work: reads a state, collects writes, and becomes one write set. It reads its own
//! writes, remembers what it read as expectations, and derives index entries and the log entry.
//! Never commits by itself. Tests: `unit/tests.rs`.

use super::{
    StoreError,
    blobs::{Blobs, SyncMark, blob_key},
    engine::{
        ChangePosition, Direction, EntryDraft, Expectation, Key, KeyRange, RANGE_LIMIT_MAX,
        WriteSet,
    },
    keys::link_guard_key,
    reader::Reader,
    record::{self, Record, all_entries, link_prefixes, record_key},
    schema::message::BlobHash,
};
use crate::changes::{Action, LogMeta, RecordChange, reader::encode_payload};
use shared::model::RecordRef;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Collects one write.
pub struct UnitOfWork {
    reader: Reader,
    writes: BTreeMap<Key, Option<Vec<u8>>>,
    expectations: BTreeMap<Key, Expectation>,
    touched: Vec<Touched>,
    by_record: HashMap<(u8, Uuid), usize>,
    blobs_since: Option<SyncMark>,
}

/// A record before and after this unit; what happened between is nobody's business.
struct Touched {
    table: u8,
    id: Uuid,
    before: Option<StoredRecord>,
    after: Option<StoredRecord>,
}

#[derive(Clone, PartialEq)]
struct StoredRecord {
    bytes: Vec<u8>,
    is_deleted: bool,
}

impl Touched {
    /// Its change in the log; `None` if in the end nothing changed.
    fn change(self) -> Option<RecordChange> {
        let action = match (&self.before, &self.after) {
            (None, None) => return None,
            (None, Some(_)) => Action::Created,
            (Some(_), None) => Action::Removed,
            (Some(before), Some(after)) if before == after => return None,
            (Some(before), Some(after)) => match (before.is_deleted, after.is_deleted) {
                (false, true) => Action::Deleted,
                (true, false) => Action::Restored,
                _ => Action::Updated,
            },
        };
        // A create keeps no `after`: the store has it, or the `before` of the next change.
        let after = self.after.filter(|_| self.before.is_some());
        Some(RecordChange {
            table: self.table,
            id: self.id,
            before: self.before.map(|before| before.bytes),
            after: after.map(|after| after.bytes),
            action,
        })
    }
}

impl UnitOfWork {
    /// On a state.
    pub fn new(reader: Reader) -> Self {
        Self {
            reader,
            writes: BTreeMap::new(),
            expectations: BTreeMap::new(),
            touched: Vec::new(),
            by_record: HashMap::new(),
            blobs_since: None,
        }
    }

    /// The state below, without this unit's own writes.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// How many keys were written so far.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// The bytes of a key as this unit sees it; the commit fails if another writes it meanwhile.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(own) = self.writes.get(key) {
            return Ok(own.clone());
        }
        let stamped = self.reader.get(key)?;
        self.expect_unchanged(key, stamped.as_ref().map(|stamped| stamped.position));
        Ok(stamped.map(|stamped| stamped.value))
    }

    /// A record, in the bin or not; the commit fails if another writes it meanwhile.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn find<T: Record>(&mut self, id: Uuid) -> Result<Option<T>, StoreError> {
        let bytes = self.get(&record_key(T::TABLE, id))?;
        bytes.map(|bytes| Ok(record::decode(&bytes)?)).transpose()
    }

    /// A record that is not in the bin.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn find_live<T: Record>(&mut self, id: Uuid) -> Result<Option<T>, StoreError> {
        Ok(self
            .find::<T>(id)?
            .filter(|record| record.head().deleted.is_none()))
    }

    /// The id that a unique key points to, as this unit sees it.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn find_unique(&mut self, key: &[u8]) -> Result<Option<Uuid>, StoreError> {
        Ok(self
            .get(key)?
            .and_then(|bytes| Uuid::from_slice(&bytes).ok()))
    }

    /// Writes a record with all its index entries: new, changed, deleted or restored.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when another live record holds one of its unique keys.
    pub fn put<T: Record>(&mut self, record: &T) -> Result<(), StoreError> {
        let key = record_key(T::TABLE, record.id());
        let before = self.get(&key)?;
        let old: Option<T> = before.as_deref().map(record::decode).transpose()?;
        self.swap_entries(old.as_ref(), Some(record))?;
        let bytes = record::encode(record);
        self.writes.insert(key, Some(bytes.clone()));
        let before = before.zip(old).map(|(bytes, old)| stored(&old, bytes));
        self.touch::<T>(record.id(), before, Some(stored(record, bytes)));
        Ok(())
    }

    /// Takes a record away without a trace but the log's, with the values it owns.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn remove<T: Record>(&mut self, id: Uuid) -> Result<(), StoreError> {
        let key = record_key(T::TABLE, id);
        let Some(bytes) = self.get(&key)? else {
            return Ok(());
        };
        let old: T = record::decode(&bytes)?;
        self.swap_entries(Some(&old), None)?;
        for owned in old.owned_keys() {
            self.writes.insert(owned, None);
        }
        // Invariant: a link made meanwhile is a conflict (test: link_made_meanwhile_is_seen).
        let guard = link_guard_key(&key);
        if self.get(&guard)?.is_some() {
            self.writes.insert(guard, None);
        }
        self.writes.insert(key, None);
        self.touch::<T>(id, Some(stored(&old, bytes)), None);
        Ok(())
    }

    /// Whether records outside the bin link to a record, as this unit sees it. What removes a
    /// record asks first; links made between asking and the commit are a conflict.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn has_links(&self, record: RecordRef) -> Result<bool, StoreError> {
        for prefix in link_prefixes(record) {
            if self.has_entry(KeyRange::prefix(&prefix))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_entry(&self, mut range: KeyRange) -> Result<bool, StoreError> {
        let mut own = self.writes.range(range.start.clone()..range.end.clone());
        if own.any(|(_, value)| value.is_some()) {
            return Ok(true);
        }
        loop {
            let step = self
                .reader
                .range(&range, RANGE_LIMIT_MAX, Direction::Forward)?;
            if step.iter().any(|(key, _)| !self.writes.contains_key(key)) {
                return Ok(true);
            }
            match step.last() {
                Some((key, _)) if step.len() == RANGE_LIMIT_MAX => range = range.after(key),
                _ => return Ok(false),
            }
        }
    }

    /// Writes an auxiliary value that is not in the log (text, blob place, guard).
    pub fn put_value(&mut self, key: Key, value: Vec<u8>) {
        self.writes.insert(key, Some(value));
    }

    /// Deletes an auxiliary value.
    pub fn delete_value(&mut self, key: Key) {
        self.writes.insert(key, None);
    }

    /// The commit fails unless this key has a value then.
    pub fn expect_present(&mut self, key: Key) {
        let expectation = self.expectations.entry(key).or_insert(Expectation::Present);
        // Seen absent before: the commit must meet a conflict, so that the caller looks again.
        if *expectation == Expectation::Absent {
            *expectation = Expectation::Present;
        }
    }

    /// Keeps bytes as a blob; known bytes are not written again.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn put_blob(&mut self, blobs: &Blobs, bytes: &[u8]) -> Result<BlobHash, StoreError> {
        let hash: BlobHash = *blake3::hash(bytes).as_bytes();
        let key = blob_key(&hash);
        if self.writes.contains_key(&key) {
            return Ok(hash);
        }
        if self.reader.get(&key)?.is_some() {
            self.expect_present(key);
            return Ok(hash);
        }
        self.blobs_since.get_or_insert_with(|| blobs.mark());
        let (hash, place) = blobs.append(bytes)?;
        self.writes.insert(key, Some(place));
        Ok(hash)
    }

    /// Set when blobs must be synced before the commit: those appended since then.
    pub fn blobs_since(&self) -> Option<SyncMark> {
        self.blobs_since
    }

    /// The write set, and what observers will be told.
    pub fn into_write_set(self, meta: LogMeta) -> (WriteSet, Vec<RecordChange>) {
        let records: Vec<_> = self
            .touched
            .into_iter()
            .filter_map(Touched::change)
            .collect();
        let entry = EntryDraft {
            meta: record::encode(&meta),
            payload: encode_payload(&records),
        };
        let set = WriteSet {
            expectations: self.expectations.into_iter().collect(),
            writes: self.writes.into_iter().collect(),
            entry,
        };
        (set, records)
    }

    fn expect_unchanged(&mut self, key: &[u8], position: Option<ChangePosition>) {
        let expectation = position.map_or(Expectation::Absent, Expectation::At);
        self.expectations.insert(key.to_vec(), expectation);
    }

    fn swap_entries<T: Record>(
        &mut self,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<(), StoreError> {
        let old: BTreeMap<_, _> = before
            .map(all_entries)
            .unwrap_or_default()
            .into_iter()
            .collect();
        let new: BTreeMap<_, _> = after
            .map(all_entries)
            .unwrap_or_default()
            .into_iter()
            .collect();
        if let Some(after) = after.filter(|after| after.head().deleted.is_none()) {
            self.claim_unique(after, &old)?;
            self.expect_targets(before, after)?;
        }
        for key in old.keys().filter(|key| !new.contains_key(*key)) {
            self.writes.insert(key.clone(), None);
        }
        for (key, value) in new {
            if old.get(&key) != Some(&value) {
                self.writes.insert(key, Some(value));
            }
        }
        Ok(())
    }

    fn claim_unique<T: Record>(
        &mut self,
        record: &T,
        old: &BTreeMap<Key, Vec<u8>>,
    ) -> Result<(), StoreError> {
        for key in record
            .unique_keys()
            .into_iter()
            .filter(|key| !old.contains_key(key))
        {
            match self.find_unique(&key)? {
                Some(holder) if holder != record.id() => return Err(StoreError::Taken(holder)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The targets of links made now must exist; those of links that stood before may have gone.
    fn expect_targets<T: Record>(
        &mut self,
        before: Option<&T>,
        after: &T,
    ) -> Result<(), StoreError> {
        let known = before
            .filter(|before| before.head().deleted.is_none())
            .map(Record::targets)
            .unwrap_or_default();
        for target in after.targets() {
            if known.contains(&target) {
                continue;
            }
            self.writes
                .insert(link_guard_key(&target), Some(Vec::new()));
            match self.writes.get(&target) {
                Some(Some(_)) => {}
                Some(None) => {
                    let what = "a link to a record that the same write removes";
                    return Err(StoreError::Damaged(what.to_owned()));
                }
                None => self.expect_present(target),
            }
        }
        Ok(())
    }

    /// Several changes of one record in one unit are one change in the log.
    fn touch<T: Record>(
        &mut self,
        id: Uuid,
        before: Option<StoredRecord>,
        after: Option<StoredRecord>,
    ) {
        let table = T::TABLE as u8;
        let known = self.by_record.get(&(table, id));
        if let Some(touched) = known.and_then(|&place| self.touched.get_mut(place)) {
            touched.after = after;
            return;
        }
        self.by_record.insert((table, id), self.touched.len());
        self.touched.push(Touched {
            table,
            id,
            before,
            after,
        });
    }
}

fn stored<T: Record>(record: &T, bytes: Vec<u8>) -> StoredRecord {
    StoredRecord {
        bytes,
        is_deleted: record.head().deleted.is_some(),
    }
}

#[cfg(test)]
mod tests;
