//! Bytes to text, whatever the sender claimed: the declared character set where it fits, a guess
//! where it does not. Never fails: what cannot be decoded shows as U+FFFD and is reported.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, GBK};
use mail_parser::decoders::charsets::map::charset_decoder;

/// Bytes of a text that the guess looks at.
const GUESS_BYTES_MAX: usize = 64 * 1024;
/// What stands where a byte could not be decoded.
pub const REPLACEMENT: char = '\u{fffd}';

/// How sure the decoding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// As declared, or plain ASCII or UTF-8.
    Declared,
    /// Nothing (or something wrong) was declared; guessed.
    Guessed,
    /// Some bytes could not be decoded.
    Damaged,
}

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Decodes bytes whose header declared this character set, or none.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let label = declared.map(normal_label).filter(|label| !label.is_empty());
    let declared_text = label.as_deref().and_then(|label| decode_as(bytes, label));
    match declared_text {
        Some(text) if !text.contains(REPLACEMENT) || bytes_say_replacement(bytes) => Decoded {
            text,
            certainty: Certainty::Declared,
        },
        wrong => guess(bytes, wrong),
    }
}

/// Whether a label says "nothing but ASCII", which senders write whatever they send.
pub fn is_ascii_label(label: &str) -> bool {
    matches!(
        normal_label(label).as_str(),
        "us-ascii" | "ascii" | "ansi_x3.4-1968" | "unknown-8bit" | "x-unknown" | "default"
    )
}

fn normal_label(label: &str) -> String {
    label
        .trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
        .to_ascii_lowercase()
}

/// `None` where the label names nothing we know, or ASCII for bytes that are not.
fn decode_as(bytes: &[u8], label: &str) -> Option<String> {
    if is_ascii_label(label) {
        return bytes.is_ascii().then(|| ascii(bytes));
    }
    match label {
        "utf-8" | "utf8" => Some(String::from_utf8_lossy(strip_bom(bytes)).into_owned()),
        "iso-2022-kr" | "csiso2022kr" => Some(decode_with(EUC_KR, &from_iso_2022_kr(bytes))),
        "hz-gb-2312" | "hz" => Some(decode_with(GBK, &from_hz(bytes))),
        "cp949" | "x-windows-949" | "uhc" => Some(decode_with(EUC_KR, bytes)),
        "cp950" => Some(decode_with(encoding_rs::BIG5, bytes)),
        _ => match Encoding::for_label_no_replacement(label.as_bytes()) {
            Some(encoding) => Some(decode_with(encoding, bytes)),
            None => charset_decoder(label.as_bytes()).map(|decoder| decoder(bytes)),
        },
    }
}

fn guess(bytes: &[u8], wrong: Option<String>) -> Decoded {
    let bytes = strip_bom(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022 text is ASCII to the eye of a decoder; only its escapes tell.
        if !text.contains('\u{1b}') {
            let certainty = match wrong {
                None => Certainty::Declared,
                Some(_) => Certainty::Guessed,
            };
            return Decoded {
                text: text.to_owned(),
                certainty,
            };
        }
    }
    let text = decode_with(guess_encoding(bytes), bytes);
    if !text.contains(REPLACEMENT) {
        return Decoded {
            text,
            certainty: Certainty::Guessed,
        };
    }
    // Neither fits: fewer holes is nearer to what was meant.
    let holes = |text: &str| text.chars().filter(|&c| c == REPLACEMENT).count();
    let text = wrong
        .filter(|wrong| holes(wrong) <= holes(&text))
        .unwrap_or(text);
    Decoded {
        text,
        certainty: Certainty::Damaged,
    }
}

/// The most likely encoding of bytes that say nothing about themselves.
pub fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let sample = bytes.get(..GUESS_BYTES_MAX).unwrap_or(bytes);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

fn ascii(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn strip_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn bytes_say_replacement(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains(REPLACEMENT))
}

/// RFC 1557: between SO and SI each byte is KS X 1001 without its high bit.
fn from_iso_2022_kr(bytes: &[u8]) -> Vec<u8> {
    const SHIFT_OUT: u8 = 0x0e;
    const SHIFT_IN: u8 = 0x0f;
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            SHIFT_OUT => shifted = true,
            SHIFT_IN => shifted = false,
            0x1b if after.starts_with(b"$)C") => rest = after.get(3..).unwrap_or_default(),
            b'\n' => {
                shifted = false;
                out.push(byte);
            }
            _ if shifted && byte > b' ' => out.push(byte | 0x80),
            _ => out.push(byte),
        }
    }
    out
}

/// RFC 1843: between `~{` and `~}` each byte is GB 2312 without its high bit.
fn from_hz(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        let escape = (byte == b'~').then(|| after.first().copied()).flatten();
        rest = if escape.is_some() {
            after.get(1..).unwrap_or_default()
        } else {
            after
        };
        match escape {
            Some(b'{') => shifted = true,
            Some(b'}') => shifted = false,
            Some(b'\n') => {}
            Some(b'~') => out.push(b'~'),
            Some(other) => out.extend([b'~', other]),
            None if shifted && byte > b' ' => out.push(byte | 0x80),
            None => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, expected: &str, certainty: Certainty) {
        let decoded = decode(bytes, declared);
        assert_eq!(decoded.text, expected, "{declared:?}");
        assert_eq!(decoded.certainty, certainty, "{declared:?}");
    }

    #[test]
    fn declared_character_sets_are_believed_where_they_fit() {
        check(
            "naïve".as_bytes(),
            Some("utf-8"),
            "naïve",
            Certainty::Declared,
        );
        check(
            b"na\xefve",
            Some("ISO-8859-1"),
            "naïve",
            Certainty::Declared,
        );
        check(
            b"\xd6\xd0\xce\xc4",
            Some("\"gb2312\""),
            "中文",
            Certainty::Declared,
        );
        check(
            b"\xa4\xa4\xa4\xe5",
            Some("big5"),
            "中文",
            Certainty::Declared,
        );
        check(
            b"~{VPND~}!",
            Some("hz-gb-2312"),
            "中文!",
            Certainty::Declared,
        );
        check(
            b"\x1b$)C\x0eGQ1[\x0f ok",
            Some("iso-2022-kr"),
            "한글 ok",
            Certainty::Declared,
        );
        check(
            b"\x1b$BF|K\\\x1b(B",
            Some("iso-2022-jp"),
            "日本",
            Certainty::Declared,
        );
        check(
            b"Hi +2AHcSw-",
            Some("utf-7"),
            "Hi \u{1044b}",
            Certainty::Declared,
        );
    }

    #[test]
    fn undeclared_and_wrong_character_sets_are_guessed() {
        check("中文".as_bytes(), None, "中文", Certainty::Declared);
        check(
            "中文".as_bytes(),
            Some("us-ascii"),
            "中文",
            Certainty::Declared,
        );
        let spanish = "El año que viene la señora volverá, según nos dijo.";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(spanish);
        check(&latin, None, spanish, Certainty::Guessed);
        check(&latin, Some("utf-8"), spanish, Certainty::Guessed);
        let russian = "Привет, как дела? Давно не виделись, надо встретиться.";
        let (koi8, _, _) = encoding_rs::KOI8_R.encode(russian);
        check(&koi8, Some("x-made-up"), russian, Certainty::Guessed);
    }

    #[test]
    fn no_bytes_at_all_are_too_much() {
        for label in [
            None,
            Some("utf-16"),
            Some("utf-7"),
            Some("hz"),
            Some("iso-2022-kr"),
            Some(""),
        ] {
            for byte in 0..=255_u8 {
                let _ = decode(&[byte, b'~', byte, 0x1b, byte], label);
            }
        }
    }
}
