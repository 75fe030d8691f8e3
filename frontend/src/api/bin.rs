//! The bin, and many records at once.

use super::{ApiResult, Call};
use shared::{
    api::{
        bin::{BinItem, BulkRequest},
        change::ChangeAnswer,
        page::{ListQuery, Page},
        paths,
    },
    model::RecordRef,
};
use web_sys::AbortSignal;

/// Deleted records, newest first.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<BinItem>> {
    Call::get(paths::BIN)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// Brings records back.
pub async fn restore(records: Vec<RecordRef>) -> ApiResult<ChangeAnswer> {
    Call::post(paths::BIN_RESTORE)
        .json(&BulkRequest { records })
        .json_answer()
        .await
}

/// Puts records into the bin.
pub async fn delete(records: Vec<RecordRef>) -> ApiResult<ChangeAnswer> {
    Call::post(paths::BULK_DELETE)
        .json(&BulkRequest { records })
        .json_answer()
        .await
}
