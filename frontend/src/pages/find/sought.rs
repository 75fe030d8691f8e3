//! What a search looks for in a record: its words at once and, when the server has told, what stands
//! there for them. Tests: tests/suite/browser/searching_inside.rs.

use super::needle::Needle;
use crate::{api, state::use_resource};
use shared::{api::search::FoundWords, model::RecordKind};
use std::rc::Rc;
use uuid::Uuid;
use yew::prelude::*;

/// The needle of a search in a record and in what is shown with it.
#[hook]
pub fn use_sought(query: &AttrValue, record: Option<(RecordKind, Uuid)>) -> Rc<Needle> {
    let told = use_resource((query.clone(), record), |(query, record), signal| {
        Box::pin(async move {
            let found = match record.filter(|_| !query.trim().is_empty()) {
                Some(record) => api::search::words(record, &query, signal.as_ref()).await?,
                None => FoundWords::default(),
            };
            Ok((query, found))
        })
    });
    // The answer to an earlier query stays until the next one comes.
    let told = told.load.ready().filter(|told| told.0 == *query).cloned();
    let found = told.map(|told| told.1.clone()).unwrap_or_default();
    use_memo((query.clone(), found), |(query, found)| {
        Needle::of_search(query).with_words(&found.words)
    })
}
