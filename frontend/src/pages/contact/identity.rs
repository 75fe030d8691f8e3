//! The left column: who it is. Every field is read until it is clicked, and saved when it is left.

use super::{
    edit::{Conflict, Editor, applied},
    handles::{
        EMAIL_KINDS, Handles, PHONE_KINDS, emails_of_lines, lines_of_emails, lines_of_phones,
        phones_of_lines,
    },
};
use crate::{
    components::{
        Avatar, Button, ButtonKind, Chip, Icon, IconName, InlineField, Select, TagEditor,
        chip::stage_name,
    },
    format::{self, DateStyle},
    i18n::{I18n, errors::field_text, use_i18n},
    state::user_names::UserNames,
};
use shared::{
    api::contact::{Contact, ContactPatch},
    model::LifecycleStage,
};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct IdentityProps {
    pub contact: Contact,
    pub names: UserNames,
    pub editor: Editor,
    /// Only to be read: the role, or the bin.
    pub locked: bool,
}

#[component]
pub fn Identity(props: &IdentityProps) -> Html {
    let i18n = use_i18n();
    let contact = &props.contact;
    let name = contact.display_name();
    html! {
        <>
            <div class="who-card">
                <Avatar name={name} size={56} />
                <div class="who-names">
                    { names(props, i18n) }
                    { title(props, i18n) }
                </div>
            </div>
            if let Some(conflict) = &props.editor.trouble().conflict {
                { conflict_card(props, i18n, conflict) }
            }
            <div class="details">
                { emails(props, i18n) }
                { phones(props, i18n) }
                { stage(props, i18n) }
                { owner(props, i18n) }
                { tags(props, i18n) }
            </div>
            <p class="record-dates">
                { i18n.fill(i18n.t.record.since, &[("date", &format::date(i18n.locale, contact.created_at, DateStyle::Short))]) }
                <br />
                { i18n.fill(i18n.t.record.changed, &[("when", &format::ago(i18n, contact.updated_at))]) }
            </p>
        </>
    }
}

/// Saves what a text becomes.
fn saver(props: &IdentityProps, patch: fn(String) -> ContactPatch) -> Callback<String> {
    let editor = props.editor.clone();
    Callback::from(move |text: String| editor.save(patch(text)))
}

/// What the server found wrong with a field, or with a part of it.
fn error(props: &IdentityProps, i18n: I18n, field: &str) -> Option<String> {
    let (name, error) = props
        .editor
        .trouble()
        .fields
        .iter()
        .find(|(name, _)| name.split('.').next() == Some(field))?;
    Some(field_text(i18n.t, name, *error))
}

fn error_line(props: &IdentityProps, i18n: I18n, field: &str) -> Html {
    match error(props, i18n, field) {
        Some(text) => html! {
            <p class="field-error" role="alert"><Icon name={IconName::Alert} size={14} />{ text }</p>
        },
        None => Html::default(),
    }
}

fn names(props: &IdentityProps, i18n: I18n) -> Html {
    let (t, contact) = (&i18n.t.contacts, &props.contact);
    let first = saver(props, |text| ContactPatch {
        first_name: Some(text),
        ..Default::default()
    });
    let last = saver(props, |text| ContactPatch {
        last_name: Some(text),
        ..Default::default()
    });
    html! {
        <>
            <InlineField label={t.first_name} value={contact.first_name.clone()} onsave={first}
                placeholder={t.first_name} class="who-name" locked={props.locked} />
            <InlineField label={t.last_name} value={contact.last_name.clone()} onsave={last}
                placeholder={t.last_name} class="who-name" locked={props.locked} />
            { error_line(props, i18n, "first_name") }
            { error_line(props, i18n, "last_name") }
        </>
    }
}

fn title(props: &IdentityProps, i18n: I18n) -> Html {
    let t = &i18n.t.contacts;
    let save = saver(props, |text| ContactPatch {
        title: Some(text),
        ..Default::default()
    });
    html! {
        <>
            <InlineField label={t.job_title} value={props.contact.title.clone()} onsave={save}
                placeholder={t.job_title} class="muted" locked={props.locked} />
            { error_line(props, i18n, "title") }
        </>
    }
}

fn emails(props: &IdentityProps, i18n: I18n) -> Html {
    let editor = props.editor.clone();
    let onchange = Callback::from(move |lines| {
        editor.save(ContactPatch {
            emails: Some(emails_of_lines(lines)),
            ..Default::default()
        });
    });
    html! {
        <Handles label={i18n.t.contacts.email} add_label={i18n.t.contacts.add_email} input="email"
            lines={lines_of_emails(&props.contact.emails)} kinds={EMAIL_KINDS.to_vec()} {onchange}
            icon={IconName::Mail} scheme="mailto:" link_label={i18n.t.record.write_mail}
            error={error(props, i18n, "emails")} locked={props.locked} />
    }
}

fn phones(props: &IdentityProps, i18n: I18n) -> Html {
    let editor = props.editor.clone();
    let onchange = Callback::from(move |lines| {
        editor.save(ContactPatch {
            phones: Some(phones_of_lines(lines)),
            ..Default::default()
        });
    });
    html! {
        <Handles label={i18n.t.contacts.phone} add_label={i18n.t.contacts.add_phone} input="tel"
            lines={lines_of_phones(&props.contact.phones)} kinds={PHONE_KINDS.to_vec()} {onchange}
            icon={IconName::Phone} scheme="tel:" link_label={i18n.t.record.call}
            error={error(props, i18n, "phones")} locked={props.locked} />
    }
}

fn stage(props: &IdentityProps, i18n: I18n) -> Html {
    let onchange = saver(props, |word| ContactPatch {
        stage: Some(
            LifecycleStage::ALL
                .into_iter()
                .find(|stage| stage.as_str() == word),
        ),
        ..Default::default()
    });
    let chosen = props.contact.stage;
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
    let onchange = saver(props, |word| ContactPatch {
        owner_id: Some(word.parse().ok()),
        ..Default::default()
    });
    let chosen = props.contact.owner_id;
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
    let onchange = Callback::from(move |tags| {
        editor.save(ContactPatch {
            tags: Some(tags),
            ..Default::default()
        });
    });
    let tags = props.contact.tags.clone();
    let chip = |tag: &String| html! { <Chip text={tag.clone()} /> };
    let value = if props.locked {
        html! { <div class="row tags-wrap">{ for tags.iter().map(chip) }</div> }
    } else {
        html! {
            <TagEditor label={i18n.t.contacts.tags} bare=true {tags} {onchange}
                error={error(props, i18n, "tags")} />
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
    let (label, mine) = shown(
        i18n,
        &conflict.patch,
        &applied(&conflict.theirs, &conflict.patch),
        &props.names,
    );
    let (_, theirs) = shown(i18n, &conflict.patch, &conflict.theirs, &props.names);
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

/// What a change touches: the field's name, and its value in a contact.
fn shown(
    i18n: I18n,
    patch: &ContactPatch,
    contact: &Contact,
    names: &UserNames,
) -> (&'static str, String) {
    let t = &i18n.t.contacts;
    let or_none = |text: String| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text
        }
    };
    let list = |items: Vec<&str>| or_none(items.join(", "));
    if patch.first_name.is_some() {
        return (t.first_name, or_none(contact.first_name.clone()));
    }
    if patch.last_name.is_some() {
        return (t.last_name, or_none(contact.last_name.clone()));
    }
    if patch.title.is_some() {
        return (t.job_title, or_none(contact.title.clone()));
    }
    if patch.emails.is_some() {
        return (
            t.email,
            list(contact.emails.iter().map(|email| &*email.address).collect()),
        );
    }
    if patch.phones.is_some() {
        return (
            t.phone,
            list(contact.phones.iter().map(|phone| &*phone.number).collect()),
        );
    }
    if patch.tags.is_some() {
        return (
            t.tags,
            list(contact.tags.iter().map(String::as_str).collect()),
        );
    }
    if patch.stage.is_some() {
        let stage = contact.stage.map_or("–", |stage| stage_name(i18n, stage));
        return (t.stage, stage.to_owned());
    }
    let owner = contact.owner_id.and_then(|id| names.get(id));
    (
        t.owner,
        owner.map_or("–".to_owned(), |name| name.to_string()),
    )
}
