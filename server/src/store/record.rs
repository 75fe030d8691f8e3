//! What every stored record can do: give its key and, as a pure function of itself, every index
//! entry that must exist for it. `UnitOfWork` writes the difference; `check` recomputes the whole.

use super::{
    StoreError,
    engine::Key,
    keys::{KeyBuilder, Table},
    schema::message::BlobHash,
    unit::UnitOfWork,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    ids::UserId,
    model::{RecordKind, RecordRef, Visibility},
    time::Timestamp,
};
use uuid::Uuid;

/// The first byte of each stored record: how the rest is encoded.
const FORMAT_NAMED_MESSAGE_PACK: u8 = 1;

/// The stored bytes are not a record of this type.
#[derive(Debug, Clone, thiserror::Error)]
#[error("a stored record cannot be read: {0}")]
pub struct DecodeError(pub String);

/// Fields that this executable does not know, kept for the newer one that wrote them.
pub type Unknown = std::collections::BTreeMap<String, serde_json::Value>;

/// An index entry: key and (mostly empty) value.
pub type IndexEntry = (Key, Vec<u8>);

/// A stored record.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Where it is stored.
    const TABLE: Table;
    /// The public kind, if people can open, link or search it.
    const KIND: Option<RecordKind>;

    /// Its id.
    fn id(&self) -> Uuid;

    /// Its head: revision, times, deletion.
    fn head(&self) -> &Head;

    /// Its head, to be changed.
    fn head_mut(&mut self) -> &mut Head;

    /// Every secondary-index entry of a record that is not in the bin.
    // Invariant: depends on nothing but `self` (test: check_finds_every_damaged_index).
    fn index_entries(&self) -> Vec<IndexEntry>;

    /// Keys that only one live record may hold; their value is the id.
    fn unique_keys(&self) -> Vec<Key> {
        Vec::new()
    }

    /// Its envelope, if it is an activity.
    fn activity(&self) -> Option<&Activity> {
        None
    }

    /// Values outside the tables of records that live and die with it.
    fn owned_keys(&self) -> Vec<Key> {
        Vec::new()
    }

    /// The blobs it names.
    fn blobs(&self) -> Vec<BlobHash> {
        Vec::new()
    }

    /// Records that must exist when a link to them is made.
    fn targets(&self) -> Vec<Key> {
        Vec::new()
    }

    /// Lets go of a link to a record that is gone for good, given by its key.
    fn forget(&mut self, _target: &[u8]) {}

    /// Prefixes of the keys under which records stand that link to the one with this id.
    fn linked_from(id: Uuid) -> Vec<Key> {
        let target = Self::KIND.map(|kind| Target::Record(RecordRef { kind, id }));
        target
            .iter()
            .map(|target| timeline_prefix(target).build())
            .collect()
    }
}

/// Every type of record: calls a macro with all of them. A new entity is one line here.
macro_rules! for_each_record {
    ($with:ident) => {
        $with! {
            $crate::store::schema::contact::Contact,
            $crate::store::schema::company::Company,
            $crate::store::schema::note::Note,
            $crate::store::schema::message::Message,
            $crate::store::schema::message::Thread,
            $crate::store::schema::user::User,
            $crate::store::schema::import::Import,
            $crate::store::schema::session::Session,
            $crate::store::schema::reading::Reading,
            $crate::store::schema::saved_search::SavedSearch,
            $crate::store::schema::notice::Notice,
        }
    };
}
pub(crate) use for_each_record;

/// What all records have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Counts changes, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Set while it lies in the bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deleted>,
}

/// When and by whom a record was put into the bin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` for the system.
    pub by: Option<UserId>,
}

impl Head {
    /// The head of a record made now.
    pub fn new(now: Timestamp) -> Self {
        Self {
            revision: 1,
            created_at: now,
            updated_at: now,
            deleted: None,
        }
    }
}

/// The envelope that all activities share: what happened, when, who wrote it, who may see it and
/// in which timelines it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// When it happened.
    pub at: Timestamp,
    /// Who wrote it; `None` for mail from outside and imports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// In whose timelines it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
}

/// Whose timeline: a record's, or a handle's. A contact's timeline is that of its id merged with
/// those of its e-mail addresses, so mail finds its contact even when the contact is made later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A record.
    Record(shared::model::RecordRef),
    /// An e-mail address in normal form.
    Email(String),
}

impl Target {
    /// The bytes of this target inside a timeline key.
    pub fn key_bytes(&self) -> Vec<u8> {
        match self {
            Self::Record(record) => {
                [&[1, table_of(record.kind) as u8][..], record.id.as_bytes()].concat()
            }
            Self::Email(address) => [&[2][..], address.as_bytes(), &[0]].concat(),
        }
    }
}

/// The table of a public kind.
pub const fn table_of(kind: RecordKind) -> Table {
    match kind {
        RecordKind::Contact => Table::Contact,
        RecordKind::Company => Table::Company,
        RecordKind::Note => Table::Note,
        RecordKind::Message => Table::Message,
    }
}

/// What a timeline entry says without the record being read: kind, visibility, author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimelineValue {
    /// The kind of the activity.
    pub kind: RecordKind,
    /// The author, if only the author may see it.
    pub private_to: Option<UserId>,
}

impl TimelineValue {
    /// The stored bytes: table byte, then the author's id if private.
    pub fn encode(self) -> Vec<u8> {
        let mut bytes = vec![table_of(self.kind) as u8];
        if let Some(author) = self.private_to {
            bytes.extend_from_slice(author.uuid().as_bytes());
        }
        bytes
    }

    /// From the stored bytes.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (&table, author) = bytes.split_first()?;
        let kind = RecordKind::ALL
            .into_iter()
            .find(|&kind| table_of(kind) as u8 == table)?;
        let private_to = Uuid::from_slice(author).ok().map(UserId::from_uuid);
        Some(Self { kind, private_to })
    }
}

impl Activity {
    /// One timeline entry for each target.
    pub fn timeline_entries(&self, kind: RecordKind, id: Uuid) -> Vec<IndexEntry> {
        let private = self.visibility == Visibility::Private;
        // Private without an author is nobody's, never everybody's.
        let author = self.author.unwrap_or(UserId::from_uuid(Uuid::nil()));
        let value = TimelineValue {
            kind,
            private_to: private.then_some(author),
        }
        .encode();
        self.targets
            .iter()
            .map(|target| {
                let key = timeline_prefix(target)
                    .time_descending(self.at)
                    .id(id)
                    .build();
                (key, value.clone())
            })
            .collect()
    }
}

/// The part of a timeline key that names the target.
pub fn timeline_prefix(target: &Target) -> KeyBuilder {
    KeyBuilder::table(Table::Timeline).bytes(&target.key_bytes())
}

/// The key of a record.
pub fn record_key(table: Table, id: Uuid) -> Key {
    KeyBuilder::table(table).id(id).build()
}

/// All index entries that must exist for a record, with unique keys and the bin.
pub fn all_entries<T: Record>(record: &T) -> Vec<IndexEntry> {
    let id = record.id();
    if let Some(deleted) = &record.head().deleted {
        let key = KeyBuilder::table(Table::Bin)
            .time_descending(deleted.at)
            .byte(T::TABLE as u8)
            .id(id)
            .build();
        return if T::KIND.is_some() {
            vec![(key, Vec::new())]
        } else {
            Vec::new()
        };
    }
    let unique = record
        .unique_keys()
        .into_iter()
        .map(|key| (key, id.as_bytes().to_vec()));
    record.index_entries().into_iter().chain(unique).collect()
}

/// The stored bytes of a record: the format byte, then named MessagePack.
pub fn encode<T: Serialize>(record: &T) -> Vec<u8> {
    let mut bytes = vec![FORMAT_NAMED_MESSAGE_PACK];
    rmp_serde::encode::write_named(&mut bytes, record)
        .expect("invariant: stored types encode to memory without error");
    bytes
}

/// Reads the stored bytes of a record.
///
/// # Errors
/// When the format is newer than this executable or the bytes are damaged.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    match bytes.split_first() {
        Some((&FORMAT_NAMED_MESSAGE_PACK, rest)) => {
            rmp_serde::from_slice(rest).map_err(|error| DecodeError(error.to_string()))
        }
        Some((format, _)) => Err(DecodeError(format!("unknown format {format}"))),
        None => Err(DecodeError("no bytes".to_owned())),
    }
}

/// The head of a record of any type.
///
/// # Errors
/// When the format is newer than this executable or the bytes are damaged.
pub fn decode_head(bytes: &[u8]) -> Result<Head, DecodeError> {
    #[derive(Deserialize)]
    struct HeadOnly {
        head: Head,
    }
    decode::<HeadOnly>(bytes).map(|record| record.head)
}

/// Writes a record as its stored bytes were, as a new revision made at `now`: undo.
///
/// # Errors
/// As [`UnitOfWork::put`]; when there is no such table or the bytes are another record's.
pub fn restore_bytes(
    unit: &mut UnitOfWork,
    record: (u8, Uuid),
    bytes: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    macro_rules! dispatch {
        ($($record:ty),+ $(,)?) => {$(
            if record.0 == <$record>::TABLE as u8 {
                return restore_as::<$record>(unit, record.1, bytes, now);
            }
        )+};
    }
    for_each_record!(dispatch);
    Err(no_such_table(record.0))
}

fn restore_as<T: Record>(
    unit: &mut UnitOfWork,
    id: Uuid,
    bytes: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut record: T = decode(bytes)?;
    if record.id() != id {
        return Err(StoreError::Damaged("a change names another record".into()));
    }
    // A revision is never used twice: whoever read the one in between must not overwrite this.
    let current = unit.find::<T>(id)?;
    let latest = current.map_or(0, |current| current.head().revision);
    let head = record.head_mut();
    head.revision = head.revision.max(latest) + 1;
    head.updated_at = now;
    unit.put(&record)
}

/// Takes away a record of a table given by its byte, as [`UnitOfWork::remove`].
///
/// # Errors
/// When the engine fails, the record is damaged or there is no such table.
pub fn remove_record(unit: &mut UnitOfWork, table: u8, id: Uuid) -> Result<(), StoreError> {
    macro_rules! dispatch {
        ($($record:ty),+ $(,)?) => {$(
            if table == <$record>::TABLE as u8 {
                return unit.remove::<$record>(id);
            }
        )+};
    }
    for_each_record!(dispatch);
    Err(no_such_table(table))
}

/// The envelope of a stored record of any table, if it is an activity.
///
/// # Errors
/// When the bytes are damaged or there is no such table.
pub fn activity_of(table: u8, bytes: &[u8]) -> Result<Option<Activity>, StoreError> {
    macro_rules! dispatch {
        ($($record:ty),+ $(,)?) => {$(
            if table == <$record>::TABLE as u8 {
                return Ok(decode::<$record>(bytes)?.activity().cloned());
            }
        )+};
    }
    for_each_record!(dispatch);
    Err(no_such_table(table))
}

/// [`Record::linked_from`] of a record of any kind.
pub fn link_prefixes(record: RecordRef) -> Vec<Key> {
    macro_rules! dispatch {
        ($($record:ty),+ $(,)?) => {$(
            if <$record>::KIND == Some(record.kind) {
                return <$record>::linked_from(record.id);
            }
        )+};
    }
    for_each_record!(dispatch);
    Vec::new()
}

fn no_such_table(table: u8) -> StoreError {
    StoreError::Damaged(format!("there are no records in table {table}"))
}
