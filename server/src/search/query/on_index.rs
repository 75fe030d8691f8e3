//! Evaluates a plan on the index: as a tantivy query. Must agree with `on_tail`.
//! Tests: the differential test of the search module.

use super::{automaton::WordsQuery, exclusion::ExclusionQuery, plan::Plan};
use crate::search::schema::{Fields, TextField, TimeColumn};
use std::ops::Bound;
use tantivy::{
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
        RangeQuery, TermQuery, TermSetQuery,
    },
    schema::IndexRecordOption,
};

/// More facets than this are asked as a set.
const FACETS_ASKED_SINGLY: usize = 4;

type Clause = (Occur, Box<dyn Query>);

/// The tantivy query of a plan.
pub fn compile(plan: &Plan, fields: &Fields) -> Box<dyn Query> {
    match plan {
        Plan::All(plans) => all(plans, fields),
        Plan::Any(plans) => Box::new(BooleanQuery::new(clauses(Occur::Should, plans, fields))),
        Plan::AtLeast(count, plans) => Box::new(BooleanQuery::with_minimum_required_clauses(
            clauses(Occur::Should, plans, fields),
            *count,
        )),
        Plan::Better(must, better) => {
            let mut parts = clauses(Occur::Should, better, fields);
            parts.push((Occur::Must, compile(must, fields)));
            Box::new(BooleanQuery::new(parts))
        }
        Plan::Not(plan) => all(&[Plan::Not(plan.clone())], fields),
        Plan::Term(field, term, boost) => boosted(
            TermQuery::new(fields.text_term(*field, term), IndexRecordOption::WithFreqs),
            *boost,
        ),
        Plan::Phrase(field, words, boost) => phrase(*field, words, *boost, fields),
        Plan::Words(field, automaton, boost) => match automaton.only() {
            // The postings of one word are at hand; of several, a set of documents is made first.
            Some(word) => {
                let term = fields.text_term(*field, word);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(query), *boost))
            }
            None => {
                let field = fields.text(*field);
                let automaton = automaton.clone();
                boosted(WordsQuery { field, automaton }, *boost)
            }
        },
        Plan::Facets(facets) => facet_query(facets, fields),
        Plan::FacetWords(automaton) => silent(WordsQuery {
            field: fields.facet(),
            automaton: automaton.clone(),
        }),
        Plan::Time(column, from, before) => time(*column, *from, *before, fields),
        Plan::Everything => silent(AllQuery),
        Plan::Nothing => Box::new(EmptyQuery),
    }
}

fn clauses(occur: Occur, plans: &[Plan], fields: &Fields) -> Vec<Clause> {
    plans
        .iter()
        .map(|plan| (occur, compile(plan, fields)))
        .collect()
}

fn all(plans: &[Plan], fields: &Fields) -> Box<dyn Query> {
    let mut parts: Vec<Clause> = plans
        .iter()
        .map(|plan| match plan {
            Plan::Not(plan) => {
                let excluded: Box<dyn Query> = Box::new(ExclusionQuery(compile(plan, fields)));
                (Occur::MustNot, excluded)
            }
            plan => (Occur::Must, compile(plan, fields)),
        })
        .collect();
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, silent(AllQuery)));
    }
    Box::new(BooleanQuery::new(parts))
}

fn phrase(
    field: TextField,
    words: &[(u32, String)],
    boost: f32,
    fields: &Fields,
) -> Box<dyn Query> {
    let terms = words
        .iter()
        .map(|(offset, word)| (*offset as usize, fields.text_term(field, word)))
        .collect();
    boosted(PhraseQuery::new_with_offset(terms), boost)
}

/// A set query walks all its documents first; a few facets are cheaper asked hit by hit, above all
/// the rights of a viewer, which nearly every document has.
fn facet_query(facets: &[String], fields: &Fields) -> Box<dyn Query> {
    match facets {
        few if few.len() <= FACETS_ASKED_SINGLY => {
            let term = |facet: &String| -> Clause {
                let term = fields.facet_term(facet);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                (Occur::Should, Box::new(query))
            };
            silent(BooleanQuery::new(few.iter().map(term).collect()))
        }
        facets => silent(TermSetQuery::new(
            facets.iter().map(|facet| fields.facet_term(facet)),
        )),
    }
}

fn time(
    column: TimeColumn,
    from: Option<i64>,
    before: Option<i64>,
    fields: &Fields,
) -> Box<dyn Query> {
    let term = |micros| fields.time_term(column, micros);
    match (from, before) {
        (None, None) => silent(AllQuery),
        (from, before) => silent(RangeQuery::new(
            from.map_or(Bound::Unbounded, |from| Bound::Included(term(from))),
            before.map_or(Bound::Unbounded, |before| Bound::Excluded(term(before))),
        )),
    }
}

/// A filter: it decides and adds nothing to the score.
fn silent(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

fn boosted(query: impl Query, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(query), boost))
}
