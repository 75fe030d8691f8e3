//! A person or company as a file describes one: checked and cleaned, but no record yet.

use super::names::split_full_name;
use crate::mail::text::clean_line;
use shared::{
    api::skip::CARD_MEGABYTES_MAX,
    email_address::EmailAddress,
    model::{EmailKind, PhoneKind},
    phone::is_phone_number,
    validate::{
        ADDRESS_CHARS_MAX, DOMAINS_MAX, HANDLES_MAX, NAME_CHARS_MAX, NOTE_BYTES_MAX, TAGS_MAX,
        normal_domain, normal_website,
    },
};

/// Bytes of one card or row.
pub const CARD_BYTES_MAX: usize = CARD_MEGABYTES_MAX * 1024 * 1024;
/// Characters of an id from elsewhere.
const SOURCE_ID_CHARS_MAX: usize = 200;

/// A person, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactCard {
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// Job title; may be empty.
    pub title: String,
    /// Normal form, each once.
    pub emails: Vec<(String, EmailKind)>,
    /// As written, each once.
    pub phones: Vec<(String, PhoneKind)>,
    /// The name of the company; may be empty.
    pub company: String,
    /// Domains of the company, in normal form, each once.
    pub domains: Vec<String>,
    /// Of the company, with its scheme; may be empty.
    pub website: String,
    /// Of the company; may be empty.
    pub address: String,
    /// Each once.
    pub tags: Vec<String>,
    /// What else is said about the person; what fits nowhere is kept here.
    pub notes: Vec<String>,
    /// The id where it came from.
    pub source_id: Option<String>,
    /// Whether it describes a company rather than a person.
    pub is_company: bool,
}

impl ContactCard {
    /// Adds a full name, where first and last name are not known apart.
    pub fn set_full_name(&mut self, name: &str) {
        let (first, last) = split_full_name(&clean_line(name, NAME_CHARS_MAX));
        self.first_name = first;
        self.last_name = last;
    }

    /// Adds an address; a text that is none is kept as a note.
    pub fn add_email(&mut self, text: &str, kind: EmailKind) {
        let text = text.trim();
        let bare = text
            .rsplit_once('<')
            .map_or(text, |(_, address)| address.trim_end_matches('>'));
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        match EmailAddress::parse(bare) {
            Ok(address) => {
                let known = self
                    .emails
                    .iter()
                    .any(|(known, _)| known == address.as_str());
                if !known && self.emails.len() < HANDLES_MAX {
                    self.emails.push((address.as_str().to_owned(), kind));
                }
            }
            Err(_) if text.is_empty() => {}
            Err(_) => self.add_note(&format!("E-mail: {text}")),
        }
    }

    /// Adds a number; a text that is none is kept as a note.
    pub fn add_phone(&mut self, text: &str, kind: PhoneKind) {
        let text = clean_line(text, 4 * NAME_CHARS_MAX);
        // RFC 3966: `tel:+1-418-656-9254;ext=102`.
        let bare = text
            .strip_prefix("tel:")
            .unwrap_or(&text)
            .replace(";ext=", " ext ");
        let bare = bare.trim_matches('\'').trim();
        if bare.is_empty() {
            return;
        }
        if !is_phone_number(bare) || self.phones.len() >= HANDLES_MAX {
            self.add_note(&format!("Phone: {bare}"));
        } else if !self.phones.iter().any(|(known, _)| known == bare) {
            self.phones.push((bare.to_owned(), kind));
        }
    }

    /// Adds a domain of the company; a text that names none is kept as a note.
    pub fn add_domain(&mut self, text: &str) {
        match normal_domain(text) {
            Some(domain) if self.domains.contains(&domain) => {}
            Some(domain) if self.domains.len() < DOMAINS_MAX => self.domains.push(domain),
            Some(_) | None => self.add_note(&format!("Domain: {}", text.trim())),
        }
    }

    /// Sets the website of the company; one that cannot be opened is kept as a note. The address of
    /// a whole site says a domain too, that of a page on somebody else's site does not.
    pub fn set_website(&mut self, text: &str) {
        let website = normal_website(text).filter(|_| self.website.is_empty());
        let Some(website) = website else {
            return self.add_note(&format!("Website: {}", text.trim()));
        };
        let path = website.splitn(4, '/').nth(3).unwrap_or_default();
        if path.is_empty() && !website.contains(['?', '#']) {
            self.add_domain(&website);
        }
        self.website = website;
    }

    /// Adds a line or part to the address of the company.
    pub fn add_address(&mut self, text: &str) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        let joined = match self.address.is_empty() {
            true => text.clone(),
            false => format!("{}, {text}", self.address),
        };
        if joined.chars().count() <= ADDRESS_CHARS_MAX {
            self.address = joined;
        } else {
            self.add_note(&format!("Address: {text}"));
        }
    }

    /// Adds a tag.
    pub fn add_tag(&mut self, text: &str) {
        let tag = clean_line(text, NAME_CHARS_MAX);
        if !tag.is_empty() && !self.tags.contains(&tag) && self.tags.len() < TAGS_MAX {
            self.tags.push(tag);
        }
    }

    /// Adds what is said about the person.
    pub fn add_note(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text
            .chars()
            .filter(|&c| !c.is_control() || c == '\n' || c == '\t')
            .collect();
        let text = text.trim();
        if !text.is_empty() && !self.notes.iter().any(|note| note == text) {
            self.notes.push(text.to_owned());
        }
    }

    /// Cuts what is too long; after it the card may be stored.
    pub fn finish(&mut self) {
        for text in [
            &mut self.first_name,
            &mut self.last_name,
            &mut self.title,
            &mut self.company,
        ] {
            *text = clean_line(text, NAME_CHARS_MAX);
        }
        let id = self
            .source_id
            .take()
            .map(|id| clean_line(&id, SOURCE_ID_CHARS_MAX));
        self.source_id = id.filter(|id| !id.is_empty());
        if self.is_company {
            self.settle_company();
        }
    }

    /// What is shown as a company but names a person besides is that person, in the company.
    fn settle_company(&mut self) {
        let name = format!("{} {}", self.first_name, self.last_name);
        let name = name.trim();
        if self.company.is_empty() {
            self.company = clean_line(name, NAME_CHARS_MAX);
        }
        if !name.is_empty() && !self.company.eq_ignore_ascii_case(name) {
            self.is_company = false;
            return;
        }
        self.first_name.clear();
        self.last_name.clear();
        if !self.title.is_empty() {
            let title = std::mem::take(&mut self.title);
            self.add_note(&title);
        }
    }

    /// Whether it names somebody: a name, an address or a number.
    pub fn names_somebody(&self) -> bool {
        (self.is_company && !self.company.is_empty())
            || !self.first_name.is_empty()
            || !self.last_name.is_empty()
            || !self.emails.is_empty()
            || !self.phones.is_empty()
    }

    /// Everything said about the person as the body of one note; empty if nothing was.
    pub fn note_body(&self) -> String {
        let mut body = self.notes.join("\n\n");
        if body.len() > NOTE_BYTES_MAX {
            let end = (0..=NOTE_BYTES_MAX)
                .rev()
                .find(|&at| body.is_char_boundary(at));
            body.truncate(end.unwrap_or_default());
        }
        body
    }
}
