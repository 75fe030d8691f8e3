//! Filtered lists: ids of one kind in a stored order, with offset and total. Unfiltered lists come
//! from the store's own indexes. Tests: `tests` of the search module.

use super::{
    build::plan_of,
    cancel::Cancel,
    collector::{HitsCollector, Order as HitOrder, QUERY_TIME_MAX},
    fields::{Asked, FieldPlans},
    filter,
    find::{find_all, index_query},
    on_tail::Matcher,
    plan::Plan,
    tolerance::Tolerance,
};
use crate::search::{
    document::{Facet, sorts_by_name},
    error::SearchError,
    schema::{SORT_NAME, TimeColumn},
    view::View,
};
use crate::store::reader::Reader;
use shared::{
    api::search::IndexState,
    ids::UserId,
    model::RecordKind,
    query::{Problem, Query},
};
use std::time::Instant;
use tantivy::{
    Order,
    collector::{Count, TopDocs},
};
use uuid::Uuid;

/// Records that a list passes over at most.
pub const LIST_OFFSET_MAX: usize = 1_000_000;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListSort {
    /// By name as the store sorts it; kinds without names sort by last change.
    Name,
    /// By a time.
    Time(TimeColumn),
}

/// A filtered list.
#[derive(Debug, Clone)]
pub struct ListRequest {
    /// Records of this kind.
    pub kind: RecordKind,
    /// As in search; empty for all.
    pub query: Query,
    /// What must hold beside it; fields alone.
    pub filter: Query,
    /// The order.
    pub sort: ListSort,
    /// Greatest first.
    pub descending: bool,
    /// Records to pass over.
    pub offset: usize,
    /// Records at most.
    pub limit: usize,
    /// Who asks; `None` is the system, which sees everything.
    pub viewer: Option<UserId>,
}

/// A stretch of a filtered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAnswer {
    /// The ids in order.
    pub ids: Vec<Uuid>,
    /// All records that match.
    pub total: u64,
    /// What is wrong with the query's values.
    pub problems: Vec<Problem>,
    /// Whether the index is complete.
    pub state: IndexState,
}

/// Runs a filtered list.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn run_list(
    view: &View,
    reader: &Reader,
    request: &ListRequest,
) -> Result<ListAnswer, SearchError> {
    let viewer = request.viewer;
    let asked = Asked {
        reader,
        view,
        viewer,
    };
    let mut plans = vec![filter::any_of(&[Facet::Kind(request.kind)])];
    plans.extend(filter::rights(viewer));
    let mut problems = request.query.problems.clone();
    for (query, is_typed) in [(&request.query, true), (&request.filter, false)] {
        let found = FieldPlans::of(query, &asked)?;
        plans.push(plan_of(query, Tolerance::Strict, &found));
        // A problem says where it is in the text of the query; in the filter nobody would see it.
        problems.extend(found.problems.into_iter().filter(|_| is_typed));
    }
    let plan = Plan::All(plans);
    let (ids, total) = match request.sort {
        ListSort::Name if sorts_by_name(request.kind) && view.fields.sort_by_name() => {
            by_name(view, request, &plan)?
        }
        ListSort::Name => by_time(view, request, (&plan, TimeColumn::Updated))?,
        ListSort::Time(column) => by_time(view, request, (&plan, column))?,
    };
    Ok(ListAnswer {
        ids,
        total,
        problems,
        state: view.state(),
    })
}

fn kept(request: &ListRequest) -> usize {
    request.offset.min(LIST_OFFSET_MAX) + request.limit.max(1)
}

fn by_name(
    view: &View,
    request: &ListRequest,
    plan: &Plan,
) -> Result<(Vec<Uuid>, u64), SearchError> {
    let order = if request.descending {
        Order::Desc
    } else {
        Order::Asc
    };
    let query = index_query(plan, view);
    let top = TopDocs::with_limit(kept(request)).order_by_string_fast_field(SORT_NAME, order);
    let (count, top) = view.searcher.search(&query, &(Count, top))?;
    let mut names: Vec<String> = top.into_iter().filter_map(|(name, _)| name).collect();
    let mut total = count as u64;
    if !view.tail.entries().is_empty() {
        let matcher = Matcher::new(plan, &view.searcher, &view.fields)?;
        let fresh = view
            .tail
            .documents()
            .filter(|document| matcher.score(document).is_some());
        for document in fresh {
            total += 1;
            names.extend(document.sort_name.clone());
        }
        names.sort_unstable();
        if request.descending {
            names.reverse();
        }
    }
    let ids = names
        .iter()
        .skip(request.offset)
        .take(request.limit)
        .filter_map(|name| Uuid::try_parse(name.rsplit('\0').next()?).ok());
    Ok((ids.collect(), total))
}

fn by_time(
    view: &View,
    request: &ListRequest,
    (plan, column): (&Plan, TimeColumn),
) -> Result<(Vec<Uuid>, u64), SearchError> {
    let collector = HitsCollector {
        columns: view.columns.clone(),
        kinds: vec![request.kind],
        order: HitOrder::Time {
            column,
            newest_first: request.descending,
        },
        limit: kept(request),
        cancel: Cancel::default(),
        deadline: Instant::now() + QUERY_TIME_MAX,
    };
    let found = find_all(plan, view, &collector)?;
    let total = found.counts.get(&request.kind).copied().unwrap_or(0);
    let ids = found
        .best
        .iter()
        .skip(request.offset)
        .take(request.limit)
        .map(|hit| hit.record.id);
    Ok((ids.collect(), total))
}
