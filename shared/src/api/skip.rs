//! Why an item of an import could not be used, as stable words. The wire says a plain string, so
//! that an app that is older than its server shows the server's English instead. Tests: the foot.

use crate::words::stable_words;

/// Megabytes of a mail that is read at all.
pub const MAIL_MEGABYTES_MAX: usize = 64;
/// Megabytes of one card or row.
pub const CARD_MEGABYTES_MAX: usize = 4;

stable_words! {
    /// Why an item could not be used. The app has a sentence for each, in each language.
    SkipCode:
    /// A file that is none of what can be read.
    WrongType = "wrong_type";
    /// Nothing in it.
    Empty = "empty";
    /// A table whose columns say nothing about people.
    NoColumns = "no_columns";
    /// A person without name, e-mail address and phone number.
    NoIdentity = "no_identity";
    /// A card or line that breaks its own rules.
    Malformed = "malformed";
    /// A mail larger than [`MAIL_MEGABYTES_MAX`].
    MailTooLarge = "mail_too_large";
    /// A card, row or line larger than [`CARD_MEGABYTES_MAX`].
    ItemTooLarge = "item_too_large";
    /// Archives in archives in archives.
    ArchiveTooDeep = "archive_too_deep";
    /// An archive that unpacks to more than is allowed.
    ArchiveTooLarge = "archive_too_large";
    /// An archive with more entries than are allowed.
    ArchiveTooManyEntries = "archive_too_many_entries";
    /// An archive that cannot be unpacked (further).
    ArchiveDamaged = "archive_damaged";
    /// A file that cannot be read (further).
    Unreadable = "unreadable";
    /// Another record has the id or a unique value.
    Taken = "taken";
    /// Something it refers to does not exist.
    NoTarget = "no_target";
    /// Only an admin may bring it in.
    Forbidden = "forbidden";
    /// A record that stayed when the import was undone: somebody has changed it since.
    KeptChangedSince = "kept_changed_since";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for &code in SkipCode::ALL {
            assert_eq!(SkipCode::parse(code.as_str()), Some(code));
        }
        assert_eq!(SkipCode::parse("of a newer server"), None);
    }
}
