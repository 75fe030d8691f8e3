//! Evaluates a plan on the index: as a tantivy query. Must agree with `on_tail`.
//! Tests: the differential test of the search module.

use super::{
    automaton::{WordAutomaton, WordsQuery},
    exclusion::ExclusionQuery,
    plan::Plan,
};
use crate::search::schema::{Fields, TextField, TimeColumn};
use std::{ops::Bound, sync::Arc};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
        RangeQuery, TermQuery, TermSetQuery,
    },
    schema::{Field, IndexRecordOption},
};

/// More facets than this are asked as a set.
const FACETS_ASKED_SINGLY: usize = 4;

type Clause = (Occur, Box<dyn Query>);

/// The tantivy query of a plan. What asks for a field that the index lacks finds nothing.
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
        Plan::Term(field, term, boost) => match fields.text_term(*field, term) {
            Some(term) => boosted(TermQuery::new(term, IndexRecordOption::WithFreqs), *boost),
            None => Box::new(EmptyQuery),
        },
        Plan::Phrase(field, words, boost) => phrase(*field, words, *boost, fields),
        Plan::Words(field, automaton, boost) => match fields.text(*field) {
            Some(field) => words_of(field, automaton, *boost),
            None => Box::new(EmptyQuery),
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

/// The postings of one word are at hand; of several, a set of documents is made first.
fn words_of(field: Field, automaton: &Arc<WordAutomaton>, boost: f32) -> Box<dyn Query> {
    let Some(word) = automaton.only() else {
        let automaton = automaton.clone();
        return boosted(WordsQuery { field, automaton }, boost);
    };
    let term = Term::from_field_text(field, word);
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    Box::new(ConstScoreQuery::new(Box::new(query), boost))
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
    let term = |(offset, word): &(u32, String)| {
        let term = fields.text_term(field, word)?;
        Some((*offset as usize, term))
    };
    match words.iter().map(term).collect() {
        Some(terms) => boosted(PhraseQuery::new_with_offset(terms), boost),
        None => Box::new(EmptyQuery),
    }
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
    let bound = |micros: Option<i64>, bound: fn(Term) -> Bound<Term>| match micros {
        Some(micros) => Some(bound(fields.time_term(column, micros)?)),
        None => Some(Bound::Unbounded),
    };
    match (bound(from, Bound::Included), bound(before, Bound::Excluded)) {
        (Some(Bound::Unbounded), Some(Bound::Unbounded)) => silent(AllQuery),
        (Some(from), Some(before)) => silent(RangeQuery::new(from, before)),
        _ => Box::new(EmptyQuery),
    }
}

/// A filter: it decides and adds nothing to the score.
fn silent(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

fn boosted(query: impl Query, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(query), boost))
}
