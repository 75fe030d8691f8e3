//! Contacts: persons. Create, read, change; deleting and restoring is `bin`'s, for all kinds.

use super::{
    companies::{api_affiliation, api_affiliations, stored_affiliations},
    ctx::Ctx,
    error::DomainError,
    lists::{Listed, Lists, Order, Orders, found_page, needs_search, stored_page},
    phone::to_e164,
    record::{Precondition, Visible, check_new_id, check_owner, find_visible, touch},
};
use crate::store::{
    StoreError,
    keys::Index,
    reader::Reader,
    record::{Head, Unknown},
    schema::contact as stored,
    unit::UnitOfWork,
};
use shared::{
    api::{
        contact::{Contact, ContactCreate, ContactPatch, Email, Phone, display_name},
        page::{ListQuery, Page},
    },
    email_address::EmailAddress,
    ids::ContactId,
    validate,
};
use std::iter;

/// Makes a contact.
///
/// # Errors
/// [`DomainError::Invalid`] by field, [`DomainError::EmailTaken`], [`DomainError::IdTaken`].
pub fn create_contact(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    input: &ContactCreate,
) -> Result<Contact, DomainError> {
    validate::contact(input)?;
    let id = input
        .id
        .unwrap_or_else(|| ContactId::from_uuid(ctx.new_id()));
    check_new_id::<stored::Contact>(unit, id.uuid())?;
    check_owner(unit, input.owner_id)?;
    let contact = stored::Contact {
        id,
        head: Head::new(ctx.now()),
        first_name: input.first_name.trim().to_owned(),
        last_name: input.last_name.trim().to_owned(),
        title: input.title.trim().to_owned(),
        emails: stored_emails(&input.emails),
        phones: stored_phones(&input.phones),
        companies: stored_affiliations(unit, &input.companies, &[])?,
        tags: distinct(&input.tags),
        stage: input.stage,
        owner_id: input.owner_id.or(ctx.user_id()),
        source_id: None,
        unknown: Unknown::new(),
    };
    put(unit, &contact)?;
    to_api(unit.reader(), contact)
}

/// A contact, in the bin or not.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_contact(ctx: &Ctx, reader: &Reader, id: ContactId) -> Result<Contact, DomainError> {
    to_api(reader, find_visible(ctx, reader, id.uuid())?)
}

/// The stored orders of contacts.
const ORDERS: Orders = &[
    Order {
        name: "last_name",
        index: Index::ContactByName,
        descending: false,
    },
    Order {
        name: "updated_at",
        index: Index::ContactByUpdated,
        descending: true,
    },
    Order {
        name: "created_at",
        index: Index::ContactByCreated,
        descending: true,
    },
];

/// A page of contacts.
///
/// # Errors
/// [`DomainError::BadRequest`] or [`DomainError::Invalid`] for a wrong query.
pub fn list_contacts(
    ctx: &Ctx,
    lists: Lists<'_>,
    query: &ListQuery,
) -> Result<Page<Contact>, DomainError> {
    if needs_search(query) {
        found_page(ctx, lists, (ORDERS, query), to_api)
    } else {
        stored_page(lists, ORDERS, query, to_api)
    }
}

impl Listed for Contact {
    fn names(&self) -> Vec<String> {
        let companies = self.companies.iter().map(|place| place.name.clone());
        iter::once(self.display_name()).chain(companies).collect()
    }

    fn texts(&self) -> Vec<String> {
        let emails = self.emails.iter().map(|email| email.address.clone());
        let phones = self.phones.iter().map(|phone| phone.number.clone());
        emails
            .chain(phones)
            .chain(self.tags.iter().cloned())
            .collect()
    }
}

/// Changes a contact.
///
/// # Errors
/// As [`create_contact`], and [`DomainError::RevisionStale`].
pub fn update_contact(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: ContactId,
    precondition: Precondition,
    patch: &ContactPatch,
) -> Result<Contact, DomainError> {
    let mut contact: stored::Contact = unit.find_live(id.uuid())?.ok_or(DomainError::NotFound)?;
    precondition.check(contact.head.revision)?;
    let before = contact.clone();
    apply(&mut contact, patch);
    if let Some(companies) = &patch.companies {
        contact.companies = stored_affiliations(unit, companies, &before.companies)?;
    }
    validate::contact(&as_input(&contact))?;
    if contact.owner_id != before.owner_id {
        check_owner(unit, contact.owner_id)?;
    }
    if contact != before {
        touch(ctx, &mut contact);
        put(unit, &contact)?;
    }
    to_api(unit.reader(), contact)
}

fn apply(contact: &mut stored::Contact, patch: &ContactPatch) {
    let text = |target: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            value.trim().clone_into(target);
        }
    };
    text(&mut contact.first_name, &patch.first_name);
    text(&mut contact.last_name, &patch.last_name);
    text(&mut contact.title, &patch.title);
    if let Some(emails) = &patch.emails {
        contact.emails = stored_emails(emails);
    }
    if let Some(phones) = &patch.phones {
        contact.phones = stored_phones(phones);
    }
    if let Some(tags) = &patch.tags {
        contact.tags = distinct(tags);
    }
    if let Some(stage) = patch.stage {
        contact.stage = stage;
    }
    if let Some(owner_id) = patch.owner_id {
        contact.owner_id = owner_id;
    }
}

fn put(unit: &mut UnitOfWork, contact: &stored::Contact) -> Result<(), DomainError> {
    match unit.put(contact) {
        Err(StoreError::Taken(holder)) => Err(DomainError::EmailTaken(holder)),
        result => Ok(result?),
    }
}

/// What the API shows of a stored contact, with its companies as they are called now.
///
/// # Errors
/// When the store fails.
pub fn to_api(reader: &Reader, contact: stored::Contact) -> Result<Contact, DomainError> {
    Ok(Contact {
        companies: api_affiliations(reader, &contact.companies)?,
        id: contact.id,
        revision: contact.head.revision,
        first_name: contact.first_name,
        last_name: contact.last_name,
        title: contact.title,
        emails: contact.emails.into_iter().map(api_email).collect(),
        phones: contact.phones.into_iter().map(api_phone).collect(),
        tags: contact.tags,
        stage: contact.stage,
        owner_id: contact.owner_id,
        created_at: contact.head.created_at,
        updated_at: contact.head.updated_at,
        deleted_at: contact.head.deleted.map(|deleted| deleted.at),
    })
}

/// What the API shows of an address.
pub fn api_email(email: stored::Email) -> Email {
    Email {
        address: email.address,
        kind: email.kind,
    }
}

/// What the API shows of a number.
pub fn api_phone(phone: stored::Phone) -> Phone {
    Phone {
        number: phone.number,
        kind: phone.kind,
    }
}

/// The contact as somebody would have to enter it: validation has one form only.
pub fn as_input(contact: &stored::Contact) -> ContactCreate {
    let companies = contact.companies.iter();
    ContactCreate {
        id: Some(contact.id),
        first_name: contact.first_name.clone(),
        last_name: contact.last_name.clone(),
        title: contact.title.clone(),
        emails: contact.emails.iter().cloned().map(api_email).collect(),
        phones: contact.phones.iter().cloned().map(api_phone).collect(),
        companies: companies
            .map(|it| api_affiliation(it, String::new()))
            .collect(),
        tags: contact.tags.clone(),
        stage: contact.stage,
        owner_id: contact.owner_id,
    }
}

/// Addresses in normal form; ones that validation will refuse stay as they are.
pub fn stored_emails(emails: &[Email]) -> Vec<stored::Email> {
    emails
        .iter()
        .map(|email| {
            let parsed = EmailAddress::parse(&email.address);
            let address =
                parsed.map_or_else(|_| email.address.clone(), |parsed| parsed.to_string());
            stored::Email {
                address,
                kind: email.kind,
            }
        })
        .collect()
}

/// Numbers as written, with E.164 beside them where the country can be told.
pub fn stored_phones(phones: &[Phone]) -> Vec<stored::Phone> {
    phones
        .iter()
        .map(|phone| stored::Phone {
            number: phone.number.trim().to_owned(),
            e164: to_e164(&phone.number),
            kind: phone.kind,
        })
        .collect()
}

/// Words trimmed, each once, in the order given.
pub fn distinct(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.iter().map(|word| word.trim()) {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}

impl Visible for stored::Contact {
    fn title(&self) -> String {
        let input = as_input(self);
        display_name(
            &input.first_name,
            &input.last_name,
            &input.emails,
            &input.phones,
        )
    }
}
