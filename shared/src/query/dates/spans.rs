//! Stretches of time that end now: `30d`, `30 days`, `dos semanas`, `a month`, `三个月`, `半年`.
//! Tests: at the foot.

use super::{
    YEAR_DIGITS, first_of,
    words::{NUMBERS, UNITS, Unit},
};
use crate::{
    query::{Context, fold::folded},
    time::{Date, MICROS_PER_SECOND, Timestamp},
};

/// `last:` takes no more of a unit than this.
const LAST_MAX: i64 = 9_999;

/// When `30d` ago was: hours count from now, all else from the beginning of that day. `None` for
/// another text.
pub fn since(text: &str, context: &Context<'_>) -> Option<Timestamp> {
    let (count, unit) = span(text)?;
    let today = context.day_of(context.now);
    let months = |count: i64| {
        let month = i64::from(today.month()) - count;
        let first = first_of(i64::from(today.year()), month)?;
        // The 31st of a shorter month is its last day.
        let next = first_of(i64::from(today.year()), month + 1)?;
        Date::from_days((first.days() + i64::from(today.day()) - 1).min(next.days() - 1))
    };
    let day = match unit {
        Unit::Hours(hours) => {
            let micros = hours * count * 3_600 * MICROS_PER_SECOND;
            return Some(Timestamp::from_micros(context.now.micros() - micros));
        }
        Unit::Days(days) => Date::from_days(today.days() - days * count),
        Unit::Months(of_unit) => months(of_unit * count),
    };
    day.map(|day| context.start_of(day))
}

/// Whether more letters may make it such a stretch: `30`, `30 da`, `tw`, `a mon`.
pub fn begins_span(text: &str) -> bool {
    let text = in_digits(&folded(text));
    let (number, unit) = number_of(&text);
    let begins = |unit: &str| units().any(|(_, word)| word.starts_with(unit));
    if !number.is_empty() {
        return number.len() < YEAR_DIGITS && begins(unit);
    }
    let mut words = NUMBERS.iter().flat_map(|(_, words)| words.iter());
    words.any(|word| word.starts_with(&text) || text.strip_prefix(word).is_some_and(begins))
        || begins(&text)
}

/// How many of which unit: one where no number is said, for which a unit of one letter is too little.
fn span(text: &str) -> Option<(i64, Unit)> {
    let text = in_digits(&folded(text));
    let unit = |name: &str| {
        units()
            .find(|(_, word)| *word == name)
            .map(|(unit, _)| unit)
    };
    let (number, name) = number_of(&text);
    if !number.is_empty() {
        let count = number.parse().ok().filter(|count| *count <= LAST_MAX)?;
        return Some((count, unit(name)?));
    }
    let numbers = NUMBERS
        .iter()
        .flat_map(|(count, words)| words.iter().map(|word| (*count, *word)));
    let mut named = [(1, "")]
        .into_iter()
        .chain(numbers)
        .filter_map(|(count, word)| {
            let name = text.strip_prefix(word)?;
            (!is_letter(name)).then_some(())?;
            Some((count, unit(name)?))
        });
    named.next()
}

fn units() -> impl Iterator<Item = (Unit, &'static str)> {
    let words = UNITS.iter();
    words.flat_map(|(unit, words)| words.iter().map(|word| (*unit, *word)))
}

/// The digits at its beginning, and the rest.
fn number_of(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn is_letter(text: &str) -> bool {
    text.len() == 1
}

/// A text that begins with a Chinese number below a hundred, with digits. `一月` is a month.
fn in_digits(text: &str) -> String {
    const NUMERALS: [&str; 10] = ["", "一", "二两", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |c: char| NUMERALS.iter().position(|numerals| numerals.contains(c));
    let rest = text.trim_start_matches(|c| c == '十' || digit(c).is_some());
    let number = &text[..text.len() - rest.len()];
    if number.is_empty() || rest == "月" {
        return text.to_owned();
    }
    let of = |text: &str, none: usize| match text.chars().next() {
        Some(c) => digit(c).unwrap_or(none),
        None => none,
    };
    let value = match number.split_once('十') {
        Some((tens, ones)) => 10 * of(tens, 1) + of(ones, 0),
        None => of(number, 0),
    };
    format!("{value}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Hours;

    fn check(text: &str, expected: Option<&str>) {
        let context = Context {
            now: "2024-05-16T02:30:00Z".parse().unwrap(),
            zone: &Hours(2),
            ..Context::default()
        };
        let time = since(text, &context).map(|time| time.to_string());
        assert_eq!(time.as_deref(), expected, "{text}");
    }

    #[test]
    fn spans_of_time_end_now() {
        check("2h", Some("2024-05-16T00:30:00Z"));
        check("30d", Some("2024-04-15T22:00:00Z"));
        check("week", Some("2024-05-08T22:00:00Z"));
        check("3个月", Some("2024-02-15T22:00:00Z"));
        check("1a", Some("2023-05-15T22:00:00Z"));
        for wrong in [
            "30",
            "99999d",
            "d30",
            "a",
            "m",
            "a m",
            "two",
            "two month ago",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn numbers_are_said_in_words() {
        check("a month", Some("2024-04-15T22:00:00Z"));
        check("an hour", Some("2024-05-16T01:30:00Z"));
        check("Two weeks", Some("2024-05-01T22:00:00Z"));
        check("un año", Some("2023-05-15T22:00:00Z"));
        check("dos meses", Some("2024-03-15T22:00:00Z"));
        check("quince días", Some("2024-04-30T22:00:00Z"));
        check("半年", Some("2023-11-15T22:00:00Z"));
        check("半个月", Some("2024-04-30T22:00:00Z"));
        check("两个季度", Some("2023-11-15T22:00:00Z"));
    }

    #[test]
    fn while_it_is_typed_it_may_become_one() {
        for text in [
            "30", "30 da", "t", "two", "two we", "a", "a mon", "un", "dos", "mon", "半", "两",
            "两个",
        ] {
            assert!(begins_span(text), "{text}");
        }
        for text in ["2024", "30 x", "b", "a b", "two months a", "半x"] {
            assert!(!begins_span(text), "{text}");
        }
    }
}
