//! Where one's days begin: told to the server when the app opens, and whenever the clock of this
//! machine moves to another zone. Alerts ask for it; what is asked here says it itself.

use crate::{api, format};
use gloo_timers::callback::Interval;
use shared::api::auth::ProfilePatch;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How often the clock is looked at.
const LOOK_MS: u32 = 30_000;

/// The zone that the server was told.
type Told = Rc<RefCell<Option<String>>>;

/// Keeps the zone of the profile up to date; for where somebody is signed in.
#[hook]
pub fn use_tell_zone() {
    use_effect_with((), |()| {
        let told = Told::default();
        tell(&told);
        let looking = Interval::new(LOOK_MS, move || tell(&told));
        move || drop(looking)
    });
}

fn tell(told: &Told) {
    let now = format::time_zone();
    if now.is_none() || *told.borrow() == now {
        return;
    }
    let told = told.clone();
    spawn_local(async move {
        let patch = ProfilePatch {
            tz: now.clone(),
            ..ProfilePatch::default()
        };
        // What did not come through is told again.
        if api::auth::patch_profile(&patch).await.is_ok() {
            told.replace(now);
        }
    });
}
