//! Words and names of days, months and units in the three languages of the app, folded, and what a
//! field offers of them. Data only. Tests: in the parent.

/// By [`crate::locale::Locale::ALL`].
pub type Row = [&'static str; 3];

/// What `before:`, `after:` and `on:` offer.
pub const OFFERED: [Row; 8] = [
    ["today", "hoy", "今天"],
    ["yesterday", "ayer", "昨天"],
    ["monday", "lunes", "周一"],
    ["this-week", "esta-semana", "本周"],
    ["last-week", "semana-pasada", "上周"],
    ["this-month", "este-mes", "本月"],
    ["last-month", "mes-pasado", "上月"],
    ["this-year", "este-año", "今年"],
];

/// What `last:` offers.
pub const LAST_OFFERED: [Row; 5] = [
    ["24h", "24h", "24小时"],
    ["7d", "7d", "7天"],
    ["30d", "30d", "30天"],
    ["3m", "3m", "3个月"],
    ["1y", "1a", "1年"],
];

/// From January on.
pub const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "enero", "ene", "一月"],
    &["february", "feb", "febrero", "二月"],
    &["march", "mar", "marzo", "三月"],
    &["april", "apr", "abril", "abr", "四月"],
    &["may", "mayo", "五月"],
    &["june", "jun", "junio", "六月"],
    &["july", "jul", "julio", "七月"],
    &["august", "aug", "agosto", "ago", "八月"],
    &[
        "september",
        "sep",
        "sept",
        "septiembre",
        "setiembre",
        "九月",
    ],
    &["october", "oct", "octubre", "十月"],
    &["november", "nov", "noviembre", "十一月"],
    &["december", "dec", "diciembre", "dic", "十二月"],
];

/// From Monday on.
pub const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "lunes", "lun", "周一", "星期一", "礼拜一"],
    &["tuesday", "tue", "martes", "周二", "星期二", "礼拜二"],
    &[
        "wednesday",
        "wed",
        "miercoles",
        "mie",
        "周三",
        "星期三",
        "礼拜三",
    ],
    &[
        "thursday",
        "thu",
        "jueves",
        "jue",
        "周四",
        "星期四",
        "礼拜四",
    ],
    &[
        "friday",
        "fri",
        "viernes",
        "vie",
        "周五",
        "星期五",
        "礼拜五",
    ],
    &[
        "saturday",
        "sat",
        "sabado",
        "sab",
        "周六",
        "星期六",
        "礼拜六",
    ],
    &[
        "sunday",
        "sun",
        "domingo",
        "dom",
        "周日",
        "星期日",
        "星期天",
        "礼拜天",
    ],
];

/// A stretch of days, so many of its kind away from today.
#[derive(Clone, Copy)]
pub enum Word {
    Day(i64),
    Week(i64),
    Month(i64),
    Year(i64),
}

/// Words for days and what is made of them.
pub const WORDS: [(Word, &[&str]); 11] = [
    (Word::Day(0), &["today", "hoy", "今天", "今日"]),
    (Word::Day(-1), &["yesterday", "ayer", "昨天", "昨日"]),
    (Word::Day(-2), &["anteayer", "前天"]),
    (Word::Day(1), &["tomorrow", "manana", "明天"]),
    (
        Word::Week(0),
        &["thisweek", "estasemana", "本周", "这周", "这个星期"],
    ),
    (
        Word::Week(-1),
        &["lastweek", "semanapasada", "上周", "上星期", "上个星期"],
    ),
    (Word::Month(0), &["thismonth", "estemes", "本月", "这个月"]),
    (
        Word::Month(-1),
        &["lastmonth", "mespasado", "上月", "上个月"],
    ),
    (Word::Year(0), &["thisyear", "esteano", "今年"]),
    (Word::Year(-1), &["lastyear", "anopasado", "去年"]),
    (Word::Year(-2), &["前年"]),
];

/// What `last:` counts in.
pub const UNITS: [(Unit, &[&str]); 5] = [
    (Unit::Hour, &["h", "hour", "hours", "hora", "horas", "小时"]),
    (Unit::Day, &["d", "day", "days", "dia", "dias", "天", "日"]),
    (
        Unit::Week,
        &["w", "week", "weeks", "s", "semana", "semanas", "周", "星期"],
    ),
    (
        Unit::Month,
        &["m", "month", "months", "mes", "meses", "月", "个月"],
    ),
    (
        Unit::Year,
        &["y", "year", "years", "a", "ano", "anos", "年"],
    ),
];

/// A unit of time.
#[derive(Clone, Copy)]
pub enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}
