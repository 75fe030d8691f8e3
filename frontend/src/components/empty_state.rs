//! Nothing here yet: one line of why, and the button that changes it.

use super::{Icon, IconName};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EmptyStateProps {
    pub icon: IconName,
    pub title: AttrValue,
    #[prop_or_default]
    pub lead: AttrValue,
    /// Buttons.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn EmptyState(props: &EmptyStateProps) -> Html {
    html! {
        <div class="empty">
            <Icon name={props.icon} size={32} />
            <h2>{ &props.title }</h2>
            if !props.lead.is_empty() {
                <p>{ &props.lead }</p>
            }
            <div class="row">{ props.children.clone() }</div>
        </div>
    }
}
