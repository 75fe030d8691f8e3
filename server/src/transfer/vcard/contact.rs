//! From the properties of one card to a person, or to a company. What has a field goes there, everything else that
//! says something about the person becomes a line of the note.

use super::{
    labels::{is_bookkeeping, label_of, plain_label},
    lines::Line,
    property::{self, Property, split_escaped, unescape},
};
use crate::{
    mail::charset,
    transfer::{card::ContactCard, skip::SkipReason},
};
use encoding_rs::{Encoding, UTF_8};
use shared::{
    email_address::EmailAddress,
    model::{EmailKind, PhoneKind},
};
use std::collections::HashMap;

/// Words of TYPE that need no mention: they are shown by the kind or say nothing.
const PLAIN_TYPES: [&str; 17] = [
    "home",
    "work",
    "cell",
    "mobile",
    "iphone",
    "fax",
    "voice",
    "internet",
    "msg",
    "text",
    "textphone",
    "video",
    "main",
    "other",
    "custom",
    "x-internet",
    "isdn",
];

/// The person that a card describes.
///
/// # Errors
/// When it describes a group or names nobody.
pub fn read(lines: &[Line]) -> Result<ContactCard, SkipReason> {
    let properties: Vec<Property> = lines.iter().filter_map(property::parse).collect();
    let mut draft = Draft::new(&properties);
    let mut ordered: Vec<&Property> = properties.iter().collect();
    ordered.sort_by_key(|property| property.preference);
    for property in ordered {
        draft.take(property);
    }
    draft.finish()
}

struct Draft {
    card: ContactCard,
    encoding: &'static Encoding,
    is_21: bool,
    labels: HashMap<String, String>,
    full_name: String,
    name_words: String,
    fallback_id: Option<String>,
    kind: String,
    details: Vec<String>,
    /// The line of the first website and what it says: a company has a field for it.
    website: Option<(String, String)>,
    /// The same of the first address.
    address: Option<(String, String)>,
}

impl Draft {
    fn new(properties: &[Property]) -> Self {
        let undeclared: Vec<u8> = properties
            .iter()
            .flat_map(Property::undeclared)
            .copied()
            .collect();
        let is_utf8 = std::str::from_utf8(&undeclared).is_ok();
        let encoding = if is_utf8 {
            UTF_8
        } else {
            charset::guess_encoding(&undeclared)
        };
        let text = |property: &Property| property.text(encoding);
        let own = |property: &&Property| property.depth == 0;
        let version = properties
            .iter()
            .filter(own)
            .find(|property| property.name == "VERSION");
        let labels = properties
            .iter()
            .filter(|property| property.name == "X-ABLABEL")
            .map(|property| {
                (
                    property.group.clone(),
                    plain_label(&unescape(&text(property), false)).to_owned(),
                )
            })
            .collect();
        Self {
            card: ContactCard::default(),
            encoding,
            is_21: version.is_some_and(|version| text(version).trim() == "2.1"),
            labels,
            full_name: String::new(),
            name_words: String::new(),
            fallback_id: None,
            kind: String::new(),
            details: Vec::new(),
            website: None,
            address: None,
        }
    }

    fn take(&mut self, property: &Property) {
        let raw = property.text(self.encoding);
        if property.depth > 0 {
            return self.take_agent(property, &raw);
        }
        if raw.trim().is_empty() {
            return;
        }
        if property.is_binary || raw.starts_with("data:") {
            return self.take_binary(property);
        }
        let text = unescape(&raw, self.is_21).trim().to_owned();
        match property.name.as_str() {
            "N" => self.take_name(&raw),
            "FN" if self.full_name.is_empty() => self.full_name = text,
            "ORG" => self.take_company(&raw),
            "TITLE" | "ROLE" if self.card.title.is_empty() => self.card.title = text,
            "EMAIL" => self.take_email(property, &text),
            "TEL" => self.take_phone(property, &text),
            "NOTE" => self.card.add_note(&text),
            "CATEGORIES" => self
                .components(&raw, ',')
                .iter()
                .for_each(|tag| self.card.add_tag(tag)),
            "UID" => self.card.source_id = Some(text),
            "X-ABUID" => self.fallback_id = Some(text),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => self.kind = text.to_lowercase(),
            "X-ABSHOWAS" => self.card.is_company |= text.eq_ignore_ascii_case("company"),
            // Apple names the country whose address format it uses: `us`.
            "X-ABADR" if text.len() == 2 => {}
            name if is_bookkeeping(name) => {}
            _ => self.detail(property, &raw),
        }
    }

    fn take_agent(&mut self, property: &Property, raw: &str) {
        let text = unescape(raw, self.is_21);
        if !is_bookkeeping(&property.name) && !property.is_binary && !text.trim().is_empty() {
            let label = label_of(&property.name);
            self.details
                .push(format!("Agent, {label}: {}", one_line(&text)));
        }
    }

    fn take_binary(&mut self, property: &Property) {
        if !matches!(property.name.as_str(), "PHOTO" | "LOGO") {
            let label = label_of(&property.name);
            let bytes = property.value_len();
            self.details
                .push(format!("{label}: {bytes} bytes, not imported"));
        }
    }

    /// RFC 6350 6.2.2: family, given, additional names, prefixes, suffixes.
    fn take_name(&mut self, raw: &str) {
        if !self.name_words.is_empty() {
            self.details
                .push(format!("Name: {}", self.components(raw, ';').join(", ")));
            return;
        }
        let parts: Vec<String> = split_escaped(raw, ';')
            .into_iter()
            .map(|part| one_line(&unescape(part, self.is_21)))
            .collect();
        let part = |at: usize| parts.get(at).map(String::as_str).unwrap_or_default();
        self.card.last_name = part(0).to_owned();
        self.card.first_name = format!("{} {}", part(1), part(2)).trim().to_owned();
        for (at, label) in [(3, "Name prefix"), (4, "Name suffix")] {
            if !part(at).is_empty() {
                self.details.push(format!("{label}: {}", part(at)));
            }
        }
        self.name_words = parts.join(" ");
    }

    fn take_company(&mut self, raw: &str) {
        let mut parts = self.components(raw, ';');
        if !self.card.company.is_empty() {
            self.details.push(format!("Company: {}", parts.join(", ")));
        } else if !parts.is_empty() {
            self.card.company = parts.remove(0);
            if !parts.is_empty() {
                self.details
                    .push(format!("Department: {}", parts.join(", ")));
            }
        }
    }

    fn take_email(&mut self, property: &Property, text: &str) {
        let kind = if property.is_type("home") {
            EmailKind::Home
        } else if property.is_type("work") {
            EmailKind::Work
        } else if property.is_type("other") || !self.use_words(property).is_empty() {
            EmailKind::Other
        } else {
            EmailKind::Work
        };
        self.card.add_email(text, kind);
        self.mention_use(property, text);
    }

    fn take_phone(&mut self, property: &Property, text: &str) {
        let kinds = [
            (PhoneKind::Fax, ["fax", "x-fax", ""]),
            (PhoneKind::Mobile, ["cell", "mobile", "iphone"]),
            (PhoneKind::Other, ["pager", "other", "custom"]),
            (PhoneKind::Home, ["home", "", ""]),
            (PhoneKind::Work, ["work", "main", ""]),
        ];
        let named = kinds
            .iter()
            .find(|(_, words)| words.iter().any(|word| property.is_type(word)))
            .map(|(kind, _)| *kind);
        let labelled = property_label(&self.labels, property).is_some();
        let kind = named.unwrap_or(if labelled {
            PhoneKind::Other
        } else {
            PhoneKind::Work
        });
        self.card.add_phone(text, kind);
        self.mention_use(property, text);
    }

    /// `555 555 2222: GRAND_CENTRAL`.
    fn mention_use(&mut self, property: &Property, text: &str) {
        let words = self.use_words(property);
        if !words.is_empty() {
            self.details
                .push(format!("{}: {}", one_line(text), words.join(", ")));
        }
    }

    fn use_words(&self, property: &Property) -> Vec<String> {
        let label = property_label(&self.labels, property).map(str::to_owned);
        let types = property
            .types
            .iter()
            .filter(|word| !PLAIN_TYPES.contains(&word.as_str()));
        label.into_iter().chain(types.cloned()).collect()
    }

    /// Keeps a property as `Address (home): …`.
    fn detail(&mut self, property: &Property, raw: &str) {
        let text = match property.name.as_str() {
            "ADR" => self.components(raw, ';').join(", "),
            _ => one_line(&unescape(raw, self.is_21)),
        };
        let label = property_label(&self.labels, property);
        let own_word = matches!(property.name.as_str(), "X-ABDATE" | "X-ABRELATEDNAMES");
        let line = match label {
            Some(label) if own_word => format!("{label}: {text}"),
            _ => {
                let words: Vec<&str> = label
                    .into_iter()
                    .chain(property.types.iter().map(String::as_str))
                    .collect();
                let name = label_of(&property.name);
                if words.is_empty() {
                    format!("{name}: {text}")
                } else {
                    format!("{name} ({}): {text}", words.join(", "))
                }
            }
        };
        match property.name.as_str() {
            "URL" if self.website.is_none() => self.website = Some((line.clone(), text)),
            "ADR" if self.address.is_none() => self.address = Some((line.clone(), text)),
            _ => {}
        }
        self.details.push(line);
    }

    /// The parts of a structured value that are not empty.
    fn components(&self, raw: &str, separator: char) -> Vec<String> {
        split_escaped(raw, separator)
            .into_iter()
            .map(|part| one_line(&unescape(part, self.is_21)))
            .filter(|part| !part.is_empty())
            .collect()
    }

    fn finish(mut self) -> Result<ContactCard, SkipReason> {
        match self.kind.as_str() {
            "" | "individual" => {}
            "group" => {
                let what = "it describes a group, not a person".to_owned();
                return Err(SkipReason::Malformed(what));
            }
            "org" => self.card.is_company = true,
            kind => self.details.push(format!("Kind: {kind}")),
        }
        self.use_full_name();
        let card = &mut self.card;
        if !card.names_somebody() && !card.company.is_empty() {
            card.is_company = true;
        }
        card.source_id = card.source_id.take().or(self.fallback_id);
        card.finish();
        if card.is_company {
            let places = [&self.website, &self.address];
            let lines: Vec<&String> = places.into_iter().flatten().map(|(line, _)| line).collect();
            self.details.retain(|line| !lines.contains(&line));
            if let Some((_, website)) = &self.website {
                card.set_website(website);
            }
            if let Some((_, address)) = &self.address {
                card.add_address(address);
            }
        }
        card.add_note(&self.details.join("\n"));
        if card.names_somebody() {
            Ok(self.card)
        } else {
            Err(SkipReason::NoIdentity)
        }
    }

    /// N says which name is which; FN only helps where N is silent.
    fn use_full_name(&mut self) {
        let full = one_line(&self.full_name);
        let card = &mut self.card;
        if full.is_empty() {
            return;
        }
        if card.is_company {
            if card.company.is_empty() {
                card.company = full;
            } else if !same_words(&full, &format!("{} {}", card.company, self.name_words)) {
                self.details.push(format!("Full name: {full}"));
            }
        } else if card.first_name.is_empty() && card.last_name.is_empty() {
            let is_address = EmailAddress::parse(&full).is_ok_and(|address| {
                card.emails
                    .iter()
                    .any(|(known, _)| known == address.as_str())
            });
            if full == card.company {
                card.is_company = true;
            } else if !is_address {
                card.set_full_name(&full);
            }
        } else if !same_words(&full, &self.name_words) {
            self.details.push(format!("Full name: {full}"));
        }
    }
}

fn property_label<'a>(labels: &'a HashMap<String, String>, property: &Property) -> Option<&'a str> {
    let label = labels
        .get(&property.group)
        .filter(|_| !property.group.is_empty());
    label.map(String::as_str).filter(|label| !label.is_empty())
}

/// Whether each word of a name is among these words.
fn same_words(name: &str, words: &str) -> bool {
    let separators = |c: char| c.is_whitespace() || c == ',';
    let known: Vec<String> = words.split(separators).map(str::to_lowercase).collect();
    name.split(separators)
        .all(|word| known.contains(&word.to_lowercase()) || word.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
