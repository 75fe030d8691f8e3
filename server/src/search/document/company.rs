//! Companies in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, SeenBy, Shown};
use crate::{
    search::{
        analysis::{language::Language, names},
        schema::TextField,
    },
    store::{
        StoreError,
        engine::KeyRange,
        reader::{Reader, id_of_key},
        record::Record,
        schema::company::{Company, people_prefix},
    },
};
use shared::{ids::ContactId, model::RecordRef};
use uuid::Uuid;

impl Searchable for Company {
    const SORTS_BY_NAME: bool = true;

    fn fill(&self, _reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        builder.seen_by(SeenBy::All);
        builder.name(&self.name);
        let identifiers = builder.field(TextField::Identifier);
        identifiers.add_aliases(names::of_firm(&self.name));
        builder.text(TextField::Body, &self.address, &Language::of(&self.address));
        for tag in &self.tags {
            builder.text(TextField::Body, tag, &Language::of(tag));
            builder.facet(&Facet::Tag(Some(tag.clone())));
        }
        for domain in &self.domains {
            builder.field(TextField::Identifier).add_identifier(domain);
            builder.facet(&Facet::Domain(domain.clone()));
        }
        for email in &self.emails {
            let identifiers = builder.field(TextField::Identifier);
            identifiers.add_identifier(&email.address);
            builder.email_facets(&email.address);
        }
        for phone in &self.phones {
            let identifiers = builder.field(TextField::Identifier);
            identifiers.add_phone(&phone.number);
            identifiers.add_phone(phone.e164.as_deref().unwrap_or_default());
        }
        let identifiers = builder.field(TextField::Identifier);
        identifiers.add_identifier(&self.website);
        if self.tags.is_empty() {
            builder.facet(&Facet::Tag(None));
        }
        builder.facet(&Facet::Stage(
            self.stage.map(|stage| stage.as_str().to_owned()),
        ));
        builder.facet(&Facet::Owner(self.owner_id));
        builder.sort_name(self.name.trim(), "");
        Ok(())
    }

    fn show(&self, _reader: &Reader) -> Result<Shown, StoreError> {
        let domains = self.domains.iter().map(String::as_str);
        let emails = self.emails.iter().map(|email| email.address.as_str());
        let phones = self.phones.iter().map(|phone| phone.number.as_str());
        let tags = self.tags.iter().map(String::as_str);
        let address = self.address.lines().map(str::trim);
        let facts: Vec<&str> = domains
            .chain(emails)
            .chain(phones)
            .chain(address)
            .chain(tags)
            .filter(|fact| !fact.is_empty())
            .collect();
        Ok(Shown {
            title: self.name.clone(),
            title_is_name: true,
            texts: vec![facts.join(" · ")],
            context: self.domains.first().cloned().unwrap_or_default(),
            context_is_name: false,
            at: self.head().updated_at,
            thread_id: None,
            seen_by: SeenBy::All,
        })
    }

    /// Mail of its own addresses and of everyone at its domains.
    fn reach(&self) -> Vec<Facet> {
        let domains = self.domains.iter().cloned().map(Facet::Domain);
        let emails = self.emails.iter();
        let emails = emails.map(|email| Facet::Email(email.address.clone()));
        domains.chain(emails).collect()
    }

    /// Its people are found by its name.
    fn mentioned_by(reader: &Reader, id: Uuid) -> Result<Vec<RecordRef>, StoreError> {
        let mut people = Vec::new();
        let range = KeyRange::prefix(&people_prefix(id).build());
        reader.scan::<StoreError>(range, |key, _| {
            people.extend(id_of_key(key).map(|id| RecordRef::from(ContactId::from_uuid(id))));
            Ok(())
        })?;
        Ok(people)
    }
}
