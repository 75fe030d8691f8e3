//! Stems of words that were asked for, as they are compared with the words of a text. Tests: in the parent.

use crate::search::analysis::{
    language::Language,
    stem::{STEM_MARK, stem_terms},
};

/// Words agree with their stem but for its last chars: `constamment` becomes `constant`.
const STEM_TAIL_CHARS: usize = 2;
/// With shorter stems they agree but for the last (compared with two million words of dictionaries).
const LONG_STEM_CHARS: usize = 6;
/// But for these, of `dying`, `lying` and `tying`; with shorter stems they agree in the first alone.
const OWN_STEMS: [&str; 3] = ["die", "lie", "tie"];

/// Words that are no form of another, sorted, though in some language their stem is that of `notes`,
/// `sons` or `cons`. What has the same letters and means something (`son`, `hat`, `may`) is not here.
const UNBENT: &[&str] = &[
    "and", "are", "at", "be", "but", "com", "como", "con", "de", "del", "do", "el", "en", "for",
    "from", "has", "have", "he", "her", "his", "how", "if", "in", "is", "it", "its", "la", "las",
    "los", "no", "not", "of", "on", "or", "our", "para", "por", "que", "she", "so", "some", "such",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "un", "una", "very", "was", "we", "were", "what", "when", "where", "which", "who", "why",
    "with", "you", "your",
];

/// A stem of a word that was asked for.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Stem {
    term: String,
    language: Language,
    /// What every word with this stem begins with: to bend each word of a mail takes longer than
    /// all else in an answer.
    pub head: String,
}

impl Stem {
    /// Of the term of a stem.
    pub fn new(term: String) -> Option<Self> {
        let mut chars = term.strip_prefix(STEM_MARK)?.chars();
        let letter = chars.next()?;
        let language = Language::ALL.into_iter().find(|it| it.letter() == letter)?;
        let stem = chars.as_str();
        let length = stem.chars().count();
        // Umlauts that are spelled out lose their `e` in a stem; up to there it is as written.
        let as_written = match language {
            Language::German => stem.chars().position(|c| matches!(c, 'a' | 'o' | 'u')),
            _ => None,
        };
        let sure = match length {
            0..3 => 1,
            _ if OWN_STEMS.contains(&stem) => 1,
            3..LONG_STEM_CHARS => length - 1,
            _ => length - STEM_TAIL_CHARS,
        };
        let sure = sure.min(as_written.map_or(length, |place| place + 1));
        let head = stem.chars().take(sure);
        Some(Self {
            head: head.collect(),
            language,
            term,
        })
    }

    /// Whether a word is one of its forms.
    pub fn is_of(&self, word: &str, folded: &str) -> bool {
        folded.starts_with(&self.head)
            && UNBENT.binary_search(&folded).is_err()
            && stem_terms(word, folded, self.language).contains(&self.term)
    }
}
