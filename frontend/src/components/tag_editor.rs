//! Tags as chips in a field: Enter or a comma adds, Backspace in the empty field takes the last.

use super::{Chip, use_id};
use crate::i18n::use_i18n;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TagEditorProps {
    pub label: AttrValue,
    pub tags: Vec<String>,
    pub onchange: Callback<Vec<String>>,
    #[prop_or_default]
    pub error: Option<String>,
    /// The label is heard, not seen.
    #[prop_or_default]
    pub bare: bool,
}

#[component]
pub fn TagEditor(props: &TagEditorProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("tags");
    let input = use_node_ref();
    let add = add(props, input.clone());
    let onkeydown = {
        let (add, tags, onchange) = (add.clone(), props.tags.clone(), props.onchange.clone());
        Callback::from(move |event: KeyboardEvent| {
            let empty = event
                .target_dyn_into::<HtmlInputElement>()
                .is_none_or(|input| input.value().is_empty());
            match event.key().as_str() {
                // While a Chinese word is being composed, Enter belongs to it.
                "Enter" | "," | "，" if !empty && !event.is_composing() => {
                    event.prevent_default();
                    add.emit(());
                }
                "Backspace" if empty => {
                    if let Some((_, rest)) = tags.split_last() {
                        onchange.emit(rest.to_vec());
                    }
                }
                _ => {}
            }
        })
    };
    let chip = |tag: &String| {
        let (tags, onchange, tag) = (props.tags.clone(), props.onchange.clone(), tag.clone());
        let remove_label = i18n.fill(i18n.t.common.remove_named, &[("name", &tag)]);
        let onremove = {
            let tag = tag.clone();
            Callback::from(move |()| {
                onchange.emit(
                    tags.iter()
                        .filter(|other| **other != tag)
                        .cloned()
                        .collect(),
                );
            })
        };
        html! { <Chip key={tag.to_string()} text={tag.clone()} {onremove} {remove_label} /> }
    };
    html! {
        <div class="field">
            <label class={if props.bare { "sr-only" } else { "field-label" }} for={id.clone()}>
                { &props.label }
            </label>
            <div class="input tag-editor">
                { for props.tags.iter().map(chip) }
                <input ref={input} {id} type="text" autocomplete="off" {onkeydown}
                    placeholder={i18n.t.common.add_tag} onblur={add.reform(|_: FocusEvent| ())} />
            </div>
            if let Some(error) = &props.error {
                <p class="field-error">{ error }</p>
            }
        </div>
    }
}

fn add(props: &TagEditorProps, input: NodeRef) -> Callback<()> {
    let (tags, onchange) = (props.tags.clone(), props.onchange.clone());
    Callback::from(move |()| {
        let Some(input) = input.cast::<HtmlInputElement>() else {
            return;
        };
        let tag = input.value().trim().to_owned();
        input.set_value("");
        if !tag.is_empty() && !tags.contains(&tag) {
            onchange.emit(tags.iter().cloned().chain([tag]).collect());
        }
    })
}
