//! The documents of the judged queries, each through the door that people use for it: the forms of
//! the app for people, companies and notes, imports for mails. Knows every record by its name.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;
use shared::api::search::Hit;
use shared::model::RecordKind;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const DOCUMENTS: &str = include_str!("documents.txt");
const DOMAIN: &str = "@relevance.invalid";

/// A server with all documents.
pub struct World {
    /// The server and who asks.
    pub team: Team,
    /// Names by record, messages apart.
    names: HashMap<String, String>,
    /// Message-IDs by message, read when first asked for.
    message_ids: RefCell<HashMap<String, String>>,
}

impl World {
    /// Makes everything; the archive is imported first, as a firm that moves in would.
    pub fn new(archive: &Path) -> Self {
        let team = Team::new();
        let archive = fs::read(archive).unwrap();
        let ended = import_files(&team.member, &[("all.tar.xz", &archive)]);
        assert_eq!(ended["state"], "done", "{ended}");
        let mut ids = HashMap::new();
        let mut mbox = String::new();
        for columns in rows(DOCUMENTS) {
            let (key, made) = match &columns[..] {
                ["mail", key, from, subject, text, quoted] => {
                    mbox.push_str(&mail([key, from, subject, text, quoted]));
                    continue;
                }
                ["company", key, rest @ ..] => (key, company(&team.member, rest)),
                ["contact", key, rest @ ..] => (key, contact(&team.member, &ids, rest)),
                ["note", key, by, text] => (key, note(&team, by, text)),
                other => panic!("no document: {other:?}"),
            };
            ids.insert((*key).to_owned(), made);
        }
        let ended = import_files(&team.member, &[("own.mbox", mbox.as_bytes())]);
        assert_eq!(ended["counts"]["skipped"], 0, "{ended}");
        let names = ids.into_iter().map(|(key, id)| (id, key)).collect();
        Self {
            team,
            names,
            message_ids: RefCell::default(),
        }
    }

    /// What a judged query calls a hit: the key of a document, or a Message-ID.
    pub fn name(&self, hit: &Hit) -> String {
        let id = hit.id.to_string();
        if hit.kind != RecordKind::Message {
            return self.names.get(&id).cloned().unwrap_or(id);
        }
        let mut known = self.message_ids.borrow_mut();
        let name = known
            .entry(id)
            .or_insert_with_key(|id| message_id(&self.team.member, id));
        name.clone()
    }
}

/// The rows of one of our files, split into columns; comments and empty lines are left out.
pub fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = text.lines().filter(|line| !line.is_empty());
    let rows = rows.filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split('|').map(str::trim).collect())
}

fn made(client: &Client, path: &str, body: &Value) -> String {
    let made = client.post(path).json(body).send().expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn company(client: &Client, columns: &[&str]) -> String {
    let [name, domain, phone, address] = columns else {
        panic!("no company: {columns:?}");
    };
    let body = json!({
        "name": name, "domains": [domain], "phones": [{ "number": phone }], "address": address,
    });
    made(client, paths::COMPANIES, &body)
}

fn contact(client: &Client, ids: &HashMap<String, String>, columns: &[&str]) -> String {
    let [first, last, title, company, email, phone, tags] = columns else {
        panic!("no contact: {columns:?}");
    };
    let tags: Vec<&str> = tags.split(',').filter(|tag| !tag.is_empty()).collect();
    let body = json!({
        "first_name": first, "last_name": last, "title": title, "tags": tags,
        "companies": [{ "id": ids[*company] }],
        "emails": [{ "address": email }], "phones": [{ "number": phone }],
    });
    made(client, paths::CONTACTS, &body)
}

fn note(team: &Team, by: &str, text: &str) -> String {
    let (client, visibility) = match by {
        "mia" => (&team.member, "shared"),
        "ada" => (&team.admin, "shared"),
        "ada-private" => (&team.admin, "private"),
        other => panic!("nobody is called {other}"),
    };
    let body = json!({ "body": text.replace("\\n", "\n"), "visibility": visibility });
    made(client, paths::NOTES, &body)
}

fn mail([key, from, subject, text, quoted]: [&str; 5]) -> String {
    let mut mail = format!(
        "From mbox@relevance.invalid Thu Jan  1 00:00:00 2026\nFrom: {from}\n\
         To: mia@rapport.test\nSubject: {subject}\nMessage-ID: <{key}{DOMAIN}>\n\
         Date: Thu, 01 Jan 2026 00:00:00 +0000\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    );
    if !quoted.is_empty() {
        write!(mail, "\nOn Monday, Mia wrote:\n> {quoted}\n").unwrap();
    }
    mail + "\n"
}

/// The Message-ID in the header of a mail as it came; our own mails by their keys.
fn message_id(client: &Client, id: &str) -> String {
    let raw = client
        .get(&paths::message_raw(id))
        .send()
        .expect(200)
        .text();
    let header = raw.replace("\r\n", "\n");
    let header = header.split("\n\n").next().unwrap().replace("\n ", " ");
    let line = header.replace("\n\t", " ");
    let line = line.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("message-id")
            .then(|| value.trim().to_owned())
    });
    let name = line.unwrap_or_default();
    match name.strip_suffix(&format!("{DOMAIN}>")) {
        Some(own) => own.trim_start_matches('<').to_owned(),
        None => name,
    }
}
