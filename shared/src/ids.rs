//! Identifiers: one newtype per entity over a UUID version 7 (RFC 9562), so that ids sort by
//! creation time and cannot be swapped for one another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A string that is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made elsewhere.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map(Self).map_err(|_| IdError)
            }
        }
    )+};
}

id! {
    /// A person.
    ContactId,
    /// A firm, shop or other organisation.
    CompanyId,
    /// A note on any number of records.
    NoteId,
    /// A stored mail (not the Message-ID header).
    MessageId,
    /// A conversation: the messages that answer one another.
    ThreadId,
    /// A login.
    UserId,
    /// One run of the importer.
    ImportId,
    /// A search that somebody keeps.
    SavedSearchId,
    /// Word that a saved search found something new.
    NoticeId,
}
