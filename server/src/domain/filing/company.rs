//! A card or row becomes a company, or adds to the one it means: one of the same domains, else the
//! same id where it came from, else the same name. Nothing known is overwritten. A person's card
//! that names a company leads to it in the same way.

use super::{
    Filing, Outcome,
    card::{stored_email, stored_phone},
};
use crate::{
    domain::{error::DomainError, record::touch},
    store::{
        keys::fold,
        record::{Head, Unknown},
        schema::{
            company::{Affiliation, Company, domain_key, name_prefix, source_prefix},
            contact::{Contact, phone_handle},
        },
    },
    transfer::{card::ContactCard, skip::SkipReason},
};
use shared::{
    ids::CompanyId,
    model::RecordRef,
    validate::{AFFILIATIONS_MAX, DOMAINS_MAX, HANDLES_MAX, TAGS_MAX},
};

impl Filing<'_> {
    /// Files the card of a company.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn file_company(&mut self, card: &ContactCard) -> Result<Outcome, DomainError> {
        if card.company.is_empty() {
            return Ok(Outcome::Skipped(SkipReason::NoIdentity));
        }
        let (company, mut outcome) = match self.find_company(card)? {
            Some(known) => self.add_to_company(known, card)?,
            None => (self.create_company(card)?, Outcome::Created),
        };
        self.remember_company(card, company.id);
        let body = card.note_body();
        let record = RecordRef::from(company.id);
        if !body.is_empty() && self.add_note(record, body)? && outcome == Outcome::Unchanged {
            outcome = Outcome::Updated;
        }
        Ok(outcome)
    }

    /// Lets a contact be in the company that its card names. A role that is known stays.
    pub(super) fn affiliate(
        &mut self,
        contact: &mut Contact,
        card: &ContactCard,
    ) -> Result<(), DomainError> {
        let Some(company_id) = self.company_of(card)? else {
            return Ok(());
        };
        let mut places = contact.companies.iter();
        let known = places.position(|it| it.company_id == company_id);
        if let Some(place) = known.and_then(|at| contact.companies.get_mut(at)) {
            if place.role.is_empty() {
                place.role.clone_from(&card.title);
            }
        } else if contact.companies.len() < AFFILIATIONS_MAX {
            contact.companies.push(Affiliation {
                company_id,
                role: card.title.clone(),
                from: None,
                to: None,
            });
        }
        Ok(())
    }

    /// Whether a card means a company that is there already.
    pub(super) fn is_known_company(&mut self, card: &ContactCard) -> Result<bool, DomainError> {
        Ok(self.find_company(card)?.is_some())
    }

    /// The company that a person's card names; made if there is none.
    fn company_of(&mut self, card: &ContactCard) -> Result<Option<CompanyId>, DomainError> {
        if card.company.is_empty() && card.domains.is_empty() {
            return Ok(None);
        }
        let named = ContactCard {
            company: card.company.clone(),
            domains: card.domains.clone(),
            ..ContactCard::default()
        };
        let id = match self.find_company(&named)? {
            Some(known) => known.id,
            // A domain alone is no name that anybody gave.
            None if named.company.is_empty() => return Ok(None),
            None => {
                self.along += 1;
                self.create_company(&named)?.id
            }
        };
        self.remember_company(&named, id);
        Ok(Some(id))
    }

    fn find_company(&mut self, card: &ContactCard) -> Result<Option<Company>, DomainError> {
        for domain in &card.domains {
            if let Some(id) = self.unit.find_unique(&domain_key(domain))? {
                return Ok(self.unit.find_live(id)?);
            }
        }
        for (memory, prefix) in memories(card) {
            let found = match self.known.get(&memory) {
                Some(&id) => vec![id],
                None => self.ids_at(&prefix)?,
            };
            for id in found {
                let company: Option<Company> = self.unit.find_live(id)?;
                if let Some(company) = company.filter(|company| is_same(company, card)) {
                    return Ok(Some(company));
                }
            }
        }
        Ok(None)
    }

    pub(super) fn remember_company(&mut self, card: &ContactCard, id: CompanyId) {
        for (memory, _) in memories(card) {
            self.known.insert(memory, id.uuid());
        }
    }

    fn create_company(&mut self, card: &ContactCard) -> Result<Company, DomainError> {
        let company = Company {
            id: CompanyId::from_uuid(self.ctx.new_id()),
            head: Head::new(self.ctx.now()),
            name: card.company.clone(),
            domains: card.domains.clone(),
            emails: card.emails.iter().map(stored_email).collect(),
            phones: card.phones.iter().map(stored_phone).collect(),
            website: card.website.clone(),
            address: card.address.clone(),
            tags: card.tags.clone(),
            stage: None,
            owner_id: self.owner,
            source_id: card.source_id.clone(),
            unknown: Unknown::new(),
        };
        self.unit.put(&company)?;
        Ok(company)
    }

    fn add_to_company(
        &mut self,
        known: Company,
        card: &ContactCard,
    ) -> Result<(Company, Outcome), DomainError> {
        let mut company = known.clone();
        if company.website.is_empty() {
            company.website.clone_from(&card.website);
        }
        if company.address.is_empty() {
            company.address.clone_from(&card.address);
        }
        if company.source_id.is_none() {
            company.source_id.clone_from(&card.source_id);
        }
        for domain in &card.domains {
            let free = self.unit.find_unique(&domain_key(domain))?.is_none();
            if free && company.domains.len() < DOMAINS_MAX {
                company.domains.push(domain.clone());
            }
        }
        for email in card.emails.iter().map(stored_email) {
            let mut emails = company.emails.iter();
            let has = emails.any(|known| known.address == email.address);
            if !has && company.emails.len() < HANDLES_MAX {
                company.emails.push(email);
            }
        }
        for phone in card.phones.iter().map(stored_phone) {
            let handle = phone_handle(&phone);
            let mut phones = company.phones.iter();
            let has = phones.any(|known| phone_handle(known) == handle);
            if !has && company.phones.len() < HANDLES_MAX {
                company.phones.push(phone);
            }
        }
        for tag in &card.tags {
            if !company.tags.contains(tag) && company.tags.len() < TAGS_MAX {
                company.tags.push(tag.clone());
            }
        }
        if company == known {
            return Ok((known, Outcome::Unchanged));
        }
        touch(self.ctx, &mut company);
        self.unit.put(&company)?;
        Ok((company, Outcome::Updated))
    }
}

/// What a company is remembered by in one unit, and where it is found, the surest first.
fn memories(card: &ContactCard) -> Vec<(String, Vec<u8>)> {
    let source = card
        .source_id
        .iter()
        .map(|id| (format!("company-source:{id}"), source_prefix(id).build()));
    let name = Some(&card.company).filter(|name| !name.is_empty());
    let name = name.into_iter().map(|name| {
        (
            format!("company-name:{}", fold(name)),
            name_prefix(name).build(),
        )
    });
    source.chain(name).collect()
}

fn is_same(company: &Company, card: &ContactCard) -> bool {
    let same_source = card.source_id.is_some() && company.source_id == card.source_id;
    // Two firms of one name that come from one place are two firms.
    let other_source = company.source_id.is_some() && card.source_id.is_some() && !same_source;
    same_source || (!other_source && fold(company.name.trim()) == fold(card.company.trim()))
}
