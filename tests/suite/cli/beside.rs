//! Commands beside a running server go through its control door; whoever would need the folder
//! alone is told who has it.

use super::{code, err, out};
use crate::harness::client::Client;
use crate::harness::team::{PASSWORD, Team};
use serde_json::json;
use shared::api::paths;
use std::fs;
use std::time::{Duration, Instant};

/// A second server must not make anybody wait; a debug build on a busy machine needs some of it.
const REFUSED_WITHIN: Duration = Duration::from_secs(5);

#[test]
fn commands_beside_a_server_work_on_its_data() {
    let team = Team::new();
    let home = &team.home;
    let contact = json!({ "last_name": "Quine", "emails": [{ "address": "q@uine.example" }] });
    team.member
        .post(paths::CONTACTS)
        .json(&contact)
        .send()
        .expect(201);
    // What a save has answered is found by a command at once.
    let found = home.rapport_json(&["search", "--json", "quine"]);
    assert_eq!(found["total"], 1, "{found}");
    let card = home.path("card.vcf");
    fs::write(
        &card,
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kurt Tree\r\nEND:VCARD\r\n",
    )
    .unwrap();
    let report = home.rapport_json(&["import", "--json", card.to_str().unwrap()]);
    assert_eq!(
        (&report["items"], &report["created"]),
        (&json!(1), &json!(1))
    );
    // And what a command has brought in is found in the browser when the command ends.
    let search = format!("{}?q=kurt", paths::SEARCH);
    let found = team.read_only.get(&search).send().expect(200).json();
    assert_eq!(
        (&found["total"], &found["state"]),
        (&json!(1), &json!("current"))
    );
    let listed = team
        .read_only
        .get(paths::CONTACTS)
        .send()
        .expect(200)
        .json();
    assert_eq!(listed["total"], 2);
    home.add_user("nina@rapport.test", "Nina", "member", PASSWORD);
    let nina = Client::signed_in(team.server.address(), "nina@rapport.test", PASSWORD);
    nina.get(paths::CONTACTS).send().expect(200);
    home.assert_clean();
}

#[test]
fn relative_paths_are_those_of_the_caller() {
    let team = Team::new();
    let folder = team.home.path("cards");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("a.vcf"),
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada B\nEND:VCARD\n",
    )
    .unwrap();
    let mut command = team.home.command(&["import", "--json", "a.vcf"]);
    let output = command.current_dir(&folder).output().unwrap();
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["created"], 1, "{report}");
}

#[test]
fn new_contacts_belong_to_whom_the_command_names() {
    let team = Team::new();
    let card = team.home.path("card.vcf");
    fs::write(&card, "BEGIN:VCARD\nVERSION:3.0\nFN:Own Ed\nEND:VCARD\n").unwrap();
    let card = card.to_str().unwrap();
    let member = crate::harness::team::MEMBER;
    team.home
        .rapport_json(&["import", "--json", "--as", member, card]);
    let mine = format!("{}?filter=owner:me", paths::CONTACTS);
    let total = |client: &Client| client.get(&mine).send().expect(200).json()["total"].clone();
    assert_eq!(
        (total(&team.member), total(&team.admin)),
        (json!(1), json!(0))
    );
}

#[test]
fn a_second_server_ends_at_once_with_one_clear_line() {
    let team = Team::new();
    let started = Instant::now();
    let second = team.home.rapport(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(
        started.elapsed() < REFUSED_WITHIN,
        "{:?}",
        started.elapsed()
    );
    assert_eq!(code(&second), 3, "{}", err(&second));
    let said = format!("{}{}", out(&second), err(&second));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&team.server.id().to_string()), "{said}");
    // The first one did not notice.
    team.member.get(paths::CONTACTS).send().expect(200);
    let contact = json!({ "last_name": "Still" });
    team.member
        .post(paths::CONTACTS)
        .json(&contact)
        .send()
        .expect(201);
    assert!(team.home.data().join("control").exists());
}

#[test]
fn a_reindex_beside_a_server_says_whose_the_folder_is() {
    let team = Team::new();
    let output = team.home.rapport(&["reindex"]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(
        err(&output).contains(&team.server.id().to_string()),
        "{}",
        err(&output)
    );
    assert!(out(&output).is_empty());
}

#[test]
fn what_a_killed_server_left_behind_stops_nobody() {
    let team = Team::new();
    let contact = json!({ "last_name": "Quine" });
    team.member
        .post(paths::CONTACTS)
        .json(&contact)
        .send()
        .expect(201);
    let Team { server, home, .. } = team;
    server.kill();
    assert!(home.data().join("control").exists());
    let found = home.rapport_json(&["search", "--json", "quine"]);
    assert_eq!(found["total"], 1, "{found}");
    home.assert_clean();
    assert_eq!(code(&home.rapport(&["reindex"])), 0);
    let server = home.serve();
    assert!(server.stop().success());
    assert!(!home.data().join("control").exists());
}

#[test]
fn the_control_door_opens_with_its_token_alone() {
    let team = Team::new();
    let control = fs::read_to_string(team.home.data().join("control")).unwrap();
    let control: serde_json::Value = serde_json::from_str(&control).unwrap();
    let door = Client::guest(control["address"].as_str().unwrap());
    let command = json!("check");
    let ask = || door.post("/command").json(&command);
    assert_eq!(ask().send().status(), 401);
    assert_eq!(
        ask().header("authorization", "Bearer x").send().status(),
        401
    );
    let token = format!("Bearer {}", control["token"].as_str().unwrap());
    let answer = ask().header("authorization", &token).send().expect(200);
    assert_eq!(answer.json()["exit"], 0);
    // A browser that was led there has no token, and the app's door knows no such path.
    team.admin
        .post("/command")
        .json(&command)
        .send()
        .expect(405);
}
