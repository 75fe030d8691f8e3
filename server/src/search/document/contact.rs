//! Contacts in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, SeenBy, Shown};
use crate::{
    search::{
        analysis::{language::Language, names},
        schema::TextField,
    },
    store::{
        StoreError,
        reader::Reader,
        record::Record,
        schema::{
            company::{Affiliation, Company},
            contact::Contact,
        },
    },
};
use shared::api::contact::{Email, Phone, display_name};

impl Searchable for Contact {
    const SORTS_BY_NAME: bool = true;

    fn fill(&self, reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        let (first, last) = (self.first_name.trim(), self.last_name.trim());
        let name = name_of(self);
        builder.seen_by(SeenBy::All);
        builder.name(&name);
        let given = if first.is_empty() { last } else { first };
        let identifiers = builder.field(TextField::Identifier);
        identifiers.add_aliases(names::of_person(given, &name));
        if !first.is_empty() && !last.is_empty() {
            let reversed = format!("{last} {first}");
            builder.field(TextField::Name).add_name(&reversed);
            builder.whole_name(&reversed);
        }
        builder.text(TextField::Body, &self.title, &Language::of(&self.title));
        for (affiliation, company) in companies_of(self, reader)? {
            builder.text(TextField::Body, &company.name, &Language::of(&company.name));
            let role = &affiliation.role;
            builder.text(TextField::Body, role, &Language::of(role));
            builder.facet(&Facet::About(company.id.into()));
        }
        for tag in &self.tags {
            builder.text(TextField::Body, tag, &Language::of(tag));
            builder.facet(&Facet::Tag(Some(tag.clone())));
        }
        for email in &self.emails {
            builder
                .field(TextField::Identifier)
                .add_identifier(&email.address);
            builder.email_facets(&email.address);
        }
        for phone in &self.phones {
            let identifiers = builder.field(TextField::Identifier);
            identifiers.add_phone(&phone.number);
            identifiers.add_phone(phone.e164.as_deref().unwrap_or_default());
        }
        if self.tags.is_empty() {
            builder.facet(&Facet::Tag(None));
        }
        builder.facet(&Facet::Stage(
            self.stage.map(|stage| stage.as_str().to_owned()),
        ));
        builder.facet(&Facet::Owner(self.owner_id));
        match (last.is_empty(), first.is_empty()) {
            (false, _) => builder.sort_name(last, first),
            (true, false) => builder.sort_name(first, ""),
            (true, true) => builder.sort_name(&name_of(self), ""),
        }
        Ok(())
    }

    fn show(&self, reader: &Reader) -> Result<Shown, StoreError> {
        let companies = companies_of(self, reader)?;
        let places = companies
            .iter()
            .flat_map(|(affiliation, company)| [&*affiliation.role, &*company.name]);
        let emails = self.emails.iter().map(|email| email.address.as_str());
        let phones = self.phones.iter().map(|phone| phone.number.as_str());
        let tags = self.tags.iter().map(String::as_str);
        let facts: Vec<&str> = Some(self.title.as_str())
            .into_iter()
            .chain(places)
            .chain(emails)
            .chain(phones)
            .chain(tags)
            .filter(|fact| !fact.is_empty())
            .collect();
        let current = companies.iter().find(|(place, _)| place.to.is_none());
        let company = current.map(|(_, company)| company.name.clone());
        let main_email = self.emails.first().map(|email| email.address.clone());
        Ok(Shown {
            title: name_of(self),
            title_is_name: true,
            texts: vec![facts.join(" · ")],
            context: company.or(main_email).unwrap_or_default(),
            context_is_name: false,
            at: self.head().updated_at,
            thread_id: None,
            seen_by: SeenBy::All,
        })
    }

    fn reach(&self) -> Vec<Facet> {
        self.emails
            .iter()
            .map(|email| Facet::Email(email.address.clone()))
            .collect()
    }
}

/// The companies of a contact that are not in the bin.
fn companies_of<'a>(
    contact: &'a Contact,
    reader: &Reader,
) -> Result<Vec<(&'a Affiliation, Company)>, StoreError> {
    let mut companies = Vec::new();
    for affiliation in &contact.companies {
        let company = reader.find_live::<Company>(affiliation.company_id.uuid())?;
        companies.extend(company.map(|company| (affiliation, company)));
    }
    Ok(companies)
}

fn name_of(contact: &Contact) -> String {
    let emails: Vec<Email> = contact
        .emails
        .iter()
        .map(|email| Email {
            address: email.address.clone(),
            kind: email.kind,
        })
        .collect();
    let phones: Vec<Phone> = contact
        .phones
        .iter()
        .map(|phone| Phone {
            number: phone.number.clone(),
            kind: phone.kind,
        })
        .collect();
    display_name(&contact.first_name, &contact.last_name, &emails, &phones)
}
