//! The middle column: the composer, and below it what happened, by day.

use super::{
    grouping::{Entry, grouped},
    timeline::use_timeline,
};
use crate::{
    api::parties::{Party, PartyKind},
    components::{Button, ButtonKind, EmptyState, Icon, IconName, SkeletonRows},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        LoadFailed,
        find::FoundHere,
        notes::{NoteCard, NoteComposer},
        people::{names_line, sender},
        scroll::use_scroll_end,
    },
    router::{Link, Route},
    state::user_names::UserNames,
};
use shared::{
    api::message::MessageSummary,
    model::{ParticipantRole, RecordKind},
};
use std::rc::Rc;
use uuid::Uuid;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct StreamProps {
    pub party: Party,
    pub names: UserNames,
    /// Nothing can be written: the role, or the bin.
    pub locked: bool,
    /// What is looked for.
    pub find: AttrValue,
    /// Opens the bar to type it.
    pub find_button: Html,
    /// The mails known so far, for what stands beside.
    pub onmails: Callback<Rc<Vec<MessageSummary>>>,
}

#[component]
pub fn Stream(props: &StreamProps) -> Html {
    let i18n = use_i18n();
    let kind = use_state_eq(|| None::<RecordKind>);
    let timeline = use_timeline((props.party.kind(), props.party.id), *kind);
    let node = use_node_ref();
    let known = timeline.known.clone();
    let more = {
        let timeline = timeline.clone();
        Callback::from(move |()| timeline.more())
    };
    let length = known.items.as_ref().map_or(0, |items| items.len());
    let onscroll = use_scroll_end(node.clone(), length, more.clone());
    let days = use_memo(known.items.clone(), |items| {
        let items = items.as_ref().map_or(&[][..], |items| items.as_slice());
        grouped(items, format::day_number)
    });
    {
        let onmails = props.onmails.clone();
        use_effect_with(days.clone(), move |days| onmails.emit(mails_of(days)));
    }
    let refresh = {
        let timeline = timeline.clone();
        Callback::from(move |()| timeline.refresh())
    };
    let name = props.party.display_name();
    let day = |day: &super::grouping::Day| {
        html! {
            <section key={format::day_number(day.at)} class="day">
                <h2 class="day-head">{ format::day_heading(i18n, day.at) }</h2>
                { for day.entries.iter().map(|entry| show(props, i18n, entry, &refresh)) }
            </section>
        }
    };
    html! {
        <div ref={node} class="record-stream" {onscroll}>
            <div class="record-measure">
                if !props.locked {
                    <NoteComposer links={vec![props.party.reference()]} about={name}
                        draft={props.party.id.to_string()} onchange={refresh.clone()} />
                }
                if !props.find.is_empty() {
                    <FoundHere kind={props.party.kind()} id={props.party.id}
                        text={props.find.clone()} />
                }
                { filters(i18n, &kind, props.find_button.clone()) }
                if let (Some(error), None) = (&known.error, &known.items) {
                    <LoadFailed error={error.clone()} onretry={refresh.clone()} />
                } else if known.items.is_none() {
                    <SkeletonRows rows={8} />
                } else if days.is_empty() {
                    { nothing(i18n, props.party.kind(), *kind) }
                }
                { for days.iter().map(day) }
                if known.next.is_some() {
                    <div class="stream-more">
                        <Button label={i18n.t.record.show_more} kind={ButtonKind::Quiet}
                            busy={known.reading} onclick={more} />
                    </div>
                }
            </div>
        </div>
    }
}

/// The newest mail of each conversation.
fn mails_of(days: &[super::grouping::Day]) -> Rc<Vec<MessageSummary>> {
    let entries = days.iter().flat_map(|day| &day.entries);
    let mails = entries.filter_map(|entry| match entry {
        Entry::Thread(mail, _) => Some(mail.clone()),
        Entry::Note(_) => None,
    });
    Rc::new(mails.collect())
}

fn filters(i18n: I18n, kind: &UseStateHandle<Option<RecordKind>>, find: Html) -> Html {
    let chip = |value: Option<RecordKind>, text: &'static str| {
        let on = **kind == value;
        let onclick = {
            let kind = kind.setter();
            Callback::from(move |_: MouseEvent| kind.set(value))
        };
        html! {
            <button type="button" class={classes!("chip", on.then_some("chip-on"))} {onclick}
                aria-pressed={if on { "true" } else { "false" }}><span>{ text }</span></button>
        }
    };
    html! {
        <div class="stream-filters" role="group" aria-label={i18n.t.record.filter}>
            { chip(None, i18n.t.record.show_all) }
            { chip(Some(RecordKind::Note), i18n.t.common.notes) }
            { chip(Some(RecordKind::Message), i18n.t.common.messages) }
            <span class="grow"></span>
            { find }
        </div>
    }
}

fn nothing(i18n: I18n, party: PartyKind, kind: Option<RecordKind>) -> Html {
    let t = &i18n.t.record;
    let lead = match party {
        PartyKind::Contact => t.empty_lead,
        PartyKind::Company => i18n.t.companies.timeline_empty,
    };
    match kind {
        None => html! { <EmptyState icon={IconName::Clock} title={t.empty_title} {lead} /> },
        Some(_) => html! { <p class="faint stream-none">{ t.empty_kind }</p> },
    }
}

fn show(props: &StreamProps, i18n: I18n, entry: &Entry, refresh: &Callback<()>) -> Html {
    match entry {
        Entry::Note(note) => html! {
            <NoteCard key={note.id.to_string()} note={note.clone()} names={props.names.clone()}
                onchange={refresh.clone()} />
        },
        Entry::Thread(mail, count) => thread(props.party.id, i18n, mail, *count),
    }
}

/// The newest mail of a conversation; the whole of it is a link.
fn thread(owner: Uuid, i18n: I18n, mail: &MessageSummary, count: u64) -> Html {
    let t = &i18n.t.record;
    let from = sender(&mail.participants);
    let to = names_line(i18n, &mail.participants, |role| {
        matches!(role, ParticipantRole::To | ParticipantRole::Cc)
    });
    let ours = mail.participants.iter().any(|one| {
        one.role == ParticipantRole::From && one.contact_id.map(|id| id.uuid()) == Some(owner)
    });
    let subject = if mail.subject.is_empty() {
        i18n.t.common.no_subject
    } else {
        &mail.subject
    };
    let full = format::date(i18n.locale, mail.at, DateStyle::Full);
    let line = i18n.fill(t.from_to, &[("from", &from), ("to", &to)]);
    html! {
        <article key={mail.thread_id.to_string()} class="entry entry-mail">
            <Link to={Route::Thread(mail.thread_id)} class="entry-link">
                <span class="entry-head">
                    <Icon name={IconName::Mail} />
                    <span class={classes!("entry-who", "clip", ours.then_some("is-theirs"))}>
                        { if to.is_empty() { from.clone() } else { line } }
                    </span>
                    if mail.attachments > 0 {
                        <span class="entry-files" title={i18n.count(t.attachments, u64::from(mail.attachments))}>
                            <Icon name={IconName::Clip} size={14} />
                            <span class="sr-only">{ i18n.count(t.attachments, u64::from(mail.attachments)) }</span>
                        </span>
                    }
                    <span class="entry-when">
                        <time datetime={mail.at.to_string()} title={full}>
                            { format::date(i18n.locale, mail.at, DateStyle::Time) }
                        </time>
                    </span>
                </span>
                <span class="entry-subject">
                    <strong class="clip">{ subject.to_owned() }</strong>
                    if count > 1 {
                        <span class="chip">{ i18n.count(t.mails_in_thread, count) }</span>
                    }
                </span>
                <span class="entry-preview">{ &mail.preview }</span>
            </Link>
        </article>
    }
}
