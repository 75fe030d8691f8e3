//! Notes: Markdown on any number of records.

use super::given;
use crate::{
    ids::{NoteId, UserId},
    model::{RecordRef, Visibility},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// Markdown.
    pub body: String,
    /// The body as sanitised HTML.
    pub html: String,
    /// The records it is about; may be empty.
    pub links: Vec<RecordRef>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Who wrote it; `None` where an import cannot say.
    pub author_id: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Set while it lies in the bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// Makes a note.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteCreate {
    /// Proposed by the client (offline, retries); must be a UUID not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<NoteId>,
    /// Markdown.
    pub body: String,
    /// The records it is about.
    #[serde(default)]
    pub links: Vec<RecordRef>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// Changes a note; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePatch {
    /// Markdown.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub body: Option<String>,
    /// The records it is about.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub links: Option<Vec<RecordRef>>,
    /// Only its author may change it.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub visibility: Option<Visibility>,
}

/// Markdown to be rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkdownRequest {
    /// Markdown.
    pub body: String,
}

/// Markdown, rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkdownAnswer {
    /// Sanitised HTML.
    pub html: String,
}
