//! The app in the browser: starts Yew on the page's body. No logic of its own. Tests: the app in a
//! real browser, tests/suite/browser.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

/// The root of the app.
#[component]
fn App() -> Html {
    html! { <main><h1>{ "Rapport" }</h1></main> }
}

/// Called once by the page.
#[wasm_bindgen(start)]
pub fn start() {
    yew::Renderer::<App>::new().render();
}
