//! The lines of our own export: what is said of one record of each kind. Read by `own_export`, written
//! by `export`. Fields may be added with a default; none changes its meaning.

use serde::{Deserialize, Serialize};
use shared::{
    api::{
        company::Affiliation,
        contact::{Email, Phone},
        saved_search::{SavedPlace, SavedQuery},
    },
    ids::{CompanyId, ContactId, MessageId, NoteId, SavedSearchId, ThreadId, UserId},
    locale::Locale,
    model::{LifecycleStage, RecordRef, Role, Theme, Visibility},
    time::Timestamp,
};

/// What every line may say of its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnHead {
    /// Counts changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Set while it lies in the bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Who put it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<UserId>,
}

/// A user; comes back shut out, since passwords do not travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnUser {
    /// Its id.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// Shut out.
    #[serde(default)]
    pub disabled: bool,
    /// Language.
    #[serde(default)]
    pub locale: Locale,
    /// Look.
    #[serde(default)]
    pub theme: Theme,
    /// Where the user's days begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}

/// A company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnCompany {
    /// Its id; a new one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CompanyId>,
    /// Name.
    pub name: String,
    /// Domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Addresses.
    #[serde(default)]
    pub emails: Vec<Email>,
    /// Numbers.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Website.
    #[serde(default)]
    pub website: String,
    /// Postal address.
    #[serde(default)]
    pub address: String,
    /// Words.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// The owner's address, for a house where the owner has another id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_email: Option<String>,
    /// The id where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnContact {
    /// Its id; a new one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ContactId>,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// Job title.
    #[serde(default)]
    pub title: String,
    /// Addresses.
    #[serde(default)]
    pub emails: Vec<Email>,
    /// Numbers.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Companies, by their ids.
    #[serde(default)]
    pub companies: Vec<Affiliation>,
    /// Words.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// The owner's address, for a house where the owner has another id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_email: Option<String>,
    /// The id where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}

/// A message: what its raw bytes do not say themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMessage {
    /// Its id.
    pub id: MessageId,
    /// Its conversation.
    pub thread_id: ThreadId,
    /// The Message-ID header.
    pub message_id: String,
    /// When it was written.
    pub at: Timestamp,
    /// Its subject, for those who look into the file.
    #[serde(default)]
    pub subject: String,
    /// The files with its bytes, below the folder; the first is the message, others are copies.
    pub raw: Vec<String>,
    /// Its attachments, for those who look into the folder: the bytes of the mail hold them too.
    #[serde(default)]
    pub files: Vec<OwnFile>,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}

/// An attachment as a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFile {
    /// Below the folder.
    pub path: String,
    /// By its content.
    pub content_type: String,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnNote {
    /// Its id; a new one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<NoteId>,
    /// Markdown.
    pub body: String,
    /// What it is about.
    #[serde(default)]
    pub links: Vec<RecordRef>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_id: Option<UserId>,
    /// The author's address, for a house where the author has another id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_email: Option<String>,
    /// Its place in time lines; `created_at` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}

/// A search that a user keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// Whose it is.
    pub owner_id: UserId,
    /// The owner's address, for a house where the owner has another id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_email: Option<String>,
    /// What its owner calls it.
    pub name: String,
    /// Where it is shown.
    #[serde(default)]
    pub place: SavedPlace,
    /// What is asked.
    pub query: SavedQuery,
    /// Whether it stands in the navigation.
    #[serde(default)]
    pub pinned: bool,
    /// Whether new matches are told.
    #[serde(default)]
    pub alerts: bool,
    /// Times and the like.
    #[serde(flatten)]
    pub head: OwnHead,
}
