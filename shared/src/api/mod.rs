//! The wire: paths, requests, answers, events and error codes. Requests refuse unknown fields.

pub mod auth;
pub mod bin;
pub mod change;
pub mod company;
pub mod contact;
pub mod error;
pub mod event;
pub mod import;
pub mod message;
pub mod note;
pub mod notice;
pub mod page;
pub mod paths;
pub mod reading;
pub mod saved_search;
pub mod search;
pub mod skip;
pub mod system;
pub mod timeline;
pub mod user;
pub mod visit;

use serde::{Deserialize, Deserializer};

/// Reads a field that may be absent (`None`), `null` (`Some(None)`) or a value: for PATCH bodies.
///
/// # Errors
/// When the value is of another type.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Reads a field of a PATCH body that may be absent (`None`) but never `null`: what nobody can mean
/// must not be passed over in silence.
///
/// # Errors
/// When the value is of another type, `null` included.
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
