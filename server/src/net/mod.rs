//! Connections to other machines. There is one place that opens them, and every feature uses it.

pub mod guard;
pub mod outbound;
pub mod pictures;
