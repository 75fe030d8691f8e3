//! A private note is its author's alone. Canary words stand in private notes; everything that a
//! colleague can ask for must be byte for byte what it was without them.

mod canary;
mod events;
mod indirect;
mod secrets;
pub mod views;
