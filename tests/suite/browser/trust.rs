//! What search owes whoever relies on it, as one sees it: what is private shows nowhere, what was saved
//! is found at once, also while the index is built anew, and its state can be looked at.

use super::Page;
use super::asked::{FIELD, ask, check, hits, made, note, tab};
use super::page::keys;
use crate::harness::team::{ADMIN, MEMBER, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;
use shared::api::search::{IndexState, SearchAnswer};

/// Everything that the page says, counts and tips included.
fn said(page: &Page) -> String {
    let text = page.run("return document.body.innerText + document.body.innerHTML;");
    text.as_str().unwrap().to_owned()
}

#[test]
fn what_is_private_shows_in_no_hit_count_or_suggestion_of_others() {
    let team = Team::new();
    note(&team.member, "The kingfisher sat on the fence");
    let private = json!({
        "body": "The quetzalcoatlus sat on the fence of the kingfisher", "visibility": "private",
    });
    made(&team.member, paths::NOTES, &private);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    check(&page, "fence", &["The kingfisher sat on the fence"]);
    assert_eq!(tab(&page, "Notes"), "Notes 1");
    for near in [
        "quetz",
        "quetzalcoatlis ",
        "quetzalcoatlus ",
        "tag:quetz",
        "\"sat on the fence of",
    ] {
        ask(&page, near);
        assert_eq!(hits(&page), Vec::<String>::new(), "{near}");
        let said = said(&page).replace("quetzalcoatlus ", "");
        assert!(!said.contains("quetzalcoatlus sat"), "{near}");
        assert_eq!(page.count(".search-note"), 0, "{near}: nothing is meant");
    }
    page.press(&format!("{}k", keys::CONTROL));
    page.type_into("dialog.palette input", "quetzalcoatl");
    page.settle();
    assert_eq!(page.count("dialog.palette mark"), 0);
    page.assert_quiet();
    drop(page);
    // Its author finds it by the same words.
    let page = Page::desktop(team.server.address());
    page.sign_in(MEMBER, PASSWORD);
    page.go("/search?q=quetz");
    page.wait_text(".hits mark", "quetzalcoatlus");
    page.assert_quiet();
}

#[test]
fn what_was_saved_is_found_while_the_index_is_built_anew() {
    let team = Team::new();
    for number in 0..200 {
        note(&team.member, &format!("pear number {number}"));
    }
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/settings/system");
    let facts = || page.texts(".facts dt");
    for fact in ["State", "Can be found", "Search index", "Last built"] {
        assert!(
            facts().iter().any(|other| other == fact),
            "{fact}: {:?}",
            facts()
        );
    }
    page.wait_text(".facts", "All well");
    page.click_named("Rebuild search index");
    page.wait_text(".toast", "built anew");
    page.go("/search");
    for number in 0..5 {
        let body = format!("zeppelin number {number}");
        note(&team.member, &body);
        check(&page, &format!("zeppelin \"number {number}\" "), &[&body]);
    }
    let state = || {
        let path = format!("{}?q=pear", paths::SEARCH);
        let answer: SearchAnswer = team.admin.get(&path).send().expect(200).read();
        (answer.state, answer.total)
    };
    wait::until("the new index", || {
        (state() == (IndexState::Current, 200)).then_some(())
    });
    page.go("/settings/system");
    page.wait_text(".facts", "205 records");
    page.picture("settings-index");
    page.assert_quiet();
    drop(page);
    drop(team.server);
    team.home.assert_clean();
}
