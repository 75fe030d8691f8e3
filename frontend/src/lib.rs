//! The app: Yew, compiled to WebAssembly, served by the same executable as the API. It talks to the
//! server through `api` alone, takes types, paths, validation and permissions from `shared`, and
//! loads nothing from elsewhere. Tests: natively at the foot of the files, in a real browser in
//! tests/suite/browser.

pub mod a11y;
pub mod api;
pub mod components;
pub mod format;
pub mod i18n;
pub mod pages;
pub mod parts;
pub mod router;
pub mod shell;
pub mod state;
#[cfg(test)]
mod tokens;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Where the page holds a place for the app.
#[cfg(target_arch = "wasm32")]
const ROOT_ID: &str = "app";

/// Starts the app once it has its words; the boot file's `init` ends here.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(start)]
pub fn start() {
    wasm_bindgen_futures::spawn_local(async {
        i18n::fetch(state::preferences::first_locale()).await.ok();
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(ROOT_ID));
        match root {
            Some(root) => yew::Renderer::<shell::App>::with_root(root).render(),
            None => yew::Renderer::<shell::App>::new().render(),
        };
    });
}
