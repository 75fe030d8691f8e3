//! Bulk deletes, the bin and undo: one change is taken back whole, or the caller is told why not.

use crate::harness::client::Answer;
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::bin::BULK_MAX;
use shared::api::paths;

fn make(team: &Team, name: &str) -> (String, String) {
    let body = json!({ "last_name": name });
    let made = team
        .member
        .post(paths::CONTACTS)
        .json(&body)
        .send()
        .expect(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    (id, made.header("x-change-position").unwrap().to_owned())
}

fn records(ids: &[String]) -> Value {
    let records: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "kind": "contact", "id": id }))
        .collect();
    json!({ "records": records })
}

#[test]
fn many_are_deleted_in_one_change_and_come_back_in_one() {
    let team = Team::new();
    let member = &team.member;
    let ids: Vec<String> = (0..150)
        .map(|n| make(&team, &format!("Bulk {n}")).0)
        .collect();
    let body = records(&ids);
    let none = records(&[]);
    let nobody = records(&["01890000-0000-7000-8000-000000000000".to_owned()]);
    let many = records(&vec![ids[0].clone(); BULK_MAX + 1]);
    let delete = |body: &Value| member.post(paths::BULK_DELETE).json(body);
    let answers = run(
        &team,
        vec![
            ask(
                "guest",
                team.guest.post(paths::BULK_DELETE).json(&body),
                401,
            ),
            ask(
                "reader",
                team.read_only.post(paths::BULK_DELETE).json(&body),
                403,
            ),
            ask("too many", delete(&many), 422).field("records", "too_many"),
            ask("none", delete(&none), 200).has("\"records\":0"),
            ask("nobody", delete(&nobody), 200).has("\"records\":0"),
            ask(
                "wrong kind",
                delete(&json!({ "records": [{ "kind": "user", "id": ids[0] }] })),
                422,
            )
            .field("records.0.kind", "invalid"),
            ask(
                "unknown field",
                delete(&json!({ "records": [], "force": true })),
                422,
            )
            .field("force", "unknown"),
            ask("all", delete(&body), 200)
                .has("\"records\":150")
                .writes(1),
            ask("all again", delete(&body), 200).has("\"records\":0"),
            ask("empty", member.get(paths::CONTACTS), 200).has("\"total\":0"),
            ask("full bin", member.get(paths::BIN), 200).has("\"total\":150"),
        ],
    );
    all_come_back(&team, &answers[7]);
    one_named_twice_goes_once(&team, &ids[0]);
    walk_the_bin(&team);
}

fn one_named_twice_goes_once(team: &Team, id: &str) {
    let body = records(&[id.to_owned(), id.to_owned()]);
    let request = team.member.post(paths::BULK_DELETE).json(&body);
    assert_eq!(request.send().expect(200).json()["records"], 1);
}

fn all_come_back(team: &Team, deleted: &Answer) {
    let member = &team.member;
    let position = deleted.json()["position"].as_str().unwrap().to_owned();
    assert_eq!(deleted.header("x-change-position"), Some(position.as_str()));
    let undo = paths::change_undo(position);
    run(
        team,
        vec![
            ask("guest undoes", team.guest.post(&undo), 401),
            ask("reader undoes", team.read_only.post(&undo), 403),
            ask("all back", member.post(&undo), 200)
                .has("\"records\":150")
                .writes(1),
            ask("not twice", member.post(&undo), 409).code("undo_conflict"),
            ask("empty bin", member.get(paths::BIN), 200).has("\"total\":0"),
            ask("full list", member.get(paths::CONTACTS), 200).has("\"total\":150"),
        ],
    );
    // So many at once do not go through the tail: search says that it is behind, then has them.
    let found = wait::until("the index", || {
        let found = member.get("/api/v1/search?q=bulk&limit=1");
        let found = found.send().expect(200).json();
        (found["state"] == "current").then_some(found)
    });
    assert_eq!(found["total"], 150, "{found}");
}

/// The bin by pages: each once, the last deleted first.
fn walk_the_bin(team: &Team) {
    for n in 0..9 {
        let (id, _) = make(team, &format!("Later {n}"));
        let path = paths::contact(id);
        team.member.delete(&path).if_match("*").send().expect(204);
    }
    let mut titles = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("{}?limit=4{cursor}", paths::BIN);
        let page = team.member.get(&path).send().expect(200).json();
        assert_eq!(page["total"], 10);
        let items = page["items"].as_array().unwrap();
        titles.extend(
            items
                .iter()
                .map(|item| item["title"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut expected: Vec<String> = (0..9).rev().map(|n| format!("Later {n}")).collect();
    expected.push("Bulk 0".to_owned());
    assert_eq!(titles, expected);
}

#[test]
fn one_change_is_taken_back_unless_others_build_on_it() {
    let team = Team::new();
    let member = &team.member;
    let (id, made) = make(&team, "Before");
    let path = paths::contact(&id);
    let rename = |name: &str| {
        let request = member.patch(&path).if_match("*");
        let answer = request
            .json(&json!({ "last_name": name }))
            .send()
            .expect(200);
        answer.header("x-change-position").unwrap().to_owned()
    };
    let (first, second) = (rename("First"), rename("Second"));
    let undo = |position: &str| member.post(&paths::change_undo(position));
    run(
        &team,
        vec![
            ask("built upon", undo(&first), 409).code("undo_conflict"),
            ask("its making too", undo(&made), 409).code("undo_conflict"),
            ask("the last", undo(&second), 200)
                .has("\"records\":1")
                .writes(1),
            ask("is back", member.get(&path), 200)
                .has("First")
                .has("\"revision\":4"),
            ask("not twice", undo(&second), 409),
            ask("no such", undo("00000000000000000000000000ffffff"), 404),
            ask("zero", undo("0"), 404),
            ask("nonsense", undo("many"), 404),
            ask(
                "past the end",
                undo("ffffffffffffffffffffffffffffffff"),
                404,
            ),
            ask("too long", undo("ffffffffffffffffffffffffffffffffff"), 404),
            // What is no record of people (a user, a session) is taken back by nobody.
            ask("the first user", undo("1"), 404),
        ],
    );
}

#[test]
fn an_undo_can_be_undone() {
    let team = Team::new();
    let (id, made) = make(&team, "Here");
    let path = paths::contact(&id);
    let undo = |position: &str| {
        let answer = team
            .member
            .post(&paths::change_undo(position))
            .send()
            .expect(200);
        answer.header("x-change-position").unwrap().to_owned()
    };
    let gone = undo(&made);
    let seen = team.member.get(&path).send().expect(200).json();
    assert!(seen["deleted_at"].is_string(), "{seen}");
    undo(&gone);
    let seen = team.member.get(&path).send().expect(200).json();
    assert_eq!(seen.get("deleted_at"), None);
}
