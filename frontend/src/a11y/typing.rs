//! What is typed into a field, word by word: while a word is being composed (Chinese by pinyin, an
//! accent by a dead key) its letters are nobody's question yet.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

/// Calls back with the text of an input after each change that is not part of a composition, and at
/// the end of one. The newest closure counts.
#[hook]
pub fn use_typing(node: NodeRef, callback: impl Fn(String) + 'static) {
    let slot = use_mut_ref(Callback::noop);
    *slot.borrow_mut() = Callback::from(callback);
    use_effect_with((), move |()| {
        let input = node.cast::<HtmlInputElement>();
        let listeners = input.map(|input| {
            ["input", "compositionend"].map(|kind| {
                let (slot, watched) = (slot.clone(), input.clone());
                EventListener::new(&input, kind, move |event| {
                    let composing = event
                        .dyn_ref::<InputEvent>()
                        .is_some_and(InputEvent::is_composing);
                    if !composing {
                        let callback: Callback<String> = slot.borrow().clone();
                        callback.emit(watched.value());
                    }
                })
            })
        });
        move || drop(listeners)
    });
}
