//! Something to know about the whole page, in words and with an icon.

use super::{Icon, IconName};
use yew::prelude::*;

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Info,
    Good,
    Careful,
    Bad,
}

#[derive(Properties, PartialEq)]
pub struct BannerProps {
    #[prop_or_default]
    pub tone: Tone,
    /// Text, and perhaps a button at the end.
    pub children: Html,
}

#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let (class, icon, role) = match props.tone {
        Tone::Info => ("", IconName::Info, "status"),
        Tone::Good => ("banner-good", IconName::Check, "status"),
        Tone::Careful => ("banner-careful", IconName::Alert, "status"),
        Tone::Bad => ("banner-bad", IconName::Alert, "alert"),
    };
    html! {
        <div class={classes!("banner", class)} {role}>
            <Icon name={icon} />
            <div class="grow row">{ props.children.clone() }</div>
        </div>
    }
}
