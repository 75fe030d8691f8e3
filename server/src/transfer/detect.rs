//! What a file is, told by its content first and its name second.

use super::{csv_columns, mbox::is_separator};

/// Bytes of a file's beginning that are looked at.
pub const HEAD_BYTES: usize = 16 * 1024;
/// A tar header says so at this place.
const TAR_MAGIC_AT: usize = 257;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Mails one after the other, each behind a `From ` line.
    Mbox,
    /// One mail.
    Mail,
    /// vCards.
    VCard,
    /// A table.
    Csv,
    /// Lines of our own export, or made like them: the kind stands in the name.
    OwnLines,
    /// Compressed.
    Gzip,
    /// Compressed.
    Xz,
    /// An archive.
    Tar,
    /// An archive.
    Zip,
    /// Nothing in it.
    Empty,
    /// Something else; what it seems to be.
    Other(&'static str),
}

/// Beginnings of files that cannot be imported, and what they are.
const OTHERS: [(&[u8], &str); 17] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office or Outlook file"),
    (b"!BDN", "an Outlook data file (.pst)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"<?xml", "an XML file"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
];

/// Header fields that mails have.
const MAIL_FIELDS: [&str; 18] = [
    "from",
    "to",
    "cc",
    "date",
    "subject",
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "delivered-to",
    "content-type",
    "reply-to",
    "sender",
    "x-mailer",
    "in-reply-to",
    "references",
    "dkim-signature",
    "envelope-to",
];

/// What a file is; `name` is its path with forward slashes.
pub fn detect(head: &[u8], name: &str) -> Kind {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if text.trim_ascii().is_empty() && head.len() < HEAD_BYTES {
        return Kind::Empty;
    }
    by_magic(head)
        .or_else(|| by_text(text.trim_ascii_start(), name))
        .unwrap_or_else(|| otherwise(head, name))
}

fn by_magic(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"\x1f\x8b") {
        return Some(Kind::Gzip);
    }
    if head.starts_with(b"\xfd7zXZ\0") {
        return Some(Kind::Xz);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Kind::Zip);
    }
    let tar = head.get(TAR_MAGIC_AT..TAR_MAGIC_AT + 5) == Some(b"ustar");
    if tar {
        return Some(Kind::Tar);
    }
    OTHERS
        .iter()
        .find(|(magic, _)| {
            head.get(..magic.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(magic))
        })
        .map(|&(_, what)| Kind::Other(what))
}

fn by_text(text: &[u8], name: &str) -> Option<Kind> {
    if starts_ignoring_case(text, b"BEGIN:VCARD") || is_utf16_card(text) {
        return Some(Kind::VCard);
    }
    let first_line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    if is_separator(first_line) {
        return Some(Kind::Mbox);
    }
    if text.starts_with(b"{") && own_kind(name).is_some() {
        return Some(Kind::OwnLines);
    }
    let fields = mail_fields(text);
    let mail_name = has_extension(name, &["eml", "emlx", "mht"]) || is_maildir(name);
    if fields >= 2 || (fields >= 1 && mail_name) {
        return Some(Kind::Mail);
    }
    let table_name = has_extension(name, &["csv", "tsv", "tab"]);
    if table_name && !is_binary(text) {
        return Some(Kind::Csv);
    }
    if !is_binary(text) && csv_columns::looks_like_table(text) {
        return Some(Kind::Csv);
    }
    mail_name.then_some(Kind::Mail)
}

fn otherwise(head: &[u8], name: &str) -> Kind {
    let trimmed = head.trim_ascii_start();
    Kind::Other(if has_extension(name, &["mbox"]) {
        "no mailbox although its name says so"
    } else if is_binary(head) {
        "a file of unknown kind"
    } else if trimmed.starts_with(b"{") || trimmed.starts_with(b"[") {
        "a JSON file"
    } else if trimmed.starts_with(b"<") {
        "a web page or XML file"
    } else {
        "a plain text"
    })
}

/// Fields of a mail header at the head of a text; 0 if it does not begin with a header.
fn mail_fields(text: &[u8]) -> usize {
    const LINES_MAX: usize = 60;
    let mut fields = 0;
    for line in text.split(|&byte| byte == b'\n').take(LINES_MAX) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(|byte| b" \t".contains(byte)) {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            break;
        };
        let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
        if !name.iter().all(|byte| byte.is_ascii_graphic()) || name.is_empty() {
            break;
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        fields += usize::from(MAIL_FIELDS.contains(&name.as_str()));
    }
    fields
}

/// The kind of record in a file of our export, by the file's name.
pub fn own_kind(name: &str) -> Option<super::own_export::OwnKind> {
    let file = name.rsplit('/').next().unwrap_or_default();
    super::own_export::OwnKind::of_file(file)
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let file = name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    extensions.iter().any(|extension| {
        file.strip_suffix(extension)
            .is_some_and(|stem| stem.ends_with('.'))
    })
}

/// Maildir keeps mails in `cur`, `new` and `tmp`, without an extension.
fn is_maildir(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    ["cur", "new"].contains(&folder) && !file.starts_with("dovecot")
}

fn is_binary(head: &[u8]) -> bool {
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    !utf16 && head.iter().take(HEAD_BYTES / 4).any(|&byte| byte == 0)
}

fn is_utf16_card(text: &[u8]) -> bool {
    let start: Vec<u8> = text
        .iter()
        .take(40)
        .copied()
        .filter(|&byte| byte != 0)
        .collect();
    let bare = start
        .strip_prefix(b"\xff\xfe")
        .or_else(|| start.strip_prefix(b"\xfe\xff"));
    bare.is_some_and(|bare| starts_ignoring_case(bare, b"BEGIN:VCARD"))
}

fn starts_ignoring_case(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], name: &str, expected: Kind) {
        assert_eq!(
            detect(head, name),
            expected,
            "{name} {:?}",
            String::from_utf8_lossy(head)
        );
    }

    #[test]
    fn content_decides_before_the_name() {
        check(
            b"From a@b.c  Wed Aug 28 10:50:15 2002\nTo: x\n",
            "x.txt",
            Kind::Mbox,
        );
        check(
            b"Received: from x\n\tby y\nSubject: z\n\n",
            "0001",
            Kind::Mail,
        );
        check(b"begin:vcard\r\n", "x.txt", Kind::VCard);
        check(b"\x1f\x8b\x08", "x.csv", Kind::Gzip);
        check(b"PK\x03\x04", "x.eml", Kind::Zip);
        check(
            b"First Name,E-mail Address\nAna,a@b.c\n",
            "x.txt",
            Kind::Csv,
        );
        check(b"\x89PNG\r\n", "x.eml", Kind::Other("a PNG image"));
    }

    #[test]
    fn the_name_decides_where_content_does_not() {
        check(b"hello there\n", "a/b.eml", Kind::Mail);
        check(b"hello there\n", "Maildir/cur/1.x:2,S", Kind::Mail);
        check(b"a,b\n1,2\n", "x.csv", Kind::Csv);
        check(b"{\"id\":1}\n", "contacts.jsonl", Kind::OwnLines);
        check(b"{\"id\":1}\n", "x.json", Kind::Other("a JSON file"));
        check(b"hello there\n", "LICENSE", Kind::Other("a plain text"));
        check(b"", "x.eml", Kind::Empty);
        check(b" \r\n", "x", Kind::Empty);
    }
}
