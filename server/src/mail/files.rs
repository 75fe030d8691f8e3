//! The files of a message: names that no file system trips over, types told by content from an
//! allow-list, so that a browser is never handed something it would run.

/// Characters of a file name.
const FILE_NAME_CHARS_MAX: usize = 120;
/// Characters of an extension that is kept when a name is cut.
const EXTENSION_CHARS_MAX: usize = 10;
/// What everything is that is not on the list.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";
/// Bytes that are looked at to tell text from other things.
const SNIFF_BYTES: usize = 1024;

/// Beginning of the content, and the type it says.
const MAGIC: [(&[u8], &str); 16] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
    ),
    (b"{\\rtf", "application/rtf"),
];

/// Types of zip files, by extension.
const ZIP_TYPES: [(&str, &str); 7] = [
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("epub", "application/epub+zip"),
];

/// Types of old office files, by extension.
const OLE_TYPES: [(&str, &str); 4] = [
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("msg", "application/vnd.ms-outlook"),
];

/// Types of plain texts, by extension. HTML, SVG and XML are left out: they are served as bytes.
const TEXT_TYPES: [(&str, &str); 6] = [
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("md", "text/markdown"),
    ("log", "text/plain"),
];

/// The type of a file, told by its content; the name only decides between harmless kinds of the
/// same content.
pub fn content_type(bytes: &[u8], file_name: &str, declared: &str) -> &'static str {
    let extension = extension(file_name).to_ascii_lowercase();
    let by_extension = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(known, _)| *known == extension)
            .map(|&(_, kind)| kind)
    };
    if bytes.starts_with(b"PK\x03\x04") {
        return by_extension(&ZIP_TYPES).unwrap_or("application/zip");
    }
    if bytes.starts_with(b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => "image/webp",
            Some(b"WAVE") => "audio/wav",
            _ => UNKNOWN_TYPE,
        };
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return "video/mp4";
    }
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, "application/x-ole-storage")) => {
            by_extension(&OLE_TYPES).unwrap_or("application/x-ole-storage")
        }
        Some((_, kind)) => kind,
        None if declared == "message/rfc822" => "message/rfc822",
        None if is_plain_text(bytes) => by_extension(&TEXT_TYPES)
            .or(declared
                .starts_with("text/calendar")
                .then_some("text/calendar"))
            .or((declared == "text/plain").then_some("text/plain"))
            .unwrap_or(UNKNOWN_TYPE),
        None => UNKNOWN_TYPE,
    }
}

/// Whether bytes are an image that may stand inside a mail as a `data:` URI.
pub fn inline_image_type(bytes: &[u8]) -> Option<&'static str> {
    let kind = content_type(bytes, "", "");
    ["image/png", "image/jpeg", "image/gif", "image/webp"]
        .into_iter()
        .find(|&allowed| allowed == kind)
}

fn is_plain_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    !sample
        .iter()
        .any(|&byte| byte < b' ' && !b"\t\n\r\x0c\x1b".contains(&byte))
        && !sample.trim_ascii_start().starts_with(b"<")
}

/// The extension of a name, without the dot; empty where there is none.
pub fn extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension,
        _ => "",
    }
}

/// A name without paths, control and direction characters, or anything else that means something
/// to a file system; never empty.
pub fn safe_name(name: &str, fallback: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base
        .chars()
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .filter(|&c| !c.is_control() && !is_direction_mark(c))
        .collect();
    let clean = clean
        .trim()
        .trim_start_matches('.')
        .trim_end_matches(['.', ' ']);
    let clean = if clean.is_empty() { fallback } else { clean };
    let stem_end = clean.find('.').unwrap_or(clean.len());
    let reserved = is_reserved(clean.get(..stem_end).unwrap_or_default());
    let clean = if reserved {
        format!("_{clean}")
    } else {
        clean.to_owned()
    };
    shorten(&clean)
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= FILE_NAME_CHARS_MAX {
        return name.to_owned();
    }
    let extension = extension(name);
    if extension.is_empty() || extension.chars().count() > EXTENSION_CHARS_MAX {
        return name.chars().take(FILE_NAME_CHARS_MAX).collect();
    }
    let room = FILE_NAME_CHARS_MAX - extension.chars().count() - 1;
    let stem: String = name.chars().take(room).collect();
    format!("{stem}.{extension}")
}

/// Unicode marks that turn `exe.fdp` into `pdf.exe` on screen.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Names that Windows keeps for devices.
fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_name(name: &str, expected: &str) {
        assert_eq!(safe_name(name, "file"), expected, "{name:?}");
    }

    #[test]
    fn names_are_safe_on_every_system() {
        check_name("report.pdf", "report.pdf");
        check_name("../../etc/passwd", "passwd");
        check_name("C:\\Users\\ana\\año.doc", "año.doc");
        check_name("..", "file");
        check_name("", "file");
        check_name(".htaccess", "htaccess");
        check_name("con.txt", "_con.txt");
        check_name("invoice\u{202e}fdp.exe", "invoicefdp.exe");
        check_name("a\0b\nc:d?.txt", "abc_d_.txt");
        check_name("name. . ", "name");
        let long = format!("{}.pdf", "x".repeat(500));
        assert_eq!(safe_name(&long, "f").chars().count(), FILE_NAME_CHARS_MAX);
        assert!(safe_name(&long, "f").ends_with(".pdf"));
    }

    #[test]
    fn types_come_from_content_not_from_claims() {
        assert_eq!(
            content_type(b"\x89PNG\r\n\x1a\n..", "a.html", "text/html"),
            "image/png"
        );
        assert_eq!(
            content_type(b"<script>alert(1)</script>", "a.txt", "text/plain"),
            UNKNOWN_TYPE
        );
        assert_eq!(
            content_type(b"<svg xmlns=''>", "a.png", "image/png"),
            UNKNOWN_TYPE
        );
        assert_eq!(content_type(b"hello", "a.txt", ""), "text/plain");
        assert_eq!(
            content_type(b"MZ\0\x01", "a.pdf", "application/pdf"),
            UNKNOWN_TYPE
        );
        assert!(content_type(b"PK\x03\x04", "a.docx", "").contains("wordprocessingml"));
        assert_eq!(inline_image_type(b"GIF89a"), Some("image/gif"));
        assert_eq!(inline_image_type(b"BM"), None);
    }
}
