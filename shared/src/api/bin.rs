//! The bin, and deleting many at once.

use crate::{
    ids::UserId,
    model::{RecordKind, RecordRef},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Records in one bulk request at most.
pub const BULK_MAX: usize = 10_000;

/// A deleted record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinItem {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// Name, first line or subject.
    pub title: String,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// By whom; `None` for the system.
    pub deleted_by: Option<UserId>,
}

/// Records to delete or to restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    /// At most [`BULK_MAX`].
    pub records: Vec<RecordRef>,
}
