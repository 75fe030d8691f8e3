//! Live events: private notes make none for others; a note that becomes private is told as gone,
//! because colleagues have it on their screens.

use crate::harness::client::Client;
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;
use std::io::{BufRead, BufReader};
use std::sync::{Arc, Mutex};
use std::thread;

/// What one listener has heard so far.
struct Ears(Arc<Mutex<Vec<Value>>>);

impl Ears {
    /// Listens until the server ends.
    fn open(client: &Client) -> Self {
        let stream = client.get(paths::EVENTS).open();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = heard.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                let Ok(line) = line else { return };
                if let Some(event) = line.strip_prefix("data: ") {
                    let event = serde_json::from_str(event).unwrap();
                    kept.lock().unwrap().push(event);
                }
            }
        });
        Self(heard)
    }

    /// Everything heard up to the news of a contact, without that; forgets it.
    fn until(&self, contact: &str) -> Vec<Value> {
        wait::until("the news of a contact", || {
            let mut heard = self.0.lock().unwrap();
            let at = heard.iter().position(|event| event["id"] == contact)?;
            let mut before: Vec<Value> = heard.drain(..=at).collect();
            before.pop();
            Some(before)
        })
    }
}

struct World {
    team: Team,
    author: Ears,
    admin: Ears,
    read_only: Ears,
}

impl World {
    fn new() -> Self {
        let team = Team::new();
        Self {
            author: Ears::open(&team.member),
            admin: Ears::open(&team.admin),
            read_only: Ears::open(&team.read_only),
            team,
        }
    }

    /// What the author, and what the others heard since the last time.
    fn news(&self) -> (Vec<Value>, Vec<Value>) {
        let contact = json!({ "last_name": "Marker" });
        let made = self.team.admin.post(paths::CONTACTS).json(&contact).send();
        let id = made.expect(201).json()["id"].as_str().unwrap().to_owned();
        let others = self.admin.until(&id);
        assert_eq!(others, self.read_only.until(&id));
        (self.author.until(&id), others)
    }

    fn note(&self, visibility: &str) -> String {
        let note = json!({ "body": "a canary", "visibility": visibility });
        let made = self.team.member.post(paths::NOTES).json(&note).send();
        made.expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    fn turn(&self, note: &str, visibility: &str) {
        let patch = json!({ "visibility": visibility });
        let request = self.team.member.patch(&paths::note(note)).if_match("*");
        request.json(&patch).send().expect(200);
    }
}

fn actions(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["action"].as_str().unwrap_or("?"))
        .collect()
}

#[test]
fn private_notes_make_no_event_for_others() {
    let world = World::new();
    let member = &world.team.member;
    let note = world.note("private");
    let path = paths::note(&note);
    let body = json!({ "body": "another canary" });
    member
        .patch(&path)
        .if_match("*")
        .json(&body)
        .send()
        .expect(200);
    member.delete(&path).if_match("*").send().expect(204);
    let records = json!({ "records": [{ "kind": "note", "id": note }] });
    member
        .post(paths::BIN_RESTORE)
        .json(&records)
        .send()
        .expect(200);
    let (author, others) = world.news();
    assert_eq!(
        actions(&author),
        ["created", "updated", "deleted", "restored"]
    );
    assert!(author.iter().all(|event| event["id"] == note.as_str()));
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn many_private_notes_at_once_make_no_event_for_others() {
    let world = World::new();
    let records: Vec<Value> = (0..30)
        .map(|_| json!({ "kind": "note", "id": world.note("private") }))
        .collect();
    let records = json!({ "records": records });
    let deleted = world.team.member.post(paths::BULK_DELETE).json(&records);
    assert_eq!(deleted.send().expect(200).json()["records"], 30);
    let (author, others) = world.news();
    assert_eq!(author.len(), 31, "{author:?}");
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn a_note_that_becomes_private_is_gone_for_others() {
    let world = World::new();
    let note = world.note("shared");
    let (_, others) = world.news();
    assert_eq!(actions(&others), ["created"]);
    world.turn(&note, "private");
    let (author, others) = world.news();
    assert_eq!(actions(&author), ["updated"]);
    assert_eq!(actions(&others), ["deleted"]);
    world.turn(&note, "shared");
    let (_, others) = world.news();
    assert_eq!(actions(&others), ["updated"]);
    assert_eq!(others[0]["id"], note.as_str());
}

#[test]
fn events_name_records_and_carry_no_content() {
    let world = World::new();
    world.note("shared");
    let (author, others) = world.news();
    for event in author.iter().chain(&others) {
        assert!(!event.to_string().contains("canary"), "{event}");
    }
}
