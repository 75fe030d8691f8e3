//! The SpamAssassin mails: 6,046 messages, each accounted for, through five kills; the second run
//! changes nothing; an undo leaves nothing. Rare charsets are found by their words.

use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::imports::{add_file, begin, undo, wait_for_end};
use crate::harness::places;
use crate::harness::server::Server;
use crate::harness::team::{ADMIN, PASSWORD, Team, set_up};
use crate::harness::wait;
use serde_json::Value;
use shared::api::paths;
use std::fs;
use std::time::Duration;

const MESSAGES: u64 = 6_046;
/// Whoever made the archive put a description beside each message, and one for all.
const DESCRIPTIONS: u64 = 6_047;
const KILLS: u64 = 5;
/// A debug build needs most of this for all mails.
const PROGRESS_LIMIT: Duration = Duration::from_secs(120);

fn counts(import: &Value) -> [u64; 5] {
    ["items", "created", "updated", "unchanged", "skipped"]
        .map(|name| import["counts"][name].as_u64().unwrap())
}

/// Every item is one of the four.
#[track_caller]
fn assert_adds_up(counts: [u64; 5]) {
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "{counts:?}");
}

fn total(client: &Client, path: &str) -> u64 {
    let page = client.get(path).send().expect(200).json();
    page["total"].as_u64().unwrap()
}

/// Kills the server each time the import has come a sixth further, and starts it again.
fn with_kills(home: &Home, mut server: Server, client: &Client, import: &str) -> Server {
    for kill in 1..=KILLS {
        let reached = wait::within(PROGRESS_LIMIT, || {
            let now = client.get(&paths::import(import)).send().expect(200).json();
            let items = now["counts"]["items"].as_u64().unwrap();
            (items >= (MESSAGES + DESCRIPTIONS) * kill / (KILLS + 2)).then_some(())
        });
        assert!(
            reached.is_some(),
            "the import stands still before kill {kill}"
        );
        server.kill();
        server = home.serve();
    }
    server
}

#[test]
fn six_thousand_mails_through_five_kills() {
    let Some(corpora) = places::corpora("six_thousand_mails_through_five_kills") else {
        return;
    };
    let archive = corpora.join("email-spamassassin/all.tar.xz");
    let home = Home::new();
    let server = home.serve();
    set_up(&server);
    let client = Client::signed_in(home.address(), ADMIN, PASSWORD);
    let import = begin(&client);
    let bytes = fs::read(&archive).unwrap();
    add_file(&client, &import, "all.tar.xz", &bytes).expect(200);
    client
        .post(&paths::import_start(&import))
        .send()
        .expect(202);
    let server = with_kills(&home, server, &client, &import);
    let ended = wait_for_end(&client, &import);
    assert_eq!(ended["state"], "done", "{ended}");
    let all = MESSAGES + DESCRIPTIONS;
    assert_eq!(
        counts(&ended),
        [all, MESSAGES, 0, 0, DESCRIPTIONS],
        "{ended}"
    );
    let messages = format!("{}?kind=message", paths::SEARCH);
    wait::until("the index to have them all", || {
        let found = client.get(&messages).send().expect(200).json();
        (found["state"] == "current" && found["total"] == MESSAGES).then_some(())
    });
    let again = home.rapport_json(&["import", "--json", archive.to_str().unwrap()]);
    let skipped = again["skipped"].as_array().unwrap();
    let named = skipped.iter().filter(|skip| skip["code"] == "wrong_type");
    assert_eq!(named.count() as u64, DESCRIPTIONS);
    let rest = ["items", "created", "updated", "unchanged"].map(|name| again[name].as_u64());
    assert_eq!(rest, [Some(all), Some(0), Some(0), Some(MESSAGES)]);
    assert_eq!(total(&client, &messages), MESSAGES);
    assert!(server.stop().success());
    home.assert_clean();
}

#[test]
fn mails_in_rare_charsets_come_and_go_as_one() {
    let Some(corpora) = places::corpora("mails_in_rare_charsets_come_and_go_as_one") else {
        return;
    };
    let team = Team::new();
    let folder = corpora.join("email-spamassassin/charsets");
    let files = fs::read_dir(&folder).unwrap().count() as u64;
    let import = begin(&team.member);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        add_file(&team.member, &import, &name, &fs::read(&path).unwrap()).expect(200);
    }
    team.member
        .post(&paths::import_start(&import))
        .send()
        .expect(202);
    let ended = wait_for_end(&team.member, &import);
    let counted = counts(&ended);
    assert_adds_up(counted);
    assert_eq!(counted[0], files, "{ended}");
    let threads = team.read_only.get(&format!("{}?limit=200", paths::THREADS));
    let threads = threads.send().expect(200).json();
    for thread in threads["items"].as_array().unwrap() {
        look_at(&team.read_only, thread["id"].as_str().unwrap());
    }
    assert_eq!(undo(&team.member, &import)["state"], "undone");
    assert_eq!(total(&team.admin, paths::THREADS), 0);
    assert_eq!(total(&team.admin, paths::CORRESPONDENTS), 0);
    assert_eq!(total(&team.admin, paths::BIN), 0);
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    home.assert_clean();
}

/// Opens a thread and everything in it, as the app would.
fn look_at(client: &Client, thread: &str) {
    let thread = client.get(&paths::thread(thread)).send().expect(200).json();
    for message in thread["messages"].as_array().unwrap() {
        let id = message["id"].as_str().unwrap();
        client.get(&paths::message(id)).send().expect(200);
        let raw = client.get(&paths::message_raw(id)).send().expect(200);
        assert_eq!(
            raw.bytes().len() as u64,
            message["size_bytes"].as_u64().unwrap()
        );
        assert!(
            raw.header("content-disposition")
                .unwrap()
                .starts_with("attachment")
        );
        if message["has_html"] == true {
            let html = client.get(&paths::message_html(id)).send().expect(200);
            let policy = html.header("content-security-policy").unwrap();
            assert!(
                policy.contains("sandbox") && !policy.contains("allow-scripts"),
                "{policy}"
            );
            assert!(!html.text().to_lowercase().contains("<script"), "{id}");
        }
        for file in message["attachments"].as_array().unwrap() {
            let path = paths::attachment(id, file["number"].as_u64().unwrap());
            let answer = client.get(&path).send().expect(200);
            assert!(
                answer
                    .header("content-disposition")
                    .unwrap()
                    .starts_with("attachment")
            );
            assert!(
                answer
                    .header("content-security-policy")
                    .unwrap()
                    .contains("sandbox")
            );
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        }
    }
}
