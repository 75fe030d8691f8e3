//! Asking: from a request to hits, over index and tail in one consistent view. Rights are part of
//! the query: what a viewer may not see is neither found nor counted. Never waits for writers.
//! Tests: `tests` of the search module.

pub mod automaton;
pub mod build;
mod called;
pub mod cancel;
mod closeness;
pub mod collector;
pub mod edits;
mod exclusion;
pub mod fields;
pub mod filter;
mod list;
pub mod meanings;
mod meant;
mod near;
pub mod on_index;
pub mod on_tail;
mod opening;
mod parties;
pub mod plan;
mod question;
mod recency;
mod relaxed;
mod reorder;
mod sentence;
pub mod similar;
mod sounds;
mod standing;
mod telling;
mod threads;
mod union;
mod visited;
pub mod why;
pub mod words;

pub use cancel::Cancel;
pub use list::{ListAnswer, ListRequest, ListSort, run_list};
pub use visited::Visited;

use super::{document::kind_number, error::SearchError, sharing, view::View};
use crate::store::reader::Reader;
use automaton::WordAutomaton;
use build::{Tolerance, plan_of, question_of};
use collector::{Found, HitsCollector, Order, Ranked};
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
    cell::RefCell,
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};
use tantivy::{
    Searcher, SegmentReader,
    collector::Collector,
    query::{BooleanQuery, EnableScoring, Occur, Query as IndexQuery, TermSetQuery},
};
use threads::Threads;

/// A query that takes longer is given up.
pub const QUERY_TIME_MAX: Duration = Duration::from_secs(5);
/// Hits to pass over at most.
pub const OFFSET_MAX: usize = 10_000;
/// With fewer strict hits, words that are nearly the same are found too.
const STRICT_HITS_ENOUGH: u64 = 5;
/// With fewer strict hits, other words are suggested.
const MEANT_HITS_MAX: u64 = 3;
/// Hits that the viewer opened of late and that are looked at again wherever they stand.
const OPENED_MAX: usize = 30;
/// The message of a query that took too long.
pub(super) const OUT_OF_TIME: &str = "query out of time";
/// The message of a query that nobody waits for any more.
pub(super) const GIVEN_UP: &str = "query given up";

/// What to search for.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The query as it was typed.
    pub typed: String,
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
    /// Whether the mails of a conversation are one hit.
    pub threads: bool,
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

    /// Hits that must be looked at.
    fn kept(&self) -> usize {
        let shown = self.limit + self.offset.min(OFFSET_MAX);
        let kept = match self.threads {
            true => threads::kept(shown),
            false => shown,
        };
        match self.sort {
            SearchSort::Relevance => kept.max(reorder::LOOKED_AT_AGAIN),
            SearchSort::Newest => kept,
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
    /// How many more mails of its conversation a hit stands for.
    pub more_in_thread: HashMap<RecordRef, u32>,
    /// The query with better words, as text.
    pub meant: Option<String>,
}

/// What stands around the words of a request.
pub struct Around {
    /// See [`filter::of_search`].
    pub filters: Vec<Plan>,
    /// See [`FieldPlans::of`].
    pub fields: FieldPlans,
    /// What the viewer opened of late.
    pub visited: Visited,
}

/// Runs a search.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn run_search(run: &Run) -> Result<Hits, SearchError> {
    let (request, around) = (run.request, run.around);
    let limit = request.kept();
    let tier = |tolerance| run.plan(plan_of(&request.query, tolerance, &around.fields), limit);
    let strict = tier(Tolerance::Strict)?;
    let kinds = request.kinds();
    let count = |found: &Found| -> u64 {
        let counts = kinds.iter().filter_map(|kind| found.counts.get(kind));
        counts.sum()
    };
    let hits = count(&strict);
    if request.cancel.is_given_up() {
        return Err(SearchError::GivenUp);
    }
    let enough = hits >= STRICT_HITS_ENOUGH && !relaxed::is_unspaced_text(&request.query);
    if enough || request.query.is_empty() {
        return run.cut(strict, Tolerance::Strict);
    }
    let wanted = hits < MEANT_HITS_MAX && request.offset == 0;
    let meant = match wanted {
        true => meant::meant(run, hits)?,
        false => None,
    };
    let question =
        question_of(&request.query, &around.fields).map(|plan| question::answer(run, plan));
    if let Some(found) = question.transpose()?.filter(|found| count(found) > hits) {
        let hits = run.cut(found, Tolerance::SomeWords)?;
        return Ok(Hits { meant, ..hits });
    }
    if hits >= STRICT_HITS_ENOUGH {
        return run.cut(strict, Tolerance::Strict);
    }
    let tolerant = tier(Tolerance::Typos)?;
    let tolerance = match count(&tolerant) > hits {
        true => Tolerance::Typos,
        false => Tolerance::Strict,
    };
    let hits = run.cut(tolerant, tolerance)?;
    Ok(Hits { meant, ..hits })
}

/// What every tier of a search needs.
pub struct Run<'a> {
    /// Index and tail.
    pub view: &'a View,
    /// What is asked.
    pub request: &'a SearchRequest,
    /// What stands around its words.
    pub around: &'a Around,
    /// The store.
    pub reader: &'a Reader,
    /// Near words that were looked for already.
    pub near: RefCell<Vec<Arc<WordAutomaton>>>,
}

impl Run<'_> {
    /// Runs a plan inside the filters and keeps the best.
    fn plan(&self, plan: Plan, limit: usize) -> Result<Found, SearchError> {
        let mut plans = vec![plan];
        plans.extend_from_slice(&self.around.filters);
        let mut plan = Plan::All(plans);
        plan.share(&mut self.near.borrow_mut());
        let collector = HitsCollector {
            columns: self.view.columns.clone(),
            kinds: self.request.kinds(),
            order: self.request.order(),
            limit,
            deadline: Instant::now() + QUERY_TIME_MAX,
            cancel: self.request.cancel.clone(),
        };
        find_all(&plan, self.view, &collector)
    }

    /// How many records of the kinds asked for match a plan inside the filters.
    fn count(&self, plan: Plan) -> Result<u64, SearchError> {
        let counts = self.plan(plan, 0)?.counts;
        let kinds = self.request.kinds();
        Ok(kinds.iter().filter_map(|kind| counts.get(kind)).sum())
    }

    /// The hits that the viewer opened of late, when there are more hits than are looked at again:
    /// of all whose name begins with two letters, one means the one that was just open. Only for one
    /// word; more are precise, and would take half a millisecond longer.
    fn opened(&self, found: &Found, tolerance: Tolerance) -> Result<Vec<Ranked>, SearchError> {
        let visited = &self.around.visited;
        let hits: u64 = found.counts.values().sum();
        let is_one_word = self.request.query.nodes.len() == 1 && tolerance != Tolerance::SomeWords;
        if visited.is_empty() || !is_one_word || hits <= reorder::LOOKED_AT_AGAIN as u64 {
            return Ok(Vec::new());
        }
        let asked = plan_of(&self.request.query, tolerance, &self.around.fields);
        let opened = Plan::Records(visited.records(self.reader)?);
        Ok(self.plan(Plan::All(vec![asked, opened]), OPENED_MAX)?.best)
    }

    /// The page asked for.
    fn cut(&self, mut found: Found, tolerance: Tolerance) -> Result<Hits, SearchError> {
        let request = self.request;
        let mut threads = Threads::new(self.reader);
        let offset = request.offset.min(OFFSET_MAX);
        let shows_any = offset < found.best.len();
        if shows_any && request.sort == SearchSort::Relevance && !request.query.is_empty() {
            let opened = self.opened(&found, tolerance)?;
            // The first hits change places among themselves, so pages behind them stay as they are.
            if offset < reorder::LOOKED_AT_AGAIN || !opened.is_empty() {
                let asked = reorder::asked_of(&request.query, tolerance, self.view)?;
                reorder::reorder(self, &asked, opened, (&mut found.best, &mut threads))?;
            }
        }
        let mut more_in_thread = HashMap::new();
        if request.threads {
            (found.best, more_in_thread) = threads.fold(found.best)?;
        }
        found.best.drain(..offset.min(found.best.len()));
        found.best.truncate(request.limit);
        Ok(Hits {
            found,
            tolerance,
            more_in_thread,
            meant: None,
        })
    }
}

/// What matches a plan, in index and tail.
pub(super) fn find_all(
    plan: &Plan,
    view: &View,
    collector: &HitsCollector,
) -> Result<Found, SearchError> {
    near::look_up(plan, view)?;
    let query = index_query(plan, view);
    let found = search_index(&*query, &view.searcher, collector)?;
    let fresh = search_tail(plan, view, collector)?;
    Ok(found.merge(fresh, collector.limit))
}

/// Part by part, the largest first: so several threads wait the least for one another.
fn search_index(
    query: &dyn IndexQuery,
    searcher: &Searcher,
    collector: &HitsCollector,
) -> tantivy::Result<Found> {
    let weight = query.weight(scoring(collector, searcher))?;
    let parts = (0..).zip(searcher.segment_readers().iter().cloned());
    let mut parts: Vec<(u32, SegmentReader)> = parts.collect();
    parts.sort_by_key(|(_, part)| Reverse(part.max_doc()));
    let parts_collector = collector.clone();
    let found = sharing::each(parts.len(), move |(): &mut (), place| {
        let (number, part) = &parts[place];
        parts_collector.collect_segment(&*weight, *number, part)
    });
    collector.merge_fruits(found.into_iter().collect::<tantivy::Result<_>>()?)
}

fn scoring<'a>(collector: &HitsCollector, searcher: &'a Searcher) -> EnableScoring<'a> {
    match collector.requires_scoring() {
        true => EnableScoring::enabled_from_searcher(searcher),
        false => EnableScoring::disabled_from_searcher(searcher),
    }
}

/// The plan on the index, without the records that the tail has newer.
pub(super) fn index_query(plan: &Plan, view: &View) -> Box<dyn IndexQuery> {
    let query = on_index::compile(plan, view);
    if view.tail.entries().is_empty() {
        return query;
    }
    let newer = view
        .tail
        .entries()
        .iter()
        .map(|entry| view.fields.key_term(&super::document::key_bytes(entry.key)));
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::MustNot, Box::new(TermSetQuery::new(newer))),
    ]))
}

fn search_tail(plan: &Plan, view: &View, collector: &HitsCollector) -> Result<Found, SearchError> {
    let mut found = Found::default();
    if view.tail.entries().is_empty() {
        return Ok(found);
    }
    let matcher = Matcher::new(plan, &view.searcher, &view.fields)?;
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
            best.push(Ranked {
                rank: collector.order.rank_document(score, document),
                record: key,
                place: None,
            });
        }
    }
    found.best = best.into_sorted_vec();
    Ok(found)
}
