//! How the server is doing.

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
}
