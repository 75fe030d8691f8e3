//! For admins: how the server is doing, and the sample data, which comes and goes in one click.

use super::SettingsSection;
use crate::{
    api::{self, ApiResult},
    components::{Banner, Button, ButtonKind, IconName, SkeletonRows},
    format,
    i18n::{I18n, use_i18n},
    pages::LoadFailed,
    state::{Load, use_can, use_live, use_resource, use_toasts},
};
use shared::{
    api::{
        event::Event,
        import::{Import, ImportState},
        system::{HealthStatus, System},
    },
    permission::Permission,
};
use std::{future::Future, pin::Pin};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Work = Pin<Box<dyn Future<Output = ApiResult<()>>>>;

#[component]
pub fn SystemSettings() -> Html {
    let i18n = use_i18n();
    if !use_can(Permission::SystemManage) {
        return html! { <Banner>{ i18n.t.settings.admins_only }</Banner> };
    }
    html! { <><ServerState /><SampleData /></> }
}

#[component]
fn ServerState() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let system = use_resource((), |(), signal| {
        Box::pin(async move { api::system::state(signal.as_ref()).await })
    });
    {
        let system = system.clone();
        use_live(move |event| {
            if matches!(
                event,
                Event::Index { .. } | Event::ManyChanged | Event::Resync
            ) {
                system.reload();
            }
        });
    }
    let body = match &system.load {
        Load::Waiting => html! { <SkeletonRows rows={4} /> },
        Load::Failed(error) => {
            let onretry = {
                let system = system.clone();
                Callback::from(move |()| system.reload())
            };
            html! { <LoadFailed error={error.clone()} {onretry} /> }
        }
        Load::Ready(system) => facts(i18n, system),
    };
    html! { <SettingsSection title={t.server} action={html! { <RebuildButton /> }}>{ body }</SettingsSection> }
}

fn facts(i18n: I18n, system: &System) -> Html {
    let t = &i18n.t.settings;
    let state = match system.status {
        HealthStatus::Ok => t.state_ok.to_owned(),
        HealthStatus::Degraded => t.state_degraded.to_owned(),
        HealthStatus::Rebuilding => {
            let percent = system.index.percent.to_string();
            i18n.fill(t.state_rebuilding, &[("n", &percent)])
        }
    };
    let fact = |name: &'static str, value: String| {
        html! { <div class="fact"><dt>{ name }</dt><dd class="num">{ value }</dd></div> }
    };
    html! {
        <dl class="facts">
            { fact(t.state, state) }
            { fact(t.found, i18n.count(t.documents, system.index.documents)) }
            { fact(t.index_size, index_line(i18n, system)) }
            if system.index.lag > 0 {
                { fact(t.index_lag, i18n.count(t.documents, system.index.lag)) }
            }
            if let Some(at) = system.index.built_at {
                { fact(t.index_built, format::ago(i18n, at)) }
            }
            if system.reading.done < system.reading.total {
                { fact(i18n.t.files.progress_label, reading_line(i18n, system)) }
            }
            { fact(t.version, system.version.clone()) }
        </dl>
    }
}

fn index_line(i18n: I18n, system: &System) -> String {
    let size = format::size(i18n.locale, system.index.size_bytes);
    let parts = i18n.count(i18n.t.settings.index_parts, system.index.segments);
    format!("{size} · {parts}")
}

/// Search that looks wrong is built anew; nobody has to wait for it.
#[component]
fn RebuildButton() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let busy = use_state_eq(|| false);
    let onclick = {
        let busy = busy.clone();
        Callback::from(move |()| {
            let (busy, toasts) = (busy.clone(), toasts.clone());
            busy.set(true);
            spawn_local(async move {
                match api::system::reindex().await {
                    Ok(()) => toasts.say(t.index_rebuild_begun),
                    Err(error) => toasts.failed(&error),
                }
                busy.set(false);
            });
        })
    };
    html! { <Button label={t.index_rebuild} busy={*busy} {onclick} /> }
}

fn reading_line(i18n: I18n, system: &System) -> String {
    let number = |number| format::number(i18n.locale, number);
    let (done, total) = (number(system.reading.done), number(system.reading.total));
    i18n.fill(i18n.t.files.progress, &[("done", &done), ("total", &total)])
}

/// Whether the import that the sample data comes with is still at work.
fn is_at_work(import: &Import) -> bool {
    match import.state {
        ImportState::Uploading
        | ImportState::Queued
        | ImportState::Running
        | ImportState::Undoing => true,
        ImportState::Done | ImportState::Failed | ImportState::Cancelled | ImportState::Undone => {
            false
        }
    }
}

#[component]
fn SampleData() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let sent = use_state_eq(|| false);
    let loaded = use_resource((), |(), signal| {
        Box::pin(async move { api::system::sample_data(signal.as_ref()).await })
    });
    {
        let loaded = loaded.clone();
        use_live(move |event| {
            if matches!(event, Event::Import(_) | Event::Resync) {
                loaded.reload();
            }
        });
    }
    let run = |said: &'static str, work: fn() -> Work| {
        let (sent, toasts, loaded) = (sent.clone(), toasts.clone(), loaded.clone());
        Callback::from(move |()| {
            let (sent, toasts, loaded) = (sent.clone(), toasts.clone(), loaded.clone());
            sent.set(true);
            spawn_local(async move {
                match work().await {
                    Ok(()) => toasts.say(said),
                    Err(error) => toasts.failed(&error),
                }
                sent.set(false);
                loaded.reload();
            });
        })
    };
    let button = match loaded.load.ready().map(|import| (**import).as_ref()) {
        None => html! { <SkeletonRows rows={1} /> },
        Some(None) => html! {
            <Button label={t.sample_load} icon={IconName::Sparkles} busy={*sent}
                onclick={run(i18n.t.home.sample_loaded, || Box::pin(api::system::load_sample_data()))} />
        },
        Some(Some(import)) => html! {
            <Button label={t.sample_remove} icon={IconName::Bin} kind={ButtonKind::Danger}
                busy={*sent || is_at_work(import)}
                onclick={run(i18n.t.home.sample_removed, || Box::pin(api::system::remove_sample_data()))} />
        },
    };
    html! {
        <SettingsSection title={t.sample} lead={t.sample_lead}>
            <div class="row">{ button }</div>
        </SettingsSection>
    }
}
