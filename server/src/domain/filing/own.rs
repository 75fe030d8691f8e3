//! Records of our own export come back as they were: ids, times, links and the bin. Lines that a
//! script made may leave out what it does not know.

use super::{Filing, Outcome, Ready, mail::Known};
use crate::{
    domain::{
        companies::{self, stored_affiliation, stored_domains, stored_website},
        contacts::{self, distinct, stored_emails, stored_phones},
        error::DomainError,
        notes::record_links,
        record::{check_links, may_see},
        saved_searches,
    },
    mail::mime::Mail,
    store::{
        StoreError,
        record::{Activity, Deleted, Head, Record, Target, Unknown},
        schema::{
            company::Company,
            contact::Contact,
            message::Message,
            note::Note,
            saved_search::SavedSearch,
            user::{User, user_email_key},
        },
    },
    transfer::{
        card::ContactCard,
        own_export::OwnRecord,
        own_lines::{
            OwnCompany, OwnContact, OwnHead, OwnMessage, OwnNote, OwnSavedSearch, OwnUser,
        },
        skip::SkipReason,
    },
};
use shared::{
    api::{error::FieldErrors, note::NoteCreate, saved_search::SavedSearchCreate},
    email_address::EmailAddress,
    ids::{CompanyId, ContactId, NoteId, UserId},
    model::Visibility,
    permission::Permission,
    validate,
    zone::is_zone_name,
};

/// What stands for a password where none can be right.
pub const NO_PASSWORD: &str = "!";

impl Filing<'_> {
    /// Files a record of our export.
    ///
    /// # Errors
    /// When the store fails.
    pub fn file_own(
        &mut self,
        record: &OwnRecord,
        mail: Option<&Mail>,
    ) -> Result<Outcome, DomainError> {
        let filed = match record {
            OwnRecord::User(user) => self.file_user(user),
            OwnRecord::Company(company) => self.file_own_company(company),
            OwnRecord::Contact(contact) if contact.id.is_none() => {
                self.file_line_without_id(contact)
            }
            OwnRecord::Contact(contact) => self.file_contact(contact),
            OwnRecord::Note(note) => self.file_note(note),
            OwnRecord::SavedSearch(search) => self.file_saved_search(search),
            OwnRecord::Message(message, raw) => match mail {
                Some(mail) => self.file_message(message, raw, mail),
                None => Ok(Outcome::Skipped(SkipReason::Malformed(
                    "a message without its bytes".to_owned(),
                ))),
            },
        };
        match filed {
            Err(DomainError::Store(StoreError::Taken(_))) => {
                Ok(Outcome::Skipped(SkipReason::Taken))
            }
            Err(DomainError::Invalid(errors)) => Ok(Outcome::Skipped(invalid(&errors))),
            filed => filed,
        }
    }

    fn file_user(&mut self, line: &OwnUser) -> Result<Outcome, DomainError> {
        if !self.ctx.may(Permission::UserManage) {
            return Ok(Outcome::Skipped(SkipReason::Forbidden));
        }
        let Ok(email) = EmailAddress::parse(&line.email) else {
            return Ok(Outcome::Skipped(SkipReason::Malformed(
                "no e-mail address".to_owned(),
            )));
        };
        let known = self.unit.find_unique(&user_email_key(email.as_str()))?;
        if known.is_some() || self.unit.find::<User>(line.id.uuid())?.is_some() {
            return Ok(Outcome::Unchanged);
        }
        self.unit.put(&User {
            id: line.id,
            head: self.head(&line.head),
            name: line.name.clone(),
            email: email.as_str().to_owned(),
            role: line.role,
            // Passwords do not travel: an admin lets the user in again by setting one.
            disabled: true,
            password_hash: NO_PASSWORD.to_owned(),
            locale: line.locale,
            theme: line.theme,
            tz: line.tz.clone().filter(|name| is_zone_name(name)),
            unknown: Unknown::new(),
        })?;
        Ok(Outcome::Created)
    }

    fn file_own_company(&mut self, line: &OwnCompany) -> Result<Outcome, DomainError> {
        let id = line
            .id
            .unwrap_or_else(|| CompanyId::from_uuid(self.ctx.new_id()));
        let company = Company {
            id,
            head: self.head(&line.head),
            name: line.name.trim().to_owned(),
            domains: stored_domains(&line.domains),
            emails: stored_emails(&line.emails),
            phones: stored_phones(&line.phones),
            website: stored_website(&line.website),
            address: line.address.trim().to_owned(),
            tags: distinct(&line.tags),
            stage: line.stage,
            owner_id: match line.id {
                Some(_) => self.user(line.owner_id, line.owner_email.as_deref())?,
                None => line.owner_id.or(self.owner),
            },
            source_id: line.source_id.clone(),
            unknown: Unknown::new(),
        };
        validate::company(&companies::as_input(&company))?;
        // A line that says nothing of an id is like any other card.
        let mut card = ContactCard {
            company: company.name.clone(),
            domains: company.domains.clone(),
            website: company.website.clone(),
            address: company.address.clone(),
            source_id: company.source_id.clone(),
            is_company: true,
            ..ContactCard::default()
        };
        if line.id.is_none() && self.is_known_company(&card)? {
            line.emails
                .iter()
                .for_each(|email| card.add_email(&email.address, email.kind));
            line.phones
                .iter()
                .for_each(|phone| card.add_phone(&phone.number, phone.kind));
            card.tags.clone_from(&company.tags);
            return self.file_card(&card);
        }
        self.remember_company(&card, id);
        self.put_as_it_was(company)
    }

    /// A line that says nothing of an id is like any other card.
    fn file_line_without_id(&mut self, line: &OwnContact) -> Result<Outcome, DomainError> {
        let mut card = ContactCard {
            first_name: line.first_name.clone(),
            last_name: line.last_name.clone(),
            title: line.title.clone(),
            source_id: line.source_id.clone(),
            ..ContactCard::default()
        };
        line.emails
            .iter()
            .for_each(|email| card.add_email(&email.address, email.kind));
        line.phones
            .iter()
            .for_each(|phone| card.add_phone(&phone.number, phone.kind));
        line.tags.iter().for_each(|tag| card.add_tag(tag));
        card.finish();
        if self.is_known(&card)? {
            self.file_card(&card)
        } else {
            self.file_contact(line)
        }
    }

    fn file_contact(&mut self, line: &OwnContact) -> Result<Outcome, DomainError> {
        let id = line
            .id
            .unwrap_or_else(|| ContactId::from_uuid(self.ctx.new_id()));
        for affiliation in &line.companies {
            if self.unit.find::<Company>(affiliation.id.uuid())?.is_none() {
                return Ok(Outcome::Skipped(SkipReason::NoTarget));
            }
        }
        let contact = Contact {
            id,
            head: self.head(&line.head),
            first_name: line.first_name.trim().to_owned(),
            last_name: line.last_name.trim().to_owned(),
            title: line.title.trim().to_owned(),
            emails: stored_emails(&line.emails),
            phones: stored_phones(&line.phones),
            companies: line.companies.iter().map(stored_affiliation).collect(),
            tags: distinct(&line.tags),
            stage: line.stage,
            owner_id: match line.id {
                Some(_) => self.user(line.owner_id, line.owner_email.as_deref())?,
                None => line.owner_id.or(self.owner),
            },
            source_id: line.source_id.clone(),
            unknown: Unknown::new(),
        };
        validate::contact(&contacts::as_input(&contact))?;
        self.put_as_it_was(contact)
    }

    fn file_note(&mut self, line: &OwnNote) -> Result<Outcome, DomainError> {
        validate::note(&NoteCreate {
            id: line.id,
            body: line.body.clone(),
            links: line.links.clone(),
            visibility: line.visibility,
        })?;
        let known = line.id.map(|id| self.unit.find::<Note>(id.uuid()));
        let known = known.transpose()?.flatten().map(|note| note.activity);
        if known
            .as_ref()
            .is_some_and(|activity| !may_see(self.ctx, activity))
        {
            return Ok(Outcome::Skipped(SkipReason::Taken));
        }
        let linked = known.as_ref().map(record_links).unwrap_or_default();
        match check_links(self.ctx, self.unit, &line.links, &linked) {
            Err(DomainError::Invalid(_)) => return Ok(Outcome::Skipped(SkipReason::NoTarget)),
            checked => checked?,
        }
        let head = self.head(&line.head);
        let (author, visibility) = self.author_and_visibility(line, known.as_ref())?;
        if visibility == Visibility::Private && author.is_none() {
            let what = "a private note without an author would be seen by nobody".to_owned();
            return Ok(Outcome::Skipped(SkipReason::Malformed(what)));
        }
        self.put_as_it_was(Note {
            id: line
                .id
                .unwrap_or_else(|| NoteId::from_uuid(self.ctx.new_id())),
            activity: Activity {
                at: line.at.unwrap_or(head.created_at),
                author,
                visibility,
                targets: line.links.iter().copied().map(Target::Record).collect(),
            },
            head,
            body: line.body.clone(),
            unknown: Unknown::new(),
        })
    }

    /// Only who manages users speaks for others. Anybody else writes in their own name, and a
    /// colleague's note stays the colleague's, seen by whom it was.
    // Invariant: an import is no way around the rules of notes (tests: authz::imports).
    fn author_and_visibility(
        &mut self,
        line: &OwnNote,
        known: Option<&Activity>,
    ) -> Result<(Option<UserId>, Visibility), DomainError> {
        let me = self.ctx.user_id();
        if self.ctx.may(Permission::UserManage) {
            let author = self.user(line.author_id, line.author_email.as_deref())?;
            return Ok((author.or(me), line.visibility));
        }
        Ok(match known {
            Some(known) if known.author != me => (known.author, known.visibility),
            _ => (me, line.visibility),
        })
    }

    /// Only who manages users files searches of others. Alerts begin anew: what the import brings is
    /// no news.
    // Invariant: nobody gets at another's searches through an import (tests: authz::imports).
    fn file_saved_search(&mut self, line: &OwnSavedSearch) -> Result<Outcome, DomainError> {
        let owner = self.user(Some(line.owner_id), line.owner_email.as_deref())?;
        let owner_id = owner.unwrap_or(line.owner_id);
        if !self.ctx.may(Permission::UserManage) && self.ctx.user_id() != Some(owner_id) {
            return Ok(Outcome::Skipped(SkipReason::Forbidden));
        }
        if self.unit.find::<User>(owner_id.uuid())?.is_none() {
            return Ok(Outcome::Skipped(SkipReason::NoTarget));
        }
        let known = self.unit.find::<SavedSearch>(line.id.uuid())?;
        if known
            .as_ref()
            .is_some_and(|known| known.owner_id != owner_id)
        {
            return Ok(Outcome::Skipped(SkipReason::Taken));
        }
        saved_searches::check(&SavedSearchCreate {
            name: line.name.clone(),
            place: line.place,
            query: line.query.clone(),
            ..Default::default()
        })?;
        if known.is_none() {
            saved_searches::check_room(self.unit, owner_id)?;
        }
        let since = known.and_then(|known| known.alerts_since);
        self.put_as_it_was(SavedSearch {
            id: line.id,
            head: self.head(&line.head),
            owner_id,
            name: line.name.trim().to_owned(),
            place: line.place,
            query: line.query.clone(),
            pinned: line.pinned,
            alerts_since: line.alerts.then(|| since.unwrap_or(self.ctx.now())),
            unknown: Unknown::new(),
        })
    }

    fn file_message(
        &mut self,
        line: &OwnMessage,
        raw: &[Vec<u8>],
        mail: &Mail,
    ) -> Result<Outcome, DomainError> {
        let Some((first, copies)) = raw.split_first() else {
            return Ok(Outcome::Skipped(SkipReason::Empty));
        };
        if self.unit.find::<Message>(line.id.uuid())?.is_some() {
            return Ok(Outcome::Unchanged);
        }
        let mut mail = mail.clone();
        mail.message_id.clone_from(&line.message_id);
        mail.at = Some(line.at);
        if let Outcome::Unchanged = self.known_copy(first, &mail)? {
            return Ok(Outcome::Unchanged);
        }
        let known = Known {
            id: line.id,
            thread_id: line.thread_id,
            head: self.head(&line.head),
        };
        let id = self.add_mail(first, &mail, Some(known))?;
        if let Some(mut message) = self.unit.find::<Message>(id.uuid())? {
            for copy in copies {
                message.raw.push(self.unit.put_blob(self.blobs, copy)?);
            }
            self.unit.put(&message)?;
        }
        Ok(Outcome::Created)
    }

    /// Another message has the Message-ID already: this is a copy of it.
    fn known_copy(&mut self, raw: &[u8], mail: &Mail) -> Result<Outcome, DomainError> {
        match super::threads::find_by_message_id(self.unit, &mail.message_id)? {
            Some(_) => self.file(&Ready::Mail(raw.to_vec(), Box::new(mail.clone()))),
            None => Ok(Outcome::Created),
        }
    }

    /// Puts a record with its own head; one that is there already is left alone if it says the same.
    fn put_as_it_was<T: Record + PartialEq>(
        &mut self,
        mut record: T,
    ) -> Result<Outcome, DomainError> {
        let Some(known) = self.unit.find::<T>(record.id())? else {
            self.unit.put(&record)?;
            return Ok(Outcome::Created);
        };
        let line_head = record.head().clone();
        record.head_mut().clone_from(known.head());
        if record == known {
            return Ok(Outcome::Unchanged);
        }
        let head = record.head_mut();
        head.revision += 1;
        head.updated_at = self.ctx.now().max(head.updated_at);
        head.deleted = line_head.deleted;
        self.unit.put(&record)?;
        Ok(Outcome::Updated)
    }

    fn head(&self, line: &OwnHead) -> Head {
        let now = self.ctx.now();
        let created_at = line.created_at.unwrap_or(now);
        Head {
            revision: line.revision.unwrap_or(1).max(1),
            created_at,
            updated_at: line.updated_at.unwrap_or(created_at),
            deleted: line.deleted_at.map(|at| Deleted {
                at,
                by: line.deleted_by,
            }),
        }
    }

    /// The user with this id, else the one with this address, else the id as it is: better a name
    /// that is lost than a record given to somebody else.
    fn user(
        &mut self,
        id: Option<UserId>,
        email: Option<&str>,
    ) -> Result<Option<UserId>, DomainError> {
        let Some(id) = id else {
            return Ok(None);
        };
        if self.unit.find::<User>(id.uuid())?.is_some() {
            return Ok(Some(id));
        }
        let by_email = match email {
            Some(email) => self.unit.find_unique(&user_email_key(email))?,
            None => None,
        };
        Ok(Some(by_email.map_or(id, UserId::from_uuid)))
    }
}

fn invalid(errors: &FieldErrors) -> SkipReason {
    let fields: Vec<&str> = errors.keys().map(String::as_str).collect();
    SkipReason::Malformed(format!("wrong: {}", fields.join(", ")))
}
