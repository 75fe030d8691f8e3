//! Search over everything.

use super::{ApiResult, Call};
use crate::format;
use shared::{
    api::{
        paths,
        search::{SearchAnswer, SearchQuery, SimilarQuery, Why, WhyQuery},
    },
    model::RecordKind,
};
use uuid::Uuid;
use web_sys::AbortSignal;

/// Hits, best first. Dates are read by the reader's clock and language.
pub async fn search(query: &SearchQuery, signal: Option<&AbortSignal>) -> ApiResult<SearchAnswer> {
    let query = SearchQuery {
        tz: format::time_zone(),
        lang: format::language(),
        ..query.clone()
    };
    Call::get(paths::SEARCH)
        .query(&query)
        .signal(signal)
        .json_answer()
        .await
}

/// Why a search finds a record; the words are read as [`search()`] reads them.
pub async fn why(
    (kind, id): (RecordKind, Uuid),
    words: &str,
    signal: Option<&AbortSignal>,
) -> ApiResult<Why> {
    let query = WhyQuery {
        q: words.to_owned(),
        kind,
        id,
        tz: format::time_zone(),
        lang: format::language(),
    };
    Call::get(paths::SEARCH_WHY)
        .query(&query)
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
