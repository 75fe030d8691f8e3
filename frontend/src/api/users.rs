//! Users: the logins of the firm's own people.

use super::{ApiResult, Call};
use shared::{
    api::{
        page::{ListQuery, Page},
        paths,
        user::{User, UserCreate, UserPatch},
    },
    ids::UserId,
};
use web_sys::AbortSignal;

/// Users.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<User>> {
    Call::get(paths::USERS)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// Adds a user.
pub async fn create(user: &UserCreate) -> ApiResult<User> {
    Call::post(paths::USERS)
        .idempotent()
        .json(user)
        .json_answer()
        .await
}

/// Changes a user that still has this revision.
pub async fn patch(id: UserId, revision: u64, patch: &UserPatch) -> ApiResult<User> {
    Call::patch(paths::user(id))
        .if_match(revision)
        .json(patch)
        .json_answer()
        .await
}
