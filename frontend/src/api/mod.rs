//! Every call the app makes, one typed function an endpoint. Paths and types come from `shared`
//! alone; nothing else in the app may talk to the server. Tests: `error.rs`, `client.rs`.

mod client;
mod error;
pub mod json;
mod latest;
mod renewal;

pub mod auth;
pub mod bin;
pub mod companies;
pub mod contacts;
pub mod imports;
pub mod messages;
pub mod notes;
pub mod own;
pub mod parties;
pub mod search;
pub mod system;
pub mod upload;
pub mod users;

pub use client::{Call, Reply};
pub use error::ApiError;
pub use latest::{Latest, Ticket, use_latest};
pub use renewal::{on_signed_out, renew, renew_if_due};

/// What every call answers.
pub type ApiResult<T> = Result<T, ApiError>;
