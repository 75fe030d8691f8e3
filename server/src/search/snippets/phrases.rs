//! Phrases and compounds among what is marked: their words are marked where they stand side by side, and
//! those of phrases count there.
//! Tests: in the parent.

use super::Marker;
use crate::search::analysis::{fold::fold, segment::Span};
use std::borrow::Cow;

/// A mark with its folded word.
pub type MarkedWord = (Span, String);

impl Marker {
    /// How many phrases are there.
    pub(super) fn phrases_in(&self, text: &str, marks: &[MarkedWord]) -> usize {
        let is_there = |phrase: &&Vec<String>| {
            let mut places = marks.windows(phrase.len());
            places.any(|marks| is_phrase(phrase, text, marks))
        };
        self.phrases.iter().filter(is_there).count()
    }

    /// The marks without parts of compounds that stand apart: those count for nothing.
    pub(super) fn without_stray_parts<'m>(
        &self,
        text: &str,
        marks: &'m [MarkedWord],
    ) -> Cow<'m, [MarkedWord]> {
        if self.compounds.is_empty() {
            return Cow::Borrowed(marks);
        }
        let is_part =
            |word: &str| self.of_compounds.contains(word) && !self.of_phrases.contains(word);
        let stays = self.stays(text, marks, &self.compounds, is_part);
        let marks = marks.iter().zip(stays);
        let marks = marks
            .filter_map(|(mark, stays)| stays.then_some(mark))
            .cloned();
        Cow::Owned(marks.collect())
    }

    /// Lets go of words that were asked for side by side alone and stand apart.
    pub(super) fn let_go_of_strays(&self, text: &str, spans: &mut Vec<Span>) {
        if self.phrases.is_empty() && self.compounds.is_empty() {
            return;
        }
        let marks = spans.iter().map(|span| (*span, fold(span.of(text))));
        let marks: Vec<MarkedWord> = marks.collect();
        let is_part =
            |word: &str| self.of_compounds.contains(word) || self.of_phrases.contains(word);
        let mut stays = self
            .stays(
                text,
                &marks,
                self.phrases.iter().chain(&self.compounds),
                is_part,
            )
            .into_iter();
        spans.retain(|_| stays.next().unwrap_or(true));
    }

    /// Which marks are not parts, or meant alone, too, or stand side by side as in one of these.
    fn stays<'p>(
        &self,
        text: &str,
        marks: &[MarkedWord],
        phrases: impl IntoIterator<Item = &'p Vec<String>>,
        is_part: impl Fn(&str) -> bool,
    ) -> Vec<bool> {
        let stays = |(_, word): &MarkedWord| !is_part(word) || self.is_meant_alone(word, word);
        let mut stays: Vec<bool> = marks.iter().map(stays).collect();
        for phrase in phrases {
            for (place, marks) in marks.windows(phrase.len()).enumerate() {
                if is_phrase(phrase, text, marks) {
                    stays[place..place + phrase.len()].fill(true);
                }
            }
        }
        stays
    }
}

/// Whether marks are the words of a phrase, one behind the other.
fn is_phrase(phrase: &[String], text: &str, marks: &[MarkedWord]) -> bool {
    let is_parted = |pair: &[MarkedWord]| {
        let between = &text[pair[0].0.end..pair[1].0.start];
        between.contains(char::is_alphanumeric)
    };
    let words = marks.iter().map(|(_, word)| word);
    words.eq(phrase.iter()) && !marks.windows(2).any(is_parted)
}
