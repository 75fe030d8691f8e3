//! Durable jobs: what takes longer than a request. A job is a stored record; a thread works on it
//! batch by batch, and after a kill goes on behind the last batch that was committed.

pub mod alerts;
pub mod import;
pub mod reading;
