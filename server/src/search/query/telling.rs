//! What documents are about: the terms that are frequent in them and rare elsewhere. Knows nothing
//! of rights; the caller gives documents that the viewer may see. Tests: `tests` of the search module.

use crate::search::{
    analysis::{segment::is_cjk, stem::STEM_MARK},
    document::Document,
    schema::TextField,
    view::View,
};
use std::collections::HashMap;

/// Terms of one document that are weighed: the most frequent ones.
const TERMS_WEIGHED_MAX: usize = 150;
/// How soon more of the same word adds nothing.
const SATURATION: f32 = 1.2;
/// Documents that the index does not have yet and that are counted all the same.
const FRESH_MAX: usize = 200;
/// In fewer documents a term cannot say what several have in common.
const DOCUMENTS_MIN: u64 = 2;
/// In more than one of so many documents a word is too frequent to tell anything.
const TOO_FREQUENT: u64 = 4;
/// With fewer documents nothing is too frequent.
const DOCUMENTS_ENOUGH: u64 = 50;

/// A term and how much it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// As it stands in the dictionary: a stem, or a pair of characters.
    pub term: String,
    /// Beside the most telling one, which has 1.
    pub share: f32,
}

/// The most telling terms of some documents, most telling first.
///
/// # Errors
/// When the index cannot be read.
pub fn telling(documents: &[Document], view: &View, limit: usize) -> tantivy::Result<Vec<Telling>> {
    let fresh: Vec<&Document> = view.tail.documents().take(FRESH_MAX).collect();
    let all = view.searcher.num_docs() + fresh.len() as u64;
    let mut known: HashMap<&str, f32> = HashMap::new();
    let mut sums: HashMap<&str, f32> = HashMap::new();
    for document in documents {
        for (term, count) in frequent(document) {
            let rarity = match known.get(term) {
                Some(rarity) => *rarity,
                None => {
                    let body = view.fields.text_term(TextField::Body, term);
                    let indexed = body.map_or(Ok(0), |body| view.searcher.doc_freq(&body))?;
                    let having = indexed + having(&fresh, term);
                    let rarity = rarity(having, all);
                    known.insert(term, rarity);
                    rarity
                }
            };
            *sums.entry(term).or_default() += rarity * count / (count + SATURATION);
        }
    }
    let mut sums: Vec<(&str, f32)> = sums.into_iter().filter(|(_, sum)| *sum > 0.0).collect();
    sums.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    sums.truncate(limit);
    let most = sums.first().map_or(1.0, |(_, sum)| *sum);
    let tell = |(term, sum): (&str, f32)| Telling {
        term: term.to_owned(),
        share: sum / most,
    };
    Ok(sums.into_iter().map(tell).collect())
}

/// How many documents have a term in their text.
fn having(documents: &[&Document], term: &str) -> u64 {
    let has = |document: &&&Document| {
        let tokens = &document.texts[TextField::Body as usize].tokens;
        let place = tokens.partition_point(|token| token.term.as_str() < term);
        tokens.get(place).is_some_and(|token| token.term == term)
    };
    documents.iter().filter(has).count() as u64
}

/// The logarithm that BM25 weighs terms by; nothing for what tells nothing.
fn rarity(having: u64, all: u64) -> f32 {
    if having < DOCUMENTS_MIN || all > DOCUMENTS_ENOUGH && having > all / TOO_FREQUENT {
        return 0.0;
    }
    let (having, all) = (having as f32, all.max(having) as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// The terms with a meaning in name and body, with how often they are there.
fn frequent(document: &Document) -> Vec<(&str, f32)> {
    let mut counts: HashMap<&str, u16> = HashMap::new();
    for field in [TextField::Name, TextField::Body] {
        let tokens = &document.texts[field as usize].tokens;
        for token in tokens.iter().filter(|token| has_meaning(&token.term)) {
            *counts.entry(&token.term).or_default() += 1;
        }
    }
    let mut counts: Vec<(&str, u16)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.truncate(TERMS_WEIGHED_MAX);
    let count = |(term, count)| (term, f32::from(count));
    counts.into_iter().map(count).collect()
}

/// Stems stand for all forms of a word, pairs of characters for Chinese words.
fn has_meaning(term: &str) -> bool {
    let mut chars = term.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(STEM_MARK), ..) => true,
        (Some(first), Some(second), None) => is_cjk(first) && is_cjk(second),
        _ => false,
    }
}
