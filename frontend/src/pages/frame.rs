//! The frame of a page: head with title, count and actions, and the work below it.

use crate::{
    a11y::use_title,
    api::ApiError,
    components::{Button, EmptyState, IconName},
    i18n::{errors::error_text, use_i18n},
};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PageProps {
    pub title: AttrValue,
    /// Behind the title: how many there are.
    #[prop_or_default]
    pub count: Option<AttrValue>,
    /// At the end of the head; one primary action at most.
    #[prop_or_default]
    pub actions: Html,
    /// The body does its own scrolling (lists).
    #[prop_or_default]
    pub full: bool,
    pub children: Html,
}

#[component]
pub fn Page(props: &PageProps) -> Html {
    use_title(props.title.clone());
    html! {
        <div class="page">
            <header class="page-head">
                <h1 class="clip">{ &props.title }</h1>
                if let Some(count) = &props.count {
                    <span class="count">{ count }</span>
                }
                <div class="actions">{ props.actions.clone() }</div>
            </header>
            if props.full {
                { props.children.clone() }
            } else {
                <div class="page-body">{ props.children.clone() }</div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct LoadFailedProps {
    pub error: Rc<ApiError>,
    pub onretry: Callback<()>,
}

/// What stands in the place of something that could not be read.
#[component]
pub fn LoadFailed(props: &LoadFailedProps) -> Html {
    let i18n = use_i18n();
    html! {
        <EmptyState icon={IconName::Alert} title={error_text(i18n.t, &props.error)}>
            <Button label={i18n.t.common.retry} icon={IconName::Restore}
                onclick={props.onretry.clone()} />
        </EmptyState>
    }
}
