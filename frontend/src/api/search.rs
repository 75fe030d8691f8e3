//! Search over everything.

use super::{ApiResult, Call};
use crate::format;
use shared::{
    api::{
        paths,
        search::{FoundWords, InRecordQuery, SearchAnswer, SearchQuery, SimilarQuery, Why},
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
    record: (RecordKind, Uuid),
    words: &str,
    signal: Option<&AbortSignal>,
) -> ApiResult<Why> {
    in_record(paths::SEARCH_WHY, record, words)
        .signal(signal)
        .json_answer()
        .await
}

/// What stands in a record for the words of a search.
pub async fn words(
    record: (RecordKind, Uuid),
    words: &str,
    signal: Option<&AbortSignal>,
) -> ApiResult<FoundWords> {
    in_record(paths::SEARCH_WORDS, record, words)
        .signal(signal)
        .json_answer()
        .await
}

fn in_record(path: &str, (kind, id): (RecordKind, Uuid), words: &str) -> Call {
    Call::get(path).query(&InRecordQuery {
        q: words.to_owned(),
        kind,
        id,
        tz: format::time_zone(),
        lang: format::language(),
    })
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
