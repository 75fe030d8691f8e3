//! A test collection as an archive of mails: each document a mail, so that it comes through a door
//! that takes thousands at once, and a title is a subject. The sender's address names the document.
//! Asks many queries at once.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::Team;
use crate::harness::wait;
use shared::api::{
    paths,
    search::{Hit, IndexState, SearchAnswer},
};
use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::thread;

/// Hits that are looked at: a page of the API.
const HITS: usize = 100;
/// Queries asked at the same time.
const ASKERS: usize = 2;

/// A document of a collection.
pub struct Document {
    /// Letters and digits.
    pub name: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// One line; may be empty.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// The documents as an mbox file.
fn mbox(documents: &[Document]) -> String {
    let mail = |document: &Document| {
        let Document {
            name,
            author,
            title,
            text,
        } = document;
        let body: String = text
            .lines()
            .map(|line| match line.starts_with("From ") {
                true => format!(">{line}\n"),
                false => format!("{line}\n"),
            })
            .collect();
        format!(
            "From mbox@collection.invalid Thu Jan  1 00:00:00 2015\n\
             From: \"{author}\" <{name}@collection.invalid>\n\
             Subject: {title}\n\
             Message-ID: <{name}@collection.invalid>\n\
             Date: Thu, 01 Jan 2015 00:00:00 +0000\n\
             MIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\n{body}\n"
        )
    };
    documents.iter().map(mail).collect()
}

/// A server that has the documents.
pub fn serve(documents: &[Document]) -> Team {
    let team = Team::new();
    let ended = import_files(&team.member, &[("all.mbox", mbox(documents).as_bytes())]);
    assert_eq!(ended["counts"]["created"], documents.len(), "{ended}");
    wait::until("the index to have them all", || {
        let found = ask(&team.member, "", 1);
        let all = found.total == documents.len() as u64;
        (all && found.state == IndexState::Current).then_some(())
    });
    team
}

/// The documents that each query finds, best first.
pub fn ask_all(client: &Client, queries: &[String]) -> Vec<Vec<String>> {
    let next = AtomicUsize::new(0);
    let lists = Mutex::new(vec![Vec::new(); queries.len()]);
    thread::scope(|scope| {
        for _ in 0..ASKERS {
            scope.spawn(|| {
                while let Some((place, query)) = {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    queries.get(place).map(|query| (place, query))
                } {
                    let found = ask(client, query, HITS);
                    let names = found.hits.iter().map(name).collect();
                    lists.lock().unwrap()[place] = names;
                }
            });
        }
    });
    lists.into_inner().unwrap()
}

/// One search, as the page asks.
pub fn ask(client: &Client, query: &str, limit: usize) -> SearchAnswer {
    let q: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let path = format!("{}?limit={limit}&q={q}", paths::SEARCH);
    client.get(&path).send().expect(200).read()
}

fn name(hit: &Hit) -> String {
    let address = hit.context.rsplit('<').next().unwrap();
    address.split('@').next().unwrap().to_owned()
}
