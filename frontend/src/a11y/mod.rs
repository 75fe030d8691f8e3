//! What people who listen or use the keyboard alone need: the focus goes where the eye goes, and
//! what changes silently is said.

mod keys;
mod typing;

pub use keys::{is_shortcut, use_page_keys};
pub use typing::use_typing;

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};
use yew::prelude::*;

/// The id of the page's main element.
pub const MAIN_ID: &str = "main";
/// The id of the element that says things aloud.
const ANNOUNCER_ID: &str = "announcer";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Puts the focus on the page's content, as after a click on a link of a plain site.
pub fn focus_main() {
    focus(MAIN_ID);
}

/// Puts the focus on an element.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Whether nothing has the focus: what had it is gone.
pub fn is_nowhere() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|element| element.tag_name() == "BODY")
}

/// Says something to people who listen, when they are not busy listening.
pub fn announce(text: &str) {
    let region = document().and_then(|document| document.get_element_by_id(ANNOUNCER_ID));
    if let Some(region) = region {
        region.set_text_content(Some(text));
    }
}

/// Where [`announce`] speaks; stands once, at the root.
#[component]
pub fn Announcer() -> Html {
    html! { <div id={ANNOUNCER_ID} class="sr-only" role="status" aria-live="polite"></div> }
}

/// Whether keys go into a text: single-letter shortcuts must be silent then.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| {
        let tag = element.tag_name();
        tag == "TEXTAREA"
            || tag == "SELECT"
            || element.is_content_editable()
            || (tag == "INPUT"
                && !matches!(
                    element.get_attribute("type").as_deref(),
                    Some("checkbox" | "radio" | "button")
                ))
    })
}

/// Whether a dialog, a panel or the palette is open.
pub fn dialog_is_open() -> bool {
    document()
        .and_then(|document| document.query_selector("dialog[open]").ok().flatten())
        .is_some()
}

/// The title of the browser's tab.
#[hook]
pub fn use_title(title: impl Into<AttrValue>) {
    use_effect_with(title.into(), |title| {
        if let Some(document) = document() {
            document.set_title(&format!("{title} · Rapport"));
        }
    });
}
