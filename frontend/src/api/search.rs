//! Search over everything.

use super::{ApiResult, Call};
use crate::format;
use shared::api::{
    paths,
    search::{SearchAnswer, SearchQuery, SimilarQuery, Why, WhyQuery},
};
use web_sys::AbortSignal;

/// Hits, best first. Dates are read by the reader's clock and language.
pub async fn search(query: &SearchQuery, signal: Option<&AbortSignal>) -> ApiResult<SearchAnswer> {
    let query = SearchQuery {
        tz: Some(format::offset_minutes()),
        lang: format::language(),
        ..query.clone()
    };
    Call::get(paths::SEARCH)
        .query(&query)
        .signal(signal)
        .json_answer()
        .await
}

/// Why a search finds a record.
pub async fn why(query: &WhyQuery, signal: Option<&AbortSignal>) -> ApiResult<Why> {
    Call::get(paths::SEARCH_WHY)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// Notes and mails like one.
pub async fn similar(
    query: &SimilarQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<SearchAnswer> {
    Call::get(paths::SEARCH_SIMILAR)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}
