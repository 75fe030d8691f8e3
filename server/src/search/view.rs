//! What queries see: one searcher and one tail that belong together. Replaced in one step, so
//! that no document is missing or doubled for an instant. Tests: `tests` of the search module.

use super::{
    columns::Columns,
    schema::Fields,
    tail::{Tail, TailEntry},
};
use crate::store::engine::ChangePosition;
use arc_swap::ArcSwap;
use shared::api::search::IndexState;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::Searcher;

/// Entries of the tail at most while no index can take them; the rebuilt index will have them.
pub const TAIL_ENTRIES_MAX: usize = 20_000;

/// One consistent state of search.
#[derive(Clone)]
pub struct View {
    /// The index.
    pub searcher: Searcher,
    /// Its columns.
    pub columns: Arc<Columns>,
    /// Its fields.
    pub fields: Arc<Fields>,
    /// What the index does not have yet.
    pub tail: Tail,
    /// The index has every change up to here.
    pub indexed: ChangePosition,
    /// Changes up to here are found only by the index, not by the tail.
    pub needed: ChangePosition,
    /// Whether a new index is being built.
    pub rebuilding: bool,
}

impl View {
    /// Sees another index, or another state of the same.
    pub fn look_at(&mut self, searcher: Searcher) {
        self.columns = Arc::new(Columns::of(&searcher, &self.columns));
        self.searcher = searcher;
    }

    /// Whether every acknowledged save is found.
    pub fn state(&self) -> IndexState {
        if self.rebuilding || self.indexed < self.needed {
            IndexState::Rebuilding
        } else {
            IndexState::Current
        }
    }
}

/// The view, swapped whole. Readers never wait; writers take turns.
pub struct SharedView {
    view: ArcSwap<View>,
    turn: Mutex<()>,
}

impl SharedView {
    /// Begins with a view.
    pub fn new(view: View) -> Self {
        Self {
            view: ArcSwap::from_pointee(view),
            turn: Mutex::new(()),
        }
    }

    /// The view of now.
    pub fn load(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Changes the view in one step and answers the new one.
    pub fn change(&self, change: impl FnOnce(&mut View)) -> Arc<View> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut view = View::clone(&self.view.load());
        change(&mut view);
        let view = Arc::new(view);
        self.view.store(view.clone());
        view
    }

    /// Adds fresh documents; those that the index has already are left out. Answers the length
    /// of the tail.
    pub fn add(&self, entries: Vec<TailEntry>) -> usize {
        let view = self.change(|view| {
            let fresh: Vec<TailEntry> = entries
                .into_iter()
                .filter(|entry| entry.position > view.indexed)
                .collect();
            if view.tail.entries().len() < TAIL_ENTRIES_MAX {
                view.tail = view.tail.with(fresh);
            } else if let Some(last) = fresh.iter().map(|entry| entry.position).max() {
                view.needed = view.needed.max(last);
            }
        });
        view.tail.entries().len()
    }

    /// A new searcher that has every change up to a position: the tail lets go of them.
    pub fn indexed(&self, searcher: Searcher, position: ChangePosition) -> Arc<View> {
        self.change(|view| {
            view.look_at(searcher);
            view.indexed = position;
            view.tail = view.tail.behind(position);
        })
    }
}
