//! What may be stored: every limit is named here, and both sides check with the same functions.

use crate::{
    api::{
        auth::SetupRequest,
        contact::{ContactCreate, Email, Phone},
        error::{FieldError, FieldErrors},
        note::NoteCreate,
        user::UserCreate,
    },
    email_address::EmailAddress,
    phone::is_phone_number,
};

/// Characters of a name, title or tag.
pub const NAME_CHARS_MAX: usize = 200;
/// E-mail addresses or telephone numbers of one party.
pub const HANDLES_MAX: usize = 50;
/// Tags of one record.
pub const TAGS_MAX: usize = 50;
/// Bytes of a note.
pub const NOTE_BYTES_MAX: usize = 256 * 1024;
/// Records that one activity can be linked to.
pub const LINKS_MAX: usize = 100;
/// NIST SP 800-63B rev 4: 15 where the password is the only factor.
pub const PASSWORD_CHARS_MIN: usize = 15;
/// Longer input is refused before hashing.
pub const PASSWORD_BYTES_MAX: usize = 1_024;

/// Collects what is wrong, by field.
#[derive(Debug, Default)]
pub struct Checker(FieldErrors);

impl Checker {
    /// Notes an error; the first one of a field stays.
    pub fn fail(&mut self, field: impl Into<String>, error: FieldError) {
        self.0.insert_if_absent(field.into(), error);
    }

    /// Notes an error if a condition does not hold.
    pub fn require(&mut self, holds: bool, field: &str, error: FieldError) {
        if !holds {
            self.fail(field, error);
        }
    }

    /// A text of at most [`NAME_CHARS_MAX`] characters.
    pub fn name(&mut self, field: &str, text: &str) {
        self.require(
            text.chars().count() <= NAME_CHARS_MAX,
            field,
            FieldError::TooLong,
        );
    }

    /// A text with something in it, of at most [`NAME_CHARS_MAX`] characters.
    pub fn required_name(&mut self, field: &str, text: &str) {
        self.require(!text.trim().is_empty(), field, FieldError::Required);
        self.name(field, text);
    }

    /// An e-mail address.
    pub fn email(&mut self, field: &str, text: &str) {
        self.require(
            EmailAddress::parse(text).is_ok(),
            field,
            FieldError::Invalid,
        );
    }

    /// A password: long enough, not absurdly long.
    pub fn password(&mut self, field: &str, text: &str) {
        if let Some(error) = password(text) {
            self.fail(field, error);
        }
    }

    /// The addresses of a party.
    pub fn emails(&mut self, emails: &[Email]) {
        self.require(emails.len() <= HANDLES_MAX, "emails", FieldError::TooMany);
        let mut seen = Vec::new();
        for (number, email) in emails.iter().enumerate() {
            let field = format!("emails.{number}.address");
            match EmailAddress::parse(&email.address) {
                Err(_) => self.fail(field, FieldError::Invalid),
                Ok(address) if seen.contains(&address) => self.fail(field, FieldError::Duplicate),
                Ok(address) => seen.push(address),
            }
        }
    }

    /// The telephone numbers of a party.
    pub fn phones(&mut self, phones: &[Phone]) {
        self.require(phones.len() <= HANDLES_MAX, "phones", FieldError::TooMany);
        for (number, phone) in phones.iter().enumerate() {
            let field = format!("phones.{number}.number");
            self.require(is_phone_number(&phone.number), &field, FieldError::Invalid);
        }
    }

    /// The tags of a record.
    pub fn tags(&mut self, tags: &[String]) {
        self.require(tags.len() <= TAGS_MAX, "tags", FieldError::TooMany);
        for (number, tag) in tags.iter().enumerate() {
            self.required_name(&format!("tags.{number}"), tag);
        }
    }

    /// The body of a note.
    pub fn note_body(&mut self, body: &str) {
        self.require(!body.trim().is_empty(), "body", FieldError::Required);
        self.require(body.len() <= NOTE_BYTES_MAX, "body", FieldError::TooLong);
    }

    /// # Errors
    /// What is wrong, by field, if anything is.
    pub fn finish(self) -> Result<(), FieldErrors> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// What is wrong with a password, if anything.
pub fn password(text: &str) -> Option<FieldError> {
    if text.chars().count() < PASSWORD_CHARS_MIN {
        Some(FieldError::TooShort)
    } else if text.len() > PASSWORD_BYTES_MAX {
        Some(FieldError::TooLong)
    } else {
        None
    }
}

/// # Errors
/// What is wrong, by field.
pub fn contact(contact: &ContactCreate) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.name("first_name", &contact.first_name);
    check.name("last_name", &contact.last_name);
    check.name("title", &contact.title);
    check.emails(&contact.emails);
    check.phones(&contact.phones);
    check.tags(&contact.tags);
    let somebody = !contact.first_name.trim().is_empty()
        || !contact.last_name.trim().is_empty()
        || !contact.emails.is_empty()
        || !contact.phones.is_empty();
    check.require(somebody, "first_name", FieldError::Required);
    check.finish()
}

/// # Errors
/// What is wrong, by field.
pub fn note(note: &NoteCreate) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.note_body(&note.body);
    check.require(note.links.len() <= LINKS_MAX, "links", FieldError::TooMany);
    check.finish()
}

/// # Errors
/// What is wrong, by field.
pub fn setup(request: &SetupRequest) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.required_name("name", &request.name);
    check.email("email", &request.email);
    check.password("password", &request.password);
    check.finish()
}

/// # Errors
/// What is wrong, by field.
pub fn user(user: &UserCreate) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.required_name("name", &user.name);
    check.email("email", &user.email);
    check.password("password", &user.password);
    check.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_mail_or_phone_is_enough() {
        assert!(contact(&ContactCreate::default()).is_err());
        assert!(
            contact(&ContactCreate {
                last_name: "李".into(),
                ..Default::default()
            })
            .is_ok()
        );
    }

    #[test]
    fn fields_are_named_with_their_place() {
        let email = |address: &str| Email {
            address: address.into(),
            kind: Default::default(),
        };
        let input = ContactCreate {
            emails: vec![email("a@example.org"), email("A@example.org"), email("no")],
            ..Default::default()
        };
        let errors = contact(&input).unwrap_err();
        assert_eq!(errors["emails.1.address"], FieldError::Duplicate);
        assert_eq!(errors["emails.2.address"], FieldError::Invalid);
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        assert_eq!(password("十五个字符的密码应该就足够长了吧"), None);
        assert_eq!(password("short"), Some(FieldError::TooShort));
        assert_eq!(password(&"x".repeat(1_025)), Some(FieldError::TooLong));
    }
}
