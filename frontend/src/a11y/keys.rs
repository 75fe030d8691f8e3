//! Keys that work on a whole page, wherever the focus is. Tests: tests/suite/browser.

use super::{dialog_is_open, is_typing};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Calls back with each key pressed on the page, as long as the component stands. The newest closure
/// counts.
#[hook]
pub fn use_page_keys(callback: impl Fn(KeyboardEvent) + 'static) {
    let slot = use_mut_ref(Callback::noop);
    *slot.borrow_mut() = Callback::from(callback);
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let callback: Callback<KeyboardEvent> = slot.borrow().clone();
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    callback.emit(event.clone());
                }
            })
        });
        move || drop(listener)
    });
}

/// Whether a key may be a shortcut by itself: none of those that change its meaning is held, nobody
/// types, and nothing lies over the page.
pub fn is_shortcut(event: &KeyboardEvent) -> bool {
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
    !is_held && !is_typing(event) && !dialog_is_open()
}
