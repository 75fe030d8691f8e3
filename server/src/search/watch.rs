//! Searches that wait for what comes: a few questions put to each changed record, instead of each
//! record to all questions. The plans are those of a search, rights included, evaluated as on the tail.
//! Words must stand there as asked: nobody wants word of what is nearly the same.
//! Tests: `tests::watch`; `saved_searches` in the tests crate.

use super::{
    Search, SearchError, SearchRequest,
    document::{self, Document},
    query::{
        build::{Tolerance, plan_of},
        fields::{Asked, FieldPlans},
        filter,
        on_tail::Matcher,
        plan::Plan,
    },
    schema::Fields,
    view::View,
};
use crate::{
    changes::{Action, Change, RecordChange},
    store::{reader::Reader, record::table_of},
};
use shared::{
    model::{RecordKind, RecordRef},
    query::Query,
};

/// A search that waits.
#[derive(Debug, Clone)]
pub struct Watch {
    /// What is asked, and for whom.
    pub request: SearchRequest,
    /// Conditions of a list.
    pub filter: Query,
}

/// A record that a search finds now and did not find before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMatch {
    /// Which search, by its place.
    pub watch: usize,
    /// Which change, by its place.
    pub change: usize,
    /// The record.
    pub record: RecordRef,
}

impl Search {
    /// What these changes brought to these searches. `wants` says whether a search is told of a change
    /// at all. What came back from the bin is not new.
    ///
    /// # Errors
    /// When the store or the statistics of the index cannot be read.
    pub fn new_matches(
        &self,
        watches: &[Watch],
        changes: &[Change],
        wants: &dyn Fn(usize, &Change) -> bool,
    ) -> Result<Vec<NewMatch>, SearchError> {
        let reader = self.reader()?;
        let view = self.shared.view.load();
        let plans: Vec<Plan> = watches
            .iter()
            .map(|watch| plan(watch, &reader, &view, &view.fields))
            .collect::<Result<_, _>>()?;
        let matchers: Vec<Matcher<'_>> = plans
            .iter()
            .map(|plan| Matcher::new(plan, &view.searcher, &view.fields))
            .collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for (place, change) in changes.iter().enumerate() {
            let asked: Vec<usize> = (0..watches.len())
                .filter(|&watch| wants(watch, change))
                .collect();
            for record in &change.records {
                let fits = |watch: usize, key: RecordRef, document: &Document| {
                    let kinds = &watches[watch].request.kinds;
                    (kinds.is_empty() || kinds.contains(&key.kind))
                        && matchers[watch].score(document).is_some()
                };
                let fresh = fresh(&reader, record, &asked, &fits)?;
                found.extend(fresh.into_iter().map(|(watch, record)| NewMatch {
                    watch,
                    change: place,
                    record,
                }));
            }
        }
        Ok(found)
    }
}

fn plan(watch: &Watch, reader: &Reader, view: &View, fields: &Fields) -> Result<Plan, SearchError> {
    let request = &watch.request;
    let asked = Asked {
        reader,
        view,
        fields,
        viewer: request.viewer,
    };
    let mut plans = filter::of_search(request, reader)?;
    for query in [&request.query, &watch.filter] {
        let found = FieldPlans::of(query, &asked)?;
        plans.push(plan_of(query, Tolerance::Strict, &found));
    }
    Ok(Plan::All(plans))
}

/// The searches that find a record now and did not before it was changed.
fn fresh(
    reader: &Reader,
    record: &RecordChange,
    asked: &[usize],
    fits: &dyn Fn(usize, RecordRef, &Document) -> bool,
) -> Result<Vec<(usize, RecordRef)>, SearchError> {
    let Some(key) = key_of(record).filter(|_| !asked.is_empty()) else {
        return Ok(Vec::new());
    };
    let Some(now) = document::load(reader, key)? else {
        return Ok(Vec::new());
    };
    let mut finders: Vec<usize> = asked.to_vec();
    finders.retain(|&watch| fits(watch, key, &now));
    let before = record.before.as_deref().filter(|_| !finders.is_empty());
    let before = before
        .map(|bytes| document::of_bytes(reader, key, bytes))
        .transpose()?;
    if let Some(before) = before.flatten() {
        finders.retain(|&watch| !fits(watch, key, &before));
    }
    Ok(finders.into_iter().map(|watch| (watch, key)).collect())
}

fn key_of(record: &RecordChange) -> Option<RecordRef> {
    if !matches!(record.action, Action::Created | Action::Updated) {
        return None;
    }
    let kind = RecordKind::ALL
        .into_iter()
        .find(|&kind| record.is(table_of(kind)))?;
    Some(RecordRef {
        kind,
        id: record.id,
    })
}
