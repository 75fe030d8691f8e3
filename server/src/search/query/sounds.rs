//! Names that are typed in Latin letters and written in others, in the facets of a mail's people:
//! `zhangwei` and `zw` are 张伟, `ivanov` is Иванов. Judged by the words of the dictionary when somebody
//! asks, so that nothing more is kept. Says nothing about rights, which are terms of the query beside
//! it. Tests: `tests/fields.rs` of the search module.

use super::words_query::documents_with;
use crate::search::analysis::names::{ALIAS_CHARS_MIN, is_typed_like};
use shared::query::Value;
use std::sync::Arc;
use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    postings::TermInfo,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
    schema::Field,
    termdict::TermDictionary,
};

/// Letters of a name at most.
const LETTERS_MAX: usize = 40;
/// No script that has a sound in Latin letters stands before the Cyrillic one.
const SCRIPTS_FROM: char = '\u{400}';

/// A name as it sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sounds {
    /// In small Latin letters; words are parted by one space.
    typed: String,
    /// Whether more may be typed.
    is_begun: bool,
}

impl Sounds {
    /// Of the value of a field; `None` for what is no name in Latin letters.
    pub fn of(value: &Value) -> Option<Self> {
        let words: Vec<&str> = value.text.split_whitespace().collect();
        let typed = words.join(" ").to_ascii_lowercase();
        let is_name = typed.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        let fits = (ALIAS_CHARS_MIN..=LETTERS_MAX).contains(&typed.len());
        (is_name && fits).then_some(Self {
            typed,
            is_begun: value.prefix,
        })
    }

    /// Without spaces, as whole names are kept beside contacts and companies.
    pub fn joined(&self) -> String {
        self.typed.replace(' ', "")
    }

    /// Whether a folded name, or a part of one, sounds so.
    pub fn are_of(&self, name: &str) -> bool {
        is_typed_like(name, &self.typed, self.is_begun)
    }
}

/// The facets of one kind that sound like a name.
#[derive(Debug, Clone)]
pub struct FacetSounds {
    /// What all facets of the kind begin with.
    pub head: String,
    /// The name.
    pub sounds: Sounds,
}

impl FacetSounds {
    /// Whether it accepts a facet.
    pub fn accepts(&self, facet: &str) -> bool {
        let name = facet.strip_prefix(&self.head);
        name.is_some_and(|name| self.sounds.are_of(name))
    }

    /// The facets of one part of the index.
    fn facets_in(&self, dictionary: &TermDictionary) -> tantivy::Result<Vec<TermInfo>> {
        let range = |c: char| format!("{}{c}", self.head);
        let range = dictionary
            .range()
            .ge(range(SCRIPTS_FROM))
            .lt(range(char::MAX));
        let mut facets = Vec::new();
        let mut stream = range.into_stream()?;
        while stream.advance() {
            let facet = std::str::from_utf8(stream.key());
            if facet.is_ok_and(|facet| self.accepts(facet)) {
                facets.push(stream.value().clone());
            }
        }
        Ok(facets)
    }
}

/// The facets as a tantivy query.
#[derive(Debug, Clone)]
pub struct SoundsQuery {
    /// The field whose dictionary is walked.
    pub field: Field,
    /// What it accepts.
    pub sounds: Arc<FacetSounds>,
}

impl Query for SoundsQuery {
    fn weight(&self, _enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SoundsQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = segment.inverted_index(self.field)?;
        let facets = self.sounds.facets_in(index.terms())?;
        documents_with(&facets, (segment, &index), boost)
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let score = match self.scorer(segment, 1.0)?.seek(document) == document {
            true => 1.0,
            false => 0.0,
        };
        Ok(Explanation::new("Sounds", score))
    }
}
