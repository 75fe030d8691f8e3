//! Contacts.

use super::{ApiResult, Call, Reply, json};
use shared::{
    api::{
        contact::{Contact, ContactCreate, ContactPatch},
        page::{ListQuery, Page},
        paths,
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::ContactId,
};
use web_sys::AbortSignal;

/// One page of contacts.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<Contact>> {
    Call::get(paths::CONTACTS)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// One contact.
pub async fn get(id: ContactId, signal: Option<&AbortSignal>) -> ApiResult<Contact> {
    Call::get(paths::contact(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Makes a contact.
pub async fn create(contact: &ContactCreate) -> ApiResult<Reply<Contact>> {
    Call::post(paths::CONTACTS)
        .idempotent()
        .json(contact)
        .reply()
        .await
}

/// Changes a contact that still has this revision.
pub async fn patch(
    id: ContactId,
    revision: u64,
    patch: &ContactPatch,
) -> ApiResult<Reply<Contact>> {
    Call::patch(paths::contact(id))
        .if_match(revision)
        .json(patch)
        .reply()
        .await
}

/// Puts a contact into the bin.
pub async fn delete(id: ContactId) -> ApiResult<Reply<()>> {
    Call::delete(paths::contact(id)).if_match_any().done().await
}

/// What happened with a contact, newest first.
pub async fn timeline(
    id: ContactId,
    query: &TimelineQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<TimelineItem>> {
    let call = Call::get(paths::contact_timeline(id))
        .query(query)
        .signal(signal);
    call.read_with(json::read_timeline).await
}
