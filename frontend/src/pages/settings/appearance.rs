//! Language and theme.

use super::SettingsSection;
use crate::{
    components::{IconName, Segment, Segments, Select},
    i18n::use_i18n,
    pages::gate::{locale_of, locale_options},
    state::{use_preferences, use_save_profile},
};
use shared::{api::auth::ProfilePatch, model::Theme};
use yew::prelude::*;

#[component]
pub fn AppearanceSettings() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let preferences = use_preferences();
    let save = use_save_profile();
    let onlocale = save.reform(|tag: String| ProfilePatch {
        locale: Some(locale_of(&tag)),
        ..ProfilePatch::default()
    });
    let ontheme = save.reform(|theme: Theme| ProfilePatch {
        theme: Some(theme),
        ..ProfilePatch::default()
    });
    let segment = |value: Theme, label: &'static str, icon: IconName| Segment {
        value,
        label: label.into(),
        icon: Some(icon),
    };
    let themes = vec![
        segment(Theme::System, t.theme_system, IconName::Monitor),
        segment(Theme::Light, t.theme_light, IconName::Sun),
        segment(Theme::Dark, t.theme_dark, IconName::Moon),
    ];
    html! {
        <>
            <SettingsSection title={t.language_label} lead={t.language_lead}>
                <div class="settings-form">
                    <Select label={t.language_label} bare=true options={locale_options()}
                        value={preferences.locale.tag()} onchange={onlocale} />
                </div>
            </SettingsSection>
            <SettingsSection title={t.theme}>
                <div>
                    <Segments<Theme> label={t.theme} segments={themes} value={preferences.theme}
                        onchange={ontheme} />
                </div>
            </SettingsSection>
        </>
    }
}
