//! Points in time: microseconds since 1970-01-01 UTC inside, RFC 3339 on the wire. And days, which
//! have no time and no zone.

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

/// Microseconds in one second.
pub const MICROS_PER_SECOND: i64 = 1_000_000;
/// Microseconds in one day.
pub const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// The longest time in RFC 3339: `2026-02-03T04:05:06.789012Z`.
const RFC3339_BYTES: usize = 27;
/// The first microsecond of the year 0.
const YEAR_0000: i64 = -62_167_219_200 * MICROS_PER_SECOND;
/// The last microsecond of the year 9999.
const YEAR_9999: i64 = 253_402_300_800 * MICROS_PER_SECOND - 1;

/// A point in time, UTC, microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time")]
pub struct TimestampError;

impl Timestamp {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Seconds since 1970-01-01T00:00:00Z; saturates at the ends of the range.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// This time plus a number of seconds; saturates.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(
            self.0
                .saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)),
        )
    }
}

/// A time as RFC 3339 says, written digit by digit: a page of a list holds hundreds of them.
struct Rfc3339 {
    bytes: [u8; RFC3339_BYTES],
    length: usize,
}

impl Rfc3339 {
    /// A year of other than four digits cannot be written; it becomes the nearest that can.
    fn new(time: Timestamp) -> Self {
        let micros = time.0.clamp(YEAR_0000, YEAR_9999);
        let time = DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default();
        let mut bytes = *b"0000-00-00T00:00:00.000000Z";
        let fraction = time.timestamp_subsec_micros();
        for (range, number) in [
            (0..4, time.year().unsigned_abs()),
            (5..7, time.month()),
            (8..10, time.day()),
            (11..13, time.hour()),
            (14..16, time.minute()),
            (17..19, time.second()),
            (20..26, fraction),
        ] {
            put_digits(&mut bytes[range], number);
        }
        let end = match fraction {
            0 => 19,
            _ if fraction.is_multiple_of(1_000) => 23,
            _ => 26,
        };
        bytes[end] = b'Z';
        Self {
            bytes,
            length: end + 1,
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

fn put_digits(place: &mut [u8], mut number: u32) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Rfc3339::new(*self).as_str())
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        DateTime::parse_from_rfc3339(text)
            .map(|time| Self(time.timestamp_micros()))
            .map_err(|_| TimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(Rfc3339::new(*self).as_str())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(D::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// The last year of the calendar.
const YEAR_MAX: u16 = 9_999;

/// A day of the calendar, without time and zone: `2024-02-29`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct DateError;

impl Date {
    /// A day of the calendar; `None` if there is none such from the year 0 to 9999.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_month = year <= YEAR_MAX && month >= 1 && month <= 12;
        if is_month && day >= 1 && day <= days_in_month(year, month) {
            return Some(Self { year, month, day });
        }
        None
    }

    /// The day that is so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Option<Self> {
        // Days since 0000-03-01, in eras of 400 years, as `days` counts them.
        const DAYS_PER_ERA: i64 = 146_097;
        let days = days.checked_add(719_468)?;
        let (era, day) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = year + 400 * era + i64::from(month >= 10);
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self::new(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The day of a time, UTC; the nearest one for times outside the years 0 to 9999.
    pub fn of(time: Timestamp) -> Self {
        let days = time.micros().div_euclid(MICROS_PER_DAY);
        let last = Self {
            year: YEAR_MAX,
            month: 12,
            day: 31,
        };
        let first = Self {
            year: 0,
            month: 1,
            day: 1,
        };
        let nearest = if days < 0 { first } else { last };
        Self::from_days(days).unwrap_or(nearest)
    }

    /// The year, 0 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The first instant of the day, UTC.
    pub const fn start(self) -> Timestamp {
        Timestamp(self.days() * MICROS_PER_DAY)
    }

    /// The first instant behind the day, UTC.
    pub const fn end(self) -> Timestamp {
        Timestamp((self.days() + 1) * MICROS_PER_DAY)
    }

    /// Days since 1970-01-01. Years begin in March here, so that the leap day is their last.
    pub const fn days(self) -> i64 {
        let early = self.month <= 2;
        let year = self.year as i64 - early as i64;
        let month = self.month as i64 + if early { 9 } else { -3 };
        let day_of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
            - 719_468
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits);
            let part = part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse::<u16>().ok())
                .ok_or(DateError)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let date = Self::new(year, month as u8, day as u8);
        date.filter(|_| parts.next().is_none()).ok_or(DateError)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_travel_as_rfc_3339() {
        let time: Timestamp = "2026-02-03T04:05:06.789Z".parse().unwrap();
        assert_eq!(time.to_string(), "2026-02-03T04:05:06.789Z");
        assert_eq!(
            Timestamp::from_seconds(0).to_string(),
            "1970-01-01T00:00:00Z"
        );
        for (micros, text) in [
            (1_790_000_000_120_000, "2026-09-21T14:13:20.120Z"),
            (1_790_000_000_000_001, "2026-09-21T14:13:20.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
            (i64::MIN, "0000-01-01T00:00:00Z"),
            (i64::MAX, "9999-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(Timestamp::from_micros(micros).to_string(), text);
        }
        assert_eq!("yesterday".parse::<Timestamp>(), Err(TimestampError));
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        let check = |text: &str, expected: Option<&str>| {
            let start = text
                .parse::<Date>()
                .ok()
                .map(|date| date.start().to_string());
            let expected = expected.map(|time| format!("{time}T00:00:00Z"));
            assert_eq!(start, expected, "{text:?}");
        };
        for date in [
            "1970-01-01",
            "1969-12-31",
            "2024-02-29",
            "2000-03-01",
            "9999-12-31",
        ] {
            check(date, Some(date));
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-4-1",
        ] {
            check(text, None);
        }
        for text in ["", "2024-02-29-", "2024-02-2x", "+024-02-02"] {
            check(text, None);
        }
        let leap: Date = "2024-02-29".parse().unwrap();
        assert_eq!(leap.end(), "2024-03-01".parse::<Date>().unwrap().start());
    }

    #[test]
    fn days_are_counted_both_ways() {
        let first: Date = "0000-01-01".parse().unwrap();
        let last: Date = "9999-12-31".parse().unwrap();
        for days in first.days()..=last.days() {
            assert_eq!(Date::from_days(days).map(Date::days), Some(days));
        }
        assert_eq!(Date::from_days(last.days() + 1), None);
        assert_eq!(Date::from_days(first.days() - 1), None);
        assert_eq!(Date::of(Timestamp::from_micros(i64::MAX)), last);
        assert_eq!(Date::of(Timestamp::from_micros(i64::MIN)), first);
        assert_eq!(
            Date::of(Timestamp::from_micros(-1)).to_string(),
            "1969-12-31"
        );
    }

    #[test]
    fn seconds_round_down_before_1970() {
        assert_eq!(Timestamp::from_micros(-1).seconds(), -1);
    }
}
