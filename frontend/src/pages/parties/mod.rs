//! The lists of contacts and of companies: a hundred thousand rows, sorted by a click, filtered as one types, many deleted
//! at once and brought back. What it shows lives in the address.

mod cells;
mod create;
pub mod draft;
pub mod kinds;
mod lines;
pub mod picker;
mod rows;
mod selection;
mod tools;
mod view;

pub use create::NewPartyPanel;

use super::{LoadFailed, Page};
use crate::{
    a11y,
    api::{self, ApiError, parties::PartyKind},
    components::{Button, ButtonKind, Check, EmptyState, IconName, VirtualList, VirtualListKey},
    format,
    i18n::use_i18n,
    router::{Link, Route, is_plain_click, use_router},
    shell::use_overlays,
    state::{
        Resource,
        trail::{self, Trail},
        use_can, use_resource, use_toasts,
    },
};
use rows::{RowsHandle, use_rows};
use selection::{Picked, use_selection};
use shared::{
    api::page::{ListQuery, PAGE_LIMIT_MAX, Page as ListPage},
    api::user::User,
    permission::Permission,
};
use std::rc::Rc;
use tools::{SelectionBar, Tools};
use uuid::Uuid;
use view::View;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

const LIST_ID: &str = "parties-list";

#[derive(Properties, PartialEq)]
pub struct PartiesPageProps {
    pub kind: PartyKind,
}

#[component]
pub fn PartiesPage(props: &PartiesPageProps) -> Html {
    // Another kind is another page: nothing of the one before may show.
    html! { <OneList key={kinds::list_route(props.kind).path()} kind={props.kind} /> }
}

#[component]
fn OneList(props: &PartiesPageProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let open = use_overlays();
    let can_write = use_can(Permission::RecordWrite);
    let kind = props.kind;
    let words = kinds::words(i18n, kind);
    let view = View::read(kind, &router);
    let rows = use_rows(&view);
    let count = rows
        .rows
        .total
        .map(|total| format::number(i18n.locale, total as u64));
    let actions = html! {
        if can_write {
            <Button label={words.new} kind={ButtonKind::Primary} icon={IconName::Plus}
                shortcut={kinds::panel_keys(kind)}
                onclick={open.reform(move |()| Some(kinds::panel(kind)))} />
        }
    };
    let nothing_at_all = rows.rows.total == Some(0) && !view.is_filtered();
    html! {
        <Page title={words.title} count={count.map(AttrValue::from)} {actions} full=true>
            if nothing_at_all {
                <NothingYet {kind} />
            } else {
                <ListBody {view} rows={RowsProp(rows)} />
            }
        </Page>
    }
}

/// The rows as a property: equal only if nothing of them changed.
#[derive(Clone)]
struct RowsProp(RowsHandle);

impl PartialEq for RowsProp {
    fn eq(&self, other: &Self) -> bool {
        self.0.rows == other.0.rows
    }
}

#[derive(Properties, PartialEq)]
struct ListBodyProps {
    view: View,
    rows: RowsProp,
}

#[component]
fn ListBody(props: &ListBodyProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let rows = &props.rows.0;
    let picked = use_selection(&props.view);
    let cursor = use_state_eq(|| None::<usize>);
    let filter_node = use_node_ref();
    let names = use_names();
    let can_write = use_can(Permission::RecordWrite);
    let onview = {
        let (router, cursor) = (router.clone(), cursor.clone());
        Callback::from(move |view: View| {
            cursor.set(None);
            view.show(&router);
        })
    };
    let delete = use_delete(&picked, rows);
    let total = rows.rows.total.unwrap_or(0);
    let onkey = {
        let (rows, picked, cursor) = (rows.clone(), picked.clone(), cursor.clone());
        let (router, delete, view) = (router.clone(), delete.clone(), props.view.clone());
        Callback::from(move |key: VirtualListKey| match key {
            VirtualListKey::Move { row, extend } => {
                if extend {
                    picked.extend(&rows, cursor.unwrap_or(row), row);
                }
                cursor.set(Some(row));
            }
            VirtualListKey::Open(row) => {
                if let Some(party) = rows.rows.get(row) {
                    leave_trail(&view, row, party.id);
                    router.push(kinds::route(view.kind, party.id));
                }
            }
            VirtualListKey::Toggle(row) => picked.toggle(&rows, row),
            VirtualListKey::SelectAll => picked.all(&rows),
            VirtualListKey::Delete if can_write => delete.emit(()),
            VirtualListKey::Delete => {}
            VirtualListKey::Escape => picked.clear(),
        })
    };
    let ondown = {
        let cursor = cursor.clone();
        Callback::from(move |()| {
            cursor.set(Some(0));
            a11y::focus(LIST_ID);
        })
    };
    use_filter_key(filter_node.clone());
    let tools = if picked.is_empty() {
        let problems = rows.rows.problems(&props.view.words);
        html! {
            <Tools view={props.view.clone()} {onview} {names} {problems} {filter_node} {ondown} />
        }
    } else {
        html! {
            <SelectionBar kind={props.view.kind} count={picked.len() as u64} can_delete={can_write} busy={picked.busy()}
                ondelete={delete} onclear={Callback::from({
                    let picked = picked.clone();
                    move |()| picked.clear()
                })} />
        }
    };
    let body = match (&rows.rows.failed, rows.rows.total) {
        (Some(error), None) => {
            let rows = rows.clone();
            let onretry = Callback::from(move |()| rows.reload());
            html! { <LoadFailed error={error.clone()} {onretry} /> }
        }
        (_, Some(0)) => html! {
            <EmptyState icon={IconName::Search} title={kinds::words(i18n, props.view.kind).no_match}
                lead={i18n.t.contacts.no_match_lead} />
        },
        _ => html! {
            <Table view={props.view.clone()} rows={props.rows.clone()} {picked} cursor={*cursor}
                {onkey} {total} />
        },
    };
    html! { <>{ tools }{ body }</> }
}

/// The record page goes on to the next of this list.
fn leave_trail(view: &View, row: usize, id: Uuid) {
    let query = view.query(0, 1);
    trail::set(Trail { query, row, id });
}

#[derive(Properties, PartialEq)]
struct TableProps {
    view: View,
    rows: RowsProp,
    picked: Picked,
    cursor: Option<usize>,
    onkey: Callback<VirtualListKey>,
    total: usize,
}

#[component]
fn Table(props: &TableProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let names = use_names();
    let rows = &props.rows.0;
    let picked = &props.picked;
    let onsort = {
        let (router, view) = (router.clone(), props.view.clone());
        Callback::from(move |field| {
            let sort = view.sort.clicked(field);
            View {
                sort,
                ..view.clone()
            }
            .show(&router);
        })
    };
    let all = {
        let (toggled, rows) = (picked.clone(), rows.clone());
        let onchange = Callback::from(move |on: bool| {
            if on {
                toggled.all(&rows);
            } else {
                toggled.clear();
            }
        });
        html! {
            <Check label={i18n.t.contacts.select_all} bare=true {onchange}
                checked={!picked.is_empty() && picked.len() == props.total}
                mixed={!picked.is_empty() && picked.len() < props.total} />
        }
    };
    let row = {
        let (rows, picked) = (rows.clone(), picked.clone());
        Callback::from(move |number: usize| match rows.rows.get(number) {
            Some(party) => {
                let (toggled, of) = (picked.clone(), rows.clone());
                let ontoggle = Callback::from(move |_| toggled.toggle(&of, number));
                let marked = cells::Marked {
                    party,
                    marks: rows.rows.marks(number),
                };
                cells::row(i18n, &marked, &names, picked.contains(party.id), ontoggle)
            }
            None => cells::waiting_row(number),
        })
    };
    let is_selected = {
        let (rows, picked) = (rows.clone(), picked.clone());
        Callback::from(move |number: usize| {
            rows.rows
                .get(number)
                .is_some_and(|party| picked.contains(party.id))
        })
    };
    let onclick = {
        let (rows, picked, cursor) = (rows.clone(), picked.clone(), props.cursor);
        let view = props.view.clone();
        Callback::from(move |(number, event): (usize, MouseEvent)| {
            if let (true, Some(party)) = (is_plain_click(&event), rows.rows.get(number)) {
                leave_trail(&view, number, party.id);
            }
            if event.default_prevented() {
                return;
            }
            if event.shift_key() {
                picked.extend(&rows, cursor.unwrap_or(number), number);
            } else if event.ctrl_key() || event.meta_key() {
                picked.toggle(&rows, number);
            } else if let (true, Some(party)) = (is_plain_click(&event), rows.rows.get(number)) {
                router.push(kinds::route(view.kind, party.id));
            }
        })
    };
    let onrange = {
        let rows = rows.clone();
        Callback::from(move |range| rows.want(range))
    };
    let kind = props.view.kind;
    // Until the total is known, a screenful of waiting rows holds the place.
    const WAITING_ROWS: usize = 20;
    let total = if rows.rows.total.is_some() {
        props.total
    } else {
        WAITING_ROWS
    };
    html! {
        <VirtualList label={kinds::words(i18n, kind).title} id={LIST_ID} columns_class="cols-parties"
            head={cells::head(i18n, kind, props.view.sort, all, &onsort)} {total} {row} {is_selected}
            cursor={props.cursor} onkey={props.onkey.clone()} {onclick} {onrange}
            scroll_key={format!("{:?}", props.view)} />
    }
}

/// Deletes what is selected; the toast brings it back.
#[hook]
fn use_delete(picked: &Picked, rows: &RowsHandle) -> Callback<()> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (picked, rows) = (picked.clone(), rows.clone());
    let deleted = kinds::words(i18n, picked.kind()).deleted;
    Callback::from(move |()| {
        let records = picked.records();
        if records.is_empty() || picked.busy() {
            return;
        }
        let (picked, rows, toasts) = (picked.clone(), rows.clone(), toasts.clone());
        picked.set_busy(true);
        spawn_local(async move {
            match api::bin::delete(records).await {
                Ok(answer) => {
                    let text = i18n.count(deleted, answer.records);
                    let again = rows.clone();
                    let undone = Callback::from(move |()| again.reload());
                    toasts.done(text, Some(answer.position), undone);
                    picked.clear();
                    rows.reload();
                }
                Err(error) => {
                    picked.set_busy(false);
                    toasts.failed(&error);
                }
            }
            a11y::focus(LIST_ID);
        });
    })
}

/// `F` goes to the quick filter.
#[hook]
fn use_filter_key(node: NodeRef) {
    a11y::use_page_keys(move |event| {
        // Of a list the browser sees some rows alone: Ctrl+F is our field, and in it the browser's own.
        let plain = !event.alt_key() && !event.shift_key();
        let wanted = event.key() == "f" && plain;
        if !wanted || a11y::is_typing(&event) || a11y::dialog_is_open() {
            return;
        }
        if let Some(input) = node.cast::<web_sys::HtmlElement>() {
            event.prevent_default();
            input.focus().ok();
        }
    });
}

/// The names of the users, for owners.
#[hook]
fn use_names() -> cells::Names {
    let users: Resource<ListPage<User>> = use_resource((), |(), signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                ..ListQuery::default()
            };
            api::users::list(&query, signal.as_ref()).await
        })
    });
    let page = users.load.ready().cloned();
    let names = page.map(|page| {
        page.items
            .iter()
            .map(|user| (user.id, AttrValue::from(user.name.clone())))
            .collect()
    });
    Rc::new(names.unwrap_or_default())
}

/// Nothing at all: the ways to get some.
#[component]
fn NothingYet(props: &PartiesPageProps) -> Html {
    let i18n = use_i18n();
    let kind = props.kind;
    let words = kinds::words(i18n, kind);
    let open = use_overlays();
    let toasts = use_toasts();
    let can_write = use_can(Permission::RecordWrite);
    let can_sample = use_can(Permission::SystemManage);
    let busy = use_state_eq(|| false);
    let sample = {
        let busy = busy.clone();
        Callback::from(move |()| {
            let (busy, toasts) = (busy.clone(), toasts.clone());
            busy.set(true);
            spawn_local(async move {
                let answer: Result<(), ApiError> = api::system::load_sample_data().await;
                busy.set(false);
                match answer {
                    Ok(()) => toasts.say(i18n.t.home.sample_loaded),
                    Err(error) => toasts.failed(&error),
                }
            });
        })
    };
    html! {
        <EmptyState icon={kinds::icon(kind)} title={words.empty_title} lead={words.empty_lead}>
            if can_write {
                <Link to={Route::Imports} class="btn btn-primary">{ i18n.t.contacts.import }</Link>
                <Button label={words.new} icon={IconName::Plus}
                    onclick={open.reform(move |()| Some(kinds::panel(kind)))} />
            }
            if can_sample {
                <Button label={i18n.t.contacts.sample} kind={ButtonKind::Quiet}
                    icon={IconName::Sparkles} busy={*busy} onclick={sample} />
            }
        </EmptyState>
    }
}
