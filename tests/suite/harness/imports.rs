//! Imports as the page does them: begin, add files, start, wait for the end.

use super::client::{Answer, Client};
use super::wait;
use serde_json::{Value, json};
use shared::api::paths;
use std::time::Duration;

/// A debug build on a busy machine files thousands of mails in this time.
const IMPORT_LIMIT: Duration = Duration::from_secs(300);

/// Begins an import; its id.
pub fn begin(client: &Client) -> String {
    let made = client.post(paths::IMPORTS).json(&json!({})).send();
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

/// Adds a file to an import.
pub fn add_file(client: &Client, id: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("{}?name={name}", paths::import_files(id));
    let request = client.post(&path);
    request.bytes("application/octet-stream", bytes).send()
}

/// Waits until an import stands still; how it ended.
pub fn wait_for_end(client: &Client, id: &str) -> Value {
    let ended = wait::within(IMPORT_LIMIT, || {
        let import = client.get(&paths::import(id)).send().expect(200).json();
        let state = import["state"].as_str().unwrap();
        (!["queued", "running", "undoing"].contains(&state)).then_some(import)
    });
    ended.unwrap_or_else(|| panic!("import {id} did not end in {IMPORT_LIMIT:?}"))
}

/// Imports these files and gives back the import as it ended.
pub fn import_files(client: &Client, files: &[(&str, &[u8])]) -> Value {
    let id = begin(client);
    for (name, bytes) in files {
        add_file(client, &id, name, bytes).expect(200);
    }
    client.post(&paths::import_start(&id)).send().expect(202);
    wait_for_end(client, &id)
}

/// Takes an import back and gives it back as it ended.
pub fn undo(client: &Client, id: &str) -> Value {
    client.post(&paths::import_undo(id)).send().expect(202);
    wait_for_end(client, id)
}

/// Every item that an import skipped.
pub fn skipped(client: &Client, id: &str) -> Vec<Value> {
    let page = client.get(&paths::import_skipped(id)).send().expect(200);
    page.json()["items"].as_array().unwrap().clone()
}
