//! Small things the browser remembers for us. A browser that refuses to is no error.

use crate::api::json;
use serde::{Serialize, de::DeserializeOwned};

/// Everything we keep is named so.
const PREFIX: &str = "rapport.";

/// What is kept under a name.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = local()?.get_item(&format!("{PREFIX}{name}")).ok()??;
    json::read(&text).ok()
}

/// Keeps a value under a name.
pub fn save(name: &str, value: &impl Serialize) {
    if let Some(storage) = local() {
        let key = format!("{PREFIX}{name}");
        storage.set_item(&key, &json::write(value)).ok();
    }
}

/// Forgets a value.
pub fn forget(name: &str) {
    if let Some(storage) = local() {
        storage.remove_item(&format!("{PREFIX}{name}")).ok();
    }
}

#[cfg(target_arch = "wasm32")]
fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

// Native tests have no browser to ask.
#[cfg(not(target_arch = "wasm32"))]
fn local() -> Option<web_sys::Storage> {
    None
}
