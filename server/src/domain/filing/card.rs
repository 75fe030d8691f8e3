//! A card or row becomes a contact, or adds to the one it means: the same e-mail address, else the
//! same id where it came from, else the same name and number. Nothing known is overwritten.

use super::{Filing, Outcome};
use crate::{
    domain::{error::DomainError, phone::to_e164, record::touch},
    store::{
        engine::{Direction, KeyRange},
        keys::{Index, KeyBuilder, Table, fold},
        reader::id_of_key,
        record::{Activity, Head, Target, TimelineValue, Unknown, timeline_prefix},
        schema::{
            contact::{
                Contact, Email, HandleKind, Phone, email_key, handle_prefix, phone_handle,
                source_prefix,
            },
            note::Note,
        },
    },
    transfer::{card::ContactCard, skip::SkipReason},
};
use shared::{
    ids::{ContactId, NoteId},
    model::{PhoneKind, RecordKind, RecordRef, Visibility},
    validate::{HANDLES_MAX, TAGS_MAX},
};
use uuid::Uuid;

/// Contacts with one name or number that are compared.
const CANDIDATES_MAX: usize = 50;
/// Notes of a contact that are compared.
const NOTES_MAX: usize = 200;

impl Filing<'_> {
    /// Files a card.
    ///
    /// # Errors
    /// When the store fails.
    pub fn file_card(&mut self, card: &ContactCard) -> Result<Outcome, DomainError> {
        if card.is_company {
            return self.file_company(card);
        }
        if !card.names_somebody() {
            return Ok(Outcome::Skipped(SkipReason::NoIdentity));
        }
        let phones: Vec<Phone> = card.phones.iter().map(stored_phone).collect();
        let (contact, mut outcome) = match self.find_contact(card, &phones)? {
            Some(known) => self.add_to(known, card, &phones)?,
            None => (self.create(card, phones)?, Outcome::Created),
        };
        self.remember(card, &contact);
        let body = card.note_body();
        let record = RecordRef::from(contact.id);
        if !body.is_empty() && self.add_note(record, body)? && outcome == Outcome::Unchanged {
            outcome = Outcome::Updated;
        }
        Ok(outcome)
    }

    /// Whether a card means a contact that is there already.
    pub(super) fn is_known(&mut self, card: &ContactCard) -> Result<bool, DomainError> {
        let phones: Vec<Phone> = card.phones.iter().map(stored_phone).collect();
        Ok(self.find_contact(card, &phones)?.is_some())
    }

    fn find_contact(
        &mut self,
        card: &ContactCard,
        phones: &[Phone],
    ) -> Result<Option<Contact>, DomainError> {
        for (address, _) in &card.emails {
            if let Some(id) = self.unit.find_unique(&email_key(address))? {
                return Ok(self.unit.find_live(id)?);
            }
        }
        for key in keys_of(card, phones) {
            let found = match self.known.get(&key.memory) {
                Some(&id) => vec![id],
                None => self.ids_at(&key.prefix)?,
            };
            for id in found {
                let contact: Option<Contact> = self.unit.find_live(id)?;
                if let Some(contact) = contact.filter(|contact| key.fits(contact, card)) {
                    return Ok(Some(contact));
                }
            }
        }
        Ok(None)
    }

    pub(super) fn ids_at(&self, prefix: &[u8]) -> Result<Vec<Uuid>, DomainError> {
        let range = KeyRange::prefix(prefix);
        let found = self
            .unit
            .reader()
            .range(&range, CANDIDATES_MAX, Direction::Forward)?;
        Ok(found.iter().filter_map(|(key, _)| id_of_key(key)).collect())
    }

    fn remember(&mut self, card: &ContactCard, contact: &Contact) {
        let phones: Vec<Phone> = card.phones.iter().map(stored_phone).collect();
        for key in keys_of(card, &phones) {
            self.known.insert(key.memory, contact.id.uuid());
        }
    }

    fn create(&mut self, card: &ContactCard, phones: Vec<Phone>) -> Result<Contact, DomainError> {
        let mut contact = Contact {
            id: ContactId::from_uuid(self.ctx.new_id()),
            head: Head::new(self.ctx.now()),
            first_name: card.first_name.clone(),
            last_name: card.last_name.clone(),
            title: card.title.clone(),
            emails: card.emails.iter().map(stored_email).collect(),
            phones,
            companies: Vec::new(),
            tags: card.tags.clone(),
            stage: None,
            owner_id: self.owner,
            source_id: card.source_id.clone(),
            unknown: Unknown::new(),
        };
        self.affiliate(&mut contact, card)?;
        self.unit.put(&contact)?;
        Ok(contact)
    }

    fn add_to(
        &mut self,
        known: Contact,
        card: &ContactCard,
        phones: &[Phone],
    ) -> Result<(Contact, Outcome), DomainError> {
        let mut contact = known.clone();
        let nameless = contact.first_name.is_empty() && contact.last_name.is_empty();
        if nameless {
            contact.first_name.clone_from(&card.first_name);
            contact.last_name.clone_from(&card.last_name);
        }
        if contact.title.is_empty() {
            contact.title.clone_from(&card.title);
        }
        if contact.source_id.is_none() {
            contact.source_id.clone_from(&card.source_id);
        }
        for email in card.emails.iter().map(stored_email) {
            // One of another contact stays there: two people are not joined behind anyone's back.
            let free = self.unit.find_unique(&email_key(&email.address))?.is_none();
            if free && contact.emails.len() < HANDLES_MAX {
                contact.emails.push(email);
            }
        }
        for phone in phones {
            let handle = phone_handle(phone);
            let has = contact
                .phones
                .iter()
                .any(|known| phone_handle(known) == handle);
            if !has && contact.phones.len() < HANDLES_MAX {
                contact.phones.push(phone.clone());
            }
        }
        for tag in &card.tags {
            if !contact.tags.contains(tag) && contact.tags.len() < TAGS_MAX {
                contact.tags.push(tag.clone());
            }
        }
        self.affiliate(&mut contact, card)?;
        if contact == known {
            return Ok((known, Outcome::Unchanged));
        }
        touch(self.ctx, &mut contact);
        self.unit.put(&contact)?;
        Ok((contact, Outcome::Updated))
    }

    /// Adds what the card says beside the fields, unless a note of the record says it already.
    pub(super) fn add_note(
        &mut self,
        record: RecordRef,
        body: String,
    ) -> Result<bool, DomainError> {
        let target = Target::Record(record);
        let hash = blake3::hash(body.as_bytes()).to_hex();
        let memory = format!("note:{}:{hash}", record.id);
        if self.known.contains_key(&memory) || self.has_note(&target, &body)? {
            return Ok(false);
        }
        let note = Note {
            id: NoteId::from_uuid(self.ctx.new_id()),
            head: Head::new(self.ctx.now()),
            activity: Activity {
                at: self.ctx.now(),
                author: self.ctx.user_id(),
                visibility: Visibility::Shared,
                targets: vec![target],
            },
            body,
            unknown: Unknown::new(),
        };
        self.unit.put(&note)?;
        self.known.insert(memory, note.id.uuid());
        Ok(true)
    }

    fn has_note(&mut self, target: &Target, body: &str) -> Result<bool, DomainError> {
        let range = KeyRange::prefix(&timeline_prefix(target).build());
        let found = self
            .unit
            .reader()
            .range(&range, NOTES_MAX, Direction::Forward)?;
        for (key, value) in found {
            let is_note = TimelineValue::decode(&value.value)
                .is_some_and(|value| value.kind == RecordKind::Note);
            let Some(id) = id_of_key(&key).filter(|_| is_note) else {
                continue;
            };
            let note: Option<Note> = self.unit.find_live(id)?;
            if note.is_some_and(|note| note.body == body) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// One way to find the contact that a card means.
struct MatchKey {
    prefix: Vec<u8>,
    memory: String,
    by: MatchBy,
}

enum MatchBy {
    Source(String),
    NameAndPhone(String),
    NameAlone,
}

impl MatchKey {
    fn fits(&self, contact: &Contact, card: &ContactCard) -> bool {
        let same_name = full_name(&contact.first_name, &contact.last_name)
            == full_name(&card.first_name, &card.last_name);
        match &self.by {
            MatchBy::Source(id) => contact.source_id.as_deref() == Some(id),
            MatchBy::NameAndPhone(handle) => {
                same_name
                    && contact
                        .phones
                        .iter()
                        .any(|phone| phone_handle(phone) == *handle)
            }
            MatchBy::NameAlone => {
                same_name && contact.emails.is_empty() && contact.phones.is_empty()
            }
        }
    }
}

/// The keys of a card, the surest first. A bare name means another bare name and nobody else.
fn keys_of(card: &ContactCard, phones: &[Phone]) -> Vec<MatchKey> {
    let name = full_name(&card.first_name, &card.last_name);
    let mut keys = Vec::new();
    if let Some(id) = &card.source_id {
        keys.push(MatchKey {
            prefix: source_prefix(id).build(),
            memory: format!("source:{id}"),
            by: MatchBy::Source(id.clone()),
        });
    }
    for handle in phones.iter().map(phone_handle) {
        keys.push(MatchKey {
            prefix: handle_prefix(HandleKind::Phone, &handle)
                .byte(Table::Contact as u8)
                .build(),
            memory: format!("phone:{handle}:{name}"),
            by: MatchBy::NameAndPhone(handle),
        });
    }
    if keys.is_empty() && card.emails.is_empty() {
        let columns = match (card.last_name.is_empty(), card.first_name.is_empty()) {
            (true, _) => (card.first_name.as_str(), ""),
            (false, _) => (card.last_name.as_str(), card.first_name.as_str()),
        };
        keys.push(MatchKey {
            prefix: KeyBuilder::index(Index::ContactByName)
                .folded(columns.0)
                .folded(columns.1)
                .build(),
            memory: format!("name:{name}"),
            by: MatchBy::NameAlone,
        });
    }
    keys
}

fn full_name(first: &str, last: &str) -> String {
    fold(format!("{first} {last}").trim())
}

pub(super) fn stored_email((address, kind): &(String, shared::model::EmailKind)) -> Email {
    Email {
        address: address.clone(),
        kind: *kind,
    }
}

pub(super) fn stored_phone((number, kind): &(String, PhoneKind)) -> Phone {
    Phone {
        number: number.clone(),
        e164: to_e164(number),
        kind: *kind,
    }
}
