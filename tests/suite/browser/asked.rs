//! Asking on the search page as one types, and reading what is found. Used by scenarios.

use super::Page;
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;

/// The field that one types into.
pub const FIELD: &str = "#search-input";

/// The titles of the hits, in order, now.
pub fn ranked(page: &Page) -> Vec<String> {
    page.texts("#search-results .hit-line strong")
}

/// The titles of the hits, sorted, now.
pub fn hits(page: &Page) -> Vec<String> {
    let mut titles = ranked(page);
    titles.sort();
    titles
}

/// Waits until just these are found, in any order.
#[track_caller]
pub fn wait_hits(page: &Page, expected: &[&str]) {
    let found = wait::within(wait::PATIENCE, || (hits(page) == expected).then_some(()));
    assert!(found.is_some(), "{:?} instead of {expected:?}", hits(page));
}

/// Types a query in the place of another, and waits for its answer.
#[track_caller]
pub fn ask(page: &Page, query: &str) {
    page.fill(FIELD, query);
    wait::until(&format!("the page of {query:?}"), || {
        page.title().starts_with(query.trim()).then_some(())
    });
    page.settle();
}

/// Asks, and waits until just these are found, in any order.
#[track_caller]
pub fn check(page: &Page, query: &str, expected: &[&str]) {
    ask(page, query);
    let found = wait::within(wait::PATIENCE, || (hits(page) == expected).then_some(()));
    let seen = hits(page);
    assert!(
        found.is_some(),
        "{query:?}: {seen:?} instead of {expected:?}"
    );
}

/// What the tab of a kind says: its name and how many there are.
pub fn tab(page: &Page, name: &str) -> String {
    let tabs = page.texts("[role='tab']").into_iter();
    let mut tabs = tabs.map(|tab| tab.split_whitespace().collect::<Vec<_>>().join(" "));
    tabs.find(|tab| tab.starts_with(name)).unwrap_or_default()
}

/// Makes a record; its id.
pub fn made(client: &Client, path: &str, body: &Value) -> String {
    let made = client.post(path).json(body).send().expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// Makes a note; its id.
pub fn note(client: &Client, body: &str) -> String {
    made(client, paths::NOTES, &json!({ "body": body }))
}

/// Imports mails, each a whole text.
pub fn mails(client: &Client, mails: &[String]) {
    let names: Vec<String> = (1..=mails.len()).map(|n| format!("{n}.eml")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .zip(mails)
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    assert_eq!(import_files(client, &files)["state"], "done");
}
