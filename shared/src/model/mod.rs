//! The vocabulary of the model: small closed sets of words used by API, store and screens alike.

use crate::ids::{CompanyId, ContactId, MessageId, NoteId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// What a user may do; see [`crate::permission`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, users included.
    Admin,
    /// All work with customers.
    Member,
    /// Looks, never changes.
    ReadOnly,
}

/// Where a relation stands in its life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifecycleStage {
    /// Interest, no purchase yet.
    Lead,
    /// Has bought.
    Customer,
    /// Buys again and again.
    Regular,
    /// Was a customer, has gone quiet.
    Lapsed,
}

impl LifecycleStage {
    /// Every stage, in order.
    pub const ALL: [Self; 4] = [Self::Lead, Self::Customer, Self::Regular, Self::Lapsed];

    /// The word used in the API and in queries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Customer => "customer",
            Self::Regular => "regular",
            Self::Lapsed => "lapsed",
        }
    }
}

/// Who may see an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everyone who may read records.
    #[default]
    Shared,
    /// Its author alone: in nobody else's list, count, snippet, timeline or event.
    Private,
}

/// What an e-mail address is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailKind {
    /// At work.
    #[default]
    Work,
    /// At home.
    Home,
    /// Anything else.
    Other,
}

/// What a telephone number is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// At work.
    #[default]
    Work,
    /// Mobile.
    Mobile,
    /// At home.
    Home,
    /// Fax.
    Fax,
    /// Anything else.
    Other,
}

/// The kinds of record that people open, search and link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A person.
    Contact,
    /// A firm, shop or other organisation.
    Company,
    /// A note.
    Note,
    /// A mail.
    Message,
}

impl RecordKind {
    /// Every kind, in the order in which search shows its counts.
    pub const ALL: [Self; 4] = [Self::Contact, Self::Company, Self::Note, Self::Message];

    /// The word used in the API and in queries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Company => "company",
            Self::Note => "note",
            Self::Message => "message",
        }
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of record")]
pub struct RecordKindError;

impl FromStr for RecordKind {
    type Err = RecordKindError;

    fn from_str(text: &str) -> Result<Self, RecordKindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(RecordKindError)
    }
}

/// A reference to one record of any kind: `{"kind":"contact","id":"…"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
}

impl From<ContactId> for RecordRef {
    fn from(id: ContactId) -> Self {
        Self {
            kind: RecordKind::Contact,
            id: id.uuid(),
        }
    }
}

impl From<CompanyId> for RecordRef {
    fn from(id: CompanyId) -> Self {
        Self {
            kind: RecordKind::Company,
            id: id.uuid(),
        }
    }
}

impl From<NoteId> for RecordRef {
    fn from(id: NoteId) -> Self {
        Self {
            kind: RecordKind::Note,
            id: id.uuid(),
        }
    }
}

impl From<MessageId> for RecordRef {
    fn from(id: MessageId) -> Self {
        Self {
            kind: RecordKind::Message,
            id: id.uuid(),
        }
    }
}

/// How a participant takes part in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantRole {
    /// The From header.
    From,
    /// The To header.
    To,
    /// The Cc header.
    Cc,
    /// The Bcc header.
    Bcc,
    /// The Reply-To header.
    ReplyTo,
}

/// How the interface looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
