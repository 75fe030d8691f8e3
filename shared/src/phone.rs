//! Telephone numbers: the shape is checked here, on both sides; the server turns a number into
//! E.164 by country (that needs tables too large for the app).

/// E.164 allows 15 digits; extensions and spaces come on top.
pub const PHONE_CHARS_MAX: usize = 40;
/// Shorter runs of digits are house extensions, still worth keeping.
const PHONE_DIGITS_MIN: usize = 3;
const PHONE_DIGITS_MAX: usize = 20;

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
