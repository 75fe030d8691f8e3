//! What is one's own: saved searches, the notices of their alerts, and what one opened.

use super::{ApiResult, Call, Reply};
use serde::Deserialize;
use shared::{
    api::{
        notice::{Notices, NoticesRead},
        paths,
        saved_search::{SavedSearch, SavedSearchCreate, SavedSearchPatch},
        visit::Visit,
    },
    ids::SavedSearchId,
};
use web_sys::AbortSignal;

/// All of one's saved searches: they are few.
#[derive(Deserialize)]
struct All {
    items: Vec<SavedSearch>,
}

/// Of the notices only how many are new.
#[derive(Deserialize)]
struct Unread {
    unread: u64,
}

/// One's saved searches, oldest first.
pub async fn saved_searches(signal: Option<&AbortSignal>) -> ApiResult<Vec<SavedSearch>> {
    let call = Call::get(paths::SAVED_SEARCHES).signal(signal);
    let all: All = call.json_answer().await?;
    Ok(all.items)
}

/// Saves a search.
pub async fn save(search: &SavedSearchCreate) -> ApiResult<SavedSearch> {
    Call::post(paths::SAVED_SEARCHES)
        .idempotent()
        .json(search)
        .json_answer()
        .await
}

/// Changes a saved search, whatever its revision: only its owner does.
pub async fn change(id: SavedSearchId, patch: &SavedSearchPatch) -> ApiResult<SavedSearch> {
    Call::patch(paths::saved_search(id))
        .if_match_any()
        .json(patch)
        .json_answer()
        .await
}

/// Lets a saved search go; saved again with its id it is back.
pub async fn delete(id: SavedSearchId) -> ApiResult<Reply<()>> {
    Call::delete(paths::saved_search(id))
        .if_match_any()
        .done()
        .await
}

/// How many notices are new.
pub async fn unread(signal: Option<&AbortSignal>) -> ApiResult<u64> {
    let call = Call::get(paths::NOTICES).signal(signal);
    let answer: Unread = call.json_answer().await?;
    Ok(answer.unread)
}

/// What alerts found, newest first.
pub async fn notices(signal: Option<&AbortSignal>) -> ApiResult<Notices> {
    Call::get(paths::NOTICES).signal(signal).json_answer().await
}

/// Marks notices as looked at; all of them, if none is named.
pub async fn mark_read(which: &NoticesRead) -> ApiResult<Reply<()>> {
    Call::post(paths::NOTICES_READ).json(which).done().await
}

/// Says that one opened a record.
pub async fn visit(record: &Visit) -> ApiResult<Reply<()>> {
    Call::put(paths::VISITS).json(record).done().await
}

/// Forgets all that one opened.
pub async fn forget_visits() -> ApiResult<Reply<()>> {
    Call::delete(paths::VISITS).done().await
}
