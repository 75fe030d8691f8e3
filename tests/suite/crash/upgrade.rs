//! After an upgrade the index of the version before serves until the new one is built, is killed
//! with the server, and tells nobody what it did not tell before.

use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::team::Team;
use crate::harness::wait;
use crate::privacy::views::{CANARIES, assert_none, assert_same, everything};
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;
use std::path::PathBuf;

/// Where the name of a new index is written before it takes over. While a folder stands there, no
/// new index can, and the one in use must serve.
const DRAFT: &str = "current.json.new";

#[test]
fn the_index_before_an_upgrade_serves_and_keeps_secrets() {
    let Team {
        home,
        admin,
        member,
        read_only,
        server,
        ..
    } = Team::new();
    let contact = create(&admin, paths::CONTACTS, json!({ "last_name": "Ornis" }));
    let note = |body: &str, visibility: &str| {
        let links = json!([{ "kind": "contact", "id": contact }]);
        let note = json!({ "body": body, "links": links, "visibility": visibility });
        create(&member, paths::NOTES, note)
    };
    let secret = format!("The {} sat on the fence.", CANARIES.join(" and the "));
    let kingfisher = note("Likes the kingfisher.", "shared");
    let before = views([&admin, &read_only], &contact);
    let hidden = note(&secret, "private");
    assert!(server.stop().success());

    let old = outdate(&home);
    let draft = home.data().join("search").join(DRAFT);
    fs::create_dir(&draft).unwrap();
    let server = home.serve();
    assert_eq!(
        found(&read_only, "kingfisher"),
        (vec![kingfisher.clone()], true)
    );
    assert_eq!(found(&member, CANARIES[0]), (vec![hidden.clone()], true));
    assert_same(
        &before,
        &views([&admin, &read_only], &contact),
        "on the old index",
    );

    // What is saved meanwhile is found, and is there after a kill.
    note(&secret, "private");
    assert_same(
        &before,
        &views([&admin, &read_only], &contact),
        "with another private note",
    );
    let kestrel = note("Likes the kestrel.", "shared");
    assert_eq!(found(&read_only, "kestrel"), (vec![kestrel.clone()], true));
    server.kill();
    let server = home.serve();
    for (word, id) in [("kestrel", &kestrel), ("kingfisher", &kingfisher)] {
        wait::until("a note from before the kill", || {
            (found(&read_only, word) == (vec![id.clone()], true)).then_some(())
        });
    }
    assert_none(
        &views([&admin, &read_only], &contact),
        &CANARIES,
        "after a kill",
    );
    assert!(old.exists());

    fs::remove_dir(&draft).unwrap();
    wait::until("the new index", || {
        (found(&read_only, "kestrel") == (vec![kestrel.clone()], false)).then_some(())
    });
    assert_eq!(found(&read_only, "kingfisher"), (vec![kingfisher], false));
    assert_eq!(found(&member, CANARIES[0]).0.len(), 2);
    assert_none(
        &views([&admin, &read_only], &contact),
        &CANARIES,
        "on the new index",
    );
    wait::until("the old index to be gone", || {
        (!old.exists() && generations(&home).len() == 1).then_some(())
    });
    drop(server);
    home.assert_clean();
}

/// Makes the index in use one of the version before; its folder.
fn outdate(home: &Home) -> PathBuf {
    let [folder] = generations(home).try_into().unwrap();
    let path = folder.join("meta.json");
    let mut meta: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let payload = meta["payload"].as_str().unwrap();
    // Ends with the versions of the fields and of the rights.
    let (rest, versions) = payload.rsplit_once(' ').unwrap();
    let (schema, rights) = versions.split_once('.').unwrap();
    let schema = schema.parse::<u32>().unwrap() - 1;
    meta["payload"] = json!(format!("{rest} {schema}.{rights}"));
    fs::write(&path, meta.to_string()).unwrap();
    folder
}

fn generations(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.data().join("search")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_generation = |path: &PathBuf| {
        path.file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("index-")
    };
    paths.filter(is_generation).collect()
}

/// What everybody but the author sees, the state of the index aside.
fn views(clients: [&Client; 2], contact: &str) -> Vec<(String, String)> {
    clients
        .into_iter()
        .flat_map(|client| everything(client, contact))
        .map(|(path, text)| (path, text.replace("\"rebuilding\"", "\"current\"")))
        .collect()
}

/// The ids of the hits, and whether the answer says that the index is being built.
fn found(client: &Client, word: &str) -> (Vec<String>, bool) {
    let path = format!("{}?q={word}", paths::SEARCH);
    let answer = client.get(&path).send().expect(200).json();
    let hits = answer["hits"].as_array().unwrap().iter();
    let ids = hits.map(|hit| hit["id"].as_str().unwrap().to_owned());
    (ids.collect(), answer["state"] == "rebuilding")
}

fn create(client: &Client, path: &str, record: Value) -> String {
    let answer = client.post(path).json(&record).send().expect(201);
    answer.json()["id"].as_str().unwrap().to_owned()
}
