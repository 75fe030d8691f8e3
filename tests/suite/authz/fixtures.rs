//! A real request for every route, on records made for that one call. Whoever adds a route adds its
//! arm here; the matrix fails until then.

use crate::harness::client::Client;
use crate::harness::imports::begin;
use crate::harness::team::{PASSWORD, Team, add_user};
use crate::harness::wait;
use rapport::http::table::RowFacts;
use serde_json::{Value, json};
use shared::api::change::CHANGE_POSITION_HEADER;
use shared::api::paths;
use std::cell::Cell;

/// A password for whoever changes theirs.
const NEW_PASSWORD: &str = "another horse, the same staple";
/// An id that nothing has.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// A team and somebody who was let in once and is shut out now.
pub struct World {
    pub team: Team,
    pub shut_out: Client,
    made: Cell<u32>,
}

/// One call of a route.
pub struct Fixture {
    pub path: String,
    pub body: Option<Value>,
    /// The status for those who may.
    pub allowed: u16,
    pub is_stream: bool,
}

impl Fixture {
    fn of(path: impl Into<String>, allowed: u16) -> Self {
        Self {
            path: path.into(),
            body: None,
            allowed,
            is_stream: false,
        }
    }

    fn with(self, body: Value) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }
}

impl World {
    pub fn new() -> Self {
        let team = Team::new();
        let email = "otto@rapport.test";
        add_user(&team.admin, email, "Otto", "admin");
        let shut_out = Client::signed_in(team.server.address(), email, PASSWORD);
        let session = shut_out.get(paths::AUTH_SESSION).send().expect(200).json();
        let id = session["user"]["id"].as_str().unwrap();
        team.admin
            .patch(&paths::user(id))
            .if_match("*")
            .json(&json!({ "disabled": true }))
            .send()
            .expect(200);
        Self {
            team,
            shut_out,
            made: Cell::new(0),
        }
    }

    /// A word that no other call uses.
    fn word(&self) -> String {
        self.made.set(self.made.get() + 1);
        format!("word{}", self.made.get())
    }

    /// Makes a record; its id and the position of the change.
    fn make(&self, path: &str, body: &Value) -> (String, String) {
        let answer = self.team.admin.post(path).json(body).send().expect(201);
        let position = answer.header(CHANGE_POSITION_HEADER).unwrap_or_default();
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        (id, position.to_owned())
    }

    fn contact(&self) -> String {
        self.make(paths::CONTACTS, &json!({ "last_name": self.word() }))
            .0
    }

    fn company(&self) -> String {
        self.make(paths::COMPANIES, &json!({ "name": self.word() }))
            .0
    }

    fn note(&self) -> String {
        self.make(paths::NOTES, &json!({ "body": self.word() })).0
    }

    fn user(&self) -> String {
        self.make(paths::USERS, &new_user(&self.word())).0
    }

    /// Made by the caller, if that may be: somebody else's is for admins alone.
    fn import(&self, caller: &str) -> String {
        let maker = match caller {
            "member" => &self.team.member,
            _ => &self.team.admin,
        };
        begin(maker)
    }

    fn load_sample_data(&self) {
        self.team.admin.put(paths::SAMPLE_DATA).send().expect(202);
        wait::until("the sample data", || {
            let status = self.team.admin.get(paths::SAMPLE_DATA).send().expect(200);
            (status.json()["state"] == "done").then_some(())
        });
    }

    fn remove_sample_data(&self) {
        // It is gone already for all callers but the first.
        let _status = self.team.admin.delete(paths::SAMPLE_DATA).send().status();
        wait::until("the end of the sample data", || {
            let status = self.team.admin.get(paths::SAMPLE_DATA).send().expect(200);
            status.json().is_null().then_some(())
        });
    }

    fn deleted_contact(&self) -> String {
        let id = self.contact();
        let request = self.team.admin.delete(&paths::contact(&id)).if_match("*");
        request.send().expect(204);
        id
    }
}

fn new_user(name: &str) -> Value {
    let email = format!("{name}@rapport.test");
    json!({ "name": name, "email": email, "role": "member", "password": PASSWORD })
}

fn bulk(id: &str) -> Value {
    json!({ "records": [{ "kind": "contact", "id": id }] })
}

/// The call of a route, with what it needs made for it.
pub fn fixture(world: &World, facts: &RowFacts, caller: &str) -> Option<Fixture> {
    let method = facts.method.as_str();
    auth(method, facts.path, caller)
        .or_else(|| records(world, method, facts.path))
        .or_else(|| companies(world, method, facts.path))
        .or_else(|| mails(method, facts.path))
        .or_else(|| own(world, (method, facts.path), caller))
        .or_else(|| everything_else(world, (method, facts.path), caller))
}

fn auth(method: &str, path: &str, caller: &str) -> Option<Fixture> {
    let fixture = match (method, path) {
        ("POST", paths::AUTH_SETUP) => Fixture::of(path, 403).with(json!({
            "token": "spent", "name": "Eve", "email": "eve@rapport.test", "password": PASSWORD,
        })),
        ("POST", paths::AUTH_LOGIN) => Fixture::of(path, 401)
            .with(json!({ "email": "eve@rapport.test", "password": PASSWORD })),
        ("POST", paths::AUTH_REFRESH) => Fixture::of(path, 401),
        ("POST", paths::AUTH_LOGOUT) => Fixture::of(path, 204),
        ("GET", paths::AUTH_SESSION) => Fixture::of(path, 200),
        ("POST", paths::AUTH_PASSWORD) => Fixture::of(path, 200)
            .with(json!({ "current_password": PASSWORD, "new_password": NEW_PASSWORD })),
        ("PATCH", paths::AUTH_PROFILE) => Fixture::of(path, 200).with(json!({ "name": caller })),
        _ => return None,
    };
    Some(fixture)
}

fn records(world: &World, method: &str, path: &str) -> Option<Fixture> {
    let fixture = match (method, path) {
        ("GET", paths::USERS | paths::CONTACTS | paths::NOTES) => Fixture::of(path, 200),
        ("POST", paths::USERS) => Fixture::of(path, 201).with(new_user(&world.word())),
        ("GET", paths::USER) => Fixture::of(paths::user(world.user()), 200),
        ("PATCH", paths::USER) => {
            Fixture::of(paths::user(world.user()), 200).with(json!({ "name": world.word() }))
        }
        ("POST", paths::CONTACTS) => {
            Fixture::of(path, 201).with(json!({ "last_name": world.word() }))
        }
        ("GET", paths::CONTACT) => Fixture::of(paths::contact(world.contact()), 200),
        ("PATCH", paths::CONTACT) => {
            Fixture::of(paths::contact(world.contact()), 200).with(json!({ "title": "Doctor" }))
        }
        ("DELETE", paths::CONTACT) => Fixture::of(paths::contact(world.contact()), 204),
        ("GET", paths::CONTACT_TIMELINE) => {
            Fixture::of(paths::contact_timeline(world.contact()), 200)
        }
        ("POST", paths::NOTES) => Fixture::of(path, 201).with(json!({ "body": world.word() })),
        ("GET", paths::NOTE) => Fixture::of(paths::note(world.note()), 200),
        ("PATCH", paths::NOTE) => {
            Fixture::of(paths::note(world.note()), 200).with(json!({ "body": world.word() }))
        }
        ("DELETE", paths::NOTE) => Fixture::of(paths::note(world.note()), 204),
        ("POST", paths::MARKDOWN) => Fixture::of(path, 200).with(json!({ "body": "*x*" })),
        _ => return None,
    };
    Some(fixture)
}

fn companies(world: &World, method: &str, path: &str) -> Option<Fixture> {
    let fixture = match (method, path) {
        ("GET", paths::COMPANIES) => Fixture::of(path, 200),
        ("POST", paths::COMPANIES) => Fixture::of(path, 201).with(json!({ "name": world.word() })),
        ("GET", paths::COMPANY) => Fixture::of(paths::company(world.company()), 200),
        ("PATCH", paths::COMPANY) => {
            Fixture::of(paths::company(world.company()), 200).with(json!({ "name": world.word() }))
        }
        ("DELETE", paths::COMPANY) => Fixture::of(paths::company(world.company()), 204),
        ("GET", paths::COMPANY_CONTACTS) => {
            Fixture::of(paths::company_contacts(world.company()), 200)
        }
        ("GET", paths::COMPANY_TIMELINE) => {
            Fixture::of(paths::company_timeline(world.company()), 200)
        }
        _ => return None,
    };
    Some(fixture)
}

/// What everyone has of their own: made by the caller, since nobody else's is found.
fn own(world: &World, (method, path): (&str, &str), caller: &str) -> Option<Fixture> {
    let body = || json!({ "name": world.word(), "query": { "q": "word" } });
    let made = || {
        let maker = match caller {
            "read_only" => &world.team.read_only,
            "member" => &world.team.member,
            _ => &world.team.admin,
        };
        let made = maker.post(paths::SAVED_SEARCHES).json(&body()).send();
        paths::saved_search(made.expect(201).json()["id"].as_str().unwrap())
    };
    let fixture = match (method, path) {
        ("GET", paths::SAVED_SEARCHES | paths::NOTICES) => Fixture::of(path, 200),
        ("POST", paths::SAVED_SEARCHES) => Fixture::of(path, 201).with(body()),
        ("GET", paths::SAVED_SEARCH) => Fixture::of(made(), 200),
        ("PATCH", paths::SAVED_SEARCH) => Fixture::of(made(), 200).with(json!({ "pinned": true })),
        ("DELETE", paths::SAVED_SEARCH) => Fixture::of(made(), 204),
        ("PUT", paths::VISITS) => {
            let opened = json!({ "kind": "contact", "id": NOBODY });
            Fixture::of(path, 204).with(opened)
        }
        ("DELETE", paths::VISITS) => Fixture::of(path, 204),
        ("POST", paths::NOTICES_READ) => Fixture::of(path, 204).with(json!({})),
        _ => return None,
    };
    Some(fixture)
}

/// Mails come by import alone, so these ask for one that is not there: let in, and not found.
fn mails(method: &str, path: &str) -> Option<Fixture> {
    let fixture = match (method, path) {
        ("GET", paths::THREADS | paths::CORRESPONDENTS) => Fixture::of(path, 200),
        ("GET", paths::THREAD) => Fixture::of(paths::thread(NOBODY), 404),
        ("GET", paths::THREAD_FILES) => {
            Fixture::of(format!("{}?q=a", paths::thread_files(NOBODY)), 404)
        }
        ("GET" | "DELETE", paths::MESSAGE) => Fixture::of(paths::message(NOBODY), 404),
        ("GET", paths::MESSAGE_HTML) => Fixture::of(paths::message_html(NOBODY), 404),
        ("GET", paths::MESSAGE_RAW) => Fixture::of(paths::message_raw(NOBODY), 404),
        ("GET", paths::ATTACHMENT) => Fixture::of(paths::attachment(NOBODY, 0), 404),
        _ => return None,
    };
    Some(fixture)
}

fn everything_else(world: &World, (method, path): (&str, &str), caller: &str) -> Option<Fixture> {
    let fixture = match (method, path) {
        ("GET", paths::HEALTH | paths::BIN | paths::SYSTEM | paths::OPENAPI) => {
            Fixture::of(path, 200)
        }
        ("GET", paths::SEARCH) => Fixture::of(format!("{path}?q=word"), 200),
        ("GET", paths::SEARCH_WHY) => {
            let note = world.note();
            Fixture::of(format!("{path}?q=-zebra&kind=note&id={note}"), 200)
        }
        ("GET", paths::SEARCH_WORDS) => {
            let note = world.note();
            Fixture::of(format!("{path}?q=word&kind=note&id={note}"), 200)
        }
        ("GET", paths::SEARCH_SIMILAR) => {
            let note = world.note();
            Fixture::of(format!("{path}?kind=note&id={note}"), 200)
        }
        ("GET", paths::EVENTS) => Fixture {
            is_stream: true,
            ..Fixture::of(path, 200)
        },
        ("POST", paths::BIN_RESTORE) => Fixture::of(path, 200).with(bulk(&world.deleted_contact())),
        ("POST", paths::BULK_DELETE) => Fixture::of(path, 200).with(bulk(&world.contact())),
        ("POST", paths::CHANGE_UNDO) => {
            let body = json!({ "last_name": world.word() });
            let (_, position) = world.make(paths::CONTACTS, &body);
            Fixture::of(paths::change_undo(position), 200)
        }
        _ => return imports(world, (method, path), caller),
    };
    Some(fixture)
}

fn imports(world: &World, (method, path): (&str, &str), caller: &str) -> Option<Fixture> {
    let import = || world.import(caller);
    let fixture = match (method, path) {
        ("GET", paths::IMPORTS) => Fixture::of(path, 200),
        ("POST", paths::IMPORTS) => Fixture::of(path, 201).with(json!({})),
        ("GET", paths::IMPORT) => Fixture::of(paths::import(import()), 200),
        ("GET", paths::IMPORT_SKIPPED) => Fixture::of(paths::import_skipped(import()), 200),
        // Nothing was skipped; `api::imports` saves what was.
        ("GET", paths::IMPORT_ORIGINAL) => Fixture::of(paths::import_original(import(), 0), 404),
        ("POST", paths::IMPORT_FILES) => {
            Fixture::of(format!("{}?name=a.vcf", paths::import_files(import())), 200)
        }
        // Without files there is nothing to start, and before the start nothing to take back.
        ("POST", paths::IMPORT_START) => Fixture::of(paths::import_start(import()), 422),
        ("POST", paths::IMPORT_UNDO) => Fixture::of(paths::import_undo(import()), 409),
        ("POST", paths::IMPORT_CANCEL) => Fixture::of(paths::import_cancel(import()), 202),
        ("POST", paths::SYSTEM_REINDEX) => Fixture::of(path, 202),
        ("GET", paths::SAMPLE_DATA) => Fixture::of(path, 200),
        // Loaded or removed before the call, so that nothing goes on behind the next one.
        ("PUT", paths::SAMPLE_DATA) => {
            world.load_sample_data();
            Fixture::of(path, 202)
        }
        ("DELETE", paths::SAMPLE_DATA) => {
            world.remove_sample_data();
            Fixture::of(path, 404)
        }
        _ => return None,
    };
    Some(fixture)
}
