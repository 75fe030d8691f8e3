//! The big list of naughty strings through every text field: stored, read back equal, looked for;
//! never a fault of ours.

use crate::harness::client::Client;
use crate::harness::places;
use crate::harness::scenario::{ask, run};
use crate::harness::shape;
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;
use shared::locale::Locale;
use shared::query::{complete, parse};
use shared::validate::NAME_CHARS_MAX;
use std::fs;

const COUNT: usize = 485;

fn strings(test: &str) -> Option<Vec<String>> {
    let file = places::corpora(test)?.join("blns/resources/blns.json");
    let strings: Vec<String> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(strings.len(), COUNT);
    Some(strings)
}

/// A value of a query, with everything encoded that could mean something there.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Whether the house takes a text as a name; it keeps it without the white space around it.
fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= NAME_CHARS_MAX
}

fn stored(client: &Client, path: &str, body: &Value) -> Value {
    let made = client.post(path).json(body).send().expect(201);
    let location = made.header("location").unwrap().to_owned();
    let read = client.get(&location).send().expect(200).json();
    assert_eq!(read, made.json(), "{body}");
    read
}

#[test]
fn naughty_strings_are_stored_as_they_are() {
    let Some(strings) = strings("naughty_strings_are_stored_as_they_are") else {
        return;
    };
    let team = Team::new();
    let member = &team.member;
    for text in &strings {
        let kept = text.trim();
        if is_name(text) {
            let body = json!({
                "first_name": text, "last_name": text, "title": text, "tags": [text],
            });
            let contact = stored(member, paths::CONTACTS, &body);
            for field in ["first_name", "last_name", "title"] {
                assert_eq!(contact[field], kept, "{field} {text:?}");
            }
            assert_eq!(contact["tags"], json!([kept]), "{text:?}");
            let body = json!({ "name": text, "address": text, "tags": [text] });
            let company = stored(member, paths::COMPANIES, &body);
            for field in ["name", "address"] {
                assert_eq!(company[field], kept, "{field} {text:?}");
            }
            let place = json!({ "id": company["id"], "role": text });
            let body = json!({ "last_name": "A", "companies": [place] });
            let place = &stored(member, paths::CONTACTS, &body)["companies"][0];
            assert_eq!(
                (&place["role"], &place["name"]),
                (&json!(kept), &json!(kept))
            );
        }
        if !kept.is_empty() {
            let note = stored(member, paths::NOTES, &json!({ "body": text }));
            assert_eq!(note["body"], text.as_str());
            let html = note["html"].as_str().unwrap();
            assert_eq!(shape::active_tag(html), None, "{text:?} became {html}");
        }
    }
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    home.assert_clean();
}

#[test]
fn naughty_strings_can_be_looked_for() {
    let Some(strings) = strings("naughty_strings_can_be_looked_for") else {
        return;
    };
    let team = Team::new();
    let member = &team.member;
    for text in strings.iter().filter(|text| !text.trim().is_empty()) {
        let made = member
            .post(paths::NOTES)
            .json(&json!({ "body": text }))
            .send();
        let id = made.expect(201).json()["id"].as_str().unwrap().to_owned();
        let search = format!("{}?limit=200&q={}", paths::SEARCH, encoded(text));
        let found = member.get(&search).send().expect(200).json();
        let hits = found["hits"].as_array().unwrap();
        let has_word = text.chars().filter(|c| c.is_ascii_alphabetic()).count() > 3;
        let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
        if has_word && is_plain {
            assert!(
                hits.iter().any(|hit| hit["id"] == id.as_str()),
                "{text:?}: {found}"
            );
        }
        for path in [paths::CONTACTS, paths::COMPANIES, paths::NOTES] {
            let list = format!("{path}?q={}", encoded(text));
            member.get(&list).send().expect(200);
        }
        let filter = format!("{}?filter={}", paths::CONTACTS, encoded(text));
        let status = member.get(&filter).send().status();
        assert!(matches!(status, 200 | 422), "{text:?}: {status}");
    }
}

#[test]
fn naughty_strings_are_no_addresses_ids_or_words_of_ours() {
    let Some(strings) = strings("naughty_strings_are_no_addresses_ids_or_words_of_ours") else {
        return;
    };
    let team = Team::new();
    let member = &team.member;
    let mut rows = Vec::new();
    for text in &strings {
        for body in [
            json!({ "last_name": "A", "stage": text }),
            json!({ "last_name": "A", "owner_id": text }),
            json!({ "last_name": "A", "id": text }),
        ] {
            rows.push(ask(
                body.to_string(),
                member.post(paths::CONTACTS).json(&body),
                422,
            ));
        }
        let wrong_login = json!({ "email": text, "password": text, "name": "A", "role": text });
        let user = team.admin.post(paths::USERS).json(&wrong_login);
        rows.push(ask(format!("user {text:?}"), user, 422));
    }
    run(&team, rows);
    for text in &strings {
        for body in [
            json!({ "emails": [{ "address": text }] }),
            json!({ "phones": [{ "number": text }] }),
        ] {
            let status = member.post(paths::CONTACTS).json(&body).send().status();
            assert!(matches!(status, 201 | 409 | 422), "{body}: {status}");
        }
        for body in [
            json!({ "name": "A", "domains": [text] }),
            json!({ "name": "A", "website": text }),
        ] {
            let status = member.post(paths::COMPANIES).json(&body).send().status();
            assert!(matches!(status, 201 | 409 | 422), "{body}: {status}");
        }
        for path in [
            paths::CONTACT,
            paths::COMPANY,
            paths::NOTE,
            paths::MESSAGE,
            paths::CHANGE_UNDO,
        ] {
            let path = path
                .replace("{id}", &encoded(text))
                .replace("{position}", &encoded(text));
            let answer = member.get(&path).send();
            assert!(
                matches!(answer.status(), 404 | 405 | 200),
                "{path}: {}",
                answer.text()
            );
        }
        let key = member
            .post(paths::CONTACTS)
            .json(&json!({ "last_name": "A" }));
        let is_header = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if is_header {
            let status = key.once(text).send().status();
            assert!(matches!(status, 201 | 400), "{text:?}: {status}");
        }
    }
}

#[test]
fn naughty_strings_are_queries_like_any_other() {
    let Some(strings) = strings("naughty_strings_are_queries_like_any_other") else {
        return;
    };
    for text in strings
        .iter()
        .flat_map(|text| [text.clone(), format!("from:{text} -tag:{text}")])
    {
        let query = parse(&text);
        let printed = query.to_string();
        // Places differ in a text printed anew; what is printed then does not.
        assert_eq!(parse(&printed).to_string(), printed, "{text:?}");
        let length = text.chars().count() as u32;
        for problem in query.problems {
            assert!(problem.span.end <= length, "{text:?}: {problem:?}");
        }
        for caret in 0..=text.chars().count().min(20) {
            let completion = complete(&text, caret, Locale::Zh);
            assert!(
                completion.is_none_or(|it| it.span.end <= length),
                "{text:?}"
            );
        }
    }
}
