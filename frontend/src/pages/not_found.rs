//! An address that is no page.

use super::Page;
use crate::{
    components::{EmptyState, IconName},
    i18n::use_i18n,
    router::{Link, Route},
};
use yew::prelude::*;

#[component]
pub fn NotFoundPage() -> Html {
    let i18n = use_i18n();
    html! {
        <Page title={i18n.t.nav.not_found}>
            <EmptyState icon={IconName::Search} title={i18n.t.nav.not_found}
                lead={i18n.t.nav.not_found_lead}>
                <Link to={Route::Home} class="btn btn-secondary">{ i18n.t.nav.go_home }</Link>
            </EmptyState>
        </Page>
    }
}
