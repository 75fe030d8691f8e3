//! The app in parts: what a browser fetches until the first page works, that the rest comes by
//! itself, and what one sees when it cannot be fetched. They look at the release bundle; a quick one
//! is in one piece and has nothing to look at.

use super::{Look, Page, Screen, Theme, page::keys};
use crate::harness::{
    skipped,
    team::{ADMIN, PASSWORD, Team},
    wait,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// What is fetched at first may have, as in `xtask/src/check.rs`.
const FIRST_LOAD_BYTES_MAX: u64 = 250_000;
/// Part of the name of each file that is not fetched at first.
const PART: &str = "/assets/part-";

/// Name and bytes of what was fetched before the list was answered, once it is; the page itself is the
/// first.
const FETCHED_FIRST: &str = "
    const all = performance.getEntriesByType('resource');
    const list = all.find((entry) => entry.name.includes('/api/v1/contacts'));
    if (!list) return null;
    const files = all.filter((entry) => entry.startTime < list.responseEnd
        && /\\.(css|js|wasm)$/.test(entry.name));
    return [...performance.getEntriesByType('navigation'), ...files]
        .map((entry) => [entry.name, entry.encodedBodySize]);";
/// Names of all files fetched so far.
const FETCHED: &str = "
    return performance.getEntriesByType('resource').map((entry) => entry.name);";

fn is_in_parts(test: &str) -> bool {
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bundle/assets");
    let found = fs::read_dir(bundle).unwrap().any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().starts_with("part-")
    });
    if !found {
        skipped(test, "the bundle is a quick one");
    }
    found
}

fn block(page: &Page, addresses: &[&str]) {
    page.devtools("Network.enable", &json!({}));
    page.devtools("Network.setBlockedURLs", &json!({ "urls": addresses }));
}

#[test]
fn the_first_page_needs_no_other_part() {
    if !is_in_parts("the_first_page_needs_no_other_part") {
        return;
    }
    let team = Team::new();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.devtools("Network.enable", &json!({}));
    page.devtools(
        "Network.setCacheDisabled",
        &json!({ "cacheDisabled": true }),
    );
    page.go("/contacts");
    let fetched: Vec<(String, u64)> = wait::until("the contacts", || {
        serde_json::from_value(page.run(FETCHED_FIRST)).ok()
    });
    let bytes: u64 = fetched.iter().map(|(_, bytes)| bytes).sum();
    println!("{bytes} bytes until the contacts were answered: {fetched:?}");
    assert!(fetched.iter().any(|(name, _)| name.ends_with(".wasm")));
    assert!(fetched.iter().all(|(name, _)| !name.contains(PART)));
    assert!(bytes <= FIRST_LOAD_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn the_other_parts_come_by_themselves() {
    if !is_in_parts("the_other_parts_come_by_themselves") {
        return;
    }
    let team = Team::new();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    let parts = |page: &Page| -> Vec<Value> {
        let names = page.run(FETCHED);
        let names = names.as_array().unwrap().iter();
        let is_part = |name: &&Value| name.as_str().unwrap().contains(PART);
        names.filter(is_part).cloned().collect()
    };
    let seen = wait::until("both parts", || {
        let seen = parts(&page);
        let has = |name: &str| seen.iter().any(|n| n.as_str().unwrap().contains(name));
        (has("part-daily") && has("part-seldom")).then_some(seen)
    });
    page.click("a[href='/imports']");
    page.wait_path("/imports");
    page.settle();
    assert_eq!(parts(&page), seen);
    page.assert_quiet();
}

#[test]
fn a_part_that_cannot_be_fetched_is_tried_again() {
    if !is_in_parts("a_part_that_cannot_be_fetched_is_tried_again") {
        return;
    }
    let team = Team::new();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    block(&page, &["*part-*"]);
    page.go("/bin");
    page.wait_text("main", "Try again");
    assert_eq!(page.count("main h1"), 0);
    page.press(&format!("{}k", keys::CONTROL));
    page.wait(".toast");
    assert_eq!(page.count("dialog"), 0);
    block(&page, &[]);
    page.click_named("Try again");
    page.wait_text("main h1", "Bin");
    page.press(&format!("{}k", keys::CONTROL));
    page.wait("dialog");
}

#[test]
fn a_language_is_fetched_when_it_is_chosen() {
    let team = Team::new();
    let look = Look {
        screen: Screen::Desktop,
        theme: Theme::Light,
        language: "es",
    };
    let page = Page::open(team.server.address(), look);
    page.go("/sign-in");
    page.wait_text("main h1", "Iniciar sesión");
    page.run(
        "const select = document.querySelector('.gate select');
        select.value = 'zh-Hans';
        select.dispatchEvent(new Event('change', { bubbles: true }));",
    );
    page.wait_text("main h1", "登录");
    page.reload();
    page.wait_text("main h1", "登录");
    page.assert_quiet();
}
