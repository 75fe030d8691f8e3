//! What is asked of a search. Tests: `tests` of the search module.

use super::{cancel::Cancel, collector::Order, threads};
use crate::search::schema::TimeColumn;
use shared::{
    api::search::SearchSort,
    ids::UserId,
    model::{RecordKind, RecordRef},
    query::Query,
    time::Timestamp,
};

/// Hits to pass over at most.
pub const OFFSET_MAX: usize = 10_000;
/// Hits that are looked at again: the first of all, whatever page is asked for. Two words among
/// 100,000 documents take 0.03 ms longer for it; of fifty hits, 0.14 ms.
pub const LOOKED_AT_AGAIN: usize = 30;

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
    /// The kinds to show.
    pub fn kinds(&self) -> Vec<RecordKind> {
        if self.kinds.is_empty() {
            RecordKind::ALL.to_vec()
        } else {
            self.kinds.clone()
        }
    }

    /// Hits that must be looked at.
    pub fn kept(&self) -> usize {
        let shown = self.limit + self.offset.min(OFFSET_MAX);
        let kept = match self.threads {
            true => threads::kept(shown),
            false => shown,
        };
        match self.sort {
            SearchSort::Relevance => kept.max(LOOKED_AT_AGAIN),
            SearchSort::Newest => kept,
        }
    }

    /// The order of hits.
    pub fn order(&self) -> Order {
        match self.sort {
            SearchSort::Relevance => Order::Relevance { now: self.now },
            SearchSort::Newest => Order::Time {
                column: TimeColumn::At,
                newest_first: true,
            },
        }
    }
}
