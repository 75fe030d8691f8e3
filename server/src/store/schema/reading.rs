//! What was read of the files of mails: a record for each message, and the text once for each file,
//! named by the hash of its content, with an entry for each message that uses it. All of it is
//! derived from the blobs: a newer reader writes it again. Tests: `jobs/reading/tests.rs`.

use super::message::{Attachment, BlobHash};
use crate::{
    changes::{Cause, LogActor},
    store::{
        StoreError,
        engine::Key,
        keys::{KeyBuilder, Table},
        reader::Reader,
        record::{self, Head, IndexEntry, Record, Unknown},
    },
};
use serde::{Deserialize, Serialize};
use shared::{api::reading::PartKind, ids::MessageId, model::RecordKind};
use uuid::Uuid;

/// Texts longer than this are compressed.
const TEXT_COMPRESS_BYTES: usize = 512;
/// A text unpacked at most.
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;
const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const ZSTD_LEVEL: i32 = 3;

/// What was read of the files of one message. It has the message's id, and goes with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The message's.
    pub id: MessageId,
    /// Revision, times.
    pub head: Head,
    /// Which version of the reader did it.
    pub version: u32,
    /// One for each attachment, in their order.
    pub files: Vec<FileReading>,
    /// Who brought the message; `None` if it was there before its files were read at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought: Option<Brought>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Who brought a message and why, as the change log says: whoever waits for what is new is told of its
/// files as of the message itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// Who.
    pub actor: LogActor,
    /// Why.
    pub cause: Cause,
}

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileReading {
    /// Whether there is a text of it.
    pub has_text: bool,
    /// Pages, slides or sheets; 0 where it has none.
    #[serde(default)]
    pub pages: u32,
    /// Bytes of its text.
    #[serde(default)]
    pub text_bytes: u64,
    /// Why not all of it was read, as stable words (`shared::api::reading::UnreadReason`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// The text of a file: a value under [`Table::FileText`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileText {
    /// Which version of the reader made it.
    pub version: u32,
    /// What the reader said of it.
    pub reading: FileReading,
    /// Its parts in order; those without text are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<FilePart>,
}

/// A part of a file's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePart {
    /// The file inside the file, with the way to it; empty for the file itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inner: String,
    /// What the part is.
    pub kind: PartKind,
    /// Its number, from 1; 0 for a whole file.
    #[serde(default)]
    pub number: u32,
    /// What a sheet is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Plain text.
    pub text: String,
}

impl Record for Reading {
    const TABLE: Table = Table::Reading;
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
}

/// The key of a file's text.
pub fn file_text_key(hash: &BlobHash) -> Key {
    KeyBuilder::table(Table::FileText).bytes(hash).build()
}

/// The prefix of the entries of the messages that use a file's text.
pub fn file_use_prefix(hash: &BlobHash) -> KeyBuilder {
    KeyBuilder::table(Table::FileUse).bytes(hash)
}

/// The key that says that a message uses a file's text.
pub fn file_use_key(hash: &BlobHash, message: MessageId) -> Key {
    file_use_prefix(hash).id(message.uuid()).build()
}

/// The stored bytes of a text.
pub fn encode_file_text(text: &FileText) -> Vec<u8> {
    let plain = record::encode(text);
    let packed = (plain.len() > TEXT_COMPRESS_BYTES)
        .then(|| zstd::bulk::compress(&plain, ZSTD_LEVEL).ok())
        .flatten();
    match packed {
        Some(packed) => [&[ZSTD][..], &packed].concat(),
        None => [&[PLAIN][..], &plain].concat(),
    }
}

/// A text from its stored bytes.
///
/// # Errors
/// When they are damaged.
pub fn decode_file_text(bytes: &[u8]) -> Result<FileText, StoreError> {
    match bytes.split_first() {
        Some((&ZSTD, packed)) => {
            let size = zstd::zstd_safe::get_frame_content_size(packed)
                .ok()
                .flatten();
            let size = size.and_then(|size| usize::try_from(size).ok());
            let room = size.unwrap_or(TEXT_BYTES_MAX).min(TEXT_BYTES_MAX);
            let plain = zstd::bulk::decompress(packed, room)
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            Ok(record::decode(&plain)?)
        }
        Some((&PLAIN, plain)) => Ok(record::decode(plain)?),
        Some(_) | None => Err(StoreError::Damaged("a file's text has no format".into())),
    }
}

/// The text of a file, if it was read.
///
/// # Errors
/// When the store cannot be read or the text is damaged.
pub fn find_file_text(reader: &Reader, hash: &BlobHash) -> Result<Option<FileText>, StoreError> {
    let stored = reader.get(&file_text_key(hash))?;
    stored
        .map(|stored| decode_file_text(&stored.value))
        .transpose()
}

/// The files of a message whose text can be found, each with its number: what its reading says was
/// read. A pure function of the store's state, so that search can always be made again.
///
/// # Errors
/// When the store cannot be read or a record is damaged.
pub fn read_files<'a>(
    reader: &Reader,
    message: MessageId,
    attachments: &'a [Attachment],
) -> Result<Vec<(u32, &'a Attachment)>, StoreError> {
    if attachments.is_empty() {
        return Ok(Vec::new());
    }
    let Some(reading) = reader.find::<Reading>(message.uuid())? else {
        return Ok(Vec::new());
    };
    let files = (0..).zip(attachments).zip(reading.files);
    Ok(files
        .filter_map(|(file, reading)| reading.has_text.then_some(file))
        .collect())
}

/// How far the job that reads files has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingCursor {
    /// Which version of the reader it is about.
    pub version: u32,
    /// While the mails are gone through that were there before: the key of the last one, empty at
    /// the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Vec<u8>>,
    /// The change that was looked at last, or from which on is looked at once they are.
    pub position: [u8; 16],
}

/// Where the cursor is stored.
pub fn cursor_key() -> Key {
    KeyBuilder::table(Table::Meta)
        .text("reading/cursor")
        .build()
}

/// The cursor, if the job ever ran.
///
/// # Errors
/// When the store cannot be read or the cursor is damaged.
pub fn find_cursor(reader: &Reader) -> Result<Option<ReadingCursor>, StoreError> {
    let stored = reader.get(&cursor_key())?;
    stored
        .map(|stored| Ok(record::decode(&stored.value)?))
        .transpose()
}
