//! The keyboard's way among the hits: J, K and the arrows.

use super::{INPUT_ID, RESULTS_ID};
use crate::a11y::{is_shortcut, use_page_keys};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};
use yew::prelude::*;

/// Puts the focus on the hit at this place.
pub fn focus_hit(at: usize) {
    let hit = document().and_then(|document| hits(&document).into_iter().nth(at));
    focus(hit);
}

/// Puts the focus on the hit so many further; above the first is the input.
pub fn move_focus(step: i32) {
    let Some(document) = document() else { return };
    let hits = hits(&document);
    let active = document.active_element();
    let at = hits.iter().position(|hit| active.as_ref() == Some(hit));
    let next = match at {
        Some(at) => at as i32 + step,
        None => 0,
    };
    let target = match usize::try_from(next) {
        Ok(next) => hits.get(next).cloned(),
        Err(_) => document.get_element_by_id(INPUT_ID),
    };
    focus(target);
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn hits(document: &Document) -> Vec<Element> {
    let Ok(found) = document.query_selector_all(&format!("#{RESULTS_ID} .hit")) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

fn focus(target: Option<Element>) {
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        target.focus().ok();
    }
}

/// J, K and the arrows move among the hits.
#[hook]
pub fn use_moving_keys() {
    use_page_keys(|event| {
        let step = match event.key().as_str() {
            "j" | "ArrowDown" => 1,
            "k" | "ArrowUp" => -1,
            _ => return,
        };
        if is_shortcut(&event) && (step == 1 || is_on_hit()) {
            event.prevent_default();
            move_focus(step);
        }
    });
}

fn is_on_hit() -> bool {
    active_element().is_some_and(|element| element.class_list().contains("hit"))
}

/// Whether the input has the focus.
pub fn is_in_input() -> bool {
    active_element().is_some_and(|element| element.id() == INPUT_ID)
}

fn active_element() -> Option<Element> {
    document()?.active_element()
}
