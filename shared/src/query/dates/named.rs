//! Days with names in them: `5 May 2024`, `mayo de 2024`, `2024-Q1`, `last-friday`, `上周五`,
//! `3 days ago`, `hace 3 días`, `三天前`, `last 30 days`. Tests: at the foot.

use super::{
    Context, Days, Wrong, YEAR_DIGITS, begins_span, date, since, weekday_of,
    words::{ARTICLES, MONTHS, WEEKDAYS},
};
use crate::{query::fold::folded, time::Date};

/// What stands between day, month and year and says nothing.
const FILLERS: [&str; 8] = ["de", "del", "of", "the", "st", "nd", "rd", "th"];
const QUARTER: &str = "q";
const QUARTERS: i64 = 4;
/// Behind a time that lies so far back, or before it.
const AGO_BEHIND: [&str; 4] = ["ago", "以前", "之前", "前"];
const AGO_BEFORE: &str = "hace";
/// Before a time: all of it until today.
const UNTIL_NOW: [&str; 9] = [
    "last", "past", "ultimos", "ultimas", "ultimo", "ultima", "最近", "过去", "近",
];
/// Before a day of the week, or behind it: the last one before today.
const PAST: [&str; 2] = ["last", "pasado"];
/// Before a day of the week: that of the week before, more of it of weeks before that; of this week.
const LAST_WEEK: char = '上';
const THIS_WEEK: [&str; 4] = ["本", "这", "this", "este"];
/// Behind both.
const MEASURE: char = '个';

/// A piece of such a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Day(i64),
    Month(i64),
    Year(i64),
    Quarter,
}

/// The days that a text names. `typing`: more letters may come.
pub fn read(text: &str, typing: bool, context: &Context<'_>) -> Result<Days, Wrong> {
    let today = context.day_of(context.now);
    let pieces = pieces(text);
    let found = ago(text, context)
        .or_else(|| until_now(text, context))
        .or_else(|| weekday(&folded(text), typing, today))
        .or_else(|| of_parts(&parts(&pieces)?, today));
    match found {
        Some(days) => Ok(days),
        None if typing && (may_go_on(&pieces) || begins_phrase(&folded(text))) => {
            Err(Wrong::Unfinished)
        }
        None => Err(Wrong::NoDate),
    }
}

fn ago(text: &str, context: &Context<'_>) -> Option<Days> {
    let text = folded(text);
    let mut behind = AGO_BEHIND.iter().filter_map(|ago| text.strip_suffix(ago));
    let span = text.strip_prefix(AGO_BEFORE).or_else(|| behind.next())?;
    Days::day(context.day_of(since(span, context)?))
}

fn until_now(text: &str, context: &Context<'_>) -> Option<Days> {
    let text = folded(text);
    let mut spans = UNTIL_NOW.iter().filter_map(|last| text.strip_prefix(last));
    let start = spans.find_map(|span| since(span, context))?;
    let tomorrow = Days::day(context.day_of(context.now))?.end;
    Some(Days {
        start: context.day_of(start),
        end: tomorrow,
    })
}

/// Whether a folded text may become a time that lies back, one until now, or a day with its article.
fn begins_phrase(text: &str) -> bool {
    let begins = |word: &&str| word.starts_with(text);
    let words = [AGO_BEFORE].into_iter().chain(UNTIL_NOW);
    let mut rests = words.clone().filter_map(|word| text.strip_prefix(word));
    let is_span_behind = rests.any(|rest| rest.is_empty() || begins_span(rest));
    let is_ago_begun = AGO_BEHIND.iter().any(|ago| {
        let ends = ago.char_indices().map(|(end, _)| &ago[..end]);
        let mut spans = ends.filter_map(|begun| text.strip_suffix(begun));
        spans.any(begins_span)
    });
    let mut words = words.chain(ARTICLES);
    !text.is_empty() && (words.any(|word| begins(&word)) || is_span_behind || is_ago_begun)
}

fn weekday(text: &str, typing: bool, today: Date) -> Option<Days> {
    let number = |name: &str| {
        let is = |word: &&&str| **word == name || typing && word.starts_with(name);
        let day = WEEKDAYS
            .iter()
            .position(|words| words.iter().any(|word| is(&word)));
        day.filter(|_| !name.is_empty()).map(|day| day as i64)
    };
    let monday = today.days() - weekday_of(today);
    let behind = text.trim_start_matches(LAST_WEEK);
    let weeks = text[..text.len() - behind.len()].chars().count() as i64;
    let day = if weeks > 0 {
        monday - 7 * weeks + number(behind.trim_start_matches(MEASURE))?
    } else if let Some(name) = THIS_WEEK.iter().find_map(|this| text.strip_prefix(this)) {
        monday + number(name.trim_start_matches(MEASURE))?
    } else {
        let past = PAST.iter().find_map(|past| {
            let name = text.strip_prefix(past).or_else(|| text.strip_suffix(past));
            number(name?)
        })?;
        let back = (weekday_of(today) - past).rem_euclid(7);
        today.days() - if back == 0 { 7 } else { back }
    };
    Date::from_days(day).and_then(Days::day)
}

/// Runs of digits and runs of letters, folded.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let class = c.is_alphanumeric().then(|| c.is_ascii_digit());
        match pieces.last_mut().filter(|_| class == before) {
            Some(piece) if class.is_some() => piece.push(c),
            _ if class.is_some() => pieces.push(c.to_string()),
            _ => {}
        }
        before = class;
    }
    pieces.iter().map(|piece| folded(piece)).collect()
}

fn month(word: &str) -> Option<i64> {
    let place = MONTHS.iter().position(|words| words.contains(&word))?;
    Some(place as i64 + 1)
}

/// What the pieces are; `None` if one is nothing of a date.
fn parts(pieces: &[String]) -> Option<Vec<Part>> {
    let said = pieces
        .iter()
        .filter(|piece| !FILLERS.contains(&piece.as_str()));
    let part = |piece: &String| match (piece.parse::<i64>(), piece.len()) {
        (Ok(number), 1 | 2) => Some(Part::Day(number)),
        (Ok(number), YEAR_DIGITS) => Some(Part::Year(number)),
        (Ok(_), _) => None,
        (Err(_), _) if piece == QUARTER => Some(Part::Quarter),
        (Err(_), _) => month(piece).map(Part::Month),
    };
    said.map(part).collect()
}

fn of_parts(parts: &[Part], today: Date) -> Option<Days> {
    use Part::{Day, Month, Quarter, Year};
    let year = i64::from(today.year());
    match *parts {
        [Month(month), Year(year)] => Days::month(year, month),
        [Day(day), Month(month)] | [Month(month), Day(day)] => {
            let this = date(year, month, day).filter(|date| *date <= today);
            this.or_else(|| date(year - 1, month, day))
                .and_then(Days::day)
        }
        [Day(day), Month(month), Year(year)]
        | [Month(month), Day(day), Year(year)]
        | [Year(year), Month(month), Day(day)] => date(year, month, day).and_then(Days::day),
        [Quarter, Day(number), Year(year)] | [Year(year), Quarter, Day(number)] => {
            quarter(year, number)
        }
        [Quarter, Day(number)] => {
            let this = quarter(year, number).filter(|days| days.start <= today);
            this.or_else(|| quarter(year - 1, number))
        }
        _ => None,
    }
}

fn quarter(year: i64, number: i64) -> Option<Days> {
    let is_one = (1..=QUARTERS).contains(&number);
    is_one.then(|| Days::quarter(year, number)).flatten()
}

/// Whether the last piece begins what may stand there.
fn may_go_on(pieces: &[String]) -> bool {
    let is_number = |piece: &String| piece.starts_with(|c: char| c.is_ascii_digit());
    let is_known = |piece: &String| {
        is_number(piece)
            || month(piece).is_some()
            || FILLERS.contains(&piece.as_str())
            || piece == QUARTER
    };
    let Some((last, before)) = pieces.split_last() else {
        return false;
    };
    let begins = |word: &&str| word.starts_with(last.as_str());
    let fills = FILLERS.iter().any(begins);
    let goes_on = match before.last() {
        None => last == QUARTER,
        Some(_) if is_number(last) => true,
        Some(previous) if month(previous).is_some() => fills,
        Some(previous) if previous.len() == YEAR_DIGITS => last == QUARTER && before.len() == 1,
        Some(_) => {
            let mut months = MONTHS.iter().flat_map(|words| words.iter());
            fills || last == QUARTER || months.any(begins)
        }
    };
    goes_on && before.iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Hours;

    fn read_at(text: &str, typing: bool) -> Result<Days, Wrong> {
        // A Thursday.
        let context = Context {
            now: "2024-05-16T02:30:00Z".parse().unwrap(),
            zone: &Hours(2),
            ..Context::default()
        };
        super::super::read(text, typing, &context)
    }

    fn check(text: &str, expected: &str) {
        let shown = match read_at(text, false) {
            Ok(days) => format!("{} {}", days.start, days.end),
            Err(wrong) => format!("{wrong:?}"),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn months_with_their_names() {
        check("may 2024", "2024-05-01 2024-06-01");
        check("mayo-2023", "2023-05-01 2023-06-01");
        check("mayo de 2023", "2023-05-01 2023-06-01");
        check("5 May 2024", "2024-05-05 2024-05-06");
        check("5-may-2024", "2024-05-05 2024-05-06");
        check("May 5, 2024", "2024-05-05 2024-05-06");
        check("May 5th", "2024-05-05 2024-05-06");
        check("5 de mayo de 2024", "2024-05-05 2024-05-06");
        check("el 5 de mayo de 2024", "2024-05-05 2024-05-06");
        check("5 de junio", "2023-06-05 2023-06-06");
        check("20240501", "2024-05-01 2024-05-02");
        check("2024-Q1", "2024-01-01 2024-04-01");
        check("Q3", "2023-07-01 2023-10-01");
        check("q4 2023", "2023-10-01 2024-01-01");
        for wrong in [
            "q5",
            "31 feb 2024",
            "may may",
            "may 2024 x",
            "5 x 2024",
            "de",
            "may 123",
        ] {
            check(wrong, "NoDate");
        }
    }

    #[test]
    fn times_that_lie_back() {
        check("3 days ago", "2024-05-13 2024-05-14");
        check("2-weeks-ago", "2024-05-02 2024-05-03");
        check("hace 3 días", "2024-05-13 2024-05-14");
        check("3天前", "2024-05-13 2024-05-14");
        check("三天前", "2024-05-13 2024-05-14");
        check("两周以前", "2024-05-02 2024-05-03");
        check("十二天前", "2024-05-04 2024-05-05");
        check("二十天", "2024-04-26 2024-04-27");
        check("hace una semana", "2024-05-09 2024-05-10");
        check("one week ago", "2024-05-09 2024-05-10");
        check("a month ago", "2024-04-16 2024-04-17");
        check("last 30 days", "2024-04-16 2024-05-17");
        check("los últimos tres meses", "2024-02-16 2024-05-17");
        check("最近一周", "2024-05-09 2024-05-17");
        check("前天", "2024-05-14 2024-05-15");
        check("一月", "2024-01-01 2024-02-01");
    }

    #[test]
    fn days_of_other_weeks() {
        check("last-friday", "2024-05-10 2024-05-11");
        check("last thursday", "2024-05-09 2024-05-10");
        check("lunes pasado", "2024-05-13 2024-05-14");
        check("上周五", "2024-05-10 2024-05-11");
        check("上星期一", "2024-05-06 2024-05-07");
        check("本周五", "2024-05-17 2024-05-18");
        check("这周一", "2024-05-13 2024-05-14");
        check("上上周五", "2024-05-03 2024-05-04");
        check("上个星期五", "2024-05-10 2024-05-11");
        check("el pasado lunes", "2024-05-13 2024-05-14");
        check("este viernes", "2024-05-17 2024-05-18");
    }

    #[test]
    fn while_it_is_typed_it_is_not_wrong() {
        for text in [
            "5 May 2024",
            "May 5, 2024",
            "5 de mayo de 2024",
            "hace 3 días",
            "3 days ago",
            "last-friday",
            "2024-Q1",
            "20240501",
            "2024-05-16",
            "上周五",
            "三天前",
            "el 5 de mayo de 2024",
            "la semana pasada",
            "hace una semana",
            "los últimos tres meses",
            "one week ago",
            "a month ago",
            "last 30 days",
            "the last quarter",
            "上上周五",
            "两个季度以前",
            "最近半年",
        ] {
            for (end, _) in text.char_indices().skip(1) {
                let begun = text[..end].trim_end();
                let read = read_at(begun, true);
                assert_ne!(read, Err(Wrong::NoDate), "{begun:?} of {text:?}");
            }
        }
        for text in ["5 x", "may a", "someday", "yesterday r", "2024 a"] {
            assert_eq!(read_at(text, true), Err(Wrong::NoDate), "{text}");
        }
    }
}
