//! Which of two hits that have the same words is first, through the API: words close together, the
//! newer mail, one's own note, what one opened, until one forgets it. What is first was made first: among equals it is last.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::{MEMBER, PASSWORD, Team};
use serde_json::{Value, json};
use shared::api::paths;
use shared::time::Date;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: u64 = 86_400;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn made(client: &Client, path: &str, body: &Value) -> String {
    let made = client.post(path).json(body).send().expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn note(client: &Client, body: &str) -> String {
    made(client, paths::NOTES, &json!({ "body": body }))
}

fn person(team: &Team) -> String {
    let body = json!({ "first_name": "Vera", "last_name": "Zeppelin" });
    made(&team.admin, paths::CONTACTS, &body)
}

/// The ids of hits, best first.
fn found(client: &Client, q: &str) -> Vec<String> {
    let answer = client.get(&format!("{}?q={q}", paths::SEARCH)).send();
    let answer = answer.expect(200).json();
    let hits = answer["hits"].as_array().unwrap();
    let id = |hit: &Value| hit["id"].as_str().unwrap().to_owned();
    hits.iter().map(id).collect()
}

/// What counted for a hit.
fn why(client: &Client, q: &str, kind: &str, id: &str) -> String {
    let path = format!("{}?q={q}&kind={kind}&id={id}", paths::SEARCH_WHY);
    client.get(&path).send().expect(200).text()
}

fn visit(client: &Client, kind: &str, id: &str) {
    let opened = json!({ "kind": kind, "id": id });
    client.put(paths::VISITS).json(&opened).send().expect(204);
}

/// The date of a mail, so many days ago.
fn days_ago(days: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let days = now.as_secs() / SECONDS_PER_DAY - days;
    let date = Date::from_days(i64::try_from(days).unwrap()).unwrap();
    let month = MONTHS[usize::from(date.month()) - 1];
    format!("{} {month} {} 12:00:00 +0000", date.day(), date.year())
}

#[test]
fn words_close_together_are_first() {
    let team = Team::new();
    let close = note(&team.member, "we saw that the hangar roof leaks again");
    let far = note(&team.member, "hangar leaks and we saw that again roof");
    assert_eq!(found(&team.member, "hangar+roof"), [&close[..], &far]);
    let told = why(&team.member, "hangar+roof", "note", &close);
    assert!(told.contains("\"close\""), "{told}");
}

#[test]
fn the_newer_mail_is_first() {
    let team = Team::new();
    let mail = |number: u32, days: u64| {
        format!(
            "From x@shop.test Thu Jan  1 00:00:00 2015\nFrom: x@shop.test\nSubject: crates\n\
             Message-ID: <{number}@shop.test>\nDate: {}\n\nwe send them\n\n",
            days_ago(days)
        )
    };
    let mbox = [mail(1, 2), mail(2, 700)].concat();
    let ended = import_files(&team.member, &[("all.mbox", mbox.as_bytes())]);
    assert_eq!(ended["counts"]["created"], 2, "{ended}");
    let [new, old] = &found(&team.member, "crates")[..] else {
        panic!("two mails");
    };
    let new = why(&team.member, "crates", "message", new);
    let old = why(&team.member, "crates", "message", old);
    assert!(new.contains("\"recent\"") && !old.contains("\"recent\""));
}

#[test]
fn ones_own_note_is_first() {
    let team = Team::new();
    let mias = note(&team.member, "the zeppelin has landed");
    let adas = note(&team.admin, "the zeppelin has landed");
    assert_eq!(found(&team.member, "zeppelin"), [&mias[..], &adas]);
    assert_eq!(found(&team.read_only, "zeppelin"), [&adas[..], &mias]);
    let told = why(&team.member, "zeppelin", "note", &mias);
    assert!(told.contains("\"own\""), "{told}");
    let told = why(&team.member, "zeppelin", "note", &adas);
    assert!(!told.contains("\"own\""), "{told}");
}

#[test]
fn what_one_opened_is_first_for_oneself_also_after_a_restart() {
    let team = Team::new();
    let (first, second) = (person(&team), person(&team));
    assert_eq!(found(&team.member, "zeppelin"), [&second[..], &first]);
    visit(&team.member, "contact", &first);
    assert_eq!(found(&team.member, "zeppelin"), [&first[..], &second]);
    assert_eq!(found(&team.read_only, "zeppelin"), [&second[..], &first]);
    let told = why(&team.member, "zeppelin", "contact", &first);
    assert!(told.contains("\"visited\""), "{told}");
    let told = why(&team.read_only, "zeppelin", "contact", &first);
    assert!(!told.contains("\"visited\""), "{told}");
    team.server.stop();
    team.home.assert_clean();
    let server = team.home.serve();
    let member = Client::signed_in(server.address(), MEMBER, PASSWORD);
    assert_eq!(found(&member, "zeppelin"), [&first[..], &second]);
}

#[test]
fn what_one_opened_can_be_forgotten_by_oneself_alone() {
    let team = Team::new();
    let (first, second) = (person(&team), person(&team));
    for client in [&team.member, &team.read_only] {
        visit(client, "contact", &first);
        assert_eq!(found(client, "zeppelin"), [&first[..], &second]);
    }
    // Twice: there is nothing left the second time, and that is no error.
    for _ in 0..2 {
        let forgotten = team.member.delete(paths::VISITS).send().expect(204);
        assert_eq!(forgotten.text(), "");
        assert_eq!(found(&team.member, "zeppelin"), [&second[..], &first]);
        assert_eq!(found(&team.read_only, "zeppelin"), [&first[..], &second]);
    }
    // What is opened from now on counts again, also the same record at once.
    visit(&team.member, "contact", &first);
    assert_eq!(found(&team.member, "zeppelin"), [&first[..], &second]);
    team.member.delete(paths::VISITS).send().expect(204);
    team.server.stop();
    team.home.assert_clean();
    let server = team.home.serve();
    let member = Client::signed_in(server.address(), MEMBER, PASSWORD);
    assert_eq!(found(&member, "zeppelin"), [&second[..], &first]);
}
