//! What the words of a list mark in its items: the same words as in the hits of a search. Tests:
//! `lists` in the tests crate, and of the parent.

use super::{Marker, marker::Marked};
use crate::search::query::tolerance::Tolerance;
use shared::{api::page::TextMarks, query::Query};

/// Marks the items of one list.
pub struct ListMarker(Marker);

impl ListMarker {
    /// `None` if the query has no words.
    pub fn new(query: &Query) -> Option<Self> {
        let marker = Marker::new(query, Tolerance::Strict);
        (marker.words_asked() > 0).then_some(Self(marker))
    }

    /// The texts of an item that hold words. Its names may be found by other names.
    pub fn marks(&self, names: &[String], texts: &[String]) -> Vec<TextMarks> {
        let names = names.iter().map(|name| self.0.mark_name(name));
        let texts = texts.iter().map(|text| self.0.mark(text));
        let found = names.chain(texts).filter(|found| !found.marks.is_empty());
        found
            .map(|Marked { text, marks }| TextMarks { text, marks })
            .collect()
    }
}
