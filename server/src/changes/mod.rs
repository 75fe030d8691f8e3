//! The change log as readers see it: what one commit changed, who did it and why. Search, live
//! events and undo all read this and nothing else. Tests: `tests.rs` and the tests crate.

pub mod reader;

use crate::store::{engine::ChangePosition, keys::Table};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{ImportId, UserId},
    time::Timestamp,
};
use uuid::Uuid;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogActor {
    /// The server itself or its command line.
    System,
    /// A user.
    User(UserId),
}

/// Why it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A request of a user or script.
    Request,
    /// An import, whose whole can be taken back.
    Import(ImportId),
    /// An undo of the change at this position.
    Undo([u8; 16]),
    /// The sample data.
    Sample,
    /// Housekeeping of the server.
    System,
}

/// The meta part of a log entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogMeta {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: LogActor,
    /// Why.
    pub cause: Cause,
}

/// One record in a log entry. A create keeps no `after`, a purge no record: the store has it, or
/// `before` does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// The table byte of the record.
    pub table: u8,
    /// Its id.
    pub id: Uuid,
    /// The stored bytes before; `None` when the record is new.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_bytes_option"
    )]
    pub before: Option<Vec<u8>>,
    /// The stored bytes after; `None` when it is new (read the store) or gone.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_bytes_option"
    )]
    pub after: Option<Vec<u8>>,
    /// What happened.
    pub action: Action,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new.
    Created,
    /// It was changed.
    Updated,
    /// It went to the bin.
    Deleted,
    /// It came back from the bin.
    Restored,
    /// It vanished: an undone create.
    Removed,
}

impl RecordChange {
    /// Whether it is a record of this table.
    pub fn is(&self, table: Table) -> bool {
        self.table == table as u8
    }
}

/// One commit, as observers and readers get it.
#[derive(Debug, Clone)]
pub struct Change {
    /// Where it stands in the log.
    pub position: ChangePosition,
    /// Who, when, why.
    pub meta: LogMeta,
    /// What.
    pub records: Vec<RecordChange>,
}

impl Change {
    /// Whether it is one batch of something large: observers may defer their work.
    pub fn is_bulk(&self) -> bool {
        matches!(self.meta.cause, Cause::Import(_)) || self.records.len() > BULK_RECORDS
    }
}

/// Changes of more records than this are bulk.
pub const BULK_RECORDS: usize = 100;

/// Called in this process after a commit and before it is acknowledged.
pub trait Observer: Send + Sync {
    /// Must be quick, must not fail the write; may be called from many threads at once.
    fn committed(&self, change: &Change);
}

/// Optional byte strings as MessagePack `bin`.
mod serde_bytes_option {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => serializer.serialize_bytes(bytes),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        Option::<ByteBuf>::deserialize(deserializer).map(|bytes| bytes.map(|bytes| bytes.0))
    }

    struct ByteBuf(Vec<u8>);

    impl<'de> Deserialize<'de> for ByteBuf {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl serde::de::Visitor<'_> for Visitor {
                type Value = ByteBuf;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("bytes")
                }

                fn visit_bytes<E>(self, bytes: &[u8]) -> Result<ByteBuf, E> {
                    Ok(ByteBuf(bytes.to_vec()))
                }

                fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<ByteBuf, E> {
                    Ok(ByteBuf(bytes))
                }
            }
            deserializer.deserialize_byte_buf(Visitor)
        }
    }
}
