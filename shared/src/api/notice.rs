//! Notices: word that a saved search with an alert found something new. A notice names a record and
//! holds nothing of it; title and visibility are those of the moment it is read.

use crate::{
    ids::{NoticeId, SavedSearchId, ThreadId},
    model::RecordKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Notices listed at most, the newest.
pub const NOTICES_LISTED_MAX: usize = 50;

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Whose alert it is.
    pub saved_search_id: SavedSearchId,
    /// What its owner calls it now.
    pub saved_search_name: String,
    /// The kind of the record that was found.
    pub kind: RecordKind,
    /// Its id; the last one of several.
    pub record_id: Uuid,
    /// Name, first line or subject.
    pub title: String,
    /// Who or what it belongs to.
    pub context: String,
    /// For messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<ThreadId>,
    /// How many an import brought; otherwise 1.
    pub count: u64,
    /// When it was found.
    pub at: Timestamp,
    /// Whether it was looked at.
    pub read: bool,
}

/// The newest notices.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notices {
    /// Newest first, at most [`NOTICES_LISTED_MAX`].
    pub items: Vec<Notice>,
    /// How many of them were not looked at.
    pub unread: u64,
}

/// Which notices were looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesRead {
    /// These; all that are listed, if it is empty.
    #[serde(default)]
    pub ids: Vec<NoticeId>,
}
