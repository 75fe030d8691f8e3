//! Language and theme: at once on the page, remembered in the browser for the next start, and in the
//! profile once somebody is signed in (the caller saves it there).

use super::storage;
use crate::i18n::I18n;
use shared::{locale::Locale, model::Theme};
use std::rc::Rc;
use yew::prelude::*;

const LOCALE_KEY: &str = "locale";
/// The boot file reads the same key before the first paint.
const THEME_KEY: &str = "theme";

/// Language and theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    pub locale: Locale,
    pub theme: Theme,
}

/// A wish to change them.
pub enum PreferenceChange {
    Locale(Locale),
    Theme(Theme),
}

impl Reducible for Preferences {
    type Action = PreferenceChange;

    fn reduce(self: Rc<Self>, change: PreferenceChange) -> Rc<Self> {
        let next = match change {
            PreferenceChange::Locale(locale) => Self { locale, ..*self },
            PreferenceChange::Theme(theme) => Self { theme, ..*self },
        };
        Rc::new(next)
    }
}

/// Language and theme, and how to change them.
pub type PreferencesHandle = UseReducerHandle<Preferences>;

#[derive(Properties, PartialEq)]
pub struct PreferencesProviderProps {
    pub children: Html,
}

/// Puts language and theme on the page; everything below can call
/// [`use_preferences`] and `i18n::use_i18n`.
#[component]
pub fn PreferencesProvider(props: &PreferencesProviderProps) -> Html {
    let preferences = use_reducer_eq(|| Preferences {
        locale: storage::load(LOCALE_KEY).unwrap_or_else(browser_locale),
        theme: storage::load(THEME_KEY).unwrap_or_default(),
    });
    use_effect_with(*preferences, |preferences| {
        storage::save(LOCALE_KEY, &preferences.locale);
        storage::save(THEME_KEY, &preferences.theme);
        show(*preferences);
    });
    let i18n = I18n::of(preferences.locale);
    html! {
        <ContextProvider<PreferencesHandle> context={preferences}>
            <ContextProvider<I18n> context={i18n}>{ props.children.clone() }</ContextProvider<I18n>>
        </ContextProvider<PreferencesHandle>>
    }
}

/// Language and theme, and how to change them.
#[hook]
pub fn use_preferences() -> PreferencesHandle {
    use_context().expect("invariant: PreferencesProvider stands at the root of the app")
}

fn show(preferences: Preferences) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let Some(root) = root else { return };
    root.set_attribute("lang", preferences.locale.tag()).ok();
    match preferences.theme {
        Theme::System => root.remove_attribute("data-theme").ok(),
        Theme::Light => root.set_attribute("data-theme", "light").ok(),
        Theme::Dark => root.set_attribute("data-theme", "dark").ok(),
    };
}

fn browser_locale() -> Locale {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    Locale::negotiate(&languages.map_or(String::new(), |list| list.join(",").into()))
}
