//! How much of what a sentence asks stands where a text begins: what a text is about, it says first.
//! Only orders the best hits of texts without spaces of which some words suffice; never decides what
//! is found. Tests: at the foot; `tests/ranking.rs` of the search module.

use super::{closeness::AskedWord, plan::Plan, relaxed};
use crate::search::{schema::TextField, view::View};
use shared::query::Query;

/// Terms of a question that are looked at.
const TERMS_MAX: usize = 100;
/// So many words behind the beginning a word says half as much as the first.
const HALF_WORDS: f32 = 20.0;

/// The terms of a sentence and what each is worth beside the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opening {
    /// To find where they stand.
    pub terms: Vec<AskedWord>,
    worths: Vec<f32>,
}

impl Opening {
    /// Of a sentence without spaces, the rarer a term the dearer; of another query nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(query: &Query, view: &View) -> tantivy::Result<Self> {
        let mut opening = Self::default();
        for plan in relaxed::mentions(query).into_iter().take(TERMS_MAX) {
            let Plan::Mention(TextField::Body, term, worth) = plan else {
                continue;
            };
            let having = match view.fields.text_term(TextField::Body, &term) {
                Some(term) => view.searcher.doc_freq(&term)?,
                None => 0,
            };
            let rarity = rarity(having, view.searcher.num_docs());
            opening.worths.push(worth * rarity);
            opening.terms.push(AskedWord::alone(term));
        }
        Ok(opening)
    }

    /// How much of it a text begins with, from 0 to 1, given where each term stands there first.
    pub fn share(&self, first: &[Option<u32>]) -> f32 {
        let all: f32 = self.worths.iter().sum();
        let begun = self.worths.iter().zip(first).map(|(worth, first)| {
            let weight = |place: u32| worth / (1.0 + place as f32 / HALF_WORDS);
            first.map_or(0.0, weight)
        });
        begun.sum::<f32>() / all.max(f32::MIN_POSITIVE)
    }
}

/// As BM25 has it.
fn rarity(having: u64, all: u64) -> f32 {
    let (having, all) = (having as f32, all.max(having) as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &[Option<u32>], percent: u32) {
        let opening = Opening {
            terms: Vec::new(),
            worths: vec![3.0, 1.0],
        };
        assert_eq!(
            (opening.share(first) * 100.0).round() as u32,
            percent,
            "{first:?}"
        );
    }

    #[test]
    fn dear_words_at_the_beginning_say_most() {
        check(&[Some(0), Some(0)], 100);
        check(&[Some(0), None], 75);
        check(&[None, Some(0)], 25);
        check(&[Some(20), None], 38);
        check(&[None, None], 0);
        assert_eq!(Opening::default().share(&[]), 0.0);
        assert!(rarity(1, 100) > rarity(50, 100));
    }
}
