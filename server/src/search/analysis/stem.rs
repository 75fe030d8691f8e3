//! Marked stems: the Snowball stem of a word, told from exact words by its first characters, so
//! that no prefix or fuzzy search over words ever meets one. Stems are made of folded words, since
//! many people type no accents: where Snowball knows an ending only with its accent, it is put
//! back first. Tests: `tests.rs` beside it.

use super::{
    fold::fold,
    irregular::{FORMS, base_of},
    language::{Language, Script},
};
use rust_stemmers::Stemmer;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;

/// The first character of every stem in a dictionary; no word begins with it.
pub const STEM_MARK: char = '\u{1}';
/// Shorter words are not bent.
const STEM_CHARS_MIN: usize = 3;
/// Endings of Spanish words, and others without an accent that leave the stem of their other forms.
const SPANISH_ACCENTED: [(&str, &str); 14] = [
    ("ábamos", "aba"),
    ("és", "eses"),
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

/// The stems of a word in a language, which are one but for some English and Spanish words.
pub fn stem_terms(word: &str, folded: &str, language: Language) -> Vec<String> {
    let other = other_stem_term(word, folded, language);
    let terms = stem_term(folded, language).into_iter();
    let mut terms: Vec<String> = terms.chain(other).collect();
    terms.dedup();
    terms
}

/// The English forms that share a stem with a word but not its letters.
static IRREGULAR: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<&str>> = HashMap::new();
    for (form, base) in FORMS {
        let stem = stem_term(base, Language::English);
        forms
            .entry(stem.unwrap_or_default())
            .or_default()
            .push(form);
    }
    forms
});

/// The forms of a stem that do not begin as it does: `paid` of `pay`.
pub fn irregular_forms(stem: &str) -> &'static [&'static str] {
    IRREGULAR.get(stem).map_or(&[], Vec::as_slice)
}

/// Another stem of a word as it is written, in a language. English forms without a stem of their word have
/// that, too. Spanish verbs told by their accent alone have one beside the other, for `envió` is a form of
/// enviar and `recibió` of recibir; so do words that may be a verb or a noun (`taller`), of which the plural
/// is told, and short plurals that Snowball leaves alone (`días`).
fn other_stem_term(word: &str, folded: &str, language: Language) -> Option<String> {
    match language {
        Language::English => stem_term(base_of(folded)?, language),
        Language::Spanish if folded.chars().count() > STEM_CHARS_MIN => {
            let form = accented_form(word).or_else(|| plain_form(folded))?;
            stem_term(&form, language)
        }
        _ => None,
    }
}

fn accented_form(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let written: String = word.nfc().flat_map(char::to_lowercase).collect();
    SPANISH_ACCENTED.iter().find_map(|(accented, plain)| {
        let head = written.strip_suffix(accented)?;
        let is_long = head.chars().count() >= STEM_CHARS_MIN;
        is_long.then(|| fold(&format!("{head}{plain}")))
    })
}

fn plain_form(folded: &str) -> Option<String> {
    if folded.ends_with("ar") || folded.ends_with("er") {
        return Some(format!("{folded}es"));
    }
    let singular = folded.strip_suffix('s')?;
    let is_left = Stemmer::create(Language::Spanish.algorithm()).stem(folded) == folded;
    is_left.then(|| singular.to_owned())
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

/// Snowball leaves Spanish plurals such as luces, exámenes and ciudades apart from their singulars, and knows the
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
        ("dades", "dad"),
        ("tades", "tad"),
        ("eas", "ea"),
        ("sped", "spedes"),
        ("pared", "paredes"),
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
