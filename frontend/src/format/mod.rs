//! Dates and numbers as the reader writes them. The browser's Intl knows how; natively (tests, no
//! browser) a plain form stands in. Times are shown in the browser's zone.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
use browser as backend;
#[cfg(not(target_arch = "wasm32"))]
use native as backend;

use crate::i18n::I18n;
use shared::{
    locale::Locale,
    time::{Date, Timestamp},
    zone::Zone,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// From so many days on, a date says more than "n days ago".
const RELATIVE_DAYS_MAX: i64 = 7;

/// How much of a date is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// 3 Mar, and the year where it is not this one.
    Short,
    /// Tuesday, 3 March 2026.
    Day,
    /// 3 Mar 2026, 14:05.
    Full,
    /// 14:05.
    Time,
}

/// 12,345 in the reader's grouping.
pub fn number(locale: Locale, n: u64) -> String {
    backend::number(locale, n)
}

/// A size in bytes, kB, MB or GB, with at most one decimal.
pub fn size(locale: Locale, bytes: u64) -> String {
    let (value, unit) = scale(bytes);
    format!("{} {unit}", backend::decimal(locale, value))
}

/// A date or time.
pub fn date(locale: Locale, at: Timestamp, style: DateStyle) -> String {
    backend::date(locale, at, style)
}

/// "just now", "5 minutes ago", "3 days ago", then the date.
pub fn ago(i18n: I18n, at: Timestamp) -> String {
    let seconds = backend::now_seconds() - at.seconds();
    match seconds {
        s if s < MINUTE && s > -MINUTE => i18n.t.common.just_now.into(),
        s if (0..HOUR).contains(&s) => backend::relative(i18n.locale, s / MINUTE, "minute"),
        s if (0..DAY).contains(&s) => backend::relative(i18n.locale, s / HOUR, "hour"),
        s if (0..RELATIVE_DAYS_MAX * DAY).contains(&s) => {
            backend::relative(i18n.locale, s / DAY, "day")
        }
        _ => date(i18n.locale, at, DateStyle::Short),
    }
}

/// This moment.
pub fn now() -> Timestamp {
    Timestamp::from_seconds(backend::now_seconds())
}

/// The reader's time zone, as IANA names it.
pub fn time_zone() -> Option<String> {
    backend::time_zone()
}

/// The browser's time zone, for what is read of a query here.
#[derive(Debug, Clone, Copy)]
pub struct Here;

impl Zone for Here {
    fn day_of(&self, time: Timestamp) -> Date {
        Date::from_days(day_number(time)).unwrap_or_else(|| Date::of(time))
    }

    fn start_of(&self, day: Date) -> Timestamp {
        let (year, month) = (i64::from(day.year()), i64::from(day.month()));
        let start = backend::day_start(year, month, i64::from(day.day()));
        start.unwrap_or(day.start())
    }
}

/// The language that the page is in.
pub fn language() -> Option<Locale> {
    backend::language()
}

/// The heading of a day in a timeline: today, yesterday, or the date in words.
pub fn day_heading(i18n: I18n, at: Timestamp) -> String {
    match backend::days_ago(at) {
        0 => i18n.t.common.today.into(),
        1 => i18n.t.common.yesterday.into(),
        _ => date(i18n.locale, at, DateStyle::Day),
    }
}

/// A number that is the same for all times of one day in the reader's zone; for grouping.
pub fn day_number(at: Timestamp) -> i64 {
    backend::day_number(at)
}

/// When a day (`2026-03-01`) plus a number of days begins in the reader's zone; `None` for no day.
pub fn day_start(day: &str, plus_days: i64) -> Option<Timestamp> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
    backend::day_start(year, month, date + plus_days)
}

/// The day so many days before today, as `2026-03-01`.
pub fn day_back(days: i64) -> String {
    backend::day_back(days)
}

/// The hour of the day, 0 to 23, in the reader's zone.
pub fn hour_now() -> u32 {
    backend::hour_now()
}

fn scale(bytes: u64) -> (f64, &'static str) {
    const STEP: f64 = 1_000.0;
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if value < STEP {
            return (value, unit);
        }
        value /= STEP;
    }
    (value, "GB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_use_the_unit_that_reads_best() {
        assert_eq!(size(Locale::En, 999), "999 B");
        assert_eq!(size(Locale::En, 1_500_000), "1.5 MB");
        assert_eq!(size(Locale::En, 7_000_000_000_000), "7000 GB");
    }
}
