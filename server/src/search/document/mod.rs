//! From a stored record to what search knows of it. Each entity has one file here; `entity`
//! in this file is the only other place that a new entity must be added to.
//! Reads the current state only; never writes. Tests: `tests` of the parent.

mod builder;
mod company;
mod contact;
mod facet;
mod message;
mod note;
mod people;

pub use builder::whole_name_term;
pub use facet::Facet;
pub use people::asked_terms;

use super::{
    analysis::FieldTokens,
    schema::{TEXT_FIELDS, TimeColumn},
};
use crate::store::{
    StoreError,
    reader::Reader,
    record::{Record, decode, table_of},
    schema::{company::Company, contact::Contact, message::Message, note::Note},
};
use builder::Builder;
use shared::{
    ids::{ThreadId, UserId},
    model::{RecordKind, RecordRef, Visibility},
    time::Timestamp,
};
use std::marker::PhantomData;
use uuid::Uuid;

/// What search knows of one record.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which record.
    pub key: RecordRef,
    /// The revision that it was made from, as [`revision_of`] counts.
    pub revision: u64,
    /// When it happened or was last changed.
    pub at: Timestamp,
    /// When the record was made.
    pub created: Timestamp,
    /// When the record was last changed.
    pub updated: Timestamp,
    /// Sorts lists by name; ends with the id, so that no two are equal.
    pub sort_name: Option<String>,
    /// Exact values to filter by, sorted.
    pub facets: Vec<String>,
    /// Terms by field, sorted by term and position.
    pub texts: [FieldTokens; TEXT_FIELDS],
}

impl Document {
    /// The bytes that name its record in the index.
    pub fn key_bytes(&self) -> Vec<u8> {
        key_bytes(self.key)
    }

    /// Microseconds in a column.
    pub fn time(&self, column: TimeColumn) -> i64 {
        match column {
            TimeColumn::At => self.at,
            TimeColumn::Created => self.created,
            TimeColumn::Updated => self.updated,
        }
        .micros()
    }
}

/// The bytes that name a record in the index.
pub fn key_bytes(key: RecordRef) -> Vec<u8> {
    [&[table_of(key.kind) as u8][..], key.id.as_bytes()].concat()
}

/// The number of a kind in the index: its table byte, which never changes.
pub fn kind_number(kind: RecordKind) -> u64 {
    table_of(kind) as u64
}

/// The kind with a number.
pub fn kind_of_number(number: u64) -> Option<RecordKind> {
    RecordKind::ALL
        .into_iter()
        .find(|&kind| kind_number(kind) == number)
}

/// What a hit shows; plain text throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Name, first line or subject.
    pub title: String,
    /// Whether people or firms are called by the title, and found by other names.
    pub title_is_name: bool,
    /// Texts in which a snippet is looked for, best first.
    pub texts: Vec<String>,
    /// Who or what it belongs to.
    pub context: String,
    /// As of the title.
    pub context_is_name: bool,
    /// When it happened or was last changed.
    pub at: Timestamp,
    /// For messages.
    pub thread_id: Option<ThreadId>,
    /// Who may see it.
    pub seen_by: SeenBy,
}

impl Shown {
    /// The title, as it is marked.
    pub fn title(&self) -> Text<'_> {
        Text {
            text: &self.title,
            is_name: self.title_is_name,
        }
    }

    /// The context, as it is marked.
    pub fn context(&self) -> Text<'_> {
        Text {
            text: &self.context,
            is_name: self.context_is_name,
        }
    }

    /// The memory that its texts take.
    pub fn bytes(&self) -> usize {
        let texts = self.texts.iter().chain([&self.title, &self.context]);
        texts.map(String::capacity).sum()
    }
}

/// A text in which words are marked.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// It.
    pub text: &'a str,
    /// Whether people or firms are called so, and found by other names.
    pub is_name: bool,
}

impl<'a> Text<'a> {
    /// What is no name.
    pub fn plain(text: &'a str) -> Self {
        Self {
            text,
            is_name: false,
        }
    }
}

/// Who may see a record, as the store says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    /// Everyone who may read records.
    All,
    /// Its author alone; nobody if there is none.
    Author(Option<UserId>),
}

impl SeenBy {
    fn of(visibility: Visibility, author: Option<UserId>) -> Self {
        match visibility {
            Visibility::Shared => Self::All,
            Visibility::Private => Self::Author(author),
        }
    }

    /// Whether a viewer may; the system, `None`, always.
    pub fn includes(self, viewer: Option<UserId>) -> bool {
        match self {
            Self::All => true,
            Self::Author(author) => viewer.is_none() || viewer == author,
        }
    }
}

/// What search must know of an entity.
trait Searchable: Record {
    /// Whether lists of it sort by name.
    const SORTS_BY_NAME: bool;

    /// Adds everything it is found by.
    fn fill(&self, reader: &Reader, builder: &mut Builder) -> Result<(), StoreError>;

    /// What a hit shows.
    fn show(&self, reader: &Reader) -> Result<Shown, StoreError>;

    /// By what records are found that have to do with it, beside its own id.
    fn reach(&self) -> Vec<Facet>;

    /// Counts changes of the record and of what its document says beside it.
    fn revision(&self, _reader: &Reader) -> Result<u64, StoreError> {
        Ok(self.head().revision)
    }

    /// Records whose documents say something of the one with this id, and are made again with it.
    fn mentioned_by(_reader: &Reader, _id: Uuid) -> Result<Vec<RecordRef>, StoreError> {
        Ok(Vec::new())
    }
}

/// Every kind with its stored type: a new entity is added here.
fn entity(kind: RecordKind) -> &'static dyn Entity {
    match kind {
        RecordKind::Contact => &Stored::<Contact>(PhantomData),
        RecordKind::Company => &Stored::<Company>(PhantomData),
        RecordKind::Note => &Stored::<Note>(PhantomData),
        RecordKind::Message => &Stored::<Message>(PhantomData),
    }
}

/// The document of a record as it is now, in the bin or not; `None` if it is gone.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn load(reader: &Reader, key: RecordRef) -> Result<Option<Document>, StoreError> {
    entity(key.kind).load(reader, key)
}

/// The document that the stored bytes of an older revision would have today; `None` if it was in the
/// bin.
///
/// # Errors
/// When the store cannot be read or the bytes are damaged.
pub fn of_bytes(
    reader: &Reader,
    key: RecordRef,
    bytes: &[u8],
) -> Result<Option<Document>, StoreError> {
    entity(key.kind).of_bytes(reader, key, bytes)
}

/// What a hit shows, and whether it is in the bin; `None` if the record is gone.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn show_with_bin(reader: &Reader, key: RecordRef) -> Result<Option<(Shown, bool)>, StoreError> {
    entity(key.kind).show(reader, key)
}

/// What a hit shows; `None` if the record is gone or in the bin.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn show(reader: &Reader, key: RecordRef) -> Result<Option<Shown>, StoreError> {
    let shown = show_with_bin(reader, key)?;
    Ok(shown.and_then(|(shown, in_bin)| (!in_bin).then_some(shown)))
}

/// The conversation of a message; `None` for everything else.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn thread_of(reader: &Reader, key: RecordRef) -> Result<Option<ThreadId>, StoreError> {
    if key.kind != RecordKind::Message {
        return Ok(None);
    }
    let message = reader.find::<Message>(key.id)?;
    Ok(message.map(|message| message.thread_id))
}

/// By what records are found that have to do with this one.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn reach(reader: &Reader, key: RecordRef) -> Result<Vec<Facet>, StoreError> {
    entity(key.kind).reach(reader, key)
}

/// Records whose documents say something of this one, and are made again with it.
///
/// # Errors
/// When the store cannot be read.
pub fn mentioned_by(reader: &Reader, key: RecordRef) -> Result<Vec<RecordRef>, StoreError> {
    entity(key.kind).mentioned_by(reader, key)
}

/// The revision of a record that is not gone, with that of what its document says beside it.
///
/// # Errors
/// When the store cannot be read or the record is damaged.
pub fn revision_of(reader: &Reader, key: RecordRef) -> Result<Option<u64>, StoreError> {
    entity(key.kind).revision_of(reader, key)
}

/// Whether lists of a kind sort by name.
pub fn sorts_by_name(kind: RecordKind) -> bool {
    entity(kind).sorts_by_name()
}

/// [`Searchable`] without its type.
trait Entity {
    fn load(&self, reader: &Reader, key: RecordRef) -> Result<Option<Document>, StoreError>;
    fn of_bytes(
        &self,
        reader: &Reader,
        key: RecordRef,
        bytes: &[u8],
    ) -> Result<Option<Document>, StoreError>;
    fn show(&self, reader: &Reader, key: RecordRef) -> Result<Option<(Shown, bool)>, StoreError>;
    fn reach(&self, reader: &Reader, key: RecordRef) -> Result<Vec<Facet>, StoreError>;
    fn mentioned_by(&self, reader: &Reader, key: RecordRef) -> Result<Vec<RecordRef>, StoreError>;
    fn revision_of(&self, reader: &Reader, key: RecordRef) -> Result<Option<u64>, StoreError>;
    fn sorts_by_name(&self) -> bool;
}

struct Stored<T>(PhantomData<T>);

impl<T: Searchable> Entity for Stored<T> {
    fn load(&self, reader: &Reader, key: RecordRef) -> Result<Option<Document>, StoreError> {
        let record = reader.find::<T>(key.id)?;
        record.map(|record| built(reader, key, &record)).transpose()
    }

    fn of_bytes(
        &self,
        reader: &Reader,
        key: RecordRef,
        bytes: &[u8],
    ) -> Result<Option<Document>, StoreError> {
        let record: T = decode(bytes)?;
        let is_live = record.head().deleted.is_none();
        is_live.then(|| built(reader, key, &record)).transpose()
    }

    fn show(&self, reader: &Reader, key: RecordRef) -> Result<Option<(Shown, bool)>, StoreError> {
        let Some(record) = reader.find::<T>(key.id)? else {
            return Ok(None);
        };
        let in_bin = record.head().deleted.is_some();
        Ok(Some((record.show(reader)?, in_bin)))
    }

    fn reach(&self, reader: &Reader, key: RecordRef) -> Result<Vec<Facet>, StoreError> {
        let mut facets = vec![Facet::About(key)];
        if let Some(record) = reader.find_live::<T>(key.id)? {
            facets.extend(record.reach());
        }
        Ok(facets)
    }

    fn mentioned_by(&self, reader: &Reader, key: RecordRef) -> Result<Vec<RecordRef>, StoreError> {
        T::mentioned_by(reader, key.id)
    }

    fn revision_of(&self, reader: &Reader, key: RecordRef) -> Result<Option<u64>, StoreError> {
        let record = reader.find::<T>(key.id)?;
        record.map(|record| record.revision(reader)).transpose()
    }

    fn sorts_by_name(&self) -> bool {
        T::SORTS_BY_NAME
    }
}

fn built<T: Searchable>(
    reader: &Reader,
    key: RecordRef,
    record: &T,
) -> Result<Document, StoreError> {
    let mut builder = Builder::new(key, record.head(), record.revision(reader)?);
    record.fill(reader, &mut builder)?;
    Ok(builder.finish())
}
