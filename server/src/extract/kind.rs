//! Which reader a file needs: told by its content first, by name and declared type where several
//! fit. Tests: at the foot.

use super::Label;

/// Bytes that are looked at to tell text from other things.
const SNIFF_BYTES: usize = 4 * 1024;
/// Some writers put a line before the mark of a PDF.
const PDF_MARK_WITHIN: usize = 1_024;
/// Where a page says its character set.
const HTML_HEAD_BYTES: usize = 2 * 1024;

/// What reads a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// A zip file: an office document or an archive.
    Zip,
    /// Rich Text Format.
    Rtf,
    /// A web page, or another text with tags.
    Html,
    /// A mail.
    Mail,
    /// Plain text, tables included.
    Text,
    /// An office document behind a password.
    Encrypted,
    /// Something that has no text, or whose text is not read.
    Other,
    /// No bytes.
    Empty,
}

/// Tells what reads a file.
pub fn kind_of(bytes: &[u8], label: &Label) -> Kind {
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    let ending = label.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_ascii_lowercase();
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if contains(&head[..head.len().min(PDF_MARK_WITHIN)], b"%PDF-") {
        return Kind::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Rtf;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return ole_kind(bytes);
    }
    if !is_text(head) {
        return Kind::Other;
    }
    if label.content_type == "message/rfc822" || ending == "eml" {
        return Kind::Mail;
    }
    let begin = String::from_utf8_lossy(head)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    let is_tagged = ["<!doctype html", "<html", "<?xml", "<svg"]
        .iter()
        .any(|mark| begin.starts_with(mark));
    if is_tagged || ["html", "htm", "xhtml"].contains(&ending.as_str()) {
        return Kind::Html;
    }
    Kind::Text
}

/// The character set that a page declares for itself.
pub fn html_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HTML_HEAD_BYTES)]);
    let head = head.to_ascii_lowercase();
    let (_, value) = head.split_once("charset=")?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c));
    Some(value[..end.unwrap_or(value.len())].to_owned())
}

/// Old office files are not read; new ones lie in such a container when they have a password.
fn ole_kind(bytes: &[u8]) -> Kind {
    let name: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    if contains(bytes, &name) {
        Kind::Encrypted
    } else {
        Kind::Other
    }
}

/// UTF-16 with its mark, or nothing that no text has.
fn is_text(head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_strange = |byte: &u8| *byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(byte);
    marked || !head.iter().any(is_strange)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, bytes: &[u8], expected: Kind) {
        let label = Label {
            name: name.to_owned(),
            content_type: String::new(),
        };
        assert_eq!(kind_of(bytes, &label), expected, "{name}");
    }

    #[test]
    fn kinds_are_told_by_content_first() {
        check("a.txt", b"\n%PDF-1.7", Kind::Pdf);
        check("a.docx", b"PK\x03\x04rest", Kind::Zip);
        check("a.doc", b"{\\rtf1 x}", Kind::Rtf);
        check("a.bin", b"  <!DOCTYPE HTML><p>x", Kind::Html);
        check("a.htm", b"just words", Kind::Html);
        check("a.eml", b"Subject: x\n\ny", Kind::Mail);
        check("a.csv", b"a;b\n1;2\n", Kind::Text);
        check("notes", b"words", Kind::Text);
        check("a.txt", b"\xff\xfeh\0i\0", Kind::Text);
        check("a.png", b"\x89PNG\r\n\x1a\n\0\0", Kind::Other);
        check("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", Kind::Other);
        check("empty", b"", Kind::Empty);
    }

    #[test]
    fn a_page_may_say_its_character_set() {
        let page = b"<meta charset=\"ISO-8859-1\"><p>";
        assert_eq!(html_charset(page).as_deref(), Some("iso-8859-1"));
        assert_eq!(html_charset(b"<p>x"), None);
    }
}
