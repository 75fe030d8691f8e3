//! Buttons: a verb, perhaps an icon before it and its key behind it.

use super::{Icon, IconName};
use yew::prelude::*;

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do next; one a view.
    Primary,
    #[default]
    Secondary,
    /// Steps back until the pointer comes.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn-primary",
            Self::Secondary => "btn-secondary",
            Self::Quiet => "btn-quiet",
            Self::Danger => "btn-danger",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub kind: ButtonKind,
    #[prop_or_default]
    pub icon: Option<IconName>,
    /// Shown, not bound: the page binds keys.
    #[prop_or_default]
    pub shortcut: Option<&'static str>,
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// Submits the form it stands in.
    #[prop_or_default]
    pub submit: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// Something is under way: it keeps the focus but does nothing.
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub small: bool,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let class = classes!(
        "btn",
        props.kind.class(),
        props.small.then_some("btn-small"),
        props.class.clone(),
    );
    let icon = if props.busy {
        Some(IconName::Restore)
    } else {
        props.icon
    };
    html! {
        <button type={if props.submit { "submit" } else { "button" }} {class}
            disabled={props.disabled} onclick={click(&props.onclick, props.busy, props.submit)}
            aria-busy={props.busy.then_some("true")}>
            if let Some(name) = icon {
                <Icon {name} />
            }
            <span>{ &props.label }</span>
            if let Some(key) = props.shortcut {
                <kbd class="wide-only" aria-hidden="true">{ key }</kbd>
            }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub struct IconButtonProps {
    pub icon: IconName,
    /// What it does, for people who listen and as a tip.
    pub label: AttrValue,
    #[prop_or_default]
    pub onclick: Callback<()>,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub small: bool,
    /// For switches: whether it is on.
    #[prop_or_default]
    pub pressed: Option<bool>,
}

/// A button that is only an icon.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    let class = classes!("btn", "btn-icon", props.small.then_some("btn-small"));
    html! {
        <button type="button" {class} aria-label={props.label.clone()} title={props.label.clone()}
            disabled={props.disabled} onclick={click(&props.onclick, false, false)}
            aria-pressed={props.pressed.map(|on| if on { "true" } else { "false" })}>
            <Icon name={props.icon} />
        </button>
    }
}

fn click(onclick: &Callback<()>, busy: bool, submit: bool) -> Callback<MouseEvent> {
    let onclick = onclick.clone();
    Callback::from(move |event: MouseEvent| {
        if busy {
            event.prevent_default();
            return;
        }
        if !submit {
            // A button inside a row or card is not a click on the row.
            event.stop_propagation();
        }
        onclick.emit(());
    })
}
