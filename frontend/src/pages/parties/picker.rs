//! Finds a contact or a company as one types, and makes one where there is none: for "works at",
//! "works here" and the search by company.

use super::{draft::Draft, kinds};
use crate::{
    api::{
        self,
        parties::{Party, PartyKind},
        use_latest,
    },
    components::{Avatar, Icon, IconName, use_id},
    i18n::{I18n, use_i18n},
    state::{Toasts, use_toasts},
};
use shared::api::page::ListQuery;
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// Found ones shown at once.
const FOUND_MAX: usize = 7;

/// Who was picked.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    pub id: Uuid,
    pub name: String,
}

#[derive(Properties, PartialEq)]
pub struct PartyPickerProps {
    pub kind: PartyKind,
    pub label: AttrValue,
    pub onpick: Callback<Picked>,
    /// They are there already.
    #[prop_or_default]
    pub without: Vec<Uuid>,
    /// Esc in the field, or leaving it.
    #[prop_or_default]
    pub onclose: Callback<()>,
    /// Offers to make one of the name that was typed.
    #[prop_or_default]
    pub creates: bool,
    /// Makes it, where more is known than the name; else it is made here and picked.
    #[prop_or_default]
    pub onnew: Option<Callback<String>>,
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// The label is seen, not only heard.
    #[prop_or_default]
    pub labelled: bool,
    #[prop_or_default]
    pub autofocus: bool,
}

/// One line of the list.
#[derive(Clone, PartialEq)]
enum Choice {
    Found(Rc<Party>),
    New(String),
}

#[component]
pub fn PartyPicker(props: &PartyPickerProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("picker");
    let node = use_node_ref();
    let words = use_state_eq(String::new);
    let open = use_state_eq(|| props.autofocus);
    let chosen = use_state_eq(|| 0_usize);
    let found = use_found(props.kind, &words, *open);
    let choices = choices(props, &words, &found);
    let at = (*chosen).min(choices.len().saturating_sub(1));
    let pick = use_pick(props, &open);
    {
        let node = node.clone();
        use_effect_with(props.autofocus, move |autofocus| {
            if let (true, Some(input)) = (*autofocus, node.cast::<HtmlInputElement>()) {
                input.focus().ok();
                // What it finds opens below it.
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Center);
                input.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let oninput = {
        let (words, open, chosen, node) =
            (words.setter(), open.setter(), chosen.setter(), node.clone());
        Callback::from(move |_: InputEvent| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                words.set(input.value());
                chosen.set(0);
                open.set(true);
            }
        })
    };
    let show = {
        let open = open.setter();
        Callback::from(move |_: FocusEvent| open.set(true))
    };
    let leave = {
        let (open, onclose) = (open.setter(), props.onclose.clone());
        Callback::from(move |_: FocusEvent| {
            open.set(false);
            onclose.emit(());
        })
    };
    let onkeydown = keys(
        &choices,
        at,
        (&open, &chosen.setter()),
        &pick,
        &props.onclose,
    );
    let is_open = *open && !choices.is_empty();
    let active = is_open.then(|| format!("{id}-{at}"));
    html! {
        <div class="field picker">
            <label class={if props.labelled { "field-label" } else { "sr-only" }} for={id.clone()}>
                { &props.label }
            </label>
            <div class="input-icon">
                <Icon name={IconName::Search} />
                <input ref={node} id={id.clone()} class="input" type="text" role="combobox"
                    autocomplete="off" spellcheck="false" aria-autocomplete="list"
                    aria-expanded={if is_open { "true" } else { "false" }}
                    aria-controls={is_open.then(|| format!("{id}-list"))}
                    aria-activedescendant={active} value={(*words).clone()}
                    placeholder={props.placeholder.as_ref().unwrap_or(&props.label).clone()} {oninput} {onkeydown} onfocus={show}
                    onblur={leave} />
            </div>
            if is_open {
                <div class="picker-list" id={format!("{id}-list")} role="listbox"
                    aria-label={props.label.clone()}>
                    { for choices.iter().enumerate().map(|(number, choice)| {
                        line(i18n, (&id, number, number == at), choice, &pick)
                    }) }
                </div>
            }
        </div>
    }
}

fn choices(props: &PartyPickerProps, words: &str, found: &Found) -> Vec<Choice> {
    let words = words.trim();
    let lower = words.to_lowercase();
    let is_named = |party: &Rc<Party>| party.display_name().to_lowercase().contains(&lower);
    // Until the answer is there, what does not fit any more must not be picked by a quick Enter.
    let is_answer = found.words == words;
    let mut wanted: Vec<Rc<Party>> = found
        .parties
        .iter()
        .filter(|party| !props.without.contains(&party.id) && (is_answer || is_named(party)))
        .cloned()
        .collect();
    // A name is what was meant; a word of the address or a tag may be.
    wanted.sort_by_key(|party| !is_named(party));
    let is_known = wanted
        .iter()
        .any(|party| party.display_name().to_lowercase() == lower);
    let mut choices: Vec<Choice> = wanted.into_iter().map(Choice::Found).collect();
    if props.creates && !words.is_empty() && !is_known {
        choices.push(Choice::New(words.to_owned()));
    }
    choices
}

fn line(
    i18n: I18n,
    (id, number, on): (&AttrValue, usize, bool),
    choice: &Choice,
    pick: &Callback<Choice>,
) -> Html {
    // The field keeps the focus.
    let hold = Callback::from(|event: PointerEvent| event.prevent_default());
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let onclick = {
        let choice = choice.clone();
        pick.reform(move |_: MouseEvent| choice.clone())
    };
    let content = match choice {
        Choice::Found(party) => {
            let name = AttrValue::from(party.display_name());
            let detail = match party.kind() {
                PartyKind::Contact => party.company_now().to_owned(),
                PartyKind::Company => party.domains().first().cloned().unwrap_or_default(),
            };
            html! {
                <>
                    <Avatar name={name.clone()} size={20} square={kinds::is_square(party.kind())} />
                    <span class="clip">{ name }</span>
                    <span class="clip faint">{ detail }</span>
                </>
            }
        }
        Choice::New(words) => html! {
            <>
                <Icon name={IconName::Plus} />
                <span class="clip">
                    { i18n.fill(i18n.t.companies.create_named, &[("name", words)]) }
                </span>
            </>
        },
    };
    html! {
        <div key={number} id={format!("{id}-{number}")} role="option" {onclick} {onmousedown}
            onpointerdown={hold} aria-selected={if on { "true" } else { "false" }}
            class={classes!("picker-line", on.then_some("is-on"))}>{ content }</div>
    }
}

fn keys(
    choices: &[Choice],
    at: usize,
    (open, chosen): (&UseStateHandle<bool>, &UseStateSetter<usize>),
    pick: &Callback<Choice>,
    onclose: &Callback<()>,
) -> Callback<KeyboardEvent> {
    let (choices, open, chosen) = (choices.to_vec(), open.clone(), chosen.clone());
    let (pick, onclose) = (pick.clone(), onclose.clone());
    Callback::from(move |event: KeyboardEvent| {
        let count = choices.len();
        // While a Chinese word is being composed, the keys belong to it.
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.set((at + 1) % count),
            "ArrowUp" if count > 0 => chosen.set((at + count - 1) % count),
            "Enter" if *open => {
                if let Some(choice) = choices.get(at) {
                    pick.emit(choice.clone());
                }
            }
            "Escape" if *open => {
                open.set(false);
                onclose.emit(());
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// What was found, and for which words.
#[derive(Clone, PartialEq, Default)]
struct Found {
    words: String,
    parties: Vec<Rc<Party>>,
}

/// What fits the words; before the first letter, what was changed last.
#[hook]
fn use_found(kind: PartyKind, words: &str, open: bool) -> Found {
    let found = use_state_eq(Found::default);
    let latest = use_latest();
    {
        let found = found.setter();
        use_effect_with((words.trim().to_owned(), open), move |(words, open)| {
            let ticket = latest.begin();
            if !*open {
                return;
            }
            let query = ListQuery {
                limit: Some(FOUND_MAX),
                sort: Some("-updated_at".to_owned()),
                q: (!words.is_empty()).then(|| words.clone()),
                ..ListQuery::default()
            };
            let words = words.clone();
            spawn_local(async move {
                let answer = api::parties::list(kind, &query, ticket.signal()).await;
                if let (Ok(page), true) = (answer, ticket.is_current()) {
                    found.set(Found {
                        words,
                        parties: page.items.into_iter().map(Rc::new).collect(),
                    });
                }
            });
        });
    }
    (*found).clone()
}

/// Hands on what was picked; makes it first where it is new.
#[hook]
fn use_pick(props: &PartyPickerProps, open: &UseStateHandle<bool>) -> Callback<Choice> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (kind, onpick, open) = (props.kind, props.onpick.clone(), open.setter());
    let onnew = props.onnew.clone();
    Callback::from(move |choice: Choice| {
        open.set(false);
        match choice {
            Choice::Found(party) => onpick.emit(Picked {
                id: party.id,
                name: party.display_name(),
            }),
            Choice::New(name) => match &onnew {
                Some(onnew) => onnew.emit(name),
                None => make(i18n, kind, name, toasts.clone(), onpick.clone()),
            },
        }
    })
}

fn make(i18n: I18n, kind: PartyKind, name: String, toasts: Toasts, onpick: Callback<Picked>) {
    spawn_local(async move {
        match Draft::named(kind, &name).create().await {
            Ok(reply) => {
                let (id, name) = (reply.value.id, reply.value.display_name());
                // What it was made for builds on it: that is what can be undone.
                toasts.say(i18n.fill(i18n.t.contacts.created_toast, &[("name", &name)]));
                onpick.emit(Picked { id, name });
            }
            Err(error) => toasts.failed(&error),
        }
    });
}
