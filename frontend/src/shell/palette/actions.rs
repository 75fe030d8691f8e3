//! What the palette can do besides finding: go, make, change. With letters typed, only what fits.

use super::{PaletteProps, results::Line};
use crate::{
    api::parties::PartyKind,
    components::IconName,
    i18n::use_i18n,
    router::{Route, SettingsTab, use_router},
    shell::Overlay,
    state::{use_can, use_save_profile},
};
use shared::{api::auth::ProfilePatch, model::Theme, permission::Permission, query::parse};
use yew::prelude::*;

/// The actions whose words begin with what was typed, and making a contact or company of that name.
#[hook]
pub fn use_actions(words: &str, props: &PaletteProps) -> Vec<Line> {
    let i18n = use_i18n();
    let router = use_router();
    let save = use_save_profile();
    let can_write = use_can(Permission::RecordWrite);
    let can_import = use_can(Permission::ImportRun);
    let (nav, keys, t) = (&i18n.t.nav, &i18n.t.keys, &i18n.t.palette);
    let go = |text: &'static str, icon: IconName, route: Route, shortcut: &'static str| {
        let router = router.clone();
        Line {
            shortcut: Some(shortcut),
            ..Line::action(text, icon, Callback::from(move |()| router.push(route)))
        }
    };
    let theme = |text: &'static str, icon: IconName, theme: Theme| {
        let act = save.reform(move |()| ProfilePatch {
            theme: Some(theme),
            ..ProfilePatch::default()
        });
        Line::action(text, icon, act)
    };
    let create = |text: &'static str, shortcut: &'static str, kind: PartyKind| Line {
        shortcut: Some(shortcut),
        ..Line::action(
            text,
            IconName::Plus,
            props.onoverlay.reform(move |()| Some(Overlay::New(kind))),
        )
    };
    let help = Line {
        shortcut: Some("?"),
        ..Line::action(
            nav.keyboard,
            IconName::Keyboard,
            props.onoverlay.reform(|()| Some(Overlay::Help)),
        )
    };
    let settings = Route::Settings(SettingsTab::Profile);
    let mut actions = Vec::new();
    if can_write {
        actions.push(create(nav.new_contact, "C", PartyKind::Contact));
        actions.push(create(nav.new_company, "Shift C", PartyKind::Company));
    }
    actions.push(go(
        keys.go_contacts,
        IconName::Contacts,
        Route::Contacts,
        "G C",
    ));
    actions.push(go(
        keys.go_companies,
        IconName::Company,
        Route::Companies,
        "G O",
    ));
    actions
        .extend(can_import.then(|| go(keys.go_imports, IconName::Import, Route::Imports, "G I")));
    actions.push(go(keys.go_home, IconName::Home, Route::Home, "G H"));
    actions.push(go(keys.go_bin, IconName::Bin, Route::Bin, "G B"));
    actions.push(go(keys.go_settings, IconName::Settings, settings, "G S"));
    actions.push(theme(t.theme_light, IconName::Sun, Theme::Light));
    actions.push(theme(t.theme_dark, IconName::Moon, Theme::Dark));
    actions.push(theme(t.theme_system, IconName::Monitor, Theme::System));
    actions.push(help);
    let typed = words.trim();
    let query = parse(typed);
    if query.says_nothing() {
        return actions;
    }
    actions.retain(|action| fits(&action.title, typed));
    // A question with fields is nobody's name.
    if can_write && query.clauses().is_empty() {
        let kinds = [
            (t.create_named, IconName::UserPlus, PartyKind::Contact),
            (
                t.create_company_named,
                IconName::Company,
                PartyKind::Company,
            ),
        ];
        for (row, icon, kind) in kinds {
            let name = typed.to_owned();
            let title = i18n.fill(row, &[("name", &name)]);
            let act = props.oncreate.reform(move |()| (kind, name.clone()));
            actions.push(Line::action(title, icon, act));
        }
    }
    actions
}

/// Whether every typed word begins a word of a title; in Chinese, stands in it.
fn fits(title: &str, typed: &str) -> bool {
    let title = title.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| {
        title.split_whitespace().any(|part| part.starts_with(word))
            || (!word.is_ascii() && title.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_found_by_the_beginnings_of_their_words() {
        assert!(fits("Use the dark theme", "dark"));
        assert!(fits("Use the dark theme", "th da"));
        assert!(!fits("Use the dark theme", "ark"));
        assert!(fits("使用深色主题", "深色"));
    }
}
