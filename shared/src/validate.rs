//! What may be stored: every limit is named here, and both sides check with the same functions.

use crate::{
    api::{
        auth::SetupRequest,
        company::{Affiliation, CompanyCreate},
        contact::{ContactCreate, Email, Phone},
        error::{FieldError, FieldErrors},
        note::NoteCreate,
        saved_search::SavedSearchCreate,
        search::QUERY_CHARS_MAX,
        user::UserCreate,
    },
    email_address::{EmailAddress, is_domain},
    phone::is_phone_number,
};

/// Characters of a name, title or tag.
pub const NAME_CHARS_MAX: usize = 200;
/// E-mail addresses or telephone numbers of one party.
pub const HANDLES_MAX: usize = 50;
/// Domains of one company.
pub const DOMAINS_MAX: usize = 50;
/// RFC 1035 2.3.4, without the root.
pub const DOMAIN_CHARS_MAX: usize = 253;
/// Companies of one contact, former ones included.
pub const AFFILIATIONS_MAX: usize = 50;
/// Characters of a postal address.
pub const ADDRESS_CHARS_MAX: usize = 1_000;
/// Characters of the address of a website.
pub const WEBSITE_CHARS_MAX: usize = 1_000;
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

    /// The domains of a company.
    pub fn domains(&mut self, domains: &[String]) {
        self.require(domains.len() <= DOMAINS_MAX, "domains", FieldError::TooMany);
        let mut seen = Vec::new();
        for (number, domain) in domains.iter().enumerate() {
            let field = format!("domains.{number}");
            match normal_domain(domain) {
                None => self.fail(field, FieldError::Invalid),
                Some(domain) if seen.contains(&domain) => self.fail(field, FieldError::Duplicate),
                Some(domain) => seen.push(domain),
            }
        }
    }

    /// The companies of a contact. One may stand there twice: people come back.
    pub fn affiliations(&mut self, affiliations: &[Affiliation]) {
        self.require(
            affiliations.len() <= AFFILIATIONS_MAX,
            "companies",
            FieldError::TooMany,
        );
        for (number, affiliation) in affiliations.iter().enumerate() {
            self.name(&format!("companies.{number}.role"), &affiliation.role);
            let ends_first = affiliation.to.is_some() && affiliation.to < affiliation.from;
            let field = format!("companies.{number}.to");
            self.require(!ends_first, &field, FieldError::Invalid);
            let same = |other: &Affiliation| {
                other.id == affiliation.id
                    && other.role.trim() == affiliation.role.trim()
                    && other.from == affiliation.from
            };
            let is_double = affiliations[..number].iter().any(same);
            let field = format!("companies.{number}.id");
            self.require(!is_double, &field, FieldError::Duplicate);
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
pub fn saved_search(search: &SavedSearchCreate) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.required_name("name", &search.name);
    let query = &search.query;
    for (field, text) in [
        ("query.q", &query.q),
        ("query.owner", &query.owner),
        ("query.sort", &query.sort),
        ("query.filter", &query.filter),
    ] {
        let fits = text.chars().count() <= QUERY_CHARS_MAX;
        check.require(fits, field, FieldError::TooLong);
    }
    check.finish()
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
    check.affiliations(&contact.companies);
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
pub fn company(company: &CompanyCreate) -> Result<(), FieldErrors> {
    let mut check = Checker::default();
    check.required_name("name", &company.name);
    check.domains(&company.domains);
    check.emails(&company.emails);
    check.phones(&company.phones);
    let (website, address) = (company.website.trim(), company.address.trim());
    let is_website = website.is_empty() || normal_website(website).is_some();
    check.require(is_website, "website", FieldError::Invalid);
    let fits = address.chars().count() <= ADDRESS_CHARS_MAX;
    check.require(fits, "address", FieldError::TooLong);
    check.tags(&company.tags);
    check.finish()
}

/// The domain that a text names, in lower case without `www.`: `https://www.Acme.com/about`,
/// `info@acme.com` and `ACME.com` all mean `acme.com`. `None` if it names none.
pub fn normal_domain(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let text = text.split_once("://").map_or(&*text, |(_, rest)| rest);
    let host = text.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is_name = is_domain(host)
        && host.contains('.')
        && !host.starts_with('[')
        && host.chars().count() <= DOMAIN_CHARS_MAX
        && !host.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_name.then(|| host.to_owned())
}

/// The address of a website, with `https://` where no scheme was written. `None` for anything a
/// browser should not open from here (`javascript:` above all).
pub fn normal_website(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    let whole = if has_scheme {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let fits = whole.chars().count() <= WEBSITE_CHARS_MAX
        && !whole.contains(|c: char| c.is_whitespace() || c.is_control());
    (fits && normal_domain(&whole).is_some()).then_some(whole)
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
    fn domains_are_read_from_what_people_paste() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(normal_domain(text).as_deref(), expected, "{text:?}");
        };
        check(" ACME.com ", Some("acme.com"));
        check("https://www.acme.com/about?x=1", Some("acme.com"));
        check("info@acme.com", Some("acme.com"));
        check("shop.acme.com:8443", Some("shop.acme.com"));
        check("例子.中国", Some("例子.中国"));
        check("acme", None);
        check("10.0.0.1", None);
        check("[10.0.0.1]", None);
        check("acme .com", None);
        check("", None);
    }

    #[test]
    fn websites_are_addresses_that_a_browser_may_open() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(normal_website(text).as_deref(), expected, "{text:?}");
        };
        check("acme.com/shop", Some("https://acme.com/shop"));
        check("http://acme.com", Some("http://acme.com"));
        check("javascript:alert(1)", None);
        check("data:text/html,x", None);
        check("https://acme.com/a b", None);
        check("call us", None);
    }

    #[test]
    fn people_leave_after_they_came_and_may_come_back() {
        let at = |from: Option<&str>, to: Option<&str>| Affiliation {
            id: crate::ids::CompanyId::from_uuid(uuid::Uuid::from_u128(7)),
            name: String::new(),
            role: "buyer".into(),
            from: from.map(|date| date.parse().unwrap()),
            to: to.map(|date| date.parse().unwrap()),
        };
        let errors = |companies: Vec<Affiliation>| {
            let input = ContactCreate {
                last_name: "Ruiz".into(),
                companies,
                ..Default::default()
            };
            contact(&input).err().unwrap_or_default()
        };
        let (first, again) = (
            at(Some("2019-01-01"), Some("2020-01-01")),
            at(Some("2024-05-01"), None),
        );
        assert_eq!(errors(vec![first.clone(), again]), FieldErrors::default());
        assert_eq!(
            errors(vec![first.clone(), first])["companies.1.id"],
            FieldError::Duplicate
        );
        let reversed = at(Some("2020-01-01"), Some("2019-01-01"));
        assert_eq!(
            errors(vec![reversed])["companies.0.to"],
            FieldError::Invalid
        );
    }

    #[test]
    fn a_company_needs_a_name_and_each_domain_once() {
        let company = |name: &str, domains: &[&str]| {
            let input = CompanyCreate {
                name: name.into(),
                domains: domains.iter().map(|&domain| domain.to_owned()).collect(),
                ..Default::default()
            };
            super::company(&input).err().unwrap_or_default()
        };
        assert_eq!(company("Acme", &["acme.com"]), FieldErrors::default());
        assert_eq!(company(" ", &[])["name"], FieldError::Required);
        assert_eq!(
            company("Acme", &["acme.com", "www.acme.com"])["domains.1"],
            FieldError::Duplicate
        );
        assert_eq!(company("Acme", &["acme"])["domains.0"], FieldError::Invalid);
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        assert_eq!(password("十五个字符的密码应该就足够长了吧"), None);
        assert_eq!(password("short"), Some(FieldError::TooShort));
        assert_eq!(password(&"x".repeat(1_025)), Some(FieldError::TooLong));
    }
}
