//! From the words of a query to the terms they may stand for, for matching and for marking.
//! Uses the same segments and folding as documents. Tests: `tests` of the search module.

use crate::search::analysis::{
    cjk::fold_cjk,
    fold::{WRITTEN_MARK, fold, umlaut_variant, written_term},
    fold_compound, joined,
    language::Language,
    names::{alias_term, initial_term, spellings},
    parts::joined_parts,
    segment::{Segment, Span, segments},
    stem::stem_terms,
};
use shared::amount::ungrouped;
use std::{cell::RefCell, collections::VecDeque};

/// Words of which the stems are remembered.
const STEMS_KNOWN_MAX: usize = 8;

thread_local! {
    /// The stems of the last few words: one search asks for them up to five times, to plan each tier,
    /// to see how close words stand, and to mark.
    static STEMS: RefCell<VecDeque<(String, Vec<String>)>> = const { RefCell::new(VecDeque::new()) };
}

/// One word of a query with everything it may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryWord {
    /// A word of letters and digits.
    Plain(PlainWord),
    /// Words glued by `-`, `@` and the like.
    Compound {
        /// The whole, folded.
        whole: String,
        /// Without what glues them.
        joined: String,
        /// The words.
        parts: Vec<PlainWord>,
    },
    /// A run of Chinese, Japanese or Korean characters, folded.
    Cjk(Vec<char>),
}

/// A word of letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainWord {
    /// Folded.
    pub exact: String,
    /// The marked word as it was typed, if it has accents.
    pub written: Option<String>,
    /// The spelling without umlauts, if it has any.
    pub variant: Option<String>,
    /// The term by which a name is found that can be typed or called so.
    pub alias: Option<String>,
    /// A Cyrillic word in Latin letters.
    pub spellings: Vec<String>,
    /// The words that capitals or digits show it to be joined of.
    pub parts: Vec<String>,
}

impl PlainWord {
    fn new(word: &str) -> Self {
        let exact = fold(word);
        Self {
            written: written_term(word, &exact),
            variant: umlaut_variant(word),
            alias: alias_term(&exact).or_else(|| initial_term(&exact)),
            spellings: spellings(&exact),
            parts: joined_parts(word).into_iter().map(fold).collect(),
            exact,
        }
    }

    /// Its stems in a language, as terms.
    pub fn stems_in(&self, language: Language) -> Vec<String> {
        stem_terms(self.as_written(), &self.exact, language)
    }

    /// In lower case with its accents.
    fn as_written(&self) -> &str {
        let written = self.written.as_deref().unwrap_or(&self.exact);
        written.trim_start_matches(WRITTEN_MARK)
    }

    /// Its stems in every language, as terms. Made only for who asks: it takes longer than all else.
    pub fn stems(&self) -> Vec<String> {
        STEMS.with_borrow_mut(|known| {
            let written = self.as_written();
            if let Some((_, stems)) = known.iter().find(|(word, _)| word == written) {
                return stems.clone();
            }
            let languages = Language::ALL.into_iter();
            let stems: Vec<String> = languages
                .flat_map(|language| self.stems_in(language))
                .collect();
            if known.len() == STEMS_KNOWN_MAX {
                known.pop_front();
            }
            known.push_back((written.to_owned(), stems.clone()));
            stems
        })
    }
}

/// The words of a text, amounts as the numbers that they are.
pub fn query_words(text: &str) -> Vec<QueryWord> {
    literal_words(&ungrouped(text))
}

/// The words of a text as they stand side by side.
pub fn literal_words(text: &str) -> Vec<QueryWord> {
    segments(text)
        .map(|segment| match segment {
            Segment::Cjk(span) => QueryWord::Cjk(fold_cjk(span.of(text)).chars().collect()),
            Segment::Words(parts) => word_of(text, &parts),
        })
        .collect()
}

fn word_of(text: &str, parts: &[Span]) -> QueryWord {
    match parts {
        [part] => QueryWord::Plain(PlainWord::new(part.of(text))),
        _ => {
            let start = parts.first().map_or(0, |part| part.start);
            let end = parts.last().map_or(0, |part| part.end);
            QueryWord::Compound {
                whole: fold_compound(&text[start..end]),
                joined: joined(text, parts),
                parts: parts
                    .iter()
                    .map(|part| PlainWord::new(part.of(text)))
                    .collect(),
            }
        }
    }
}

/// The word behind an article without its vowel, which is asked for without it, too: `l'avion`.
pub fn elided_noun<'w>(whole: &str, parts: &'w [PlainWord]) -> Option<&'w PlainWord> {
    const ARTICLE_CHARS_MAX: usize = 2;
    let [article, noun] = parts else {
        return None;
    };
    let is_elided = whole.contains('\'')
        && article.exact.chars().count() <= ARTICLE_CHARS_MAX
        && noun.exact.chars().count() > ARTICLE_CHARS_MAX;
    is_elided.then_some(noun)
}

/// The words of a text with the offsets at which they stand side by side.
pub fn words_in_order(text: &str) -> Vec<(u32, String)> {
    let mut words: Vec<(u32, String)> = Vec::new();
    let mut offset = 0;
    for word in literal_words(text) {
        match word {
            QueryWord::Plain(word) => {
                words.push((offset, word.exact));
                offset += 1;
            }
            QueryWord::Compound { parts, .. } => {
                for part in parts {
                    words.push((offset, part.exact));
                    offset += 1;
                }
            }
            QueryWord::Cjk(run) => {
                let width = run.len().min(2);
                for (place, pair) in (offset..).zip(run.windows(width)) {
                    words.push((place, pair.iter().collect()));
                }
                offset += u32::try_from(run.len()).unwrap_or(u32::MAX);
            }
        }
    }
    words
}
