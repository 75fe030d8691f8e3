//! A plain stand-in for the browser's Intl in native tests: same shapes, no locale.

use super::DateStyle;
use shared::{locale::Locale, time::Timestamp};

const DAY_SECONDS: i64 = 86_400;

pub fn number(_: Locale, n: u64) -> String {
    n.to_string()
}

pub fn decimal(_: Locale, value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

pub fn date(_: Locale, at: Timestamp, style: DateStyle) -> String {
    let text = at.to_string();
    match style {
        DateStyle::Short | DateStyle::Day => text.chars().take(10).collect(),
        DateStyle::Time => text.chars().skip(11).take(5).collect(),
        DateStyle::Full => text.chars().take(16).collect(),
    }
}

pub fn relative(_: Locale, n: i64, unit: &str) -> String {
    format!("{n} {unit} ago")
}

pub fn time_zone() -> Option<String> {
    None
}

pub fn language() -> Option<Locale> {
    None
}

pub fn now_seconds() -> i64 {
    0
}

pub fn days_ago(at: Timestamp) -> i64 {
    -day_number(at)
}

pub fn day_number(at: Timestamp) -> i64 {
    at.seconds().div_euclid(DAY_SECONDS)
}

pub fn day_start(year: i64, month: i64, day: i64) -> Option<Timestamp> {
    // Months of 31 days are near enough for tests.
    Some(Timestamp::from_seconds(
        (((year - 1970) * 12 + month - 1) * 31 + day - 1) * DAY_SECONDS,
    ))
}

pub fn day_back(days: i64) -> String {
    format!("1970-01-{days:02}")
}

pub fn hour_now() -> u32 {
    9
}
