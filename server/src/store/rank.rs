//! Ranks: the keys of a stored order in memory, so that "the page at offset 50,000" and "how many"
//! are answered without walking. Derived, built on first use, kept right as an observer, and
//! disposable. Tests: `tests` below; `list_pages_by_offset` in the tests crate.

use super::{
    Store, StoreError,
    engine::{Key, KeyRange},
    keys::{Index, Table},
    record::{IndexEntry, Record, all_entries, decode, for_each_record},
};
use crate::changes::{Change, Observer, RecordChange};
use indexset::BTreeSet;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

type Rank = BTreeSet<Box<[u8]>>;

/// The ranks in use, by index.
pub struct Ranks {
    store: Arc<Store>,
    ranks: Mutex<HashMap<u8, Rank>>,
}

impl Ranks {
    /// No rank yet; observes the store from now on.
    pub fn new(store: Arc<Store>) -> Arc<Self> {
        let ranks = Arc::new(Self {
            store: store.clone(),
            ranks: Mutex::default(),
        });
        store.observe(ranks.clone());
        ranks
    }

    /// How many entries an index has.
    ///
    /// # Errors
    /// When the store fails.
    pub fn total(&self, index: Index) -> Result<usize, StoreError> {
        Ok(self
            .built(index)?
            .get(&(index as u8))
            .map_or(0, BTreeSet::len))
    }

    /// The keys at `offset` and behind, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn page(&self, index: Index, offset: usize, limit: usize) -> Result<Vec<Key>, StoreError> {
        let ranks = self.built(index)?;
        let Some(rank) = ranks.get(&(index as u8)) else {
            return Ok(Vec::new());
        };
        let end = offset.saturating_add(limit).min(rank.len());
        Ok((offset..end)
            .filter_map(|at| rank.get_index(at))
            .map(|key| key.to_vec())
            .collect())
    }

    fn built(&self, index: Index) -> Result<MutexGuard<'_, HashMap<u8, Rank>>, StoreError> {
        let mut ranks = self.ranks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Vacant(vacant) = ranks.entry(index as u8) {
            // Built under the lock: commits meanwhile wait in `committed`, and applying one that
            // this state already has changes nothing.
            vacant.insert(build(&self.store, index)?);
        }
        Ok(ranks)
    }

    fn apply(
        &self,
        ranks: &mut HashMap<u8, Rank>,
        change: &RecordChange,
    ) -> Result<(), StoreError> {
        let old = change
            .before
            .as_deref()
            .map(|bytes| entries_of_stored(change.table, bytes));
        let reader = self.store.read()?;
        let key = [&[change.table][..], change.id.as_bytes()].concat();
        let now = reader
            .get(&key)?
            .map(|stamped| entries_of_stored(change.table, &stamped.value));
        for (key, _) in old.transpose()?.into_iter().flatten() {
            if let Some(rank) = rank_of(ranks, &key) {
                rank.remove(key.as_slice());
            }
        }
        for (key, _) in now.transpose()?.into_iter().flatten() {
            if let Some(rank) = rank_of(ranks, &key) {
                rank.insert(key.into_boxed_slice());
            }
        }
        Ok(())
    }
}

impl Observer for Ranks {
    fn committed(&self, change: &Change) {
        let mut ranks = self.ranks.lock().unwrap_or_else(PoisonError::into_inner);
        if ranks.is_empty() {
            return;
        }
        let applied = change
            .records
            .iter()
            .try_for_each(|record| self.apply(&mut ranks, record));
        if let Err(error) = applied {
            tracing::warn!("ranks are dropped and will be built again: {error}");
            ranks.clear();
        }
    }
}

/// The entries of a stored record.
fn entries_of_stored(table: u8, bytes: &[u8]) -> Result<Vec<IndexEntry>, StoreError> {
    macro_rules! dispatch {
        ($($record:ty),+ $(,)?) => {$(
            if table == <$record>::TABLE as u8 {
                return Ok(all_entries(&decode::<$record>(bytes)?));
            }
        )+};
    }
    for_each_record!(dispatch);
    Ok(Vec::new())
}

fn rank_of<'a>(ranks: &'a mut HashMap<u8, Rank>, key: &[u8]) -> Option<&'a mut Rank> {
    match key {
        [table, index, ..] if *table == Table::Index as u8 => ranks.get_mut(index),
        _ => None,
    }
}

fn build(store: &Store, index: Index) -> Result<Rank, StoreError> {
    let mut rank = Rank::new();
    let range = KeyRange::prefix(&[Table::Index as u8, index as u8]);
    store.read()?.scan::<StoreError>(range, |key, _| {
        rank.insert(key.into());
        Ok(())
    })?;
    Ok(rank)
}
