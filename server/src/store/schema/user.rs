//! Stored user: a login.

use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::UserId,
    locale::Locale,
    model::{RecordKind, Role, Theme},
};
use uuid::Uuid;

/// A login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Revision, times, deletion.
    pub head: Head,
    /// Display name.
    pub name: String,
    /// Normal form.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// Shut out; the records stay.
    #[serde(default)]
    pub disabled: bool,
    /// PHC string, Argon2id.
    pub password_hash: String,
    /// Language of the interface.
    #[serde(default)]
    pub locale: Locale,
    /// Light, dark or as the system says.
    #[serde(default)]
    pub theme: Theme,
    /// Where the user's days begin, as the app said last; UTC until it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The unique key of a user's address.
pub fn user_email_key(address: &str) -> Key {
    KeyBuilder::unique(Index::UserByEmail).text(address).build()
}

/// Put by every writer that could take away the last admin, so that two cannot do it at once.
pub fn admins_guard_key() -> Key {
    KeyBuilder::table(Table::Meta).text("guard/admins").build()
}

impl Record for User {
    const TABLE: Table = Table::User;
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
        Vec::new()
    }

    fn unique_keys(&self) -> Vec<Key> {
        vec![user_email_key(&self.email)]
    }
}
