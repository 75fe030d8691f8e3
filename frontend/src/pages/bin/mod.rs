//! The bin: what was deleted, by whom and when; one or many come back, and that can be undone too.

use super::{LoadFailed, Page, scroll::use_scroll_end};
use crate::{
    api::{self, ApiError},
    components::{Avatar, Button, ButtonKind, Check, EmptyState, Icon, IconName, SkeletonRows},
    format,
    i18n::{I18n, use_i18n},
    state::{use_can, use_live, use_toasts, use_user_names, user_names::UserNames},
};
use shared::small::SmallSet;
use shared::{
    api::{
        bin::BinItem,
        event::{ChangeAction, Event},
        page::{ListQuery, PAGE_LIMIT_DEFAULT, Page as ListPage},
    },
    model::{RecordKind, RecordRef},
    permission::Permission,
};
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What of the bin is known.
#[derive(Debug, Clone, PartialEq, Default)]
struct Known {
    items: Option<Rc<Vec<BinItem>>>,
    next: Option<String>,
    total: u64,
    error: Option<Rc<ApiError>>,
}

impl Known {
    fn with(&self, page: ListPage<BinItem>, is_first: bool) -> Self {
        let before = self
            .items
            .iter()
            .filter(|_| !is_first)
            .flat_map(|items| items.iter());
        let mut items: Vec<BinItem> = before.cloned().collect();
        items.extend(page.items);
        Self {
            items: Some(Rc::new(items)),
            next: page.next_cursor,
            total: page.total,
            error: None,
        }
    }
}

#[derive(Clone, PartialEq)]
struct BinList {
    known: UseStateHandle<Known>,
    latest: api::Latest,
}

impl BinList {
    fn read(&self, cursor: Option<String>) {
        let (ticket, known) = (self.latest.begin(), self.known.clone());
        spawn_local(async move {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_DEFAULT),
                cursor: cursor.clone(),
                ..ListQuery::default()
            };
            let answer = api::bin::list(&query, ticket.signal()).await;
            if !ticket.is_current() {
                return;
            }
            match answer {
                Ok(page) => known.set(known.with(page, cursor.is_none())),
                Err(ApiError::Aborted) => {}
                Err(error) => known.set(Known {
                    error: Some(Rc::new(error)),
                    ..(*known).clone()
                }),
            }
        });
    }
}

#[hook]
fn use_bin() -> BinList {
    let list = BinList {
        known: use_state_eq(Known::default),
        latest: api::use_latest(),
    };
    {
        let list = list.clone();
        use_effect_with((), move |()| list.read(None));
    }
    {
        let list = list.clone();
        use_live(move |event| {
            let moved = matches!(
                event,
                Event::Change {
                    action: ChangeAction::Deleted | ChangeAction::Restored,
                    ..
                } | Event::ManyChanged
                    | Event::Resync
            );
            if moved {
                list.read(None);
            }
        });
    }
    list
}

#[component]
pub fn BinPage() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.bin;
    let names = use_user_names();
    let list = use_bin();
    let chosen = use_state_eq(SmallSet::<Uuid>::new);
    let can_write = use_can(Permission::RecordWrite);
    let restore = use_restore(&list, &chosen);
    let scroller = use_node_ref();
    let more = {
        let list = list.clone();
        Callback::from(move |()| {
            if let Some(cursor) = &list.known.next {
                list.read(Some(cursor.clone()));
            }
        })
    };
    let known = list.known.clone();
    let length = known.items.as_ref().map_or(0, |items| items.len());
    let onscroll = use_scroll_end(scroller.clone(), length, more);
    let retry = {
        let list = list.clone();
        Callback::from(move |()| list.read(None))
    };
    let body = match (&known.items, &known.error) {
        (None, Some(error)) => html! { <LoadFailed error={error.clone()} onretry={retry} /> },
        (None, None) => html! { <div class="page-measure"><SkeletonRows rows={8} /></div> },
        (Some(items), _) if items.is_empty() => html! {
            <EmptyState icon={IconName::Bin} title={t.empty_title} lead={t.empty_lead} />
        },
        (Some(items), _) => html! {
            <div class="page-measure">
                <p class="muted">{ t.lead }</p>
                if can_write {
                    { tools(i18n, items, &chosen, &restore) }
                }
                <ul class="bin-list">
                    { for items.iter().map(|item| row(i18n, item, &names, can_write.then_some((&chosen, &restore)))) }
                </ul>
            </div>
        },
    };
    let count =
        (known.total > 0).then(|| AttrValue::from(format::number(i18n.locale, known.total)));
    html! {
        <Page title={t.title} {count} full=true>
            <div ref={scroller} class="page-body" {onscroll}>{ body }</div>
        </Page>
    }
}

fn tools(
    i18n: I18n,
    items: &Rc<Vec<BinItem>>,
    chosen: &UseStateHandle<SmallSet<Uuid>>,
    restore: &Callback<Vec<BinItem>>,
) -> Html {
    let t = &i18n.t.bin;
    let all = items.iter().all(|item| chosen.contains(&item.id));
    let toggle = {
        let (chosen, items) = (chosen.setter(), items.clone());
        Callback::from(move |on: bool| {
            chosen.set(items.iter().filter(|_| on).map(|item| item.id).collect());
        })
    };
    let onclick = {
        let (chosen, items, restore) = (chosen.clone(), items.clone(), restore.clone());
        Callback::from(move |()| {
            let wanted = items.iter().filter(|item| chosen.contains(&item.id));
            restore.emit(wanted.cloned().collect());
        })
    };
    let count = format::number(i18n.locale, chosen.len() as u64);
    html! {
        <div class="row people-tools">
            <Check label={t.select_all} checked={all} mixed={!chosen.is_empty() && !all}
                onchange={toggle} />
            <div class="grow"></div>
            if !chosen.is_empty() {
                <Button label={i18n.fill(t.restore_many, &[("n", &count)])} icon={IconName::Restore}
                    kind={ButtonKind::Primary} {onclick} />
            }
        </div>
    }
}

fn title_of(i18n: I18n, item: &BinItem) -> String {
    if item.title.trim().is_empty() {
        i18n.t.bin.untitled.to_owned()
    } else {
        item.title.clone()
    }
}

type Choice<'a> = (
    &'a UseStateHandle<SmallSet<Uuid>>,
    &'a Callback<Vec<BinItem>>,
);

fn row(i18n: I18n, item: &BinItem, names: &UserNames, choice: Option<Choice<'_>>) -> Html {
    let t = &i18n.t.bin;
    let title = title_of(i18n, item);
    let when = format::ago(i18n, item.deleted_at);
    let who = item.deleted_by.and_then(|id| names.get(id));
    let line = match who {
        Some(name) => i18n.fill(t.deleted_by, &[("when", &when), ("name", &name)]),
        None => i18n.fill(t.deleted, &[("when", &when)]),
    };
    let (face, kind) = match item.kind {
        RecordKind::Contact => (
            html! { <Avatar name={title.clone()} size={32} /> },
            i18n.t.common.contact,
        ),
        RecordKind::Company => (
            html! { <Avatar name={title.clone()} size={32} square=true /> },
            i18n.t.common.company,
        ),
        RecordKind::Note => (icon(IconName::Note), i18n.t.common.note),
        RecordKind::Message => (icon(IconName::Mail), i18n.t.common.message),
    };
    html! {
        <li key={item.id.to_string()} class="bin-row">
            if let Some((chosen, _)) = choice {
                <Check bare=true label={i18n.fill(t.select, &[("name", &title)])}
                    checked={chosen.contains(&item.id)} onchange={toggle(chosen, item.id)} />
            }
            { face }
            <span class="bin-text">
                <strong class="clip">{ title.clone() }</strong>
                <span class="clip faint small">{ format!("{kind} · {line}") }</span>
            </span>
            if let Some((_, restore)) = choice {
                <button type="button" class="btn btn-secondary btn-small"
                    aria-label={i18n.fill(t.restore_named, &[("name", &title)])}
                    onclick={one(restore, item)}>
                    <Icon name={IconName::Restore} /><span>{ i18n.t.common.restore }</span>
                </button>
            }
        </li>
    }
}

fn icon(name: IconName) -> Html {
    html! { <span class="hit-face"><Icon {name} /></span> }
}

fn toggle(chosen: &UseStateHandle<SmallSet<Uuid>>, id: Uuid) -> Callback<bool> {
    let chosen = chosen.clone();
    Callback::from(move |on: bool| {
        let mut next = (*chosen).clone();
        if on {
            next.insert(id);
        } else {
            next.remove(&id);
        }
        chosen.set(next);
    })
}

fn one(restore: &Callback<Vec<BinItem>>, item: &BinItem) -> Callback<MouseEvent> {
    let item = item.clone();
    restore.reform(move |_: MouseEvent| vec![item.clone()])
}

/// Brings records back; Undo puts them where they were.
#[hook]
fn use_restore(list: &BinList, chosen: &UseStateHandle<SmallSet<Uuid>>) -> Callback<Vec<BinItem>> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (list, chosen) = (list.clone(), chosen.clone());
    Callback::from(move |items: Vec<BinItem>| {
        let (list, chosen, toasts) = (list.clone(), chosen.clone(), toasts.clone());
        let reference = |item: &BinItem| RecordRef {
            kind: item.kind,
            id: item.id,
        };
        let records: Vec<RecordRef> = items.iter().map(reference).collect();
        spawn_local(async move {
            match api::bin::restore(records).await {
                Ok(answer) => {
                    let text = match items.as_slice() {
                        [item] => {
                            i18n.fill(i18n.t.bin.restored_one, &[("name", &title_of(i18n, item))])
                        }
                        _ => i18n.count(i18n.t.bin.restored, answer.records),
                    };
                    let again = list.clone();
                    let undone = Callback::from(move |()| again.read(None));
                    toasts.done(text, Some(answer.position), undone);
                    chosen.set(SmallSet::new());
                }
                Err(error) => toasts.failed(&error),
            }
            list.read(None);
        });
    })
}
