//! Every subcommand with its help, its exit codes and its JSON, with nobody else on the folder.

use super::{code, err, out};
use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::team::{ADMIN, PASSWORD};
use crate::harness::wait;
use serde_json::Value;
use shared::api::paths;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const CARD: &str =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ton\r\nEMAIL:ann@ton.example\r\nEND:VCARD\r\n";

#[test]
fn every_subcommand_explains_itself() {
    let home = Home::new();
    for (words, option) in [
        (vec![], "serve"),
        (vec!["serve"], "--listen"),
        (vec!["import"], "--json"),
        (vec!["search"], "--limit"),
        (vec!["export"], "DIR"),
        (vec!["check"], "--json"),
        (vec!["reindex"], "--data"),
        (vec!["user"], "add"),
        (vec!["user", "add"], "--password-stdin"),
        (vec!["version"], "--data"),
    ] {
        let help = home.rapport(&[&words[..], &["--help"]].concat());
        assert_eq!(code(&help), 0, "{words:?}");
        assert!(out(&help).contains(option), "{words:?}: {}", out(&help));
        assert!(err(&help).is_empty(), "{words:?}: {}", err(&help));
    }
    assert!(!home.data().exists(), "asking for help made a data folder");
}

#[test]
fn wrong_words_are_usage_errors_and_make_nothing() {
    let home = Home::new();
    for words in [
        &[][..],
        &["dance"],
        &["import"],
        &["search"],
        &["search", "--limit", "0", "x"],
        &["search", "--limit", "many", "x"],
        &["export"],
        &["check", "--all"],
        &["reindex", "now"],
        &["serve", "--listen", "nowhere"],
        &["user"],
        &["user", "add"],
        &[
            "user",
            "add",
            "--email",
            "a@b.c",
            "--name",
            "A",
            "--role",
            "king",
            "--password-stdin",
        ],
        &[
            "user", "add", "--email", "a@b.c", "--name", "A", "--role", "admin",
        ],
    ] {
        let output = home.rapport(words);
        assert_eq!(code(&output), 2, "{words:?}: {}", err(&output));
        assert!(
            out(&output).is_empty() && !err(&output).is_empty(),
            "{words:?}"
        );
    }
    assert!(!home.data().exists());
}

#[test]
fn without_data_reading_commands_fail_with_one_clear_line() {
    let home = Home::new();
    let place = home.path("export");
    let place = place.to_str().unwrap();
    for words in [
        &["search", "--json", "x"][..],
        &["check", "--json"],
        &["export", place],
        &["reindex"],
    ] {
        let output = home.rapport(words);
        assert_eq!(code(&output), 1, "{words:?}");
        assert!(out(&output).is_empty(), "{words:?}: {}", out(&output));
        assert_eq!(
            err(&output).lines().count(),
            1,
            "{words:?}: {}",
            err(&output)
        );
    }
    assert!(!home.data().exists());
    let version = home.rapport(&["version"]);
    assert!(out(&version).starts_with("rapport ") && code(&version) == 0);
}

#[test]
fn the_first_user_makes_the_folder_and_ends_the_set_up_link() {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.data().to_path_buf()), 0o700);
    assert_eq!(mode(home.data().join("secret.key")), 0o600);
    assert_eq!(mode(home.data().join("rapport.redb")), 0o600);
    let server = home.serve();
    assert!(!server.log().contains("/setup#token="), "{}", server.log());
    assert_eq!(mode(home.data().join("control")), 0o600);
    let client = Client::signed_in(server.address(), ADMIN, PASSWORD);
    client.get(paths::CONTACTS).send().expect(200);
}

#[test]
fn users_that_cannot_be_are_refused() {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    for (email, name, password) in [
        (ADMIN, "Ada again", PASSWORD),
        ("ADA@RAPPORT.TEST", "Ada again", PASSWORD),
        ("nobody", "No At", PASSWORD),
        ("short@rapport.test", "Shorty", "s3cret"),
        ("empty@rapport.test", "Empty", ""),
        ("blank@rapport.test", " ", PASSWORD),
    ] {
        let line = home.path("password");
        fs::write(&line, format!("{password}\n")).unwrap();
        let output = home
            .command(&["user", "add", "--email", email, "--name", name])
            .args(["--role", "member", "--password-stdin"])
            .stdin(fs::File::open(&line).unwrap())
            .output()
            .unwrap();
        assert_eq!(code(&output), 1, "{email}: {}", err(&output));
        assert!(password.is_empty() || !err(&output).contains(password));
    }
    home.assert_clean();
}

#[test]
fn json_is_all_that_goes_to_standard_output() {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    let (card, other) = (home.path("a.vcf"), home.path("b.bin"));
    fs::write(&card, CARD).unwrap();
    fs::write(&other, b"\x7fELF\x02\x01\x01").unwrap();
    let paths = [card.to_str().unwrap(), other.to_str().unwrap()];
    let report = home.rapport_json(&["import", "--json", paths[0], paths[1]]);
    assert_eq!(report["items"], 2, "{report}");
    assert_eq!(
        (&report["created"], &report["unchanged"]),
        (&1.into(), &0.into())
    );
    let skipped = report["skipped"].as_array().unwrap();
    assert_eq!(skipped[0]["source"], "b.bin");
    assert!(skipped[0]["reason"].as_str().unwrap().contains("expected"));
    let again = home.rapport_json(&["import", "--json", paths[0]]);
    assert_eq!(
        (&again["unchanged"], &again["items"]),
        (&1.into(), &1.into())
    );
    let found = home.rapport_json(&["search", "--json", "--limit", "1", "ann", "ton"]);
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(found["hits"][0]["kind"], "contact");
    assert_eq!(found["state"], "current");
    let nothing = home.rapport_json(&["search", "--json", "zzz"]);
    assert_eq!(nothing["hits"], Value::Array(Vec::new()));
    let checked = home.rapport_json(&["check", "--json"]);
    assert_eq!(checked["findings"], Value::Array(Vec::new()));
    assert_eq!(code(&home.rapport(&["reindex"])), 0);
    home.assert_clean();
}

#[test]
fn an_import_of_nothing_says_so() {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    let missing = home.path("missing.mbox");
    let output = home.rapport(&["import", "--json", missing.to_str().unwrap()]);
    let said = format!("{}{}", out(&output), err(&output));
    assert!(said.contains("missing.mbox"), "{said}");
    let stranger = [
        "import",
        "--as",
        "nobody@rapport.test",
        missing.to_str().unwrap(),
    ];
    assert_eq!(code(&home.rapport(&stranger)), 1);
    home.assert_clean();
}

#[test]
fn options_may_stand_before_or_after_and_in_the_environment() {
    let home = Home::new();
    home.add_user(ADMIN, "Ada", "admin", PASSWORD);
    let executable = crate::harness::places::executable();
    let after = Command::new(&executable)
        .args(["check", "--data"])
        .arg(home.data())
        .output()
        .unwrap();
    assert_eq!(code(&after), 0, "{}", err(&after));
    let environment = Command::new(&executable)
        .arg("check")
        .env("RAPPORT_DATA", home.data())
        .output()
        .unwrap();
    assert_eq!(code(&environment), 0, "{}", err(&environment));
}

#[test]
fn the_set_up_link_works_once() {
    let home = Home::new();
    let server = home.serve();
    let token = server.setup_token();
    let guest = Client::guest(server.address());
    let body = |token: &str, email: &str| serde_json::json!({ "token": token, "name": "Ada", "email": email, "password": PASSWORD });
    let setup = |token: &str, email: &str| {
        let request = guest.post(paths::AUTH_SETUP).json(&body(token, email));
        request.send()
    };
    setup("wrong", ADMIN).expect_problem(403, "setup_token_invalid");
    setup(&token, ADMIN).expect(201);
    setup(&token, "eve@rapport.test").expect_problem(403, "setup_token_invalid");
    assert_eq!(server.log().matches("/setup#token=").count(), 1);
    assert!(server.stop().success());
    let server = home.serve();
    let second = Client::guest(server.address());
    let request = second
        .post(paths::AUTH_SETUP)
        .json(&body(&token, "eve@rapport.test"));
    request.send().expect(403);
    assert_eq!(server.log().matches("/setup#token=").count(), 1);
}

#[test]
fn a_server_listens_on_this_machine_alone_unless_told_otherwise() {
    let home = Home::new();
    let mut child = home.command(&["serve", "--help"]);
    let help = out(&child.output().unwrap());
    assert!(help.contains("127.0.0.1:8080"), "{help}");
    let server = home.serve_with(&["--listen", home.address()][..0]);
    let log = wait::until("the address", || {
        Some(server.log()).filter(|log| log.contains("Rapport is at"))
    });
    assert!(!log.contains("NOT ENCRYPTED"), "{log}");
}
