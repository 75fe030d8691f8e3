//! Answers a question of which some words suffice, in two passes: the first finds the documents that
//! match best, the second orders all by what those are about. The hits are the same in both.
//! Tests: the relevance suite.

use super::{
    collector::Found,
    plan::Plan,
    relaxed::{BELIEVED, TELLING_TERMS, with_telling},
    run::Run,
    sentence::is_spaced,
    telling::telling,
};
use crate::search::{document, error::SearchError};
use shared::api::search::SearchSort;

/// Runs a question.
///
/// # Errors
/// When index or store cannot be read or the time is over.
pub fn answer(run: &Run, plan: Plan) -> Result<Found, SearchError> {
    let request = run.request;
    let limit = request.kept();
    // What tells of Chinese documents would be their few Latin words: worse than nothing (reciprocal
    // rank on known items 0.726 with it, 0.769 without).
    if request.sort == SearchSort::Newest || !is_spaced(&request.query) {
        return run.plan(plan, limit);
    }
    let best = run.plan(plan.clone(), BELIEVED)?.best;
    let mut documents = Vec::with_capacity(best.len());
    for hit in best {
        documents.extend(document::load(run.reader, hit.record)?);
    }
    let telling = telling(&documents, run.view, TELLING_TERMS)?;
    run.plan(with_telling(plan, &telling), limit)
}
