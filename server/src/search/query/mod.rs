//! Asking: from a request to hits, over index and tail in one consistent view. Rights are part of
//! the query: what a viewer may not see is neither found nor counted. Never waits for writers.
//! Tests: `tests` of the search module.

pub mod automaton;
pub mod build;
pub mod cancel;
pub mod collector;
mod exclusion;
pub mod fields;
pub mod filter;
mod list;
pub mod on_index;
pub mod on_tail;
pub mod plan;
pub mod words;

pub use cancel::Cancel;
pub use list::{ListAnswer, ListRequest, ListSort, run_list};

use super::{document::kind_number, error::SearchError, schema::Fields, view::View};
use build::{Tolerance, plan_of};
use collector::{Found, HitsCollector, Order};
use fields::FieldPlans;
use on_tail::Matcher;
use plan::Plan;
use shared::{
    api::search::SearchSort,
    ids::UserId,
    model::{RecordKind, RecordRef},
    query::Query,
    time::Timestamp,
};
use std::{
    collections::BinaryHeap,
    time::{Duration, Instant},
};
use tantivy::query::{BooleanQuery, Occur, Query as IndexQuery, TermSetQuery};

/// A query that takes longer is given up.
pub const QUERY_TIME_MAX: Duration = Duration::from_secs(5);
/// Hits to pass over at most.
pub const OFFSET_MAX: usize = 10_000;
/// With fewer strict hits, words that are nearly the same are found too.
const STRICT_HITS_ENOUGH: u64 = 5;
/// The message of a query that took too long.
pub(super) const OUT_OF_TIME: &str = "query out of time";
/// The message of a query that nobody waits for any more.
pub(super) const GIVEN_UP: &str = "query given up";

/// What to search for.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The words; an empty query matches everything.
    pub query: Query,
    /// Kinds to show; all if empty.
    pub kinds: Vec<RecordKind>,
    /// Whose.
    pub owner: Option<UserId>,
    /// What has to do with each of these records.
    pub about: Vec<RecordRef>,
    /// Not before this time.
    pub after: Option<Timestamp>,
    /// Before this time.
    pub before: Option<Timestamp>,
    /// The order of hits.
    pub sort: SearchSort,
    /// Hits at most.
    pub limit: usize,
    /// Hits to pass over, at most [`OFFSET_MAX`].
    pub offset: usize,
    /// Who asks; `None` is the system, which sees everything.
    pub viewer: Option<UserId>,
    /// The time of the question: newer hits rank a little higher.
    pub now: Timestamp,
    /// Given up by whoever asked.
    pub cancel: Cancel,
}

impl SearchRequest {
    fn kinds(&self) -> Vec<RecordKind> {
        if self.kinds.is_empty() {
            RecordKind::ALL.to_vec()
        } else {
            self.kinds.clone()
        }
    }

    fn order(&self) -> Order {
        match self.sort {
            SearchSort::Relevance => Order::Relevance { now: self.now },
            SearchSort::Newest => Order::Time {
                column: super::schema::TimeColumn::At,
                newest_first: true,
            },
        }
    }
}

/// Hits with how tolerant the search had to be.
#[derive(Debug)]
pub struct Hits {
    /// What was found; `best` begins at the offset asked for.
    pub found: Found,
    /// Which tier answered.
    pub tolerance: Tolerance,
}

/// What stands around the words of a request.
pub struct Around {
    /// See [`filter::of_search`].
    pub filters: Vec<Plan>,
    /// See [`FieldPlans::of`].
    pub fields: FieldPlans,
}

/// Runs a search.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn run_search(
    view: &View,
    fields: &Fields,
    request: &SearchRequest,
    around: &Around,
) -> Result<Hits, SearchError> {
    let strict = run_tier(view, fields, request, (around, Tolerance::Strict))?;
    let kinds = request.kinds();
    let hits: u64 = kinds
        .iter()
        .filter_map(|kind| strict.counts.get(kind))
        .sum();
    if request.cancel.is_given_up() {
        return Err(SearchError::GivenUp);
    }
    if hits >= STRICT_HITS_ENOUGH || request.query.is_empty() {
        return Ok(Hits {
            found: cut(strict, request),
            tolerance: Tolerance::Strict,
        });
    }
    let tolerant = run_tier(view, fields, request, (around, Tolerance::Typos))?;
    Ok(Hits {
        found: cut(tolerant, request),
        tolerance: Tolerance::Typos,
    })
}

fn cut(mut found: Found, request: &SearchRequest) -> Found {
    let offset = request.offset.min(OFFSET_MAX).min(found.best.len());
    found.best.drain(..offset);
    found.best.truncate(request.limit);
    found
}

fn run_tier(
    view: &View,
    fields: &Fields,
    request: &SearchRequest,
    (around, tolerance): (&Around, Tolerance),
) -> Result<Found, SearchError> {
    let mut plans = vec![plan_of(&request.query, tolerance, &around.fields)];
    plans.extend_from_slice(&around.filters);
    let plan = Plan::All(plans);
    let collector = HitsCollector {
        kinds: request.kinds(),
        order: request.order(),
        limit: request.limit + request.offset.min(OFFSET_MAX),
        deadline: Instant::now() + QUERY_TIME_MAX,
        cancel: request.cancel.clone(),
    };
    find_all(&plan, view, fields, &collector)
}

/// What matches a plan, in index and tail.
pub(super) fn find_all(
    plan: &Plan,
    view: &View,
    fields: &Fields,
    collector: &HitsCollector,
) -> Result<Found, SearchError> {
    let query = index_query(plan, view, fields);
    let found = view.searcher.search(&query, collector)?;
    let fresh = search_tail(plan, view, fields, collector)?;
    Ok(found.merge(fresh, collector.limit))
}

/// The plan on the index, without the records that the tail has newer.
pub(super) fn index_query(plan: &Plan, view: &View, fields: &Fields) -> Box<dyn IndexQuery> {
    let query = on_index::compile(plan, fields);
    if view.tail.entries().is_empty() {
        return query;
    }
    let newer = view
        .tail
        .entries()
        .iter()
        .map(|entry| fields.key_term(&super::document::key_bytes(entry.key)));
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::MustNot, Box::new(TermSetQuery::new(newer))),
    ]))
}

fn search_tail(
    plan: &Plan,
    view: &View,
    fields: &Fields,
    collector: &HitsCollector,
) -> Result<Found, SearchError> {
    let mut found = Found::default();
    if view.tail.entries().is_empty() {
        return Ok(found);
    }
    let matcher = Matcher::new(plan, &view.searcher, fields)?;
    let mut best = BinaryHeap::new();
    for document in view.tail.documents() {
        let Some(score) = matcher.score(document) else {
            continue;
        };
        let key = document.key;
        *found.counts.entry(key.kind).or_default() += 1;
        if collector
            .kinds
            .iter()
            .any(|&kind| kind_number(kind) == kind_number(key.kind))
        {
            best.push((collector.order.rank_document(score, document), key));
        }
    }
    found.best = best.into_sorted_vec();
    Ok(found)
}
