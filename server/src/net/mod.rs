//! Connections to other machines. There is one connector, and every feature uses it.

pub mod outbound;
