//! Lists that are filtered by a query: the words are marked in the rows, and what the server alone
//! knows to be wrong is said at the field. And what lies in the bin, where a search asks for it.

use super::Page;
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use serde_json::{Value, json};
use shared::api::paths;

fn create(client: &Client, path: &str, body: &Value) -> String {
    let made = client.post(path).json(body).send().expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_words_of_a_filter_are_marked_in_the_rows() {
    let team = Team::new();
    let ana = json!({
        "first_name": "Ana", "last_name": "Müller", "tags": ["b2b", "press", "airships"],
        "emails": [{ "address": "ana@old.example" }, { "address": "ana@zeppelin.example" }],
    });
    create(&team.admin, paths::CONTACTS, &ana);
    let firm = json!({ "name": "Zeppelin Works", "domains": ["zeppelin.example"] });
    create(&team.admin, paths::COMPANIES, &firm);
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/contacts?q=muller%20zepp");
    page.wait_text(".vlist .who mark", "Müller");
    // Of several addresses the one is shown that was asked for.
    page.wait_text(".vlist .cell-email mark", "zeppelin");
    page.picture("list-marks");
    page.go("/contacts?q=airships");
    page.wait_text(".vlist .cell-tags mark", "airships");
    assert_eq!(page.count(".vlist mark"), 1);
    assert_eq!(page.inaccessible("marks in a list"), Vec::<String>::new());
    page.go("/companies?q=zeppelin");
    page.wait_text(".vlist .who mark", "Zeppelin");
    page.go("/contacts");
    page.wait_text(".vlist", "Ana Müller");
    assert_eq!(page.count(".vlist mark"), 0);
    page.assert_quiet();
}

#[test]
fn what_only_the_server_knows_to_be_wrong_is_said_at_the_field_of_a_list() {
    let team = Team::new();
    create(
        &team.admin,
        paths::CONTACTS,
        &json!({ "first_name": "Ana" }),
    );
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/contacts");
    page.click(".list-query input");
    page.wait(".list-query [role='combobox']:focus");
    page.type_into(".list-query input", "ana owner:nobodyhere ");
    page.wait_text(".query-note", "No user is called “nobodyhere”.");
    page.wait(".list-query .query-wrong");
    page.picture("list-problem");
    assert_eq!(page.inaccessible("problem in a list"), Vec::<String>::new());
    page.assert_quiet();
}

#[test]
fn what_lies_in_the_bin_says_so_and_can_be_read() {
    let team = Team::new();
    let ana = json!({ "first_name": "Ana", "last_name": "Zeppelin" });
    let ana = create(&team.admin, paths::CONTACTS, &ana);
    let mail = b"From: Bob <bob@lee.example>\r\nTo: team@house.example\r\n\
        Date: Fri, 3 May 2024 10:00:00 +0000\r\nMessage-ID: <1@house.example>\r\n\
        Subject: Flight plan\r\n\r\nThe zeppelin leaves at noon.\r\n";
    import_files(&team.admin, &[("1.eml", mail)]);
    let thread = team.admin.get(paths::THREADS).send().expect(200).json();
    let mail = thread["items"][0]["last"]["id"].as_str().unwrap();
    for path in [paths::contact(&ana), paths::message(mail)] {
        team.admin.delete(&path).if_match("*").send().expect(204);
    }
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelin%20in:bin");
    page.wait_text(".hits", "Flight plan");
    assert_eq!(page.texts(".hit-more"), ["In the bin", "In the bin"]);
    page.picture("search-bin");
    assert_eq!(page.inaccessible("hits in the bin"), Vec::<String>::new());
    page.click(".hit[href^='/contacts/']");
    page.wait_path("/contacts/");
    page.wait_text(".page-banner", "bin");
    page.back();
    page.run("[...document.querySelectorAll('.hit')].at(-1).click();");
    page.wait_path("/search?q=zeppelin%20in%3Abin&message=");
    page.wait_text(".search-preview", "leaves at noon");
    page.wait_text(".preview-bin", "Open the bin");
    page.reload();
    page.wait_text(".search-preview", "leaves at noon");
    page.assert_quiet();
}
