//! What the reader opened last, which search lifts a little. Told by the app, never told back.

use crate::model::RecordKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A record that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id; for mails that of the conversation.
    pub id: Uuid,
}
