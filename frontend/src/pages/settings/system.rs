//! Sample data, for admins.

use super::SettingsSection;
use crate::{
    api::{self, ApiResult},
    components::{Banner, Button, ButtonKind, IconName},
    i18n::use_i18n,
    state::{use_can, use_toasts},
};
use shared::permission::Permission;
use std::{future::Future, pin::Pin};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Work = Pin<Box<dyn Future<Output = ApiResult<()>>>>;

#[component]
pub fn SystemSettings() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let can_manage = use_can(Permission::SystemManage);
    let busy = use_state_eq(|| None::<&'static str>);
    if !can_manage {
        return html! { <Banner>{ t.admins_only }</Banner> };
    }
    let run = |label: &'static str, said: &'static str, work: fn() -> Work| {
        let (busy, toasts) = (busy.clone(), toasts.clone());
        Callback::from(move |()| {
            let (busy, toasts) = (busy.clone(), toasts.clone());
            busy.set(Some(label));
            spawn_local(async move {
                match work().await {
                    Ok(()) => toasts.say(said),
                    Err(error) => toasts.failed(&error),
                }
                busy.set(None);
            });
        })
    };
    let load = run(t.sample_load, i18n.t.home.sample_loaded, || {
        Box::pin(api::system::load_sample_data())
    });
    let remove = run(t.sample_remove, i18n.t.home.sample_removed, || {
        Box::pin(api::system::remove_sample_data())
    });
    html! {
        <SettingsSection title={t.sample} lead={t.sample_lead}>
            <div class="row">
                <Button label={t.sample_load} icon={IconName::Sparkles} onclick={load}
                    busy={*busy == Some(t.sample_load)} />
                <Button label={t.sample_remove} kind={ButtonKind::Quiet} icon={IconName::Bin}
                    onclick={remove} busy={*busy == Some(t.sample_remove)} />
            </div>
        </SettingsSection>
    }
}
