//! Stored mail: messages, their threads, and the text of a message as a value of its own.

use super::reading::file_use_key;
use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table, fold},
    record::{Activity, Head, IndexEntry, Record, Unknown, record_key},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{MessageId, ThreadId},
    model::{ParticipantRole, RecordKind},
    time::Timestamp,
};
use uuid::Uuid;

/// Characters of a message's preview.
pub const PREVIEW_CHARS_MAX: usize = 200;

/// A mail. Its raw bytes and attachments are blobs, its text is [`MessageText`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Revision, times, deletion.
    pub head: Head,
    /// When, for whom; targets are the participants' addresses.
    pub activity: Activity,
    /// Its conversation.
    pub thread_id: ThreadId,
    /// The Message-ID header without brackets; made from the content hash where it is missing.
    pub message_id: String,
    /// Message-IDs it answers, oldest first (References, then In-Reply-To).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Decoded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Everyone in its header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// The first words of the new text, at most [`PREVIEW_CHARS_MAX`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preview: String,
    /// Whether there is an HTML body.
    #[serde(default)]
    pub has_html: bool,
    /// Whether the HTML body refers to images elsewhere.
    #[serde(default)]
    pub has_remote_images: bool,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What could not be read as it should, as stable words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// The message as it came, then further copies of the same Message-ID with other bytes.
    pub raw: Vec<BlobHash>,
    /// Bytes of the message as it came.
    pub size_bytes: u64,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The BLAKE3 hash that names a blob.
pub type BlobHash = [u8; 32];

/// Somebody in a message's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// From, To, …
    pub role: ParticipantRole,
    /// The display name in the header; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Normal form; as written where it is no address.
    pub address: String,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Made safe for a file system.
    pub file_name: String,
    /// By its content, from an allow-list.
    pub content_type: String,
    /// Bytes.
    pub size_bytes: u64,
    /// The content.
    pub blob: BlobHash,
}

/// The text of a message: a value under [`Table::Text`], so that snippets need not parse mails.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageText {
    /// What the sender wrote this time.
    pub new: String,
    /// What the sender quoted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quoted: String,
}

/// The key of a message's text.
pub fn text_key(id: MessageId) -> Key {
    KeyBuilder::table(Table::Text).id(id.uuid()).build()
}

/// The unique key of a Message-ID. Hashed: the header may be longer than a key.
pub fn message_id_key(message_id: &str) -> Key {
    let hash = blake3::hash(message_id.as_bytes());
    KeyBuilder::unique(Index::MessageByMessageId)
        .bytes(hash.as_bytes())
        .build()
}

/// The prefix of the entries that name the threads of a Message-ID.
pub fn reference_prefix(message_id: &str) -> KeyBuilder {
    let hash = blake3::hash(message_id.as_bytes());
    KeyBuilder::index(Index::ThreadByReference).bytes(hash.as_bytes())
}

impl Record for Message {
    const TABLE: Table = Table::Message;
    const KIND: Option<RecordKind> = Some(RecordKind::Message);

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
        let id = self.id.uuid();
        let in_thread = KeyBuilder::index(Index::MessageByThread)
            .id(self.thread_id.uuid())
            .time(self.activity.at)
            .id(id)
            .build();
        let mut entries = self.activity.timeline_entries(RecordKind::Message, id);
        entries.push((in_thread, Vec::new()));
        entries.extend(
            self.references
                .iter()
                .chain([&self.message_id])
                .map(|reference| {
                    let key = reference_prefix(reference)
                        .id(self.thread_id.uuid())
                        .id(id)
                        .build();
                    (key, Vec::new())
                }),
        );
        entries
    }

    fn activity(&self) -> Option<&Activity> {
        Some(&self.activity)
    }

    fn unique_keys(&self) -> Vec<Key> {
        vec![message_id_key(&self.message_id)]
    }

    fn owned_keys(&self) -> Vec<Key> {
        let uses = self
            .attachments
            .iter()
            .map(|attachment| file_use_key(&attachment.blob, self.id));
        [
            text_key(self.id),
            record_key(Table::Reading, self.id.uuid()),
        ]
        .into_iter()
        .chain(uses)
        .collect()
    }

    fn blobs(&self) -> Vec<BlobHash> {
        let attached = self.attachments.iter().map(|attachment| attachment.blob);
        self.raw.iter().copied().chain(attached).collect()
    }
}

/// A conversation: what its messages share. Its messages stand in [`Index::MessageByThread`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// Revision, times, deletion.
    pub head: Head,
    /// The subject of its first message without `Re:` and the like.
    pub subject: String,
    /// Addresses that took part, sorted, each once, at most [`THREAD_ADDRESSES_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// How many messages it has.
    pub message_count: u32,
    /// The time of the newest message.
    pub last_at: Timestamp,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Addresses that a thread remembers for matching.
pub const THREAD_ADDRESSES_MAX: usize = 50;

/// The prefix of the threads with a base subject, oldest last message first.
pub fn subject_prefix(base_subject: &str) -> KeyBuilder {
    KeyBuilder::index(Index::ThreadBySubject).folded(&fold(base_subject))
}

impl Record for Thread {
    const TABLE: Table = Table::Thread;
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
        let id = self.id.uuid();
        // A thread whose messages are all in the bin waits for them, and is in no list.
        if self.message_count == 0 {
            return Vec::new();
        }
        let subject = subject_prefix(&self.subject)
            .time(self.last_at)
            .id(id)
            .build();
        let last = KeyBuilder::index(Index::ThreadByLast)
            .time_descending(self.last_at)
            .id(id)
            .build();
        vec![(subject, Vec::new()), (last, Vec::new())]
    }
}
