//! Imports: bringing everything over from where it was.

use crate::{
    ids::{ImportId, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Files are being added.
    Uploading,
    /// Waiting for its turn.
    Queued,
    /// Reading.
    Running,
    /// Everything was read.
    Done,
    /// Stopped by a fault; `message` says which. What was read stays and can be undone.
    Failed,
    /// Stopped by a user. What was read stays and can be undone.
    Cancelled,
    /// Being taken back.
    Undoing,
    /// Taken back.
    Undone,
}

/// What became of the items. `items` is the sum of the four behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Messages, cards, rows, and files that are none of these.
    pub items: u64,
    /// New records.
    pub created: u64,
    /// Records that learned something.
    pub updated: u64,
    /// Items that were known already.
    pub unchanged: u64,
    /// Items that could not be used; each has a reason.
    pub skipped: u64,
    /// New records that items brought along: the company that a person's card names. No items.
    #[serde(default)]
    pub along: u64,
}

/// An item that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Where it stood: `all.tar.xz/easy_ham/0001`, `people.csv:17`.
    pub source: String,
    /// Why, in English, with what was expected.
    pub reason: String,
    /// Why, as a stable word that the app translates: a [`super::skip::SkipCode`].
    #[serde(default)]
    pub code: String,
    /// The number under which its bytes can be had as they came (`IMPORT_ORIGINAL`), a row of a table
    /// under its header; absent when they were not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<u64>,
}

/// One run of the importer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// Where it stands.
    pub state: ImportState,
    /// The names of the files.
    pub sources: Vec<String>,
    /// What became of the items so far.
    pub counts: ImportCounts,
    /// Bytes read so far.
    pub bytes_done: u64,
    /// Bytes to read.
    pub bytes_total: u64,
    /// What went wrong when it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Who started it.
    pub actor_id: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Begins an import; then files are added, then it is started.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportCreate {}

/// What `rapport import --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// See [`ImportCounts`].
    #[serde(flatten)]
    pub counts: ImportCountsReport,
    /// Each item that could not be used.
    pub skipped: Vec<Skip>,
}

/// [`ImportCounts`] without the number of skips, which the list gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCountsReport {
    /// All items.
    pub items: u64,
    /// New records.
    pub created: u64,
    /// Records that learned something.
    pub updated: u64,
    /// Items that were known already.
    pub unchanged: u64,
    /// New records that items brought along.
    #[serde(default)]
    pub along: u64,
}
