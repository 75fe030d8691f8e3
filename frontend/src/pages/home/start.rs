//! The first minute: bring over what there is, try it with sample data, or begin with one contact.

use crate::{
    api::{self, parties::PartyKind},
    components::{Icon, IconName},
    i18n::use_i18n,
    router::{Link, Route},
    shell::{Overlay, use_overlays},
    state::{use_can, use_toasts},
};
use shared::permission::Permission;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub fn Start() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.home;
    let open = use_overlays();
    let can_write = use_can(Permission::RecordWrite);
    let can_sample = use_can(Permission::SystemManage);
    let sample = use_sample();
    let words = |title: &'static str, hint: &'static str| {
        html! {
            <span class="home-text">
                <strong>{ title }</strong>
                <span class="muted">{ hint }</span>
            </span>
        }
    };
    html! {
        <section class="start">
            <h2>{ t.start_title }</h2>
            <p class="muted">{ t.start_lead }</p>
            <div class="start-ways">
                if can_write {
                    <Link to={Route::Imports} class="start-way start-main">
                        <Icon name={IconName::Import} size={20} />
                        { words(t.start_import, t.start_import_hint) }
                    </Link>
                }
                if can_sample {
                    <button type="button" class="start-way" onclick={sample}>
                        <Icon name={IconName::Sparkles} size={20} />
                        { words(t.start_sample, t.start_sample_hint) }
                    </button>
                }
                if can_write {
                    <button type="button" class="start-way"
                        onclick={open.reform(|_: MouseEvent| Some(Overlay::New(PartyKind::Contact)))}>
                        <Icon name={IconName::UserPlus} size={20} />
                        { words(t.start_contact, t.start_contact_hint) }
                    </button>
                }
            </div>
        </section>
    }
}

#[hook]
fn use_sample() -> Callback<MouseEvent> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let busy = use_state_eq(|| false);
    Callback::from(move |_| {
        if *busy {
            return;
        }
        let (toasts, busy) = (toasts.clone(), busy.clone());
        busy.set(true);
        spawn_local(async move {
            match api::system::load_sample_data().await {
                Ok(()) => toasts.say(i18n.t.home.sample_loaded),
                Err(error) => toasts.failed(&error),
            }
            busy.set(false);
        });
    })
}
