//! Days as people write them, in the three languages of the app: numbers, names, and words such as
//! "yesterday". Days begin at midnight of the context's time zone. Tests: at the foot.

mod named;
mod spans;
mod words;

pub(super) use spans::{begins_span, since};
pub(super) use words::{LAST_OFFERED, OFFERED};

use super::{Context, fold::folded};
use crate::{
    locale::Locale,
    time::{Date, Timestamp},
};
use words::{ARTICLES, MONTHS, WEEKDAYS, WORDS, Word};

/// A year has so many digits; no other number of a date has.
const YEAR_DIGITS: usize = 4;
/// `20240503`.
const DAY_DIGITS: usize = 8;
const MONTHS_OF_QUARTER: i64 = 3;

/// A time from (included) and before; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeRange {
    /// Not before this time.
    pub from: Option<Timestamp>,
    /// Before this time.
    pub before: Option<Timestamp>,
}

/// Days: the first, and the first behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    start: Date,
    end: Date,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It could become one with more letters.
    Unfinished,
    /// Day and month could be either way round; this is one of them.
    Unclear(Date),
    /// It is none.
    NoDate,
}

impl Days {
    /// Both days as times: the beginning, and the end.
    pub(super) fn times(self, context: &Context<'_>) -> (Timestamp, Timestamp) {
        (context.start_of(self.start), context.start_of(self.end))
    }

    fn month(year: i64, month: i64) -> Option<Self> {
        let start = first_of(year, month)?;
        Some(Self {
            start,
            end: first_of(year, month + 1)?,
        })
    }

    /// Quarters before the first are of the year before.
    fn quarter(year: i64, quarter: i64) -> Option<Self> {
        let month = MONTHS_OF_QUARTER * (quarter - 1) + 1;
        Some(Self {
            start: first_of(year, month)?,
            end: first_of(year, month + MONTHS_OF_QUARTER)?,
        })
    }

    fn year(year: i64) -> Option<Self> {
        Some(Self {
            start: first_of(year, 1)?,
            end: first_of(year + 1, 1)?,
        })
    }

    fn day(start: Date) -> Option<Self> {
        let end = Date::from_days(start.days() + 1)?;
        Some(Self { start, end })
    }

    fn week(monday: Option<Date>) -> Option<Self> {
        let start = monday?;
        let end = Date::from_days(start.days() + 7)?;
        Some(Self { start, end })
    }
}

/// The first day of a month; months before January are of the year before.
fn first_of(year: i64, month: i64) -> Option<Date> {
    let (year, month) = (
        year + (month - 1).div_euclid(12),
        (month - 1).rem_euclid(12) + 1,
    );
    Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, 1)
}

/// The days that a text names. `typing`: more letters may come.
pub(super) fn read(text: &str, typing: bool, context: &Context<'_>) -> Result<Days, Wrong> {
    let (first, last) = match text.split_once("..") {
        Some((first, last)) => (first, last),
        None => return one(text, typing, context),
    };
    let (start, end) = (one(first, false, context)?, one(last, typing, context)?);
    if end.end < start.start {
        return Err(Wrong::NoDate);
    }
    Ok(Days {
        start: start.start,
        end: end.end,
    })
}

fn one(text: &str, typing: bool, context: &Context<'_>) -> Result<Days, Wrong> {
    let text = without_article(text);
    if let Some(days) = numbers(text, typing, context)? {
        return Ok(days);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let start = since(text, context).filter(|_| digits < YEAR_DIGITS);
    if let Some(start) = start {
        return Days::day(context.day_of(start)).ok_or(Wrong::NoDate);
    }
    let written = text;
    let text = folded(text);
    let is = |word: &&str| match typing {
        true => !text.is_empty() && word.starts_with(&text),
        false => **word == text,
    };
    let today = context.day_of(context.now);
    let word = WORDS.iter().find(|(_, words)| words.iter().any(&is));
    let weekday = WEEKDAYS.iter().position(|words| words.iter().any(&is));
    let month = MONTHS.iter().position(|words| words.iter().any(&is));
    let days = match (word, weekday, month) {
        (Some((word, _)), _, _) => of_word(*word, today),
        (None, Some(weekday), _) => {
            let back = (weekday_of(today) - weekday as i64).rem_euclid(7);
            Date::from_days(today.days() - back).and_then(Days::day)
        }
        (None, None, Some(month)) => latest_month(month as i64 + 1, today),
        (None, None, None) => return named::read(written, typing, context),
    };
    days.ok_or(Wrong::NoDate)
}

/// `el lunes` is `lunes`.
fn without_article(text: &str) -> &str {
    match text.split_once([' ', '-']) {
        Some((article, rest)) if ARTICLES.contains(&folded(article).as_str()) => rest,
        _ => text,
    }
}

/// From Monday, 0.
fn weekday_of(date: Date) -> i64 {
    (date.days() + 3).rem_euclid(7)
}

fn of_word(word: Word, today: Date) -> Option<Days> {
    let (year, month) = (i64::from(today.year()), i64::from(today.month()));
    match word {
        Word::Day(away) => Days::day(Date::from_days(today.days() + away)?),
        Word::Week(away) => {
            let monday = today.days() - weekday_of(today) + 7 * away;
            Days::week(Date::from_days(monday))
        }
        Word::Month(away) => Days::month(year, month + away),
        Word::Quarter(away) => Days::quarter(year, (month - 1) / MONTHS_OF_QUARTER + 1 + away),
        Word::Year(away) => Days::year(year + away),
    }
}

/// The month of a name that is not in the future.
fn latest_month(month: i64, today: Date) -> Option<Days> {
    let year = i64::from(today.year()) - i64::from(month > i64::from(today.month()));
    Days::month(year, month)
}

/// `2024`, `2024-05`, `2024-05-03`, `3/5/2024`, `2024年5月3日`; `None` if these are no numbers.
fn numbers(text: &str, typing: bool, context: &Context<'_>) -> Result<Option<Days>, Wrong> {
    let is_gap = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号');
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.chars().all(|c| c.is_ascii_digit() || is_gap(c))
    {
        return Ok(None);
    }
    let pieces: Vec<&str> = text
        .split(is_gap)
        .filter(|piece| !piece.is_empty())
        .collect();
    let parts: Vec<i64> = pieces
        .iter()
        .filter_map(|piece| piece.parse().ok())
        .collect();
    let year_first = pieces
        .first()
        .is_some_and(|piece| piece.len() == YEAR_DIGITS);
    let year_last = pieces
        .last()
        .is_some_and(|piece| piece.len() == YEAR_DIGITS);
    let month_named = text.contains('月');
    let is_run = matches!(pieces.as_slice(), [piece] if piece.len() == DAY_DIGITS);
    let days = match *parts.as_slice() {
        [run] if is_run => date(run / 10_000, run / 100 % 100, run % 100).and_then(Days::day),
        [year] if year_first => Days::year(year),
        [month @ 1..=12] if month_named => latest_month(month, context.day_of(context.now)),
        [year, month @ 1..=12] if year_first => Days::month(year, month),
        [month, day] if month_named => {
            let year = context.day_of(context.now).year();
            date(i64::from(year), month, day).and_then(Days::day)
        }
        [year, month, day] if year_first => date(year, month, day).and_then(Days::day),
        [a, b, year] if year_last => return turned(a, b, year, context).map(Some),
        _ => None,
    };
    match days {
        Some(days) => Ok(Some(days)),
        None if typing => Err(Wrong::Unfinished),
        None => Err(Wrong::NoDate),
    }
}

/// Year last: Spanish has the day first; English readers mean either.
fn turned(a: i64, b: i64, year: i64, context: &Context<'_>) -> Result<Days, Wrong> {
    let (day_first, month_first) = (date(year, b, a), date(year, a, b));
    let found = match (day_first, month_first) {
        (Some(day_first), Some(_)) if context.locale == Locale::Es || a == b => Some(day_first),
        (Some(_), Some(month_first)) => return Err(Wrong::Unclear(month_first)),
        (found, None) | (None, found) => found,
    };
    found.and_then(Days::day).ok_or(Wrong::NoDate)
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(
        u16::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Hours;

    /// A Thursday morning in Madrid, still Wednesday in New York.
    fn context(locale: Locale, zone: &Hours) -> Context<'_> {
        Context {
            locale,
            now: "2024-05-16T02:30:00Z".parse().unwrap(),
            zone,
        }
    }

    fn check(text: &str, expected: &str) {
        check_in(Locale::En, text, expected);
    }

    fn check_in(locale: Locale, text: &str, expected: &str) {
        let shown = match read(text, false, &context(locale, &Hours(2))) {
            Ok(days) => format!("{} {}", days.start, days.end),
            Err(wrong) => format!("{wrong:?}"),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn days_months_and_years() {
        check("2024", "2024-01-01 2025-01-01");
        check("2024-12", "2024-12-01 2025-01-01");
        check("2024-02-29", "2024-02-29 2024-03-01");
        check("2024/2/3", "2024-02-03 2024-02-04");
        check("2024年5月3日", "2024-05-03 2024-05-04");
        check("2024年5月", "2024-05-01 2024-06-01");
        check("5月3日", "2024-05-03 2024-05-04");
        check("2024-01..2024-03", "2024-01-01 2024-04-01");
        check("2024-03..2024-01", "NoDate");
        check("13/5/2024", "2024-05-13 2024-05-14");
        check("5/13/2024", "2024-05-13 2024-05-14");
        check_in(Locale::Es, "3/5/2024", "2024-05-03 2024-05-04");
        check(
            "3/5/2024",
            &format!("Unclear({:?})", date(2024, 3, 5).unwrap()),
        );
        for wrong in [
            "2024-13",
            "2024-02-30",
            "99",
            "",
            "someday",
            "9999-12-31",
            "-",
            "0",
        ] {
            check(wrong, "NoDate");
        }
    }

    #[test]
    fn words_of_three_languages() {
        check("today", "2024-05-16 2024-05-17");
        check("ayer", "2024-05-15 2024-05-16");
        check("昨天", "2024-05-15 2024-05-16");
        check("mañana", "2024-05-17 2024-05-18");
        check("monday", "2024-05-13 2024-05-14");
        check("jueves", "2024-05-16 2024-05-17");
        check("周五", "2024-05-10 2024-05-11");
        check("Last-Week", "2024-05-06 2024-05-13");
        check("mes pasado", "2024-04-01 2024-05-01");
        check("去年", "2023-01-01 2024-01-01");
        check("march", "2024-03-01 2024-04-01");
        check("diciembre", "2023-12-01 2024-01-01");
        check("30d", "2024-04-16 2024-04-17");
        check("la semana pasada", "2024-05-06 2024-05-13");
        check("el mes pasado", "2024-04-01 2024-05-01");
        check("mes anterior", "2024-04-01 2024-05-01");
        check("el lunes", "2024-05-13 2024-05-14");
        check("antes de ayer", "2024-05-14 2024-05-15");
        check("上礼拜", "2024-05-06 2024-05-13");
        check("上上周", "2024-04-29 2024-05-06");
        check("上上个月", "2024-03-01 2024-04-01");
        check("this quarter", "2024-04-01 2024-07-01");
        check("el trimestre pasado", "2024-01-01 2024-04-01");
        check("上季度", "2024-01-01 2024-04-01");
        for wrong in ["el", "the", "la la", "a", "el ayer pasado"] {
            check(wrong, "NoDate");
        }
    }

    #[test]
    fn the_day_is_the_readers() {
        let day = |zone| read("today", false, &context(Locale::En, zone)).unwrap();
        assert_eq!(day(&Hours(2)).start.to_string(), "2024-05-16");
        assert_eq!(day(&Hours(-4)).start.to_string(), "2024-05-15");
        let (start, end) = day(&Hours(-4)).times(&context(Locale::En, &Hours(-4)));
        assert_eq!(start.to_string(), "2024-05-15T04:00:00Z");
        assert_eq!(end.to_string(), "2024-05-16T04:00:00Z");
    }

    #[test]
    fn what_is_being_typed_may_become_a_date() {
        let check = |text: &str, expected: bool| {
            let found = read(text, true, &context(Locale::En, &Hours(0)));
            assert_eq!(found.is_ok(), expected, "{text}: {found:?}");
        };
        check("yes", true);
        check("2024-0", false);
        assert_eq!(
            read("2024-0", true, &context(Locale::En, &Hours(0))),
            Err(Wrong::Unfinished)
        );
    }
}
