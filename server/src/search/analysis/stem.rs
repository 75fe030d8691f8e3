//! Marked stems: the Snowball stem of a word, told from exact words by its first characters, so
//! that no prefix or fuzzy search over words ever meets one. Tests: `tests.rs` beside it.

use super::{fold::fold, language::Language};
use rust_stemmers::Stemmer;

/// The first character of every stem in a dictionary; no word begins with it.
pub const STEM_MARK: char = '\u{1}';
/// Shorter words are not bent.
const STEM_CHARS_MIN: usize = 3;

/// The stem of a folded word in a language as it stands in the dictionary; `None` for what has
/// none (short words, numbers).
pub fn stem_term(folded: &str, language: Language) -> Option<String> {
    let bent = folded.chars().count() >= STEM_CHARS_MIN && folded.chars().all(char::is_alphabetic);
    if !bent {
        return None;
    }
    let stemmer = Stemmer::create(language.algorithm());
    let stem = match language {
        Language::Spanish => fold(&stemmer.stem(&restore_spanish_accent(folded))),
        Language::English
        | Language::French
        | Language::German
        | Language::Italian
        | Language::Portuguese => fold(&stemmer.stem(folded)),
    };
    Some(format!("{STEM_MARK}{}{stem}", language.letter()))
}

/// Snowball knows the Spanish endings -ción and -sión only with their accent, which folding took
/// away and which many people do not type.
fn restore_spanish_accent(folded: &str) -> String {
    match folded.strip_suffix("cion") {
        Some(stem) => format!("{stem}ción"),
        None => match folded.strip_suffix("sion") {
            Some(stem) => format!("{stem}sión"),
            None => folded.to_owned(),
        },
    }
}
