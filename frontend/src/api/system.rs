//! Undo, sample data, the state of the server.

use super::{ApiResult, Call};
use shared::api::{import::Import, paths, system::System};
use web_sys::AbortSignal;

/// Takes one change back.
pub async fn undo(position: &str) -> ApiResult<()> {
    Call::post(paths::change_undo(position))
        .done()
        .await
        .map(drop)
}

/// The import that the sample data came with; `None` if it is not loaded.
pub async fn sample_data(signal: Option<&AbortSignal>) -> ApiResult<Option<Import>> {
    Call::get(paths::SAMPLE_DATA)
        .signal(signal)
        .json_answer()
        .await
}

/// Begins to load the sample data; the answer comes before it is all in.
pub async fn load_sample_data() -> ApiResult<()> {
    Call::put(paths::SAMPLE_DATA).done().await.map(drop)
}

/// Begins to remove the sample data.
pub async fn remove_sample_data() -> ApiResult<()> {
    Call::delete(paths::SAMPLE_DATA).done().await.map(drop)
}

/// Begins to build the search index anew.
pub async fn reindex() -> ApiResult<()> {
    Call::post(paths::SYSTEM_REINDEX).done().await.map(drop)
}

/// How the server is doing, for admins.
pub async fn state(signal: Option<&AbortSignal>) -> ApiResult<System> {
    Call::get(paths::SYSTEM).signal(signal).json_answer().await
}
