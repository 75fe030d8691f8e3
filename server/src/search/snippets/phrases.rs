//! Phrases and compounds among what is marked: their words are marked where they stand side by side, and
//! those of phrases count there.
//! Tests: in the parent.

use super::Marker;
use crate::search::analysis::{fold::fold, segment::Span};

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

    /// Lets go of words that were asked for side by side alone and stand apart.
    pub(super) fn let_go_of_strays(&self, text: &str, spans: &mut Vec<Span>) {
        if self.side_by_side.is_empty() {
            return;
        }
        let marks = spans.iter().map(|span| (*span, fold(span.of(text))));
        let marks: Vec<MarkedWord> = marks.collect();
        let stays = |word: &String| !self.side_by_side.contains(word) || self.is_meant_alone(word);
        let mut stays: Vec<bool> = marks.iter().map(|(_, word)| stays(word)).collect();
        for phrase in self.phrases.iter().chain(&self.compounds) {
            for (place, marks) in marks.windows(phrase.len()).enumerate() {
                if is_phrase(phrase, text, marks) {
                    stays[place..place + phrase.len()].fill(true);
                }
            }
        }
        let mut stays = stays.into_iter();
        spans.retain(|_| stays.next().unwrap_or(true));
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
