//! Why an item could not be used: a stable word for the app, a sentence for people.

use shared::api::skip::{CARD_MEGABYTES_MAX, MAIL_MEGABYTES_MAX, SkipCode};

/// What a file could have been.
const EXPECTED: &str = "expected mail (mbox, .eml, Maildir), vCard, CSV with a header, \
                        .zip, .tar, .gz or .xz of these, or an export of Rapport";

/// What is too large to be read is too large to be held.
const NOT_KEPT: &str = "it was not kept, so keep the file that it came from";

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// A file that is none of what can be read; what it seems to be.
    WrongType(&'static str),
    /// Nothing in it.
    Empty,
    /// A table whose columns say nothing about people.
    NoColumns,
    /// A person without name, e-mail address and phone number.
    NoIdentity,
    /// A card or line that breaks its own rules.
    Malformed(String),
    /// A mail larger than the limit.
    MailTooLarge,
    /// A card, row or line larger than its limit.
    ItemTooLarge,
    /// Archives in archives in archives.
    ArchiveTooDeep,
    /// An archive that unpacks to more than is allowed.
    ArchiveTooLarge,
    /// An archive with more entries than are allowed.
    ArchiveTooManyEntries,
    /// An archive that cannot be unpacked (further).
    ArchiveDamaged(String),
    /// A file that cannot be read (further).
    Unreadable(String),
    /// Another record has the id or a unique value.
    Taken,
    /// Something it refers to does not exist.
    NoTarget,
    /// Only an admin may bring it in.
    Forbidden,
}

impl SkipReason {
    /// The stable word.
    pub const fn code(&self) -> SkipCode {
        match self {
            Self::WrongType(_) => SkipCode::WrongType,
            Self::Empty => SkipCode::Empty,
            Self::NoColumns => SkipCode::NoColumns,
            Self::NoIdentity => SkipCode::NoIdentity,
            Self::Malformed(_) => SkipCode::Malformed,
            Self::MailTooLarge => SkipCode::MailTooLarge,
            Self::ItemTooLarge => SkipCode::ItemTooLarge,
            Self::ArchiveTooDeep => SkipCode::ArchiveTooDeep,
            Self::ArchiveTooLarge => SkipCode::ArchiveTooLarge,
            Self::ArchiveTooManyEntries => SkipCode::ArchiveTooManyEntries,
            Self::ArchiveDamaged(_) => SkipCode::ArchiveDamaged,
            Self::Unreadable(_) => SkipCode::Unreadable,
            Self::Taken => SkipCode::Taken,
            Self::NoTarget => SkipCode::NoTarget,
            Self::Forbidden => SkipCode::Forbidden,
        }
    }

    /// The sentence, in English.
    pub fn sentence(&self) -> String {
        match self {
            Self::WrongType(found) => format!("this is {found}; {EXPECTED}"),
            Self::Empty => format!("this is empty; {EXPECTED}"),
            Self::NoColumns => "no column of this table is known; expected a header such as \
                                First name, Last name, Email, Phone, Company"
                .to_owned(),
            Self::NoIdentity => {
                "no name, e-mail address or phone number; one of them is needed".to_owned()
            }
            Self::Malformed(what) => format!("cannot be read: {what}"),
            Self::MailTooLarge => {
                format!("a mail of more than {MAIL_MEGABYTES_MAX} MB; {NOT_KEPT}")
            }
            Self::ItemTooLarge => {
                format!("a card or row of more than {CARD_MEGABYTES_MAX} MB; {NOT_KEPT}")
            }
            Self::ArchiveTooDeep => "archives inside archives, too deep to follow".to_owned(),
            Self::ArchiveTooLarge => {
                "the archive unpacks to far more than its size allows".to_owned()
            }
            Self::ArchiveTooManyEntries => {
                "the archive has too many entries; the rest was not read".to_owned()
            }
            Self::ArchiveDamaged(what) => {
                format!("the archive cannot be unpacked (further): {what}")
            }
            Self::Unreadable(what) => format!("the file cannot be read (further): {what}"),
            Self::Taken => "another record has this id or e-mail address".to_owned(),
            Self::NoTarget => "it refers to a record that does not exist".to_owned(),
            Self::Forbidden => "only an admin may bring this in".to_owned(),
        }
    }
}
