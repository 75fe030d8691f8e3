//! A value that is read until it is clicked: Enter or leaving saves, Tab saves and goes on, Esc brings
//! back what was there.

use std::{cell::RefCell, rc::Rc};
use web_sys::{HtmlElement, HtmlInputElement};
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
}

#[component]
pub fn InlineField(props: &InlineFieldProps) -> Html {
    let editing = use_state_eq(|| false);
    // Leaving follows Enter and Esc when the input goes: only the first of them counts.
    let open = use_mut_ref(|| false);
    let (input, button) = (use_node_ref(), use_node_ref());
    use_focus(*editing, input.clone(), button.clone());
    if !*editing {
        let edit = Callback::from(move |_: MouseEvent| {
            open.replace(true);
            editing.set(true);
        });
        return reading(props, button, edit);
    }
    let finish = finish(props, &editing, open, input.clone());
    let onkeydown = {
        let finish = finish.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => finish.emit(true),
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                finish.emit(false);
            }
            _ => {}
        })
    };
    html! {
        <input ref={input} class={classes!("inline-field", props.class.clone())} {onkeydown}
            value={props.value.clone()} type={props.kind.clone()} aria-label={props.label.clone()}
            onblur={finish.reform(|_: FocusEvent| true)} />
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

/// The input takes the focus when editing begins; the button gets it back if nobody else took it.
#[hook]
fn use_focus(editing: bool, input: NodeRef, button: NodeRef) {
    let before = use_mut_ref(|| false);
    use_effect_with(editing, move |editing| {
        let was = before.replace(*editing);
        if let (true, Some(input)) = (*editing, input.cast::<HtmlInputElement>()) {
            input.focus().ok();
            input.select();
        }
        let focus_lost = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.active_element())
            .is_none_or(|element| element.tag_name() == "BODY");
        if let (true, false, true, Some(button)) =
            (was, *editing, focus_lost, button.cast::<HtmlElement>())
        {
            button.focus().ok();
        }
    });
}
