//! International bank account numbers (ISO 13616), which people write in groups and paste without them.
//! Tests: at the foot; `tests/amounts.rs` of the search module.

use crate::script::is_of_word;
use std::ops::Range;

/// Characters of the country and the check digits.
const HEAD_CHARS: usize = 4;
const HEAD_LETTERS: usize = 2;
const CHARS: std::ops::RangeInclusive<usize> = 15..=34;
/// What may stand between the groups.
const SEPARATORS: [char; 4] = [' ', '\u{a0}', '-', '.'];
/// ISO 7064, MOD 97-10.
const MODULUS: u32 = 97;
const REMAINDER: u32 = 1;
const RADIX: u32 = 36;
/// Fewer characters are no beginning that says anything.
const BEGUN_CHARS_MIN: usize = 8;

/// An account number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iban {
    /// In bytes.
    pub place: Range<usize>,
    /// Without its groups, in lower case.
    pub code: String,
}

impl Iban {
    /// The one that begins at a place.
    pub fn at(text: &str, start: usize) -> Option<Self> {
        if !begins(&text.as_bytes()[start..]) || text[..start].ends_with(is_of_word) {
            return None;
        }
        let mut code = String::new();
        let mut found = None;
        let mut chars = text[start..].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_gap = SEPARATORS.contains(&c) && !code.is_empty();
            let next = chars.peek().map(|(_, next)| *next);
            if is_gap && next.is_some_and(|next| next.is_ascii_alphanumeric()) {
                continue;
            }
            if !c.is_ascii_alphanumeric() || code.len() == *CHARS.end() {
                break;
            }
            code.push(c.to_ascii_lowercase());
            if !next.is_some_and(is_of_word) && is_valid(&code) {
                let place = start..start + at + 1;
                let code = code.clone();
                found = Some(Self { place, code });
            }
        }
        found
    }

    /// Whether it is written without groups.
    pub fn is_whole(&self) -> bool {
        self.place.len() == self.code.len()
    }
}

/// Those in a text, in order.
pub fn ibans(text: &str) -> impl Iterator<Item = Iban> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = next_iban(text, at)?;
        at = found.place.end;
        Some(found)
    })
}

/// The next one from a place on.
pub fn next_iban(text: &str, from: usize) -> Option<Iban> {
    let heads = text.as_bytes().get(from..)?.windows(HEAD_CHARS);
    let mut starts = (from..).zip(heads).filter(|(_, head)| begins(head));
    starts.find_map(|(start, _)| Iban::at(text, start))
}

/// A word of a query that is one, or its beginning, in lower case.
pub fn asked_iban(word: &str) -> Option<String> {
    let is_code = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_length = (BEGUN_CHARS_MIN..=*CHARS.end()).contains(&word.len());
    (is_code && has_length && begins(word.as_bytes())).then(|| word.to_ascii_lowercase())
}

fn begins(text: &[u8]) -> bool {
    let Some((letters, digits)) = text
        .get(..HEAD_CHARS)
        .map(|head| head.split_at(HEAD_LETTERS))
    else {
        return false;
    };
    letters.iter().all(u8::is_ascii_alphabetic) && digits.iter().all(u8::is_ascii_digit)
}

fn is_valid(code: &str) -> bool {
    let (head, account) = code.split_at(HEAD_CHARS.min(code.len()));
    let values = account.chars().chain(head.chars());
    let remainder = values
        .filter_map(|c| c.to_digit(RADIX))
        .fold(0, |remainder, value| {
            let scale = if value < 10 { 10 } else { 100 };
            (remainder * scale + value) % MODULUS
        });
    CHARS.contains(&code.len()) && remainder == REMAINDER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the ISO 13616 registry.
    #[test]
    fn account_numbers_are_seen_however_they_are_grouped() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found: Vec<_> = ibans(text)
                .map(|iban| (&text[iban.place], iban.code))
                .collect();
            let found: Vec<_> = found.iter().map(|it| (it.0, it.1.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "IBAN: ES91 2100 0418 4502 0005 1332 BIC",
            &[("ES91 2100 0418 4502 0005 1332", "es9121000418450200051332")],
        );
        check(
            "账号ES9121000418450200051332。GB29-NWBK-6016-1331-9268-19",
            &[
                ("ES9121000418450200051332", "es9121000418450200051332"),
                ("GB29-NWBK-6016-1331-9268-19", "gb29nwbk60161331926819"),
            ],
        );
        check(
            "NO93 8601 1117 947",
            &[("NO93 8601 1117 947", "no9386011117947")],
        );
        for text in [
            "",
            "ES92 2100 0418 4502 0005 1332",
            "xES91 2100 0418 4502 0005 1332",
            "ES91  2100 0418 4502 0005 1332",
            "ES91 2100 0418 4502 0005 13321",
            "ES91 2100",
            "ño93 8601",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn words_of_a_query_that_begin_one() {
        assert_eq!(asked_iban("ES912100").as_deref(), Some("es912100"));
        for word in [
            "ES9121",
            "12345678",
            "es91 2100",
            "ES91210004184502000513321234567890123",
        ] {
            assert_eq!(asked_iban(word), None, "{word}");
        }
    }
}
