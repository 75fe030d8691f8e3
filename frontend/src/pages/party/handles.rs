//! E-mail addresses, telephone numbers and domains: as many as there are, each edited in place, with
//! its kind where it has one; emptying one takes it away, the empty line at the end adds one.

use crate::{
    components::{Icon, IconName, InlineField, Menu, MenuEntry, MenuItem},
    i18n::{I18n, use_i18n},
};
use shared::{
    api::contact::{Email, Phone},
    model::{EmailKind, PhoneKind},
};
use yew::prelude::*;

/// A line: an address or number with its kind, as a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub value: String,
    pub kind: &'static str,
}

#[derive(Properties, PartialEq)]
pub struct HandlesProps {
    pub label: AttrValue,
    pub add_label: AttrValue,
    /// `email`, `tel` or `url`.
    pub input: &'static str,
    pub lines: Vec<Line>,
    /// The kinds to choose from; none where it has no kind.
    pub kinds: Vec<&'static str>,
    pub onchange: Callback<Vec<Line>>,
    pub icon: IconName,
    /// `mailto:`, `tel:` or `https://`.
    pub scheme: &'static str,
    /// What the link at the end does, with `{name}`.
    pub link_label: &'static str,
    #[prop_or_default]
    pub error: Option<String>,
    #[prop_or_default]
    pub locked: bool,
}

/// The lines, and one more to add.
#[component]
pub fn Handles(props: &HandlesProps) -> Html {
    let i18n = use_i18n();
    let adder = Line {
        value: String::new(),
        kind: props.kinds.first().copied().unwrap_or("other"),
    };
    let onadd = {
        let (lines, onchange) = (props.lines.clone(), props.onchange.clone());
        Callback::from(move |value: String| {
            let mut lines = lines.clone();
            lines.push(Line {
                value,
                ..adder.clone()
            });
            onchange.emit(lines);
        })
    };
    html! {
        <div class="detail">
            <span class="detail-label" id={format!("handles-{}", props.input)}>{ &props.label }</span>
            <div class="handles" role="group" aria-labelledby={format!("handles-{}", props.input)}>
                { for (0..props.lines.len()).map(|at| line(props, i18n, at)) }
                if !props.locked {
                    <InlineField key={format!("add-{}", props.lines.len())} label={props.add_label.clone()}
                        value="" placeholder={props.add_label.clone()} kind={kind_of(props.input)}
                        onsave={onadd} />
                }
                if props.locked && props.lines.is_empty() {
                    <span class="faint">{ "–" }</span>
                }
                if let Some(error) = &props.error {
                    <p class="field-error" role="alert"><Icon name={IconName::Alert} size={14} />{ error }</p>
                }
            </div>
        </div>
    }
}

fn line(props: &HandlesProps, i18n: I18n, at: usize) -> Html {
    let Some(line) = props.lines.get(at) else {
        return Html::default();
    };
    let change = |edit: fn(&mut Vec<Line>, usize, String)| {
        let (lines, onchange) = (props.lines.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut lines = lines.clone();
            edit(&mut lines, at, text);
            onchange.emit(lines);
        })
    };
    let onsave = change(|lines, at, value| {
        if value.is_empty() {
            lines.remove(at);
        } else if let Some(line) = lines.get_mut(at) {
            line.value = value;
        }
    });
    let link = i18n.fill(props.link_label, &[("name", &line.value)]);
    html! {
        <div class="handle" key={line.value.clone()}>
            <InlineField label={props.label.clone()} value={line.value.clone()} kind={kind_of(props.input)}
                placeholder={props.add_label.clone()} {onsave} locked={props.locked} class="clip" />
            if !props.kinds.is_empty() {
                { kind_menu(props, i18n, at, line) }
            }
            <a class="btn btn-icon btn-small" href={format!("{}{}", props.scheme, line.value)}
                target={(props.scheme == "https://").then_some("_blank")} rel="noopener noreferrer"
                aria-label={link.clone()} title={link}><Icon name={props.icon} /></a>
        </div>
    }
}

/// The browser would refuse a domain as an address of a page.
fn kind_of(input: &'static str) -> &'static str {
    if input == "url" { "text" } else { input }
}

fn kind_menu(props: &HandlesProps, i18n: I18n, at: usize, line: &Line) -> Html {
    let name = kind_name(i18n, line.kind);
    if props.locked {
        return html! { <span class="handle-kind">{ name }</span> };
    }
    let entry = |kind: &'static str| {
        let (lines, onchange) = (props.lines.clone(), props.onchange.clone());
        let onclick = Callback::from(move |()| {
            let mut lines = lines.clone();
            if let Some(line) = lines.get_mut(at) {
                line.kind = kind;
            }
            onchange.emit(lines);
        });
        MenuEntry::Item(MenuItem::choice(
            kind_name(i18n, kind),
            kind == line.kind,
            onclick,
        ))
    };
    let label = i18n.fill(i18n.t.record.kind_of, &[("name", &line.value)]);
    html! {
        <Menu {label} button={html! { { name } }} button_class="handle-kind" class="menu-end"
            entries={props.kinds.iter().map(|kind| entry(kind)).collect::<Vec<_>>()} />
    }
}

fn kind_name(i18n: I18n, kind: &str) -> &'static str {
    let t = &i18n.t.contacts;
    match kind {
        "work" => t.kind_work,
        "home" => t.kind_home,
        "mobile" => t.kind_mobile,
        "fax" => t.kind_fax,
        _ => t.kind_other,
    }
}

/// The kinds of e-mail addresses, as words.
pub const EMAIL_KINDS: [&str; 3] = ["work", "home", "other"];
/// The kinds of telephone numbers, as words.
pub const PHONE_KINDS: [&str; 5] = ["work", "mobile", "home", "fax", "other"];

/// Addresses as lines.
pub fn lines_of_emails(emails: &[Email]) -> Vec<Line> {
    let kind = |kind| match kind {
        EmailKind::Work => "work",
        EmailKind::Home => "home",
        EmailKind::Other => "other",
    };
    emails
        .iter()
        .map(|email| Line {
            value: email.address.clone(),
            kind: kind(email.kind),
        })
        .collect()
}

/// Lines as addresses.
pub fn emails_of_lines(lines: Vec<Line>) -> Vec<Email> {
    let kind = |word| match word {
        "work" => EmailKind::Work,
        "home" => EmailKind::Home,
        _ => EmailKind::Other,
    };
    lines
        .into_iter()
        .map(|line| Email {
            kind: kind(line.kind),
            address: line.value,
        })
        .collect()
}

/// Numbers as lines.
pub fn lines_of_phones(phones: &[Phone]) -> Vec<Line> {
    let kind = |kind| match kind {
        PhoneKind::Work => "work",
        PhoneKind::Mobile => "mobile",
        PhoneKind::Home => "home",
        PhoneKind::Fax => "fax",
        PhoneKind::Other => "other",
    };
    phones
        .iter()
        .map(|phone| Line {
            value: phone.number.clone(),
            kind: kind(phone.kind),
        })
        .collect()
}

/// Lines as numbers.
pub fn phones_of_lines(lines: Vec<Line>) -> Vec<Phone> {
    let kind = |word| match word {
        "work" => PhoneKind::Work,
        "mobile" => PhoneKind::Mobile,
        "home" => PhoneKind::Home,
        "fax" => PhoneKind::Fax,
        _ => PhoneKind::Other,
    };
    lines
        .into_iter()
        .map(|line| Phone {
            kind: kind(line.kind),
            number: line.value,
        })
        .collect()
}

/// Domains as lines; they have no kind.
pub fn lines_of_domains(domains: &[String]) -> Vec<Line> {
    let line = |domain: &String| Line {
        value: domain.clone(),
        kind: "other",
    };
    domains.iter().map(line).collect()
}
