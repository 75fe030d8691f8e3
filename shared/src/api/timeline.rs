//! A record's timeline: its activities, newest first.

use super::{message::MessageSummary, note::Note};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineItem {
    /// A note.
    Note(Note),
    /// A mail; the app groups those of one thread.
    Message(MessageSummary),
}

impl TimelineItem {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Note(note) => note.created_at,
            Self::Message(message) => message.at,
        }
    }
}

/// `?limit=&cursor=&kind=`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// Items a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// From the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// `note` or `message`; all kinds otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
