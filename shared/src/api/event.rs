//! Live events: what changed, as it changes. Events name records; they never carry content.

use super::{import::Import, search::IndexState};
use crate::model::RecordKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    /// It is new.
    Created,
    /// It was changed.
    Updated,
    /// It went to the bin, or vanished with an undo.
    Deleted,
    /// It came back from the bin.
    Restored,
}

/// One server-sent event, as JSON in its `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A record changed.
    Change {
        /// Position in the change log, opaque.
        position: String,
        /// The kind of the record.
        kind: RecordKind,
        /// Its id.
        id: Uuid,
        /// What happened to it.
        action: ChangeAction,
        /// Records whose timeline it stands in.
        links: Vec<Uuid>,
    },
    /// Many records changed at once (an import, a bulk delete): look again.
    ManyChanged,
    /// An import moved on.
    Import(Import),
    /// The index began or finished a rebuild, or took in the text of files; `percent` of the
    /// records are indexed.
    Index {
        /// Whether the index is complete.
        state: IndexState,
        /// 0 to 100.
        percent: u8,
    },
    /// The listener's own saved searches or notices changed.
    OwnChanged,
    /// Events were missed: read everything again.
    Resync,
}

impl Event {
    /// Whether the same search may find something else now.
    pub fn changes_search(&self) -> bool {
        match self {
            Self::Change { .. } | Self::ManyChanged | Self::Resync => true,
            Self::Index { state, .. } => *state == IndexState::Current,
            Self::Import(_) | Self::OwnChanged => false,
        }
    }
}
