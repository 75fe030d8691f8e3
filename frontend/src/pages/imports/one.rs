//! One import: how far it is while it runs, what became of its items, what was skipped and why, and
//! the way to take all of it back.

use super::{
    drop::bar,
    people::NewPeople,
    show::{files_line, state_chip},
};
use crate::{
    api,
    components::{Banner, Button, ButtonKind, Dialog, EmptyState, IconName, SkeletonRows, Tone},
    format,
    i18n::{I18n, use_i18n},
    pages::{LoadFailed, Page},
    router::{Link, Route},
    state::{
        Load, use_can, use_live, use_resource, use_toasts, use_user, use_user_names,
        user_names::UserNames,
    },
};
use shared::{
    api::{
        error::ErrorCode,
        event::Event,
        import::{Import, ImportState, Skip},
        page::{ListQuery, Page as ListPage},
        skip::{CARD_MEGABYTES_MAX, MAIL_MEGABYTES_MAX, SkipCode},
    },
    ids::ImportId,
    permission::import_permission,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Skipped items shown at once.
const SKIPS_PER_PAGE: usize = 10;

/// "Show more" shows so many times as many.
const SKIPS_GROW: usize = 5;

#[derive(Properties, PartialEq)]
pub struct ImportPageProps {
    pub id: ImportId,
}

#[component]
pub fn ImportPage(props: &ImportPageProps) -> Html {
    let i18n = use_i18n();
    let names = use_user_names();
    let id = props.id;
    let resource = use_resource(id, |id, signal| {
        Box::pin(async move { api::imports::get(id, signal.as_ref()).await })
    });
    {
        let resource = resource.clone();
        use_live(move |event| match event {
            Event::Import(import) if import.id == id => resource.put(import.clone()),
            Event::Resync => resource.reload(),
            _ => {}
        });
    }
    let onreload = {
        let resource = resource.clone();
        Callback::from(move |()| resource.reload())
    };
    let body = match &resource.load {
        Load::Waiting => html! { <SkeletonRows rows={6} /> },
        Load::Failed(error) if error.is(ErrorCode::NotFound) => html! {
            <EmptyState icon={IconName::Import} title={i18n.t.imports.gone}>
                <Link to={Route::Imports} class="btn btn-primary">{ i18n.t.imports.all_imports }</Link>
            </EmptyState>
        },
        Load::Failed(error) => html! { <LoadFailed error={error.clone()} onretry={onreload} /> },
        Load::Ready(import) => html! {
            <Report import={(**import).clone()} {names} {onreload} />
        },
    };
    let actions = html! {
        <Link to={Route::Imports} class="btn btn-quiet">{ i18n.t.imports.all_imports }</Link>
    };
    html! {
        <Page title={i18n.t.imports.title} {actions}>
            <div class="page-measure">{ body }</div>
        </Page>
    }
}

/// Whether it can still go on by itself.
pub fn is_under_way(state: ImportState) -> bool {
    matches!(
        state,
        ImportState::Uploading | ImportState::Queued | ImportState::Running | ImportState::Undoing
    )
}

fn is_ended(state: ImportState) -> bool {
    matches!(
        state,
        ImportState::Done | ImportState::Failed | ImportState::Cancelled
    )
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    import: Import,
    names: UserNames,
    onreload: Callback<()>,
}

#[component]
fn Report(props: &ReportProps) -> Html {
    let i18n = use_i18n();
    let import = &props.import;
    let t = &i18n.t.imports;
    let ended = is_ended(import.state);
    let user = use_user().map(|user| user.id);
    let is_ours = use_can(import_permission(user, import.actor_id));
    let who = import.actor_id.and_then(|id| props.names.get(id));
    let when = format::ago(i18n, import.created_at);
    let by = who.map_or(when.clone(), |name| {
        AttrValue::from(i18n.fill(t.by, &[("when", &when), ("name", &name)])).to_string()
    });
    html! {
        <>
            <header class="import-head">
                <div class="row">{ state_chip(i18n, import.state) }<span class="faint small">{ by }</span></div>
                <h2>{ files_line(i18n, import) }</h2>
            </header>
            if is_under_way(import.state) {
                { running(i18n, import) }
            }
            { trouble(i18n, import) }
            { counts(i18n, import) }
            <Actions import={import.clone()} may_run={is_ours} onreload={props.onreload.clone()} />
            if ended && import.counts.skipped > 0 {
                <Skipped key={import.counts.skipped.to_string()} import={import.id} may_save={is_ours} />
            } else if ended && import.counts.items > 0 {
                <p class="faint import-none">{ t.skipped_none }</p>
            } else if import.state == ImportState::Undone {
                <Skipped import={import.id} may_save={is_ours} />
            }
            if ended {
                <NewPeople import={import.id} />
            }
        </>
    }
}

fn running(i18n: I18n, import: &Import) -> Html {
    let t = &i18n.t.imports;
    let percent = if import.bytes_total == 0 {
        0.0
    } else {
        import.bytes_done as f64 / import.bytes_total as f64 * 100.0
    };
    let size = |bytes: u64| format::size(i18n.locale, bytes);
    let (done, total) = (size(import.bytes_done), size(import.bytes_total));
    html! {
        <div class="import-progress">
            { bar(t.progress, percent.clamp(0.0, 100.0)) }
            <p class="small muted num">{ i18n.fill(t.bytes, &[("done", &done), ("total", &total)]) }</p>
        </div>
    }
}

fn trouble(i18n: I18n, import: &Import) -> Html {
    let t = &i18n.t.imports;
    match import.state {
        ImportState::Failed => html! {
            <Banner tone={Tone::Bad}>
                <span>{ import.message.clone() }{ " " }{ t.failed_help }</span>
            </Banner>
        },
        ImportState::Cancelled => html! {
            <Banner tone={Tone::Careful}>{ t.cancelled_help }</Banner>
        },
        ImportState::Uploading
        | ImportState::Queued
        | ImportState::Running
        | ImportState::Done
        | ImportState::Undoing
        | ImportState::Undone => Html::default(),
    }
}

fn counts(i18n: I18n, import: &Import) -> Html {
    let t = &i18n.t.imports;
    let count = |label: &'static str, n: u64| {
        html! {
            <div class={classes!("figure", (n == 0).then_some("is-zero"))}>
                <dt>{ label }</dt><dd>{ format::number(i18n.locale, n) }</dd>
            </div>
        }
    };
    let counts = &import.counts;
    html! {
        <dl class="figures">
            { count(t.items, counts.items) }
            { count(t.created, counts.created) }
            { count(t.updated, counts.updated) }
            { count(t.unchanged, counts.unchanged) }
            if counts.along > 0 {
                { count(t.along, counts.along) }
            }
            { count(t.skipped, counts.skipped) }
        </dl>
    }
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    import: Import,
    may_run: bool,
    onreload: Callback<()>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let t = &i18n.t.imports;
    let can_run = props.may_run;
    let asking = use_state_eq(|| false);
    let (id, state) = (props.import.id, props.import.state);
    let cancel = {
        let (toasts, onreload) = (toasts.clone(), props.onreload.clone());
        Callback::from(move |()| {
            let (toasts, onreload) = (toasts.clone(), onreload.clone());
            spawn_local(async move {
                match api::imports::cancel(id).await {
                    Ok(()) => toasts.say(i18n.t.imports.cancelling),
                    Err(error) => toasts.failed(&error),
                }
                onreload.emit(());
            });
        })
    };
    let ask = {
        let asking = asking.setter();
        Callback::from(move |on: bool| asking.set(on))
    };
    let undo = {
        let (ask, onreload) = (ask.clone(), props.onreload.clone());
        Callback::from(move |()| {
            ask.emit(false);
            let (toasts, onreload) = (toasts.clone(), onreload.clone());
            spawn_local(async move {
                match api::imports::undo(id).await {
                    Ok(()) => toasts.say(i18n.t.imports.undo_started),
                    Err(error) => toasts.failed(&error),
                }
                onreload.emit(());
            });
        })
    };
    let stoppable = matches!(
        state,
        ImportState::Uploading | ImportState::Queued | ImportState::Running
    );
    let brought = props.import.counts.created + props.import.counts.updated;
    html! {
        <div class="row import-actions">
            if is_ended(state) && brought > 0 {
                <Link to={Route::Search} class="btn btn-primary">{ t.find }</Link>
            }
            if can_run && stoppable {
                <Button label={t.cancel} onclick={cancel} />
            }
            if can_run && is_ended(state) && brought > 0 {
                <Button label={t.undo} icon={IconName::Undo} onclick={ask.reform(|()| true)} />
            }
            if *asking {
                { sure(i18n, brought, ask.reform(|()| false), undo) }
            }
        </div>
    }
}

/// A whole import cannot be brought back by an Undo: it would have to be read again.
fn sure(i18n: I18n, brought: u64, onclose: Callback<()>, undo: Callback<()>) -> Html {
    let t = &i18n.t.imports;
    let footer = html! {
        <>
            <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet} onclick={onclose.clone()} />
            <Button label={t.undo} kind={ButtonKind::Danger} onclick={undo.clone()} />
        </>
    };
    html! {
        <Dialog title={t.undo_title} {onclose} onsubmit={Some(undo)} footer={Some(footer)}>
            <p>{ i18n.count(t.undo_lead, brought) }</p>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct SkippedProps {
    import: ImportId,
    /// Whether originals may be had, where they were kept.
    may_save: bool,
}

/// What could not be used, page after page.
#[component]
fn Skipped(props: &SkippedProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.imports;
    let limit = use_state_eq(|| SKIPS_PER_PAGE);
    let pages = use_resource((props.import, *limit), |(id, wanted), signal| {
        Box::pin(async move { skips(id, wanted, signal).await })
    });
    let row = |skip: &Skip| {
        let original = skip.original.filter(|_| props.may_save);
        html! {
            <tr>
                <td class="skip-source">{ &skip.source }</td>
                <td>
                    <p>{ reason(i18n, skip) }</p>
                    if let Some(number) = original {
                        { save(i18n, skip, api::imports::original_url(props.import, number)) }
                    }
                </td>
            </tr>
        }
    };
    let Some(page) = pages.load.ready() else {
        return html! { <SkeletonRows rows={4} /> };
    };
    if page.items.is_empty() {
        return Html::default();
    }
    let more = {
        let limit = limit.clone();
        Callback::from(move |()| limit.set(*limit * SKIPS_GROW))
    };
    html! {
        <section class="import-part">
            <h2>{ t.skipped_title }</h2>
            <div class="skips" tabindex="0" role="region" aria-label={t.skipped_title}>
                <table>
                    <thead><tr><th scope="col">{ t.source }</th><th scope="col">{ t.reason }</th></tr></thead>
                    <tbody>{ for page.items.iter().map(row) }</tbody>
                </table>
            </div>
            if page.next_cursor.is_some() {
                <Button label={t.show_more} onclick={more} />
            }
        </section>
    }
}

fn save(i18n: I18n, skip: &Skip, url: String) -> Html {
    let t = &i18n.t.imports;
    let label = i18n.fill(t.save_original_of, &[("name", &skip.source)]);
    html! { <a href={url} download="" aria-label={label}>{ t.save_original }</a> }
}

/// So many of the skipped items, from the first on.
async fn skips(
    id: ImportId,
    wanted: usize,
    signal: Option<web_sys::AbortSignal>,
) -> api::ApiResult<ListPage<Skip>> {
    let mut all: Option<ListPage<Skip>> = None;
    loop {
        let known = all.as_ref().map_or(0, |page| page.items.len());
        let query = ListQuery {
            limit: Some((wanted - known).min(shared::api::page::PAGE_LIMIT_MAX)),
            cursor: all.as_ref().and_then(|page| page.next_cursor.clone()),
            ..ListQuery::default()
        };
        let page = api::imports::skipped(id, &query, signal.as_ref()).await?;
        let page = match all.take() {
            None => page,
            Some(mut before) => {
                before.items.extend(page.items);
                ListPage {
                    items: before.items,
                    ..page
                }
            }
        };
        if page.next_cursor.is_none() || page.items.len() >= wanted {
            return Ok(page);
        }
        all = Some(page);
    }
}

/// Why, in the reader's language; in English what only a newer server knows.
fn reason(i18n: I18n, skip: &Skip) -> String {
    match SkipCode::parse(&skip.code) {
        Some(code) => sentence(i18n, code),
        None => skip.reason.clone(),
    }
}

fn sentence(i18n: I18n, code: SkipCode) -> String {
    let t = &i18n.t.skips;
    let limit = |row: &str, megabytes: usize| {
        let n = format::number(i18n.locale, megabytes as u64);
        i18n.fill(row, &[("n", &n)])
    };
    let text = match code {
        SkipCode::WrongType => t.wrong_type,
        SkipCode::Empty => t.empty,
        SkipCode::NoColumns => t.no_columns,
        SkipCode::NoIdentity => t.no_identity,
        SkipCode::Malformed => t.malformed,
        SkipCode::MailTooLarge => return limit(t.mail_too_large, MAIL_MEGABYTES_MAX),
        SkipCode::ItemTooLarge => return limit(t.item_too_large, CARD_MEGABYTES_MAX),
        SkipCode::ArchiveTooDeep => t.archive_too_deep,
        SkipCode::ArchiveTooLarge => t.archive_too_large,
        SkipCode::ArchiveTooManyEntries => t.archive_too_many_entries,
        SkipCode::ArchiveDamaged => t.archive_damaged,
        SkipCode::Unreadable => t.unreadable,
        SkipCode::Taken => t.taken,
        SkipCode::NoTarget => t.no_target,
        SkipCode::Forbidden => t.forbidden,
        SkipCode::KeptChangedSince => t.kept_changed_since,
    };
    text.to_owned()
}
