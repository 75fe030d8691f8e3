//! Searching as one types: answers that were overtaken are never shown, half words of a composition
//! ask nothing, the keyboard goes all the way. What one asks again: saved searches with their alerts,
//! and recent ones.

use super::Page;
use super::page::keys;
use crate::harness::client::Client;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;

/// From now on answers of the search wait until they are let go, each under its words.
const HOLD: &str = "
    window.held = {};
    window.asked = [];
    window.given_up = [];
    const real = window.fetch;
    window.fetch = (url, init) => {
        if (!String(url).includes('/api/v1/search?')) return real(url, init);
        const words = new URL(url, location).searchParams.get('q');
        window.asked.push(words);
        init.signal.addEventListener('abort', () => window.given_up.push(words));
        const late = { ...init, signal: undefined };
        return real(url, late).then((answer) => new Promise((go) => {
            window.held[words] = () => go(answer);
        }));
    };";

fn note(client: &Client, body: &str) {
    let note = json!({ "body": body });
    client.post(paths::NOTES).json(&note).send().expect(201);
}

fn until(what: &str, page: &Page, script: &str) {
    wait::until(what, || (page.run(script) == json!(true)).then_some(()));
}

#[test]
fn an_answer_that_was_overtaken_is_never_shown() {
    let team = Team::new();
    note(&team.admin, "walnut shelves");
    note(&team.admin, "walrus tusks");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    page.run(HOLD);
    page.type_into("#search-input", "waln");
    until("the first answer", &page, "return 'waln' in window.held;");
    page.type_into("#search-input", &format!("{}r", keys::BACKSPACE));
    until("the second answer", &page, "return 'walr' in window.held;");
    assert_eq!(
        page.run("return window.given_up.includes('waln');"),
        json!(true)
    );
    page.run("window.held['walr']();");
    page.wait_text(".hits", "walrus");
    page.run("window.held['waln']();");
    // What comes behind it in the same queue has been dealt with when this is shown.
    page.type_into("#search-input", "u");
    until("the third answer", &page, "return 'walru' in window.held;");
    assert!(
        page.text(".hits").contains("walrus"),
        "old hits stay meanwhile"
    );
    page.run("window.held['walru']();");
    page.settle();
    assert!(!page.text(".hits").contains("walnut"));
    page.assert_quiet();
}

/// From now on timers of so many milliseconds wait until they are let go.
const LATE: &str = "
    const [real, clear] = [window.setTimeout, window.clearTimeout];
    let number = 1e6;
    window.late = new Map();
    window.setTimeout = (run, ms, ...rest) => {
        if (ms !== 250 && ms !== 400) return real(run, ms, ...rest);
        window.late.set(++number, run);
        return number;
    };
    window.clearTimeout = (id) => window.late.delete(id) || clear(id);";

#[test]
fn what_others_save_does_not_bring_old_words_back() {
    let team = Team::new();
    let person = |name: &str| {
        let body = json!({ "first_name": name, "last_name": "Stone" });
        let made = team.member.post(paths::CONTACTS).json(&body).send();
        made.expect(201);
    };
    person("Zeppelin");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    for (path, field, found) in [
        ("/search", "#search-input", "#search-results .hit"),
        ("/contacts", ".list-query input", ".vlist .who"),
    ] {
        page.go(path);
        page.run(LATE);
        person("Walnut");
        until("news", &page, "return window.late.size > 0;");
        // The field of a list comes with the first click.
        page.click(field);
        page.wait("[role='combobox']:focus");
        page.press("zeppelin ");
        page.wait_text(found, "Zeppelin");
        wait::until("the others to go", || {
            (page.count(found) == 1).then_some(())
        });
        // A moment later the page would look again for what was asked when the news came.
        page.run("window.late.forEach((run) => run()); window.late.clear();");
        page.settle();
        assert_eq!(page.count(found), 1, "{path}");
        assert!(page.text(found).contains("Zeppelin"), "{path}");
    }
    page.assert_quiet();
}

#[test]
fn a_note_is_marked_beside_the_palette_too() {
    let team = Team::new();
    note(&team.admin, "walnut shelves for 張偉");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=walnut");
    let marked = |name: &str, text: &str| {
        let script = format!("return [...(CSS.highlights.get('{name}') ?? [])].join();");
        wait::until(name, || (page.run(&script) == json!(text)).then_some(()));
    };
    marked("find-read", "walnut");
    page.press(&format!("{}k", keys::CONTROL));
    page.type_into("dialog.palette input", "张伟");
    marked("find-palette", "張偉");
    marked("find-read", "walnut");
    page.picture("palette-note");
    page.press(&keys::ESCAPE.to_string());
    page.press(&keys::ESCAPE.to_string());
    marked("find-palette", "");
    marked("find-read", "walnut");
    page.assert_quiet();
}

#[test]
fn a_question_that_is_not_answered_says_so() {
    let team = Team::new();
    note(&team.admin, "walnut shelves");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=walnut");
    page.wait_text(".hits", "walnut shelves");
    page.wait_text(".search-preview", "walnut shelves");
    let painted = "const [range] = CSS.highlights.get('find-read') ?? []; \
        return range?.toString();";
    wait::until("the word to be marked in the note", || {
        (page.run(painted) == json!("walnut")).then_some(())
    });
    let connect = |is_offline: bool| {
        let conditions = json!({
            "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
        });
        page.devtools("Network.emulateNetworkConditions", &conditions);
    };
    page.devtools("Network.enable", &json!({}));
    connect(true);
    page.type_into("#search-input", " chairs ");
    page.wait_text(".page-banner", "cannot be reached");
    page.picture("search-offline");
    page.press(&format!("{}k", keys::CONTROL));
    page.type_into("dialog.palette input", "walnut");
    page.wait_text("dialog.palette .palette-none", "cannot be reached");
    page.picture("palette-offline");
    page.press(&keys::ESCAPE.to_string());
    connect(false);
    page.click(".page-banner .btn");
    page.wait_gone(".page-banner");
    page.wait_text(".search-results", "Nothing found");
}

#[test]
fn what_is_typed_fast_is_all_searched_for() {
    let team = Team::new();
    note(&team.admin, "walnut shelves");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    // More letters than a browser lets a page write into its address in so short a time.
    let (letters, back) = ("zeppelin ".repeat(20), keys::BACKSPACE.to_string());
    for _ in 0..2 {
        page.type_into("#search-input", &letters);
        page.type_into("#search-input", &back.repeat(letters.len()));
    }
    page.type_into("#search-input", "walnut shelves ");
    page.wait_text(".hits", "walnut shelves");
    assert!(
        page.title().starts_with("walnut shelves"),
        "{}",
        page.title()
    );
    // The address comes after it, and is that of the entry that one leaves and comes back to.
    page.wait_path("/search?q=walnut%20shelves%20");
    page.click(".hit");
    page.wait_path("/search?q=walnut%20shelves%20&note=");
    page.go("/contacts");
    page.back();
    page.wait_text(".search-preview", "walnut shelves");
    page.assert_quiet();
}

/// More of them than one page of hits has.
fn zeppelins(team: &Team) {
    let contacts = (0..40).map(|n| json!({ "first_name": format!("Zeppelin{n:02}") }));
    for contact in contacts {
        let made = team.admin.post(paths::CONTACTS).json(&contact);
        made.send().expect(201);
    }
}

/// Leaves by a hit that stands behind the first page.
fn leave_by_the_last(page: &Page) {
    page.wait(".hit");
    page.run("const list = document.querySelector('#search-results'); list.scrollTop = 1e6;");
    page.wait(".hits > :nth-child(36)");
    page.click(".hits > :nth-child(36) .hit");
    page.wait_path("/contacts/");
}

/// From now on what stands behind the first page of hits waits until it is let go.
const HOLD_MORE: &str = "
    const real = window.fetch;
    window.more = [];
    window.fetch = (url, init) => /offset=[1-9]/.test(url)
        ? new Promise((go) => window.more.push(() => go(real(url, init))))
        : real(url, init);";

#[test]
fn whoever_went_to_the_field_is_not_called_back_to_a_hit() {
    let team = Team::new();
    zeppelins(&team);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    // In this order what was opened does not come first.
    page.go("/search?q=zeppelin&sort=newest");
    leave_by_the_last(&page);
    page.run(HOLD_MORE);
    page.run("history.back();");
    until("more hits", &page, "return window.more.length === 1;");
    page.click("#search-input");
    page.run("window.more[0]();");
    page.wait(".hits > :nth-child(36)");
    page.settle();
    assert_eq!(
        page.run("return document.activeElement.id;"),
        "search-input"
    );
    page.assert_quiet();
}

#[test]
fn one_comes_back_to_the_hit_by_which_one_left() {
    let team = Team::new();
    zeppelins(&team);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin");
    // One that stands behind the first page, by the mouse; then its neighbour, by the keyboard.
    leave_by_the_last(&page);
    let left = page.path();
    page.back();
    until("the hit to have the focus", &page, &is_on(&left));
    page.press(&format!("j{}", keys::ENTER));
    page.wait_path("/contacts/");
    let next = page.path();
    assert_ne!(next, left);
    page.back();
    until("its neighbour to have the focus", &page, &is_on(&next));
    // Whoever types on stays in the field.
    page.fill("#search-input", "zeppelin1");
    page.wait_text("[role='tab']", "10");
    assert_eq!(
        page.run("return document.activeElement.id;"),
        "search-input"
    );
    page.assert_quiet();
}

/// Whether the link to a path has the focus.
fn is_on(path: &str) -> String {
    format!("return document.activeElement.getAttribute('href') === '{path}';")
}

#[test]
fn half_a_chinese_word_asks_nothing() {
    let team = Team::new();
    note(&team.admin, "合同已经签署");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    for (path, opens, hit) in [("/search", "", ".hit"), ("/", "/", ".palette-line mark")] {
        page.go(path);
        page.run(HOLD);
        page.press(opens);
        page.wait("input:focus");
        for half in ["h", "he", "het", "hetong"] {
            let composed =
                json!({ "text": half, "selectionStart": half.len(), "selectionEnd": half.len() });
            page.devtools("Input.imeSetComposition", &composed);
        }
        page.devtools("Input.insertText", &json!({ "text": "合同" }));
        until("the whole word", &page, "return '合同' in window.held;");
        assert_eq!(
            page.run("return window.asked.join();"),
            json!("合同"),
            "{path}"
        );
        page.run("window.held['合同']();");
        page.wait(hit);
    }
    page.assert_quiet();
}

#[test]
fn a_saved_search_stands_in_the_navigation_and_tells_of_new_matches() {
    let team = Team::new();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin");
    page.press(&format!("{}s", keys::CONTROL));
    page.fill("dialog input[data-autofocus]", "Airships");
    page.click_named("Tell me of new matches");
    page.picture("saved-search-dialog");
    page.click_named("Save");
    page.wait_text(".rail-pinned", "Airships");
    page.wait_text(".save-search", "Saved");
    note(&team.member, "A zeppelin for the fair");
    page.wait_text(".rail-bell .badge", "1");
    page.click(".rail-bell");
    page.wait_text("dialog .notices", "A zeppelin for the fair");
    page.picture("saved-search-notices");
    page.click("dialog .notices a");
    page.wait_path("/search?q=zeppelin&note=");
    page.wait_gone(".rail-bell .badge");
    // Renamed and let go in the same dialog; Undo brings it back with its name.
    page.click(".save-search");
    page.fill("dialog input[data-autofocus]", "Flying things");
    page.click_named("Save");
    page.wait_text(".rail-pinned", "Flying things");
    page.click(".save-search");
    page.click_named("Delete");
    page.wait_gone(".rail-pinned");
    page.click_named("Undo");
    page.wait_text(".rail-pinned", "Flying things");
    page.click_named("Flying things");
    page.wait_path("/search?q=zeppelin");
    page.assert_quiet();
    drop(page);
    drop(team.server);
    team.home.assert_clean();
}

#[test]
fn a_search_for_people_is_kept_as_a_list() {
    let team = Team::new();
    let ana = json!({ "first_name": "Ana", "last_name": "Zeppelin" });
    let made = team.admin.post(paths::CONTACTS).json(&ana).send();
    made.expect(201);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin&kind=contact");
    page.click(".save-search");
    page.click("dialog [role=radio][aria-checked=false]");
    page.click_named("Save");
    page.wait_path("/contacts?q=zeppelin");
    page.wait_text(".rail-pinned", "zeppelin");
    page.wait_text("main", "Ana Zeppelin");
    page.wait_text(".save-search", "Saved");
    page.assert_quiet();
}

#[test]
fn recent_searches_wait_in_the_empty_palette_and_can_be_forgotten() {
    let team = Team::new();
    note(&team.admin, "walnut shelves");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.press("/");
    page.type_into("dialog.palette input", "waln");
    page.wait(".palette-line mark");
    page.press(&keys::ENTER.to_string());
    page.wait_path("/search?q=waln&note=");
    page.run("document.activeElement.blur();");
    page.press(&format!("{}k", keys::CONTROL));
    page.wait_text("dialog.palette .palette-line.is-on", "waln");
    page.press(&keys::ENTER.to_string());
    page.wait_gone("dialog.palette");
    page.go("/search");
    page.wait_text(".search-start", "waln");
    page.press(&format!("{}k", keys::CONTROL));
    page.wait_text("dialog.palette .palette-line.is-on", "waln");
    page.press(&format!("{}{}", keys::SHIFT, keys::DELETE));
    page.wait_text("dialog.palette .palette-line.is-on", "New contact");
    assert!(!page.text("dialog.palette").contains("Recent searches"));
    page.assert_quiet();
}
