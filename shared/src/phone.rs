//! Telephone numbers: the shape is checked here, on both sides; the server turns a number into
//! E.164 by country (that needs tables too large for the app). In texts: [`crate::numbers`].

/// E.164 allows 15 digits; extensions and spaces come on top.
pub const PHONE_CHARS_MAX: usize = 40;
/// Shorter runs of digits are house extensions, still worth keeping.
const PHONE_DIGITS_MIN: usize = 3;
const PHONE_DIGITS_MAX: usize = 20;
/// A telephone number is found by its last digits, this many or more.
pub const SUFFIX_DIGITS_MIN: usize = 6;
/// A number with country code is also found by this many last digits.
pub const NATIONAL_DIGITS: usize = 9;
/// Characters that may stand between the groups of digits of a telephone number.
const GAP_CHARS_MAX: usize = 3;

/// Whether a text can be a telephone number as people write them: digits with `+ - . / ( )`,
/// spaces, and an extension behind `x`, `ext` or `#`.
pub fn is_phone_number(text: &str) -> bool {
    let text = text.trim();
    let digits = digits(text).len();
    text.chars().count() <= PHONE_CHARS_MAX
        && (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-./()#,;*extEXT\u{a0}".contains(c))
}

/// Only the digits of a number.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What stands between groups of digits, also as it is typed among Chinese characters.
const GAP: &str = " -./()\u{a0}　－．／（）";

/// Whether a text between two groups of digits can belong to a telephone number.
pub fn is_gap(gap: &str) -> bool {
    gap.chars().count() <= GAP_CHARS_MAX && gap.chars().all(|c| GAP.contains(c))
}

/// The digits of a text that is written like a telephone number and nothing else.
pub fn number_digits(text: &str) -> Option<String> {
    let trimmed = text.trim().trim_start_matches(['+', '(', '＋', '（']);
    let digits = digits(trimmed);
    let is_number = trimmed
        .split(|c: char| c.is_ascii_digit())
        .all(|gap| gap.is_empty() || is_gap(gap));
    (is_number && !digits.is_empty()).then_some(digits)
}

/// The digits of a number and, if they are enough for a country code, their end without one.
pub fn ends_of(digits: &str) -> Vec<&str> {
    let national = digits.len().checked_sub(NATIONAL_DIGITS);
    let end = national
        .filter(|code| *code > 0)
        .map(|code| &digits[code..]);
    [digits].into_iter().chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them_are_accepted() {
        for number in [
            "+34 600 123 456",
            "(212) 555-0100 x12",
            "010-6552 9988",
            "112",
        ] {
            assert!(is_phone_number(number), "{number}");
        }
        for text in [
            "",
            "12",
            "call me",
            "+34 600 123 456 / +34 600 123 457 / 1234",
        ] {
            assert!(!is_phone_number(text), "{text}");
        }
    }
}
