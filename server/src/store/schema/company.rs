//! Stored company, and the place of a contact in one.

use super::contact::{Email, HandleKind, Phone, handle_entry, phone_handle};
use crate::store::{
    engine::Key,
    keys::{Index, KeyBuilder, Table},
    record::{Head, IndexEntry, Record, Target, Unknown, record_key, timeline_prefix},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{CompanyId, UserId},
    model::{LifecycleStage, RecordKind, RecordRef},
    time::Date,
};
use uuid::Uuid;

/// A company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Revision, times, deletion.
    pub head: Head,
    /// Never empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Normal form ([`shared::validate::normal_domain`]); the first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// Of the company itself; the first is the main one. Not unique: the address of a firm of one
    /// is its owner's too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// The first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// With its scheme; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// Postal address, in lines; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Each once, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the relation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LifecycleStage>,
    /// Whose company it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// The id it had where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Written by a newer executable.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A contact's place in a company. Stands in the contact; [`people_prefix`] leads back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affiliation {
    /// The company.
    pub company_id: CompanyId,
    /// Free words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day; set when the contact has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Affiliation {
    /// The key of its company.
    pub fn target(&self) -> Key {
        record_key(Table::Company, self.company_id.uuid())
    }
}

/// The prefix of the contacts of a company, former ones included, by name.
pub fn people_prefix(company: Uuid) -> KeyBuilder {
    KeyBuilder::index(Index::ContactByCompany).id(company)
}

/// The unique key of a company's domain.
pub fn domain_key(domain: &str) -> Key {
    KeyBuilder::unique(Index::CompanyByDomain)
        .text(domain)
        .build()
}

/// The prefix of the companies with a name, or with one that begins with the same 64 characters.
pub fn name_prefix(name: &str) -> KeyBuilder {
    KeyBuilder::index(Index::CompanyByName).folded(name.trim())
}

/// The prefix of the companies with an id from elsewhere. Hashed: it may be longer than a key.
pub fn source_prefix(source_id: &str) -> KeyBuilder {
    let hash = blake3::hash(source_id.as_bytes());
    KeyBuilder::index(Index::CompanyBySource).bytes(hash.as_bytes())
}

impl Record for Company {
    const TABLE: Table = Table::Company;
    const KIND: Option<RecordKind> = Some(RecordKind::Company);

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
        let entry = |key: KeyBuilder| (key.id(id).build(), Vec::new());
        let time = |index, at| entry(KeyBuilder::index(index).time_descending(at));
        let mut entries = vec![
            entry(name_prefix(&self.name)),
            time(Index::CompanyByUpdated, self.head.updated_at),
            time(Index::CompanyByCreated, self.head.created_at),
        ];
        entries.extend(self.source_id.as_deref().map(|it| entry(source_prefix(it))));
        let handle = |kind, value: &str| handle_entry(kind, value, RecordKind::Company, id);
        let domains = self.domains.iter();
        entries.extend(domains.map(|domain| handle(HandleKind::Domain, domain)));
        let emails = self.emails.iter();
        entries.extend(emails.map(|email| handle(HandleKind::Email, &email.address)));
        let phones = self.phones.iter();
        entries.extend(phones.map(|phone| handle(HandleKind::Phone, &phone_handle(phone))));
        entries
    }

    fn unique_keys(&self) -> Vec<Key> {
        self.domains
            .iter()
            .map(|domain| domain_key(domain))
            .collect()
    }

    fn linked_from(id: Uuid) -> Vec<Key> {
        let target = Target::Record(RecordRef::from(CompanyId::from_uuid(id)));
        vec![timeline_prefix(&target).build(), people_prefix(id).build()]
    }
}
