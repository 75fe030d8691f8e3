//! The tail: documents of saves that the index does not have yet. An immutable list, replaced
//! whole at each save; one entry a record, the newest position wins.
//! Tests: `tests` of the search module (the differential test).

use super::document::Document;
use crate::store::engine::ChangePosition;
use shared::model::RecordRef;
use std::sync::Arc;

/// A record as of a position.
#[derive(Debug)]
pub struct TailEntry {
    /// Which record.
    pub key: RecordRef,
    /// The state from which it was made.
    pub position: ChangePosition,
    /// What search knows of it; `None` if it is gone or in the bin.
    pub document: Option<Document>,
}

/// The entries, sorted by key.
#[derive(Debug, Clone, Default)]
pub struct Tail(Vec<Arc<TailEntry>>);

impl Tail {
    /// The entries.
    pub fn entries(&self) -> &[Arc<TailEntry>] {
        &self.0
    }

    /// The documents that can be found.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.0.iter().filter_map(|entry| entry.document.as_ref())
    }

    /// What can be found of a record.
    pub fn document(&self, key: RecordRef) -> Option<&Document> {
        let place = self.0.binary_search_by_key(&key, |entry| entry.key).ok()?;
        self.0[place].document.as_ref()
    }

    /// Adds entries, unless a newer one of the same record is there.
    #[must_use]
    pub fn with(&self, entries: Vec<TailEntry>) -> Self {
        let mut list = self.0.clone();
        for entry in entries {
            let entry = Arc::new(entry);
            match list.binary_search_by_key(&entry.key, |known| known.key) {
                Ok(place) if list[place].position >= entry.position => {}
                Ok(place) => list[place] = entry,
                Err(place) => list.insert(place, entry),
            }
        }
        Self(list)
    }

    /// Without what the index has up to this position.
    #[must_use]
    pub fn behind(&self, indexed: ChangePosition) -> Self {
        let newer = self.0.iter().filter(|entry| entry.position > indexed);
        Self(newer.cloned().collect())
    }
}
