//! One property of a vCard: group, name, parameters of both syntaxes, value. Character sets and
//! encodings are undone here.

use super::lines::Line;
use crate::mail::charset;

/// Stands where a value was broken into lines without the folding it needs.
pub const RAW_LINE_BREAK: &[u8] = b"\n";
/// Parameters of one property.
const PARAMETERS_MAX: usize = 100;

/// A property whose text is not decoded yet.
#[derive(Debug, Default)]
pub struct Property {
    /// `item1`, lower case; empty if there is none.
    pub group: String,
    /// Upper case.
    pub name: String,
    /// What TYPE says, in lower case, without `pref`.
    pub types: Vec<String>,
    /// 1 is preferred most; [`NO_PREFERENCE`] if nothing is said.
    pub preference: u8,
    /// Base64 data, not text.
    pub is_binary: bool,
    /// 0 for the card itself.
    pub depth: usize,
    charset: Option<String>,
    value: Vec<u8>,
}

/// The rank of what is not preferred; RFC 6350 5.3 counts from 1 to 100.
pub const NO_PREFERENCE: u8 = 101;

/// Whether a line begins a property: a name, perhaps parameters, a colon.
pub fn starts_property(line: &[u8]) -> bool {
    let name_len = line
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        .count();
    name_len > 0
        && match line.get(name_len) {
            Some(b':') => true,
            Some(b';') => line.contains(&b':'),
            _ => false,
        }
}

/// Whether the parameters of a line say that its value is quoted-printable.
pub fn is_quoted_printable(line: &[u8]) -> bool {
    let head = line.get(..value_start(line)).unwrap_or_default();
    contains_ignoring_case(head, b"QUOTED-PRINTABLE")
}

/// Reads a line; `None` if it is no property.
pub fn parse(line: &Line) -> Option<Property> {
    if !starts_property(&line.bytes) {
        return None;
    }
    let start = value_start(&line.bytes);
    let head = charset::decode(line.bytes.get(..start.checked_sub(1)?)?, None).text;
    let mut parts = split_outside_quotes(&head, ';').into_iter();
    let full_name = parts.next().unwrap_or_default();
    let (group, name) = full_name.rsplit_once('.').unwrap_or(("", full_name));
    let mut property = Property {
        group: group.to_lowercase(),
        name: name.to_uppercase(),
        preference: NO_PREFERENCE,
        depth: line.depth,
        ..Property::default()
    };
    let mut quoted_printable = false;
    for part in parts.take(PARAMETERS_MAX) {
        quoted_printable |= property.parameter(part);
    }
    let value = line.bytes.get(start..).unwrap_or_default();
    property.value = if quoted_printable {
        decode_quoted_printable(value)
    } else {
        value.to_vec()
    };
    Some(property)
}

impl Property {
    /// Takes one parameter; whether it says that the value is quoted-printable.
    fn parameter(&mut self, part: &str) -> bool {
        // 2.1 writes `TEL;WORK;QUOTED-PRINTABLE:`, later versions name the parameter.
        let (name, value) = part.split_once('=').unwrap_or(("", part));
        let name = name.trim().to_ascii_uppercase();
        let value = value.trim();
        let encoding = value.to_ascii_uppercase();
        let bare_encoding = name.is_empty() && !matches!(encoding.as_str(), "B" | "Q");
        match name.as_str() {
            "CHARSET" => self.charset = Some(value.trim_matches('"').to_owned()),
            "PREF" => self.preference = value.parse().unwrap_or(1).clamp(1, NO_PREFERENCE - 1),
            "ENCODING" | "" if encoding == "QUOTED-PRINTABLE" => return true,
            "ENCODING" => self.is_binary |= matches!(encoding.as_str(), "B" | "BASE64"),
            "" if bare_encoding && encoding == "BASE64" => self.is_binary = true,
            "" if matches!(encoding.as_str(), "8BIT" | "7BIT") => {}
            "" | "TYPE" | "X-SERVICE-TYPE" => {
                for word in value.trim_matches('"').split(',') {
                    self.add_type(word.trim().trim_matches('"'));
                }
            }
            _ => {}
        }
        false
    }

    fn add_type(&mut self, word: &str) {
        let word = word.to_lowercase();
        if word == "pref" {
            self.preference = 1;
        } else if !word.is_empty() && !self.types.contains(&word) {
            self.types.push(word);
        }
    }

    /// Whether TYPE says this word.
    pub fn is_type(&self, word: &str) -> bool {
        self.types.iter().any(|known| known == word)
    }

    /// Bytes of the value.
    pub fn value_len(&self) -> usize {
        self.value.len()
    }

    /// The bytes whose character set nobody declared, for a guess over the whole card.
    pub fn undeclared(&self) -> &[u8] {
        if self.charset.is_some() || self.is_binary {
            &[]
        } else {
            &self.value
        }
    }

    /// The value as text, its escapes still in it.
    pub fn text(&self, guessed: &'static encoding_rs::Encoding) -> String {
        match (&self.charset, std::str::from_utf8(&self.value)) {
            (Some(label), _) => charset::decode(&self.value, Some(label)).text,
            (None, Ok(text)) => text.to_owned(),
            (None, Err(_)) => guessed
                .decode_without_bom_handling(&self.value)
                .0
                .into_owned(),
        }
    }
}

/// Behind the first colon outside of quotes, or behind the first one if a quote never ends.
fn value_start(line: &[u8]) -> usize {
    let mut quoted = false;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted => return at + 1,
            _ => {}
        }
    }
    line.iter()
        .position(|&byte| byte == b':')
        .map_or(0, |at| at + 1)
}

fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

fn contains_ignoring_case(bytes: &[u8], word: &[u8]) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word))
}

/// RFC 2045 6.7, forgiving: what is no code stays as it is.
fn decode_quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, behind)) = rest.split_first() {
        let code = behind.first_chunk::<2>().filter(|_| byte == b'=');
        let decoded = code.and_then(|code| Some(hex(code[0])? << 4 | hex(code[1])?));
        out.push(decoded.unwrap_or(byte));
        rest = behind
            .get(if decoded.is_some() { 2.. } else { 0.. })
            .unwrap_or_default();
    }
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Takes the escapes out of a value. 2.1 knows no `\n`.
pub fn unescape(text: &str, is_21: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') if !is_21 => out.push('\n'),
            Some(next @ ('\\' | ',' | ';' | ':' | '"')) => out.push(next),
            Some(next) => out.extend(['\\', next]),
            None => out.push('\\'),
        }
    }
    out
}

/// The parts of a structured value; an escaped separator separates nothing.
pub fn split_escaped(text: &str, separator: char) -> Vec<&str> {
    let mut escaped = false;
    text.split(|c: char| {
        let separates = c == separator && !escaped;
        escaped = c == '\\' && !escaped;
        separates
    })
    .collect()
}
