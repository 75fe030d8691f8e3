//! Bodies of requests that are wrong: no JSON, wrong fields one by one, fields that belong to the
//! server. Each is refused with the name of the field, and nothing is written.

use crate::harness::scenario::{Scenario, ask, run};
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;
use shared::validate::{HANDLES_MAX, NAME_CHARS_MAX, TAGS_MAX};

const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// Bodies that are no JSON object as it should be.
const BROKEN: [(&str, &str, u16); 12] = [
    ("nothing", "", 400),
    ("half", r#"{"last_name":"#, 400),
    ("two", r#"{"last_name":"a"}{"last_name":"b"}"#, 400),
    ("trailing comma", r#"{"last_name":"a",}"#, 400),
    ("comment", r#"{"last_name":"a"/**/}"#, 400),
    (
        "twice the same key",
        r#"{"last_name":"a","last_name":"b"}"#,
        400,
    ),
    (
        "twice, escaped",
        r#"{"last_name":"a","last\u005fname":"b"}"#,
        400,
    ),
    ("lone surrogate", r#"{"last_name":"\ud800"}"#, 400),
    ("a list", r#"[{"last_name":"a"}]"#, 422),
    ("a text", r#""last_name""#, 422),
    ("null", "null", 422),
    ("huge number", r#"{"last_name":1e999}"#, 400),
];

#[test]
fn bodies_that_are_no_json_are_refused() {
    let team = Team::new();
    let post = |body: &[u8]| {
        team.member
            .post(paths::CONTACTS)
            .bytes("application/json", body)
    };
    let mut rows: Vec<Scenario<'_>> = BROKEN
        .iter()
        .map(|(name, body, status)| ask(*name, post(body.as_bytes()), *status))
        .collect();
    rows.push(ask("not utf-8", post(b"{\"last_name\":\"\xff\"}"), 400));
    rows.push(ask(
        "byte order mark",
        post(b"\xef\xbb\xbf{\"last_name\":\"a\"}"),
        400,
    ));
    let deep = format!("{{\"tags\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    rows.push(ask("ten thousand brackets", post(deep.as_bytes()), 400));
    let large = format!("{{\"last_name\":\"{}\"}}", "x".repeat(3 * 1024 * 1024));
    rows.push(ask("three megabytes", post(large.as_bytes()), 413).code("too_large"));
    run(&team, rows);
}

/// A field of a contact, a value it cannot have (as JSON), and what is said of which field.
#[rustfmt::skip]
const WRONG: [(&str, &str, &str, &str); 22] = [
    ("first_name", "7", "first_name", "wrong_type"),
    ("first_name", "null", "first_name", "wrong_type"),
    ("first_name", r#"["a"]"#, "first_name", "wrong_type"),
    ("title", "{}", "title", "wrong_type"),
    ("emails", r#""a@example.org""#, "emails", "wrong_type"),
    ("emails", r#"["a@example.org"]"#, "emails.0", "wrong_type"),
    ("emails", "[{}]", "emails.0.address", "required"),
    ("emails", r#"[{"address":"no"}]"#, "emails.0.address", "invalid"),
    ("emails", r#"[{"address":"a b@example.org"}]"#, "emails.0.address", "invalid"),
    ("emails", r#"[{"address":"a@b.c\r\nBcc: d@e.f"}]"#, "emails.0.address", "invalid"),
    ("emails", r#"[{"address":"a\u200bb@b.c"}]"#, "emails.0.address", "invalid"),
    ("emails", r#"[{"address":"a\u202eb@b.c"}]"#, "emails.0.address", "invalid"),
    ("emails", r#"[{"address":"a@b.c"},{"address":"A@B.C"}]"#, "emails.1.address", "duplicate"),
    ("emails", r#"[{"address":"a@b.c","x":1}]"#, "emails.0.x", "unknown"),
    ("emails", r#"[{"address":"a@b.c","kind":"moon"}]"#, "emails.0.kind", "invalid"),
    ("phones", r#"[{"number":"call me"}]"#, "phones.0.number", "invalid"),
    ("phones", r#"[{"number":112}]"#, "phones.0.number", "wrong_type"),
    ("tags", r#"["a",7]"#, "tags.1", "wrong_type"),
    ("tags", r#"["a"," "]"#, "tags.1", "required"),
    ("stage", r#""king""#, "stage", "invalid"),
    ("stage", "1", "stage", "wrong_type"),
    ("owner_id", r#""me""#, "owner_id", "invalid"),
];

/// As [`WRONG`], with values that are too long to write down.
fn wrong_fields() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let long = "x".repeat(NAME_CHARS_MAX + 1);
    let emails: Vec<Value> = (0..=HANDLES_MAX)
        .map(|number| json!({ "address": format!("p{number}@example.org") }))
        .collect();
    let tags: Vec<String> = (0..=TAGS_MAX).map(|number| number.to_string()).collect();
    let mut all: Vec<_> = WRONG
        .iter()
        .map(|(field, value, wrong, error)| {
            (*field, serde_json::from_str(value).unwrap(), *wrong, *error)
        })
        .collect();
    all.extend([
        ("last_name", json!(long), "last_name", "too_long"),
        ("title", json!(long), "title", "too_long"),
        ("emails", json!(emails), "emails", "too_many"),
        ("tags", json!(tags), "tags", "too_many"),
        ("owner_id", json!(NOBODY), "owner_id", "not_found"),
        ("id", json!("7"), "id", "invalid"),
    ]);
    all
}

#[test]
fn wrong_fields_are_named_in_creates_and_changes() {
    let team = Team::new();
    let made = team.member.post(paths::CONTACTS);
    let id = made.json(&json!({ "last_name": "Noether" })).send().json()["id"].clone();
    let path = paths::contact(id.as_str().unwrap());
    let mut rows = Vec::new();
    for (field, value, wrong, error) in wrong_fields() {
        let body = json!({ "last_name": "Noether", field: value });
        let create = team.member.post(paths::CONTACTS).json(&body);
        rows.push(ask(format!("new {field} {value}"), create, 422).field(wrong, error));
        let patch = json!({ field: value });
        let change = team.member.patch(&path).if_match("*").json(&patch);
        // A change has no id to propose: there the field does not exist.
        let error = if field == "id" { "unknown" } else { error };
        rows.push(ask(format!("change {field} {value}"), change, 422).field(wrong, error));
    }
    for empty in [
        json!({}),
        json!({ "last_name": " " }),
        json!({ "title": "Dr" }),
    ] {
        let create = team.member.post(paths::CONTACTS).json(&empty);
        rows.push(ask(format!("nobody: {empty}"), create, 422).field("first_name", "required"));
    }
    let nameless = team
        .member
        .patch(&path)
        .if_match("*")
        .json(&json!({ "last_name": "" }));
    rows.push(ask("takes the only name away", nameless, 422).field("first_name", "required"));
    rows.push(ask("unchanged", team.member.get(&path), 200).has("\"revision\":1"));
    run(&team, rows);
}

#[test]
fn what_belongs_to_the_server_cannot_be_sent() {
    let team = Team::new();
    let made = team.member.post(paths::CONTACTS);
    let id = made.json(&json!({ "last_name": "Noether" })).send().json()["id"].clone();
    let path = paths::contact(id.as_str().unwrap());
    let mut rows = Vec::new();
    for field in [
        "revision",
        "created_at",
        "updated_at",
        "deleted_at",
        "deleted",
        "head",
        "source_id",
        "role",
        "is_admin",
        "author_id",
        "__proto__",
        "Last_name",
    ] {
        let body = json!({ "last_name": "Noether", field: 1 });
        let create = team.member.post(paths::CONTACTS).json(&body);
        rows.push(ask(format!("new with {field}"), create, 422).field(field, "unknown"));
        let change = team
            .member
            .patch(&path)
            .if_match("*")
            .json(&json!({ field: 1 }));
        rows.push(ask(format!("change of {field}"), change, 422).field(field, "unknown"));
    }
    rows.push(ask("unchanged", team.member.get(&path), 200).has("\"revision\":1"));
    run(&team, rows);
}
