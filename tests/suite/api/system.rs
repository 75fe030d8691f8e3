//! Health, search's own parameters, threads that are not there, and the description of the API,
//! which must name every route that there is.

use crate::harness::home::Home;
use crate::harness::scenario::{ask, run};
use crate::harness::team::{Team, set_up};
use crate::harness::wait;
use rapport::http::table::rows;
use serde_json::{Value, json};
use shared::api::paths;
use shared::api::search::QUERY_CHARS_MAX;

#[test]
fn health_is_for_everybody_and_says_no_more_than_it_should() {
    let team = Team::new();
    let answers = run(
        &team,
        vec![
            ask("guest", team.guest.get(paths::HEALTH), 200),
            ask("with a query", team.guest.get("/health?x=1"), 200),
            ask(
                "written to",
                team.guest.post(paths::HEALTH).json(&json!({})),
                405,
            ),
            ask(
                "member asks for the system",
                team.member.get(paths::SYSTEM),
                403,
            ),
            ask(
                "guest asks for the system",
                team.guest.get(paths::SYSTEM),
                401,
            ),
            ask(
                "admin asks for the system",
                team.admin.get(paths::SYSTEM),
                200,
            )
            .has("version"),
        ],
    );
    assert_eq!(answers[0].json(), json!({ "status": "ok" }));
}

#[test]
fn search_refuses_what_it_does_not_understand() {
    let team = Team::new();
    let get = |query: &str| team.member.get(&format!("{}?{query}", paths::SEARCH));
    let long = format!("q={}", "x".repeat(QUERY_CHARS_MAX + 1));
    let deep = format!("q={}", "(-\"a OR ".repeat(100));
    let empty = "\"hits\":[]";
    let mut rows = vec![
        ask(
            "guest",
            team.guest.get(&format!("{}?q=a", paths::SEARCH)),
            401,
        ),
        ask("too long", get(&long), 422).field("q", "too_long"),
        ask("wrong kind", get("q=a&kind=king"), 422).field("kind", "invalid"),
        ask("wrong owner", get("q=a&owner=king"), 422).field("owner", "invalid"),
        ask("deep", get(&deep), 200).has(empty),
        ask(
            "big offset",
            get(&format!("q=a&offset={}", usize::MAX)),
            200,
        )
        .has(empty),
        ask("big limit", get(&format!("q=a&limit={}", usize::MAX)), 200).has(empty),
        ask("kinds", get("q=a&kind=contact,company,note,message"), 200).has("\"total\":0"),
    ];
    for query in [
        "q=a&q=b",
        "q=a&x=1",
        "limit=-1",
        "after=yesterday",
        "sort=best",
        "contact=7",
        "company=7",
    ] {
        rows.push(ask(query, get(query), 400).code("bad_request"));
    }
    run(&team, rows);
}

#[test]
fn what_is_not_there_is_not_found() {
    let team = Team::new();
    let nobody = "01890000-0000-7000-8000-000000000000";
    let mut rows = Vec::new();
    for path in [
        paths::contact(nobody),
        paths::contact_timeline(nobody),
        paths::company(nobody),
        paths::company_contacts(nobody),
        paths::company_timeline(nobody),
        paths::note(nobody),
        paths::user(nobody),
        paths::thread(nobody),
        paths::message(nobody),
        paths::message_html(nobody),
        paths::message_raw(nobody),
        paths::attachment(nobody, 0),
        paths::attachment(nobody, "x"),
        paths::import(nobody),
        paths::import_skipped(nobody),
    ] {
        rows.push(ask(path.clone(), team.admin.get(&path), 404).code("not_found"));
    }
    run(&team, rows);
}

#[test]
fn the_description_names_every_route() {
    let team = Team::new();
    let document = team.read_only.get(paths::OPENAPI).send().expect(200).json();
    let mut described = 0;
    for row in rows() {
        let (path, method) = (row.facts.path, row.facts.method.as_str().to_lowercase());
        let operation = &document["paths"][path][&method];
        assert!(
            operation["responses"].is_object(),
            "{method} {path} is not described"
        );
        described += 1;
    }
    let methods = document["paths"].as_object().unwrap().values();
    let all: usize = methods
        .map(|path| {
            let names = path.as_object().unwrap().keys();
            names.filter(|name| name.as_str() != "parameters").count()
        })
        .sum();
    assert_eq!(all, described);
    team.guest.get(paths::OPENAPI).send().expect(401);
}

#[test]
fn a_rebuild_ends_with_a_newer_index_and_search_goes_on() {
    let home = Home::new();
    let server = home.serve();
    let admin = set_up(&server);
    let body = json!({ "body": "walnut before the rebuild", "links": [] });
    admin.post(paths::NOTES).json(&body).send().expect(201);
    let state = || admin.get(paths::SYSTEM).send().expect(200).json();
    let found = || {
        let path = format!("{}?q=walnut%20", paths::SEARCH);
        admin.get(&path).send().expect(200).json()["total"] == 1
    };
    assert!(found());
    let built_at = |state: &Value| state["index"]["built_at"].as_str().unwrap().to_owned();
    let before = built_at(&state());
    admin.post(paths::SYSTEM_REINDEX).send().expect(202);
    wait::until("the new index", || {
        assert!(found());
        let state = state();
        (built_at(&state) > before && state["index"]["state"] == "current").then_some(())
    });
    assert!(home.rapport(&["check", "--search"]).status.success());
}
