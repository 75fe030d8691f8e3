//! Beside a record: the companies of a contact, or the people of a company, with their roles; those
//! of before folded. One is added by typing its name, then the role.

use super::{
    edit::Editor,
    ties::{self, Act, Key, Tie},
};
use crate::{
    a11y,
    api::{
        self, ApiResult, Reply,
        parties::{Change, Party, PartyKind},
    },
    components::{
        Avatar, Button, ButtonKind, IconButton, IconName, SkeletonRows, TextField,
        menu::focus_child,
    },
    i18n::{I18n, use_i18n},
    pages::parties::{
        draft::Draft,
        kinds,
        picker::{PartyPicker, Picked},
    },
    router::Link,
    state::{Resource, use_live, use_resource, use_toasts},
};
use shared::{
    api::{
        company::Affiliation,
        contact::Contact,
        error::ErrorCode,
        event::Event,
        page::{ListQuery, PAGE_LIMIT_MAX, Page},
    },
    ids::CompanyId,
    model::RecordKind,
};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Times that a change to somebody is repeated because something else of them was changed.
const REPEATS_MAX: usize = 5;

#[derive(Properties, PartialEq)]
pub struct CompaniesOfProps {
    pub contact: Party,
    pub editor: Editor,
    pub locked: bool,
    /// What the server found wrong with them.
    #[prop_or_default]
    pub error: Option<String>,
}

/// The companies of a contact. They are a field of it.
#[component]
pub fn CompaniesOf(props: &CompaniesOfProps) -> Html {
    let contact = &props.contact;
    let editing = use_state_eq(|| None::<Key>);
    let ties = ties::of_contact(contact.id, contact.companies());
    let onact = {
        let (editor, contact) = (props.editor.clone(), contact.clone());
        Callback::from(move |act: Act| {
            let companies = after(&contact, PartyKind::Contact, (contact.id, ""), &act);
            editor.save(Change::Companies(companies));
        })
    };
    html! {
        <Ties kind={PartyKind::Contact} {ties} more=0 locked={props.locked} {onact} {editing}
            error={props.error.clone()} />
    }
}

#[derive(Properties, PartialEq)]
pub struct PeopleOfProps {
    pub company: Party,
    pub locked: bool,
}

/// The people of a company. Who works where is a field of the contact: that is what is changed.
#[component]
pub fn PeopleOf(props: &PeopleOfProps) -> Html {
    let id = props.company.id;
    let people = use_people(id);
    let editing = use_state_eq(|| None::<Key>);
    let onact = use_act(&props.company, &people, &editing);
    let Some(page) = people.load.ready() else {
        return html! { <SkeletonRows rows={3} /> };
    };
    let ties = ties::of_company(id, &page.items);
    let more = page.total.saturating_sub(page.items.len() as u64);
    html! {
        <Ties kind={PartyKind::Company} {ties} {more} locked={props.locked} {onact} {editing} />
    }
}

#[hook]
fn use_people(company: Uuid) -> Resource<Page<Contact>> {
    let people = use_resource(company, |id, signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                ..ListQuery::default()
            };
            api::companies::people(CompanyId::from_uuid(id), &query, signal.as_ref()).await
        })
    });
    {
        let people = people.clone();
        use_live(move |event| {
            let ours = match event {
                Event::Change { kind, .. } => *kind == RecordKind::Contact,
                Event::ManyChanged | Event::Resync => true,
                Event::Import(_) | Event::Index { .. } | Event::OwnChanged => false,
            };
            if ours {
                people.reload();
            }
        });
    }
    people
}

/// Changes the contact of a tie.
#[hook]
fn use_act(
    company: &Party,
    people: &Resource<Page<Contact>>,
    editing: &UseStateHandle<Option<Key>>,
) -> Callback<Act> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (company, people, editing) = (company.clone(), people.clone(), editing.setter());
    Callback::from(move |act: Act| {
        let (company, people, toasts) = (company.clone(), people.clone(), toasts.clone());
        let editing = editing.clone();
        spawn_local(async move {
            match send(&company, &act).await {
                Ok(reply) => {
                    let again = people.clone();
                    let undone = Callback::from(move |()| again.reload());
                    let name = reply.value.display_name();
                    let text = match act {
                        Act::Add(_) | Act::AddNew(_) => {
                            editing.set(Some((reply.value.id, None, None)));
                            i18n.fill(i18n.t.contacts.created_toast, &[("name", &name)])
                        }
                        Act::Change(..) => i18n.t.common.saved.to_owned(),
                        Act::Remove(_) => i18n.fill(i18n.t.companies.removed, &[("name", &name)]),
                    };
                    toasts.done(text, reply.position, undone);
                }
                Err(error) => toasts.failed(&error),
            }
            people.reload();
        });
    })
}

/// Sends a change to the contact of a tie; repeats it where the contact was changed meanwhile.
async fn send(company: &Party, act: &Act) -> ApiResult<Reply<Party>> {
    let page = (company.id, &*company.display_name());
    let id = match act {
        Act::Add(picked) => picked.id,
        Act::AddNew(name) => {
            let companies = vec![ties::place_in(page.0, page.1.to_owned())];
            let draft = Draft::named(PartyKind::Contact, name);
            return Draft { companies, ..draft }.create().await;
        }
        Act::Change(tie, _) | Act::Remove(tie) => tie.contact,
    };
    let mut left = REPEATS_MAX;
    loop {
        let contact = api::parties::get(PartyKind::Contact, id, None).await?;
        let companies = after(&contact, PartyKind::Company, page, act);
        let answer = api::parties::change(&contact, &Change::Companies(companies)).await;
        left -= 1;
        match answer {
            Err(error) if error.is(ErrorCode::RevisionStale) && left > 0 => {}
            answer => return answer,
        }
    }
}

/// The companies of a contact after an act on a page.
fn after(contact: &Party, kind: PartyKind, page: (Uuid, &str), act: &Act) -> Vec<Affiliation> {
    let companies = contact.companies();
    match act {
        Act::Add(picked) => ties::with(companies, ties::added(kind, page, picked)),
        Act::AddNew(_) => companies.to_vec(),
        Act::Change(tie, place) => ties::replaced(companies, &tie.place, Some(place.clone())),
        Act::Remove(tie) => ties::replaced(companies, &tie.place, None),
    }
}

#[derive(Properties, PartialEq)]
struct TiesProps {
    /// The kind of the page.
    kind: PartyKind,
    ties: Vec<Tie>,
    /// So many are not in the list.
    more: u64,
    locked: bool,
    onact: Callback<Act>,
    /// The tie whose role and dates are being written.
    editing: UseStateHandle<Option<Key>>,
    #[prop_or_default]
    error: Option<String>,
}

#[component]
fn Ties(props: &TiesProps) -> Html {
    let i18n = use_i18n();
    let words = kinds::words(i18n, props.kind);
    let adding = use_state_eq(|| false);
    let editing = &props.editing;
    let node = use_node_ref();
    use_focus_back(node.clone(), *adding, **editing);
    let set_adding = {
        let adding = adding.setter();
        Callback::from(move |on: bool| adding.set(on))
    };
    let onpick = {
        let (onact, editing, adding) = (props.onact.clone(), editing.setter(), adding.setter());
        Callback::from(move |picked: Picked| {
            adding.set(false);
            editing.set(Some((picked.id, None, None)));
            onact.emit(Act::Add(picked));
        })
    };
    // A company has to be there before its people: the picker makes it. A person is made with it.
    let onnew = (props.kind == PartyKind::Company).then(|| {
        let (onact, adding) = (props.onact.clone(), adding.setter());
        Callback::from(move |name: String| {
            adding.set(false);
            onact.emit(Act::AddNew(name));
        })
    });
    let former = props
        .ties
        .iter()
        .filter(|tie| tie.place.is_former())
        .count();
    let (now, before) = props.ties.split_at(props.ties.len() - former);
    let show = |tie: &Tie| row(props, i18n, tie, editing);
    html! {
        <section ref={node} class="side-part">
            <h2>{ words.beside }</h2>
            if !now.is_empty() {
                <ul>{ for now.iter().map(show) }</ul>
            }
            if props.more > 0 {
                <p class="faint small">{ i18n.count(i18n.t.companies.more_people, props.more) }</p>
            }
            if *adding {
                <PartyPicker kind={props.kind.other()} label={words.find_beside} {onpick}
                    onclose={set_adding.reform(|()| false)} creates=true {onnew} autofocus=true
                    without={now.iter().map(|tie| tie.other).collect::<Vec<_>>()} />
            } else if !props.locked {
                <Button label={words.add_beside} icon={IconName::Plus} small=true
                    kind={ButtonKind::Quiet} class="tie-add" onclick={set_adding.reform(|()| true)} />
            } else if props.ties.is_empty() {
                <span class="faint small">{ "–" }</span>
            }
            if let Some(error) = &props.error {
                <p class="field-error" role="alert">{ error }</p>
            }
            if !before.is_empty() {
                <details class="fold">
                    <summary>{ i18n.count(i18n.t.companies.former, former as u64) }</summary>
                    <ul>{ for before.iter().map(show) }</ul>
                </details>
            }
        </section>
    }
}

/// The focus goes back to where it came from when what was open is gone, and nowhere else took it.
#[hook]
fn use_focus_back(node: NodeRef, adding: bool, editing: Option<Key>) {
    let before = use_mut_ref(|| (false, None::<Key>));
    use_effect_with((adding, editing), move |(adding, editing)| {
        let (was_adding, was_editing) = before.replace((*adding, *editing));
        if *adding || editing.is_some() || !a11y::is_nowhere() {
            return;
        }
        if let Some((other, ..)) = was_editing {
            focus_child(&node, &format!("#{} > a", row_id(other)), 0);
        } else if was_adding {
            focus_child(&node, ".tie-add", 0);
        }
    });
}

fn row_id(other: Uuid) -> String {
    format!("tie-{other}")
}

fn row(props: &TiesProps, i18n: I18n, tie: &Tie, editing: &UseStateHandle<Option<Key>>) -> Html {
    let key = format!("{}{:?}{:?}", tie.other, tie.place.from, tie.place.to);
    let set = {
        let editing = editing.setter();
        Callback::from(move |key: Option<Key>| editing.set(key))
    };
    if !props.locked && **editing == Some(tie.key()) {
        let onact = {
            let (onact, set) = (props.onact.clone(), set.clone());
            Callback::from(move |act: Option<Act>| {
                set.emit(None);
                if let Some(act) = act {
                    onact.emit(act);
                }
            })
        };
        return html! { <TieForm {key} tie={tie.clone()} {onact} /> };
    }
    let other = props.kind.other();
    let edit = set.reform({
        let key = tie.key();
        move |()| Some(key)
    });
    let detail = tie.detail(i18n);
    let label = i18n.fill(i18n.t.companies.edit, &[("name", &tie.name)]);
    html! {
        <li {key} id={row_id(tie.other)} class={classes!("tie", tie.place.is_former().then_some("is-former"))}>
            <Link to={kinds::route(other, tie.other)} class="person-row">
                <Avatar name={tie.name.clone()} square={kinds::is_square(other)} />
                <span class="person-text">
                    <span class="person-name clip">{ &tie.name }</span>
                    if !detail.is_empty() {
                        <span class="faint small tie-detail">{ detail }</span>
                    }
                </span>
            </Link>
            if !props.locked {
                <IconButton icon={IconName::Pencil} {label} onclick={edit} small=true />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct TieFormProps {
    tie: Tie,
    /// What was decided; `None` leaves it as it is.
    onact: Callback<Option<Act>>,
}

/// Role and dates. Enter saves, Esc leaves; a last day says that it is over.
#[component]
fn TieForm(props: &TieFormProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.companies;
    let draft = use_state_eq(|| props.tie.place.clone());
    let wrong = draft.to.is_some() && draft.to < draft.from;
    let save = {
        let (draft, tie, onact) = (draft.clone(), props.tie.clone(), props.onact.clone());
        Callback::from(move |()| {
            let place = Affiliation {
                role: draft.role.trim().to_owned(),
                ..(*draft).clone()
            };
            if !wrong {
                let changed = place != tie.place;
                onact.emit(changed.then(|| Act::Change(tie.clone(), place)));
            }
        })
    };
    let onsubmit = save.reform(|event: SubmitEvent| event.prevent_default());
    let leave = props.onact.reform(|()| None);
    let onkeydown = {
        let leave = leave.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                leave.emit(());
            }
        })
    };
    let onrole = {
        let draft = draft.clone();
        Callback::from(move |role: String| {
            draft.set(Affiliation {
                role,
                ..(*draft).clone()
            });
        })
    };
    let remove = {
        let tie = props.tie.clone();
        props.onact.reform(move |()| Some(Act::Remove(tie.clone())))
    };
    let remove_label = i18n.fill(t.remove, &[("name", &props.tie.name)]);
    html! {
        <li class="tie-form">
            <form class="stack-tight" {onsubmit} {onkeydown}>
                <strong class="clip">{ &props.tie.name }</strong>
                <TextField label={t.role} value={draft.role.clone()} oninput={onrole}
                    autocomplete="off" autofocus=true />
                <div class="two-columns">
                    { day_field(t.from, &draft, |place| place.from, |place, day| place.from = day) }
                    { day_field(t.until, &draft, |place| place.to, |place, day| place.to = day) }
                </div>
                if wrong {
                    <p class="field-error" role="alert">{ t.wrong_dates }</p>
                }
                <div class="row">
                    <Button label={i18n.t.common.save} kind={ButtonKind::Primary} small=true
                        submit=true />
                    <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet} small=true
                        onclick={leave} />
                    <span class="grow"></span>
                    <IconButton icon={IconName::Bin} label={remove_label} small=true
                        onclick={remove} />
                </div>
            </form>
        </li>
    }
}

type Day = Option<shared::time::Date>;

fn day_field(
    label: &'static str,
    draft: &UseStateHandle<Affiliation>,
    read: fn(&Affiliation) -> Day,
    write: fn(&mut Affiliation, Day),
) -> Html {
    let value = read(draft).map(|day| day.to_string());
    let onchange = {
        let draft = draft.clone();
        Callback::from(move |event: web_sys::Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let mut place = (*draft).clone();
                write(&mut place, input.value().parse().ok());
                draft.set(place);
            }
        })
    };
    html! {
        <label class="field">
            <span class="field-label">{ label }</span>
            <input type="date" class="input" {value} {onchange} />
        </label>
    }
}
