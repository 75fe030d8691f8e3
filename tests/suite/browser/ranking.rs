//! What a search says of its hits: why they are some and in this order, what was meant, what is like
//! them.

use super::Page;
use super::asked::{ask, made, mails, note, ranked, tab};
use super::page::keys;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;
use shared::api::search::SearchAnswer;

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
    let person = |first_name: &str| {
        let body = json!({ "first_name": first_name, "last_name": "Zeppelin" });
        made(&team.member, paths::CONTACTS, &body)
    };
    let (vera, mara) = (person("Vera"), person("Mara"));
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

#[test]
fn people_and_companies_come_first_when_they_are_asked_for() {
    let team = Team::new();
    let firm = json!({ "name": "Zeppelin Works", "domains": ["zeppelin.example"] });
    made(&team.member, paths::COMPANIES, &firm);
    let vera = json!({
        "first_name": "Vera", "last_name": "Moss",
        "emails": [{ "address": "vera@zeppelin.example" }],
        "phones": [{ "number": "+34 912 345 678" }],
    });
    made(&team.member, paths::CONTACTS, &vera);
    for number in 0..5 {
        note(
            &team.member,
            &format!(
                "Vera Moss, Vera Moss of Zeppelin Works, 912 345 678, vera@zeppelin.example: {number}"
            ),
        );
    }
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    for (query, first) in [
        ("vera moss ", "Vera Moss"),
        ("moss ver", "Vera Moss"),
        ("+34912345678 ", "Vera Moss"),
        ("912 345 678 ", "Vera Moss"),
        ("vera@zeppelin.example ", "Vera Moss"),
        ("zeppelin works ", "Zeppelin Works"),
    ] {
        ask(&page, query);
        page.wait_text("#search-results .hit-line strong", first);
        assert_eq!(ranked(&page)[0], first, "{query}");
        assert!(ranked(&page).len() > 5, "{query}: notes are behind");
    }
    page.picture("search-people-first");
    page.assert_quiet();
}

#[test]
fn a_conversation_is_one_hit_with_its_best_sentence() {
    let team = Team::new();
    let mail = |number: u32, body: &str| {
        let reply = match number {
            1 => String::new(),
            _ => "In-Reply-To: <1@shop.test>\r\n".to_owned(),
        };
        format!(
            "From: x@shop.test\r\nTo: team@rapport.test\r\nSubject: crates\r\n\
             Date: Mon, {number} Jun 2026 10:00:00 +0000\r\nMessage-ID: <{number}@shop.test>\r\n\
             {reply}\r\n{body}\r\n"
        )
    };
    let written = [
        mail(
            1,
            "Nothing to see here. We will send word of the zeppelin soon.",
        ),
        mail(
            2,
            "Good morning. The zeppelin hangar needs a roof. Goodbye.",
        ),
        mail(
            3,
            "Thank you all.\r\n\r\n> The zeppelin hangar needs a roof.",
        ),
    ];
    mails(&team.member, &written);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    ask(&page, "zeppelin hangar ");
    page.wait_text(".hit-snippet", "The zeppelin hangar needs a roof.");
    assert_eq!(ranked(&page), ["crates"]);
    page.wait_text(".hit-more", "1 more");
    // Counts stay those of single mails.
    assert_eq!(tab(&page, "Mail"), "Mail 2");
    page.picture("search-conversation");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".mail-text mark", "zeppelin");
    page.assert_quiet();
}
