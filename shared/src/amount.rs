//! Amounts whose digits stand in groups of three, as people write thousands in every country: `12,500.00`,
//! `12.500,00`, `12 500`, `12'500`, and decimals behind a comma: `99,95`. They are found by one form,
//! `12500.00`, and without the decimals. Tests: at the foot.

use crate::script::is_of_word;
use std::{borrow::Cow, ops::Range};

/// What may stand between the groups (Unicode CLDR 46, `group` of the decimal symbols).
const SEPARATORS: [char; 8] = [',', '.', '\'', '’', ' ', '\u{a0}', '\u{202f}', '\u{2009}'];
/// What may stand before the decimals.
const DECIMAL_MARKS: [char; 2] = ['.', ','];
/// What stands before decimals where nothing is grouped; words that a point glues are found as they are.
const UNGROUPED_MARK: char = ',';
const GROUP_DIGITS: usize = 3;
/// Digits behind the decimal mark at most.
pub const DECIMALS_MAX: usize = 2;
/// Longer ones are codes.
const DIGITS_MAX: usize = 15;

/// Digits of a text, and the number that they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// In bytes.
    pub place: Range<usize>,
    /// The digits, with a point before the decimals.
    pub number: String,
}

/// An amount in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// As much as is written of it.
    pub longest: Form,
    /// Without its decimals, if it has some and its digits are grouped; ungrouped, they are a word.
    pub whole: Option<Form>,
}

impl Amount {
    /// The one that begins at a place.
    pub fn at(text: &str, start: usize) -> Option<Self> {
        let first = digits_at(text, start);
        if first.is_empty() || goes_on(&text[..start]) {
            return None;
        }
        let first = Form {
            place: start..start + first.len(),
            number: first.to_owned(),
        };
        let separator = text[first.place.end..].chars().next()?;
        let Some(whole) = grouped(text, &first, separator) else {
            let longest = with_decimals(text, first, UNGROUPED_MARK)?;
            return Some(Self {
                longest,
                whole: None,
            });
        };
        let mut other_marks = DECIMAL_MARKS.into_iter().filter(|mark| *mark != separator);
        let longest = other_marks.find_map(|mark| with_decimals(text, whole.clone(), mark));
        Some(match longest {
            Some(longest) => Self {
                longest,
                whole: Some(whole),
            },
            None => Self {
                longest: whole,
                whole: None,
            },
        })
    }

    /// Without and with decimals.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.whole.iter().chain([&self.longest])
    }
}

impl Form {
    /// With more digits behind a separator, which stands for another one in the number.
    fn and(self, separator: char, written: &str, digits: &str) -> Self {
        let end = self.place.end + separator.len_utf8() + digits.len();
        Self {
            place: self.place.start..end,
            number: self.number + written + digits,
        }
    }
}

/// All groups of three behind the first digits; `None` if there are none or others.
fn grouped(text: &str, first: &Form, separator: char) -> Option<Form> {
    let is_first = first.number.len() <= GROUP_DIGITS && !first.number.starts_with('0');
    if !is_first || !SEPARATORS.contains(&separator) {
        return None;
    }
    let mut whole = first.clone();
    while text[whole.place.end..].starts_with(separator) {
        let group = digits_at(text, whole.place.end + separator.len_utf8());
        match group.len() {
            0 => break,
            GROUP_DIGITS => whole = whole.and(separator, "", group),
            _ => return None,
        }
    }
    let is_grouped = whole.place.end > first.place.end && whole.number.len() <= DIGITS_MAX;
    is_grouped.then_some(whole)
}

/// With the decimals behind it, which are not one of a list of numbers.
fn with_decimals(text: &str, whole: Form, mark: char) -> Option<Form> {
    let behind = text[whole.place.end..].strip_prefix(mark)?;
    let decimals = digits_at(behind, 0);
    let next = behind[decimals.len()..].strip_prefix(mark);
    let are_decimals = (1..=DECIMALS_MAX).contains(&decimals.len())
        && whole.number.len() <= DIGITS_MAX
        && next.is_none_or(|next| digits_at(next, 0).is_empty());
    are_decimals.then(|| whole.and(mark, ".", decimals))
}

/// Whether digits behind a text go on with its last word or number.
fn goes_on(text: &str) -> bool {
    let number = text.strip_suffix(DECIMAL_MARKS);
    let is_number = number.is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()));
    is_number || text.ends_with(is_of_word)
}

/// The digits that stand from a place on.
fn digits_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    &rest[..length]
}

/// The amounts in a text, in order.
pub fn amounts(text: &str) -> impl Iterator<Item = Amount> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
            let start = at + next;
            let amount = Amount::at(text, start);
            at = match &amount {
                Some(amount) => amount.longest.place.end,
                None => start + digits_at(text, start).len(),
            };
            if amount.is_some() {
                return amount;
            }
        }
        None
    })
}

/// The number that a word asks for, if it is an amount, grouped or not.
pub fn asked_number(word: &str) -> Option<String> {
    if let Some(amount) = amounts(word).next() {
        return Some(amount.longest.number.clone());
    }
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (whole, decimals) = word.split_once(DECIMAL_MARKS).unwrap_or((word, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = decimals.is_empty() && whole.len() >= GROUP_DIGITS && !whole.starts_with('0');
    let is_amount = (is_whole || !decimals.is_empty() && !whole.is_empty())
        && whole.len() <= DIGITS_MAX
        && decimals.len() <= DECIMALS_MAX
        && are_digits(whole)
        && are_digits(decimals);
    is_amount.then(|| match decimals {
        "" => whole.to_owned(),
        _ => format!("{whole}.{decimals}"),
    })
}

/// A text with its amounts as the numbers that they are.
pub fn ungrouped(text: &str) -> Cow<'_, str> {
    let mut written = String::new();
    let mut behind = 0;
    for amount in amounts(text) {
        let Form { place, number } = &amount.longest;
        written.push_str(&text[behind..place.start]);
        written.push_str(number);
        behind = place.end;
        if text[behind..].starts_with(is_of_word) {
            written.push(' ');
        }
    }
    if behind == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[behind..]);
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = amounts(text)
            .map(|amount| {
                let forms = amount.forms();
                let shown =
                    forms.map(|form| format!("{}={}", &text[form.place.clone()], form.number));
                shown.collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn amounts_are_found_as_every_country_groups_them() {
        check("US$12,500.00", &["12,500=12500 12,500.00=12500.00"]);
        check("12.500,5 €", &["12.500=12500 12.500,5=12500.5"]);
        check("1 234 567 personas", &["1 234 567=1234567"]);
        check(
            "12\u{202f}500,00",
            &["12\u{202f}500=12500 12\u{202f}500,00=12500.00"],
        );
        check("CHF 12'500.–, 3’000", &["12'500=12500", "3’000=3000"]);
        check("总计12,500元", &["12,500=12500"]);
        check("(9,999), 10,000.", &["9,999=9999", "10,000=10000"]);
        check("7,250kg", &["7,250=7250"]);
        check("99,95 € o 0,5 %", &["99,95=99.95", "0,5=0.5"]);
        check("12500,00", &["12500,00=12500.00"]);
    }

    #[test]
    fn other_digits_are_no_amounts() {
        for text in [
            "",
            "12500",
            "12.50",
            "1,2,3",
            "0.500",
            "1234,567",
            "12,5000",
            "555 123 4567",
            "1.234.5",
            "a12,500",
            "12,",
            "12,500,12",
            "2024-11-23",
            "12  500",
            "1,234,567,890,123,456",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn an_amount_may_be_asked_for_in_any_form() {
        for (word, number) in [
            ("12500", Some("12500")),
            ("€12500", Some("12500")),
            ("12,500", Some("12500")),
            ("12.500,00", Some("12500.00")),
            ("12500.00", Some("12500.00")),
            ("99,95", Some("99.95")),
            ("99.95€", Some("99.95")),
            (".95", None),
            ("125", Some("125")),
            ("12", None),
            ("012500", None),
            ("x12500", None),
            ("12-500", None),
            ("", None),
        ] {
            assert_eq!(asked_number(word).as_deref(), number, "{word}");
        }
    }

    #[test]
    fn a_text_can_be_written_without_groups() {
        for (text, written) in [
            ("€12.500,00 or 3,000kg.", "€12500.00 or 3000 kg."),
            ("99,95 and 1.5", "99.95 and 1.5"),
            ("no amount, 12500", "no amount, 12500"),
        ] {
            assert_eq!(ungrouped(text), written);
        }
    }
}
