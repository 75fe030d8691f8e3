//! What one opened, which search lifts, and how to forget it: here and on the server. It cannot come
//! back, so it is asked for twice.

use super::SettingsSection;
use crate::{
    api,
    components::{Button, ButtonKind, Dialog},
    i18n::use_i18n,
    state::{recent, use_toasts},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub fn OpenedSettings() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let asking = use_state_eq(|| false);
    let set = |on: bool| {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(on))
    };
    html! {
        <SettingsSection title={t.opened} lead={t.opened_lead}>
            <div><Button label={t.forget_opened} onclick={set(true)} /></div>
            if *asking {
                <Sure onclose={set(false)} />
            }
        </SettingsSection>
    }
}

#[derive(Properties, PartialEq)]
struct SureProps {
    onclose: Callback<()>,
}

#[component]
fn Sure(props: &SureProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let busy = use_state_eq(|| false);
    let forget = {
        let (busy, onclose) = (busy.clone(), props.onclose.clone());
        Callback::from(move |()| {
            let (busy, toasts, onclose) = (busy.clone(), toasts.clone(), onclose.clone());
            busy.set(true);
            spawn_local(async move {
                match api::own::forget_visits().await {
                    Ok(_) => {
                        recent::forget_opened();
                        toasts.say(t.opened_forgotten);
                        onclose.emit(());
                    }
                    Err(error) => {
                        busy.set(false);
                        toasts.failed(&error);
                    }
                }
            });
        })
    };
    let footer = html! {
        <>
            <Button label={i18n.t.common.cancel} onclick={props.onclose.clone()} />
            <Button label={t.forget} kind={ButtonKind::Danger} busy={*busy} onclick={forget.clone()} />
        </>
    };
    html! {
        <Dialog title={t.forget_opened_title} onclose={props.onclose.clone()} onsubmit={forget} {footer}>
            <p>{ t.forget_opened_lead }</p>
        </Dialog>
    }
}
