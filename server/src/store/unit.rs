//! A unit of work: reads a state, collects writes, and becomes one write set. It reads its own
//! writes, remembers what it read as expectations, and derives index entries and the log entry.

use super::{
    StoreError,
    blobs::{Blobs, SyncMark, blob_key},
    engine::{ChangePosition, Expectation, Key, WriteSet},
    reader::Reader,
    record::{self, Record, all_entries, record_key},
    schema::message::BlobHash,
};
use crate::changes::{Action, LogMeta, RecordChange, reader::encode_payload};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Collects one write.
pub struct UnitOfWork {
    reader: Reader,
    writes: BTreeMap<Key, Option<Vec<u8>>>,
    expectations: BTreeMap<Key, Expectation>,
    records: Vec<RecordChange>,
    by_record: HashMap<(u8, Uuid), usize>,
    blobs_since: Option<SyncMark>,
}

impl UnitOfWork {
    /// On a state.
    pub fn new(reader: Reader) -> Self {
        Self {
            reader,
            writes: BTreeMap::new(),
            expectations: BTreeMap::new(),
            records: Vec::new(),
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
        let before_bytes = self.get(&key)?;
        let before: Option<T> = before_bytes.as_deref().map(record::decode).transpose()?;
        self.swap_entries(before.as_ref(), Some(record))?;
        let after_bytes = record::encode(record);
        let action = match &before {
            None => Action::Created,
            Some(old) => match (&old.head().deleted, &record.head().deleted) {
                (None, Some(_)) => Action::Deleted,
                (Some(_), None) => Action::Restored,
                _ => Action::Updated,
            },
        };
        let after = before_bytes.is_some().then(|| after_bytes.clone());
        self.writes.insert(key, Some(after_bytes));
        self.log(
            T::TABLE as u8,
            record.id(),
            RecordDiff {
                before: before_bytes,
                after,
                action,
            },
        );
        Ok(())
    }

    /// Takes a record away without a trace but the log's.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn remove<T: Record>(&mut self, id: Uuid) -> Result<(), StoreError> {
        let key = record_key(T::TABLE, id);
        let Some(bytes) = self.get(&key)? else {
            return Ok(());
        };
        let before: T = record::decode(&bytes)?;
        self.swap_entries(Some(&before), None)?;
        self.writes.insert(key, None);
        let diff = RecordDiff {
            before: Some(bytes),
            after: None,
            action: Action::Removed,
        };
        self.log(T::TABLE as u8, id, diff);
        Ok(())
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
        self.expectations.entry(key).or_insert(Expectation::Present);
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
        let entry = super::engine::EntryDraft {
            meta: record::encode(&meta),
            payload: encode_payload(&self.records),
        };
        let set = WriteSet {
            expectations: self.expectations.into_iter().collect(),
            writes: self.writes.into_iter().collect(),
            entry,
        };
        (set, self.records)
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
        for target in record.targets() {
            if !self.writes.contains_key(&target) {
                self.expect_present(target);
            }
        }
        Ok(())
    }

    /// Several changes of one record in one unit are one change in the log.
    fn log(&mut self, table: u8, id: Uuid, diff: RecordDiff) {
        let RecordDiff {
            before,
            after,
            action,
        } = diff;
        match self
            .by_record
            .get(&(table, id))
            .and_then(|&place| self.records.get_mut(place))
        {
            Some(known) => {
                let created = known.action == Action::Created;
                known.after = if created { None } else { after };
                known.action = if created { Action::Created } else { action };
            }
            None => {
                self.by_record.insert((table, id), self.records.len());
                self.records.push(RecordChange {
                    table,
                    id,
                    before,
                    after,
                    action,
                });
            }
        }
    }
}

struct RecordDiff {
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    action: Action,
}
