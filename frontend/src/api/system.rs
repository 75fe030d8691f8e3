//! Undo and sample data.

use super::{ApiResult, Call};
use shared::api::paths;

/// Takes one change back.
pub async fn undo(position: &str) -> ApiResult<()> {
    Call::post(paths::change_undo(position))
        .done()
        .await
        .map(drop)
}

/// Puts the sample data in.
pub async fn load_sample_data() -> ApiResult<()> {
    Call::put(paths::SAMPLE_DATA).done().await.map(drop)
}

/// Takes the sample data out.
pub async fn remove_sample_data() -> ApiResult<()> {
    Call::delete(paths::SAMPLE_DATA).done().await.map(drop)
}
