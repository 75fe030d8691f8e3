//! What a hit rests on, read beside the list on a wide screen.

use crate::{
    api,
    components::{Avatar, Icon, IconName, SafeHtml, SkeletonRows, stage_chip},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        people::{called, names_line, sender},
        thread::MailText,
    },
    router::{Link, Route},
    state::{Load, use_resource},
};
use shared::{
    api::{contact::Contact, message::Message, note::Note},
    ids::{ContactId, MessageId, NoteId},
    model::{ParticipantRole, RecordKind},
};
use uuid::Uuid;
use yew::prelude::*;

/// Any of the kinds.
enum Record {
    Contact(Contact),
    /// Its page comes with the app's part of it.
    Company,
    Note(Note, Vec<Contact>),
    Message(Message),
}

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub kind: RecordKind,
    pub id: Uuid,
    pub query: AttrValue,
}

#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let i18n = use_i18n();
    let record = use_resource((props.kind, props.id), |(kind, id), signal| {
        Box::pin(async move {
            let signal = signal.as_ref();
            match kind {
                RecordKind::Contact => api::contacts::get(ContactId::from_uuid(id), signal)
                    .await
                    .map(Record::Contact),
                RecordKind::Company => Ok(Record::Company),
                RecordKind::Note => {
                    let note = api::notes::get(NoteId::from_uuid(id), signal).await?;
                    let about = linked_contacts(&note).await;
                    Ok(Record::Note(note, about))
                }
                RecordKind::Message => api::messages::message(MessageId::from_uuid(id), signal)
                    .await
                    .map(Record::Message),
            }
        })
    });
    match &record.load {
        Load::Waiting => html! { <SkeletonRows rows={6} /> },
        Load::Failed(_) => html! { <p class="faint">{ i18n.t.search.note_gone }</p> },
        Load::Ready(record) => match &**record {
            Record::Contact(contact) => show_contact(i18n, contact),
            Record::Company => Html::default(),
            Record::Note(note, about) => show_note(i18n, note, about),
            Record::Message(message) => show_message(i18n, message, &props.query),
        },
    }
}

/// The contacts a note is about; those we cannot read are left out.
async fn linked_contacts(note: &Note) -> Vec<Contact> {
    /// A note about more people names the first of them.
    const NAMED_MAX: usize = 5;
    let mut contacts = Vec::new();
    let links = note
        .links
        .iter()
        .filter(|link| link.kind == RecordKind::Contact);
    for link in links.take(NAMED_MAX) {
        contacts.extend(api::contacts::get(ContactId::from_uuid(link.id), None).await);
    }
    contacts
}

fn show_contact(i18n: I18n, contact: &Contact) -> Html {
    let name = AttrValue::from(contact.display_name());
    let line = |icon: IconName, text: &str| {
        html! { <li class="row"><Icon name={icon} /><span class="clip">{ text.to_owned() }</span></li> }
    };
    html! {
        <div class="stack">
            <div class="row">
                <Avatar name={name.clone()} size={56} />
                <div class="grow">
                    <h2 class="clip">{ name }</h2>
                    <p class="muted clip">{ &contact.title }</p>
                </div>
            </div>
            <ul class="preview-lines">
                { for contact.emails.iter().map(|email| line(IconName::Mail, &email.address)) }
                { for contact.phones.iter().map(|phone| line(IconName::Phone, &phone.number)) }
                { for contact.tags.iter().map(|tag| line(IconName::Tag, tag)) }
            </ul>
            if let Some(stage) = contact.stage {
                <div class="row">{ stage_chip(i18n, stage) }</div>
            }
            <Link to={Route::Contact(contact.id)} class="btn btn-secondary">
                { i18n.t.search.open_contact }
            </Link>
        </div>
    }
}

fn show_note(i18n: I18n, note: &Note, about: &[Contact]) -> Html {
    let person = |contact: &Contact| {
        let name = AttrValue::from(contact.display_name());
        html! {
            <li key={contact.id.to_string()}>
                <Link to={Route::Contact(contact.id)} class="person-row">
                    <Avatar name={name.clone()} /><span class="clip">{ name }</span>
                </Link>
            </li>
        }
    };
    html! {
        <div class="stack">
            <p class="faint small">{ format::date(i18n.locale, note.created_at, DateStyle::Full) }</p>
            <SafeHtml html={note.html.clone()} />
            if !about.is_empty() {
                <section class="side-part">
                    <h2>{ i18n.t.search.about }</h2>
                    <ul>{ for about.iter().map(person) }</ul>
                </section>
            }
        </div>
    }
}

fn show_message(i18n: I18n, message: &Message, query: &AttrValue) -> Html {
    let from = sender(&message.participants);
    let to = names_line(i18n, &message.participants, |role| {
        role == ParticipantRole::To
    });
    let subject = called(&message.subject, i18n.t.common.no_subject);
    let link = vec![
        ("q", query.to_string()),
        ("message", message.id.to_string()),
    ];
    html! {
        <div class="stack">
            <header>
                <h2>{ subject }</h2>
                <p class="muted small">
                    { from }
                    if !to.is_empty() {
                        { " " }{ i18n.fill(i18n.t.thread.to, &[("names", &to)]) }
                    }
                    { " · " }{ format::date(i18n.locale, message.at, DateStyle::Full) }
                </p>
            </header>
            <MailText text={message.new_text.clone()} query={query.clone()} />
            <Link to={Route::Thread(message.thread_id)} query={link} class="btn btn-secondary">
                { i18n.t.search.open_thread }
            </Link>
        </div>
    }
}
