//! Imports. The bytes of a file go by XMLHttpRequest (in the import page), which tells how far it is;
//! everything else stands here.

use super::{ApiResult, Call};
use shared::{
    api::{
        import::{Import, ImportCreate, Skip},
        page::{ListQuery, Page},
        paths,
    },
    ids::ImportId,
};
use web_sys::AbortSignal;

/// Imports, newest first.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<Import>> {
    Call::get(paths::IMPORTS)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// One import.
pub async fn get(id: ImportId, signal: Option<&AbortSignal>) -> ApiResult<Import> {
    Call::get(paths::import(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Begins an import; files are added to it next.
pub async fn create() -> ApiResult<Import> {
    Call::post(paths::IMPORTS)
        .json(&ImportCreate {})
        .json_answer()
        .await
}

/// Where the bytes of a file go.
pub fn file_url(id: ImportId, name: &str) -> String {
    format!(
        "{}?name={}",
        paths::import_files(id),
        crate::router::encode(name)
    )
}

/// Starts an import once its files are there.
pub async fn start(id: ImportId) -> ApiResult<()> {
    Call::post(paths::import_start(id)).done().await.map(drop)
}

/// Asks a running import to stop.
pub async fn cancel(id: ImportId) -> ApiResult<()> {
    Call::post(paths::import_cancel(id)).done().await.map(drop)
}

/// Takes back everything an import made.
pub async fn undo(id: ImportId) -> ApiResult<()> {
    Call::post(paths::import_undo(id)).done().await.map(drop)
}

/// Where the bytes of a skipped item are downloaded.
pub fn original_url(id: ImportId, number: u64) -> String {
    paths::import_original(id, number)
}

/// What an import skipped, and why.
pub async fn skipped(
    id: ImportId,
    query: &ListQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<Skip>> {
    Call::get(paths::import_skipped(id))
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}
