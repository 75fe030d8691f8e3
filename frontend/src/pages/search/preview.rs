//! What a hit rests on, read beside the list on a wide screen.

use super::why::Why;
use crate::{
    api::{
        self,
        parties::{Party, PartyKind},
    },
    components::{Avatar, Icon, IconName, MarkedText, SkeletonRows, stage_chip},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        find::{PaintedNote, needle::Needle, use_first_in_sight, use_sought},
        parties::kinds,
        people::{called, names_line, sender},
        similar::Similar,
        thread::MailText,
    },
    router::{Link, Route},
    state::{Load, use_resource},
};
use shared::{
    api::{message::Message, note::Note},
    ids::{MessageId, NoteId},
    model::{ParticipantRole, RecordKind},
};
use std::rc::Rc;
use uuid::Uuid;
use yew::prelude::*;

/// The texts that are read.
const READ: &str = ".preview-read .painted, .preview-read .mail-text";

/// Any of the kinds.
enum Record {
    Party(Party),
    Note(Note, Vec<Party>),
    Message(Message),
}

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub kind: RecordKind,
    pub id: Uuid,
    pub query: AttrValue,
    /// It can be read, and has no page of its own while it lies there.
    pub in_bin: bool,
}

#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let i18n = use_i18n();
    let record = use_resource((props.kind, props.id), |(kind, id), signal| {
        Box::pin(async move {
            let signal = signal.as_ref();
            match kind {
                RecordKind::Contact => api::parties::get(PartyKind::Contact, id, signal)
                    .await
                    .map(Record::Party),
                RecordKind::Company => api::parties::get(PartyKind::Company, id, signal)
                    .await
                    .map(Record::Party),
                RecordKind::Note => {
                    let note = api::notes::get(NoteId::from_uuid(id), signal).await?;
                    let about = linked_parties(&note).await;
                    Ok(Record::Note(note, about))
                }
                RecordKind::Message => api::messages::message(MessageId::from_uuid(id), signal)
                    .await
                    .map(Record::Message),
            }
        })
    });
    let sought = use_sought(&props.query, Some((props.kind, props.id)));
    use_first_in_sight(READ, &sought, record.load.ready().is_some());
    let why = html! { <Why kind={props.kind} id={props.id} query={props.query.clone()} /> };
    let shown = match &record.load {
        Load::Waiting => html! { <SkeletonRows rows={6} /> },
        Load::Failed(_) => html! { <p class="faint">{ i18n.t.search.note_gone }</p> },
        Load::Ready(record) => match &**record {
            Record::Party(party) => html! { <>{ show_party(i18n, party) }{ why }</> },
            Record::Note(note, about) => {
                html! { <>{ show_note(i18n, (note, about), &sought) }{ why }</> }
            }
            Record::Message(message) => show_message(i18n, message, (props, &sought), why),
        },
    };
    let has_like = matches!(props.kind, RecordKind::Note | RecordKind::Message);
    html! {
        <>
            if props.in_bin {
                <p class="preview-bin">
                    <Icon name={IconName::Bin} />
                    <span>{ i18n.t.search.in_bin }</span>
                    <Link to={Route::Bin}>{ i18n.t.search.open_bin }</Link>
                </p>
            }
            { shown }
            if record.load.ready().is_some() && has_like {
                <Similar kind={props.kind} id={props.id} />
            }
        </>
    }
}

/// The contacts and companies a note is about; those we cannot read are left out.
async fn linked_parties(note: &Note) -> Vec<Party> {
    /// A note about more names the first of them.
    const NAMED_MAX: usize = 5;
    let links = note.links.iter().filter_map(|link| match link.kind {
        RecordKind::Contact => Some((PartyKind::Contact, link.id)),
        RecordKind::Company => Some((PartyKind::Company, link.id)),
        RecordKind::Note | RecordKind::Message => None,
    });
    let mut parties = Vec::new();
    for (kind, id) in links.take(NAMED_MAX) {
        parties.extend(api::parties::get(kind, id, None).await);
    }
    parties
}

fn show_party(i18n: I18n, party: &Party) -> Html {
    let name = AttrValue::from(party.display_name());
    let kind = party.kind();
    let line = |icon: IconName, text: &str| {
        html! { <li class="row"><Icon name={icon} /><span class="clip">{ text.to_owned() }</span></li> }
    };
    let open = match kind {
        PartyKind::Contact => i18n.t.search.open_contact,
        PartyKind::Company => i18n.t.search.open_company,
    };
    html! {
        <div class="stack">
            <div class="row">
                <Avatar name={name.clone()} size={56} square={kinds::is_square(kind)} />
                <div class="grow">
                    <h2 class="clip">{ name }</h2>
                    <p class="muted clip">{ party.lead() }</p>
                </div>
            </div>
            <ul class="preview-lines">
                { for party.domains().iter().map(|domain| line(IconName::Globe, domain)) }
                { for party.emails.iter().map(|email| line(IconName::Mail, &email.address)) }
                { for party.phones.iter().map(|phone| line(IconName::Phone, &phone.number)) }
                { for party.tags.iter().map(|tag| line(IconName::Tag, tag)) }
            </ul>
            if let Some(stage) = party.stage {
                <div class="row">{ stage_chip(i18n, stage) }</div>
            }
            <Link to={kinds::route(kind, party.id)} class="btn btn-secondary">{ open }</Link>
        </div>
    }
}

fn show_note(i18n: I18n, (note, about): (&Note, &[Party]), sought: &Rc<Needle>) -> Html {
    let party = |party: &Party| {
        let (name, kind) = (AttrValue::from(party.display_name()), party.kind());
        html! {
            <li key={party.id.to_string()}>
                <Link to={kinds::route(kind, party.id)} class="person-row">
                    <Avatar name={name.clone()} square={kinds::is_square(kind)} />
                    <span class="clip">{ name }</span>
                </Link>
            </li>
        }
    };
    html! {
        <div class="stack preview-read">
            <p class="faint small">{ format::date(i18n.locale, note.created_at, DateStyle::Full) }</p>
            <PaintedNote html={note.html.clone()} needle={sought.clone()} highlights="find-read" />
            if !about.is_empty() {
                <section class="side-part">
                    <h2>{ i18n.t.search.about }</h2>
                    <ul>{ for about.iter().map(party) }</ul>
                </section>
            }
        </div>
    }
}

/// What can be done stands above the text: mails are long.
fn show_message(
    i18n: I18n,
    message: &Message,
    (props, sought): (&PreviewProps, &Rc<Needle>),
    why: Html,
) -> Html {
    let from = sender(&message.participants);
    let to = names_line(i18n, &message.participants, |role| {
        role == ParticipantRole::To
    });
    let subject = called(&message.subject, i18n.t.common.no_subject);
    let marks = sought.marks(&subject);
    let link = vec![
        ("q", props.query.to_string()),
        ("message", message.id.to_string()),
    ];
    html! {
        <div class="stack preview-read">
            <header class="preview-head stack">
                <div>
                    <h2>
                        <MarkedText text={subject} marks={marks} />
                    </h2>
                    <p class="muted small">
                        { from }
                        if !to.is_empty() {
                            { " " }{ i18n.fill(i18n.t.thread.to, &[("names", &to)]) }
                        }
                        { " · " }{ format::date(i18n.locale, message.at, DateStyle::Full) }
                    </p>
                </div>
                if !props.in_bin {
                    <Link to={Route::Thread(message.thread_id)} query={link} class="btn btn-secondary">
                        { i18n.t.search.open_thread }
                    </Link>
                }
            </header>
            { why }
            <MailText text={message.new_text.clone()} needle={sought.clone()} />
        </div>
    }
}
