//! The panel that makes a contact: a name is enough. Ctrl+Enter creates; the panel can stay open for
//! the next one.

use crate::{
    api::{self, ApiError},
    components::{
        Banner, Button, ButtonKind, Check, Dialog, DialogShape, IconButton, IconName, Select,
        TagEditor, TextField, Tone, chip::stage_name,
    },
    i18n::{
        I18n,
        errors::{error_text, field_text},
        use_i18n,
    },
    router::{Link, Route, use_router},
    state::use_toasts,
};
use shared::{
    api::{
        contact::{Contact, ContactCreate, Email, Phone},
        error::{ErrorCode, FieldErrors},
    },
    ids::ContactId,
    model::LifecycleStage,
    validate,
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What was typed so far.
#[derive(Clone, PartialEq)]
struct Draft {
    first_name: String,
    last_name: String,
    title: String,
    emails: Vec<String>,
    phones: Vec<String>,
    tags: Vec<String>,
    stage: Option<LifecycleStage>,
    /// Stays open for the next one.
    another: bool,
    busy: bool,
    fields: FieldErrors,
    error: Option<ApiError>,
}

type Change = Box<dyn FnOnce(&mut Draft)>;

impl Reducible for Draft {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut draft = (*self).clone();
        change(&mut draft);
        Rc::new(draft)
    }
}

impl Draft {
    /// A name typed elsewhere: the last word is the last name.
    fn named(name: &str) -> Self {
        let name = name.trim();
        let is_email = name.contains('@');
        let (first, last) = match name.rsplit_once(' ') {
            _ if is_email => ("", ""),
            Some((first, last)) => (first, last),
            None => (name, ""),
        };
        Self {
            first_name: first.into(),
            last_name: last.into(),
            title: String::new(),
            emails: vec![if is_email { name.into() } else { String::new() }],
            phones: vec![String::new()],
            tags: Vec::new(),
            stage: None,
            another: false,
            busy: false,
            fields: FieldErrors::new(),
            error: None,
        }
    }

    /// What is sent; lines left empty are no addresses.
    fn request(&self) -> ContactCreate {
        let lines = |lines: &[String]| -> Vec<String> {
            lines
                .iter()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect()
        };
        let email = |address| Email {
            address,
            kind: Default::default(),
        };
        let phone = |number| Phone {
            number,
            kind: Default::default(),
        };
        ContactCreate {
            first_name: self.first_name.trim().into(),
            last_name: self.last_name.trim().into(),
            title: self.title.trim().into(),
            emails: lines(&self.emails).into_iter().map(email).collect(),
            phones: lines(&self.phones).into_iter().map(phone).collect(),
            tags: self.tags.clone(),
            stage: self.stage,
            ..ContactCreate::default()
        }
    }

    fn field(&self, i18n: I18n, name: &str) -> Option<String> {
        self.fields
            .get(name)
            .map(|error| field_text(i18n.t, name, *error))
    }
}

#[derive(Properties, PartialEq)]
pub struct NewContactPanelProps {
    pub onclose: Callback<()>,
    /// A name or address typed elsewhere.
    #[prop_or_default]
    pub name: String,
}

#[component]
pub fn NewContactPanel(props: &NewContactPanelProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.contacts;
    let draft = {
        let name = props.name.clone();
        use_reducer(move || Draft::named(&name))
    };
    // Another round begins with fresh fields and the focus on the first.
    let round = use_state_eq(|| 0_u32);
    let submit = use_submit(&draft, &props.onclose, &round);
    let text = |read: fn(&Draft) -> &String, write: fn(&mut Draft) -> &mut String| {
        let dispatch = draft.dispatcher();
        let oninput = Callback::from(move |text: String| {
            dispatch.dispatch(Box::new(move |draft| *write(draft) = text));
        });
        (AttrValue::from(read(&draft).clone()), oninput)
    };
    let (first, on_first) = text(|d| &d.first_name, |d| &mut d.first_name);
    let (last, on_last) = text(|d| &d.last_name, |d| &mut d.last_name);
    let (title, on_title) = text(|d| &d.title, |d| &mut d.title);
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    let footer = html! {
        <>
            <div class="grow">
                <Check label={t.create_another} checked={draft.another} onchange={change(&draft,
                    |draft, on: bool| draft.another = on)} />
            </div>
            <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet}
                onclick={props.onclose.clone()} />
            <Button label={i18n.t.common.create} kind={ButtonKind::Primary} busy={draft.busy}
                shortcut="Ctrl ↵" onclick={submit.clone()} />
        </>
    };
    html! {
        <Dialog title={t.new} shape={DialogShape::Panel} onclose={props.onclose.clone()}
            onsubmit={submit} {footer}>
            <form key={*round} class="stack" {onsubmit}>
                { failure(i18n, &draft) }
                <div class="two-columns">
                    <TextField label={t.first_name} value={first} oninput={on_first} autofocus=true
                        autocomplete="off" error={draft.field(i18n, "first_name")} />
                    <TextField label={t.last_name} value={last} oninput={on_last}
                        autocomplete="off" error={draft.field(i18n, "last_name")} />
                </div>
                { lines(i18n, &draft, &EMAILS) }
                { lines(i18n, &draft, &PHONES) }
                <TextField label={t.job_title} value={title} oninput={on_title}
                    autocomplete="off" error={draft.field(i18n, "title")} />
                <StageSelect value={draft.stage}
                    onchange={change(&draft, |draft, stage| draft.stage = stage)} />
                <TagEditor label={t.tags} tags={draft.tags.clone()}
                    error={draft.field(i18n, "tags")}
                    onchange={change(&draft, |draft, tags| draft.tags = tags)} />
                // Enter in a field submits only a form that has a button to do so.
                <button type="submit" class="sr-only" tabindex="-1">{ i18n.t.common.create }</button>
            </form>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct StageSelectProps {
    value: Option<LifecycleStage>,
    onchange: Callback<Option<LifecycleStage>>,
}

#[component]
fn StageSelect(props: &StageSelectProps) -> Html {
    let i18n = use_i18n();
    let mut options = vec![(
        AttrValue::default(),
        AttrValue::from(i18n.t.contacts.no_stage),
    )];
    options.extend(
        LifecycleStage::ALL.map(|stage| (stage.as_str().into(), stage_name(i18n, stage).into())),
    );
    let onchange = props.onchange.reform(|word: String| {
        LifecycleStage::ALL
            .into_iter()
            .find(|stage| stage.as_str() == word)
    });
    html! {
        <Select label={i18n.t.contacts.stage} {options} {onchange}
            value={props.value.map_or("", LifecycleStage::as_str)} />
    }
}

/// A list of lines: addresses or numbers.
struct Lines {
    of: fn(&Draft) -> &Vec<String>,
    of_mut: fn(&mut Draft) -> &mut Vec<String>,
    label: fn(I18n) -> &'static str,
    numbered: fn(I18n) -> &'static str,
    add: fn(I18n) -> &'static str,
    kind: &'static str,
    /// The field's name in errors, around its number.
    error: (&'static str, &'static str),
}

const EMAILS: Lines = Lines {
    of: |draft| &draft.emails,
    of_mut: |draft| &mut draft.emails,
    label: |i18n| i18n.t.contacts.email,
    numbered: |i18n| i18n.t.contacts.email_number,
    add: |i18n| i18n.t.contacts.add_email,
    kind: "email",
    error: ("emails.", ".address"),
};

const PHONES: Lines = Lines {
    of: |draft| &draft.phones,
    of_mut: |draft| &mut draft.phones,
    label: |i18n| i18n.t.contacts.phone,
    numbered: |i18n| i18n.t.contacts.phone_number,
    add: |i18n| i18n.t.contacts.add_phone,
    kind: "tel",
    error: ("phones.", ".number"),
};

fn lines(i18n: I18n, draft: &UseReducerHandle<Draft>, lines: &'static Lines) -> Html {
    let all = (lines.of)(draft);
    let line = |(number, value): (usize, &String)| {
        let label = if number == 0 {
            (lines.label)(i18n).to_owned()
        } else {
            i18n.fill((lines.numbered)(i18n), &[("n", &(number + 1).to_string())])
        };
        let oninput = change(draft, move |draft, text: String| {
            if let Some(line) = (lines.of_mut)(draft).get_mut(number) {
                *line = text;
            }
        });
        let remove_label = i18n.fill(i18n.t.common.remove_named, &[("name", &label)]);
        let remove = change(draft, move |draft, ()| {
            (lines.of_mut)(draft).remove(number);
        });
        let affix = (number > 0).then(|| {
            html! {
                <IconButton icon={IconName::Close} label={remove_label} onclick={remove} small=true />
            }
        });
        // Empty lines are not sent: errors count the others.
        let sent = all
            .iter()
            .take(number)
            .filter(|line| !line.trim().is_empty())
            .count();
        let name = format!("{}{sent}{}", lines.error.0, lines.error.1);
        let error = (!value.trim().is_empty())
            .then(|| draft.field(i18n, &name))
            .flatten();
        html! {
            <TextField key={number} {label} value={value.clone()} {oninput} kind={lines.kind}
                autocomplete="off" {error} {affix} />
        }
    };
    let add = change(draft, move |draft, ()| {
        (lines.of_mut)(draft).push(String::new())
    });
    let full = all.last().is_some_and(|line| !line.is_empty()) && all.len() < validate::HANDLES_MAX;
    html! {
        <div class="stack-tight">
            { for all.iter().enumerate().map(line) }
            if full {
                <div>
                    <Button label={(lines.add)(i18n)} icon={IconName::Plus} small=true
                        kind={ButtonKind::Quiet} onclick={add} />
                </div>
            }
        </div>
    }
}

/// A callback that changes the draft.
fn change<T: 'static>(
    draft: &UseReducerHandle<Draft>,
    apply: impl Fn(&mut Draft, T) + Copy + 'static,
) -> Callback<T> {
    let dispatch = draft.dispatcher();
    Callback::from(move |value: T| {
        dispatch.dispatch(Box::new(move |draft| apply(draft, value)));
    })
}

/// What went wrong with the whole; somebody else's address leads to that contact.
fn failure(i18n: I18n, draft: &Draft) -> Html {
    let Some(error) = draft
        .error
        .as_ref()
        .filter(|error| !error.is(ErrorCode::Invalid))
    else {
        return Html::default();
    };
    let taken_by: Option<ContactId> = match error {
        ApiError::Problem(problem) if problem.code == ErrorCode::EmailTaken => problem
            .detail
            .as_deref()
            .and_then(|detail| detail.split_whitespace().find_map(|word| word.parse().ok())),
        _ => None,
    };
    html! {
        <Banner tone={Tone::Bad}>
            <span>{ error_text(i18n.t, error) }</span>
            if let Some(id) = taken_by {
                <Link to={Route::Contact(id)}>{ i18n.t.contacts.view_taken }</Link>
            }
        </Banner>
    }
}

#[hook]
fn use_submit(
    draft: &UseReducerHandle<Draft>,
    onclose: &Callback<()>,
    round: &UseStateHandle<u32>,
) -> Callback<()> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let router = use_router();
    let (draft, onclose, round) = (draft.clone(), onclose.clone(), round.clone());
    Callback::from(move |()| {
        if draft.busy {
            return;
        }
        let request = draft.request();
        if let Err(fields) = validate::contact(&request) {
            draft.dispatch(Box::new(move |draft| draft.fields = fields));
            return;
        }
        draft.dispatch(Box::new(|draft| {
            draft.busy = true;
            draft.fields = FieldErrors::new();
            draft.error = None;
        }));
        let (draft, onclose, round) = (draft.clone(), onclose.clone(), round.clone());
        let (toasts, router) = (toasts.clone(), router.clone());
        spawn_local(async move {
            match api::contacts::create(&request).await {
                Ok(reply) => {
                    let contact: Contact = reply.value;
                    let name = contact.display_name();
                    let text = i18n.fill(i18n.t.contacts.created_toast, &[("name", &name)]);
                    toasts.done(text, reply.position, Callback::noop());
                    if draft.another {
                        round.set(*round + 1);
                        draft.dispatch(Box::new(|draft| {
                            *draft = Draft {
                                another: true,
                                ..Draft::named("")
                            };
                        }));
                    } else {
                        onclose.emit(());
                        router.push(Route::Contact(contact.id));
                    }
                }
                Err(error) => draft.dispatch(Box::new(move |draft| {
                    draft.busy = false;
                    draft.fields = error.fields();
                    draft.error = Some(error);
                })),
            }
        });
    })
}
