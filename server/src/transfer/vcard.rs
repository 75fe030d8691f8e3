//! vCard 2.1, 3.0 and 4.0, as phones and mail programs write it: folded lines, quoted-printable,
//! character sets, groups, lines broken where they must not be. One card is in memory at a time.

use super::{
    Content, Item, Sink,
    card::{CARD_BYTES_MAX, ContactCard},
    skip::SkipReason,
};
use crate::mail::charset::decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use shared::model::{EmailKind, PhoneKind};
use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

/// Cards inside cards (AGENT) that are passed over.
const NESTED_MAX: usize = 8;

/// Reads a file of cards; sources are `file:1`, `file:2`, …, or just `file` if it holds one.
///
/// # Errors
/// When it cannot be read further.
pub fn read_vcards(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut number = 0_u64;
    let mut pending: Option<RawCard> = None;
    while let Some(card) = next_card(reader)? {
        if let Some(before) = pending.replace(card) {
            number += 1;
            if hand_over(before, &format!("{source}:{number}"), sink).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    let name = if number > 0 {
        format!("{source}:{}", number + 1)
    } else {
        source.to_owned()
    };
    Ok(match pending {
        Some(card) => hand_over(card, &name, sink),
        None => sink.skip(source, SkipReason::Malformed("no card in it".to_owned())),
    })
}

enum RawCard {
    Whole(Vec<u8>),
    TooLarge,
}

fn hand_over(card: RawCard, source: &str, sink: &mut dyn Sink) -> ControlFlow<()> {
    let content = match card {
        RawCard::TooLarge => Content::Skip(SkipReason::ItemTooLarge, None),
        RawCard::Whole(bytes) => {
            let card = parse_vcard(&bytes);
            if card.names_somebody() {
                Content::Card(Box::new(card))
            } else {
                Content::Skip(SkipReason::NoIdentity, Some(bytes))
            }
        }
    };
    sink.item(Item {
        source: source.to_owned(),
        content,
    })
}

/// The bytes from `BEGIN:VCARD` to its `END:VCARD`, or to the next one if the end is missing.
fn next_card(reader: &mut dyn BufRead) -> io::Result<Option<RawCard>> {
    let mut bytes = Vec::new();
    let mut depth = 0_usize;
    let mut too_large = false;
    loop {
        let mut line = Vec::new();
        (&mut *reader)
            .take(CARD_BYTES_MAX as u64)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() {
            let whole = (depth > 0).then_some(RawCard::Whole(bytes));
            return Ok(if too_large {
                Some(RawCard::TooLarge)
            } else {
                whole
            });
        }
        let bare = line
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&line)
            .trim_ascii();
        if bare.eq_ignore_ascii_case(b"BEGIN:VCARD") && depth < NESTED_MAX {
            depth += 1;
        }
        if depth == 0 {
            continue;
        }
        too_large |= bytes.len() + line.len() > CARD_BYTES_MAX;
        if !too_large {
            bytes.extend_from_slice(&line);
        }
        if bare.eq_ignore_ascii_case(b"END:VCARD") {
            depth -= 1;
            if depth == 0 {
                return Ok(Some(if too_large {
                    RawCard::TooLarge
                } else {
                    RawCard::Whole(bytes)
                }));
            }
        }
    }
}

/// Reads one card.
pub fn parse_vcard(bytes: &[u8]) -> ContactCard {
    let mut card = ContactCard::default();
    let mut full_name = String::new();
    let mut role = String::new();
    let mut depth = 0_usize;
    for property in properties(bytes) {
        match property.name.as_str() {
            "BEGIN" => depth += 1,
            "END" => depth = depth.saturating_sub(1),
            _ if depth > 1 => {}
            "FN" if full_name.is_empty() => full_name = property.text(),
            "ROLE" => role = property.text(),
            _ => read_property(&property, &mut card),
        }
    }
    if card.first_name.is_empty() && card.last_name.is_empty() && !card.is_company {
        card.set_full_name(&full_name);
    }
    if card.title.is_empty() {
        card.title = role;
    }
    card.finish();
    card
}

fn read_property(property: &Property, card: &mut ContactCard) {
    match property.name.as_str() {
        "N" if card.first_name.is_empty() && card.last_name.is_empty() => {
            let parts = property.parts(';');
            let part = |at: usize| parts.get(at).map(|part| part.trim()).unwrap_or_default();
            card.last_name = part(0).to_owned();
            card.first_name = format!("{} {}", part(1), part(2)).trim().to_owned();
        }
        "EMAIL" => card.add_email(&property.text(), property.email_kind()),
        "TEL" => card.add_phone(&property.text(), property.phone_kind()),
        "TITLE" if card.title.is_empty() => card.title = property.text(),
        "ORG" if card.company.is_empty() => {
            card.company = property.parts(';').into_iter().next().unwrap_or_default();
        }
        "CATEGORIES" => {
            for tag in property.parts(',') {
                card.add_tag(&tag);
            }
        }
        "NOTE" => card.add_note(&property.text()),
        "UID" => card.source_id = Some(property.text()),
        "KIND" => card.is_company |= property.text().eq_ignore_ascii_case("org"),
        "X-ABSHOWAS" => card.is_company |= property.text().eq_ignore_ascii_case("company"),
        _ => {}
    }
}

struct Property {
    name: String,
    types: Vec<String>,
    charset: Option<String>,
    quoted_printable: bool,
    value: Vec<u8>,
}

impl Property {
    fn decoded(&self) -> String {
        let bytes = if self.quoted_printable {
            quoted_printable_decode(&self.value).unwrap_or_else(|| self.value.clone())
        } else {
            self.value.clone()
        };
        decode(&bytes, self.charset.as_deref()).text
    }

    fn text(&self) -> String {
        unescaped(self.decoded().trim())
    }

    /// The parts of a structured value, at separators that are not escaped.
    fn parts(&self, separator: char) -> Vec<String> {
        let value = self.decoded();
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for c in value.trim().chars() {
            if c == separator && !escaped {
                parts.push(String::new());
            } else if let Some(part) = parts.last_mut() {
                part.push(c);
            }
            escaped = c == '\\' && !escaped;
        }
        parts.iter().map(|part| unescaped(part.trim())).collect()
    }

    fn has_type(&self, wanted: &str) -> bool {
        self.types.iter().any(|kind| kind == wanted)
    }

    fn email_kind(&self) -> EmailKind {
        match () {
            () if self.has_type("home") => EmailKind::Home,
            () if self.has_type("other") => EmailKind::Other,
            () => EmailKind::Work,
        }
    }

    fn phone_kind(&self) -> PhoneKind {
        match () {
            () if self.has_type("fax") => PhoneKind::Fax,
            () if self.has_type("cell") || self.has_type("iphone") => PhoneKind::Mobile,
            () if self.has_type("home") => PhoneKind::Home,
            () if self.has_type("work") || self.has_type("main") => PhoneKind::Work,
            () => PhoneKind::Other,
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(next) if ";,:\\\"".contains(next) => out.push(next),
                Some(next) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// Logical lines, each as a property. A line that is none belongs to the one before.
fn properties(bytes: &[u8]) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    let mut soft_break = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let last = properties.last_mut();
        match last {
            Some(last) if soft_break => last.value.extend_from_slice(&[b"\n", line].concat()),
            // RFC 6350 3.2: a fold is a line break and one white space, which is no part of the value.
            Some(last) if line.first().is_some_and(|byte| b" \t".contains(byte)) => {
                last.value
                    .extend_from_slice(line.get(1..).unwrap_or_default());
            }
            last => match parse_property(line) {
                Some(property) => properties.push(property),
                None => {
                    if let Some(last) = last
                        && !line.is_empty()
                    {
                        last.value.extend_from_slice(&[b"\n", line].concat());
                    }
                }
            },
        }
        soft_break = properties
            .last()
            .is_some_and(|last| last.quoted_printable && last.value.ends_with(b"="));
    }
    properties
}

fn parse_property(line: &[u8]) -> Option<Property> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let colon = colon_outside_quotes(line)?;
    let head = decode(line.get(..colon)?, None).text;
    let mut words = split_outside_quotes(&head);
    let name = words.remove(0);
    let name = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(_, name)| name)
        .trim()
        .to_ascii_uppercase();
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_name {
        return None;
    }
    let mut property = Property {
        name,
        types: Vec::new(),
        charset: None,
        quoted_printable: false,
        value: line.get(colon + 1..)?.to_vec(),
    };
    for word in words {
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (
                key.trim().to_ascii_uppercase(),
                value.trim().trim_matches('"').to_owned(),
            ),
            None => (String::new(), word.trim().to_owned()),
        };
        let is_quoted_printable = value.eq_ignore_ascii_case("QUOTED-PRINTABLE");
        match key.as_str() {
            "CHARSET" => property.charset = Some(value),
            "ENCODING" | "" if is_quoted_printable => property.quoted_printable = true,
            "TYPE" | "" => {
                property.types.extend(
                    value
                        .split(',')
                        .map(|kind| kind.trim().to_ascii_lowercase()),
                );
            }
            _ => {}
        }
    }
    Some(property)
}

fn colon_outside_quotes(line: &[u8]) -> Option<usize> {
    let mut quoted = false;
    line.iter().position(|&byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    })
}

fn split_outside_quotes(head: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in head.chars() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words
}

#[cfg(test)]
mod tests;
