//! What matches a plan, in index and tail, as one consistent view. Never waits for writers.
//! Tests: `tests` of the search module.

use super::{
    collector::{Found, HitsCollector, Ranked},
    near, on_index,
    on_tail::Matcher,
    plan::Plan,
};
use crate::search::{
    document::{key_bytes, kind_number},
    error::SearchError,
    sharing,
    view::View,
};
use std::{cmp::Reverse, collections::BinaryHeap};
use tantivy::{
    Searcher, SegmentReader,
    collector::Collector,
    query::{BooleanQuery, EnableScoring, Occur, Query as IndexQuery, TermSetQuery},
};

/// What matches a plan.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn find_all(plan: &Plan, view: &View, collector: &HitsCollector) -> Result<Found, SearchError> {
    near::look_up(&plan.near_words(), view)?;
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
pub fn index_query(plan: &Plan, view: &View) -> Box<dyn IndexQuery> {
    let query = on_index::compile(plan, view);
    if view.tail.entries().is_empty() {
        return query;
    }
    let newer = view
        .tail
        .entries()
        .iter()
        .map(|entry| view.fields.key_term(&key_bytes(entry.key)));
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
