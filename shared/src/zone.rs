//! Where a reader's days begin. The rules of real time zones are the server's and the browser's; here
//! is what a zone must tell. Tests: of whoever tells it.

use crate::time::{Date, Timestamp};
use std::fmt;

/// Characters of a zone's name at most.
pub const ZONE_NAME_CHARS_MAX: usize = 64;

/// A time zone.
pub trait Zone: fmt::Debug {
    /// The day of a time.
    fn day_of(&self, time: Timestamp) -> Date;

    /// The first instant of a day, also where clocks pass over midnight.
    fn start_of(&self, day: Date) -> Timestamp;

    /// Whether it is the reader's, and no stand-in for one that nobody here has heard of.
    fn is_known(&self) -> bool {
        true
    }
}

/// No zone: days of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Utc;

impl Zone for Utc {
    fn day_of(&self, time: Timestamp) -> Date {
        Date::of(time)
    }

    fn start_of(&self, day: Date) -> Timestamp {
        day.start()
    }
}

/// Whether a text is written like the name of a zone (`Europe/Madrid`, `Etc/GMT+2`, `+05:30`).
pub fn is_zone_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-' | ':');
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '-'));
    begins && text.len() <= ZONE_NAME_CHARS_MAX && text.chars().all(is_part)
}

/// A zone that is always so many hours ahead of UTC.
#[cfg(test)]
#[derive(Debug, Clone, Copy)]
pub struct Hours(pub i64);

#[cfg(test)]
impl Zone for Hours {
    fn day_of(&self, time: Timestamp) -> Date {
        Date::of(time.plus_seconds(self.0 * 3_600))
    }

    fn start_of(&self, day: Date) -> Timestamp {
        day.start().plus_seconds(-self.0 * 3_600)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_texts() {
        for name in [
            "UTC",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+2",
            "-03:30",
        ] {
            assert!(is_zone_name(name), "{name}");
        }
        for text in [
            "",
            "9999",
            "120",
            "Europe Madrid",
            "../etc",
            "Zürich",
            &"a".repeat(65),
        ] {
            assert!(!is_zone_name(text), "{text}");
        }
    }
}
