//! J and K: on to the next record of the list this one was opened from, and back.

use crate::{
    a11y::{dialog_is_open, is_typing},
    api::{self, parties::PartyKind},
    pages::parties::kinds,
    router::{Router, use_router},
    state::{Toasts, trail, use_toasts},
};
use gloo_events::EventListener;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Next,
    Previous,
}

/// Goes to the record beside this one; does nothing at an end, or without a list.
pub fn go((kind, id): (PartyKind, Uuid), way: Way, router: &Router, toasts: &Toasts) {
    let Some(trail) = trail::of(id) else { return };
    let row = match way {
        Way::Next => trail.row + 1,
        Way::Previous if trail.row == 0 => return,
        Way::Previous => trail.row - 1,
    };
    let (router, toasts) = (router.clone(), toasts.clone());
    spawn_local(async move {
        match api::parties::list(kind, &trail.at(row), None).await {
            Ok(page) => {
                if let Some(party) = page.items.first() {
                    trail::set(trail::Trail {
                        row,
                        id: party.id,
                        ..trail
                    });
                    // Back leads to the list, not through everyone on the way.
                    router.replace(kinds::route(kind, party.id));
                }
            }
            Err(error) => toasts.failed(&error),
        }
    });
}

/// Listens for J and K.
#[hook]
pub fn use_neighbour_keys(id: (PartyKind, Uuid)) {
    let router = use_router();
    let toasts = use_toasts();
    use_effect_with((id, router), move |(id, router)| {
        let (id, router) = (*id, router.clone());
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "keydown", move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let command = event.ctrl_key() || event.meta_key() || event.alt_key();
                if command || is_typing(event) || dialog_is_open() {
                    return;
                }
                match event.key().as_str() {
                    "j" => go(id, Way::Next, &router, &toasts),
                    "k" => go(id, Way::Previous, &router, &toasts),
                    _ => {}
                }
            })
        });
        move || drop(listener)
    });
}
