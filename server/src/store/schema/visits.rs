//! Stored visits: what one user opened last, newest first. One value a user beside the records:
//! nothing links to it, nobody lists it, and the log has no word of it. It names records and holds
//! nothing of them, so what has gone or was hidden since is named in vain.

use crate::store::{
    StoreError,
    engine::Key,
    keys::{KeyBuilder, Table},
    reader::Reader,
    record::{Unknown, decode},
};
use serde::{Deserialize, Serialize};
use shared::{api::visit::Visit, ids::UserId, time::Timestamp};

/// What a user opened last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Visits {
    /// Newest first, each once.
    pub visits: Vec<Visited>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A record that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visited {
    /// Which.
    pub record: Visit,
    /// When.
    pub at: Timestamp,
}

/// The key of a user's visits.
pub fn visits_key(user: UserId) -> Key {
    KeyBuilder::table(Table::Visits).id(user.uuid()).build()
}

/// What a user opened last.
///
/// # Errors
/// When the store cannot be read or the value is damaged.
pub fn visits_of(reader: &Reader, user: UserId) -> Result<Visits, StoreError> {
    let stored = reader.get(&visits_key(user))?;
    let visits = stored.map(|stored| decode(&stored.value)).transpose()?;
    Ok(visits.unwrap_or_default())
}
