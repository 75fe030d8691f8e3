//! The dialog that keeps a search, or changes one that is kept: what is asked stands in the address of
//! the page below.

use crate::{
    api,
    components::{Button, ButtonKind, Check, Dialog, IconName, Segment, Segments, TextField},
    i18n::use_i18n,
    router::use_router,
    state::{
        own::{Own, asked_here, place_of},
        use_own, use_toasts,
    },
};
use shared::{
    api::saved_search::{SavedPlace, SavedQuery, SavedSearch, SavedSearchCreate, SavedSearchPatch},
    model::RecordKind,
    query::Field,
    validate::NAME_CHARS_MAX,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SaveDialogProps {
    pub onclose: Callback<()>,
}

/// Finds out whether what is asked is kept already.
#[component]
pub fn SaveDialog(props: &SaveDialogProps) -> Html {
    let (router, own) = (use_router(), use_own());
    let Some((place, query)) = asked_here(&router) else {
        return Html::default();
    };
    let known = own.find(place, &query).cloned();
    html! { <Form {place} {query} {known} onclose={props.onclose.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    place: SavedPlace,
    query: SavedQuery,
    known: Option<SavedSearch>,
    onclose: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.own;
    let known = props.known.as_ref();
    let name = use_state_eq(|| known.map_or_else(|| name_of(&props.query), |it| it.name.clone()));
    let pinned = use_state_eq(|| known.is_none_or(|it| it.pinned));
    let alerts = use_state_eq(|| known.is_some_and(|it| it.alerts));
    let as_list = use_state_eq(|| false);
    let list = known
        .is_none()
        .then(|| list_of(props.place, &props.query))
        .flatten();
    let wanted = SavedSearchCreate {
        id: None,
        name: name.trim().chars().take(NAME_CHARS_MAX).collect(),
        place: props.place,
        query: props.query.clone(),
        pinned: *pinned,
        alerts: *alerts,
    };
    let wanted = match list.clone().filter(|_| *as_list) {
        Some((place, query)) => SavedSearchCreate {
            place,
            query,
            ..wanted
        },
        None => wanted,
    };
    let is_named = !wanted.name.is_empty();
    let submit = use_submit(props, wanted);
    let delete = use_delete(props);
    let segment = |value: bool, label: &'static str| Segment {
        value,
        label: label.into(),
        icon: None,
    };
    let set = |state: &UseStateHandle<bool>| {
        let state = state.setter();
        Callback::from(move |on| state.set(on))
    };
    let oninput = {
        let name = name.setter();
        Callback::from(move |text| name.set(text))
    };
    let onsubmit = {
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let footer = html! {
        <>
            if known.is_some() {
                <Button label={i18n.t.common.delete} kind={ButtonKind::Danger} icon={IconName::Bin}
                    onclick={delete} />
                <span class="grow"></span>
            }
            <Button label={i18n.t.common.cancel} onclick={props.onclose.clone()} />
            <Button label={i18n.t.common.save} kind={ButtonKind::Primary} disabled={!is_named}
                onclick={submit.clone()} />
        </>
    };
    html! {
        <Dialog title={if known.is_some() { t.saved_search } else { t.save }}
            onclose={props.onclose.clone()} onsubmit={submit} {footer}>
            <form class="stack" {onsubmit}>
                <TextField label={t.name} value={(*name).clone()} {oninput} autofocus=true />
                if list.is_some() {
                    <div class="field">
                        <span class="field-label" aria-hidden="true">{ t.open_as }</span>
                        <Segments<bool> label={t.open_as} value={*as_list} onchange={set(&as_list)}
                            segments={vec![segment(false, t.as_results), segment(true, t.as_list)]} />
                    </div>
                }
                <Check label={t.pinned} checked={*pinned} onchange={set(&pinned)} />
                <div>
                    <Check label={t.alerts} checked={*alerts} onchange={set(&alerts)} />
                    <p class="faint small check-hint">{ t.alerts_hint }</p>
                </div>
            </form>
        </Dialog>
    }
}

/// What people would call it.
fn name_of(query: &SavedQuery) -> String {
    query.q.chars().take(NAME_CHARS_MAX).collect()
}

/// The same question as a list, where a list can ask it.
fn list_of(place: SavedPlace, query: &SavedQuery) -> Option<(SavedPlace, SavedQuery)> {
    let list = match query.kind {
        Some(RecordKind::Contact) => SavedPlace::Contacts,
        Some(RecordKind::Company) => SavedPlace::Companies,
        Some(RecordKind::Note | RecordKind::Message) | None => return None,
    };
    let is_narrow = query.company.is_some() || query.after.is_some() || query.before.is_some();
    if place != SavedPlace::Search || is_narrow {
        return None;
    }
    let owner = format!("{}:\"{}\"", Field::Owner.as_str(), query.owner);
    let asked = SavedQuery {
        q: query.q.clone(),
        filter: if query.owner.is_empty() {
            String::new()
        } else {
            owner
        },
        ..SavedQuery::default()
    };
    Some((list, asked))
}

#[hook]
fn use_submit(props: &FormProps, wanted: SavedSearchCreate) -> Callback<()> {
    let i18n = use_i18n();
    let (own, toasts, router) = (use_own(), use_toasts(), use_router());
    let (known, onclose) = (props.known.clone(), props.onclose.clone());
    let here = props.place;
    Callback::from(move |()| {
        if wanted.name.is_empty() {
            return;
        }
        let (own, toasts, router) = (own.clone(), toasts.clone(), router.clone());
        let (known, onclose, wanted) = (known.clone(), onclose.clone(), wanted.clone());
        spawn_local(async move {
            let t = &i18n.t.own;
            let answer = match &known {
                Some(known) => api::own::change(known.id, &patch(&wanted)).await,
                None => api::own::save(&wanted).await,
            };
            match answer {
                Ok(saved) => {
                    own.reload.emit(());
                    onclose.emit(());
                    toasts.say(if known.is_some() { t.changed } else { t.kept });
                    if saved.place != here {
                        let (route, query) = place_of(&saved);
                        let query: Vec<(&str, &str)> = query
                            .iter()
                            .map(|(name, value)| (*name, value.as_str()))
                            .collect();
                        router.push_query(route, &query);
                    }
                }
                Err(error) => toasts.failed(&error),
            }
        });
    })
}

fn patch(wanted: &SavedSearchCreate) -> SavedSearchPatch {
    SavedSearchPatch {
        name: Some(wanted.name.clone()),
        query: None,
        pinned: Some(wanted.pinned),
        alerts: Some(wanted.alerts),
    }
}

#[hook]
fn use_delete(props: &FormProps) -> Callback<()> {
    let delete = use_delete_saved();
    let (known, onclose) = (props.known.clone(), props.onclose.clone());
    Callback::from(move |()| {
        if let Some(known) = &known {
            onclose.emit(());
            delete.emit(known.clone());
        }
    })
}

/// Lets a saved search go, with Undo: saved again with its id it is the same one.
#[hook]
pub fn use_delete_saved() -> Callback<SavedSearch> {
    let i18n = use_i18n();
    let (own, toasts) = (use_own(), use_toasts());
    Callback::from(move |saved: SavedSearch| {
        let (own, toasts) = (own.clone(), toasts.clone());
        spawn_local(async move {
            match api::own::delete(saved.id).await {
                Ok(_) => {
                    own.reload.emit(());
                    let text = i18n.fill(i18n.t.own.deleted, &[("name", &saved.name)]);
                    let again = toasts.clone();
                    let undo = Callback::from(move |()| {
                        bring_back(saved.clone(), own.clone(), again.clone());
                    });
                    toasts.offer(text, undo);
                }
                Err(error) => toasts.failed(&error),
            }
        });
    })
}

fn bring_back(saved: SavedSearch, own: Own, toasts: crate::state::Toasts) {
    let again = SavedSearchCreate {
        id: Some(saved.id),
        name: saved.name,
        place: saved.place,
        query: saved.query,
        pinned: saved.pinned,
        alerts: saved.alerts,
    };
    spawn_local(async move {
        match api::own::save(&again).await {
            Ok(_) => own.reload.emit(()),
            Err(error) => toasts.failed(&error),
        }
    });
}
