//! Home: what is new and where one was; for an empty workspace the three ways to begin.

mod start;

use super::{Page, people::contact_of};
use crate::{
    api,
    components::{Avatar, Button, ButtonKind, Icon, IconName, SkeletonRows, stage_chip},
    format,
    i18n::{I18n, use_i18n},
    router::{Link, Route},
    state::{
        Load, Resource,
        recent::{self, Recent},
        use_can, use_live, use_resource, use_toasts, use_user,
    },
};
use shared::{
    api::{
        contact::Contact,
        event::Event,
        message::{Correspondent, ThreadSummary},
        page::{ListQuery, Page as ListPage},
    },
    ids::{CompanyId, ContactId, ThreadId},
    model::{ParticipantRole, RecordKind},
    permission::Permission,
};
use start::Start;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Rows of each part.
const ROWS_MAX: usize = 6;

#[component]
pub fn HomePage() -> Html {
    let i18n = use_i18n();
    let contacts = use_contacts();
    let threads = use_threads();
    let people = use_correspondents();
    {
        let (contacts, threads, people) = (contacts.clone(), threads.clone(), people.clone());
        use_live(move |event| {
            if matches!(
                event,
                Event::Change { .. } | Event::ManyChanged | Event::Resync
            ) {
                contacts.reload();
                threads.reload();
                people.reload();
            }
        });
    }
    let first_name = use_user().map(|user| {
        let first = user.name.split_whitespace().next();
        first.unwrap_or_default().to_owned()
    });
    let nothing = is_empty(&contacts.load) && is_empty(&threads.load);
    let settled = contacts.load != Load::Waiting && threads.load != Load::Waiting;
    let body = match (settled, nothing) {
        (false, _) => html! { <SkeletonRows rows={8} /> },
        (true, true) => html! { <Start /> },
        (true, false) => html! {
            <div class="home-columns">
                <div class="stack-wide">
                    { mail(i18n, &threads) }
                    <Correspondents {people} />
                </div>
                <div class="stack-wide">
                    { recents(i18n) }
                    { changed(i18n, &contacts) }
                </div>
            </div>
        },
    };
    html! {
        <Page title={i18n.t.home.title}>
            <div class="home">
                <p class="home-greeting">{ greeting(i18n, &first_name.unwrap_or_default()) }</p>
                { body }
            </div>
        </Page>
    }
}

fn is_empty<T>(load: &Load<ListPage<T>>) -> bool {
    load.ready().is_some_and(|page| page.items.is_empty())
}

fn greeting(i18n: I18n, name: &str) -> String {
    let row = match format::hour_now() {
        4..=11 => i18n.t.home.good_morning,
        12..=17 => i18n.t.home.good_afternoon,
        _ => i18n.t.home.good_evening,
    };
    i18n.fill(row, &[("name", name)])
}

fn first_page(sort: Option<&str>) -> ListQuery {
    ListQuery {
        limit: Some(ROWS_MAX),
        sort: sort.map(str::to_owned),
        ..ListQuery::default()
    }
}

#[hook]
fn use_contacts() -> Resource<ListPage<Contact>> {
    use_resource((), |(), signal| {
        Box::pin(async move {
            api::contacts::list(&first_page(Some("-updated_at")), signal.as_ref()).await
        })
    })
}

#[hook]
fn use_threads() -> Resource<ListPage<ThreadSummary>> {
    use_resource((), |(), signal| {
        Box::pin(async move { api::messages::threads(&first_page(None), signal.as_ref()).await })
    })
}

#[hook]
fn use_correspondents() -> Resource<ListPage<Correspondent>> {
    use_resource((), |(), signal| {
        Box::pin(
            async move { api::messages::correspondents(&first_page(None), signal.as_ref()).await },
        )
    })
}

/// A part with its head; nothing at all where it would be empty.
fn part(title: &str, more: Html, rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="home-part">
            <header class="row"><h2 class="grow">{ title.to_owned() }</h2>{ more }</header>
            <ul>{ for rows }</ul>
        </section>
    }
}

fn mail(i18n: I18n, threads: &Resource<ListPage<ThreadSummary>>) -> Html {
    let row = |thread: &ThreadSummary| {
        let from = thread
            .last
            .participants
            .iter()
            .find(|participant| participant.role == ParticipantRole::From);
        let from = from.map_or("", |from| {
            if from.name.is_empty() {
                &from.address
            } else {
                &from.name
            }
        });
        let subject = if thread.subject.is_empty() {
            i18n.t.common.no_subject
        } else {
            &thread.subject
        };
        html! {
            <li key={thread.id.to_string()}>
                <Link to={Route::Thread(thread.id)} class="home-row">
                    <Avatar name={from.to_owned()} size={32} />
                    <span class="home-text">
                        <span class="home-line">
                            <strong class="clip">{ from.to_owned() }</strong>
                            if thread.message_count > 1 {
                                <span class="faint num">{ thread.message_count }</span>
                            }
                            <span class="home-at faint num">
                                { format::ago(i18n, thread.last.at) }
                            </span>
                        </span>
                        <span class="clip">{ subject.to_owned() }</span>
                        <span class="clip muted">{ &thread.last.preview }</span>
                    </span>
                </Link>
            </li>
        }
    };
    let rows = threads
        .load
        .ready()
        .map(|page| page.items.iter().map(row).collect());
    part(
        i18n.t.home.new_mail,
        Html::default(),
        rows.unwrap_or_default(),
    )
}

fn recents(i18n: I18n) -> Html {
    let row = |record: Recent| {
        let (route, face) = match record.kind {
            RecordKind::Contact => (
                Route::Contact(ContactId::from_uuid(record.id)),
                html! { <Avatar name={record.title.clone()} /> },
            ),
            RecordKind::Company => (
                Route::Company(CompanyId::from_uuid(record.id)),
                html! { <Avatar name={record.title.clone()} square=true /> },
            ),
            RecordKind::Message => (
                Route::Thread(ThreadId::from_uuid(record.id)),
                html! { <span class="palette-face"><Icon name={IconName::Mail} /></span> },
            ),
            RecordKind::Note => return Html::default(),
        };
        html! {
            <li key={record.id.to_string()}>
                <Link to={route} class="home-row">
                    { face }<span class="clip">{ record.title }</span>
                </Link>
            </li>
        }
    };
    let rows = recent::list().into_iter().take(ROWS_MAX).map(row).collect();
    part(i18n.t.home.recent, Html::default(), rows)
}

fn changed(i18n: I18n, contacts: &Resource<ListPage<Contact>>) -> Html {
    let row = |contact: &Contact| {
        let name = AttrValue::from(contact.display_name());
        html! {
            <li key={contact.id.to_string()}>
                <Link to={Route::Contact(contact.id)} class="home-row">
                    <Avatar name={name.clone()} />
                    <span class="clip grow">{ name }</span>
                    { contact.stage.map(|stage| stage_chip(i18n, stage)) }
                </Link>
            </li>
        }
    };
    let rows = contacts
        .load
        .ready()
        .map(|page| page.items.iter().map(row).collect());
    let more = html! {
        <Link to={Route::Contacts} class="small">{ i18n.t.home.all_contacts }</Link>
    };
    part(i18n.t.home.new_contacts, more, rows.unwrap_or_default())
}

#[derive(Properties)]
struct CorrespondentsProps {
    people: Resource<ListPage<Correspondent>>,
}

impl PartialEq for CorrespondentsProps {
    fn eq(&self, other: &Self) -> bool {
        self.people.load == other.people.load
    }
}

/// People who write and are no contact yet; one click makes them one.
#[component]
fn Correspondents(props: &CorrespondentsProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.home;
    let toasts = use_toasts();
    let can_write = use_can(Permission::RecordWrite);
    let add = {
        let people = props.people.clone();
        Callback::from(move |person: Correspondent| {
            let (people, toasts) = (people.clone(), toasts.clone());
            spawn_local(async move {
                match api::contacts::create(&contact_of(&person.name, &person.address)).await {
                    Ok(reply) => {
                        let name = reply.value.display_name();
                        let text = i18n.fill(i18n.t.home.contact_added, &[("name", &name)]);
                        let again = people.clone();
                        let undone = Callback::from(move |()| again.reload());
                        toasts.done(text, reply.position, undone);
                    }
                    Err(error) => toasts.failed(&error),
                }
                people.reload();
            });
        })
    };
    let row = |person: &Correspondent| {
        let name = if person.name.is_empty() {
            &person.address
        } else {
            &person.name
        };
        let onclick = {
            let person = person.clone();
            add.reform(move |()| person.clone())
        };
        html! {
            <li key={person.address.clone()} class="home-row">
                <Avatar name={name.clone()} size={32} />
                <span class="home-text">
                    <strong class="clip">{ name }</strong>
                    <span class="clip muted">
                        { &person.address }{ " · " }{ i18n.count(t.mails, person.message_count) }
                    </span>
                </span>
                if can_write {
                    <Button label={t.add_contact} icon={IconName::UserPlus} small=true
                        kind={ButtonKind::Secondary} {onclick} />
                }
            </li>
        }
    };
    let page = props.people.load.ready();
    let rows = page.map(|page| page.items.iter().map(row).collect());
    part(t.correspondents, Html::default(), rows.unwrap_or_default())
}
