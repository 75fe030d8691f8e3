//! What search opens over its pages fits a phone, by night: a problem of the query, what was meant, a
//! note, the dialog that saves, notices, what is similar, finding in a conversation with files, the
//! palette, and forgetting what was opened.

use super::page::keys;
use super::{Look, Page, Screen, Theme};
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;
use shared::api::search::FilePlaces;
use shared::locale::Locale;

const MAIL: &str = "From: Ana Ruiz <ana@example.org>\r\nTo: team@rapport.test\r\n\
    Date: Mon, 2 Mar 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\
    Subject: The airship for the summer fair in the old harbour\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
    Two zeppelins are free. The papers are in the file.\r\n--b\r\nContent-Type: text/plain\r\n\
    Content-Disposition: attachment; filename=\"papers of both airships, final version 3.txt\"\r\n\
    \r\nThe hangar was built in 1931 for the ocelots of the zoo.\r\n--b--\r\n";

/// Pictures of one phone; nothing on it is wider than its screen, and everybody can use it.
struct Tour {
    page: Page,
    found: Vec<String>,
}

impl Tour {
    fn look(&mut self, name: &str) {
        // What slides in is wider until it is there.
        let wide = "return [document.documentElement.scrollWidth,
            ...[...document.querySelectorAll('dialog, .query-list, .find-bar')]
                .map((e) => Math.floor(e.getBoundingClientRect().right))]
            .filter((width) => width > innerWidth);";
        let fits = wait::within(wait::PATIENCE, || {
            (self.page.run(wide) == json!([])).then_some(())
        });
        assert!(fits.is_some(), "{name} is wider: {}", self.page.run(wide));
        self.page.picture(name);
        self.found.extend(self.page.inaccessible(name));
    }
}

fn note(client: &Client, body: &str) {
    let note = json!({ "body": body });
    client.post(paths::NOTES).json(&note).send().expect(201);
}

/// The conversation, once its file was read.
pub(super) fn thread(team: &Team) -> String {
    import_files(&team.admin, &[("1.eml", MAIL.as_bytes())]);
    let threads = team.admin.get(paths::THREADS).send().expect(200).json();
    let thread = threads["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("{}?q=ocelots", paths::thread_files(&thread));
    wait::until("the file to be read", || {
        let found: FilePlaces = team.admin.get(&path).send().expect(200).read();
        (!found.places.is_empty()).then_some(())
    });
    thread
}

/// From the bar below, and back by touch alone.
fn open_and_close_palette(tour: &mut Tour) {
    tour.page.go("/");
    tour.page.click(".bottom-bar button");
    tour.page.type_into("dialog.palette input", "zeppelin");
    tour.page.wait_text(".palette-list", "for hire");
    tour.look("palette");
    tour.page.click_named("Close");
    tour.page.wait_gone("dialog.palette");
}

#[test]
fn what_search_opens_fits_a_phone_by_night() {
    let team = Team::new();
    for number in 0..8 {
        note(
            &team.admin,
            &format!("A zeppelin for hire, number {number}"),
        );
    }
    let thread = thread(&team);
    let look = Look {
        screen: Screen::Phone,
        theme: Theme::Dark,
        language: "en",
    };
    let page = Page::open(team.server.address(), look);
    page.sign_in(ADMIN, PASSWORD);
    let mut tour = Tour {
        page,
        found: Vec::new(),
    };
    tour.page.go("/search?q=zepelin%20owner:nobodyhere");
    tour.page.wait_text(".query-note", "nobodyhere");
    tour.look("query-problem");
    tour.page.go("/search?q=zepelin");
    tour.page.wait_text(".search-note", "Did you mean");
    tour.look("search-meant");
    tour.page.type_into("#search-input", " com");
    tour.page.wait_text(".query-list", "company:");
    tour.look("query-completion-short");
    tour.page.go("/search?q=zeppelin&kind=note");
    tour.page.click(".hit");
    tour.page.wait_text("dialog .side-part", "Similar");
    tour.look("search-note-open");
    tour.page.go("/search?q=zeppelin");
    tour.page.click(".save-search");
    tour.page.click_named("Tell me of new matches");
    tour.look("saved-search-dialog");
    tour.page.click_named("Save");
    tour.page.wait_text(".save-search", "Saved");
    note(&team.member, "A zeppelin for the fair");
    tour.page.go("/");
    tour.page.click_named("More");
    tour.page.click_named("Notifications, 1 new");
    tour.page
        .wait_text("dialog .notices", "A zeppelin for the fair");
    tour.look("saved-search-notices");
    tour.page.go(&format!("/threads/{thread}?q=zeppelins"));
    tour.page.wait_text(".find-count", "1 of 1");
    tour.look("find-from-search");
    tour.page.type_into(
        "#find-input",
        &format!("{}ocelots", keys::BACKSPACE.to_string().repeat(9)),
    );
    tour.page
        .wait_text(".find-files", "papers of both airships");
    tour.look("find-in-files");
    open_and_close_palette(&mut tour);
    // The conversation was opened, and stands higher for it.
    tour.page.go("/search?q=airship");
    tour.page.wait(".hit");
    tour.page.click(".hit-why");
    tour.page.wait_text(".hit-parts", "You opened it lately");
    tour.look("search-visited");
    tour.page.click_named("Forget what I opened…");
    tour.page.click_named("Forget what I opened");
    tour.page.wait_text("dialog h2", "Forget what you opened?");
    tour.look("settings-forget");
    assert!(tour.found.is_empty(), "{}", tour.found.join("\n"));
    tour.page.assert_quiet();
}

/// No ring shows it there: the focus came by touch.
#[test]
fn on_a_phone_the_hit_that_one_comes_back_to_is_shown() {
    let team = Team::new();
    thread(&team);
    let mut page = Page::phone(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelins");
    page.click(".hit");
    page.wait_path("/threads/");
    page.back();
    page.wait(".hits .hit:focus");
    for theme in [Theme::Light, Theme::Dark] {
        page.set_theme(theme);
        page.picture("search-back");
        let shown = "const hit = document.querySelector('.hits .hit:focus');
            const behind = getComputedStyle(hit).backgroundColor;
            return [hit.matches(':focus-visible'), behind === 'rgba(0, 0, 0, 0)'];";
        assert_eq!(page.run(shown), json!([false, false]));
    }
    page.assert_quiet();
}

/// What is chosen stands on it too, and goes on sideways.
#[test]
fn the_filters_of_search_stand_on_one_line_of_a_phone() {
    let team = Team::new();
    let company = json!({ "name": "Talleres Hermanos Martínez de la Vega" });
    let made = team.admin.post(paths::COMPANIES).json(&company).send();
    let company = made.expect(201).json()["id"].as_str().unwrap().to_owned();
    note(&team.admin, "A zeppelin for hire");
    for language in ["en", "es", "zh-CN"] {
        let look = Look {
            screen: Screen::Phone,
            theme: Theme::Light,
            language,
        };
        let locale = json!({ "locale": Locale::negotiate(language) });
        let profile = team.admin.patch(paths::AUTH_PROFILE).json(&locale).send();
        profile.expect(200);
        let page = Page::open(team.server.address(), look);
        page.sign_in(ADMIN, PASSWORD);
        let mut tour = Tour {
            page,
            found: Vec::new(),
        };
        let month = tour.page.run(MONTH_BACK);
        let month = month.as_str().unwrap();
        let chosen = format!("&owner=me&after={month}&sort=newest&company={company}");
        for (name, chosen) in [("none", ""), ("chosen", &chosen)] {
            tour.page.go(&format!("/search?q=zeppelin{chosen}"));
            tour.page.wait(".search-filters .save-search");
            for theme in [Theme::Light, Theme::Dark] {
                tour.page.set_theme(theme);
                tour.look(&format!("search-filters-{name}"));
                let middles = tour.page.run(MIDDLES);
                let middles: Vec<i64> = serde_json::from_value(middles).unwrap();
                assert!(middles.len() >= 5, "{language} {name}: {middles:?}");
                let (low, high) = (middles.iter().min(), middles.iter().max());
                let apart = high.zip(low).map(|(high, low)| high - low);
                assert!(apart <= Some(2), "{language} {name}: {middles:?}");
            }
            tour.page.set_theme(Theme::Light);
        }
        tour.page.go("/search?q=zeppelin");
        tour.page
            .click(".filter-chips > .menu-anchor:last-child > button");
        tour.page.wait(".filter-chips .menu-item:focus");
        tour.look("search-filters-menu");
        assert_eq!(tour.page.run(MENU_HIDDEN), json!([]), "{language}");
        assert_eq!(tour.page.run(MENU_BELOW_CHIP), json!(true), "{language}");
        assert!(tour.found.is_empty(), "{}", tour.found.join("\n"));
        tour.page.assert_quiet();
    }
}

/// Lines of the open menu that something covers or cuts off.
const MENU_HIDDEN: &str = "return [...document.querySelectorAll('.filter-chips .menu-item')]
    .filter((item) => {
        const { left, top, width, height } = item.getBoundingClientRect();
        const there = document.elementFromPoint(left + width - 4, top + height / 2);
        return !item.contains(there);
    })
    .map((item) => item.innerText);";

/// Whether the open menu stands right below its chip, on the screen.
const MENU_BELOW_CHIP: &str = "const menu = document.querySelector('.filter-chips .menu');
    const [below, chip] = [menu, menu.parentElement].map((e) => e.getBoundingClientRect());
    const gap = below.top - chip.bottom;
    return gap >= 0 && gap <= 8 && below.left <= chip.left + 1 && below.right >= chip.right - 1
        && below.left >= 0 && below.right <= innerWidth;";

/// The day that "Last 30 days" begins with.
const MONTH_BACK: &str = "const day = new Date(Date.now() - 30 * 864e5);
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((number) => String(number).padStart(2, '0')).join('-');";

/// Where the filters stand, from above.
const MIDDLES: &str = "return [...document.querySelector('.search-filters').children]
    .flatMap((e) => e.matches('.filter-chips') ? [...e.children] : [e])
    .map((e) => e.getBoundingClientRect())
    .filter((e) => e.height > 0)
    .map((e) => Math.round(e.top + e.height / 2));";
