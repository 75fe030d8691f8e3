//! Notes and their Markdown: who may write them, what they may be linked to, how they are shown.

use crate::harness::scenario::{ask, run};
use crate::harness::shape;
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;
use shared::validate::{LINKS_MAX, NOTE_BYTES_MAX};

const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

#[test]
fn notes_are_written_by_members_and_read_by_all() {
    let team = Team::new();
    let member = &team.member;
    let contact = member
        .post(paths::CONTACTS)
        .json(&json!({ "last_name": "Curie" }));
    let contact = contact.send().expect(201).json()["id"].clone();
    let links = json!([{ "kind": "contact", "id": contact }, { "kind": "contact", "id": contact }]);
    let made = member.post(paths::NOTES);
    let made = made
        .json(&json!({ "body": "**Radium**", "links": links }))
        .send()
        .expect(201);
    let note = made.json();
    assert_eq!(note["links"], json!([{ "kind": "contact", "id": contact }]));
    assert_eq!(
        (&note["visibility"], &note["revision"]),
        (&json!("shared"), &json!(1))
    );
    let path = made.header("location").unwrap();
    let timeline = paths::contact_timeline(contact.as_str().unwrap());
    let patch = |body: Value| member.patch(path).if_match("*").json(&body);
    let gone = json!({ "body": "x", "links": [{ "kind": "contact", "id": NOBODY }] });
    run(
        &team,
        vec![
            ask("guest", team.guest.get(path), 401).lacks("Radium"),
            ask(
                "guest writes",
                team.guest.post(paths::NOTES).json(&gone),
                401,
            ),
            ask("reader reads", team.read_only.get(path), 200).has("<strong>Radium</strong>"),
            ask(
                "reader writes",
                team.read_only.post(paths::NOTES).json(&gone),
                403,
            ),
            ask(
                "reader changes",
                team.read_only.patch(path).if_match("*").json(&gone),
                403,
            ),
            ask("in the timeline", member.get(&timeline), 200)
                .has("Radium")
                .has("\"total\":1"),
            ask("unlinked", patch(json!({ "links": [] })), 200).writes(1),
            ask("out of the timeline", member.get(&timeline), 200).has("\"total\":0"),
            ask(
                "wrong kind",
                member.get(&format!("{timeline}?kind=king")),
                400,
            ),
            ask(
                "wrong cursor",
                member.get(&format!("{timeline}?cursor=00")),
                400,
            ),
            ask(
                "unknown parameter",
                member.get(&format!("{timeline}?offset=1")),
                400,
            ),
        ],
    );
}

#[test]
fn notes_that_cannot_be_are_refused() {
    let team = Team::new();
    let member = &team.member;
    let made = member.post(paths::NOTES).json(&json!({ "body": "there" }));
    let made = made.send().expect(201);
    let path = made.header("location").unwrap();
    let post = |body: Value| member.post(paths::NOTES).json(&body);
    let patch = |body: Value| member.patch(path).if_match("*").json(&body);
    let gone = json!({ "body": "x", "links": [{ "kind": "contact", "id": NOBODY }] });
    let many = vec![json!({ "kind": "note", "id": made.json()["id"] }); LINKS_MAX + 1];
    let many = json!({ "body": "x", "links": many });
    run(
        &team,
        vec![
            ask("nothing said", post(json!({})), 422).field("body", "required"),
            ask("blank", post(json!({ "body": " \n" })), 422).field("body", "required"),
            ask(
                "too long",
                post(json!({ "body": "x".repeat(NOTE_BYTES_MAX + 1) })),
                422,
            )
            .field("body", "too_long"),
            ask(
                "just right",
                post(json!({ "body": "x".repeat(NOTE_BYTES_MAX) })),
                201,
            )
            .writes(1),
            ask(
                "another author",
                post(json!({ "body": "x", "author_id": NOBODY })),
                422,
            )
            .field("author_id", "unknown"),
            ask(
                "secret",
                post(json!({ "body": "x", "visibility": "secret" })),
                422,
            )
            .field("visibility", "invalid"),
            ask("link to nothing", post(gone.clone()), 422).field("links.0.id", "not_found"),
            ask("links", post(many), 422).field("links", "too_many"),
            ask("null body", patch(json!({ "body": null })), 422).field("body", "wrong_type"),
        ],
    );
}

/// Markdown that must not become something that runs or loads.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://tracker.example/p.gif)",
    "<iframe src=//evil.example></iframe>",
    "<a href=\"vbscript:x\" onclick=\"x()\">y</a>",
    "<svg><animate onbegin=alert(1)></svg>",
];

#[test]
fn markdown_is_made_safe() {
    let team = Team::new();
    for text in HOSTILE {
        let preview = team
            .read_only
            .post(paths::MARKDOWN)
            .json(&json!({ "body": text }));
        let preview = preview.send().expect(200).json();
        let note = team
            .member
            .post(paths::NOTES)
            .json(&json!({ "body": text }));
        let note = note.send().expect(201).json();
        assert_eq!(preview["html"], note["html"], "{text}");
        let html = note["html"].as_str().unwrap();
        assert_eq!(shape::active_tag(html), None, "{text} became {html}");
    }
}
