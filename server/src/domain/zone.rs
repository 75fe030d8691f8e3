//! The reader's time zone: when days begin there, in summer and in winter. Rules of the whole world are
//! part of the executable, so that it answers the same on every machine. Tests: at the foot;
//! `suite/api/days` of the tests crate.

use super::error::DomainError;
use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone,
};
use chrono_tz::Tz;
use shared::{
    api::error::FieldError,
    time::{Date, Timestamp},
    zone::{Utc, Zone, is_zone_name},
};

/// Minutes that clocks pass over at most: a country that changed the side of the date line went
/// without a whole day.
const GAP_MINUTES_MAX: i64 = 2 * 24 * 60;

/// A time zone by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NamedZone {
    /// Nobody said one.
    #[default]
    Utc,
    /// A place with its rules.
    Place(Tz),
    /// A distance from UTC that never changes.
    Fixed(FixedOffset),
    /// Newer than this executable: days are those of UTC, and whoever asks for days is told.
    Unknown,
}

impl NamedZone {
    /// The zone of a name (`Europe/Madrid`, `+02:00`); UTC without one.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] for what is no name.
    pub fn of(name: Option<&str>) -> Result<Self, DomainError> {
        let Some(name) = name else {
            return Ok(Self::Utc);
        };
        if !is_zone_name(name) {
            return Err(DomainError::field("tz", FieldError::Invalid));
        }
        let place = name.parse().map(Self::Place);
        let fixed = || name.parse().map(Self::Fixed);
        Ok(place.or_else(|_| fixed()).unwrap_or(Self::Unknown))
    }
}

impl Zone for NamedZone {
    fn day_of(&self, time: Timestamp) -> Date {
        match self {
            Self::Utc | Self::Unknown => Utc.day_of(time),
            Self::Place(place) => day_of(place, time),
            Self::Fixed(fixed) => day_of(fixed, time),
        }
    }

    fn start_of(&self, day: Date) -> Timestamp {
        match self {
            Self::Utc | Self::Unknown => Utc.start_of(day),
            Self::Place(place) => start_of(place, day),
            Self::Fixed(fixed) => start_of(fixed, day),
        }
    }

    fn is_known(&self) -> bool {
        *self != Self::Unknown
    }
}

fn day_of(zone: &impl TimeZone, time: Timestamp) -> Date {
    let Some(utc) = DateTime::from_timestamp_micros(time.micros()) else {
        return Utc.day_of(time);
    };
    let local = utc.with_timezone(zone).naive_local();
    Utc.day_of(Timestamp::from_micros(local.and_utc().timestamp_micros()))
}

fn start_of(zone: &impl TimeZone, day: Date) -> Timestamp {
    midnight(day)
        .and_then(|midnight| first_from(zone, midnight))
        .unwrap_or(day.start())
}

fn midnight(day: Date) -> Option<NaiveDateTime> {
    let (month, date) = (u32::from(day.month()), u32::from(day.day()));
    NaiveDate::from_ymd_opt(i32::from(day.year()), month, date)?.and_hms_opt(0, 0, 0)
}

/// The first instant at which clocks show this time or, where they never do, a later one.
fn first_from(zone: &impl TimeZone, shown: NaiveDateTime) -> Option<Timestamp> {
    let instant = |minutes: i64| {
        let shown = shown.checked_add_signed(TimeDelta::minutes(minutes))?;
        match zone.from_local_datetime(&shown) {
            MappedLocalTime::Single(time) | MappedLocalTime::Ambiguous(time, _) => {
                Some(Timestamp::from_micros(time.timestamp_micros()))
            }
            MappedLocalTime::None => None,
        }
    };
    (0..=GAP_MINUTES_MAX).find_map(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a day begins in a zone, which is the first instant of that day.
    fn check(zone: &str, day: &str, expected: &str) {
        let zone = NamedZone::of(Some(zone)).unwrap();
        let day: Date = day.parse().unwrap();
        let start = zone.start_of(day);
        assert_eq!(start.to_string(), expected, "{zone:?} {day}");
        assert_eq!(zone.day_of(start), day, "{zone:?}");
        let before = Timestamp::from_micros(start.micros() - 1);
        assert!(zone.day_of(before) < day, "{zone:?}");
    }

    #[test]
    fn days_begin_when_clocks_say_so() {
        for (zone, day, expected) in [
            ("Europe/Madrid", "2026-03-29", "2026-03-28T23:00:00Z"),
            ("Europe/Madrid", "2026-03-30", "2026-03-29T22:00:00Z"),
            ("Europe/Madrid", "2026-10-25", "2026-10-24T22:00:00Z"),
            ("Europe/Madrid", "2026-10-26", "2026-10-25T23:00:00Z"),
            ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z"),
            ("America/New_York", "2026-03-09", "2026-03-09T04:00:00Z"),
            ("Asia/Kolkata", "2026-06-01", "2026-05-31T18:30:00Z"),
            ("Asia/Calcutta", "2026-06-01", "2026-05-31T18:30:00Z"),
            ("Asia/Shanghai", "2026-06-01", "2026-05-31T16:00:00Z"),
            ("+05:45", "2026-06-01", "2026-05-31T18:15:00Z"),
            ("-03:30", "2026-06-01", "2026-06-01T03:30:00Z"),
            ("UTC", "2026-06-01", "2026-06-01T00:00:00Z"),
        ] {
            check(zone, day, expected);
        }
    }

    #[test]
    fn days_without_a_midnight_begin_when_clocks_go_on() {
        // Clocks went from 24:00 to 1:00.
        check("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z");
        check("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z");
        // Midnight came twice.
        check("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z");
        // The day that Samoa never had begins with the next.
        let samoa = NamedZone::of(Some("Pacific/Apia")).unwrap();
        let start = |day: &str| samoa.start_of(day.parse().unwrap()).to_string();
        assert_eq!(start("2011-12-30"), "2011-12-30T10:00:00Z");
        assert_eq!(start("2011-12-30"), start("2011-12-31"));
    }

    #[test]
    fn what_is_no_name_is_refused_and_what_is_new_is_utc() {
        for text in ["", "9999", "120", "Europe Madrid", "../../etc/passwd"] {
            assert!(NamedZone::of(Some(text)).is_err(), "{text:?}");
        }
        let zone = NamedZone::of(Some("Mars/Olympus_Mons")).unwrap();
        assert_eq!(zone, NamedZone::Unknown);
        assert!(!zone.is_known());
        let day: Date = "2026-06-01".parse().unwrap();
        assert_eq!(zone.start_of(day), day.start());
        assert_eq!(NamedZone::of(None).unwrap(), NamedZone::Utc);
        // The ends of the calendar.
        for text in ["0000-01-01", "9999-12-31"] {
            let day: Date = text.parse().unwrap();
            let zone = NamedZone::of(Some("Asia/Tokyo")).unwrap();
            assert!(zone.start_of(day).micros() < day.start().micros());
        }
    }
}
