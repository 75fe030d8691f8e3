//! What every tier of a search needs: who asks what, of which index, tail and store. Rights stand in
//! its filters, so nothing that is run here finds or counts what the viewer may not see.
//! Tests: `tests` of the search module.

use super::{
    automaton::WordAutomaton,
    collector::{Found, HitsCollector, QUERY_TIME_MAX},
    fields::FieldPlans,
    find::find_all,
    plan::Plan,
    request::SearchRequest,
    visited::Visited,
};
use crate::{
    search::{error::SearchError, view::View},
    store::reader::Reader,
};
use std::{cell::RefCell, sync::Arc, time::Instant};

/// What stands around the words of a request.
pub struct Around {
    /// See [`super::filter::of_search`].
    pub filters: Vec<Plan>,
    /// See [`FieldPlans::of`].
    pub fields: FieldPlans,
    /// What the viewer opened of late.
    pub visited: Visited,
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
    ///
    /// # Errors
    /// When the index cannot be read or the time is over.
    pub fn plan(&self, plan: Plan, limit: usize) -> Result<Found, SearchError> {
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
    ///
    /// # Errors
    /// When the index cannot be read or the time is over.
    pub fn count(&self, plan: Plan) -> Result<u64, SearchError> {
        let counts = self.plan(plan, 0)?.counts;
        let kinds = self.request.kinds();
        Ok(kinds.iter().filter_map(|kind| counts.get(kind)).sum())
    }
}
