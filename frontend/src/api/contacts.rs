//! Contacts.

use super::{ApiResult, Call, Reply, parties::here};
use shared::{
    api::{
        contact::{Contact, ContactCreate, ContactPatch},
        page::{ListQuery, Page},
        paths,
    },
    ids::ContactId,
};
use web_sys::AbortSignal;

/// One page of contacts.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<Contact>> {
    Call::get(paths::CONTACTS)
        .query(&here(query))
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
