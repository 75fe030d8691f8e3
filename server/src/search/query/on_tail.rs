//! Evaluates a plan on documents in memory, with the statistics of the index, so that a document
//! scores the same on both sides. Must agree with `on_index`.
//! Tests: the differential test of the search module.

use super::plan::{MENTION_TIMES, Plan, alternatives};
use crate::search::{
    analysis::Token,
    document::Document,
    schema::{Fields, TextField},
};
use tantivy::{
    Searcher, fieldnorm::FieldNormReader, query::Bm25StatisticsProvider, query::Bm25Weight,
};

/// A plan with the weights of its terms.
pub enum Matcher<'a> {
    /// All of these.
    All(Vec<Matcher<'a>>),
    /// At least this many of these.
    AtLeast(usize, Vec<Matcher<'a>>),
    /// The first, and what makes it better.
    Better(Box<Matcher<'a>>, Vec<Matcher<'a>>),
    /// Must not hold.
    Not(Box<Matcher<'a>>),
    /// Words at offsets; one or more.
    Phrase(TextField, Vec<(u32, &'a str)>, Box<Bm25Weight>),
    /// A word that says nearly as much once as often.
    Mention(TextField, &'a str, Box<Bm25Weight>),
    /// What needs no weight.
    Plain(&'a Plan),
}

impl<'a> Matcher<'a> {
    /// Weighs a plan by the statistics of an index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(plan: &'a Plan, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let list = |plans: Vec<&'a Plan>| -> tantivy::Result<Vec<Self>> {
            plans
                .into_iter()
                .map(|plan| Self::new(plan, searcher, fields))
                .collect()
        };
        let each = |plans: &'a [Plan]| list(plans.iter().collect());
        Ok(match plan {
            Plan::All(plans) => Self::All(each(plans)?),
            Plan::Any(plans) => Self::AtLeast(1, list(alternatives(plans))?),
            Plan::AtLeast(count, plans) => Self::AtLeast(*count, each(plans)?),
            Plan::Better(must, better) => {
                Self::Better(Box::new(Self::new(must, searcher, fields)?), each(better)?)
            }
            Plan::Not(plan) => Self::Not(Box::new(Self::new(plan, searcher, fields)?)),
            Plan::Term(field, term, boost) => {
                let words = vec![(0, term.as_str())];
                let weight = weight(*field, &words, searcher, fields)?.boost_by(*boost);
                Self::Phrase(*field, words, Box::new(weight))
            }
            Plan::Mention(field, term, boost) => {
                let weight = weight(*field, &[(0, term)], searcher, fields)?.boost_by(*boost);
                Self::Mention(*field, term, Box::new(weight))
            }
            Plan::Phrase(field, words, boost) => {
                let words: Vec<_> = words
                    .iter()
                    .map(|(offset, word)| (*offset, word.as_str()))
                    .collect();
                let weight = weight(*field, &words, searcher, fields)?.boost_by(*boost);
                Self::Phrase(*field, words, Box::new(weight))
            }
            Plan::Words(..)
            | Plan::Facets(_)
            | Plan::FacetWords(_)
            | Plan::FacetSounds(_)
            | Plan::Records(_)
            | Plan::Time(..)
            | Plan::Everything
            | Plan::Nothing => Self::Plain(plan),
        })
    }

    /// The score of a document; `None` if it does not match.
    pub fn score(&self, document: &Document) -> Option<f32> {
        match self {
            Self::All(matchers) => matchers
                .iter()
                .try_fold(0.0, |sum, matcher| Some(sum + matcher.score(document)?)),
            Self::AtLeast(count, matchers) => {
                let scores: Vec<f32> = matchers
                    .iter()
                    .filter_map(|matcher| matcher.score(document))
                    .collect();
                (scores.len() >= *count).then(|| scores.iter().sum())
            }
            Self::Better(must, better) => {
                let score = must.score(document)?;
                let extra: f32 = better
                    .iter()
                    .filter_map(|matcher| matcher.score(document))
                    .sum();
                Some(score + extra)
            }
            Self::Not(matcher) => matcher.score(document).is_none().then_some(0.0),
            Self::Phrase(field, words, weight) => {
                let tokens = &document.texts[*field as usize].tokens;
                let count = phrase_count(tokens, words);
                (count > 0).then(|| weight.score(length_of(tokens), count))
            }
            Self::Mention(field, term, weight) => {
                let tokens = &document.texts[*field as usize].tokens;
                let count = phrase_count(tokens, &[(0, *term)]) * MENTION_TIMES;
                (count > 0).then(|| weight.score(length_of(tokens), count))
            }
            Self::Plain(plan) => plain_score(plan, document),
        }
    }
}

/// The length of a field as the index keeps it.
fn length_of(tokens: &[Token]) -> u8 {
    FieldNormReader::fieldnorm_to_id(u32::try_from(tokens.len()).unwrap_or(u32::MAX))
}

fn plain_score(plan: &Plan, document: &Document) -> Option<f32> {
    match plan {
        Plan::Words(field, automaton, boost) => {
            let tokens = &document.texts[*field as usize].tokens;
            let head = automaton.head();
            let first = tokens.partition_point(|token| token.term.as_bytes() < head);
            tokens[first..]
                .iter()
                .take_while(|token| token.term.as_bytes().starts_with(head))
                .any(|token| automaton.accepts(&token.term))
                .then_some(*boost)
        }
        Plan::Facets(facets) => facets
            .iter()
            .any(|facet| document.facets.binary_search(facet).is_ok())
            .then_some(0.0),
        Plan::FacetWords(automaton) => {
            let head = automaton.head();
            let facets = &document.facets;
            let first = facets.partition_point(|facet| facet.as_bytes() < head);
            facets[first..]
                .iter()
                .take_while(|facet| facet.as_bytes().starts_with(head))
                .any(|facet| automaton.accepts(facet))
                .then_some(0.0)
        }
        Plan::FacetSounds(sounds) => document
            .facets
            .iter()
            .any(|facet| sounds.accepts(facet))
            .then_some(0.0),
        Plan::Records(records) => records.contains(&document.key).then_some(0.0),
        Plan::Time(column, from, before) => {
            let time = document.time(*column);
            let inside =
                from.is_none_or(|from| time >= from) && before.is_none_or(|before| time < before);
            inside.then_some(0.0)
        }
        Plan::Everything => Some(0.0),
        _ => None,
    }
}

/// How often the words stand at their offsets.
fn phrase_count(tokens: &[Token], words: &[(u32, &str)]) -> u32 {
    let Some(((first_offset, first), others)) = words.split_first() else {
        return 0;
    };
    let mut count = 0;
    for token in occurrences(tokens, first) {
        let all_there = others.iter().all(|(offset, word)| {
            let place = token.position + offset - first_offset;
            occurrences(tokens, word)
                .binary_search_by_key(&place, |token| token.position)
                .is_ok()
        });
        count += u32::from(all_there);
    }
    count
}

/// The tokens of a term, by position.
pub fn occurrences<'t>(tokens: &'t [Token], term: &str) -> &'t [Token] {
    let start = tokens.partition_point(|token| token.term.as_str() < term);
    let length = tokens[start..].partition_point(|token| token.term == term);
    &tokens[start..start + length]
}

fn weight(
    field: TextField,
    words: &[(u32, &str)],
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<Bm25Weight> {
    let terms = words.iter().map(|(_, word)| fields.text_term(field, word));
    let terms: Option<Vec<_>> = terms.collect();
    let tokens = fields
        .text(field)
        .map(|field| searcher.total_num_tokens(field));
    let (Some(terms), Some(1..)) = (terms, tokens.transpose()?) else {
        return Ok(Bm25Weight::for_one_term(0, 1, 1.0));
    };
    Bm25Weight::for_terms(searcher, &terms)
}
