//! What was read of the files that came with a mail, and why not all of it. Reasons are stable words;
//! the wire says plain strings, so that an app that is older than its server says "another reason".

use crate::words::stable_words;
use serde::{Deserialize, Serialize};

/// Megabytes of a file that is read at all.
pub const READ_MEGABYTES_MAX: u64 = 64;
/// Megabytes of text that are kept of one file.
pub const TEXT_MEGABYTES_MAX: u64 = 2;
/// Megabytes of text that can be found of all files of one mail.
pub const MAIL_TEXT_MEGABYTES_MAX: u64 = 3;
/// Files, sheets or parts that are read of one archive or document.
pub const MEMBERS_MAX: usize = 1_000;
/// Megabytes that a file may unpack to.
pub const UNPACKED_MEGABYTES_MAX: u64 = 200;
/// Archives and mails inside one another that are opened.
pub const NESTING_MAX: usize = 4;
/// Seconds that reading one file may take.
pub const READ_SECONDS_MAX: u64 = 30;
/// Megabytes of memory that reading one file may take.
pub const READ_MEMORY_MEGABYTES_MAX: u64 = 512;

stable_words! {
    /// Why a file, or a part of it, was not read. The app has a sentence for each.
    UnreadReason:
    /// A kind of file that has no text, or whose text is not read.
    Unsupported = "unsupported";
    /// It, or something in it, opens with a password only.
    Encrypted = "encrypted";
    /// It, or something in it, breaks the rules of its kind.
    Damaged = "damaged";
    /// Pages of pictures: a scan.
    NoText = "no_text";
    /// Larger than [`READ_MEGABYTES_MAX`].
    TooLarge = "too_large";
    /// More text than [`TEXT_MEGABYTES_MAX`]; the beginning was read.
    TooMuchText = "too_much_text";
    /// With the files before it, its mail has more text than [`MAIL_TEXT_MEGABYTES_MAX`].
    NoRoom = "no_room";
    /// More members than [`MEMBERS_MAX`]; the first were read.
    TooManyMembers = "too_many_members";
    /// Nested deeper than [`NESTING_MAX`].
    TooDeep = "too_deep";
    /// Unpacks to more than [`UNPACKED_MEGABYTES_MAX`].
    UnpacksTooLarge = "unpacks_too_large";
    /// Took longer than [`READ_SECONDS_MAX`].
    TooSlow = "too_slow";
    /// Wanted more memory than [`READ_MEMORY_MEGABYTES_MAX`].
    TooMuchMemory = "too_much_memory";
    /// The reader broke down on it.
    Crashed = "crashed";
}

/// How far the reading of a file came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingState {
    /// It will be read.
    Waiting,
    /// All of its text can be found.
    Read,
    /// Some of its text can be found; the reasons say what not.
    Partly,
    /// None of it can be found; the reasons say why.
    Unread,
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReading {
    /// How far it came.
    pub state: ReadingState,
    /// Words of [`UnreadReason`]; of a newer server also others.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Its pages, slides or sheets; 0 where it has none.
    #[serde(default)]
    pub pages: u32,
}

/// What a part of a file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The file has no parts.
    Whole,
    /// A page.
    Page,
    /// A slide.
    Slide,
    /// A sheet.
    Sheet,
}

/// How the reading of files gets on, for admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadingProgress {
    /// Mails with files whose files were read since the server began to catch up.
    pub done: u64,
    /// Mails with files that are known to be there since then; equal to `done` at rest.
    pub total: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for &reason in UnreadReason::ALL {
            assert_eq!(UnreadReason::parse(reason.as_str()), Some(reason));
        }
        assert_eq!(UnreadReason::parse("of a newer server"), None);
    }
}
