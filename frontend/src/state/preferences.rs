//! Language and theme: at once on the page, remembered in the browser for the next start, and in the
//! profile once somebody is signed in (the caller saves it there).

use super::storage;
use crate::i18n::{self, I18n};
use shared::{locale::Locale, model::Theme};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
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
        locale: first_locale(),
        theme: storage::load(THEME_KEY).unwrap_or_default(),
    });
    use_effect_with(*preferences, |preferences| {
        storage::save(LOCALE_KEY, &preferences.locale);
        storage::save(THEME_KEY, &preferences.theme);
        show(*preferences);
    });
    // The language before stays on the page until the strings of the next one are there.
    let shown = use_state_eq(|| I18n::of(preferences.locale).unwrap_or(I18n::english()));
    {
        let shown = shown.setter();
        use_effect_with(preferences.locale, move |locale| {
            let (locale, overtaken) = (*locale, Rc::new(Cell::new(false)));
            let is_overtaken = overtaken.clone();
            spawn_local(async move {
                i18n::fetch(locale).await.ok();
                if let Some(i18n) = I18n::of(locale).filter(|_| !is_overtaken.get()) {
                    shown.set(i18n);
                }
            });
            move || overtaken.set(true)
        });
    }
    html! {
        <ContextProvider<PreferencesHandle> context={preferences}>
            <ContextProvider<I18n> context={*shown}>{ props.children.clone() }</ContextProvider<I18n>>
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

/// The language to start with: the one chosen last here, else the browser's.
pub fn first_locale() -> Locale {
    storage::load(LOCALE_KEY).unwrap_or_else(browser_locale)
}

fn browser_locale() -> Locale {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    Locale::negotiate(&languages.map_or(String::new(), |list| list.join(",").into()))
}
