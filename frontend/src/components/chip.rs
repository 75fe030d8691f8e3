//! Chips: tags, stages, filters that read like a sentence.

use super::{Icon, IconName, MarkedText};
use crate::i18n::I18n;
use shared::{api::search::Mark, model::LifecycleStage};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ChipProps {
    pub text: AttrValue,
    /// Words marked in it.
    #[prop_or_default]
    pub marks: Vec<Mark>,
    /// `chip-green`, `chip-blue`, `chip-line`, …
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub icon: Option<IconName>,
    /// A dot in the colour of the text.
    #[prop_or_default]
    pub dot: bool,
    /// Shows a cross that takes it away; says what it does.
    #[prop_or_default]
    pub onremove: Option<Callback<()>>,
    #[prop_or_default]
    pub remove_label: AttrValue,
}

#[component]
pub fn Chip(props: &ChipProps) -> Html {
    html! {
        <span class={classes!("chip", props.class.clone())}>
            if props.dot {
                <span class="dot" aria-hidden="true"></span>
            }
            if let Some(name) = props.icon {
                <Icon {name} />
            }
            <span><MarkedText text={props.text.clone()} marks={props.marks.clone()} /></span>
            if let Some(onremove) = &props.onremove {
                <button type="button" class="chip-close" aria-label={props.remove_label.clone()}
                    onclick={onremove.reform(|event: MouseEvent| event.stop_propagation())}>
                    <Icon name={IconName::Close} />
                </button>
            }
        </span>
    }
}

/// What a stage is called.
pub fn stage_name(i18n: I18n, stage: LifecycleStage) -> &'static str {
    match stage {
        LifecycleStage::Lead => i18n.t.stages.lead,
        LifecycleStage::Customer => i18n.t.stages.customer,
        LifecycleStage::Regular => i18n.t.stages.regular,
        LifecycleStage::Lapsed => i18n.t.stages.lapsed,
    }
}

/// A stage in its quiet colour.
pub fn stage_chip(i18n: I18n, stage: LifecycleStage) -> Html {
    let class = match stage {
        LifecycleStage::Lead => "chip-blue",
        LifecycleStage::Customer | LifecycleStage::Regular => "chip-green",
        LifecycleStage::Lapsed => "chip-amber",
    };
    html! { <Chip text={stage_name(i18n, stage)} {class} dot=true /> }
}
