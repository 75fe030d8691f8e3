//! What a search says of its hits: why they are some, what was meant, what is like them.

use super::Page;
use crate::harness::client::Client;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use serde_json::json;
use shared::api::paths;

fn note(client: &Client, body: &str) {
    let note = json!({ "body": body });
    client.post(paths::NOTES).json(&note).send().expect(201);
}

#[test]
fn a_hit_says_why_and_what_is_like_it() {
    let team = Team::new();
    note(
        &team.admin,
        "The zeppelin hangar needs a new roof before winter",
    );
    note(
        &team.admin,
        "A zeppelin hangar with a new roof, seen in winter",
    );
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin");
    page.click(".search-preview .why summary");
    page.wait_text(".search-preview .why-parts", "“zeppelin”");
    page.wait_text(".search-preview", "Similar");
    page.picture("search-why");
    page.assert_quiet();
}

#[test]
fn what_was_meant_is_one_click_away() {
    let team = Team::new();
    for number in 0..8 {
        note(&team.admin, &format!("zeppelin number {number}"));
    }
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zepelin");
    page.wait_text(".search-note", "Did you mean zeppelin?");
    page.picture("search-meant");
    page.click(".search-note button");
    page.wait_path("/search?q=zeppelin");
    page.wait_gone(".search-note button");
    page.assert_quiet();
}
