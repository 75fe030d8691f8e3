//! Companies: firms, shops and other organisations. Create, read, change, and who works there;
//! deleting and restoring is `bin`'s, for all kinds. A company in the bin keeps its people: nothing
//! of them is shown or changed meanwhile, and all of it is back when it is restored.
//! Tests: `companies/tests.rs`; `api::companies` in the tests crate.

#[cfg(test)]
mod tests;

use super::{
    contacts::{self, distinct, stored_emails, stored_phones},
    ctx::Ctx,
    cursor::{cursor_of, place_of},
    error::DomainError,
    lists::{Listed, Lists, Order, Orders, found_page, limit, needs_search, stored_page},
    record::{Precondition, Visible, check_new_id, check_owner, find_visible, touch},
};
use crate::store::{
    StoreError,
    engine::{Direction, KeyRange},
    keys::Index,
    reader::{Reader, id_of_key},
    record::{Head, Unknown},
    schema::{
        company::{self as stored, people_prefix},
        contact::Contact as StoredContact,
    },
    unit::UnitOfWork,
};
use shared::{
    api::{
        company::{Affiliation, Company, CompanyCreate, CompanyPatch},
        contact::Contact,
        error::FieldError,
        page::{ListQuery, Page},
    },
    ids::CompanyId,
    validate::{self, normal_domain, normal_website},
};
use uuid::Uuid;

/// Makes a company.
///
/// # Errors
/// [`DomainError::Invalid`] by field, [`DomainError::DomainTaken`], [`DomainError::IdTaken`].
pub fn create_company(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    input: &CompanyCreate,
) -> Result<Company, DomainError> {
    validate::company(input)?;
    let id = input
        .id
        .unwrap_or_else(|| CompanyId::from_uuid(ctx.new_id()));
    check_new_id::<stored::Company>(unit, id.uuid())?;
    check_owner(unit, input.owner_id)?;
    let company = stored::Company {
        id,
        head: Head::new(ctx.now()),
        name: input.name.trim().to_owned(),
        domains: stored_domains(&input.domains),
        emails: stored_emails(&input.emails),
        phones: stored_phones(&input.phones),
        website: stored_website(&input.website),
        address: input.address.trim().to_owned(),
        tags: distinct(&input.tags),
        stage: input.stage,
        owner_id: input.owner_id.or(ctx.user_id()),
        source_id: None,
        unknown: Unknown::new(),
    };
    put(unit, &company)?;
    Ok(to_api(company))
}

/// A company, in the bin or not.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_company(ctx: &Ctx, reader: &Reader, id: CompanyId) -> Result<Company, DomainError> {
    find_visible::<stored::Company>(ctx, reader, id.uuid()).map(to_api)
}

/// The stored orders of companies.
const ORDERS: Orders = &[
    Order {
        name: "name",
        index: Index::CompanyByName,
        descending: false,
    },
    Order {
        name: "updated_at",
        index: Index::CompanyByUpdated,
        descending: true,
    },
    Order {
        name: "created_at",
        index: Index::CompanyByCreated,
        descending: true,
    },
];

/// A page of companies.
///
/// # Errors
/// [`DomainError::BadRequest`] or [`DomainError::Invalid`] for a wrong query.
pub fn list_companies(
    ctx: &Ctx,
    lists: Lists<'_>,
    query: &ListQuery,
) -> Result<Page<Company>, DomainError> {
    let answer = |_: &Reader, company| Ok(to_api(company));
    if needs_search(query) {
        found_page(ctx, lists, (ORDERS, query), answer)
    } else {
        stored_page(lists, ORDERS, query, answer)
    }
}

impl Listed for Company {
    fn names(&self) -> Vec<String> {
        vec![self.name.clone()]
    }

    fn texts(&self) -> Vec<String> {
        let emails = self.emails.iter().map(|email| email.address.clone());
        let phones = self.phones.iter().map(|phone| phone.number.clone());
        let domains = self.domains.iter().cloned();
        let texts = domains.chain(emails).chain(phones);
        texts.chain(self.tags.iter().cloned()).collect()
    }
}

/// A page of the people of a company by name, those who have left included: one range of keys.
/// Of the query only `limit` and `cursor` are looked at.
///
/// # Errors
/// [`DomainError::NotFound`], or [`DomainError::BadRequest`] for a wrong cursor.
pub fn list_people(
    ctx: &Ctx,
    reader: &Reader,
    id: CompanyId,
    query: &ListQuery,
) -> Result<Page<Contact>, DomainError> {
    find_visible::<stored::Company>(ctx, reader, id.uuid())?;
    let prefix = people_prefix(id.uuid()).build();
    let mut range = KeyRange::prefix(&prefix);
    let mut total = 0;
    reader.scan::<DomainError>(range.clone(), |_, _| {
        total += 1;
        Ok(())
    })?;
    if let Some(cursor) = &query.cursor {
        let place = place_of(cursor)?;
        range = range.after(&[&prefix[..], &place].concat());
    }
    let limit = limit(query);
    let keys = reader.range(&range, limit + 1, Direction::Forward)?;
    let next_cursor = keys
        .get(limit - 1)
        .filter(|_| keys.len() > limit)
        .map(|(key, _)| cursor_of(&key[prefix.len()..]));
    let mut items = Vec::with_capacity(keys.len());
    for id in keys
        .iter()
        .take(limit)
        .filter_map(|(key, _)| id_of_key(key))
    {
        let contact = reader.find_live::<StoredContact>(id)?;
        items.extend(
            contact
                .map(|contact| contacts::to_api(reader, contact))
                .transpose()?,
        );
    }
    Ok(Page::new(items, next_cursor, total))
}

/// Changes a company.
///
/// # Errors
/// As [`create_company`], and [`DomainError::RevisionStale`].
pub fn update_company(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: CompanyId,
    precondition: Precondition,
    patch: &CompanyPatch,
) -> Result<Company, DomainError> {
    let mut company: stored::Company = unit.find_live(id.uuid())?.ok_or(DomainError::NotFound)?;
    precondition.check(company.head.revision)?;
    let before = company.clone();
    apply(&mut company, patch);
    validate::company(&as_input(&company))?;
    if company.owner_id != before.owner_id {
        check_owner(unit, company.owner_id)?;
    }
    if company != before {
        touch(ctx, &mut company);
        put(unit, &company)?;
    }
    Ok(to_api(company))
}

fn apply(company: &mut stored::Company, patch: &CompanyPatch) {
    let text = |target: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            value.trim().clone_into(target);
        }
    };
    text(&mut company.name, &patch.name);
    text(&mut company.address, &patch.address);
    if let Some(website) = &patch.website {
        company.website = stored_website(website);
    }
    if let Some(domains) = &patch.domains {
        company.domains = stored_domains(domains);
    }
    if let Some(emails) = &patch.emails {
        company.emails = stored_emails(emails);
    }
    if let Some(phones) = &patch.phones {
        company.phones = stored_phones(phones);
    }
    if let Some(tags) = &patch.tags {
        company.tags = distinct(tags);
    }
    if let Some(stage) = patch.stage {
        company.stage = stage;
    }
    if let Some(owner_id) = patch.owner_id {
        company.owner_id = owner_id;
    }
}

fn put(unit: &mut UnitOfWork, company: &stored::Company) -> Result<(), DomainError> {
    match unit.put(company) {
        Err(StoreError::Taken(holder)) => Err(DomainError::DomainTaken(holder)),
        result => Ok(result?),
    }
}

/// What the API shows of a stored company.
pub fn to_api(company: stored::Company) -> Company {
    Company {
        id: company.id,
        revision: company.head.revision,
        name: company.name,
        domains: company.domains,
        emails: company
            .emails
            .into_iter()
            .map(contacts::api_email)
            .collect(),
        phones: company
            .phones
            .into_iter()
            .map(contacts::api_phone)
            .collect(),
        website: company.website,
        address: company.address,
        tags: company.tags,
        stage: company.stage,
        owner_id: company.owner_id,
        created_at: company.head.created_at,
        updated_at: company.head.updated_at,
        deleted_at: company.head.deleted.map(|deleted| deleted.at),
    }
}

/// The company as somebody would have to enter it: validation has one form only.
pub fn as_input(company: &stored::Company) -> CompanyCreate {
    let api = to_api(company.clone());
    CompanyCreate {
        id: Some(api.id),
        name: api.name,
        domains: api.domains,
        emails: api.emails,
        phones: api.phones,
        website: api.website,
        address: api.address,
        tags: api.tags,
        stage: api.stage,
        owner_id: api.owner_id,
    }
}

/// Domains in normal form; ones that validation will refuse stay as they are.
pub fn stored_domains(domains: &[String]) -> Vec<String> {
    domains
        .iter()
        .map(|domain| normal_domain(domain).unwrap_or_else(|| domain.clone()))
        .collect()
}

/// A website with its scheme; one that validation will refuse stays as it is.
pub fn stored_website(website: &str) -> String {
    normal_website(website).unwrap_or_else(|| website.trim().to_owned())
}

/// The affiliations of a contact as they are stored: those given, and behind them those that
/// nobody was shown because their company lies in the bin.
///
/// # Errors
/// [`DomainError::Invalid`] naming the first whose company is not there.
pub fn stored_affiliations(
    unit: &mut UnitOfWork,
    given: &[Affiliation],
    known: &[stored::Affiliation],
) -> Result<Vec<stored::Affiliation>, DomainError> {
    let mut all = Vec::with_capacity(given.len());
    for (number, affiliation) in given.iter().enumerate() {
        let is_known = known.iter().any(|it| it.company_id == affiliation.id);
        if !is_known && !is_live(unit, affiliation.id.uuid())? {
            let field = format!("companies.{number}.id");
            return Err(DomainError::field(&field, FieldError::NotFound));
        }
        all.push(stored_affiliation(affiliation));
    }
    for affiliation in known {
        let id = affiliation.company_id;
        if !given.iter().any(|it| it.id == id) && !is_live(unit, id.uuid())? {
            all.push(affiliation.clone());
        }
    }
    Ok(all)
}

/// An affiliation as it is stored.
pub fn stored_affiliation(affiliation: &Affiliation) -> stored::Affiliation {
    stored::Affiliation {
        company_id: affiliation.id,
        role: affiliation.role.trim().to_owned(),
        from: affiliation.from,
        to: affiliation.to,
    }
}

fn is_live(unit: &mut UnitOfWork, company: Uuid) -> Result<bool, DomainError> {
    Ok(unit.find_live::<stored::Company>(company)?.is_some())
}

/// What the API shows of a contact's affiliations: those with companies outside the bin.
///
/// # Errors
/// When the store fails.
pub fn api_affiliations(
    reader: &Reader,
    affiliations: &[stored::Affiliation],
) -> Result<Vec<Affiliation>, StoreError> {
    let mut shown = Vec::with_capacity(affiliations.len());
    for affiliation in affiliations {
        let company = reader.find_live::<stored::Company>(affiliation.company_id.uuid())?;
        shown.extend(company.map(|company| api_affiliation(affiliation, company.name)));
    }
    Ok(shown)
}

/// An affiliation with a company of this name.
pub fn api_affiliation(affiliation: &stored::Affiliation, name: String) -> Affiliation {
    Affiliation {
        id: affiliation.company_id,
        name,
        role: affiliation.role.clone(),
        from: affiliation.from,
        to: affiliation.to,
    }
}

impl Visible for stored::Company {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn taken(holder: Uuid) -> DomainError {
        DomainError::DomainTaken(holder)
    }
}
