//! The words that fields with a closed set of values take, in every language of the app. The first
//! three of a row are what is offered, by language. Tests: `tests` beside it.

use super::{
    Field,
    fold::{distance, folded},
};
use crate::{
    locale::Locale,
    model::{LifecycleStage, RecordKind},
};

/// The word of the API for whoever asks.
pub const OWNER_ME: &str = "me";
/// The word of the API for records without an owner, stage or tag.
pub const VALUE_NONE: &str = "none";

/// What is in the bin, the archive, unread: a state that `in:` and `is:` ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Deleted and not yet gone for good.
    Bin,
    /// What nothing can be yet.
    NotYet,
}

type Row<T> = (T, &'static [&'static str]);

const NONE: &[&str] = &["none", "ninguno", "无", "ninguna", "没有"];
const ME: &[&str] = &["me", "yo", "我", "mi", "mio"];

const KINDS: [Row<RecordKind>; 4] = [
    (
        RecordKind::Contact,
        &[
            "contact",
            "contacto",
            "联系人",
            "contacts",
            "contactos",
            "person",
            "people",
            "persona",
            "personas",
            "人",
        ],
    ),
    (
        RecordKind::Company,
        &[
            "company",
            "empresa",
            "公司",
            "companies",
            "empresas",
            "企业",
        ],
    ),
    (
        RecordKind::Note,
        &["note", "nota", "笔记", "notes", "notas", "备注"],
    ),
    (
        RecordKind::Message,
        &[
            "mail", "correo", "邮件", "message", "messages", "mails", "email", "emails", "correos",
            "mensaje", "mensajes", "信件",
        ],
    ),
];

const STAGES: [Row<LifecycleStage>; 4] = [
    (
        LifecycleStage::Lead,
        &["lead", "interesado", "潜在客户", "interesada", "潜在"],
    ),
    (
        LifecycleStage::Customer,
        &["customer", "cliente", "客户", "clientes"],
    ),
    (
        LifecycleStage::Regular,
        &["regular", "habitual", "常客", "老客户"],
    ),
    (
        LifecycleStage::Lapsed,
        &[
            "lapsed",
            "inactivo",
            "已流失",
            "inactiva",
            "流失",
            "流失客户",
        ],
    ),
];

const STATES: [Row<State>; 2] = [
    (State::Bin, &["bin", "papelera", "回收站", "trash"]),
    (State::NotYet, &["archive", "archivo", "归档", "archived"]),
];

const READ: [Row<State>; 2] = [
    (State::NotYet, &["unread", "no-leído", "未读"]),
    (State::NotYet, &["read", "leído", "已读"]),
];

const HAS: [Row<()>; 1] = [(
    (),
    &[
        "attachment",
        "adjunto",
        "附件",
        "attachments",
        "adjuntos",
        "file",
        "files",
        "archivo",
        "archivos",
        "文件",
    ],
)];

/// ISO 639-1, as the index has them.
const LANGUAGES: [Row<&'static str>; 12] = [
    ("en", &["English", "inglés", "英语", "en", "英文"]),
    (
        "es",
        &["Spanish", "español", "西班牙语", "es", "castellano"],
    ),
    ("pt", &["Portuguese", "portugués", "葡萄牙语", "pt"]),
    ("fr", &["French", "francés", "法语", "fr"]),
    ("de", &["German", "alemán", "德语", "de"]),
    ("it", &["Italian", "italiano", "意大利语", "it"]),
    ("nl", &["Dutch", "neerlandés", "荷兰语", "nl", "holandes"]),
    ("ru", &["Russian", "ruso", "俄语", "ru"]),
    ("uk", &["Ukrainian", "ucraniano", "乌克兰语", "uk"]),
    ("zh", &["Chinese", "chino", "中文", "zh", "汉语"]),
    ("ja", &["Japanese", "japonés", "日语", "ja"]),
    ("ko", &["Korean", "coreano", "韩语", "ko"]),
];

/// Whether a word means a record without this.
pub fn is_none(text: &str) -> bool {
    means(NONE, &folded(text))
}

/// Whether a word means whoever asks.
pub fn is_me(text: &str) -> bool {
    means(ME, &folded(text))
}

pub(super) fn kind(text: &str) -> Result<RecordKind, Option<&'static str>> {
    find(&KINDS, text)
}

pub(super) fn stage(text: &str) -> Result<Option<LifecycleStage>, Option<&'static str>> {
    if is_none(text) {
        return Ok(None);
    }
    find(&STAGES, text).map(Some)
}

pub(super) fn place(text: &str) -> Result<State, Option<&'static str>> {
    find(&STATES, text)
}

pub(super) fn state(text: &str) -> Result<State, Option<&'static str>> {
    find(&READ, text)
}

pub(super) fn attachment(text: &str) -> Result<(), Option<&'static str>> {
    find(&HAS, text)
}

pub(super) fn language(text: &str) -> Result<&'static str, Option<&'static str>> {
    find(&LANGUAGES, text)
}

/// What a field with a closed set of values offers in a language.
pub fn offered(field: Field, locale: Locale) -> Vec<&'static str> {
    let mut words = Vec::new();
    let mut add = |row: &[&'static str]| words.extend(row.get(locale as usize));
    match field {
        Field::Kind => KINDS.iter().for_each(|(_, row)| add(row)),
        Field::Stage => {
            STAGES.iter().for_each(|(_, row)| add(row));
            add(NONE);
        }
        Field::Owner => {
            add(ME);
            add(NONE);
        }
        Field::From | Field::To | Field::With => add(ME),
        Field::Tag => add(NONE),
        Field::Has => HAS.iter().for_each(|(_, row)| add(row)),
        Field::In => add(STATES[0].1),
        Field::Lang => LANGUAGES.iter().for_each(|(_, row)| add(row)),
        Field::Before | Field::After | Field::On => {
            super::dates::OFFERED.iter().for_each(|row| add(row))
        }
        Field::Last => super::dates::LAST_OFFERED.iter().for_each(|row| add(row)),
        Field::Company | Field::Filename | Field::Subject | Field::Is | Field::Amount => {}
    }
    words
}

fn means(row: &[&str], folded_text: &str) -> bool {
    row.iter().any(|word| folded(word) == folded_text)
}

/// The value with a word, or the word that was probably meant.
fn find<T: Copy>(rows: &[Row<T>], text: &str) -> Result<T, Option<&'static str>> {
    let text = folded(text);
    let found = rows.iter().find(|(_, row)| means(row, &text));
    if let Some((value, _)) = found {
        return Ok(*value);
    }
    let words = || rows.iter().flat_map(|(_, row)| row.iter().copied());
    let begun = words().find(|word| !text.is_empty() && folded(word).starts_with(&text));
    let near = || words().find(|word| is_near(&text, word));
    Err(begun.or_else(near))
}

/// Whether a folded text is probably a slip of a word: the shorter it is, the fewer letters may be
/// wrong, for two of three make another word.
fn is_near(text: &str, word: &str) -> bool {
    let word = folded(word);
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    allowed > 0 && distance(text, &word) <= allowed
}

/// The words of a field's values that begin with a text: in the reader's language, or else in any.
pub(super) fn begun(field: Field, text: &str, locale: Locale) -> Vec<&'static str> {
    let text = folded(text);
    let in_one = |locale: Locale| {
        let mut words = offered(field, locale);
        words.retain(|word| !text.is_empty() && folded(word).starts_with(&text));
        words
    };
    let words = in_one(locale);
    if !words.is_empty() {
        return words;
    }
    Locale::ALL.into_iter().flat_map(in_one).collect()
}

/// The word for a day that was probably meant.
pub(super) fn nearest_date(text: &str) -> Option<&'static str> {
    let text = folded(text);
    let words = super::dates::OFFERED.iter().flatten();
    words.copied().find(|word| is_near(&text, word))
}
