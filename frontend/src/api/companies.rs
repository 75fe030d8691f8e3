//! Companies, and the people in them.

use super::{ApiResult, Call, Reply, parties::here};
use shared::{
    api::{
        company::{Company, CompanyCreate, CompanyPatch},
        contact::Contact,
        page::{ListQuery, Page},
        paths,
    },
    ids::CompanyId,
};
use web_sys::AbortSignal;

/// One page of companies.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<Company>> {
    Call::get(paths::COMPANIES)
        .query(&here(query))
        .signal(signal)
        .json_answer()
        .await
}

/// One company.
pub async fn get(id: CompanyId, signal: Option<&AbortSignal>) -> ApiResult<Company> {
    Call::get(paths::company(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Makes a company.
pub async fn create(company: &CompanyCreate) -> ApiResult<Reply<Company>> {
    Call::post(paths::COMPANIES)
        .idempotent()
        .json(company)
        .reply()
        .await
}

/// Changes a company that still has this revision.
pub async fn patch(
    id: CompanyId,
    revision: u64,
    patch: &CompanyPatch,
) -> ApiResult<Reply<Company>> {
    Call::patch(paths::company(id))
        .if_match(revision)
        .json(patch)
        .reply()
        .await
}

/// Who works or worked there.
pub async fn people(
    id: CompanyId,
    query: &ListQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<Contact>> {
    Call::get(paths::company_contacts(id))
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}
