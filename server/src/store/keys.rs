//! Keys: a table byte, then order-preserving columns. Big-endian numbers with the sign bit
//! flipped, descending by bitwise NOT, folded strings ended by 0x00. Numbers never change meaning.

use super::engine::Key;
use shared::time::Timestamp;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

/// The first byte of each key. A number is never used again for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Table {
    /// Facts about the store itself.
    Meta = 1,
    /// Change log: headers, by position.
    LogHeader = 2,
    /// Change log: payloads, by position.
    LogPayload = 3,
    /// Contacts, by id.
    Contact = 16,
    /// Companies, by id.
    Company = 17,
    /// Notes, by id.
    Note = 19,
    /// Messages, by id.
    Message = 20,
    /// Threads, by id.
    Thread = 21,
    /// Users, by id.
    User = 22,
    /// Imports, by id.
    Import = 23,
    /// Sign-in sessions (refresh-token families), by id.
    Session = 24,
    /// What was read of the files of messages, by message id.
    Reading = 25,
    /// Saved searches, by id.
    SavedSearch = 26,
    /// Notices of alerts, by id.
    Notice = 27,
    /// New and quoted text of messages, by message id.
    Text = 32,
    /// Where a blob lies, by content hash.
    Blob = 33,
    /// Answers remembered by Idempotency-Key.
    Idempotency = 34,
    /// What an import skipped, by import id and number.
    ImportSkip = 35,
    /// The text of files, by content hash.
    FileText = 36,
    /// Which messages use the text of a file: content hash, message id.
    FileUse = 37,
    /// What users opened last, by user id.
    Visits = 38,
    /// Secondary indexes: index byte, columns, id.
    Index = 64,
    /// Unique values: index byte, value; the value is the id.
    Unique = 65,
    /// Activities by target: target, descending time, activity.
    Timeline = 66,
    /// Deleted records: descending time, table, id.
    Bin = 67,
}

/// The second byte of [`Table::Index`] and [`Table::Unique`] keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Index {
    /// Contacts by folded last name, first name.
    ContactByName = 1,
    /// Contacts by time of last change, newest first.
    ContactByUpdated = 2,
    /// Contacts by time of creation, newest first.
    ContactByCreated = 3,
    /// Contacts by the id they had where they came from, hashed.
    ContactBySource = 4,
    /// Contacts by company, folded last name, first name.
    ContactByCompany = 5,
    /// Parties by handle: handle, kind byte, id.
    PartyByHandle = 8,
    /// Unique: contact by e-mail address.
    ContactByEmail = 9,
    /// Companies by folded name.
    CompanyByName = 10,
    /// Companies by time of last change, newest first.
    CompanyByUpdated = 11,
    /// Companies by time of creation, newest first.
    CompanyByCreated = 12,
    /// Companies by the id they had where they came from, hashed.
    CompanyBySource = 13,
    /// Unique: company by domain.
    CompanyByDomain = 14,
    /// Notes by time of last change, newest first.
    NoteByUpdated = 16,
    /// Messages by thread and time.
    MessageByThread = 24,
    /// Unique: message by Message-ID.
    MessageByMessageId = 25,
    /// Threads by a Message-ID that one of their messages has or refers to.
    ThreadByReference = 26,
    /// Threads by folded base subject and time of the last message.
    ThreadBySubject = 27,
    /// Threads by time of the last message, newest first.
    ThreadByLast = 28,
    /// Unique: user by e-mail address.
    UserByEmail = 32,
    /// Sessions by user.
    SessionByUser = 33,
    /// Imports by time of creation, newest first.
    ImportByCreated = 40,
    /// Saved searches by owner, oldest first.
    SavedSearchByOwner = 48,
    /// Saved searches that tell of new matches.
    SavedSearchWithAlert = 49,
    /// Notices by owner, newest first.
    NoticeByOwner = 50,
}

/// Builds one key.
#[derive(Debug, Clone)]
pub struct KeyBuilder(Key);

impl KeyBuilder {
    /// A key of a table.
    pub fn table(table: Table) -> Self {
        Self(vec![table as u8])
    }

    /// A key of a secondary index.
    pub fn index(index: Index) -> Self {
        Self(vec![Table::Index as u8, index as u8])
    }

    /// A key of a unique index.
    pub fn unique(index: Index) -> Self {
        Self(vec![Table::Unique as u8, index as u8])
    }

    /// Appends one byte.
    #[must_use]
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// Appends an id.
    #[must_use]
    pub fn id(self, id: Uuid) -> Self {
        self.bytes(id.as_bytes())
    }

    /// Appends bytes as they are.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Appends a number, ascending.
    #[must_use]
    pub fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Appends a time, oldest first.
    #[must_use]
    pub fn time(self, time: Timestamp) -> Self {
        self.bytes(&ordered(time).to_be_bytes())
    }

    /// Appends a time, newest first.
    #[must_use]
    pub fn time_descending(self, time: Timestamp) -> Self {
        self.bytes(&(!ordered(time)).to_be_bytes())
    }

    /// Appends a text as it is, ended by 0x00 (NUL characters are dropped).
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.extend(text.bytes().filter(|&byte| byte != 0));
        self.0.push(0);
        self
    }

    /// Appends a text for sorting: folded, cut to [`SORT_CHARS_MAX`], ended by 0x00.
    #[must_use]
    pub fn folded(self, text: &str) -> Self {
        let folded: String = fold(text).chars().take(SORT_CHARS_MAX).collect();
        self.text(&folded)
    }

    /// The key.
    pub fn build(self) -> Key {
        self.0
    }
}

/// Put by every write that links to a record, so that the record cannot be removed meanwhile.
pub fn link_guard_key(record: &[u8]) -> Key {
    KeyBuilder::table(Table::Meta)
        .text("guard/links")
        .bytes(record)
        .build()
}

/// Characters of a text that take part in sorting.
pub const SORT_CHARS_MAX: usize = 64;

/// NFKD without combining marks, lower case: what people mean by "the same letters".
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The time in a column that [`KeyBuilder::time_descending`] wrote.
pub fn time_of_descending(column: [u8; 8]) -> Timestamp {
    Timestamp::from_micros((!u64::from_be_bytes(column) ^ (1 << 63)).cast_signed())
}

/// A time as an unsigned number in the same order.
fn ordered(time: Timestamp) -> u64 {
    time.micros().cast_unsigned() ^ (1 << 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(time: i64) -> Key {
        KeyBuilder::table(Table::Meta)
            .time(Timestamp::from_micros(time))
            .build()
    }

    #[test]
    fn times_sort_across_1970() {
        assert!(key(-5) < key(-1) && key(-1) < key(0) && key(0) < key(7));
        let newest = |time| {
            KeyBuilder::table(Table::Meta)
                .time_descending(Timestamp::from_micros(time))
                .build()
        };
        assert!(newest(7) < newest(0) && newest(0) < newest(-1));
        for time in [i64::MIN, -5, 0, 7, i64::MAX] {
            let column = newest(time)[1..].try_into().unwrap();
            assert_eq!(time_of_descending(column).micros(), time);
        }
    }

    #[test]
    fn folding_drops_accents_and_case() {
        assert_eq!(fold("ÁLVAREZ Ñuñez"), "alvarez nunez");
    }
}
