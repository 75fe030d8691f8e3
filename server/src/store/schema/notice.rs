//! Stored notice: an alert found something new. It names records and holds nothing of them.

use crate::store::{
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{NoticeId, SavedSearchId, UserId},
    model::{RecordKind, RecordRef},
    time::Timestamp,
};
use uuid::Uuid;

/// A notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Revision, times, deletion.
    pub head: Head,
    /// For whom.
    pub owner_id: UserId,
    /// Whose alert it is.
    pub saved_search_id: SavedSearchId,
    /// What was found last.
    pub record: RecordRef,
    /// How many were found.
    pub count: u64,
    /// When the last one was found.
    pub at: Timestamp,
    /// Whether it was looked at.
    #[serde(default)]
    pub read: bool,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The prefix of somebody's notices, newest first.
pub fn owner_prefix(owner: UserId) -> KeyBuilder {
    KeyBuilder::index(Index::NoticeByOwner).id(owner.uuid())
}

impl Record for Notice {
    const TABLE: Table = Table::Notice;
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
        let key = owner_prefix(self.owner_id)
            .time_descending(self.at)
            .id(self.id.uuid())
            .build();
        vec![(key, Vec::new())]
    }
}
