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
    Quarter(i64),
    Year(i64),
}

/// Words for days and what is made of them.
pub const WORDS: [(Word, &[&str]); 16] = [
    (Word::Day(0), &["today", "hoy", "今天", "今日"]),
    (Word::Day(-1), &["yesterday", "ayer", "昨天", "昨日"]),
    (
        Word::Day(-2),
        &["anteayer", "antesdeayer", "antier", "前天"],
    ),
    (Word::Day(-3), &["大前天"]),
    (Word::Day(1), &["tomorrow", "manana", "明天"]),
    (
        Word::Week(0),
        &[
            "thisweek",
            "estasemana",
            "本周",
            "这周",
            "这个星期",
            "这星期",
            "本星期",
            "这礼拜",
            "这个礼拜",
        ],
    ),
    (
        Word::Week(-1),
        &[
            "lastweek",
            "previousweek",
            "semanapasada",
            "pasadasemana",
            "semanaanterior",
            "上周",
            "上星期",
            "上个星期",
            "上礼拜",
            "上个礼拜",
        ],
    ),
    (
        Word::Week(-2),
        &["上上周", "上上星期", "上上个星期", "上上礼拜", "上上个礼拜"],
    ),
    (Word::Month(0), &["thismonth", "estemes", "本月", "这个月"]),
    (
        Word::Month(-1),
        &[
            "lastmonth",
            "previousmonth",
            "mespasado",
            "pasadomes",
            "mesanterior",
            "上月",
            "上个月",
        ],
    ),
    (Word::Month(-2), &["上上月", "上上个月"]),
    (
        Word::Quarter(0),
        &["thisquarter", "estetrimestre", "本季度", "这个季度"],
    ),
    (
        Word::Quarter(-1),
        &[
            "lastquarter",
            "previousquarter",
            "trimestrepasado",
            "pasadotrimestre",
            "trimestreanterior",
            "上季度",
            "上个季度",
        ],
    ),
    (Word::Year(0), &["thisyear", "esteano", "今年", "本年"]),
    (
        Word::Year(-1),
        &[
            "lastyear",
            "previousyear",
            "anopasado",
            "pasadoano",
            "anoanterior",
            "去年",
        ],
    ),
    (Word::Year(-2), &["前年"]),
];

/// Before a day or what is made of days; they say nothing.
pub const ARTICLES: [&str; 5] = ["el", "la", "los", "las", "the"];

/// Numbers before a unit; those in Chinese are read as such.
pub const NUMBERS: [(i64, &[&str]); 15] = [
    (1, &["a", "an", "one", "un", "una"]),
    (2, &["two", "dos"]),
    (3, &["three", "tres"]),
    (4, &["four", "cuatro"]),
    (5, &["five", "cinco"]),
    (6, &["six", "seis"]),
    (7, &["seven", "siete"]),
    (8, &["eight", "ocho"]),
    (9, &["nine", "nueve"]),
    (10, &["ten", "diez"]),
    (11, &["eleven", "once"]),
    (12, &["twelve", "doce"]),
    (15, &["fifteen", "quince"]),
    (20, &["twenty", "veinte"]),
    (30, &["thirty", "treinta"]),
];

/// What `last:` counts in.
pub const UNITS: [(Unit, &[&str]); 8] = [
    (
        Unit::Hours(1),
        &["h", "hour", "hours", "hora", "horas", "小时", "个小时"],
    ),
    (
        Unit::Days(1),
        &["d", "day", "days", "dia", "dias", "天", "日"],
    ),
    (
        Unit::Days(7),
        &[
            "w",
            "week",
            "weeks",
            "s",
            "semana",
            "semanas",
            "周",
            "星期",
            "个星期",
            "礼拜",
            "个礼拜",
        ],
    ),
    (Unit::Days(15), &["半个月"]),
    (
        Unit::Months(1),
        &["m", "month", "months", "mes", "meses", "月", "个月"],
    ),
    (
        Unit::Months(3),
        &[
            "quarter",
            "quarters",
            "trimestre",
            "trimestres",
            "季度",
            "个季度",
        ],
    ),
    (
        Unit::Months(6),
        &["halfayear", "semestre", "semestres", "medioano", "半年"],
    ),
    (
        Unit::Months(12),
        &["y", "year", "years", "a", "ano", "anos", "年"],
    ),
];

/// A unit of time: so many of these.
#[derive(Clone, Copy)]
pub enum Unit {
    Hours(i64),
    Days(i64),
    Months(i64),
}
