//! Notes and mails like one: those that share most of what it is about. Rights are in the query.
//! Tests: `tests` of the search module.

use super::{collector::Found, plan::Plan, run::Run, telling::telling};
use crate::search::{document::Document, error::SearchError, schema::TextField};

/// Terms that a document is known by.
const TERMS_MAX: usize = 25;
/// This share of them must be in another one.
const SHARED_PERCENT: usize = 20;
/// With fewer terms in common nothing is like another.
const SHARED_MIN: usize = 2;
/// What a term in the name is worth beside one in the text.
const NAME_WEIGHT: f32 = 0.7;

/// What is most like a document, itself included.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn similar(run: &Run, document: &Document, limit: usize) -> Result<Found, SearchError> {
    let own = std::slice::from_ref(document);
    let telling = telling(own, run.view, TERMS_MAX)?;
    let needed = (telling.len() * SHARED_PERCENT)
        .div_ceil(100)
        .max(SHARED_MIN);
    if telling.len() < needed {
        return Ok(Found::default());
    }
    let terms = telling.into_iter().map(|telling| {
        let name = NAME_WEIGHT * telling.share;
        Plan::Any(vec![
            Plan::Term(TextField::Body, telling.term.clone(), telling.share),
            Plan::Term(TextField::Name, telling.term, name),
        ])
    });
    run.plan(Plan::AtLeast(needed, terms.collect()), limit)
}
