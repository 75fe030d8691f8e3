//! The author's way with a private note: made, changed, deleted, restored, undone, shared, private
//! again. At every step a colleague, even an admin, sees what there was before.

use super::views::{CANARIES, assert_none, assert_same, everything};
use crate::harness::client::{Answer, Client};
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;

/// A team with a contact that has one shared note.
struct World {
    team: Team,
    contact: String,
}

impl World {
    fn new() -> Self {
        let team = Team::new();
        let contact = id(team
            .admin
            .post(paths::CONTACTS)
            .json(&json!({ "last_name": "Ornis", "emails": [{ "address": "o@ornis.example" }] }))
            .send());
        let world = Self { team, contact };
        let shared = json!({ "body": "Likes the kingfisher.", "links": world.links() });
        id(world.team.admin.post(paths::NOTES).json(&shared).send());
        world
    }

    fn links(&self) -> Value {
        json!([{ "kind": "contact", "id": self.contact }])
    }

    fn private_note(&self) -> String {
        let body = format!("The {} sat on the fence.", CANARIES.join(" and the "));
        let note = json!({ "body": body, "links": self.links(), "visibility": "private" });
        id(self.team.member.post(paths::NOTES).json(&note).send())
    }

    /// What everybody but the author sees.
    fn others(&self) -> Vec<(String, String)> {
        let mut view = everything(&self.team.admin, &self.contact);
        view.extend(everything(&self.team.read_only, &self.contact));
        view
    }
}

fn id(answer: Answer) -> String {
    let answer = answer.expect(201);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn undo_path(answer: &Answer) -> String {
    paths::change_undo(answer.header("x-change-position").unwrap())
}

/// The author finds the note everywhere.
fn assert_author_sees(client: &Client, contact: &str, note: &str) {
    for path in [
        paths::NOTES.to_owned(),
        paths::note(note),
        paths::contact_timeline(contact),
        format!("{}?q={}", paths::NOTES, CANARIES[0]),
        format!("{}?q={}", paths::SEARCH, CANARIES[0]),
        format!("{}?q={}", paths::SEARCH, CANARIES[2]),
        format!("{}?q=kiwi", paths::SEARCH),
        format!("{}?q=quetzalc", paths::SEARCH),
    ] {
        let text = client.get(&path).send().expect(200).text();
        assert!(
            text.contains(note),
            "the author misses it in {path}: {text}"
        );
    }
    let found = client.get(&format!("{}?q=quetzalcoatlus", paths::SEARCH));
    let found = found.send().expect(200).json();
    assert_eq!(
        (&found["total"], &found["counts"]["note"]),
        (&json!(1), &json!(1))
    );
    let snippet = found["hits"][0]["snippet"].as_str().unwrap();
    assert!(snippet.contains("quetzalcoatlus"), "{snippet}");
}

#[test]
fn a_private_note_changes_nothing_for_anybody_else() {
    let world = World::new();
    let member = &world.team.member;
    let before = world.others();
    let note = world.private_note();
    let path = paths::note(&note);
    let check = |when: &str| {
        let after = world.others();
        assert_same(&before, &after, when);
        assert_none(&after, &CANARIES, when);
        assert_none(&after, &[&note], when);
    };
    assert_author_sees(member, &world.contact, &note);
    check("made");
    let longer = json!({ "body": format!("{} again and again", CANARIES[0]) });
    let changed = member
        .patch(&path)
        .if_match("*")
        .json(&longer)
        .send()
        .expect(200);
    check("changed");
    member.post(&undo_path(&changed)).send().expect(200);
    assert_author_sees(member, &world.contact, &note);
    check("change undone");
    let deleted = member.delete(&path).if_match("*").send().expect(204);
    let bin = member.get(paths::BIN).send().expect(200).text();
    assert!(bin.contains(&note) && bin.contains(CANARIES[0]), "{bin}");
    check("deleted");
    member.post(&undo_path(&deleted)).send().expect(200);
    check("deletion undone");
    let records = json!({ "records": [{ "kind": "note", "id": note }] });
    member
        .post(paths::BULK_DELETE)
        .json(&records)
        .send()
        .expect(200);
    check("deleted with others");
    member
        .post(paths::BIN_RESTORE)
        .json(&records)
        .send()
        .expect(200);
    assert_author_sees(member, &world.contact, &note);
    check("restored");
}

#[test]
fn what_is_hidden_stays_hidden_after_a_restart_and_a_reindex() {
    let world = World::new();
    let before = world.others();
    let note = world.private_note();
    let World { team, contact } = world;
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    let reindexed = home.rapport(&["reindex"]);
    assert!(reindexed.status.success());
    let server = home.serve();
    let team = Team {
        server,
        home,
        ..team
    };
    let world = World { team, contact };
    assert_same(&before, &world.others(), "after a reindex");
    assert_author_sees(&world.team.member, &world.contact, &note);
}

#[test]
fn nobody_else_can_reach_a_private_note_by_its_id() {
    let world = World::new();
    let note = world.private_note();
    let path = paths::note(&note);
    let records = json!({ "records": [{ "kind": "note", "id": note }] });
    for client in [&world.team.admin, &world.team.read_only] {
        let read = client.get(&path).send().expect(404).text();
        assert!(!read.contains("fence"));
    }
    let admin = &world.team.admin;
    let patch = json!({ "body": "mine now", "visibility": "shared" });
    for tag in ["*", "\"1\"", "\"7\""] {
        admin
            .patch(&path)
            .if_match(tag)
            .json(&patch)
            .send()
            .expect(404);
        admin.delete(&path).if_match(tag).send().expect(404);
    }
    let bulk = |path: &str| admin.post(path).json(&records).send().expect(200).json();
    assert_eq!(bulk(paths::BULK_DELETE)["records"], 0);
    let author = world.team.member.get(&path).send().expect(200).json();
    assert_eq!(
        (&author["revision"], author.get("deleted_at")),
        (&json!(1), None)
    );
    let deleted = world.team.member.delete(&path).if_match("*").send();
    deleted.expect(204);
    assert_eq!(bulk(paths::BIN_RESTORE)["records"], 0);
    admin.get(&path).send().expect(404);
}

#[test]
fn shared_it_is_seen_and_private_again_it_is_gone() {
    let world = World::new();
    let before = world.others();
    let note = world.private_note();
    let path = paths::note(&note);
    let turn = |visibility: &str| {
        let patch = json!({ "visibility": visibility });
        let request = world.team.member.patch(&path).if_match("*").json(&patch);
        request.send().expect(200)
    };
    turn("shared");
    for client in [&world.team.admin, &world.team.read_only] {
        assert_author_sees(client, &world.contact, &note);
    }
    turn("private");
    assert_same(&before, &world.others(), "private again");
    assert_author_sees(&world.team.member, &world.contact, &note);
}
