//! A value that is read until it is clicked: Enter or leaving saves, Tab saves and opens the next one,
//! Esc brings back what was there. What is typed stays, whatever else changes meanwhile. Where a value
//! may have lines, Ctrl+Enter or leaving saves.

use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct InlineFieldProps {
    pub label: AttrValue,
    pub value: AttrValue,
    /// Called with the new value when it is another one.
    pub onsave: Callback<String>,
    /// What an empty value shows.
    pub placeholder: AttrValue,
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    /// Only to be read.
    #[prop_or_default]
    pub locked: bool,
    /// It may have several lines.
    #[prop_or_default]
    pub multiline: bool,
}

#[component]
pub fn InlineField(props: &InlineFieldProps) -> Html {
    let editing = use_state_eq(|| false);
    // Leaving follows Enter and Esc when the input goes: only the first of them counts.
    let open = use_mut_ref(|| false);
    let draft = use_state_eq(AttrValue::default);
    // Only Enter and Esc give the focus back; Tab and the pointer have taken it elsewhere.
    let by_key = use_mut_ref(|| false);
    let (input, button) = (use_node_ref(), use_node_ref());
    use_focus(*editing, input.clone(), button.clone(), by_key.clone());
    if !*editing {
        let value = props.value.clone();
        let edit = Callback::from(move |_: MouseEvent| {
            open.replace(true);
            draft.set(value.clone());
            editing.set(true);
        });
        return reading(props, button, edit);
    }
    let finish = finish(props, &editing, open, input.clone());
    let onkeydown = {
        let (finish, input, multiline) = (finish.clone(), input.clone(), props.multiline);
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if multiline && !event.ctrl_key() && !event.meta_key() => {}
            // While a Chinese word is being composed, Enter belongs to it.
            "Enter" if !event.is_composing() => {
                by_key.replace(true);
                finish.emit(true);
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                by_key.replace(true);
                finish.emit(false);
            }
            "Tab" => {
                if let Some(next) = neighbour(&input, event.shift_key()) {
                    event.prevent_default();
                    finish.emit(true);
                    next.click();
                }
            }
            _ => {}
        })
    };
    let oninput = {
        let (draft, input) = (draft.setter(), input.clone());
        Callback::from(move |_: InputEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                draft.set(input.value().into());
            }
        })
    };
    let onblur = finish.reform(|_: FocusEvent| true);
    if props.multiline {
        return html! {
            <textarea ref={input} class={classes!("inline-field", props.class.clone())} rows="4"
                {onkeydown} value={(*draft).clone()} {oninput} aria-label={props.label.clone()}
                {onblur} />
        };
    }
    html! {
        <input ref={input} class={classes!("inline-field", props.class.clone())} {onkeydown}
            value={(*draft).clone()} {oninput} type={props.kind.clone()} aria-label={props.label.clone()}
            {onblur} />
    }
}

fn reading(props: &InlineFieldProps, node: NodeRef, edit: Callback<MouseEvent>) -> Html {
    let empty = props.value.is_empty();
    let text = if empty {
        &props.placeholder
    } else {
        &props.value
    };
    let class = classes!(
        "inline-field",
        props.class.clone(),
        empty.then_some("is-empty")
    );
    if props.locked {
        let text = if empty {
            AttrValue::from("–")
        } else {
            text.clone()
        };
        return html! { <span class={props.class.clone()}>{ text }</span> };
    }
    html! {
        <button ref={node} type="button" {class} onclick={edit}
            aria-label={format!("{}: {text}", props.label)}>{ text }</button>
    }
}

fn finish(
    props: &InlineFieldProps,
    editing: &UseStateHandle<bool>,
    open: Rc<RefCell<bool>>,
    input: NodeRef,
) -> Callback<bool> {
    let (editing, onsave, before) = (editing.clone(), props.onsave.clone(), props.value.clone());
    Callback::from(move |save: bool| {
        if !open.replace(false) {
            return;
        }
        let after = input.cast::<HtmlInputElement>().map(|input| input.value());
        editing.set(false);
        if let (true, Some(after)) = (save, after)
            && after.trim() != &*before
        {
            onsave.emit(after.trim().to_owned());
        }
    })
}

/// The value after or before this one on the page.
fn neighbour(input: &NodeRef, backwards: bool) -> Option<HtmlElement> {
    let here = input.cast::<Element>()?;
    let all = here
        .owner_document()?
        .query_selector_all("button.inline-field, input.inline-field, textarea.inline-field")
        .ok()?;
    let all: Vec<Element> = (0..all.length())
        .filter_map(|at| all.item(at)?.dyn_into().ok())
        .collect();
    let at = all.iter().position(|other| *other == here)?;
    let next = if backwards {
        at.checked_sub(1)?
    } else {
        at + 1
    };
    all.get(next)?.clone().dyn_into().ok()
}

/// The input takes the focus when editing begins; the button gets it back after Enter and Esc.
#[hook]
fn use_focus(editing: bool, input: NodeRef, button: NodeRef, by_key: Rc<RefCell<bool>>) {
    let before = use_mut_ref(|| false);
    use_effect_with(editing, move |editing| {
        let was = before.replace(*editing);
        if let (true, Some(input)) = (*editing, input.cast::<HtmlInputElement>()) {
            input.focus().ok();
            input.select();
        }
        if let (true, false, true, Some(button)) = (
            was,
            *editing,
            by_key.replace(false),
            button.cast::<HtmlElement>(),
        ) {
            button.focus().ok();
        }
    });
}
