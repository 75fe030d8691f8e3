//! Marked stems: the Snowball stem of a word, told from exact words by its first characters, so
//! that no prefix or fuzzy search over words ever meets one. Stems are made of folded words, since
//! many people type no accents: where Snowball knows an ending only with its accent, it is put
//! back first. Tests: `tests.rs` beside it.

use super::{
    fold::fold,
    language::{Language, Script},
};
use rust_stemmers::Stemmer;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The first character of every stem in a dictionary; no word begins with it.
pub const STEM_MARK: char = '\u{1}';
/// Shorter words are not bent.
const STEM_CHARS_MIN: usize = 3;
/// Endings of Spanish verbs, and one without an accent that is taken off like them.
const SPANISH_VERBS: [(&str, &str); 12] = [
    ("ió", "ieron"),
    ("ían", "ieron"),
    ("íamos", "ieron"),
    ("aré", "aremos"),
    ("eré", "eremos"),
    ("iré", "iremos"),
    ("ará", "aremos"),
    ("erá", "eremos"),
    ("irá", "iremos"),
    ("arán", "aremos"),
    ("erán", "eremos"),
    ("irán", "iremos"),
];
/// Shorter words in -ais, -eis, -ois are no plurals in Portuguese (`mais`).
const PORTUGUESE_PLURAL_BYTES_MIN: usize = 5;

/// The stem of a folded word in a language as it stands in the dictionary; `None` for what has
/// none (short words, numbers, words of another script).
pub fn stem_term(folded: &str, language: Language) -> Option<String> {
    let bent = Script::of_word(folded) == language.script()
        && folded.chars().count() >= STEM_CHARS_MIN
        && folded.chars().all(char::is_alphabetic);
    if !bent {
        return None;
    }
    let stemmer = Stemmer::create(language.algorithm());
    let restored = restore(folded, language);
    let stem = fold(&stemmer.stem(&restored));
    let stem = level(&stem, language);
    Some(format!("{STEM_MARK}{}{stem}", language.letter()))
}

/// The stems of a word in a language, which are one but for some Spanish verbs.
pub fn stem_terms(word: &str, folded: &str, language: Language) -> Vec<String> {
    let accented = accented_stem_term(word, language);
    let terms = stem_term(folded, language).into_iter();
    let mut terms: Vec<String> = terms.chain(accented).collect();
    terms.dedup();
    terms
}

/// Another stem that a word as it is written has in a language: that of Spanish verbs whose accent alone
/// tells them from nouns. Beside the other, for `envió` is a form of enviar and `recibió` of recibir.
fn accented_stem_term(word: &str, language: Language) -> Option<String> {
    if word.is_ascii() || language != Language::Spanish {
        return None;
    }
    let written: String = word.nfc().flat_map(char::to_lowercase).collect();
    let head = |(accented, plain): &(&str, &str)| {
        let head = written.strip_suffix(accented)?;
        (head.chars().count() >= STEM_CHARS_MIN).then(|| format!("{head}{plain}"))
    };
    let unaccented = SPANISH_VERBS.iter().find_map(head)?;
    stem_term(&fold(&unaccented), language)
}

/// A word with the spelling that Snowball expects.
fn restore(folded: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::Spanish => restore_spanish(folded),
        Language::Portuguese => restore_portuguese(folded),
        Language::French => ending(
            folded,
            &[
                ("ee", "ée"),
                ("ees", "ées"),
                ("iere", "ière"),
                ("ieres", "ières"),
            ],
        ),
        Language::German => restore_german(folded),
        Language::English | Language::Italian | Language::Dutch | Language::Russian => {
            Cow::Borrowed(folded)
        }
    }
}

/// The word with the first of these endings that it has replaced.
fn ending<'w>(word: &'w str, endings: &[(&str, &str)]) -> Cow<'w, str> {
    endings
        .iter()
        .find_map(|(old, new)| Some(Cow::Owned(format!("{}{new}", word.strip_suffix(old)?))))
        .unwrap_or(Cow::Borrowed(word))
}

/// Snowball leaves Spanish plurals such as luces and exámenes apart from their singulars, and knows the
/// conditional only with its accent.
fn restore_spanish(folded: &str) -> Cow<'_, str> {
    // Verbs: contienes.
    if folded.ends_with("ienes") {
        return Cow::Borrowed(folded);
    }
    let endings = [
        ("cion", "ción"),
        ("sion", "sión"),
        ("z", "ces"),
        ("enes", "en"),
        ("arian", "arían"),
        ("erian", "erían"),
        ("irian", "irían"),
    ];
    ending(folded, &endings)
}

/// Snowball leaves Portuguese plurals such as reuniões, contratuais and mensagens apart from their
/// singulars.
fn restore_portuguese(folded: &str) -> Cow<'_, str> {
    let nasal = [
        ("coes", "ção"),
        ("cao", "ção"),
        ("oes", "ão"),
        ("ao", "ão"),
        ("ns", "m"),
    ];
    let liquid = [("ais", "al"), ("eis", "el"), ("ois", "ol")];
    match ending(folded, &nasal) {
        Cow::Borrowed(word) if word.len() >= PORTUGUESE_PLURAL_BYTES_MIN => ending(word, &liquid),
        restored => restored,
    }
}

/// `vertraege` as `vertrage`: umlauts spelled out. Not where the `u` belongs to another vowel
/// (`neue`, `Mauer`) or to a `q`.
fn restore_german(folded: &str) -> Cow<'_, str> {
    if !["ae", "oe", "ue"].iter().any(|pair| folded.contains(pair)) {
        return Cow::Borrowed(folded);
    }
    let mut restored = String::with_capacity(folded.len());
    let mut before = ' ';
    for c in folded.chars() {
        let end = restored.chars().next_back();
        let is_umlaut = match end {
            Some('a' | 'o') => true,
            Some('u') => !matches!(before, 'a' | 'e' | 'o' | 'q'),
            _ => false,
        };
        if !(c == 'e' && is_umlaut) {
            before = end.unwrap_or(' ');
            restored.push(c);
        }
    }
    Cow::Owned(restored)
}

/// One spelling for stems that Snowball leaves with two.
fn level(stem: &str, language: Language) -> Cow<'_, str> {
    match language {
        // envoyer, envoyé
        Language::French => ending(stem, &[("y", "i")]),
        // huizen, huis; brieven, brief
        Language::Dutch => ending(stem, &[("z", "s"), ("v", "f")]),
        _ => Cow::Borrowed(stem),
    }
}
