//! People in mails: what they are called, and what a contact made from one of them is.
//! Pure; tests stand at the foot.

use crate::i18n::I18n;
use shared::{
    api::{
        contact::{ContactCreate, Email},
        message::Participant,
    },
    locale::Locale,
    model::{EmailKind, ParticipantRole},
};

/// Names that a line of participants spells out.
const NAMES_MAX: usize = 3;

/// What a participant is called: the name in the header, else the address.
pub fn name_of(participant: &Participant) -> String {
    called(&participant.name, &participant.address)
}

/// The name, else the address.
pub fn called(name: &str, address: &str) -> String {
    let name = name.trim();
    if name.is_empty() { address } else { name }.to_owned()
}

/// Who wrote it.
pub fn sender(participants: &[Participant]) -> String {
    participants
        .iter()
        .find(|one| one.role == ParticipantRole::From)
        .map_or_else(String::new, name_of)
}

/// "Ana, Ben and 3 more".
pub fn names_line(
    i18n: I18n,
    participants: &[Participant],
    wanted: impl Fn(ParticipantRole) -> bool,
) -> String {
    let names: Vec<String> = participants
        .iter()
        .filter(|one| wanted(one.role))
        .map(name_of)
        .collect();
    let rest = names.len().saturating_sub(NAMES_MAX);
    let shown = names.iter().take(NAMES_MAX).cloned().collect::<Vec<_>>();
    let shown = shown.join(match i18n.locale {
        Locale::En | Locale::Es => ", ",
        Locale::Zh => "、",
    });
    if rest == 0 {
        return shown;
    }
    i18n.fill(
        &i18n.count(i18n.t.record.and_more, rest as u64),
        &[("names", &shown)],
    )
}

/// The contact that somebody in a mail becomes.
pub fn contact_of(name: &str, address: &str) -> ContactCreate {
    let (first_name, last_name) = split_name(name);
    ContactCreate {
        first_name,
        last_name,
        emails: vec![Email {
            address: address.to_owned(),
            kind: EmailKind::default(),
        }],
        ..ContactCreate::default()
    }
}

/// First and last name of a display name: "Ana López", "López, Ana", "张伟".
pub fn split_name(name: &str) -> (String, String) {
    let name = name.trim().trim_matches(['"', '\'']).trim();
    if name.contains('@') {
        return (String::new(), String::new());
    }
    if let Some((last, first)) = name.split_once(',') {
        return (first.trim().to_owned(), last.trim().to_owned());
    }
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    if !name.is_empty() && name.chars().all(han) && name.chars().count() <= 4 {
        let mut chars = name.chars();
        let last = if name.chars().count() == 4 { 2 } else { 1 };
        let last: String = chars.by_ref().take(last).collect();
        return (chars.collect(), last);
    }
    match name.split_once(char::is_whitespace) {
        Some((first, last)) => (first.to_owned(), last.trim().to_owned()),
        None => (name.to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, first: &str, last: &str) {
        assert_eq!(
            split_name(name),
            (first.to_owned(), last.to_owned()),
            "{name}"
        );
    }

    #[test]
    fn names_are_split_as_they_are_written() {
        check("Ana López García", "Ana", "López García");
        check("López, Ana", "Ana", "López");
        check("\"O'Neill, Pat\"", "Pat", "O'Neill");
        check("张伟", "伟", "张");
        check("欧阳修文", "修文", "欧阳");
        check("plato", "plato", "");
        check("ana@example.org", "", "");
        check("", "", "");
    }
}
