//! Every page with the sample data in it, in both themes and at both sizes: axe-core finds nothing,
//! the console says nothing, and a picture of it stays with the artefacts. A new page is one line.

use super::{Look, Page, Screen, Theme};
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;
use shared::locale::Locale;

/// Name of the picture, and where the page is.
type Place = (&'static str, String);

fn sample_data(admin: &Client) {
    admin.put(paths::SAMPLE_DATA).send().expect(202);
    wait::until("the sample data", || {
        let status = admin.get(paths::SAMPLE_DATA).send().expect(200);
        (status.json()["state"] == "done").then_some(())
    });
}

fn first_id(admin: &Client, path: &str) -> String {
    let page = admin.get(path).send().expect(200).json();
    page["items"][0]["id"].as_str().unwrap().to_owned()
}

/// An import with a row that could not be used, and that can be saved.
fn skipping(admin: &Client) -> String {
    let rows = b"Name,Email,Phone\nBob Stone,bob@example.org,\n,,at the harbour\n";
    let import = import_files(admin, &[("harbour.csv", rows)]);
    import["id"].as_str().unwrap().to_owned()
}

fn places(admin: &Client) -> Vec<Place> {
    let place = |name, path: &str| (name, path.to_owned());
    let contact = first_id(admin, "/api/v1/contacts?sort=-updated_at&limit=1");
    let company = first_id(admin, "/api/v1/companies?sort=-updated_at&limit=1");
    let thread = first_id(admin, paths::THREADS);
    let import = first_id(admin, paths::IMPORTS);
    let deleted = first_id(admin, "/api/v1/contacts?sort=last_name&limit=1");
    let deleted = admin.delete(&paths::contact(deleted)).if_match("*");
    deleted.send().expect(204);
    vec![
        place("home", "/"),
        place("contacts", "/contacts"),
        ("contact", format!("/contacts/{contact}")),
        place("companies", "/companies"),
        ("company", format!("/companies/{company}")),
        ("thread", format!("/threads/{thread}")),
        place("search-start", "/search"),
        place("search", "/search?q=walnut"),
        place("search-chinese", "/search?q=%E8%83%A1%E6%A1%83%E6%9C%A8"),
        place("imports", "/imports"),
        ("import", format!("/imports/{import}")),
        ("import-skipped", format!("/imports/{}", skipping(admin))),
        place("bin", "/bin"),
        place("settings-profile", "/settings/profile"),
        place("settings-language", "/settings/language"),
        place("settings-users", "/settings/users"),
        place("settings-system", "/settings/system"),
        place("not-found", "/no-such-page"),
    ]
}

#[test]
fn every_page_is_accessible_in_both_themes_and_quiet_at_both_sizes() {
    let team = Team::new();
    let mut desktop = Page::desktop(team.server.address());
    desktop.go("/sign-in");
    let mut found = desktop.inaccessible("sign-in");
    both_pictures(&mut desktop, "sign-in");
    sample_data(&team.admin);
    let places = places(&team.admin);
    desktop.sign_in(ADMIN, PASSWORD);
    for (name, path) in &places {
        desktop.go(path);
        found.extend(desktop.inaccessible(name));
        desktop.assert_quiet();
        both_pictures(&mut desktop, name);
    }
    drop(desktop);
    for locale in Locale::ALL {
        walk_on_a_phone(&team, &places, locale);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    team.home.assert_clean();
}

/// By night and by daylight, and daylight it stays.
fn both_pictures(page: &mut Page, name: &str) {
    for theme in [Theme::Dark, Theme::Light] {
        page.set_theme(theme);
        page.picture(name);
    }
}

/// Long words and short lines: nothing is wider than the screen, in any language. In one of them by
/// night too.
fn walk_on_a_phone(team: &Team, places: &[Place], locale: Locale) {
    let profile = team.admin.patch(paths::AUTH_PROFILE).if_match("*");
    profile
        .json(&json!({ "locale": locale }))
        .send()
        .expect(200);
    let look = Look {
        screen: Screen::Phone,
        theme: Theme::Light,
        language: locale.tag(),
    };
    let mut phone = Page::open(team.server.address(), look);
    look_at(&mut phone, ("sign-in", "/sign-in"), locale);
    phone.sign_in(ADMIN, PASSWORD);
    for (name, path) in places {
        look_at(&mut phone, (name, path), locale);
    }
}

fn look_at(phone: &mut Page, (name, path): (&str, &str), locale: Locale) {
    phone.go(path);
    assert_eq!(
        phone.run("return document.documentElement.lang;"),
        locale.tag()
    );
    let too_wide = "return document.documentElement.scrollWidth > innerWidth;";
    assert!(
        phone.run(too_wide) == false,
        "{name} is wider than the phone in {locale:?}"
    );
    if locale == Locale::En {
        both_pictures(phone, name);
    } else {
        phone.picture(name);
    }
}
