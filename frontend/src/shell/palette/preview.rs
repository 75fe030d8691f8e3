//! What one rests on, read beside the list on a wide screen.

use super::results::{RecordTarget, Target};
use crate::{
    api::{
        self,
        parties::{Party, PartyKind},
    },
    components::{Avatar, MarkedText, SkeletonRows, stage_chip},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        find::{PaintedNote, needle::Needle, use_first_in_sight, use_sought},
        thread::MailText,
    },
    state::{Load, use_resource},
};
use shared::{
    api::{message::Message, note::Note, search::Mark},
    ids::{MessageId, NoteId},
    model::{ParticipantRole, RecordKind},
};
use std::rc::Rc;
use yew::prelude::*;

/// Where what one rests on is read.
const READ: &str = ".palette-preview";
/// Characters of a mail shown; the rest is for the thread page.
const TEXT_CHARS_MAX: usize = 1_200;
/// Characters of it shown before what was found, if that is not among the first.
const TEXT_CHARS_BEFORE: usize = 200;
/// Characters of it that are looked through for that.
const TEXT_CHARS_LOOKED: usize = 100_000;

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub target: Option<Target>,
    /// What was searched for; its words are marked.
    pub query: AttrValue,
}

#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let i18n = use_i18n();
    let content = match &props.target {
        Some(Target::Record(record)) if is_readable(record) => {
            html! {
                <RecordPreview key={record.id.to_string()} record={record.clone()}
                    query={props.query.clone()} />
            }
        }
        _ => Html::default(),
    };
    html! { <div class="palette-preview" aria-label={i18n.t.palette.preview} role="region">{ content }</div> }
}

/// A mail known only by its thread (recent records) has no message to show.
fn is_readable(record: &RecordTarget) -> bool {
    record.kind != RecordKind::Message
        || record
            .thread_id
            .is_none_or(|thread| thread.uuid() != record.id)
}

/// Any of the kinds.
enum Record {
    Party(Party),
    Note(Note),
    Message(Message),
}

#[derive(Properties, PartialEq)]
struct RecordPreviewProps {
    record: RecordTarget,
    query: AttrValue,
}

#[component]
fn RecordPreview(props: &RecordPreviewProps) -> Html {
    let i18n = use_i18n();
    let wanted = (props.record.kind, props.record.id);
    let record = use_resource(wanted, |(kind, id), signal| {
        Box::pin(async move {
            let signal = signal.as_ref();
            match kind {
                RecordKind::Contact => api::parties::get(PartyKind::Contact, id, signal)
                    .await
                    .map(Record::Party),
                RecordKind::Company => api::parties::get(PartyKind::Company, id, signal)
                    .await
                    .map(Record::Party),
                RecordKind::Note => api::notes::get(NoteId::from_uuid(id), signal)
                    .await
                    .map(Record::Note),
                RecordKind::Message => api::messages::message(MessageId::from_uuid(id), signal)
                    .await
                    .map(Record::Message),
            }
        })
    });
    let sought = use_sought(&props.query, Some(wanted));
    use_first_in_sight(READ, &sought, record.load.ready().is_some());
    match &record.load {
        Load::Waiting => html! { <SkeletonRows rows={4} /> },
        Load::Failed(_) => Html::default(),
        Load::Ready(record) => match &**record {
            Record::Party(party) => show_party(i18n, party),
            Record::Note(note) => show_note(i18n, note, &sought),
            Record::Message(message) => show_message(i18n, message, &sought),
        },
    }
}

fn show_party(i18n: I18n, party: &Party) -> Html {
    let name = AttrValue::from(party.display_name());
    let line = |text: &str| html! { <p class="clip">{ text.to_owned() }</p> };
    html! {
        <div class="stack-tight">
            <div class="row">
                <Avatar name={name.clone()} size={32} square={party.kind() == PartyKind::Company} />
                <div class="grow">
                    <h3 class="clip">{ name }</h3>
                    <p class="faint small clip">{ party.lead() }</p>
                </div>
            </div>
            { for party.domains().iter().map(|domain| line(domain)) }
            { for party.emails.iter().map(|email| line(&email.address)) }
            { for party.phones.iter().map(|phone| html! { <p class="num">{ &phone.number }</p> }) }
            { party.stage.map(|stage| html! { <p>{ stage_chip(i18n, stage) }</p> }) }
        </div>
    }
}

fn show_note(i18n: I18n, note: &Note, sought: &Rc<Needle>) -> Html {
    html! {
        <div class="stack-tight">
            <p class="faint small">{ format::date(i18n.locale, note.created_at, DateStyle::Full) }</p>
            <PaintedNote html={note.html.clone()} needle={sought.clone()} highlights="find-palette" />
        </div>
    }
}

fn show_message(i18n: I18n, message: &Message, sought: &Rc<Needle>) -> Html {
    let from = message
        .participants
        .iter()
        .find(|participant| participant.role == ParticipantRole::From);
    let from = from.map(|from| {
        if from.name.is_empty() {
            &from.address
        } else {
            &from.name
        }
    });
    let text = shown_text(&message.new_text, sought);
    html! {
        <div class="stack-tight">
            <h3><MarkedText text={message.subject.clone()} marks={sought.marks(&message.subject)} /></h3>
            <p class="faint small">
                { from }{ " · " }{ format::date(i18n.locale, message.at, DateStyle::Full) }
            </p>
            <MailText {text} needle={sought.clone()} />
        </div>
    }
}

/// As much of a mail as is shown: its beginning, or what stands around the first place of a search.
fn shown_text(text: &str, needle: &Needle) -> String {
    let looked: String = text.chars().take(TEXT_CHARS_LOOKED).collect();
    let first = needle
        .marks(&looked)
        .first()
        .map_or(0, |Mark(at, _)| *at as usize);
    if first + TEXT_CHARS_BEFORE < TEXT_CHARS_MAX {
        return text.chars().take(TEXT_CHARS_MAX).collect();
    }
    let around = text.chars().skip(first - TEXT_CHARS_BEFORE);
    let around: String = around.take(TEXT_CHARS_MAX).collect();
    // Chinese has no spaces: it begins anywhere.
    let mut before = around.char_indices().take(TEXT_CHARS_BEFORE);
    let space = before.find(|(_, c)| c.is_whitespace());
    let start = space.map_or(0, |(at, _)| at);
    format!("… {}", around[start..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_mail_what_stands_around_the_first_place_is_shown() {
        let filler = "Nothing happened. ".repeat(200);
        let text = format!("{filler}The Zeppelin is late. {filler}");
        let shown = |query: &str| shown_text(&text, &Needle::of_search(query));
        let around = shown("zeppelin");
        assert!(around.starts_with("… "), "{around}");
        assert!(around[..250].contains("The Zeppelin is late."), "{around}");
        assert!(around.chars().count() <= TEXT_CHARS_MAX + 2);
        assert!(text.starts_with(&shown("nothing")));
        assert!(text.starts_with(&shown("gondola")));
        assert_eq!(shown_text("Short.", &Needle::of_search("short")), "Short.");
        let chinese = format!("{}合同明天签。", "天气很好。".repeat(400));
        assert!(shown_text(&chinese, &Needle::of_search("合同")).contains("合同"));
    }
}
