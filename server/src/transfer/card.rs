//! A person as a file describes one: checked and cleaned, but nobody's contact yet.

use super::names::split_full_name;
use crate::mail::text::clean_line;
use shared::{
    email_address::EmailAddress,
    model::{EmailKind, PhoneKind},
    phone::is_phone_number,
    validate::{HANDLES_MAX, NAME_CHARS_MAX, NOTE_BYTES_MAX, TAGS_MAX},
};

/// Bytes of one card or row.
pub const CARD_BYTES_MAX: usize = 4 * 1024 * 1024;
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
        if self.is_company && self.first_name.is_empty() && self.last_name.is_empty() {
            self.last_name = self.company.clone();
        }
    }

    /// Whether it names somebody: a name, an address or a number.
    pub fn names_somebody(&self) -> bool {
        !self.first_name.is_empty()
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
