//! Settings: one's own profile and what one opened, language and theme, the users, sample data.

mod appearance;
mod opened;
mod profile;
mod system;
mod users;

use super::Page;
use crate::{
    i18n::{I18n, use_i18n},
    router::{Link, Route, SettingsTab},
    state::use_can,
};
use shared::permission::Permission;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SettingsPageProps {
    pub tab: SettingsTab,
}

#[component]
pub fn SettingsPage(props: &SettingsPageProps) -> Html {
    let i18n = use_i18n();
    let can_manage = use_can(Permission::SystemManage);
    let link = |tab: SettingsTab| {
        html! {
            <Link to={Route::Settings(tab)} class="tab" current={tab == props.tab}>
                { name(i18n, tab) }
            </Link>
        }
    };
    let tabs = SettingsTab::ALL
        .into_iter()
        .filter(|tab| *tab != SettingsTab::System || can_manage);
    html! {
        <Page title={i18n.t.settings.title}>
            <div class="page-measure settings">
                <nav class="tabs" aria-label={i18n.t.settings.title}>{ for tabs.map(link) }</nav>
                { body(props.tab) }
            </div>
        </Page>
    }
}

fn name(i18n: I18n, tab: SettingsTab) -> &'static str {
    match tab {
        SettingsTab::Profile => i18n.t.settings.profile,
        SettingsTab::Users => i18n.t.settings.users,
        SettingsTab::Language => i18n.t.settings.language,
        SettingsTab::System => i18n.t.settings.system,
    }
}

fn body(tab: SettingsTab) -> Html {
    match tab {
        SettingsTab::Profile => html! {
            <><profile::ProfileSettings /><opened::OpenedSettings /></>
        },
        SettingsTab::Users => html! { <users::UserSettings /> },
        SettingsTab::Language => html! { <appearance::AppearanceSettings /> },
        SettingsTab::System => html! { <system::SystemSettings /> },
    }
}

#[derive(Properties, PartialEq)]
struct SettingsSectionProps {
    title: AttrValue,
    #[prop_or_default]
    lead: AttrValue,
    /// At the end of the head.
    #[prop_or_default]
    action: Html,
    children: Html,
}

/// A part of a settings page: what it is about, then the controls.
#[component]
fn SettingsSection(props: &SettingsSectionProps) -> Html {
    html! {
        <section class="settings-section">
            <header class="row">
                <div class="grow">
                    <h2>{ &props.title }</h2>
                    if !props.lead.is_empty() {
                        <p class="muted small">{ &props.lead }</p>
                    }
                </div>
                { props.action.clone() }
            </header>
            { props.children.clone() }
        </section>
    }
}
