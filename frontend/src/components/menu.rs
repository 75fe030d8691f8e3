//! A menu behind a button: arrows move, letters jump, Enter chooses, Esc and leaving close.

use super::{Icon, IconName};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuItem {
    pub label: AttrValue,
    pub icon: Option<IconName>,
    /// Shown, not bound.
    pub shortcut: Option<&'static str>,
    /// For choices: whether it is the one.
    pub checked: Option<bool>,
    pub danger: bool,
    pub onclick: Callback<()>,
}

impl MenuItem {
    pub fn new(label: impl Into<AttrValue>, icon: IconName, onclick: Callback<()>) -> Self {
        Self {
            label: label.into(),
            icon: Some(icon),
            shortcut: None,
            checked: None,
            danger: false,
            onclick,
        }
    }

    /// One of several choices.
    pub fn choice(label: impl Into<AttrValue>, checked: bool, onclick: Callback<()>) -> Self {
        Self {
            label: label.into(),
            icon: None,
            shortcut: None,
            checked: Some(checked),
            danger: false,
            onclick,
        }
    }

    #[must_use]
    pub fn shortcut(mut self, shortcut: &'static str) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// A line of a menu.
#[derive(Debug, Clone, PartialEq)]
pub enum MenuEntry {
    Item(MenuItem),
    Head(AttrValue),
    Line,
}

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// What the menu is called, for people who listen.
    pub label: AttrValue,
    /// The button shows no words: the label is its name too.
    #[prop_or_default]
    pub bare: bool,
    /// What the button shows.
    pub button: Html,
    #[prop_or(Classes::from("btn btn-quiet"))]
    pub button_class: Classes,
    pub entries: Vec<MenuEntry>,
    /// `menu-end` opens to the left, `menu-up` upwards.
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state_eq(|| false);
    let (anchor, list, button) = (use_node_ref(), use_node_ref(), use_node_ref());
    use_close_outside(*open, anchor.clone(), open.setter());
    {
        let list = list.clone();
        use_effect_with(*open, move |open| {
            if *open {
                focus_child(&list, ITEM, 0);
            }
        });
    }
    let close = {
        let (open, button) = (open.setter(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            if let Some(button) = button.cast::<HtmlElement>() {
                button.focus().ok();
            }
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            open.set(!*open);
        })
    };
    let onkeydown = keys(*open, list.clone(), open.setter(), close.clone());
    html! {
        <div ref={anchor} class={classes!("menu-anchor", props.class.clone())} {onkeydown}>
            <button ref={button} type="button" class={props.button_class.clone()} onclick={toggle}
                aria-label={props.bare.then(|| props.label.clone())} aria-haspopup="menu"
                aria-expanded={if *open { "true" } else { "false" }}>
                { props.button.clone() }
            </button>
            if *open {
                <div ref={list} class="menu" role="menu" aria-label={props.label.clone()}>
                    { for props.entries.iter().map(|entry| line(entry, &close)) }
                </div>
            }
        </div>
    }
}

const ITEM: &str = ".menu-item";

fn line(entry: &MenuEntry, close: &Callback<()>) -> Html {
    let item = match entry {
        MenuEntry::Item(item) => item,
        MenuEntry::Head(text) => {
            return html! { <div class="menu-head" role="presentation">{ text }</div> };
        }
        MenuEntry::Line => return html! { <div class="menu-line" role="separator"></div> },
    };
    let onclick = {
        let (close, chosen) = (close.clone(), item.onclick.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            close.emit(());
            chosen.emit(());
        })
    };
    let role = if item.checked.is_some() {
        "menuitemradio"
    } else {
        "menuitem"
    };
    let checked = item.checked.map(|on| if on { "true" } else { "false" });
    html! {
        <button type="button" {role} tabindex="-1" aria-checked={checked} {onclick}
            class={classes!("menu-item", item.danger.then_some("menu-danger"))}>
            if let Some(name) = item.icon {
                <Icon {name} />
            }
            <span class="clip">{ &item.label }</span>
            if let Some(key) = item.shortcut {
                <kbd aria-hidden="true">{ key }</kbd>
            }
            if item.checked == Some(true) {
                <span class="menu-check"><Icon name={IconName::Check} /></span>
            }
        </button>
    }
}

fn keys(
    open: bool,
    list: NodeRef,
    set_open: UseStateSetter<bool>,
    close: Callback<()>,
) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        if !open {
            if key == "ArrowDown" || key == "ArrowUp" {
                event.prevent_default();
                set_open.set(true);
            }
            return;
        }
        event.stop_propagation();
        match key.as_str() {
            "Escape" => close.emit(()),
            "Tab" => set_open.set(false),
            "ArrowDown" => step(&list, |at, count| (at + 1) % count),
            "ArrowUp" => step(&list, |at, count| (at + count - 1) % count),
            "Home" => step(&list, |_, _| 0),
            "End" => step(&list, |_, count| count - 1),
            letter => {
                jump(&list, letter);
                return;
            }
        }
        if key != "Tab" {
            event.prevent_default();
        }
    })
}

fn items(list: &NodeRef) -> Vec<HtmlElement> {
    children(list, ITEM)
}

fn children(parent: &NodeRef, selector: &str) -> Vec<HtmlElement> {
    let Some(found) = parent
        .cast::<Element>()
        .and_then(|parent| parent.query_selector_all(selector).ok())
    else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

/// Puts the focus on the n-th child that matches.
pub fn focus_child(parent: &NodeRef, selector: &str, number: usize) {
    if let Some(child) = children(parent, selector).get(number) {
        child.focus().ok();
    }
}

fn step(list: &NodeRef, next: impl Fn(usize, usize) -> usize) {
    let items = items(list);
    if items.is_empty() {
        return;
    }
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    let at = items
        .iter()
        .position(|item| active.as_ref() == Some(item.as_ref()))
        .unwrap_or(items.len() - 1);
    if let Some(item) = items.get(next(at, items.len())) {
        item.focus().ok();
    }
}

/// Goes to the first item that begins with a letter.
fn jump(list: &NodeRef, letter: &str) {
    let letter = letter.to_lowercase();
    let found = items(list).into_iter().find(|item| {
        let text = item.text_content().unwrap_or_default();
        letter.chars().count() == 1 && text.trim().to_lowercase().starts_with(&letter)
    });
    if let Some(item) = found {
        item.focus().ok();
    }
}

/// Closes when a click or the focus goes elsewhere.
#[hook]
fn use_close_outside(open: bool, anchor: NodeRef, set_open: UseStateSetter<bool>) {
    use_effect_with(open, move |open| {
        let listener = web_sys::window()
            .and_then(|window| window.document())
            .filter(|_| *open)
            .map(|document| {
                EventListener::new(&document, "pointerdown", move |event| {
                    let target = event
                        .target()
                        .and_then(|target| target.dyn_into::<Node>().ok());
                    let inside = anchor
                        .cast::<Node>()
                        .is_some_and(|anchor| anchor.contains(target.as_ref()));
                    if !inside {
                        set_open.set(false);
                    }
                })
            });
        move || drop(listener)
    });
}
