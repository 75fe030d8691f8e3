//! Evaluates a plan on the index: as a tantivy query. Must agree with `on_tail`.
//! Tests: the differential test of the search module.

use super::{
    automaton::{WordAutomaton, WordsQuery},
    exclusion::ExclusionQuery,
    plan::{Plan, alternatives},
    sounds::SoundsQuery,
    union::{Alternative, UnionQuery},
};
use crate::search::{
    document::key_bytes,
    schema::{Fields, TextField, TimeColumn},
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
pub fn compile(plan: &Plan, fields: &Fields) -> Box<dyn Query> {
    match plan {
        Plan::All(plans) => all(plans, fields),
        Plan::Any(plans) => Box::new(any(plans, fields)),
        Plan::AtLeast(count, plans) => Box::new(BooleanQuery::with_minimum_required_clauses(
            clauses(Occur::Should, plans, fields),
            *count,
        )),
        Plan::Better(must, better) => {
            let better: Box<dyn Query> = Box::new(any(better, fields));
            let must = compile(must, fields);
            Box::new(BooleanQuery::new(vec![
                (Occur::Must, must),
                (Occur::Should, better),
            ]))
        }
        Plan::Not(plan) => all(&[Plan::Not(plan.clone())], fields),
        Plan::Term(..) | Plan::Mention(..) | Plan::Phrase(..) | Plan::Words(..) => {
            Box::new(any(std::slice::from_ref(plan), fields))
        }
        Plan::Facets(facets) => facet_query(facets, fields),
        Plan::FacetWords(automaton) => silent(WordsQuery {
            field: fields.facet(),
            automaton: automaton.clone(),
        }),
        Plan::FacetSounds(sounds) => silent(SoundsQuery {
            field: fields.facet(),
            sounds: sounds.clone(),
        }),
        Plan::Records(records) => {
            let keys = records.iter().map(|&record| key_bytes(record));
            silent(TermSetQuery::new(keys.map(|key| fields.key_term(&key))))
        }
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

fn any(plans: &[Plan], fields: &Fields) -> UnionQuery {
    let plans = alternatives(plans).into_iter();
    UnionQuery {
        alternatives: plans.filter_map(|plan| alternative(plan, fields)).collect(),
    }
}

/// What most alternatives are is walked without a detour; `None` for a field that the index lacks.
fn alternative(plan: &Plan, fields: &Fields) -> Option<Alternative> {
    Some(match plan {
        Plan::Term(field, term, boost) => {
            Alternative::Term(fields.text_term(*field, term)?, *boost)
        }
        Plan::Mention(field, term, boost) => {
            Alternative::Mention(fields.text_term(*field, term)?, *boost)
        }
        Plan::Phrase(field, words, boost) => {
            Alternative::Phrase(phrase(*field, words, fields)?, *boost)
        }
        Plan::Words(field, automaton, boost) => {
            Alternative::Words(words(*field, automaton, fields)?, *boost)
        }
        plan => Alternative::Other(compile(plan, fields)),
    })
}

fn phrase(
    field: TextField,
    words: &[(u32, String)],
    fields: &Fields,
) -> Option<Vec<(usize, Term)>> {
    words
        .iter()
        .map(|(offset, word)| Some((*offset as usize, fields.text_term(field, word)?)))
        .collect()
}

fn words(field: TextField, automaton: &Arc<WordAutomaton>, fields: &Fields) -> Option<WordsQuery> {
    Some(WordsQuery {
        field: fields.text(field)?,
        automaton: automaton.clone(),
    })
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
