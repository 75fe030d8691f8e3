//! Contacts and companies alike: what both have is listed, read and changed by the same code, so that
//! the list and the record page exist once, in the source and in the bundle. Paths and wire types
//! stay those of `shared`. Tests stand at the foot.

use super::{ApiResult, Call, Reply, companies, contacts, json};
use crate::format;
use shared::{
    api::{
        company::{Affiliation, Company, CompanyPatch},
        contact::{Contact, ContactPatch, Email, Phone, display_name},
        page::{ListQuery, Page},
        paths,
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::{CompanyId, ContactId, UserId},
    model::{LifecycleStage, RecordKind, RecordRef},
    time::Timestamp,
};
use uuid::Uuid;
use web_sys::AbortSignal;

/// A person or a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    Contact,
    Company,
}

impl PartyKind {
    /// The kind of its records.
    pub const fn record(self) -> RecordKind {
        match self {
            Self::Contact => RecordKind::Contact,
            Self::Company => RecordKind::Company,
        }
    }

    /// The kind that it has affiliations with.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Contact => Self::Company,
            Self::Company => Self::Contact,
        }
    }

    /// The field that lists are ordered by when nobody chose.
    pub const fn name_field(self) -> &'static str {
        match self {
            Self::Contact => "last_name",
            Self::Company => "name",
        }
    }

    /// One of them.
    pub const fn reference(self, id: Uuid) -> RecordRef {
        RecordRef {
            kind: self.record(),
            id,
        }
    }
}

/// What tells a person from a company.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    Contact {
        first_name: String,
        last_name: String,
        /// Job title.
        title: String,
        /// The firms it works or worked for.
        companies: Vec<Affiliation>,
    },
    Company {
        name: String,
        domains: Vec<String>,
        website: String,
        /// Postal address.
        address: String,
    },
}

/// A person or a company, as lists and record pages show them.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    pub id: Uuid,
    /// Counts changes; the ETag.
    pub revision: u64,
    pub who: Who,
    pub emails: Vec<Email>,
    pub phones: Vec<Phone>,
    pub tags: Vec<String>,
    pub stage: Option<LifecycleStage>,
    pub owner_id: Option<UserId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Set while it lies in the bin.
    pub deleted_at: Option<Timestamp>,
}

impl Party {
    pub const fn kind(&self) -> PartyKind {
        match self.who {
            Who::Contact { .. } => PartyKind::Contact,
            Who::Company { .. } => PartyKind::Company,
        }
    }

    pub const fn reference(&self) -> RecordRef {
        self.kind().reference(self.id)
    }

    /// What it is called.
    pub fn display_name(&self) -> String {
        match &self.who {
            Who::Contact {
                first_name,
                last_name,
                ..
            } => display_name(first_name, last_name, &self.emails, &self.phones),
            Who::Company { name, .. } => name.clone(),
        }
    }

    /// The line below its name: what a person does and where; empty for a company.
    pub fn lead(&self) -> String {
        let Who::Contact { title, .. } = &self.who else {
            return String::new();
        };
        [title.as_str(), self.company_now()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// The name of the company that a person works for now; may be empty.
    pub fn company_now(&self) -> &str {
        let now = self.companies().iter().find(|place| !place.is_former());
        now.map_or("", |place| &place.name)
    }

    /// The companies of a person.
    pub fn companies(&self) -> &[Affiliation] {
        match &self.who {
            Who::Contact { companies, .. } => companies,
            Who::Company { .. } => &[],
        }
    }

    /// The domains of a company.
    pub fn domains(&self) -> &[String] {
        match &self.who {
            Who::Contact { .. } => &[],
            Who::Company { domains, .. } => domains,
        }
    }
}

impl From<Contact> for Party {
    fn from(contact: Contact) -> Self {
        Self {
            id: contact.id.uuid(),
            revision: contact.revision,
            who: Who::Contact {
                first_name: contact.first_name,
                last_name: contact.last_name,
                title: contact.title,
                companies: contact.companies,
            },
            emails: contact.emails,
            phones: contact.phones,
            tags: contact.tags,
            stage: contact.stage,
            owner_id: contact.owner_id,
            created_at: contact.created_at,
            updated_at: contact.updated_at,
            deleted_at: contact.deleted_at,
        }
    }
}

impl From<Company> for Party {
    fn from(company: Company) -> Self {
        Self {
            id: company.id.uuid(),
            revision: company.revision,
            who: Who::Company {
                name: company.name,
                domains: company.domains,
                website: company.website,
                address: company.address,
            },
            emails: company.emails,
            phones: company.phones,
            tags: company.tags,
            stage: company.stage,
            owner_id: company.owner_id,
            created_at: company.created_at,
            updated_at: company.updated_at,
            deleted_at: company.deleted_at,
        }
    }
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    FirstName(String),
    LastName(String),
    Title(String),
    Companies(Vec<Affiliation>),
    Name(String),
    Domains(Vec<String>),
    Website(String),
    Address(String),
    Emails(Vec<Email>),
    Phones(Vec<Phone>),
    Tags(Vec<String>),
    Stage(Option<LifecycleStage>),
    Owner(Option<UserId>),
}

/// What a party has in one field.
#[derive(Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Texts(&'a [String]),
    Companies(&'a [Affiliation]),
    Emails(&'a [Email]),
    Phones(&'a [Phone]),
    Stage(Option<LifecycleStage>),
    Owner(Option<UserId>),
    /// Its kind does not have the field.
    Absent,
}

impl Change {
    /// The party after the change.
    #[must_use]
    pub fn applied(&self, party: &Party) -> Party {
        let mut next = party.clone();
        match (self.clone(), &mut next.who) {
            (Self::FirstName(text), Who::Contact { first_name, .. }) => *first_name = text,
            (Self::LastName(text), Who::Contact { last_name, .. }) => *last_name = text,
            (Self::Title(text), Who::Contact { title, .. }) => *title = text,
            (Self::Companies(list), Who::Contact { companies, .. }) => *companies = list,
            (Self::Name(text), Who::Company { name, .. }) => *name = text,
            (Self::Domains(list), Who::Company { domains, .. }) => *domains = list,
            (Self::Website(text), Who::Company { website, .. }) => *website = text,
            (Self::Address(text), Who::Company { address, .. }) => *address = text,
            (Self::Emails(list), _) => next.emails = list,
            (Self::Phones(list), _) => next.phones = list,
            (Self::Tags(list), _) => next.tags = list,
            (Self::Stage(stage), _) => next.stage = stage,
            (Self::Owner(owner), _) => next.owner_id = owner,
            // The other kind does not have the field.
            (_, Who::Contact { .. } | Who::Company { .. }) => {}
        }
        next
    }

    /// What a party has in the field that this changes.
    pub fn value_in<'a>(&self, party: &'a Party) -> Value<'a> {
        match (self, &party.who) {
            (Self::FirstName(_), Who::Contact { first_name, .. }) => Value::Text(first_name),
            (Self::LastName(_), Who::Contact { last_name, .. }) => Value::Text(last_name),
            (Self::Title(_), Who::Contact { title, .. }) => Value::Text(title),
            (Self::Companies(_), Who::Contact { companies, .. }) => Value::Companies(companies),
            (Self::Name(_), Who::Company { name, .. }) => Value::Text(name),
            (Self::Domains(_), Who::Company { domains, .. }) => Value::Texts(domains),
            (Self::Website(_), Who::Company { website, .. }) => Value::Text(website),
            (Self::Address(_), Who::Company { address, .. }) => Value::Text(address),
            (Self::Emails(_), _) => Value::Emails(&party.emails),
            (Self::Phones(_), _) => Value::Phones(&party.phones),
            (Self::Tags(_), _) => Value::Texts(&party.tags),
            (Self::Stage(_), _) => Value::Stage(party.stage),
            (Self::Owner(_), _) => Value::Owner(party.owner_id),
            (_, Who::Contact { .. } | Who::Company { .. }) => Value::Absent,
        }
    }

    fn contact_patch(self) -> ContactPatch {
        let mut patch = ContactPatch::default();
        match self {
            Self::FirstName(text) => patch.first_name = Some(text),
            Self::LastName(text) => patch.last_name = Some(text),
            Self::Title(text) => patch.title = Some(text),
            Self::Emails(list) => patch.emails = Some(list),
            Self::Phones(list) => patch.phones = Some(list),
            Self::Tags(list) => patch.tags = Some(list),
            Self::Stage(stage) => patch.stage = Some(stage),
            Self::Owner(owner) => patch.owner_id = Some(owner),
            Self::Companies(list) => patch.companies = Some(list),
            Self::Name(_) | Self::Domains(_) | Self::Website(_) | Self::Address(_) => {}
        }
        patch
    }

    fn company_patch(self) -> CompanyPatch {
        let mut patch = CompanyPatch::default();
        match self {
            Self::Name(text) => patch.name = Some(text),
            Self::Domains(list) => patch.domains = Some(list),
            Self::Website(text) => patch.website = Some(text),
            Self::Address(text) => patch.address = Some(text),
            Self::Emails(list) => patch.emails = Some(list),
            Self::Phones(list) => patch.phones = Some(list),
            Self::Tags(list) => patch.tags = Some(list),
            Self::Stage(stage) => patch.stage = Some(stage),
            Self::Owner(owner) => patch.owner_id = Some(owner),
            Self::FirstName(_) | Self::LastName(_) | Self::Title(_) | Self::Companies(_) => {}
        }
        patch
    }
}

fn page_of<T: Into<Party>>(page: Page<T>) -> Page<Party> {
    Page {
        items: page.items.into_iter().map(T::into).collect(),
        next_cursor: page.next_cursor,
        total: page.total,
        problems: page.problems,
        marks: page.marks,
    }
}

/// An answer about a contact or a company, as one about either.
pub fn reply_of<T: Into<Party>>(reply: Reply<T>) -> Reply<Party> {
    Reply {
        value: reply.value.into(),
        position: reply.position,
    }
}

/// A list's query as its reader means it: dates by the reader's clock and language.
pub fn here(query: &ListQuery) -> ListQuery {
    let has_words = query.q.is_some() || query.filter.is_some();
    ListQuery {
        tz: format::time_zone().filter(|_| has_words),
        lang: format::language().filter(|_| has_words),
        ..query.clone()
    }
}

/// One page of a list.
pub async fn list(
    kind: PartyKind,
    query: &ListQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<Party>> {
    match kind {
        PartyKind::Contact => contacts::list(query, signal).await.map(page_of),
        PartyKind::Company => companies::list(query, signal).await.map(page_of),
    }
}

/// One of them.
pub async fn get(kind: PartyKind, id: Uuid, signal: Option<&AbortSignal>) -> ApiResult<Party> {
    match kind {
        PartyKind::Contact => contacts::get(ContactId::from_uuid(id), signal)
            .await
            .map(Party::from),
        PartyKind::Company => companies::get(CompanyId::from_uuid(id), signal)
            .await
            .map(Party::from),
    }
}

/// Changes one field of a party that still has this revision.
pub async fn change(party: &Party, change: &Change) -> ApiResult<Reply<Party>> {
    let (id, revision, change) = (party.id, party.revision, change.clone());
    match party.kind() {
        PartyKind::Contact => {
            let id = ContactId::from_uuid(id);
            contacts::patch(id, revision, &change.contact_patch())
                .await
                .map(reply_of)
        }
        PartyKind::Company => {
            let id = CompanyId::from_uuid(id);
            companies::patch(id, revision, &change.company_patch())
                .await
                .map(reply_of)
        }
    }
}

/// What happened with a party, newest first.
pub async fn timeline(
    kind: PartyKind,
    id: Uuid,
    query: &TimelineQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<TimelineItem>> {
    let path = match kind {
        PartyKind::Contact => paths::contact_timeline(id),
        PartyKind::Company => paths::company_timeline(id),
    };
    let call = Call::get(path).query(query).signal(signal);
    call.read_with(json::read_timeline).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::{company, contact};

    #[test]
    fn a_change_touches_only_its_field() {
        let before = Party::from(contact("Ana", "López"));
        let after = Change::Title("Buyer".into()).applied(&before);
        let after = Change::Stage(Some(LifecycleStage::Lead)).applied(&after);
        assert_eq!(after.stage, Some(LifecycleStage::Lead));
        assert_eq!(after.display_name(), "Ana López");
        assert_eq!(
            Change::Title(String::new()).value_in(&after),
            Value::Text("Buyer")
        );
    }

    #[test]
    fn only_the_same_field_is_a_conflict() {
        let before = Party::from(contact("Ana", "López"));
        let mine = Change::Title("Buyer".into());
        let theirs = Change::Tags(vec!["vip".into()]).applied(&before);
        assert_eq!(mine.value_in(&before), mine.value_in(&theirs));
        let theirs = Change::Title("Owner".into()).applied(&theirs);
        assert_ne!(mine.value_in(&before), mine.value_in(&theirs));
    }

    #[test]
    fn what_a_kind_does_not_have_does_not_change_it() {
        let company = Party::from(company("Casa Alba"));
        let change = Change::LastName("López".into());
        assert_eq!(change.applied(&company), company);
        assert_eq!(change.value_in(&company), Value::Absent);
        assert_eq!(change.contact_patch().last_name.as_deref(), Some("López"));
        let change = Change::Name("Casa Blanca".into());
        assert_eq!(change.applied(&company).display_name(), "Casa Blanca");
        assert_eq!(change.company_patch().name.as_deref(), Some("Casa Blanca"));
    }
}
