//! Mails: messages in threads.

use super::reading::FileReading;
use crate::{
    ids::{ContactId, MessageId, ThreadId},
    model::ParticipantRole,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Somebody in a message's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// From, To, …
    pub role: ParticipantRole,
    /// The display name in the header; may be empty.
    pub name: String,
    /// The address in normal form; as written where it is none.
    pub address: String,
    /// The contact who has this address today.
    pub contact_id: Option<ContactId>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its number in the message, from 0.
    pub number: u32,
    /// Made safe for a file system.
    pub file_name: String,
    /// By its content, from an allow-list; `application/octet-stream` otherwise.
    pub content_type: String,
    /// Bytes.
    pub size_bytes: u64,
    /// What of its text can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<FileReading>,
}

/// What a list or timeline shows of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSummary {
    /// Its id.
    pub id: MessageId,
    /// Its conversation.
    pub thread_id: ThreadId,
    /// Decoded; may be empty.
    pub subject: String,
    /// Who wrote it and to whom.
    pub participants: Vec<Participant>,
    /// The Date header, else the time of import.
    pub at: Timestamp,
    /// The first words of the new text.
    pub preview: String,
    /// How many files came with it.
    pub attachments: u32,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// Its conversation.
    pub thread_id: ThreadId,
    /// Decoded; may be empty.
    pub subject: String,
    /// Everyone in its header.
    pub participants: Vec<Participant>,
    /// The Date header, else the time of import.
    pub at: Timestamp,
    /// What the sender wrote this time.
    pub new_text: String,
    /// What the sender quoted; may be empty.
    pub quoted_text: String,
    /// Whether there is an HTML body to show in the frame.
    pub has_html: bool,
    /// Whether the HTML body refers to images elsewhere.
    pub has_remote_images: bool,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
    /// What could not be read as it should (`charset_unknown`, `too_complex`, …); mostly empty.
    pub problems: Vec<String>,
    /// Bytes of the message as it came.
    pub size_bytes: u64,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// The subject of the first message, without `Re:`.
    pub subject: String,
    /// Oldest first.
    pub messages: Vec<Message>,
}

/// The type of the one kind of file that browsers show in a viewer of their own.
pub const PDF: &str = "application/pdf";

/// What a list shows of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadSummary {
    /// Its id.
    pub id: ThreadId,
    /// The subject of the first message, without `Re:`.
    pub subject: String,
    /// How many messages it has.
    pub message_count: u32,
    /// The newest of them.
    pub last: MessageSummary,
}

/// Somebody who writes to us and is no contact yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondent {
    /// The address in normal form.
    pub address: String,
    /// The name most recently used with it; may be empty.
    pub name: String,
    /// Messages from this address.
    pub message_count: u64,
    /// The newest of them.
    pub last_at: Timestamp,
}
