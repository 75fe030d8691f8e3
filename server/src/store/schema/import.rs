//! Stored import: a durable job with its report.

use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown},
    schema::message::BlobHash,
};
use serde::{Deserialize, Serialize};
use shared::{
    api::import::{ImportCounts, ImportState},
    ids::{ImportId, UserId},
    model::RecordKind,
    time::Timestamp,
};
use uuid::Uuid;

/// One run of the importer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Revision, times, deletion.
    pub head: Head,
    /// Where it stands.
    pub state: ImportState,
    /// What to read: paths on this machine, in order.
    pub sources: Vec<Source>,
    /// What became of the items so far.
    pub counts: ImportCounts,
    /// Items already dealt with; a resumed run passes over as many.
    #[serde(default)]
    pub items_done: u64,
    /// Bytes read so far.
    #[serde(default)]
    pub bytes_done: u64,
    /// Bytes to read.
    #[serde(default)]
    pub bytes_total: u64,
    /// Somebody asked to stop.
    #[serde(default)]
    pub cancel_requested: bool,
    /// What went wrong when it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Who started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<UserId>,
    /// Whom new records belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Change-log positions of its first and last batch (16 bytes each), for undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_position: Option<[u8; 16]>,
    /// See `first_position`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_position: Option<[u8; 16]>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A file or folder to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the user calls it.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// Whether it was uploaded, and is deleted after the import.
    #[serde(default)]
    pub uploaded: bool,
}

/// An item that could not be used, in an import's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Where it stood.
    pub source: String,
    /// Why, in English.
    pub reason: String,
    /// Why, as a stable word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<BlobHash>,
}

/// The key of one skip in an import's report.
pub fn skip_key(import: ImportId, number: u64) -> Key {
    skip_prefix(import).number(number).build()
}

/// The number in such a key.
pub fn skip_number(key: &[u8]) -> Option<u64> {
    key.last_chunk().copied().map(u64::from_be_bytes)
}

/// The prefix of an import's skips.
pub fn skip_prefix(import: ImportId) -> KeyBuilder {
    KeyBuilder::table(Table::ImportSkip).id(import.uuid())
}

impl Record for Import {
    const TABLE: Table = Table::Import;
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
        let key = KeyBuilder::index(Index::ImportByCreated)
            .time_descending(self.head.created_at)
            .id(self.id.uuid())
            .build();
        vec![(key, Vec::new())]
    }
}
