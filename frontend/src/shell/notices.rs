//! The notices of one's alerts: what was found since, newest first. A click opens it and marks it as
//! read; looking at the list alone does not.

use super::RecordTarget;
use crate::{
    api,
    components::{
        Avatar, Button, ButtonKind, Dialog, DialogShape, EmptyState, Icon, IconName, SkeletonRows,
    },
    format,
    i18n::{I18n, use_i18n},
    pages::LoadFailed,
    router::Link,
    state::{
        Load,
        own::{Own, place_of},
        use_live, use_own, use_resource, use_toasts,
    },
};
use shared::{
    api::{
        event::Event,
        notice::{Notice, NoticesRead},
    },
    ids::NoticeId,
    model::RecordKind,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NoticesProps {
    pub onclose: Callback<()>,
}

#[component]
pub fn NoticesPanel(props: &NoticesProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.own;
    let own = use_own();
    let notices = use_resource((), |(), signal| {
        Box::pin(async move { api::own::notices(signal.as_ref()).await })
    });
    {
        let notices = notices.clone();
        use_live(move |event| {
            if matches!(event, Event::OwnChanged | Event::Resync) {
                notices.reload();
            }
        });
    }
    let mark = use_mark();
    let list = notices.load.ready().cloned();
    let unread = list.as_ref().map_or(0, |list| list.unread);
    let footer = (unread > 0).then(|| {
        let all = mark.reform(|()| Vec::new());
        html! { <Button label={t.read_all} kind={ButtonKind::Secondary} onclick={all} /> }
    });
    let body = match &notices.load {
        Load::Waiting => html! { <SkeletonRows rows={6} /> },
        Load::Failed(error) => {
            let notices = notices.clone();
            let onretry = Callback::from(move |()| notices.reload());
            html! { <LoadFailed error={error.clone()} {onretry} /> }
        }
        Load::Ready(list) if list.items.is_empty() => html! {
            <EmptyState icon={IconName::Bell} title={t.none_title} lead={t.none_lead} />
        },
        Load::Ready(list) => html! {
            <ul class="notices">{ for list.items.iter().map(|it| row(i18n, it, &own, &mark)) }</ul>
        },
    };
    html! {
        <Dialog title={t.notices} shape={DialogShape::Panel} onclose={props.onclose.clone()} {footer}>
            { body }
        </Dialog>
    }
}

fn row(i18n: I18n, notice: &Notice, own: &Own, mark: &Callback<Vec<NoticeId>>) -> Html {
    let saved = own.saved.iter().find(|it| it.id == notice.saved_search_id);
    let record = RecordTarget::new(notice.kind, notice.record_id, notice.thread_id);
    // Several at once are read where they were found.
    let (to, query) = match saved.filter(|_| notice.count > 1) {
        Some(saved) => place_of(saved),
        None => {
            let words = saved.map_or("", |saved| saved.query.q.as_str());
            (record.route(), record.query(words))
        }
    };
    let face = match notice.kind {
        RecordKind::Contact => html! { <Avatar name={notice.title.clone()} size={32} /> },
        RecordKind::Company => {
            html! { <Avatar name={notice.title.clone()} size={32} square=true /> }
        }
        RecordKind::Note => html! { <span class="hit-face"><Icon name={IconName::Note} /></span> },
        RecordKind::Message => {
            html! { <span class="hit-face"><Icon name={IconName::Mail} /></span> }
        }
    };
    let title = if notice.title.trim().is_empty() {
        i18n.t.common.no_subject
    } else {
        &notice.title
    };
    let more = (notice.count > 1).then(|| i18n.count(i18n.t.own.and_more, notice.count - 1));
    let onclick = {
        let id = notice.id;
        mark.reform(move |_: MouseEvent| vec![id])
    };
    html! {
        <li key={notice.id.to_string()} {onclick}
            class={classes!("notice", (!notice.read).then_some("is-new"))}>
            <Link {to} {query} class="hit">
                { face }
                <span class="hit-text">
                    <span class="hit-line">
                        <strong class="clip">{ title }</strong>
                        if let Some(more) = more {
                            <span class="faint">{ more }</span>
                        }
                        <span class="hit-at">{ format::ago(i18n, notice.at) }</span>
                    </span>
                    <span class="hit-snippet">
                        <Icon name={IconName::Bookmark} size={14} />
                        <span class="clip">{ &notice.saved_search_name }</span>
                        if !notice.context.is_empty() && notice.count == 1 {
                            <span class="clip faint">{ &notice.context }</span>
                        }
                    </span>
                </span>
                if !notice.read {
                    <span class="notice-dot"><span class="sr-only">{ i18n.t.own.new }</span></span>
                }
            </Link>
        </li>
    }
}

/// Marks notices as read; all of them, if none is named.
#[hook]
fn use_mark() -> Callback<Vec<NoticeId>> {
    let toasts = use_toasts();
    Callback::from(move |ids: Vec<NoticeId>| {
        let toasts = toasts.clone();
        // The server tells every page of ours, this one too.
        spawn_local(async move {
            if let Err(error) = api::own::mark_read(&NoticesRead { ids }).await {
                toasts.failed(&error);
            }
        });
    })
}
