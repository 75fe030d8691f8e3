//! Stored sign-in session: one refresh-token family. Tokens are kept as SHA-256 only.

use crate::store::{
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown},
};
use serde::{Deserialize, Serialize};
use shared::{ids::UserId, model::RecordKind, time::Timestamp};
use uuid::Uuid;

/// One refresh-token family: a device that signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Its id; the `sid` claim of access tokens.
    pub id: Uuid,
    /// Revision, times, deletion.
    pub head: Head,
    /// Whose.
    pub user_id: UserId,
    /// SHA-256 of the refresh token that is good now.
    pub refresh_hash: [u8; 32],
    /// SHA-256 of the one before, and when it was replaced: within the grace time a second tab
    /// may still show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<([u8; 32], Timestamp)>,
    /// Hash of what the device showed at sign-in: within the grace time the old token is good on
    /// the same device only.
    #[serde(default)]
    pub device: [u8; 32],
    /// When the family ends at the latest.
    pub expires_at: Timestamp,
    /// Ended by logout, password change, an admin, or reuse of a refresh token.
    #[serde(default)]
    pub revoked: bool,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Record for Session {
    const TABLE: Table = Table::Session;
    const KIND: Option<RecordKind> = None;

    fn id(&self) -> Uuid {
        self.id
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }

    fn index_entries(&self) -> Vec<IndexEntry> {
        let key = KeyBuilder::index(Index::SessionByUser)
            .id(self.user_id.uuid())
            .id(self.id)
            .build();
        vec![(key, Vec::new())]
    }
}
