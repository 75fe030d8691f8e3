//! Stored contact: a person.

use super::company::{Affiliation, people_prefix};
use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Unknown, table_of},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{ContactId, UserId},
    model::{EmailKind, LifecycleStage, PhoneKind, RecordKind},
};
use uuid::Uuid;

/// A person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Revision, times, deletion.
    pub head: Head,
    /// May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    /// May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    /// Job title; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// The first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Companies, those it has left included; the first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<Affiliation>,
    /// Each once, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the relation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Whose contact it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// The id it had where it was imported from (vCard UID, CSV id column).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An e-mail address of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    /// Normal form ([`shared::email_address::EmailAddress`]).
    pub address: String,
    /// What it is used for.
    #[serde(default)]
    pub kind: EmailKind,
}

/// A telephone number of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// As it was written.
    pub number: String,
    /// E.164 with its plus sign, where the country could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e164: Option<String>,
    /// What it is used for.
    #[serde(default)]
    pub kind: PhoneKind,
}

/// The first column of a handle key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum HandleKind {
    /// An e-mail address.
    Email = 1,
    /// A telephone number, E.164 or digits only.
    Phone = 2,
    /// A domain.
    Domain = 3,
}

/// The key prefix under which the parties of a handle stand.
pub fn handle_prefix(kind: HandleKind, value: &str) -> KeyBuilder {
    KeyBuilder::index(Index::PartyByHandle)
        .byte(kind as u8)
        .text(value)
}

/// The index entry that says "this handle is this party's".
pub fn handle_entry(kind: HandleKind, value: &str, party: RecordKind, id: Uuid) -> IndexEntry {
    let key = handle_prefix(kind, value)
        .byte(table_of(party) as u8)
        .id(id)
        .build();
    (key, Vec::new())
}

/// The form of a number that is compared: E.164, else its digits.
pub fn phone_handle(phone: &Phone) -> String {
    phone
        .e164
        .clone()
        .unwrap_or_else(|| shared::phone::digits(&phone.number))
}

/// The prefix of the contacts with an id from elsewhere. Hashed: it may be longer than a key.
pub fn source_prefix(source_id: &str) -> KeyBuilder {
    let hash = blake3::hash(source_id.as_bytes());
    KeyBuilder::index(Index::ContactBySource).bytes(hash.as_bytes())
}

/// The unique key of a contact's e-mail address.
pub fn email_key(address: &str) -> Key {
    KeyBuilder::unique(Index::ContactByEmail)
        .text(address)
        .build()
}

impl Contact {
    /// Appends the columns that sort by name, and the id.
    fn by_name(&self, key: KeyBuilder) -> IndexEntry {
        let (last, first) = (self.last_name.trim(), self.first_name.trim());
        // A contact with one name only sorts by that name; one without sorts by its handle.
        let columns = match (last.is_empty(), first.is_empty()) {
            (false, _) => (last, first),
            (true, false) => (first, ""),
            (true, true) => (self.handle_name(), ""),
        };
        let key = key.folded(columns.0).folded(columns.1);
        (key.id(self.id.uuid()).build(), Vec::new())
    }

    fn handle_name(&self) -> &str {
        let email = self.emails.first().map(|email| email.address.as_str());
        email
            .or(self.phones.first().map(|phone| phone.number.as_str()))
            .unwrap_or("")
    }
}

impl Record for Contact {
    const TABLE: Table = Table::Contact;
    const KIND: Option<RecordKind> = Some(RecordKind::Contact);

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
        let time = |index, at| {
            (
                KeyBuilder::index(index).time_descending(at).id(id).build(),
                Vec::new(),
            )
        };
        let mut entries = vec![
            self.by_name(KeyBuilder::index(Index::ContactByName)),
            time(Index::ContactByUpdated, self.head.updated_at),
            time(Index::ContactByCreated, self.head.created_at),
        ];
        if let Some(source_id) = &self.source_id {
            entries.push((source_prefix(source_id).id(id).build(), Vec::new()));
        }
        let companies = self.companies.iter().map(|it| it.company_id.uuid());
        entries.extend(companies.map(|company| self.by_name(people_prefix(company))));
        let handle = |kind, value: &str| handle_entry(kind, value, RecordKind::Contact, id);
        entries.extend(
            self.emails
                .iter()
                .map(|email| handle(HandleKind::Email, &email.address)),
        );
        entries.extend(
            self.phones
                .iter()
                .map(|phone| handle(HandleKind::Phone, &phone_handle(phone))),
        );
        entries
    }

    fn unique_keys(&self) -> Vec<Key> {
        self.emails
            .iter()
            .map(|email| email_key(&email.address))
            .collect()
    }

    fn targets(&self) -> Vec<Key> {
        self.companies.iter().map(Affiliation::target).collect()
    }

    fn forget(&mut self, gone: &[u8]) {
        self.companies.retain(|it| it.target() != gone);
    }
}
