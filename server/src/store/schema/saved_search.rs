//! Stored saved search: a question that its owner keeps.

use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown},
};
use serde::{Deserialize, Serialize};
use shared::{
    api::saved_search::{SavedPlace, SavedQuery},
    ids::{SavedSearchId, UserId},
    model::RecordKind,
    time::Timestamp,
};
use uuid::Uuid;

/// A saved search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// Revision, times, deletion.
    pub head: Head,
    /// Whose it is; nobody else sees it.
    pub owner_id: UserId,
    /// What its owner calls it.
    pub name: String,
    /// Where it is shown.
    pub place: SavedPlace,
    /// What is asked.
    pub query: SavedQuery,
    /// Whether it stands in the navigation.
    #[serde(default)]
    pub pinned: bool,
    /// New matches are told that came after this time; `None` for no alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerts_since: Option<Timestamp>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The prefix of an owner's saved searches.
pub fn owner_prefix(owner: UserId) -> KeyBuilder {
    KeyBuilder::index(Index::SavedSearchByOwner).id(owner.uuid())
}

/// The prefix of those that tell of new matches.
pub fn alert_prefix() -> Key {
    KeyBuilder::index(Index::SavedSearchWithAlert).build()
}

impl Record for SavedSearch {
    const TABLE: Table = Table::SavedSearch;
    const KIND: Option<RecordKind> = None;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }

    fn index_entries(&self) -> Vec<IndexEntry> {
        let id = self.id.uuid();
        let owned = owner_prefix(self.owner_id).time(self.head.created_at);
        let mut entries = vec![(owned.id(id).build(), Vec::new())];
        if self.alerts_since.is_some() {
            let alert = KeyBuilder::index(Index::SavedSearchWithAlert).id(id);
            entries.push((alert.build(), Vec::new()));
        }
        entries
    }
}
