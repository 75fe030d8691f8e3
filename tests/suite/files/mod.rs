//! The files that come with mails: read by the real executable in its child processes, found with
//! their page, and, when they are bad, harmless and honestly reported.

mod alerts;
mod browser;
mod durable;
mod kinds;
mod make;
mod served;
mod torture;

use crate::harness::client::Client;
use crate::harness::wait;
use serde_json::Value;
use shared::api::paths;
use std::time::Duration;

/// Bad files take their time before they are given up.
const READ_LIMIT: Duration = Duration::from_secs(120);

/// What a search answers.
fn search(client: &Client, words: &str) -> Value {
    let path = format!("{}?q={}", paths::SEARCH, words.replace(' ', "%20"));
    client.get(&path).send().expect(200).json()
}

/// The first hit, once there is one.
fn hit(client: &Client, words: &str) -> Value {
    let found = wait::within(READ_LIMIT, || {
        let hit = search(client, words)["hits"][0].clone();
        (!hit.is_null()).then_some(hit)
    });
    found.unwrap_or_else(|| panic!("{words:?} is not found"))
}

/// Waits until no file of the mails waits to be read.
fn wait_until_read(client: &Client, messages: &[String]) {
    let read = wait::within(READ_LIMIT, || {
        let waits = |id: &String| {
            let states = states(client, id);
            states.iter().any(|(_, state, _)| state == "waiting")
        };
        (!messages.iter().any(waits)).then_some(())
    });
    assert!(read.is_some(), "files were not read in {READ_LIMIT:?}");
}

/// Name, state and reasons of each file of a mail.
fn states(client: &Client, message: &str) -> Vec<(String, String, Vec<String>)> {
    let message = client
        .get(&paths::message(message))
        .send()
        .expect(200)
        .json();
    let files = message["attachments"].as_array().unwrap().clone();
    files
        .iter()
        .map(|file| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let reasons = file["reading"]["reasons"].as_array().unwrap();
            (
                text(&file["file_name"]),
                text(&file["reading"]["state"]),
                reasons.iter().map(text).collect(),
            )
        })
        .collect()
}
