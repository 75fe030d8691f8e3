//! One mail of a conversation: folded to a line, or open with everything that came with it.

use super::{
    frame::MailFrame,
    text::{MailText, unquoted},
};
use crate::{
    api,
    components::{
        Avatar, Icon, IconButton, IconName, Menu, MenuEntry, MenuItem, Segment, Segments,
    },
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        files::{FileLink, FoundAt, is_shown, long_state, short_state},
        find::needle::Needle,
        people::{called, names_line},
    },
    router::{Link, Route},
};
use shared::{
    api::message::{Attachment, Message, Participant},
    model::ParticipantRole,
};
use std::rc::Rc;
use yew::prelude::*;

/// The id of the element of a mail, to scroll to.
pub fn element_id(message: &Message) -> String {
    format!("mail-{}", message.id)
}

#[derive(Properties, PartialEq)]
pub struct MailProps {
    pub message: Message,
    pub open: bool,
    pub ontoggle: Callback<()>,
    /// What was searched for.
    pub sought: Rc<Needle>,
    /// What is looked for on this page.
    pub needle: Rc<Needle>,
    /// Where in which of its files something was found.
    pub found_at: Option<FoundAt>,
    /// Makes a contact of somebody; `None` where the role forbids it.
    pub onadd: Option<Callback<Participant>>,
}

#[component]
pub fn Mail(props: &MailProps) -> Html {
    let i18n = use_i18n();
    let message = &props.message;
    let from = message
        .participants
        .iter()
        .find(|one| one.role == ParticipantRole::From);
    let name = from.map_or_else(
        || i18n.t.common.someone.to_owned(),
        |from| called(&from.name, &from.address),
    );
    if !props.open {
        return folded(props, i18n, &name);
    }
    html! {
        <article id={element_id(message)} class="mail is-open" tabindex="-1">
            <header class="mail-head">
                <Avatar name={name.clone()} size={32} />
                <div class="mail-who">
                    <div class="mail-from">
                        { sender(props, i18n, from, &name) }
                    </div>
                    <div class="mail-to clip">{ recipients(i18n, &message.participants) }</div>
                </div>
                <time class="mail-at" datetime={message.at.to_string()}>
                    <span class="wide-only">
                        { format::date(i18n.locale, message.at, DateStyle::Full) }
                    </span>
                    <span class="narrow-only">{ format::ago(i18n, message.at) }</span>
                </time>
                { menu(props, i18n) }
            </header>
            { problems(i18n, &message.problems) }
            <Body message={message.clone()} sought={props.sought.clone()} {name}
                needle={props.needle.clone()} />
            { files(i18n, message, props.found_at.as_ref()) }
        </article>
    }
}

fn folded(props: &MailProps, i18n: I18n, name: &str) -> Html {
    let message = &props.message;
    let date = format::ago(i18n, message.at);
    let first: String = message
        .new_text
        .split_whitespace()
        .take(40)
        .collect::<Vec<_>>()
        .join(" ");
    let hit = props.needle.is_in(&message.new_text);
    html! {
        <article id={element_id(message)} class={classes!("mail", hit.then_some("has-hit"))} tabindex="-1">
            <button type="button" class="mail-folded" aria-expanded="false"
                onclick={props.ontoggle.reform(|_: MouseEvent| ())}>
                <Avatar name={name.to_owned()} size={32} />
                <strong class="clip">{ name }</strong>
                <span class="clip muted grow">{ first }</span>
                if !message.attachments.is_empty() {
                    <Icon name={IconName::Clip} size={14} />
                }
                <span class="mail-at">{ date }</span>
            </button>
        </article>
    }
}

/// The sender: a link where it is a contact, an offer to make one where it is not.
fn sender(props: &MailProps, i18n: I18n, from: Option<&Participant>, name: &str) -> Html {
    let Some(from) = from else {
        return html! { <strong>{ name.to_owned() }</strong> };
    };
    let address = html! {
        if !from.name.trim().is_empty() {
            <span class="clip faint mail-address">{ &from.address }</span>
        }
    };
    match from.contact_id {
        Some(id) => html! {
            <><Link to={Route::Contact(id)} class="mail-name">{ name.to_owned() }</Link>{ address }</>
        },
        None => html! {
            <>
                <strong class="mail-name">{ name.to_owned() }</strong>
                { address }
                { add_button(i18n, props.onadd.as_ref(), from) }
            </>
        },
    }
}

/// Makes a contact of somebody.
fn add_button(
    i18n: I18n,
    onadd: Option<&Callback<Participant>>,
    participant: &Participant,
) -> Html {
    let Some(onadd) = onadd.filter(|_| participant.address.contains('@')) else {
        return Html::default();
    };
    let onclick = {
        let (onadd, participant) = (onadd.clone(), participant.clone());
        Callback::from(move |_: MouseEvent| onadd.emit(participant.clone()))
    };
    html! {
        <button type="button" class="btn btn-quiet btn-small add-person" {onclick}>
            <Icon name={IconName::UserPlus} size={14} />
            <span>{ i18n.t.thread.add_contact }</span>
        </button>
    }
}

/// The same as an icon, where many stand below one another.
pub fn add_icon(
    i18n: I18n,
    onadd: Option<&Callback<Participant>>,
    participant: &Participant,
) -> Html {
    let Some(onadd) = onadd.filter(|_| participant.address.contains('@')) else {
        return Html::default();
    };
    let name = called(&participant.name, &participant.address);
    let onclick = {
        let (onadd, participant) = (onadd.clone(), participant.clone());
        Callback::from(move |()| onadd.emit(participant.clone()))
    };
    html! {
        <IconButton icon={IconName::UserPlus} {onclick} small=true
            label={i18n.fill(i18n.t.thread.add_named, &[("name", &name)])} />
    }
}

fn recipients(i18n: I18n, participants: &[Participant]) -> String {
    let names = names_line(i18n, participants, |role| {
        matches!(
            role,
            ParticipantRole::To | ParticipantRole::Cc | ParticipantRole::Bcc
        )
    });
    if names.is_empty() {
        return i18n.t.thread.no_recipients.to_owned();
    }
    i18n.fill(i18n.t.thread.to, &[("names", &names)])
}

fn menu(props: &MailProps, i18n: I18n) -> Html {
    let t = &i18n.t.thread;
    let url = api::messages::raw_url(props.message.id);
    let download = Callback::from(move |()| {
        // The server says `attachment`: the page stays.
        if let Some(window) = web_sys::window() {
            window.location().assign(&url).ok();
        }
    });
    let entries = vec![
        MenuEntry::Item(MenuItem::new(
            t.close_message,
            IconName::ArrowUp,
            props.ontoggle.clone(),
        )),
        MenuEntry::Item(MenuItem::new(t.raw, IconName::File, download)),
    ];
    html! {
        <Menu label={t.actions} bare=true button={html! { <Icon name={IconName::More} /> }}
            button_class="btn btn-icon btn-small" class="menu-end" {entries} />
    }
}

fn problems(i18n: I18n, problems: &[String]) -> Html {
    let t = &i18n.t.thread;
    let sentences: Vec<&str> = problems
        .iter()
        .filter_map(|problem| match problem.as_str() {
            // It changes nothing for whoever reads.
            "no_message_id" => None,
            "too_complex" => Some(t.problem_too_complex),
            "too_large" => Some(t.problem_too_large),
            "no_header" => Some(t.problem_no_header),
            "no_date" => Some(t.problem_no_date),
            "charset_guessed" => Some(t.problem_charset_guessed),
            "charset_damaged" => Some(t.problem_charset_damaged),
            "attachment_damaged" => Some(t.problem_attachment_damaged),
            "too_many_participants" => Some(t.problem_too_many_participants),
            "text_cut" => Some(t.problem_text_cut),
            _ => Some(t.problem_other),
        })
        .collect();
    if sentences.is_empty() {
        return Html::default();
    }
    html! {
        <div class="mail-bar" role="note">
            <Icon name={IconName::Info} />
            <span>
                { for sentences.iter().map(|sentence| html! { <>{ *sentence }{ " " }</> }) }
                { t.problem_all_there }
            </span>
        </div>
    }
}

fn files(i18n: I18n, message: &Message, found_at: Option<&FoundAt>) -> Html {
    if message.attachments.is_empty() {
        return Html::default();
    }
    let file = |file: &Attachment| {
        let size = format::size(i18n.locale, file.size_bytes);
        let values = [("name", file.file_name.as_str()), ("size", size.as_str())];
        let icon = if file.content_type.starts_with("image/") {
            IconName::Image
        } else {
            IconName::File
        };
        let found_at = found_at.filter(|found_at| found_at.file == file.number);
        let does = if is_shown(&file.content_type) {
            i18n.t.files.open
        } else {
            i18n.t.thread.download
        };
        html! {
            <li key={file.number}>
                <FileLink class={classes!("file", found_at.is_some().then_some("has-hit"))}
                    message={message.id} number={file.number} name={file.file_name.clone()}
                    content_type={file.content_type.clone()}
                    page={found_at.and_then(|found_at| found_at.page)}
                    title={i18n.fill(does, &values)}>
                    <Icon name={icon} />
                    <span class="clip">{ &file.file_name }</span>
                    <span class="faint num">{ size.clone() }</span>
                </FileLink>
                { file_state(i18n, file, found_at) }
            </li>
        }
    };
    html! {
        <ul class="files" aria-label={i18n.t.thread.files}>
            { for message.attachments.iter().map(file) }
        </ul>
    }
}

/// Below a file: where in it something was found, and what of its text can be found.
fn file_state(i18n: I18n, file: &Attachment, found_at: Option<&FoundAt>) -> Html {
    let state = file.reading.as_ref().and_then(|reading| {
        let short = short_state(i18n, reading)?;
        Some((short, long_state(i18n, reading)))
    });
    html! {
        <>
            if let Some(found_at) = found_at {
                <p class="file-found">{ found_at.sentence(i18n) }</p>
            }
            if let Some((short, long)) = state {
                <details class="file-state">
                    <summary>{ short }</summary>
                    <p>{ long }</p>
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct BodyProps {
    message: Message,
    sought: Rc<Needle>,
    needle: Rc<Needle>,
    name: String,
}

/// As text or as it was sent. An answer reads best as text, its quotes folded; a letter with a form of
/// its own as it was sent.
#[component]
fn Body(props: &BodyProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.thread;
    let message = &props.message;
    let has_text = !message.new_text.trim().is_empty();
    let as_sent = use_state_eq(|| {
        message.has_html
            && (!has_text || (message.quoted_text.is_empty() && props.needle.is_nothing()))
    });
    let views = vec![
        Segment {
            value: false,
            label: t.as_text.into(),
            icon: None,
        },
        Segment {
            value: true,
            label: t.as_sent.into(),
            icon: None,
        },
    ];
    let onchange = {
        let as_sent = as_sent.setter();
        Callback::from(move |value| as_sent.set(value))
    };
    html! {
        <div class="mail-body">
            if *as_sent {
                <MailFrame id={message.id} has_remote_images={message.has_remote_images}
                    title={i18n.fill(t.frame_title, &[("name", &props.name)])} />
            } else if !has_text && message.quoted_text.is_empty() {
                <p class="faint">{ t.empty_body }</p>
            } else {
                <MailText text={message.new_text.clone()} needle={props.sought.clone()} />
                <Quoted text={message.quoted_text.clone()} sought={props.sought.clone()}
                    needle={props.needle.clone()} />
            }
            if message.has_html && has_text {
                <div class="mail-views">
                    <Segments<bool> label={t.view} segments={views} value={*as_sent} {onchange} />
                </div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct QuotedProps {
    text: AttrValue,
    sought: Rc<Needle>,
    needle: Rc<Needle>,
}

/// What was quoted, folded behind "…" unless what was searched for is in it.
#[component]
fn Quoted(props: &QuotedProps) -> Html {
    let i18n = use_i18n();
    let shown = use_state_eq(|| false);
    {
        let (shown, has_hit) = (shown.setter(), props.needle.is_in(&props.text));
        use_effect_with(props.needle.clone(), move |_| {
            if has_hit {
                shown.set(true);
            }
        });
    }
    if props.text.trim().is_empty() {
        return Html::default();
    }
    let label = if *shown {
        i18n.t.thread.hide_quoted
    } else {
        i18n.t.thread.show_quoted
    };
    let onclick = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    html! {
        <>
            <button type="button" class="quote-toggle" {onclick} aria-label={label} title={label}
                aria-expanded={if *shown { "true" } else { "false" }}>
                <Icon name={IconName::More} />
            </button>
            if *shown {
                <div class="quoted">
                    <MailText text={unquoted(&props.text)} needle={props.sought.clone()} />
                </div>
            }
        </>
    }
}
