//! How the server is doing.

use super::{reading::ReadingProgress, search::IndexState};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How the server is doing, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// All well.
    Ok,
    /// Reads are served, writes wait (a full disk, a store that recovers).
    Degraded,
    /// The search index is being built; the rest works.
    Rebuilding,
}

/// The answer of `GET /health`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// In one word.
    pub status: HealthStatus,
}

/// What an admin sees of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// The version of the executable.
    pub version: String,
    /// In one word.
    pub status: HealthStatus,
    /// Position of the last change, opaque.
    pub position: String,
    /// The search index.
    pub index: IndexStatus,
    /// The files of mails that wait to be read.
    #[serde(default)]
    pub reading: ReadingProgress,
}

/// How the search index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexStatus {
    /// Whether every acknowledged save is found.
    pub state: IndexState,
    /// How far a rebuild is; 100 when there is none.
    pub percent: u8,
    /// Changes that the index does not have yet.
    pub lag: u64,
    /// Documents that can be found.
    pub documents: u64,
    /// Bytes of the index on disk.
    pub size_bytes: u64,
    /// Parts of the index.
    #[serde(default)]
    pub segments: u64,
    /// When the index was last built anew; `None` while the first one is being built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_at: Option<Timestamp>,
}
