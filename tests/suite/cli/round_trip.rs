//! What was written out comes back equal: contacts, notes with their links, mails with their bytes,
//! the bin, who wrote what, and what is private stays private.

use super::{code, err, out};
use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::team::{PASSWORD, READ_ONLY, Team};
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;
use std::path::Path;

const MAIL: &str = "Message-ID: <1@sender.example>\r\nDate: Fri, 2 Jan 2026 10:00:00 +0100\r\n\
    From: Lise <lise@sender.example>\r\nTo: otto@other.example\r\nSubject: Nuclei\r\n\r\n\
    They split.\r\n";

/// A house with one of each thing.
fn furnish(team: &Team) {
    let member = &team.member;
    let made = |path: &str, body: &Value| member.post(path).json(body).send().expect(201).json();
    let company = json!({
        "name": "Institut für Chemie", "domains": ["kwi.example"], "website": "kwi.example/physik",
        "emails": [{ "address": "post@kwi.example" }], "address": "Thielallee 63\nBerlin",
    });
    let company = made(paths::COMPANIES, &company);
    let contact = json!({
        "first_name": "Lise", "last_name": "Meitner", "title": "Dr; \"Physics\"\n",
        "emails": [{ "address": "lise@sender.example", "kind": "home" }],
        "phones": [{ "number": "+46 8 123 456", "kind": "mobile" }],
        "tags": ["=1+1", "物理"], "stage": "customer",
        "companies": [{ "id": company["id"], "role": "Head", "from": "1917-01-01", "to": "1938-07-13" }],
    });
    let contact = made(paths::CONTACTS, &contact);
    let links = json!([{ "kind": "contact", "id": contact["id"] }]);
    let body = "# Note\n\nwith *marks*, a `tab\t` and 😀";
    let note = made(paths::NOTES, &json!({ "body": body, "links": links }));
    made(
        paths::NOTES,
        &json!({ "body": "a canary", "links": links, "visibility": "private" }),
    );
    let gone = made(paths::CONTACTS, &json!({ "last_name": "Gone" }));
    let delete = |path: String| member.delete(&path).if_match("*").send().expect(204);
    delete(paths::contact(gone["id"].as_str().unwrap()));
    let again = json!({ "body": "changed" });
    let path = paths::note(note["id"].as_str().unwrap());
    member
        .patch(&path)
        .if_match("*")
        .json(&again)
        .send()
        .expect(200);
    let search = json!({
        "name": "Kernphysik", "query": { "q": "lise" }, "pinned": true, "alerts": true,
    });
    made(paths::SAVED_SEARCHES, &search);
    let mail = team.home.path("mail.eml");
    fs::write(&mail, MAIL).unwrap();
    team.home
        .rapport_json(&["import", "--json", mail.to_str().unwrap()]);
}

/// Everything that somebody can see in lists, but who the users are.
fn view(client: &Client) -> Vec<Value> {
    let mut view = Vec::new();
    let contacts = client.get(paths::CONTACTS).send().expect(200).json();
    for contact in contacts["items"].as_array().unwrap() {
        let timeline = paths::contact_timeline(contact["id"].as_str().unwrap());
        view.push(client.get(&timeline).send().expect(200).json());
    }
    view.push(contacts);
    for path in [
        paths::COMPANIES,
        paths::NOTES,
        paths::THREADS,
        paths::BIN,
        paths::CORRESPONDENTS,
    ] {
        view.push(client.get(path).send().expect(200).json());
    }
    view
}

fn export(home: &Home, folder: &Path) {
    let output = home.rapport(&["export", folder.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
}

#[test]
fn what_was_exported_comes_back_equal() {
    let team = Team::new();
    furnish(&team);
    let (first, second) = (team.home.path("first"), team.home.path("second"));
    export(&team.home, &first);
    // Into its own house again nothing changes.
    let report = team
        .home
        .rapport_json(&["import", "--json", first.to_str().unwrap()]);
    assert_eq!(
        (&report["created"], &report["updated"]),
        (&json!(0), &json!(0)),
        "{report}"
    );
    let other = Home::new();
    other.add_user("boss@rapport.test", "Boss", "admin", PASSWORD);
    let report = other.rapport_json(&["import", "--json", first.to_str().unwrap()]);
    assert_eq!(report["skipped"], json!([]), "{report}");
    other.assert_clean();
    let again = other.rapport_json(&["import", "--json", first.to_str().unwrap()]);
    assert_eq!(again["unchanged"], again["items"], "{again}");
    export(&other, &second);
    for name in [
        "companies.jsonl",
        "contacts.jsonl",
        "messages.jsonl",
        "notes.jsonl",
        "saved_searches.jsonl",
    ] {
        let read = |folder: &Path| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(read(&first), read(&second), "{name}");
    }
    let searches = fs::read_to_string(first.join("saved_searches.jsonl")).unwrap();
    assert!(searches.contains("Kernphysik"), "{searches}");
    let users = fs::read_to_string(first.join("users.jsonl")).unwrap();
    assert!(!users.contains("argon2"), "{users}");
    let server = other.serve();
    let boss = Client::signed_in(server.address(), "boss@rapport.test", PASSWORD);
    assert_eq!(view(&team.admin), view(&boss));
    for folder in [&first, &second] {
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn users_come_back_shut_out_until_they_get_a_password() {
    let team = Team::new();
    furnish(&team);
    let folder = team.home.path("export");
    export(&team.home, &folder);
    let other = Home::new();
    other.add_user("boss@rapport.test", "Boss", "admin", PASSWORD);
    other.rapport_json(&["import", "--json", folder.to_str().unwrap()]);
    let server = other.serve();
    let boss = Client::signed_in(server.address(), "boss@rapport.test", PASSWORD);
    let users = boss.get(paths::USERS).send().expect(200).json();
    let users = users["items"].as_array().unwrap();
    assert_eq!(users.len(), 4, "{users:?}");
    let login = |password: &str| {
        let guest = Client::guest(server.address());
        let body = json!({ "email": READ_ONLY, "password": password });
        guest.post(paths::AUTH_LOGIN).json(&body).send().status()
    };
    assert_eq!((login(PASSWORD), login("!")), (401, 401));
    let rob = users
        .iter()
        .find(|user| user["email"] == READ_ONLY)
        .unwrap();
    assert_eq!(
        (&rob["disabled"], &rob["role"]),
        (&json!(true), &json!("read_only"))
    );
    let path = paths::user(rob["id"].as_str().unwrap());
    let patch = json!({ "disabled": false, "password": PASSWORD });
    boss.patch(&path)
        .if_match("*")
        .json(&patch)
        .send()
        .expect(200);
    assert_eq!(login(PASSWORD), 200);
}

#[test]
fn an_export_goes_into_a_folder_of_its_own() {
    let home = Home::new();
    home.add_user("boss@rapport.test", "Boss", "admin", PASSWORD);
    let folder = home.path("full");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("precious.txt"), "mine").unwrap();
    let output = home.rapport(&["export", folder.to_str().unwrap()]);
    assert_eq!(
        fs::read_to_string(folder.join("precious.txt")).unwrap(),
        "mine"
    );
    assert!(matches!(code(&output), 0 | 1), "{}", err(&output));
    let file = home.path("file");
    fs::write(&file, "mine").unwrap();
    let output = home.rapport(&["export", file.to_str().unwrap()]);
    assert_eq!(
        (code(&output), fs::read_to_string(&file).unwrap().as_str()),
        (1, "mine")
    );
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
}
