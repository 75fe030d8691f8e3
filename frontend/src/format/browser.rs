//! Dates and numbers by the browser's Intl. Formatters are costly to make and cheap to use: each is
//! made once for a language and kept.

use super::DateStyle;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use shared::{locale::Locale, time::Timestamp};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

const MS_PER_DAY: f64 = 86_400_000.0;

/// Which formatter: language and what it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Number,
    Decimal,
    Date(DateStyle),
    /// [`DateStyle::Short`] with its year.
    ShortWithYear,
}

thread_local! {
    static FORMATTERS: RefCell<Vec<((Locale, Kind), Function)>> = const { RefCell::new(Vec::new()) };
    static RELATIVE: RefCell<Vec<(Locale, Intl::RelativeTimeFormat)>> =
        const { RefCell::new(Vec::new()) };
}

pub fn number(locale: Locale, n: u64) -> String {
    run(locale, Kind::Number, &JsValue::from_f64(n as f64))
}

pub fn decimal(locale: Locale, value: f64) -> String {
    run(locale, Kind::Decimal, &JsValue::from_f64(value))
}

pub fn date(locale: Locale, at: Timestamp, style: DateStyle) -> String {
    let date = js_date(at);
    let other_year = date.get_full_year() != Date::new_0().get_full_year();
    let kind = match style {
        DateStyle::Short if other_year => Kind::ShortWithYear,
        DateStyle::Short | DateStyle::Day | DateStyle::Full | DateStyle::Time => Kind::Date(style),
    };
    run(locale, kind, &date)
}

pub fn relative(locale: Locale, n: i64, unit: &str) -> String {
    let format = RELATIVE.with_borrow_mut(|made| {
        kept(made, locale, || {
            let options = options(&[("numeric", "auto")]);
            Intl::RelativeTimeFormat::new(&locales(locale), &options)
        })
    });
    format.format(-(n as f64), unit).into()
}

pub fn now_seconds() -> i64 {
    (Date::now() / 1_000.0) as i64
}

pub fn days_ago(at: Timestamp) -> i64 {
    local_day(&Date::new_0()) - local_day(&js_date(at))
}

pub fn day_number(at: Timestamp) -> i64 {
    local_day(&js_date(at))
}

pub fn day_start(year: i64, month: i64, day: i64) -> Option<Timestamp> {
    let (year, month) = (u32::try_from(year).ok()?, i32::try_from(month - 1).ok()?);
    let date = Date::new_with_year_month_day(year, month, i32::try_from(day).ok()?);
    let ms = date.get_time();
    ms.is_finite()
        .then(|| Timestamp::from_seconds((ms / 1_000.0) as i64))
}

pub fn day_back(days: i64) -> String {
    let date = Date::new(&JsValue::from_f64(Date::now() - days as f64 * MS_PER_DAY));
    format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    )
}

pub fn time_zone() -> Option<String> {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

pub fn language() -> Option<Locale> {
    let root = web_sys::window()?.document()?.document_element()?;
    Some(Locale::negotiate(&root.get_attribute("lang")?))
}

pub fn hour_now() -> u32 {
    Date::new_0().get_hours()
}

fn local_day(date: &Date) -> i64 {
    let shift_ms = date.get_timezone_offset() * 60_000.0;
    ((date.get_time() - shift_ms) / MS_PER_DAY).floor() as i64
}

fn js_date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.micros() as f64 / 1_000.0))
}

fn run(locale: Locale, kind: Kind, value: &JsValue) -> String {
    let format = FORMATTERS
        .with_borrow_mut(|formatters| kept(formatters, (locale, kind), || make(locale, kind)));
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// What was made for a key before, else made and kept now. A dozen at most: a list will do.
fn kept<K: PartialEq, T: Clone>(made: &mut Vec<(K, T)>, key: K, make: impl FnOnce() -> T) -> T {
    if let Some((_, value)) = made.iter().find(|(other, _)| *other == key) {
        return value.clone();
    }
    let value = make();
    made.push((key, value.clone()));
    value
}

fn make(locale: Locale, kind: Kind) -> Function {
    let locales = locales(locale);
    let date = |pairs: &[(&str, &str)]| {
        Intl::DateTimeFormat::new(&locales, &options(pairs))
            .format()
            .unchecked_into()
    };
    match kind {
        Kind::Number => Intl::NumberFormat::new(&locales, &options(&[]))
            .format()
            .unchecked_into(),
        Kind::Decimal => {
            let options = options(&[]);
            let one = JsValue::from_f64(1.0);
            Reflect::set(&options, &"maximumFractionDigits".into(), &one).ok();
            Intl::NumberFormat::new(&locales, &options)
                .format()
                .unchecked_into()
        }
        Kind::Date(DateStyle::Short) => date(&[("day", "numeric"), ("month", "short")]),
        Kind::Date(DateStyle::Day) => date(&[
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
        ]),
        Kind::Date(DateStyle::Full) => date(&[("dateStyle", "medium"), ("timeStyle", "short")]),
        Kind::Date(DateStyle::Time) => date(&[("hour", "2-digit"), ("minute", "2-digit")]),
        Kind::ShortWithYear => date(&[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
    }
}

fn locales(locale: Locale) -> Array {
    Array::of1(&JsValue::from_str(locale.tag()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        Reflect::set(&options, &(*name).into(), &(*value).into()).ok();
    }
    options
}
