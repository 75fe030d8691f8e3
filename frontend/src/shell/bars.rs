//! The rail at the left, and on a phone the bar at the foot. A new entity adds one line to [`PLACES`].

use super::{Overlay, use_overlays};
use crate::{
    api::{self, parties::PartyKind},
    components::{Avatar, Brand, Icon, IconName, Menu, MenuEntry, MenuItem},
    format,
    i18n::{I18n, use_i18n},
    router::{Link, Route, Router, SettingsTab, use_router},
    state::{
        own::{Own, asked_here, place_of},
        recent, use_can, use_own, use_preferences, use_save_profile, use_session, use_user,
    },
};
use shared::{
    api::{auth::ProfilePatch, saved_search::SavedSearch},
    model::Theme,
    permission::Permission,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A place to go.
struct Place {
    route: Route,
    icon: IconName,
    text: fn(I18n) -> &'static str,
}

const PLACES: [Place; 3] = [
    Place {
        route: Route::Home,
        icon: IconName::Home,
        text: |i18n| i18n.t.nav.home,
    },
    Place {
        route: Route::Contacts,
        icon: IconName::Contacts,
        text: |i18n| i18n.t.nav.contacts,
    },
    Place {
        route: Route::Companies,
        icon: IconName::Company,
        text: |i18n| i18n.t.nav.companies,
    },
];

const IMPORTS: Place = Place {
    route: Route::Imports,
    icon: IconName::Import,
    text: |i18n| i18n.t.nav.imports,
};

const BIN: Place = Place {
    route: Route::Bin,
    icon: IconName::Bin,
    text: |i18n| i18n.t.nav.bin,
};

const SETTINGS: Place = Place {
    route: Route::Settings(SettingsTab::Profile),
    icon: IconName::Settings,
    text: |i18n| i18n.t.nav.settings,
};

/// Whether a page belongs to a place: a contact to Contacts, every settings page to Settings.
fn is_within(route: Route, place: Route) -> bool {
    match (route, place) {
        (Route::Contact(_), Route::Contacts)
        | (Route::Company(_), Route::Companies)
        | (Route::Import(_), Route::Imports)
        | (Route::Settings(_), Route::Settings(_)) => true,
        _ => route == place,
    }
}

fn rail_link(i18n: I18n, router: &Router, place: &Place) -> Html {
    let text = (place.text)(i18n);
    html! {
        <Link to={place.route} class="rail-link" title={text}
            current={is_within(router.route(), place.route)}>
            <Icon name={place.icon} />
            <span class="rail-text">{ text }</span>
        </Link>
    }
}

/// Search first, then the places, the user at the foot.
#[component]
pub fn Rail() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let open = use_overlays();
    let can_import = use_can(Permission::ImportRun);
    let search = open.reform(|_: MouseEvent| Some(Overlay::Palette));
    html! {
        <nav class="rail" aria-label={i18n.t.nav.main}>
            <Link to={Route::Home} class="rail-brand"><Brand /></Link>
            <button type="button" class="rail-search" onclick={search}
                aria-keyshortcuts="Control+K">
                <Icon name={IconName::Search} />
                <span class="rail-text">{ i18n.t.nav.search }</span>
                <kbd aria-hidden="true">{ "Ctrl K" }</kbd>
            </button>
            { for PLACES.iter().map(|place| rail_link(i18n, &router, place)) }
            <Pinned />
            <div class="rail-space"></div>
            <Bell />
            if can_import {
                { rail_link(i18n, &router, &IMPORTS) }
            }
            { rail_link(i18n, &router, &BIN) }
            { rail_link(i18n, &router, &SETTINGS) }
            <UserMenu />
        </nav>
    }
}

/// The saved searches that stand in the navigation.
#[component]
fn Pinned() -> Html {
    let i18n = use_i18n();
    let (router, own) = (use_router(), use_own());
    let here = asked_here(&router);
    let link = |saved: &SavedSearch| {
        let (to, query) = place_of(saved);
        let current = here
            .as_ref()
            .is_some_and(|(place, query)| saved.place == *place && saved.query == *query);
        let name = AttrValue::from(saved.name.clone());
        html! {
            <Link key={saved.id.to_string()} {to} {query} class="rail-link" title={name.clone()}
                {current}>
                <Icon name={IconName::Bookmark} />
                <span class="rail-text clip">{ name }</span>
            </Link>
        }
    };
    let pinned: Vec<Html> = own.saved.iter().filter(|it| it.pinned).map(link).collect();
    if pinned.is_empty() {
        return Html::default();
    }
    html! {
        <div class="rail-pinned" role="group" aria-label={i18n.t.own.saved_searches}>{ pinned }</div>
    }
}

/// How many notices are new, and the way to them.
#[component]
fn Bell() -> Html {
    let i18n = use_i18n();
    let open = use_overlays();
    let unread = use_own().unread;
    let label = (unread > 0).then(|| i18n.count(i18n.t.own.notices_new, unread));
    let onclick = open.reform(|_: MouseEvent| Some(Overlay::Notices));
    html! {
        <button type="button" class="rail-link rail-bell" {onclick} aria-label={label}
            title={i18n.t.own.notices}>
            <Icon name={IconName::Bell} />
            <span class="rail-text">{ i18n.t.own.notices }</span>
            if unread > 0 {
                <span class="badge num" aria-hidden="true">{ format::number(i18n.locale, unread) }</span>
            }
        </button>
    }
}

#[component]
fn UserMenu() -> Html {
    let i18n = use_i18n();
    let entries = use_user_entries();
    let Some(user) = use_user() else {
        return Html::default();
    };
    let name = AttrValue::from(user.name.clone());
    let button = html! {
        <>
            <Avatar name={name.clone()} />
            <span class="rail-text clip">{ name.clone() }</span>
        </>
    };
    html! {
        <Menu label={i18n.fill(i18n.t.nav.account, &[("name", &name)])} {button}
            button_class="rail-link" class="rail-user menu-up" {entries} />
    }
}

/// What the user menu offers; a hook, because its actions need the session.
#[hook]
fn use_user_entries() -> Vec<MenuEntry> {
    let i18n = use_i18n();
    let (session, router, open) = (use_session(), use_router(), use_overlays());
    let preferences = use_preferences();
    let save = use_save_profile();
    let t = i18n.t;
    let email = use_user().map(|user| AttrValue::from(user.email.clone()));
    let theme = |label: &'static str, theme: Theme| {
        let choose = save.reform(move |()| ProfilePatch {
            theme: Some(theme),
            ..ProfilePatch::default()
        });
        MenuEntry::Item(MenuItem::choice(label, preferences.theme == theme, choose))
    };
    let sign_out = Callback::from(move |()| {
        let (session, router) = (session.clone(), router.clone());
        spawn_local(async move {
            api::auth::sign_out().await.ok();
            recent::forget();
            router.replace(Route::Home);
            session.signed_out();
        });
    });
    vec![
        MenuEntry::Head(email.unwrap_or_default()),
        MenuEntry::Line,
        MenuEntry::Head(t.nav.theme.into()),
        theme(t.settings.theme_light, Theme::Light),
        theme(t.settings.theme_dark, Theme::Dark),
        theme(t.settings.theme_system, Theme::System),
        MenuEntry::Line,
        MenuEntry::Item(
            MenuItem::new(
                t.nav.keyboard,
                IconName::Keyboard,
                open.reform(|()| Some(Overlay::Help)),
            )
            .shortcut("?"),
        ),
        MenuEntry::Item(MenuItem::new(t.nav.sign_out, IconName::LogOut, sign_out)),
    ]
}

/// The same places under the thumb.
#[component]
pub fn BottomBar() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let open = use_overlays();
    let can_write = use_can(Permission::RecordWrite);
    let link = |place: &Place| {
        let text = (place.text)(i18n);
        html! {
            <Link to={place.route} class="bottom-link"
                current={is_within(router.route(), place.route)}>
                <Icon name={place.icon} size={20} />
                <span>{ text }</span>
            </Link>
        }
    };
    let search = open.reform(|_: MouseEvent| Some(Overlay::Palette));
    html! {
        <nav class="bottom-bar" aria-label={i18n.t.nav.main}>
            { for PLACES.iter().map(link) }
            <button type="button" class="bottom-link" onclick={search}>
                <Icon name={IconName::Search} size={20} />
                <span>{ i18n.t.nav.search }</span>
            </button>
            if can_write {
                { new_menu(i18n, &open) }
            }
            <MoreMenu />
        </nav>
    }
}

/// What can be made from anywhere.
fn new_menu(i18n: I18n, open: &Callback<Option<Overlay>>) -> Html {
    let entry = |label: &'static str, icon: IconName, kind: PartyKind| {
        let make = open.reform(move |()| Some(Overlay::New(kind)));
        MenuEntry::Item(MenuItem::new(label, icon, make))
    };
    let button = html! {
        <>
            <Icon name={IconName::Plus} size={20} />
            <span>{ i18n.t.nav.new }</span>
        </>
    };
    let t = &i18n.t.nav;
    html! {
        <Menu label={t.new} {button} button_class="bottom-link" class="menu-up menu-end"
            entries={vec![
                entry(t.new_contact, IconName::UserPlus, PartyKind::Contact),
                entry(t.new_company, IconName::Company, PartyKind::Company),
            ]} />
    }
}

/// What has no room in the bar.
#[component]
fn MoreMenu() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let (own, open) = (use_own(), use_overlays());
    let can_import = use_can(Permission::ImportRun);
    let user_entries = use_user_entries();
    let places = [
        Some(&IMPORTS).filter(|_| can_import),
        Some(&BIN),
        Some(&SETTINGS),
    ];
    let place = |place: &Place| {
        let (router, route) = (router.clone(), place.route);
        let go = Callback::from(move |()| router.push(route));
        MenuEntry::Item(MenuItem::new((place.text)(i18n), place.icon, go))
    };
    let mut entries = own_entries(i18n, &own, &router, &open);
    entries.extend(places.into_iter().flatten().map(place));
    entries.push(MenuEntry::Line);
    entries.extend(user_entries);
    let button = html! {
        <>
            <Icon name={IconName::Menu} size={20} />
            if own.unread > 0 {
                <span class="rail-dot"></span>
            }
            <span>{ i18n.t.common.more }</span>
        </>
    };
    html! {
        <Menu label={i18n.t.nav.menu} {button} button_class="bottom-link" class="menu-up menu-end"
            {entries} />
    }
}

/// Notices and pinned searches, for a phone.
fn own_entries(
    i18n: I18n,
    own: &Own,
    router: &Router,
    open: &Callback<Option<Overlay>>,
) -> Vec<MenuEntry> {
    let notices = if own.unread > 0 {
        i18n.count(i18n.t.own.notices_new, own.unread)
    } else {
        i18n.t.own.notices.to_owned()
    };
    let bell = open.reform(|()| Some(Overlay::Notices));
    let mut entries = vec![MenuEntry::Item(MenuItem::new(
        notices,
        IconName::Bell,
        bell,
    ))];
    entries.extend(own.saved.iter().filter(|it| it.pinned).map(|saved| {
        let (router, (route, query)) = (router.clone(), place_of(saved));
        let go = Callback::from(move |()| {
            let query: Vec<(&str, &str)> = query
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            router.push_query(route, &query);
        });
        MenuEntry::Item(MenuItem::new(saved.name.clone(), IconName::Bookmark, go))
    }));
    entries.push(MenuEntry::Line);
    entries
}
