//! Asking: from a request to hits, over index and tail in one consistent view. Rights are part of
//! the query: what a viewer may not see is neither found nor counted. Never waits for writers.
//! Tests: `tests` of the search module.

pub mod automaton;
pub mod build;
mod called;
pub mod cancel;
mod closeness;
pub mod collector;
mod exclusion;
pub mod fields;
mod fillers;
pub mod filter;
mod find;
mod found_near;
mod list;
pub mod meanings;
mod meant;
mod near;
pub mod on_index;
pub mod on_tail;
mod opening;
mod part;
mod parties;
mod phrase;
pub mod plan;
mod question;
mod recency;
mod relaxed;
mod reorder;
mod request;
pub mod run;
mod sentence;
pub mod similar;
mod sounds;
mod standing;
mod telling;
mod threads;
mod tiers;
pub mod tolerance;
mod union;
mod values;
mod visited;
pub mod why;
pub mod words;
mod words_query;

pub use cancel::Cancel;
pub use list::{ListAnswer, ListRequest, ListSort, run_list};
pub use request::SearchRequest;
pub use run::{Around, Run};
pub use tiers::{Hits, run_search};
pub use visited::Visited;
