//! The field that a query is typed into: what it means is drawn behind the letters as chips, the
//! field or value at the caret is completed below it, and what is wrong is marked. The text stays a
//! text: what can be typed can be edited. One component for the search page, the palette and lists.
//! Tests: `paint`, `choices`, and tests/suite/browser/query.rs.

mod choices;
mod lazy;
mod note;
mod paint;

pub use lazy::LazyQueryField;
pub use note::QueryNote;

use crate::{
    a11y::use_typing,
    components::use_id,
    format,
    i18n::{I18n, use_i18n},
};
use choices::{Choice, use_choices};
use note::use_resting;
use shared::{
    api::search::QUERY_CHARS_MAX,
    query::{Completion, Context, Offer, Problem, complete},
};
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// A name of a field is offered from so many letters on: one alone begins too many words.
const NAME_CHARS_MIN: usize = 2;

/// The list that a host shows for the text, for people who listen.
#[derive(Debug, Clone, PartialEq)]
pub struct HostList {
    pub id: AttrValue,
    /// The line that Enter would open.
    pub active: Option<AttrValue>,
}

#[derive(Properties, Debug, Clone, PartialEq)]
pub struct QueryFieldProps {
    pub value: AttrValue,
    pub oninput: Callback<String>,
    pub label: AttrValue,
    /// The label otherwise.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// What else is wrong, as the server said of this text.
    #[prop_or_default]
    pub problems: Vec<Problem>,
    /// Keys that the completion does not take.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
    #[prop_or_default]
    pub node: NodeRef,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    #[prop_or_default]
    pub list: Option<HostList>,
    /// Gets the focus with the dialog it is in.
    #[prop_or_default]
    pub autofocus: bool,
    /// Takes the focus at once: it stands in for a field that had it.
    #[prop_or_default]
    pub takes_focus: bool,
}

/// What the reader's words depend on.
pub fn context(i18n: I18n) -> Context<'static> {
    Context {
        locale: i18n.locale,
        now: format::now(),
        zone: &format::Here,
    }
}

#[component]
pub fn QueryField(props: &QueryFieldProps) -> Html {
    let i18n = use_i18n();
    let popup_id = use_id("query");
    let own_id = use_id("query-field");
    let paint = use_node_ref();
    let is_resting = use_resting(&props.value);
    let takes_focus = props.takes_focus;
    let state = use_field_state();
    let completion = state.completion(i18n, &props.value);
    let choices = use_choices(i18n, completion.as_deref());
    let is_open = !choices.is_empty();
    let at = (*state.chosen).filter(|at| *at < choices.len());
    let accept = use_accept(props, &state, completion.clone());
    let onkeydown = keys(props, &state, (&choices, at), &accept);
    let follow = follow_scroll(&props.node, &paint);
    let look = {
        let (state, node, follow) = (state.clone(), props.node.clone(), follow.clone());
        Callback::from(move |()| {
            state.caret.set(caret_of(&node));
            follow.emit(());
        })
    };
    {
        let (oninput, state, look) = (props.oninput.clone(), state.clone(), look.clone());
        use_typing(props.node.clone(), move |text| {
            state.reset();
            look.emit(());
            oninput.emit(text);
        });
    }
    use_following_text(props, &follow);
    {
        let (node, look) = (props.node.clone(), look.clone());
        use_effect_with((), move |()| {
            let input = takes_focus
                .then(|| node.cast::<HtmlInputElement>())
                .flatten();
            if let Some(input) = input {
                input.focus().ok();
                let end = input.value().encode_utf16().count() as u32;
                input.set_selection_range(end, end).ok();
                look.emit(());
            }
        });
    }
    let leave = {
        let state = state.clone();
        Callback::from(move |_: FocusEvent| state.caret.set(None))
    };
    let (controls, active) = aria(props, (is_open, at), &popup_id);
    let expanded = is_open || props.list.is_some();
    html! {
        <div class="query-field">
            <input ref={props.node.clone()} id={props.id.clone().unwrap_or(own_id)} class="input"
                type="text" role="combobox"
                placeholder={props.placeholder.as_ref().unwrap_or(&props.label).clone()} aria-label={props.label.clone()}
                aria-expanded={if expanded { "true" } else { "false" }} aria-autocomplete="list"
                aria-controls={controls} aria-activedescendant={active} autocomplete="off"
                autocapitalize="off" spellcheck="false" enterkeyhint="search"
                data-autofocus={props.autofocus.then_some("")}
                maxlength={QUERY_CHARS_MAX.to_string()} {onkeydown} onblur={leave}
                onscroll={follow.reform(|_: Event| ())} onkeyup={look.reform(|_: KeyboardEvent| ())}
                onclick={look.reform(|_: MouseEvent| ())} />
            <div ref={paint} class="query-paint" aria-hidden="true">
                { paint::painted(i18n, &props.value, &props.problems, is_resting) }
            </div>
            if is_open {
                <div class="picker-list query-list" id={popup_id.clone()} role="listbox"
                    aria-label={i18n.t.query.suggestions}>
                    { for choices.iter().enumerate().map(|(number, choice)| {
                        line((&popup_id, number, Some(number) == at), choice, &accept)
                    }) }
                </div>
            }
        </div>
    }
}

#[derive(Clone, PartialEq)]
struct FieldState {
    /// Where the caret stands, in characters; `None` without the focus.
    caret: UseStateHandle<Option<usize>>,
    chosen: UseStateHandle<Option<usize>>,
    /// Esc closed the list, or a choice did.
    dismissed: UseStateHandle<bool>,
    /// Ctrl+Space asked for every field.
    asked: UseStateHandle<bool>,
}

impl FieldState {
    fn reset(&self) {
        self.chosen.set(None);
        self.dismissed.set(false);
        self.asked.set(false);
    }

    fn completion(&self, i18n: I18n, text: &str) -> Option<Rc<Completion>> {
        let caret = (*self.caret).filter(|_| !*self.dismissed)?;
        let completion = complete(text, caret, i18n.locale)?;
        let length = completion.typed.chars().count();
        let is_name = matches!(completion.offer, Offer::Fields(_));
        (!is_name || length >= NAME_CHARS_MIN || *self.asked).then(|| Rc::new(completion))
    }
}

#[hook]
fn use_field_state() -> FieldState {
    FieldState {
        caret: use_state_eq(|| None),
        chosen: use_state_eq(|| None),
        dismissed: use_state_eq(|| false),
        asked: use_state_eq(|| false),
    }
}

/// The field is its own master while it is typed into: a render in between must not disturb a word
/// that is being composed. What others write into it, it shows.
#[hook]
fn use_following_text(props: &QueryFieldProps, follow: &Callback<()>) {
    let (node, follow) = (props.node.clone(), follow.clone());
    use_effect_with(props.value.clone(), move |text| {
        if let Some(input) = node.cast::<HtmlInputElement>()
            && input.value() != text.as_str()
        {
            input.set_value(text);
        }
        follow.emit(());
    });
}

/// Where the caret stands, in characters; `None` while something is selected.
fn caret_of(node: &NodeRef) -> Option<usize> {
    let input = node.cast::<HtmlInputElement>()?;
    let (start, end) = (input.selection_start().ok()??, input.selection_end().ok()??);
    if start != end {
        return None;
    }
    let mut units = 0;
    let before = |c: &char| {
        units += c.len_utf16();
        units <= start as usize
    };
    Some(input.value().chars().take_while(before).count())
}

/// Writes a choice in the place of what was typed.
#[hook]
fn use_accept(
    props: &QueryFieldProps,
    state: &FieldState,
    completion: Option<Rc<Completion>>,
) -> Callback<Choice> {
    let (value, oninput, node) = (
        props.value.clone(),
        props.oninput.clone(),
        props.node.clone(),
    );
    let state = state.clone();
    Callback::from(move |choice: Choice| {
        let Some(completion) = &completion else {
            return;
        };
        let (start, end) = (completion.span.start as usize, completion.span.end as usize);
        let before: String = value.chars().take(start).collect();
        let behind: String = value.chars().skip(end).collect();
        let space = choice.ends && !behind.starts_with([' ', ',', ')']);
        let insert = format!("{}{}", choice.insert, if space { " " } else { "" });
        let place = start + insert.chars().count();
        state.reset();
        state.dismissed.set(choice.ends);
        state.caret.set(Some(place));
        let text = format!("{before}{insert}{behind}");
        if let Some(input) = node.cast::<HtmlInputElement>() {
            let units: usize = text.chars().take(place).map(char::len_utf16).sum();
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            input.set_value(&text);
            input.focus().ok();
            input.set_selection_range(units, units).ok();
        }
        oninput.emit(text);
    })
}

/// The arrows, Enter, Tab and Esc are the list's while it is open; all else is the host's.
fn keys(
    props: &QueryFieldProps,
    state: &FieldState,
    (choices, at): (&Rc<Vec<Choice>>, Option<usize>),
    accept: &Callback<Choice>,
) -> Callback<KeyboardEvent> {
    let (state, choices, accept) = (state.clone(), choices.clone(), accept.clone());
    let host = props.onkeydown.clone();
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if event.ctrl_key() && key == " " {
            event.prevent_default();
            state.dismissed.set(false);
            state.asked.set(true);
            return;
        }
        let count = choices.len();
        // While a Chinese word is being composed, the keys belong to it.
        if event.is_composing() || count == 0 || !is_plain {
            host.emit(event);
            return;
        }
        match (key.as_str(), at) {
            ("ArrowDown", at) => state.chosen.set(Some(at.map_or(0, |at| (at + 1) % count))),
            ("ArrowUp", Some(0)) => state.chosen.set(None),
            ("ArrowUp", Some(at)) => state.chosen.set(Some(at - 1)),
            ("Tab", at) => accept.emit(choices[at.unwrap_or(0).min(count - 1)].clone()),
            ("Enter", Some(at)) => accept.emit(choices[at.min(count - 1)].clone()),
            ("Escape", _) => state.dismissed.set(true),
            _ => {
                host.emit(event);
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// What is drawn behind the letters moves with them.
fn follow_scroll(node: &NodeRef, paint: &NodeRef) -> Callback<()> {
    let (node, paint) = (node.clone(), paint.clone());
    Callback::from(move |()| {
        let (Some(input), Some(paint)) =
            (node.cast::<HtmlInputElement>(), paint.cast::<HtmlElement>())
        else {
            return;
        };
        paint.set_scroll_left(input.scroll_left());
    })
}

/// What the field controls, and which line of it is active: the completion while it is open.
fn aria(
    props: &QueryFieldProps,
    (is_open, at): (bool, Option<usize>),
    popup_id: &AttrValue,
) -> (Option<AttrValue>, Option<AttrValue>) {
    if is_open {
        let active = at.map(|at| AttrValue::from(format!("{popup_id}-{at}")));
        return (Some(popup_id.clone()), active);
    }
    let list = props.list.as_ref();
    (
        list.map(|list| list.id.clone()),
        list.and_then(|list| list.active.clone()),
    )
}

fn line(
    (popup_id, number, is_active): (&AttrValue, usize, bool),
    choice: &Choice,
    accept: &Callback<Choice>,
) -> Html {
    let onclick = {
        let choice = choice.clone();
        accept.reform(move |_: MouseEvent| choice.clone())
    };
    // The field keeps the focus.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <div key={choice.insert.to_string()} id={format!("{popup_id}-{number}")} role="option"
            aria-selected={if is_active { "true" } else { "false" }}
            class={classes!("picker-line", is_active.then_some("is-active"))}
            {onclick} {onmousedown}>
            <span class="clip">{ &choice.label }</span>
            <span class="clip faint">{ &choice.hint }</span>
        </div>
    }
}
