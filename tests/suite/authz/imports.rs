//! An import is no way around the rules: lines of our own export in the hands of a member make no
//! users, speak for nobody else and touch no note that the member cannot see.

use crate::harness::imports::{add_file, begin, import_files, skipped, undo, wait_for_end};
use crate::harness::team::{ADMIN, Team};
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

fn me(team: &Team) -> (String, String) {
    let of = |client: &crate::harness::client::Client| {
        let session = client.get(paths::AUTH_SESSION).send().expect(200).json();
        id(&session["user"]).to_owned()
    };
    (of(&team.admin), of(&team.member))
}

#[test]
fn a_member_cannot_bring_in_users() {
    let team = Team::new();
    let before = team.admin.get(paths::USERS).send().expect(200).text();
    let line = json!({
        "id": "01890000-0000-7000-8000-00000000aaaa", "name": "Eve", "email": "eve@rapport.test",
        "role": "admin", "disabled": false,
    });
    let bytes = line.to_string();
    let import = import_files(&team.member, &[("users.jsonl", bytes.as_bytes())]);
    assert_eq!(import["counts"]["skipped"], 1, "{import}");
    assert_eq!(skipped(&team.member, id(&import))[0]["code"], "forbidden");
    let after = team.admin.get(paths::USERS).send().expect(200).text();
    assert_eq!(before, after);
    // An admin brings them in, shut out until they are given a password.
    let import = import_files(&team.admin, &[("users.jsonl", bytes.as_bytes())]);
    assert_eq!(import["counts"]["created"], 1, "{import}");
    let users = team.admin.get(paths::USERS).send().expect(200).json();
    let users = users["items"].as_array().unwrap();
    let eve = users.iter().find(|user| user["name"] == "Eve").unwrap();
    assert_eq!(eve["disabled"], true);
}

#[test]
fn a_member_cannot_reach_a_private_note_through_an_import() {
    let team = Team::new();
    let (_, member) = me(&team);
    let note = json!({ "body": "a private canary", "visibility": "private" });
    let made = team.admin.post(paths::NOTES).json(&note).send().expect(201);
    let path = paths::note(id(&made.json()));
    let before = team.admin.get(&path).send().expect(200).text();
    let takeover = json!({
        "id": made.json()["id"], "body": "mine", "visibility": "shared", "author_id": member,
    });
    let link = json!({
        "body": "see there", "links": [{ "kind": "note", "id": made.json()["id"] }],
    });
    let bytes = format!("{takeover}\n{link}\n");
    let import = import_files(&team.member, &[("notes.jsonl", bytes.as_bytes())]);
    assert_eq!(import["counts"]["skipped"], 2, "{import}");
    let skips = skipped(&team.member, id(&import));
    assert_eq!(
        (&skips[0]["code"], &skips[1]["code"]),
        (&json!("taken"), &json!("no_target"))
    );
    assert_eq!(before, team.admin.get(&path).send().expect(200).text());
    team.member.get(&path).send().expect(404);
}

#[test]
fn a_member_cannot_speak_for_others_through_an_import() {
    let team = Team::new();
    let (admin, member) = me(&team);
    let shared = json!({ "body": "the admin's words" });
    let made = team
        .admin
        .post(paths::NOTES)
        .json(&shared)
        .send()
        .expect(201)
        .json();
    let forged = json!({ "body": "forged", "author_id": admin, "author_email": ADMIN });
    let hidden = json!({ "id": made["id"], "body": "hidden", "visibility": "private",
                         "author_id": member });
    let bytes = format!("{forged}\n{hidden}\n");
    let import = import_files(&team.member, &[("notes.jsonl", bytes.as_bytes())]);
    assert_eq!(import["counts"]["created"], 1, "{import}");
    let by = |body: &str| {
        // Lists follow an import within a second or so: it does not go through the tail.
        wait::until(body, || {
            let notes = team.admin.get(paths::NOTES).send().expect(200).json();
            let notes = notes["items"].as_array().unwrap();
            notes.iter().find(|note| note["body"] == body).cloned()
        })
    };
    assert_eq!(by("forged")["author_id"], member.as_str());
    // Members may change what a shared note says, never whose it is or who sees it.
    assert_eq!(by("hidden")["author_id"], admin.as_str());
    assert_eq!(by("hidden")["visibility"], "shared");
}

#[test]
fn files_that_come_too_late_leave_nothing_behind() {
    let team = Team::new();
    let id = begin(&team.member);
    let card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ton\r\nEND:VCARD\r\n";
    add_file(&team.member, &id, "a.vcf", card).expect(200);
    team.member
        .post(&paths::import_start(&id))
        .send()
        .expect(202);
    let import = wait_for_end(&team.member, &id);
    assert_eq!(
        (&import["state"], &import["counts"]["created"]),
        (&json!("done"), &json!(1))
    );
    add_file(&team.member, &id, "b.vcf", card).expect_problem(409, "import_state");
    let nobody = "01890000-0000-7000-8000-000000000000";
    add_file(&team.member, nobody, "b.vcf", card).expect_problem(404, "not_found");
    let uploads = team.home.data().join("uploads");
    // The import says that it is done before it tidies up.
    wait::until("the uploads to be gone", || {
        let left = fs::read_dir(&uploads).map_or(0, Iterator::count);
        (left == 0).then_some(())
    });
}

#[test]
fn an_import_is_started_and_taken_back_once() {
    let team = Team::new();
    let member = &team.member;
    let id = begin(member);
    let card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ton\r\nEND:VCARD\r\n";
    member.post(&paths::import_start(&id)).send().expect(422);
    add_file(member, &id, "../../a.vcf", card).expect(200);
    member.post(&paths::import_start(&id)).send().expect(202);
    let again = member.post(&paths::import_start(&id)).send();
    again.expect_problem(409, "import_state");
    let import = wait_for_end(member, &id);
    assert_eq!(import["sources"], json!(["a.vcf"]));
    member.post(&paths::import_cancel(&id)).send().expect(409);
    let contacts = member.get(paths::CONTACTS).send().expect(200).json();
    assert_eq!(contacts["total"], 1);
    member.post(&paths::import_undo(&id)).send().expect(202);
    assert_eq!(wait_for_end(member, &id)["state"], "undone");
    member.post(&paths::import_undo(&id)).send().expect(409);
    let contacts = member.get(paths::CONTACTS).send().expect(200).json();
    assert_eq!(contacts["total"], 0);
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    home.assert_clean();
}

#[test]
fn a_member_cannot_reach_the_searches_of_others_through_an_import() {
    let team = Team::new();
    let (admin, member) = me(&team);
    let search = json!({ "name": "a canary", "query": { "q": "canary" } });
    let made = team.admin.post(paths::SAVED_SEARCHES).json(&search).send();
    let made = made.expect(201).json();
    let before = team.admin.get(paths::SAVED_SEARCHES).send().expect(200);
    let line = |id: &str, owner: &str| {
        json!({ "id": id, "owner_id": owner, "name": "mine", "query": { "q": "x" } }).to_string()
    };
    let other = "01890000-0000-7000-8000-00000000bbbb";
    let lines = [line(other, &admin), line(id(&made), &member)].join("\n");
    let import = import_files(&team.member, &[("saved_searches.jsonl", lines.as_bytes())]);
    let codes: Vec<Value> = skipped(&team.member, id(&import))
        .iter()
        .map(|skip| skip["code"].clone())
        .collect();
    assert_eq!(codes, ["forbidden", "taken"]);
    let after = team.admin.get(paths::SAVED_SEARCHES).send().expect(200);
    assert_eq!(before.text(), after.text());
    let own = line(other, &member);
    let import = import_files(&team.member, &[("saved_searches.jsonl", own.as_bytes())]);
    assert_eq!(import["counts"]["created"], 1, "{import}");
    let kept = team.member.get(paths::SAVED_SEARCHES).send().expect(200);
    assert_eq!(kept.json()["items"][0]["name"], "mine");
    // It goes with its import.
    assert_eq!(undo(&team.member, id(&import))["state"], "undone");
    let kept = team.member.get(paths::SAVED_SEARCHES).send().expect(200);
    assert_eq!(kept.json()["total"], 0);
    drop(team.server);
    team.home.assert_clean();
}
