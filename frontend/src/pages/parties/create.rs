//! The panel that makes a contact or a company: a name is enough. Ctrl+Enter creates; the panel can
//! stay open for the next one.

use super::{
    draft::{Draft, change},
    kinds,
    lines::{DOMAINS, EMAILS, PHONES, lines},
    picker::{PartyPicker, Picked},
};
use crate::{
    api::{ApiError, parties::PartyKind},
    components::{
        Banner, Button, ButtonKind, Check, Chip, Dialog, DialogShape, IconName, Select, TagEditor,
        TextField, Tone, chip::stage_name,
    },
    i18n::{I18n, errors::error_text, use_i18n},
    router::{Link, use_router},
    state::use_toasts,
};
use shared::{
    api::{
        company::Affiliation,
        error::{ErrorCode, FieldErrors},
    },
    ids::CompanyId,
    locale::Locale,
    model::LifecycleStage,
};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NewPartyPanelProps {
    pub kind: PartyKind,
    pub onclose: Callback<()>,
    /// A name or address typed elsewhere.
    #[prop_or_default]
    pub name: String,
}

#[component]
pub fn NewPartyPanel(props: &NewPartyPanelProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.contacts;
    let words = kinds::words(i18n, props.kind);
    let draft = {
        let (kind, name) = (props.kind, props.name.clone());
        use_reducer(move || Draft::named(kind, &name))
    };
    // Another round begins with fresh fields and the focus on the first.
    let round = use_state_eq(|| 0_u32);
    let submit = use_submit(&draft, &props.onclose, &round);
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    let footer = html! {
        <>
            <div class="grow">
                <Check label={words.create_another} checked={draft.another}
                    onchange={change(&draft, |draft, on: bool| draft.another = on)} />
            </div>
            <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet}
                onclick={props.onclose.clone()} />
            <Button label={i18n.t.common.create} kind={ButtonKind::Primary} busy={draft.busy}
                shortcut="Ctrl ↵" onclick={submit.clone()} />
        </>
    };
    html! {
        <Dialog title={words.new} shape={DialogShape::Panel} onclose={props.onclose.clone()}
            onsubmit={submit} {footer}>
            <form key={*round} class="stack" {onsubmit}>
                { failure(i18n, &draft) }
                { fields(i18n, &draft) }
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

/// A field that is one line of text; the first one has the focus.
fn text_field(
    i18n: I18n,
    draft: &UseReducerHandle<Draft>,
    label: &'static str,
    (name, of_mut): (&'static str, fn(&mut Draft) -> &mut String),
    autofocus: bool,
) -> Html {
    let value = of_mut(&mut (**draft).clone()).clone();
    let oninput = change(draft, move |draft, text: String| *of_mut(draft) = text);
    html! {
        <TextField {label} {value} {oninput} {autofocus} autocomplete="off"
            error={draft.field(i18n, name)} />
    }
}

/// What a kind has and the other has not, and in which order.
fn fields(i18n: I18n, draft: &UseReducerHandle<Draft>) -> Html {
    let t = &i18n.t.contacts;
    if draft.kind == PartyKind::Company {
        return html! {
            <>
                { text_field(i18n, draft, i18n.t.companies.name,
                    ("name", |draft| &mut draft.first_name), true) }
                { lines(i18n, draft, &DOMAINS) }
                { lines(i18n, draft, &EMAILS) }
                { lines(i18n, draft, &PHONES) }
            </>
        };
    }
    // Who writes Chinese writes the family name first.
    let family_first = i18n.locale == Locale::Zh;
    let mut names = vec![
        text_field(
            i18n,
            draft,
            t.first_name,
            ("first_name", |draft| &mut draft.first_name),
            !family_first,
        ),
        text_field(
            i18n,
            draft,
            t.last_name,
            ("last_name", |draft| &mut draft.last_name),
            family_first,
        ),
    ];
    if family_first {
        names.reverse();
    }
    let oncompany = change(draft, |draft, companies| draft.companies = companies);
    html! {
        <>
            <div class="two-columns">{ names }</div>
            { lines(i18n, draft, &EMAILS) }
            { lines(i18n, draft, &PHONES) }
            { text_field(i18n, draft, t.job_title, ("title", |draft| &mut draft.title), false) }
            <CompanyField companies={draft.companies.clone()} onchange={oncompany} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CompanyFieldProps {
    companies: Vec<Affiliation>,
    onchange: Callback<Vec<Affiliation>>,
}

/// The company that a new contact works for.
#[component]
fn CompanyField(props: &CompanyFieldProps) -> Html {
    let i18n = use_i18n();
    let label = i18n.t.common.company;
    let onpick = props.onchange.reform(|picked: Picked| {
        vec![Affiliation {
            id: CompanyId::from_uuid(picked.id),
            name: picked.name,
            role: String::new(),
            from: None,
            to: None,
        }]
    });
    match props.companies.first() {
        Some(company) => {
            let remove_label = i18n.fill(i18n.t.common.remove_named, &[("name", &company.name)]);
            let onremove = props.onchange.reform(|()| Vec::new());
            html! {
                <div class="field">
                    <span class="field-label">{ label }</span>
                    <div class="row">
                        <Chip text={company.name.clone()} icon={IconName::Company} {onremove}
                            {remove_label} />
                    </div>
                </div>
            }
        }
        None => html! {
            <PartyPicker {label} kind={PartyKind::Company} {onpick} creates=true labelled=true
                placeholder={i18n.t.companies.find_company} />
        },
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

/// What went wrong with the whole; somebody else's address leads to that contact.
fn failure(i18n: I18n, draft: &Draft) -> Html {
    let Some(error) = draft
        .error
        .as_ref()
        .filter(|error| !error.is(ErrorCode::Invalid))
    else {
        return Html::default();
    };
    let taken_by: Option<Uuid> = match error {
        ApiError::Problem(problem) if is_taken(problem.code) => problem
            .detail
            .as_deref()
            .and_then(|detail| detail.split_whitespace().find_map(|word| word.parse().ok())),
        _ => None,
    };
    html! {
        <Banner tone={Tone::Bad}>
            <span>{ error_text(i18n.t, error) }</span>
            if let Some(id) = taken_by {
                <Link to={kinds::route(draft.kind, id)}>
                    { kinds::words(i18n, draft.kind).view_taken }
                </Link>
            }
        </Banner>
    }
}

const fn is_taken(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::EmailTaken | ErrorCode::DomainTaken)
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
        if let Err(fields) = draft.check() {
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
            match draft.create().await {
                Ok(reply) => {
                    let (party, kind) = (reply.value, draft.kind);
                    let name = party.display_name();
                    let text = i18n.fill(i18n.t.contacts.created_toast, &[("name", &name)]);
                    toasts.done(text, reply.position, Callback::noop());
                    if draft.another {
                        round.set(*round + 1);
                        draft.dispatch(Box::new(move |draft| {
                            *draft = Draft {
                                another: true,
                                ..Draft::named(kind, "")
                            };
                        }));
                    } else {
                        onclose.emit(());
                        router.push(kinds::route(kind, party.id));
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
