//! Evaluates a plan on the index: as a tantivy query. Must agree with `on_tail`.
//! Tests: the differential test of the search module.

use super::{
    automaton::WordAutomaton,
    exclusion::ExclusionQuery,
    plan::{Plan, alternatives},
    sounds::SoundsQuery,
    union::{Alternative, UnionQuery},
    words_query::WordsQuery,
};
use crate::search::{
    document::key_bytes,
    schema::{TextField, TimeColumn},
    view::View,
};
use std::{ops::Bound, sync::Arc};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery,
        TermSetQuery,
    },
    schema::IndexRecordOption,
};

/// More facets than this are asked as a set.
const FACETS_ASKED_SINGLY: usize = 4;

type Clause = (Occur, Box<dyn Query>);

/// The tantivy query of a plan. What asks for a field that the index lacks finds nothing.
pub fn compile(plan: &Plan, view: &View) -> Box<dyn Query> {
    match plan {
        Plan::All(plans) => all(plans, view),
        Plan::Any(plans) => Box::new(any(plans, view)),
        Plan::AtLeast(count, plans) => Box::new(BooleanQuery::with_minimum_required_clauses(
            clauses(Occur::Should, plans, view),
            *count,
        )),
        Plan::Better(must, better) => {
            let better: Box<dyn Query> = Box::new(any(better, view));
            let must = compile(must, view);
            Box::new(BooleanQuery::new(vec![
                (Occur::Must, must),
                (Occur::Should, better),
            ]))
        }
        Plan::Not(plan) => all(&[Plan::Not(plan.clone())], view),
        Plan::Term(..) | Plan::Mention(..) | Plan::Phrase(..) | Plan::Words(..) => {
            Box::new(any(std::slice::from_ref(plan), view))
        }
        Plan::Facets(facets) => facet_query(facets, view),
        Plan::FacetWords(automaton) => silent(WordsQuery {
            field: view.fields.facet(),
            automaton: automaton.clone(),
            columns: view.columns.clone(),
        }),
        Plan::FacetSounds(sounds) => silent(SoundsQuery {
            field: view.fields.facet(),
            sounds: sounds.clone(),
        }),
        Plan::Records(records) => {
            let keys = records.iter().map(|&record| key_bytes(record));
            silent(TermSetQuery::new(
                keys.map(|key| view.fields.key_term(&key)),
            ))
        }
        Plan::Time(column, from, before) => time(*column, *from, *before, view),
        Plan::Everything => silent(AllQuery),
        Plan::Nothing => Box::new(EmptyQuery),
    }
}

fn clauses(occur: Occur, plans: &[Plan], view: &View) -> Vec<Clause> {
    plans
        .iter()
        .map(|plan| (occur, compile(plan, view)))
        .collect()
}

fn all(plans: &[Plan], view: &View) -> Box<dyn Query> {
    let mut parts: Vec<Clause> = plans
        .iter()
        .map(|plan| match plan {
            Plan::Not(plan) => {
                let excluded: Box<dyn Query> = Box::new(ExclusionQuery(compile(plan, view)));
                (Occur::MustNot, excluded)
            }
            plan => (Occur::Must, compile(plan, view)),
        })
        .collect();
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, silent(AllQuery)));
    }
    Box::new(BooleanQuery::new(parts))
}

fn any(plans: &[Plan], view: &View) -> UnionQuery {
    let plans = alternatives(plans).into_iter();
    UnionQuery {
        alternatives: plans.filter_map(|plan| alternative(plan, view)).collect(),
        columns: view.columns.clone(),
    }
}

/// What most alternatives are is walked without a detour; `None` for a field that the index lacks.
fn alternative(plan: &Plan, view: &View) -> Option<Alternative> {
    Some(match plan {
        Plan::Term(field, term, boost) => {
            Alternative::Term(view.fields.text_term(*field, term)?, *boost)
        }
        Plan::Mention(field, term, boost) => {
            Alternative::Mention(view.fields.text_term(*field, term)?, *boost)
        }
        Plan::Phrase(field, words, boost) => {
            Alternative::Phrase(phrase(*field, words, view)?, *boost)
        }
        Plan::Words(field, automaton, boost) => {
            Alternative::Words(words(*field, automaton, view)?, *boost)
        }
        plan => Alternative::Other(compile(plan, view)),
    })
}

fn phrase(field: TextField, words: &[(u32, String)], view: &View) -> Option<Vec<(usize, Term)>> {
    words
        .iter()
        .map(|(offset, word)| Some((*offset as usize, view.fields.text_term(field, word)?)))
        .collect()
}

fn words(field: TextField, automaton: &Arc<WordAutomaton>, view: &View) -> Option<WordsQuery> {
    Some(WordsQuery {
        field: view.fields.text(field)?,
        automaton: automaton.clone(),
        columns: view.columns.clone(),
    })
}

/// A set query walks all its documents first; a few facets are cheaper asked hit by hit, above all
/// the rights of a viewer, which nearly every document has.
fn facet_query(facets: &[String], view: &View) -> Box<dyn Query> {
    match facets {
        few if few.len() <= FACETS_ASKED_SINGLY => {
            let term = |facet: &String| -> Clause {
                let term = view.fields.facet_term(facet);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                (Occur::Should, Box::new(query))
            };
            silent(BooleanQuery::new(few.iter().map(term).collect()))
        }
        facets => silent(TermSetQuery::new(
            facets.iter().map(|facet| view.fields.facet_term(facet)),
        )),
    }
}

fn time(column: TimeColumn, from: Option<i64>, before: Option<i64>, view: &View) -> Box<dyn Query> {
    let bound = |micros: Option<i64>, bound: fn(Term) -> Bound<Term>| match micros {
        Some(micros) => Some(bound(view.fields.time_term(column, micros)?)),
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
