//! Stored note. The body stands in the record: a timeline shows it whole.

use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Activity, Head, IndexEntry, Record, Target, Unknown, record_key, table_of},
};
use serde::{Deserialize, Serialize};
use shared::{ids::NoteId, model::RecordKind};
use uuid::Uuid;

/// A note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Revision, times, deletion.
    pub head: Head,
    /// When, who, for whom, on what.
    pub activity: Activity,
    /// Markdown.
    pub body: String,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Record for Note {
    const TABLE: Table = Table::Note;
    const KIND: Option<RecordKind> = Some(RecordKind::Note);

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
        let updated = KeyBuilder::index(Index::NoteByUpdated)
            .time_descending(self.head.updated_at)
            .id(id)
            .build();
        let mut entries = self.activity.timeline_entries(RecordKind::Note, id);
        entries.push((updated, Vec::new()));
        entries
    }

    fn activity(&self) -> Option<&Activity> {
        Some(&self.activity)
    }

    fn targets(&self) -> Vec<Key> {
        self.activity.targets.iter().filter_map(key_of).collect()
    }

    fn forget(&mut self, gone: &[u8]) {
        let stays = |target: &Target| key_of(target).is_none_or(|key| key != gone);
        self.activity.targets.retain(stays);
    }
}

fn key_of(target: &Target) -> Option<Key> {
    match target {
        Target::Record(record) => Some(record_key(table_of(record.kind), record.id)),
        Target::Email(_) => None,
    }
}
