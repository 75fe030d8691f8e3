//! Typed reads on one snapshot.

use super::{
    StoreError,
    blobs::{Blobs, blob_key},
    engine::{ChangePosition, Direction, Key, KeyRange, Snapshot, Stamped},
    record::{self, Record, record_key},
    schema::{message::BlobHash, user::User},
};
use shared::ids::UserId;
use std::{cell::RefCell, collections::HashMap};
use uuid::Uuid;

/// One consistent state of the store, typed.
pub struct Reader {
    snapshot: Box<dyn Snapshot>,
    /// Names of users that were read: twenty notes are of few authors.
    names: RefCell<HashMap<UserId, String>>,
}

impl Reader {
    /// Over an engine's snapshot.
    pub fn new(snapshot: Box<dyn Snapshot>) -> Self {
        Self {
            snapshot,
            names: RefCell::default(),
        }
    }

    /// The snapshot below.
    pub fn snapshot(&self) -> &dyn Snapshot {
        self.snapshot.as_ref()
    }

    /// The position of the last commit it sees.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn position(&self) -> Result<ChangePosition, StoreError> {
        Ok(self.snapshot.position()?)
    }

    /// A record, in the bin or not.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn find<T: Record>(&self, id: Uuid) -> Result<Option<T>, StoreError> {
        let stamped = self.snapshot.get(&record_key(T::TABLE, id))?;
        stamped
            .map(|stamped| Ok(record::decode(&stamped.value)?))
            .transpose()
    }

    /// A record that is not in the bin.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn find_live<T: Record>(&self, id: Uuid) -> Result<Option<T>, StoreError> {
        Ok(self
            .find::<T>(id)?
            .filter(|record| record.head().deleted.is_none()))
    }

    /// The name of a user; empty if there is none.
    ///
    /// # Errors
    /// When the engine fails or the record is damaged.
    pub fn name_of_user(&self, id: UserId) -> Result<String, StoreError> {
        if let Some(name) = self.names.borrow().get(&id) {
            return Ok(name.clone());
        }
        let user = self.find::<User>(id.uuid())?;
        let name = user.map(|user| user.name).unwrap_or_default();
        self.names.borrow_mut().insert(id, name.clone());
        Ok(name)
    }

    /// Raw bytes of a key.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn get(&self, key: &[u8]) -> Result<Option<Stamped>, StoreError> {
        Ok(self.snapshot.get(key)?)
    }

    /// Entries of a range.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn range(
        &self,
        range: &KeyRange,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<(Key, Stamped)>, StoreError> {
        Ok(self.snapshot.range(range, limit, direction)?)
    }

    /// The id that a unique key points to.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn find_unique(&self, key: &[u8]) -> Result<Option<Uuid>, StoreError> {
        Ok(self
            .snapshot
            .get(key)?
            .and_then(|stamped| Uuid::from_slice(&stamped.value).ok()))
    }

    /// The bytes of a blob; `None` if no blob has this hash.
    ///
    /// # Errors
    /// When it cannot be read or is damaged.
    pub fn blob(&self, blobs: &Blobs, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let place = self.snapshot.get(&blob_key(hash))?;
        place
            .map(|place| blobs.read(hash, &place.value))
            .transpose()
    }

    /// Calls `visit` for every entry of a range, in bounded steps.
    ///
    /// # Errors
    /// When the engine fails, or what `visit` answers.
    pub fn scan<E: From<StoreError>>(
        &self,
        range: KeyRange,
        mut visit: impl FnMut(&[u8], &Stamped) -> Result<(), E>,
    ) -> Result<(), E> {
        const STEP: usize = 256;
        let mut range = range;
        loop {
            let entries = self.range(&range, STEP, Direction::Forward)?;
            for (key, value) in &entries {
                visit(key, value)?;
            }
            match entries.last() {
                Some((key, _)) if entries.len() == STEP => range = range.after(key),
                _ => return Ok(()),
            }
        }
    }
}

/// The id at the end of an index key.
pub fn id_of_key(key: &[u8]) -> Option<Uuid> {
    key.last_chunk::<16>().map(|bytes| Uuid::from_bytes(*bytes))
}
