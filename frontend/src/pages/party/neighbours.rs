//! J and K: on to the next record of the list this one was opened from, and back.

use crate::{
    a11y::{is_shortcut, use_page_keys},
    api::{self, parties::PartyKind},
    pages::parties::kinds,
    router::{Router, use_router},
    state::{Toasts, trail, use_toasts},
};
use uuid::Uuid;
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
    use_page_keys(move |event| {
        let way = match event.key().as_str() {
            "j" => Way::Next,
            "k" => Way::Previous,
            _ => return,
        };
        if is_shortcut(&event) {
            go(id, way, &router, &toasts);
        }
    });
}
