//! Types and rules that the server and the app share: the same answer natively and in WebAssembly.
//! No I/O, no clock, no randomness, no regex, no panics. Tests stand at the foot of each file.

pub mod amount;
pub mod api;
pub mod email_address;
pub mod iban;
pub mod ideograph;
pub mod ids;
pub mod locale;
pub mod model;
pub mod needle;
pub mod numbers;
pub mod permission;
pub mod phone;
pub mod query;
pub mod script;
pub mod small;
pub mod time;
pub mod validate;
mod words;
pub mod zone;
