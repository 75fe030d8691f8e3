//! Search over everything.

use super::{ApiResult, Call};
use shared::api::{
    paths,
    search::{SearchAnswer, SearchQuery},
};
use web_sys::AbortSignal;

/// Hits, best first.
pub async fn search(query: &SearchQuery, signal: Option<&AbortSignal>) -> ApiResult<SearchAnswer> {
    Call::get(paths::SEARCH)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}
