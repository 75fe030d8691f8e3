//! Where the open record stands in the list that it was opened from, so that J and K go on to the
//! next and the one before without the list. Kept as long as the tab lives.

use serde::{Deserialize, Serialize};
use shared::api::page::ListQuery;
use std::cell::RefCell;
use uuid::Uuid;

/// A place in the list of contacts or companies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// The list: its order and filters.
    pub query: ListQuery,
    /// The row, from 0.
    pub row: usize,
    /// The record that stands there.
    pub id: Uuid,
}

thread_local! {
    static TRAIL: RefCell<Option<Trail>> = const { RefCell::new(None) };
}

/// A record is opened from a list.
pub fn set(trail: Trail) {
    TRAIL.with(|slot| slot.replace(Some(trail)));
}

/// The place of a record, if it was opened from a list.
pub fn of(id: Uuid) -> Option<Trail> {
    TRAIL.with(|slot| slot.borrow().clone().filter(|trail| trail.id == id))
}

impl Trail {
    /// The query that answers one row of the list.
    pub fn at(&self, row: usize) -> ListQuery {
        ListQuery {
            limit: Some(1),
            cursor: None,
            offset: Some(row),
            ..self.query.clone()
        }
    }
}
