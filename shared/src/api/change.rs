//! What a bulk change or an undo answers.

use serde::{Deserialize, Serialize};

/// The header that names the change-log position of a write, so that it can be undone.
pub const CHANGE_POSITION_HEADER: &str = "x-change-position";

/// A change was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAnswer {
    /// Its position in the change log, opaque; hand it to undo.
    pub position: String,
    /// How many records it touched.
    pub records: u64,
}
