//! The left column: who it is. Every field is read until it is clicked, and saved when it is left.

use super::{
    edit::{Conflict, Editor},
    handles::{
        EMAIL_KINDS, Handles, Line, PHONE_KINDS, emails_of_lines, lines_of_domains,
        lines_of_emails, lines_of_phones, phones_of_lines,
    },
};
use crate::{
    api::parties::{Change, Party, Value, Who},
    components::{
        Avatar, Button, ButtonKind, Chip, Icon, IconName, InlineField, Select, TagEditor,
        chip::stage_name,
    },
    format::{self, DateStyle},
    i18n::{I18n, errors::field_text, use_i18n},
    pages::parties::kinds,
    state::user_names::UserNames,
};
use shared::{locale::Locale, model::LifecycleStage};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct IdentityProps {
    pub party: Party,
    pub names: UserNames,
    pub editor: Editor,
    /// Only to be read: the role, or the bin.
    pub locked: bool,
}

#[component]
pub fn Identity(props: &IdentityProps) -> Html {
    let i18n = use_i18n();
    let party = &props.party;
    let square = kinds::is_square(party.kind());
    let date = |at| format::date(i18n.locale, at, DateStyle::Short);
    html! {
        <>
            <div class="who-card">
                <Avatar name={party.display_name()} size={56} {square} />
                <div class="who-names">{ names(props, i18n) }</div>
            </div>
            if let Some(conflict) = &props.editor.trouble().conflict {
                { conflict_card(props, i18n, conflict) }
            }
            <div class="details">
                if square {
                    { domains(props, i18n) }
                }
                { emails(props, i18n) }
                { phones(props, i18n) }
                { place(props, i18n) }
                { stage(props, i18n) }
                { owner(props, i18n) }
                { tags(props, i18n) }
            </div>
            <p class="record-dates">
                { i18n.fill(i18n.t.record.since, &[("date", &date(party.created_at))]) }
                <br />
                { i18n.fill(i18n.t.record.changed, &[("when", &format::ago(i18n, party.updated_at))]) }
            </p>
        </>
    }
}

/// Saves what a text becomes.
fn saver(props: &IdentityProps, change: fn(String) -> Change) -> Callback<String> {
    let editor = props.editor.clone();
    Callback::from(move |text: String| editor.save(change(text)))
}

/// Saves what lines become.
fn line_saver(props: &IdentityProps, change: fn(Vec<Line>) -> Change) -> Callback<Vec<Line>> {
    let editor = props.editor.clone();
    Callback::from(move |lines: Vec<Line>| editor.save(change(lines)))
}

/// What the server found wrong with a field, or with a part of it.
pub fn error(editor: &Editor, i18n: I18n, field: &str) -> Option<String> {
    let (name, error) = editor
        .trouble()
        .fields
        .iter()
        .find(|(name, _)| name.split('.').next() == Some(field))?;
    Some(field_text(i18n.t, name, *error))
}

fn error_line(props: &IdentityProps, i18n: I18n, field: &str) -> Html {
    match error(&props.editor, i18n, field) {
        Some(text) => html! {
            <p class="field-error" role="alert"><Icon name={IconName::Alert} size={14} />{ text }</p>
        },
        None => Html::default(),
    }
}

/// A line of text that is edited in place, with what is wrong below it.
fn text(
    props: &IdentityProps,
    i18n: I18n,
    (field, label, class): (&'static str, &'static str, &'static str),
    value: &str,
    change: fn(String) -> Change,
) -> Html {
    html! {
        <>
            <InlineField {label} value={value.to_owned()} onsave={saver(props, change)} {class}
                placeholder={label} locked={props.locked} />
            { error_line(props, i18n, field) }
        </>
    }
}

fn names(props: &IdentityProps, i18n: I18n) -> Html {
    let t = &i18n.t.contacts;
    let (first_name, last_name, title) = match &props.party.who {
        Who::Contact {
            first_name,
            last_name,
            title,
            ..
        } => (first_name, last_name, title),
        Who::Company { name, .. } => {
            let label = i18n.t.companies.name;
            return text(props, i18n, ("name", label, "who-name"), name, Change::Name);
        }
    };
    let first = text(
        props,
        i18n,
        ("first_name", t.first_name, "who-name"),
        first_name,
        Change::FirstName,
    );
    let last = text(
        props,
        i18n,
        ("last_name", t.last_name, "who-name"),
        last_name,
        Change::LastName,
    );
    // As the name is written: a Chinese one begins with the family and has no space.
    let is_whole = !first_name.is_empty() && !last_name.is_empty();
    let is_close = is_whole && props.party.display_name() == format!("{last_name}{first_name}");
    let is_family_first = is_close || (!is_whole && i18n.locale == Locale::Zh);
    let both = if is_family_first {
        [last, first]
    } else {
        [first, last]
    };
    html! {
        <>
            <div class={classes!("who-full", is_close.then_some("is-close"))}>{ for both }</div>
            { text(props, i18n, ("title", t.job_title, "muted"), title, Change::Title) }
        </>
    }
}

fn domains(props: &IdentityProps, i18n: I18n) -> Html {
    let t = &i18n.t.companies;
    let onchange = line_saver(props, |lines| {
        Change::Domains(lines.into_iter().map(|line| line.value).collect())
    });
    html! {
        <Handles label={t.domain} add_label={t.add_domain} input="url" kinds={Vec::new()}
            lines={lines_of_domains(props.party.domains())} {onchange} icon={IconName::External}
            scheme="https://" link_label={t.visit} error={error(&props.editor, i18n, "domains")}
            locked={props.locked} />
    }
}

fn emails(props: &IdentityProps, i18n: I18n) -> Html {
    let onchange = line_saver(props, |lines| Change::Emails(emails_of_lines(lines)));
    html! {
        <Handles label={i18n.t.contacts.email} add_label={i18n.t.contacts.add_email} input="email"
            lines={lines_of_emails(&props.party.emails)} kinds={EMAIL_KINDS.to_vec()} {onchange}
            icon={IconName::Mail} scheme="mailto:" link_label={i18n.t.record.write_mail}
            error={error(&props.editor, i18n, "emails")} locked={props.locked} />
    }
}

fn phones(props: &IdentityProps, i18n: I18n) -> Html {
    let onchange = line_saver(props, |lines| Change::Phones(phones_of_lines(lines)));
    html! {
        <Handles label={i18n.t.contacts.phone} add_label={i18n.t.contacts.add_phone} input="tel"
            lines={lines_of_phones(&props.party.phones)} kinds={PHONE_KINDS.to_vec()} {onchange}
            icon={IconName::Phone} scheme="tel:" link_label={i18n.t.record.call}
            error={error(&props.editor, i18n, "phones")} locked={props.locked} />
    }
}

/// Where a company is: on the web, and by post.
fn place(props: &IdentityProps, i18n: I18n) -> Html {
    let Who::Company {
        website, address, ..
    } = &props.party.who
    else {
        return Html::default();
    };
    let t = &i18n.t.companies;
    let link = i18n.fill(t.visit, &[("name", website)]);
    // The server lets nothing else in; what is a link here must be one.
    // Nobody reads "https"; what is saved without it gets it again.
    let short = website.strip_prefix("https://").unwrap_or(website);
    let is_link = website.starts_with("https://") || website.starts_with("http://");
    html! {
        <>
            { detail(t.website, html! {
                <>
                    <div class="handle">
                        <InlineField label={t.website} value={short.to_owned()} class="clip"
                            placeholder={t.add_website} locked={props.locked}
                            onsave={saver(props, Change::Website)} />
                        if is_link {
                            <a class="btn btn-icon btn-small" href={website.clone()} target="_blank"
                                rel="noopener noreferrer" aria-label={link.clone()} title={link}>
                                <Icon name={IconName::External} />
                            </a>
                        }
                    </div>
                    { error_line(props, i18n, "website") }
                </>
            }) }
            { detail(t.address, html! {
                <>
                    <InlineField label={t.address} value={address.clone()} multiline=true
                        placeholder={t.add_address} locked={props.locked} class="address"
                        onsave={saver(props, Change::Address)} />
                    { error_line(props, i18n, "address") }
                </>
            }) }
        </>
    }
}

fn stage(props: &IdentityProps, i18n: I18n) -> Html {
    let onchange = saver(props, |word| {
        let mut stages = LifecycleStage::ALL.into_iter();
        Change::Stage(stages.find(|stage| stage.as_str() == word))
    });
    let chosen = props.party.stage;
    if props.locked {
        let text = chosen.map_or("–", |stage| stage_name(i18n, stage));
        return detail(i18n.t.contacts.stage, html! { { text } });
    }
    let mut options = vec![("".into(), i18n.t.record.no_stage.into())];
    options.extend(
        LifecycleStage::ALL.map(|stage| (stage.as_str().into(), stage_name(i18n, stage).into())),
    );
    let value = chosen.map_or("", LifecycleStage::as_str);
    detail(
        i18n.t.contacts.stage,
        html! { <Select label={i18n.t.contacts.stage} bare=true {options} {value} {onchange} /> },
    )
}

fn owner(props: &IdentityProps, i18n: I18n) -> Html {
    let onchange = saver(props, |word| Change::Owner(word.parse().ok()));
    let chosen = props.party.owner_id;
    let name = chosen.and_then(|id| props.names.get(id));
    if props.locked {
        return detail(
            i18n.t.contacts.owner,
            html! { { name.unwrap_or("–".into()) } },
        );
    }
    let mut options = vec![(AttrValue::from(""), AttrValue::from(i18n.t.record.no_owner))];
    let users = props.names.by_name();
    options.extend(
        users
            .into_iter()
            .map(|(id, name)| (id.to_string().into(), name)),
    );
    let value = chosen.map_or(String::new(), |id| id.to_string());
    detail(
        i18n.t.contacts.owner,
        html! { <Select label={i18n.t.contacts.owner} bare=true {options} {value} {onchange} /> },
    )
}

fn tags(props: &IdentityProps, i18n: I18n) -> Html {
    let editor = props.editor.clone();
    let onchange = Callback::from(move |tags| editor.save(Change::Tags(tags)));
    let tags = props.party.tags.clone();
    let chip = |tag: &String| html! { <Chip text={tag.clone()} /> };
    let value = if props.locked {
        html! { <div class="row tags-wrap">{ for tags.iter().map(chip) }</div> }
    } else {
        html! {
            <TagEditor label={i18n.t.contacts.tags} bare=true {tags} {onchange}
                error={error(&props.editor, i18n, "tags")} />
        }
    };
    detail(i18n.t.contacts.tags, value)
}

fn detail(label: &'static str, value: Html) -> Html {
    html! {
        <div class="detail">
            <span class="detail-label">{ label }</span>
            <div class="detail-value">{ value }</div>
        </div>
    }
}

/// Both values side by side, and the choice.
fn conflict_card(props: &IdentityProps, i18n: I18n, conflict: &Conflict) -> Html {
    let t = &i18n.t.record;
    let label = label_of(i18n, &conflict.change);
    let mine = shown(
        props,
        i18n,
        conflict,
        &conflict.change.applied(&conflict.theirs),
    );
    let theirs = shown(props, i18n, conflict, &conflict.theirs);
    let keep = |act: fn(&Editor)| {
        let editor = props.editor.clone();
        Callback::from(move |()| act(&editor))
    };
    html! {
        <section class="conflict" role="alert">
            <p>{ i18n.fill(t.conflict, &[("field", label)]) }</p>
            <dl>
                <dt>{ t.conflict_yours }</dt><dd>{ mine }</dd>
                <dt>{ t.conflict_theirs }</dt><dd>{ theirs }</dd>
            </dl>
            <div class="row">
                <Button label={t.conflict_keep_theirs} kind={ButtonKind::Primary} small=true
                    onclick={keep(Editor::keep_theirs)} />
                <Button label={t.conflict_keep_mine} small=true onclick={keep(Editor::keep_mine)} />
            </div>
        </section>
    }
}

/// What the field of a change is called.
fn label_of(i18n: I18n, change: &Change) -> &'static str {
    let (t, companies) = (&i18n.t.contacts, &i18n.t.companies);
    match change {
        Change::FirstName(_) => t.first_name,
        Change::LastName(_) => t.last_name,
        Change::Title(_) => t.job_title,
        Change::Companies(_) => companies.title,
        Change::Name(_) => companies.name,
        Change::Domains(_) => companies.domain,
        Change::Website(_) => companies.website,
        Change::Address(_) => companies.address,
        Change::Emails(_) => t.email,
        Change::Phones(_) => t.phone,
        Change::Tags(_) => t.tags,
        Change::Stage(_) => t.stage,
        Change::Owner(_) => t.owner,
    }
}

/// What a record has in the field that is fought over.
fn shown(props: &IdentityProps, i18n: I18n, conflict: &Conflict, party: &Party) -> String {
    fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
        parts.collect::<Vec<_>>().join(", ")
    }
    let text = match conflict.change.value_in(party) {
        Value::Text(text) => text.to_owned(),
        Value::Texts(texts) => joined(texts.iter().map(String::as_str)),
        Value::Companies(places) => joined(places.iter().map(|place| &*place.name)),
        Value::Emails(emails) => joined(emails.iter().map(|email| &*email.address)),
        Value::Phones(phones) => joined(phones.iter().map(|phone| &*phone.number)),
        Value::Stage(stage) => stage.map_or("", |stage| stage_name(i18n, stage)).to_owned(),
        Value::Owner(owner) => {
            let name = owner.and_then(|id| props.names.get(id));
            name.map_or_else(String::new, |name| name.to_string())
        }
        Value::Absent => String::new(),
    };
    if text.is_empty() {
        "–".to_owned()
    } else {
        text
    }
}
