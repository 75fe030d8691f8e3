//! A mail conversation: oldest first, the newest open, older ones folded to a line; beside it the
//! people in it and a note about them. `?q=` and `?find=` mark words and open where they stand,
//! `?message=` opens one mail, `?file=` and `?page=` say where in one of its files something was found.

mod frame;
mod message;
mod text;

pub use text::MailText;

use super::{
    LoadFailed, Page,
    files::FoundAt,
    find::{Scope, needle::Needle, use_find},
    notes::NoteComposer,
    people::{contact_of, name_of},
    similar::Similar,
};
use crate::{
    api,
    components::{Avatar, EmptyState, IconName, SkeletonRows},
    i18n::{I18n, use_i18n},
    router::{Link, Route, use_router},
    state::{
        Load, Resource,
        recent::{self, Recent},
        use_can, use_live, use_resource, use_toasts,
    },
};
use message::{Mail, add_icon, element_id};
use shared::small::SmallSet;
use shared::{
    api::{
        error::ErrorCode,
        event::Event,
        message::{Message, Participant, Thread},
    },
    ids::{MessageId, ThreadId},
    model::{RecordKind, RecordRef},
    permission::Permission,
    validate::LINKS_MAX,
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where a conversation is looked through: what it is about, who wrote to whom, what, and with which
/// files.
const READ: &str = ".page-head h1, .thread-main :is(.mail-folded > strong, .mail-from, .mail-to, \
    .mail-body, .file > .clip), .thread-side .person-text";
/// People shown beside a conversation at most.
const PEOPLE_MAX: usize = 30;

#[derive(Properties, PartialEq)]
pub struct ThreadPageProps {
    pub id: ThreadId,
}

#[component]
pub fn ThreadPage(props: &ThreadPageProps) -> Html {
    html! { <OneThread key={props.id.to_string()} id={props.id} /> }
}

#[component]
fn OneThread(props: &ThreadPageProps) -> Html {
    let i18n = use_i18n();
    let resource = use_resource(props.id, |id, signal| {
        Box::pin(async move { api::messages::thread(id, signal.as_ref()).await })
    });
    {
        let resource = resource.clone();
        use_live(move |event| {
            if concerns(&resource, event) {
                resource.reload();
            }
        });
    }
    let onreload = {
        let resource = resource.clone();
        Callback::from(move |()| resource.reload())
    };
    match &resource.load {
        Load::Waiting => html! {
            <Page title={i18n.t.common.message}>
                <div class="thread"><div class="thread-main"><SkeletonRows rows={10} /></div></div>
            </Page>
        },
        Load::Failed(error) if error.is(ErrorCode::NotFound) => html! {
            <Page title={i18n.t.thread.gone_title}>
                <EmptyState icon={IconName::Mail} title={i18n.t.thread.gone_title}
                    lead={i18n.t.thread.gone_lead}>
                    <Link to={Route::Home} class="btn btn-primary">{ i18n.t.nav.go_home }</Link>
                </EmptyState>
            </Page>
        },
        Load::Failed(error) => html! {
            <Page title={i18n.t.common.message}>
                <LoadFailed error={error.clone()} onretry={onreload} />
            </Page>
        },
        Load::Ready(thread) => html! { <Conversation thread={(**thread).clone()} {onreload} /> },
    }
}

/// Whether something happened to one of its mails or to a contact, who may be one of its people.
fn concerns(resource: &Resource<Thread>, event: &Event) -> bool {
    match event {
        Event::Change {
            kind: RecordKind::Contact,
            ..
        }
        | Event::ManyChanged
        | Event::Resync => true,
        Event::Change {
            kind: RecordKind::Message,
            id,
            ..
        } => resource.load.ready().is_some_and(|thread| {
            thread
                .messages
                .iter()
                .any(|message| message.id.uuid() == *id)
        }),
        // The index also tells when it took in the text of files.
        Event::Index { .. } => resource.load.ready().is_some_and(|thread| waits(thread)),
        Event::Change { .. } | Event::Import(_) | Event::OwnChanged => false,
    }
}

/// Whether one of its files is still to be read.
fn waits(thread: &Thread) -> bool {
    let mut files = thread
        .messages
        .iter()
        .flat_map(|message| &message.attachments);
    files.any(|file| {
        let reading = file.reading.as_ref();
        reading.is_some_and(|reading| reading.state == shared::api::reading::ReadingState::Waiting)
    })
}

#[derive(Properties, PartialEq)]
struct ConversationProps {
    thread: Thread,
    onreload: Callback<()>,
}

#[component]
fn Conversation(props: &ConversationProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let thread = &props.thread;
    let query = AttrValue::from(router.param("q").unwrap_or_default());
    let wanted = router
        .param("message")
        .and_then(|id| id.parse::<MessageId>().ok());
    let found_at = FoundAt::read(|name| router.param(name));
    let has_files = thread
        .messages
        .iter()
        .any(|message| !message.attachments.is_empty());
    let find = use_find(Scope {
        within: READ,
        prefer: wanted.map(|id| format!("#mail-{id}")),
        record: one_of(thread, wanted).map(|id| (RecordKind::Message, id.uuid())),
        files_of: has_files.then_some(thread.id),
    });
    let open = use_state(|| first_open(thread, wanted));
    use_unfolding(thread, &find.needle, wanted, &open);
    let onadd = use_add(props.onreload.clone());
    let can_write = use_can(Permission::RecordWrite);
    let onadd = can_write.then_some(onadd);
    let subject = if thread.subject.is_empty() {
        i18n.t.common.no_subject.to_owned()
    } else {
        thread.subject.clone()
    };
    remember(thread, &subject);
    use_scroll_to_wanted(thread, wanted, &query);
    let mail = |message: &Message| {
        let ontoggle = {
            let (open, id) = (open.clone(), message.id);
            Callback::from(move |()| {
                let mut next = (*open).clone();
                if !next.remove(&id.uuid()) {
                    next.insert(id.uuid());
                }
                open.set(next);
            })
        };
        html! {
            <Mail key={message.id.to_string()} message={message.clone()} {ontoggle}
                found_at={found_at.clone().filter(|_| wanted == Some(message.id))}
                open={open.contains(&message.id.uuid())} sought={find.sought.clone()} onadd={onadd.clone()}
                needle={find.needle.clone()} />
        }
    };
    let count = i18n.count(i18n.t.thread.messages, thread.messages.len() as u64);
    html! {
        <Page title={subject} count={(thread.messages.len() > 1).then(|| AttrValue::from(count))}
            actions={find.button}>
            { find.bar }
            <div class="thread">
                <div class="thread-main">{ for thread.messages.iter().map(mail) }</div>
                <aside class="thread-side" aria-label={i18n.t.thread.people}>
                    { people(i18n, thread, onadd.as_ref()) }
                    if can_write {
                        { note(i18n, props) }
                    }
                    if let Some(last) = thread.messages.last() {
                        <Similar kind={RecordKind::Message} id={last.id.uuid()} />
                    }
                </aside>
            </div>
        </Page>
    }
}

/// The one asked for if it is here, or else the newest.
fn one_of(thread: &Thread, wanted: Option<MessageId>) -> Option<MessageId> {
    let mut newest_first = thread.messages.iter().rev().map(|message| message.id);
    let asked_for = newest_first.clone().find(|id| wanted == Some(*id));
    asked_for.or_else(|| newest_first.next())
}

/// The newest, the one asked for, and nothing else.
fn first_open(thread: &Thread, wanted: Option<MessageId>) -> SmallSet<uuid::Uuid> {
    let last = thread.messages.last().map(|message| message.id.uuid());
    last.into_iter()
        .chain(wanted.map(MessageId::uuid))
        .collect()
}

fn remember(thread: &Thread, subject: &str) {
    recent::note(Recent {
        kind: RecordKind::Message,
        id: thread.id.uuid(),
        title: subject.to_owned(),
    });
}

/// Opens the mail asked for, and every one in which something that is looked for stands.
#[hook]
fn use_unfolding(
    thread: &Thread,
    needle: &Rc<Needle>,
    wanted: Option<MessageId>,
    open: &UseStateHandle<SmallSet<uuid::Uuid>>,
) {
    let has_hit =
        |message: &&Message| needle.is_in(&message.new_text) || needle.is_in(&message.quoted_text);
    let hits: Vec<uuid::Uuid> = thread
        .messages
        .iter()
        .filter(|message| wanted == Some(message.id) || has_hit(message))
        .map(|message| message.id.uuid())
        .collect();
    let open = open.clone();
    use_effect_with((needle.clone(), hits), move |(_, hits)| {
        let all: SmallSet<uuid::Uuid> = open.iter().chain(hits).copied().collect();
        if all.len() > open.len() {
            open.set(all);
        }
    });
}

/// Scrolls to the mail asked for, or to the first mark.
#[hook]
fn use_scroll_to_wanted(thread: &Thread, wanted: Option<MessageId>, query: &AttrValue) {
    let wanted = thread
        .messages
        .iter()
        .find(|message| Some(message.id) == wanted)
        .map(element_id);
    let has_query = !query.is_empty();
    use_effect_with((wanted, has_query), |(wanted, has_query)| {
        let document = web_sys::window().and_then(|window| window.document());
        let Some(document) = document else { return };
        let within = wanted
            .as_ref()
            .map_or(".thread-main".to_owned(), |id| format!("#{id}"));
        let mark = has_query
            .then(|| {
                document
                    .query_selector(&format!("{within} mark"))
                    .ok()
                    .flatten()
            })
            .flatten();
        let target = mark.or_else(|| document.get_element_by_id(wanted.as_ref()?));
        if let Some(target) = target {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            target.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Everyone in the conversation, once.
fn people_of(thread: &Thread) -> Vec<&Participant> {
    let mut seen = SmallSet::new();
    let all = thread
        .messages
        .iter()
        .flat_map(|message| &message.participants);
    all.filter(|one| seen.insert(one.address.as_str()))
        .take(PEOPLE_MAX)
        .collect()
}

fn people(i18n: I18n, thread: &Thread, onadd: Option<&Callback<Participant>>) -> Html {
    let row = |one: &&Participant| {
        let name = name_of(one);
        let text = match one.contact_id {
            Some(id) => html! {
                <Link to={Route::Contact(id)} class="person-name clip">{ name.clone() }</Link>
            },
            None => html! { <span class="person-name clip">{ name.clone() }</span> },
        };
        html! {
            <li key={one.address.clone()} class="person-row">
                <Avatar name={name.clone()} />
                <span class="person-text">
                    { text }
                    if name != one.address {
                        <span class="clip faint small">{ &one.address }</span>
                    }
                </span>
                if one.contact_id.is_none() {
                    { add_icon(i18n, onadd, one) }
                }
            </li>
        }
    };
    html! {
        <section class="side-part">
            <h2>{ i18n.t.thread.people }</h2>
            <ul>{ for people_of(thread).iter().map(row) }</ul>
        </section>
    }
}

fn note(i18n: I18n, props: &ConversationProps) -> Html {
    let t = &i18n.t.thread;
    let contacts: SmallSet<RecordRef> = people_of(&props.thread)
        .into_iter()
        .filter_map(|one| one.contact_id.map(RecordRef::from))
        .collect();
    let last = props
        .thread
        .messages
        .last()
        .map(|message| RecordRef::from(message.id));
    let body = if contacts.is_empty() {
        html! { <p class="faint small">{ t.note_needs_contact }</p> }
    } else {
        let links: Vec<RecordRef> = contacts.into_iter().chain(last).take(LINKS_MAX).collect();
        html! {
            <>
                <NoteComposer {links} draft={props.thread.id.to_string()} about={t.note_about}
                    onchange={props.onreload.clone()} />
                <p class="faint small">{ t.note_kept }</p>
            </>
        }
    };
    html! { <section class="side-part"><h2>{ t.note }</h2>{ body }</section> }
}

/// Makes a contact of somebody in the conversation; can be undone.
#[hook]
fn use_add(onchange: Callback<()>) -> Callback<Participant> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    Callback::from(move |one: Participant| {
        let (toasts, onchange) = (toasts.clone(), onchange.clone());
        spawn_local(async move {
            match api::contacts::create(&contact_of(&one.name, &one.address)).await {
                Ok(reply) => {
                    let name = reply.value.display_name();
                    let text = i18n.fill(i18n.t.thread.added, &[("name", &name)]);
                    toasts.done(text, reply.position, onchange.clone());
                    onchange.emit(());
                }
                Err(error) => toasts.failed(&error),
            }
        });
    })
}
