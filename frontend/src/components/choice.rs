//! Choices: a checkbox, a few things side by side, a list that drops down.

use super::{Icon, IconName, use_id};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct CheckProps {
    pub label: AttrValue,
    pub checked: bool,
    pub onchange: Callback<bool>,
    /// Some of what it stands for is checked.
    #[prop_or_default]
    pub mixed: bool,
    /// The label is heard, not seen.
    #[prop_or_default]
    pub bare: bool,
    #[prop_or_default]
    pub tabindex: Option<AttrValue>,
}

#[component]
pub fn Check(props: &CheckProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.mixed, move |mixed| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_indeterminate(*mixed);
            }
        });
    }
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                onchange.emit(input.checked());
            }
        })
    };
    let onclick = Callback::from(|event: MouseEvent| event.stop_propagation());
    let input = html! {
        <input ref={node} type="checkbox" class="check" checked={props.checked} {onchange} {onclick}
            tabindex={props.tabindex.clone()}
            aria-label={props.bare.then(|| props.label.clone())} />
    };
    if props.bare {
        return input;
    }
    html! { <label class="check-row">{ input }<span>{ &props.label }</span></label> }
}

/// One of few things.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment<T> {
    pub value: T,
    pub label: AttrValue,
    pub icon: Option<IconName>,
}

#[derive(Properties, PartialEq)]
pub struct SegmentsProps<T: Clone + PartialEq + 'static> {
    pub label: AttrValue,
    pub segments: Vec<Segment<T>>,
    pub value: T,
    pub onchange: Callback<T>,
}

/// A choice among few, all in sight; arrows move it.
#[component]
pub fn Segments<T: Clone + PartialEq + 'static>(props: &SegmentsProps<T>) -> Html {
    let group = use_node_ref();
    let chosen = props
        .segments
        .iter()
        .position(|segment| segment.value == props.value)
        .unwrap_or(0);
    let onkeydown = {
        let (segments, onchange, group) = (
            props.segments.clone(),
            props.onchange.clone(),
            group.clone(),
        );
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => 1,
                "ArrowLeft" | "ArrowUp" => segments.len() - 1,
                _ => return,
            };
            event.prevent_default();
            let next = (chosen + step) % segments.len();
            if let Some(segment) = segments.get(next) {
                onchange.emit(segment.value.clone());
                super::menu::focus_child(&group, "button", next);
            }
        })
    };
    let segment = |(number, segment): (usize, &Segment<T>)| {
        let on = number == chosen;
        let onclick = {
            let (value, onchange) = (segment.value.clone(), props.onchange.clone());
            Callback::from(move |_| onchange.emit(value.clone()))
        };
        html! {
            <button type="button" role="radio" class="segment" {onclick}
                aria-checked={if on { "true" } else { "false" }}
                tabindex={if on { "0" } else { "-1" }}>
                if let Some(name) = segment.icon {
                    <Icon {name} />
                }
                { &segment.label }
            </button>
        }
    };
    html! {
        <div ref={group} class="segments" role="radiogroup" aria-label={props.label.clone()} {onkeydown}>
            { for props.segments.iter().enumerate().map(segment) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub label: AttrValue,
    /// Value and text of each option.
    pub options: Vec<(AttrValue, AttrValue)>,
    pub value: AttrValue,
    pub onchange: Callback<String>,
    /// The label is heard, not seen.
    #[prop_or_default]
    pub bare: bool,
    #[prop_or_default]
    pub disabled: bool,
}

/// The system's own drop-down list, which every hand and reader knows.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let id = use_id("select");
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                onchange.emit(select.value());
            }
        })
    };
    let option = |(value, text): &(AttrValue, AttrValue)| {
        html! { <option value={value.clone()} selected={*value == props.value}>{ text }</option> }
    };
    let select = html! {
        <div class="select">
            <select id={id.clone()} class="input" {onchange} disabled={props.disabled}
                aria-label={props.bare.then(|| props.label.clone())}>
                { for props.options.iter().map(option) }
            </select>
            <Icon name={IconName::ChevronDown} />
        </div>
    };
    if props.bare {
        return select;
    }
    html! {
        <div class="field">
            <label class="field-label" for={id}>{ &props.label }</label>
            { select }
        </div>
    }
}
