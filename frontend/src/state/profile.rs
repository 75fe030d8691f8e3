//! One's own language and theme: at once on the page, then in the profile, so that the next machine
//! looks the same.

use super::{preferences::PreferenceChange, use_preferences, use_session, use_toasts};
use crate::api;
use shared::api::auth::ProfilePatch;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Changes one's own profile.
#[hook]
pub fn use_save_profile() -> Callback<ProfilePatch> {
    let preferences = use_preferences();
    let session = use_session();
    let toasts = use_toasts();
    Callback::from(move |patch: ProfilePatch| {
        if let Some(theme) = patch.theme {
            preferences.dispatch(PreferenceChange::Theme(theme));
        }
        if let Some(locale) = patch.locale {
            preferences.dispatch(PreferenceChange::Locale(locale));
        }
        let (session, toasts) = (session.clone(), toasts.clone());
        spawn_local(async move {
            match api::auth::patch_profile(&patch).await {
                Ok(user) => session.signed_in(user),
                Err(error) => toasts.failed(&error),
            }
        });
    })
}
