//! The button that keeps what a page asks for: the search page and the lists show it, the dialog
//! behind it lies over the page (`shell::saved`).

use crate::{
    components::{Button, ButtonKind, IconName},
    i18n::use_i18n,
    router::use_router,
    shell::{Overlay, use_overlays},
    state::{own::asked_here, use_own},
};
use yew::prelude::*;

/// Nothing, where nothing is asked for.
#[component]
pub fn SaveSearch() -> Html {
    let i18n = use_i18n();
    let (router, own, open) = (use_router(), use_own(), use_overlays());
    let Some((place, query)) = asked_here(&router) else {
        return Html::default();
    };
    let t = &i18n.t.own;
    let (label, class) = match own.find(place, &query) {
        Some(_) => (t.saved, "save-search is-saved"),
        None => (t.save, "save-search"),
    };
    html! {
        <Button {label} {class} icon={IconName::Bookmark} kind={ButtonKind::Quiet} small=true
            onclick={open.reform(|()| Some(Overlay::Save))} />
    }
}
