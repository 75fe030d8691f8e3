//! `search` on the command line: the query language, for people and as JSON, alone on the data and
//! beside a server. Fields in lists say what is wrong as search does.

use super::{code, err, out};
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::{client::Client, home::Home};
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;

const CARDS: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ton\r\nEMAIL:ann@ton.example\r\n\
                     CATEGORIES:vip\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Ton\r\n\
                     EMAIL:bob@other.example\r\nEND:VCARD\r\n";
const MAIL: &str = "From: Ann Ton <ann@ton.example>\r\nTo: bob@other.example\r\n\
                    Date: Fri, 3 May 2024 10:00:00 +0000\r\nMessage-ID: <1@ton.example>\r\n\
                    Subject: Walnut offer\r\n\r\nThe walnut table is ready.\r\n";

fn home() -> Home {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    for (name, text) in [("cards.vcf", CARDS), ("mail.eml", MAIL)] {
        let path = home.path(name);
        fs::write(&path, text).unwrap();
        home.rapport_json(&["import", "--json", path.to_str().unwrap()]);
    }
    home
}

#[track_caller]
fn check(home: &Home, query: &str, expected: u64) {
    let found = home.rapport_json(&["search", "--json", "--", query]);
    assert_eq!(found["total"], expected, "{query}: {found}");
    let shown = home.rapport(&["search", "--", query]);
    assert_eq!(code(&shown), 0, "{query}: {}", err(&shown));
    let last = format!("{expected} found");
    assert_eq!(out(&shown).lines().last(), Some(last.as_str()), "{query}");
    assert!(!out(&shown).contains('\u{1b}'), "{query}: {}", out(&shown));
}

fn check_all(home: &Home) {
    for (query, expected) in [
        ("from:ann", 1),
        ("from:ann kind:contact", 0),
        ("de:ann después:2024-05-01", 1),
        ("before:2024-05-01 kind:mail", 0),
        ("tag:vip", 1),
        ("-tag:vip kind:contact", 1),
        ("walnut OR bob kind:mail,contact", 2),
        ("owner:ada ton", 2),
        ("form:ann", 0),
    ] {
        check(home, query, expected);
    }
    let problem = home.rapport_json(&["search", "--json", "walnut stage:king "]);
    assert_eq!(problem["problems"][0]["code"], "wrong_value");
    let shown = home.rapport(&["search", "amount>5000"]);
    let lines = out(&shown);
    assert!(
        lines.starts_with("amount>5000\n      ^^^^^ no record has this yet"),
        "{lines}"
    );
    let none = home.rapport(&["search", "--exit-code", "nowhere"]);
    assert_eq!((code(&none), out(&none).as_str()), (1, "0 found\n"));
    assert_eq!(code(&home.rapport(&["search", "--exit-code", "walnut"])), 0);
}

#[test]
fn the_query_language_works_alone_and_beside_a_server() {
    let home = home();
    check_all(&home);
    let help = home.rapport(&["search", "--help"]);
    assert!(
        out(&help).contains("from:ana has:attachment last:30d"),
        "{}",
        out(&help)
    );
    let server = home.serve();
    let client = Client::signed_in(server.address(), ADMIN, PASSWORD);
    client.get(paths::CONTACTS).send().expect(200);
    check_all(&home);
    assert!(server.stop().success());
    home.assert_clean();
}

#[test]
fn lists_take_the_same_language_and_say_what_is_wrong() {
    let team = Team::new();
    for (name, tag) in [("Ann", "vip"), ("Bob", "press")] {
        let body = json!({ "first_name": name, "last_name": "Ton", "tags": [tag] });
        team.member
            .post(paths::CONTACTS)
            .json(&body)
            .send()
            .expect(201);
    }
    let list = |query: &str| -> Value {
        let path = format!("{}?{query}", paths::CONTACTS);
        team.read_only.get(&path).send().expect(200).json()
    };
    for (query, total, problem) in [
        ("q=tag:vip", 1, None),
        ("q=ton+-tag:vip+", 1, None),
        ("q=tag:vip+OR+bob+", 2, None),
        ("q=owner:mia+", 2, None),
        ("q=owner:nobody+", 0, Some("no_such_user")),
        ("q=form:ann+", 0, Some("unknown_field")),
        ("q=ton+from:+", 2, Some("missing_value")),
        ("q=ton+amount%3E5+", 0, Some("not_yet")),
        ("q=in:bin+", 0, None),
        ("filter=tag:vip,press+-tag:press", 1, None),
    ] {
        let page = list(query);
        assert_eq!(page["total"], total, "{query}: {page}");
        assert_eq!(
            page["problems"][0]["code"].as_str(),
            problem,
            "{query}: {page}"
        );
    }
    for filter in ["ann", "colour:red", "stage:king", "tag:", "amount%3E5"] {
        let path = format!("{}?filter={filter}", paths::CONTACTS);
        team.read_only.get(&path).send().expect(422);
    }
    let wrong = format!("{}?q=x&tz=9999", paths::SEARCH);
    team.read_only.get(&wrong).send().expect(422);
}
