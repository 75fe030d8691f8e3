//! A query with fields as one types it: completed by keyboard, drawn as chips, corrected by a click,
//! kept in the address, and finding the right mails; on a phone and in every language.

use super::asked::{FIELD, hits, mails, wait_hits};
use super::page::keys;
use super::{Look, Page, Screen, Theme};
use crate::harness::team::{ADMIN, PASSWORD, Team};
use serde_json::json;
use shared::api::paths;
use shared::locale::Locale;

fn mail(number: u32, from: &str, subject: &str) -> String {
    format!(
        "From: {from}\r\nTo: team@house.example\r\nDate: Fri, {number} May 2024 10:00:00 +0000\r\n\
         Message-ID: <{number}@house.example>\r\nSubject: {subject}\r\n\r\nAbout pears.\r\n"
    )
}

fn team() -> Team {
    let team = Team::new();
    let written = [
        mail(1, "Ann Ton <ann@ton.example>", "Walnut offer"),
        mail(2, "Ann Ton <ann@ton.example>", "Oak offer"),
        mail(3, "Bob Lee <bob@lee.example>", "Walnut order"),
    ];
    mails(&team.member, &written);
    let contact = json!({
        "first_name": "Ann", "last_name": "Ton", "tags": ["key account"],
        "emails": [{ "address": "ann@ton.example" }],
    });
    team.member
        .post(paths::CONTACTS)
        .json(&contact)
        .send()
        .expect(201);
    team
}

fn value(page: &Page, css: &str) -> String {
    page.property(css, "value").as_str().unwrap().to_owned()
}

#[test]
fn a_query_with_fields_is_typed_completed_and_corrected() {
    let team = team();
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    // A field by Tab, a person by the arrows.
    page.type_into(FIELD, "fro");
    page.wait_text(".query-list", "from:");
    page.press(&keys::TAB.to_string());
    assert_eq!(value(&page, FIELD), "from:");
    page.type_into(FIELD, "an");
    page.wait_text(".query-list", "ann@ton.example");
    page.picture("query-completion");
    let mut found = page.inaccessible("query completion");
    page.press(&keys::DOWN.to_string());
    page.wait(".query-list .is-active");
    page.press(&keys::ENTER.to_string());
    assert_eq!(value(&page, FIELD), "from:ann@ton.example ");
    wait_hits(&page, &["Oak offer", "Walnut offer"]);
    assert_eq!(page.texts(".query-chip"), ["from:ann@ton.example"]);
    assert!(
        page.run("return location.search")
            .to_string()
            .contains("from")
    );
    page.type_into(FIELD, "walnut");
    wait_hits(&page, &["Walnut offer"]);
    page.picture("query-chips");
    page.reload();
    wait_hits(&page, &["Walnut offer"]);
    // What is wrong is said, and put right by a click.
    page.fill(FIELD, "ｆｒｏｍ：（ａｎｎ ＯＲ bob） | walnut");
    wait_hits(&page, &["Oak offer", "Walnut offer", "Walnut order"]);
    assert_eq!(page.texts(".query-chip"), ["ｆｒｏｍ：（ａｎｎ ＯＲ bob）"]);
    page.fill(FIELD, "walnut knd:mail ");
    page.wait_text(".query-note", "knd:mail");
    page.fill(FIELD, "offer kind:mial ");
    page.wait_text(".query-note", "mial");
    page.picture("query-problem");
    found.extend(page.inaccessible("query problem"));
    page.click(".query-fix");
    page.wait_gone(".query-note");
    assert_eq!(value(&page, FIELD), "offer kind:mail ");
    wait_hits(&page, &["Oak offer", "Walnut offer"]);
    // Esc closes the list and leaves the rest alone; what was typed can be taken back.
    page.type_into(FIELD, "tag:k");
    page.wait_text(".query-list", "key account");
    page.press(&keys::ESCAPE.to_string());
    page.wait_gone(".query-list");
    assert_eq!(value(&page, FIELD), "offer kind:mail tag:k");
    page.fill(FIELD, "amount>500 ");
    page.wait_text(".query-note", "amount>500");
    assert_eq!(hits(&page), Vec::<String>::new());
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.assert_quiet();
}

#[test]
fn the_empty_page_gives_a_taste_of_the_language() {
    let team = team();
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    page.wait_text(".empty", "has:attachment");
    assert_eq!(page.inaccessible("search start"), Vec::<String>::new());
    // What says nothing finds nothing: neither a sign that something begins with nor a picture.
    for sign in ["\"", "🔥", "-"] {
        page.fill(FIELD, "walnut ");
        wait_hits(&page, &["Walnut offer", "Walnut order"]);
        page.fill(FIELD, sign);
        page.wait_text(".empty", "has:attachment");
    }
    page.click_named("in:bin");
    page.wait_path("/search?q=in%3Abin");
    page.wait_text(".query-chip", "in:bin");
    assert_eq!(value(&page, FIELD), "in:bin");
    page.assert_quiet();
}

#[test]
fn the_palette_completes_as_well_and_speaks_the_readers_language() {
    let team = team();
    for (language, typed, field) in [("es", "par", "para:"), ("zh-CN", "发件", "发件人:")] {
        let locale = json!({ "locale": Locale::negotiate(language) });
        let profile = team.admin.patch(paths::AUTH_PROFILE).if_match("*");
        profile.json(&locale).send().expect(200);
        let mut page = Page::open(
            team.server.address(),
            Look {
                screen: Screen::Phone,
                theme: Theme::Dark,
                language,
            },
        );
        page.sign_in(ADMIN, PASSWORD);
        page.go("/search");
        page.type_into(FIELD, typed);
        page.wait_text(".query-list", field);
        page.press(&keys::TAB.to_string());
        page.type_into(FIELD, "an");
        page.wait_text(".query-list", "ann@ton.example");
        page.picture("query-completion");
        let found = page.inaccessible("query completion");
        assert!(found.is_empty(), "{}", found.join("\n"));
        page.assert_quiet();
    }
    let profile = team.admin.patch(paths::AUTH_PROFILE).if_match("*");
    profile.json(&json!({ "locale": "en" })).send().expect(200);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/");
    page.press("/");
    let palette = ".palette-field input";
    page.type_into(palette, "kind:mail from:bo");
    page.wait_text(".palette-list", "Walnut order");
    assert_eq!(page.texts(".palette .query-chip"), ["kind:mail", "from:bo"]);
    page.picture("query-palette");
    page.press(&keys::ENTER.to_string());
    page.wait_text("h1", "Walnut order");
    // The same in a list, whose page comes without the field's part.
    page.go("/contacts");
    page.click(".list-query input");
    page.wait(".list-query [role='combobox']:focus");
    page.type_into(".list-query input", "tag:k");
    page.wait_text(".query-list", "key account");
    page.press(&keys::TAB.to_string());
    assert_eq!(value(&page, ".list-query input"), "tag:\"key account\" ");
    page.wait_text(".vlist", "Ann Ton");
    page.picture("query-list");
    page.assert_quiet();
}
