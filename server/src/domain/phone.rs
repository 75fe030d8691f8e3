//! Telephone numbers to E.164. Only numbers that name their country can be normalised: guessing a
//! country would join strangers. Others are compared by their digits.

use phonenumber::Mode;

/// The number in E.164 with its plus sign; `None` unless it begins with `+` or `00` and is valid.
pub fn to_e164(number: &str) -> Option<String> {
    let number = number.trim();
    let international = match number.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => number.to_owned(),
    };
    if !international.starts_with('+') {
        return None;
    }
    let parsed = phonenumber::parse(None, international).ok()?;
    phonenumber::is_valid(&parsed).then(|| {
        let without_extension = parsed.format().mode(Mode::E164).to_string();
        without_extension
            .split([' ', ';'])
            .next()
            .unwrap_or_default()
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_with_a_country_are_normalised() {
        assert_eq!(to_e164("+34 600 123 456").as_deref(), Some("+34600123456"));
        assert_eq!(to_e164("0034 600 123 456").as_deref(), Some("+34600123456"));
        assert_eq!(
            to_e164("+86 138 0013 8000").as_deref(),
            Some("+8613800138000")
        );
        assert_eq!(to_e164("600 123 456"), None);
        assert_eq!(to_e164("+1"), None);
    }
}
