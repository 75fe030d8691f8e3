//! Lists: what they refuse, and that walking them by cursor and by offset gives each record once, in
//! one order, also after edits.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;
use std::collections::HashSet;

#[test]
fn lists_refuse_what_they_do_not_understand() {
    let team = Team::new();
    let get = |query: &str| team.member.get(&format!("{}?{query}", paths::CONTACTS));
    let big = usize::MAX;
    let mut rows = Vec::new();
    for query in [
        "limit=1&limit=2",
        "id=1&id=2",
        "colour=red",
        "limit=-1",
        "limit=many",
        "offset=-1",
        "offset=1e3",
        "cursor=zz",
        "cursor=%F0%9F%92%A9",
        "cursor=00&offset=1",
        "sort=colour",
        "sort=--last_name",
        "q=a&sort=colour",
        "q=a&cursor=zz",
    ] {
        rows.push(ask(query, get(query), 400).code("bad_request"));
    }
    for query in [
        "filter=lead",
        "filter=colour:red",
        "filter=stage:",
        "filter=stage:king",
    ] {
        rows.push(ask(query, get(query), 422).field("filter", "invalid"));
    }
    for query in [
        "limit=0".to_owned(),
        "limit=100000".to_owned(),
        format!("limit={big}"),
        format!("offset={big}"),
        format!("offset={big}&sort=-last_name"),
        format!("q=a&offset={big}"),
        format!("q=a&cursor={big}"),
        "sort=".to_owned(),
        "q=".to_owned(),
        "q=%00".to_owned(),
        "filter=".to_owned(),
        "cursor=ff".to_owned(),
        "cursor=00".to_owned(),
    ] {
        rows.push(ask(query.clone(), get(&query), 200).has("\"total\":0"));
    }
    run(&team, rows);
}

const CONTACTS: usize = 1_000;
const STAGES: [&str; 4] = ["lead", "customer", "regular", "lapsed"];

/// A thousand contacts with few different names, so that orders have ties.
fn thousand(team: &Team) {
    let lines: Vec<String> = (0..CONTACTS)
        .map(|n| {
            let names = [
                "Ábel",
                "abel",
                "Zoë",
                "zoe",
                "Østergård",
                "张伟",
                "",
                "Ruiz-Díaz",
            ];
            json!({
                "first_name": format!("F{n:04}"), "last_name": names[n * 7 % names.len()],
                "stage": STAGES[n % 4], "emails": [{ "address": format!("c{n}@many.example") }],
            })
            .to_string()
        })
        .collect();
    let bytes = lines.join("\n");
    let import = import_files(&team.member, &[("contacts.jsonl", bytes.as_bytes())]);
    assert_eq!(import["counts"]["created"], CONTACTS, "{import}");
    wait::until("the index", || {
        let found = team.member.get(&format!("{}?kind=contact", paths::SEARCH));
        let found = found.send().expect(200).json();
        (found["state"] == "current" && found["total"] == CONTACTS).then_some(())
    });
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// All ids of a list, page by page; each page says the same total.
fn walk(client: &Client, query: &str, by_cursor: bool) -> Vec<String> {
    let mut walked = Vec::new();
    let mut place = String::new();
    let mut total = None;
    loop {
        let path = format!("{}?limit=97{query}{place}", paths::CONTACTS);
        let page = client.get(&path).send().expect(200).json();
        let said = total.get_or_insert_with(|| page["total"].clone());
        assert_eq!(said, &page["total"], "{path}");
        walked.extend(ids(&page));
        let next = page["next_cursor"].as_str();
        let Some(next) = next else {
            assert_eq!(page["total"], walked.len(), "{path}");
            return walked;
        };
        place = if by_cursor {
            format!("&cursor={next}")
        } else {
            format!("&offset={}", walked.len())
        };
    }
}

/// Walks every order both ways; each record once, the same by cursor and by offset.
fn walk_all(client: &Client, count: usize) {
    for name in ["last_name", "updated_at", "created_at"] {
        let mut both = Vec::new();
        for sign in ["", "-"] {
            let query = format!("&sort={sign}{name}");
            let by_cursor = walk(client, &query, true);
            assert_eq!(by_cursor, walk(client, &query, false), "{query}");
            let distinct: HashSet<&String> = by_cursor.iter().collect();
            assert_eq!((distinct.len(), by_cursor.len()), (count, count), "{query}");
            both.push(by_cursor);
        }
        both[1].reverse();
        assert_eq!(both[0], both[1], "{name} is another order backwards");
    }
}

#[test]
fn lists_show_each_contact_once_by_cursor_and_by_offset() {
    let team = Team::new();
    thousand(&team);
    let member = &team.member;
    walk_all(member, CONTACTS);
    for (number, id) in walk(member, "", true).iter().enumerate().step_by(9) {
        let path = paths::contact(id);
        if number % 2 == 0 {
            member.delete(&path).if_match("*").send().expect(204);
        } else {
            let patch = json!({ "last_name": format!("Moved {number}"), "stage": null });
            member
                .patch(&path)
                .if_match("*")
                .json(&patch)
                .send()
                .expect(200);
        }
    }
    let left = CONTACTS - CONTACTS.div_ceil(18);
    walk_all(member, left);
    walk_found(member, left);
    let team = team.restart_after_kill();
    walk_all(&team.member, left);
    drop(team.server);
    team.home.assert_clean();
}

/// Lists by words and filters: they add up, and each page follows the one before.
fn walk_found(client: &Client, count: usize) {
    let mut seen = HashSet::new();
    for stage in STAGES.iter().chain(&["none"]) {
        let query = format!("&filter=stage:{stage}");
        let found = walk(client, &query, true);
        assert_eq!(found, walk(client, &query, false), "{query}");
        assert!(found.iter().all(|id| seen.insert(id.clone())), "{query}");
    }
    assert_eq!(seen.len(), count);
    assert_eq!(
        walk(client, "&filter=email:many.example", true).len(),
        count
    );
    let moved = walk(client, "&q=moved&sort=-last_name", true);
    assert_eq!(moved.len(), 56);
    assert_eq!(walk(client, "&q=moved&filter=stage:lead", true).len(), 0);
}

#[test]
fn a_list_that_changes_under_a_reader_loses_nobody_who_stays() {
    let team = Team::new();
    thousand(&team);
    let member = &team.member;
    let all = walk(member, "", true);
    let mut walked: Vec<String> = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("{}?limit=50{cursor}", paths::CONTACTS);
        let page = member.get(&path).send().expect(200).json();
        let shown = ids(&page);
        // The last one shown is deleted: its place in the order is gone, the next page is not.
        let last = paths::contact(shown.last().unwrap());
        member.delete(&last).if_match("*").send().expect(204);
        walked.extend(shown);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(walked, all);
}
