//! What a search says of its hits: why they are some and in this order, what was meant, what is like
//! them.

use super::Page;
use super::page::keys;
use crate::harness::client::Client;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;
use shared::api::search::SearchAnswer;

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
fn on_a_phone_a_hit_says_why_where_it_stands() {
    let team = Team::new();
    for body in ["The zeppelin hangar needs a roof", "A zeppelin for rent"] {
        note(&team.admin, body);
    }
    let mut page = Page::phone(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin");
    page.wait(".hit");
    page.run("document.querySelector('.hit').focus();");
    page.press(&keys::TAB.to_string());
    assert!(page.focused().starts_with("Why “"), "{}", page.focused());
    page.press(&keys::ENTER.to_string());
    page.wait_text(".hit-parts .why-parts", "“zeppelin”");
    assert_eq!(page.path(), "/search?q=zeppelin");
    page.picture("search-why");
    assert_eq!(page.inaccessible("why on a phone"), Vec::<String>::new());
    page.press(&keys::ENTER.to_string());
    page.wait_gone(".hit-parts .why-parts");
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

#[test]
fn what_was_opened_is_lifted_and_says_so() {
    let team = Team::new();
    let made = |first_name: &str| {
        let body = json!({ "first_name": first_name, "last_name": "Zeppelin" });
        let made = team.member.post(paths::CONTACTS).json(&body).send();
        made.expect(201).json()["id"].as_str().unwrap().to_owned()
    };
    let (vera, mara) = (made("Vera"), made("Mara"));
    let first = |id: &str| format!(".hits > :first-child a[href*='{id}']");
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin");
    page.wait(&first(&mara));
    page.go(&format!("/contacts/{vera}"));
    // The app says so beside what it does; nobody waits for it but this test.
    wait::until("the visit to count", || {
        let path = format!("{}?q=zeppelin", paths::SEARCH);
        let found: SearchAnswer = team.admin.get(&path).send().expect(200).read();
        (found.hits[0].id.to_string() == vera).then_some(())
    });
    page.go("/search?q=zeppelin");
    page.wait(&first(&vera));
    page.click(".search-preview .why summary");
    page.wait_text(".search-preview .why-parts", "You opened it lately");
    page.picture("search-visited");
    // From there it is one step to where it can be forgotten; by keyboard, and asked for twice.
    page.click_named("Forget what I opened…");
    page.wait_path("/settings/profile");
    page.click_named("Forget what I opened");
    page.wait_text("dialog h2", "Forget what you opened?");
    page.picture("settings-forget");
    page.press(&keys::ESCAPE.to_string());
    page.wait_gone("dialog[open]");
    page.go("/search?q=zeppelin");
    page.wait(&first(&vera));
    page.go("/settings/profile");
    page.click_named("Forget what I opened");
    page.wait("dialog[open]");
    page.press(&format!("{}{}", keys::CONTROL, keys::ENTER));
    page.wait_gone("dialog[open]");
    page.go("/search?q=zeppelin");
    page.wait(&first(&mara));
    page.go("/");
    assert!(!page.text("main").contains("Where you were"));
    page.assert_quiet();
}
