//! Parts of one page, one at a time.

use super::menu::focus_child;
use yew::prelude::*;

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab<T> {
    pub value: T,
    pub label: AttrValue,
    pub count: Option<AttrValue>,
}

#[derive(Properties, PartialEq)]
pub struct TabsProps<T: Clone + PartialEq + 'static> {
    pub label: AttrValue,
    pub tabs: Vec<Tab<T>>,
    pub value: T,
    pub onchange: Callback<T>,
    /// The id of the element that shows the part; it has `role="tabpanel"`.
    pub panel_id: AttrValue,
}

/// Arrows move; the part shown follows.
#[component]
pub fn Tabs<T: Clone + PartialEq + 'static>(props: &TabsProps<T>) -> Html {
    let list = use_node_ref();
    let chosen = props
        .tabs
        .iter()
        .position(|tab| tab.value == props.value)
        .unwrap_or(0);
    let onkeydown = {
        let (tabs, onchange, list) = (props.tabs.clone(), props.onchange.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => tabs.len() - 1,
                _ => return,
            };
            event.prevent_default();
            let next = (chosen + step) % tabs.len();
            if let Some(tab) = tabs.get(next) {
                onchange.emit(tab.value.clone());
                focus_child(&list, "button", next);
            }
        })
    };
    let tab = |(number, tab): (usize, &Tab<T>)| {
        let on = number == chosen;
        let (value, onchange) = (tab.value.clone(), props.onchange.clone());
        let onclick = Callback::from(move |_| onchange.emit(value.clone()));
        html! {
            <button type="button" role="tab" class="tab" {onclick}
                aria-selected={if on { "true" } else { "false" }}
                aria-controls={props.panel_id.clone()} tabindex={if on { "0" } else { "-1" }}>
                { &tab.label }
                if let Some(count) = &tab.count {
                    <span class="count">{ count }</span>
                }
            </button>
        }
    };
    html! {
        <div ref={list} class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.tabs.iter().enumerate().map(tab) }
        </div>
    }
}
