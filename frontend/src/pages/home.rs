//! Home.

use super::Page;
use crate::i18n::use_i18n;
use yew::prelude::*;

#[component]
pub fn HomePage() -> Html {
    let i18n = use_i18n();
    html! { <Page title={i18n.t.home.title}>{ Html::default() }</Page> }
}
