//! Contacts: who may write them, and the way of one contact from its making to the bin and back.

use crate::harness::client::Client;
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;

#[test]
fn only_members_and_admins_write_contacts() {
    let team = Team::new();
    let body = json!({ "last_name": "Curie" });
    let create = |client: &Client| {
        let answer = client.post(paths::CONTACTS).json(&body).send().expect(201);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let path = paths::contact(create(&team.member));
    let patch = json!({ "title": "Professor" });
    let guest = &team.guest;
    let reader = &team.read_only;
    run(
        &team,
        vec![
            ask("guest lists", guest.get(paths::CONTACTS), 401).code("sign_in_required"),
            ask("guest reads", guest.get(&path), 401).lacks("Curie"),
            ask("guest makes", guest.post(paths::CONTACTS).json(&body), 401),
            ask(
                "guest changes",
                guest.patch(&path).if_match("*").json(&patch),
                401,
            ),
            ask("guest deletes", guest.delete(&path).if_match("*"), 401),
            ask("reader lists", reader.get(paths::CONTACTS), 200).has("Curie"),
            ask("reader reads", reader.get(&path), 200).has("Curie"),
            ask(
                "reader makes",
                reader.post(paths::CONTACTS).json(&body),
                403,
            )
            .code("forbidden"),
            ask(
                "reader changes",
                reader.patch(&path).if_match("*").json(&patch),
                403,
            ),
            ask("reader deletes", reader.delete(&path).if_match("*"), 403),
            ask("all is as it was", team.member.get(&path), 200).has("\"revision\":1"),
            ask(
                "member changes",
                team.member.patch(&path).if_match("*").json(&patch),
                200,
            )
            .has("Professor")
            .writes(1),
            ask("admin deletes", team.admin.delete(&path).if_match("*"), 204).writes(1),
        ],
    );
}

#[test]
fn a_new_contact_is_answered_as_it_is_stored() {
    let team = Team::new();
    let member = &team.member;
    let body = json!({
        "first_name": " Emmy ", "last_name": "Noether", "title": "Professor",
        "emails": [{ "address": "Emmy@Example.ORG" }, { "address": "e@home.example", "kind": "home" }],
        "phones": [{ "number": "+49 9131 85-0" }], "tags": ["math", "math", " algebra "],
        "stage": "lead",
    });
    let made = member.post(paths::CONTACTS).json(&body).send().expect(201);
    let contact = made.json();
    let id = contact["id"].as_str().unwrap();
    let path = paths::contact(id);
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!(made.header("etag"), Some("\"1\""));
    assert!(made.header("x-change-position").is_some());
    assert_eq!(contact["first_name"], "Emmy");
    assert_eq!(contact["emails"][0]["address"], "emmy@example.org");
    assert_eq!(contact["tags"], json!(["math", "algebra"]));
    let read = member.get(&path).send().expect(200);
    assert_eq!(
        (read.json(), read.header("etag")),
        (contact.clone(), Some("\"1\""))
    );
}

#[test]
fn a_contact_from_its_making_to_the_bin_and_back() {
    let team = Team::new();
    let member = &team.member;
    let body = json!({
        "last_name": "Noether", "stage": "lead", "emails": [{ "address": "emmy@example.org" }, { "address": "e@home.example" }],
    });
    let made = member.post(paths::CONTACTS).json(&body).send().expect(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let id = id.as_str();
    let path = paths::contact(id);
    let patch = |body: &Value| member.patch(&path).if_match("*").json(body);
    let again = json!({ "id": id, "last_name": "Twin" });
    let taken = json!({ "last_name": "Twin", "emails": [{ "address": "EMMY@example.org" }] });
    run(
        &team,
        vec![
            ask("stage off", patch(&json!({ "stage": null })), 200)
                .has("\"stage\":null")
                .writes(1),
            ask("nothing new", patch(&json!({ "stage": null })), 200).has("\"revision\":2"),
            ask("empty change", patch(&json!({})), 200).has("\"revision\":2"),
            ask("same id", member.post(paths::CONTACTS).json(&again), 409).code("id_taken"),
            ask(
                "same address",
                member.post(paths::CONTACTS).json(&taken),
                409,
            )
            .code("email_taken")
            .has(id),
            ask(
                "own address again",
                patch(&json!({ "emails": [{ "address": "emmy@EXAMPLE.org" }] })),
                200,
            )
            .writes(1),
        ],
    );
    through_the_bin(&team, id);
}

fn through_the_bin(team: &Team, id: &str) {
    let member = &team.member;
    let path = paths::contact(id);
    let title = json!({ "title": "x" });
    let change = member.patch(&path).if_match("*").json(&title);
    let again = json!({ "id": id, "last_name": "Twin" });
    let records = json!({ "records": [{ "kind": "contact", "id": id }] });
    run(
        team,
        vec![
            ask("deleted", member.delete(&path).if_match("\"3\""), 204).writes(1),
            ask("deleted twice", member.delete(&path).if_match("*"), 404),
            ask("changed in the bin", change, 404),
            ask("read in the bin", member.get(&path), 200).has("deleted_at"),
            ask("not in the list", member.get(paths::CONTACTS), 200)
                .lacks(id)
                .has("\"total\":0"),
            ask("not found", member.get("/api/v1/search?q=noether"), 200).lacks(id),
            ask("in the bin", member.get(paths::BIN), 200).has(id),
            ask(
                "its id stays taken",
                member.post(paths::CONTACTS).json(&again),
                409,
            ),
            ask("back", member.post(paths::BIN_RESTORE).json(&records), 200)
                .has("\"records\":1")
                .writes(1),
            ask(
                "back twice",
                member.post(paths::BIN_RESTORE).json(&records),
                200,
            )
            .has("\"records\":0"),
            ask("found again", member.get("/api/v1/search?q=noether"), 200).has(id),
            ask("in the list again", member.get(paths::CONTACTS), 200).has(id),
        ],
    );
}

#[test]
fn an_address_is_free_while_its_contact_lies_in_the_bin() {
    let team = Team::new();
    let member = &team.member;
    let with =
        |name: &str| json!({ "last_name": name, "emails": [{ "address": "one@example.org" }] });
    let first = member
        .post(paths::CONTACTS)
        .json(&with("First"))
        .send()
        .expect(201);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let path = paths::contact(&id);
    let restore = json!({ "records": [{ "kind": "contact", "id": id }] });
    let deleted = member.delete(&path).if_match("*").send().expect(204);
    let undo = paths::change_undo(deleted.header("x-change-position").unwrap());
    run(
        &team,
        vec![
            ask(
                "second",
                member.post(paths::CONTACTS).json(&with("Second")),
                201,
            )
            .writes(1),
            ask(
                "restore",
                member.post(paths::BIN_RESTORE).json(&restore),
                409,
            )
            .code("email_taken"),
            ask("undo", member.post(&undo), 409).code("email_taken"),
            ask("still in the bin", member.get(paths::BIN), 200).has(&id),
        ],
    );
}
