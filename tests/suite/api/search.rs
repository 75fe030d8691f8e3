//! Search over HTTP: how near hits are, why they are hits, what is like them, what was meant, and
//! conversations. A private word of somebody else shows in none of it.

use crate::harness::imports::import_files;
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;

/// Stands in a private note alone.
const CANARY: &str = "zephyrine";

fn note(client: &crate::harness::client::Client, body: &str, visibility: &str) -> String {
    let body = json!({ "body": body, "visibility": visibility });
    let made = client.post(paths::NOTES).json(&body).send().expect(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_private_word_is_in_no_answer_about_search() {
    let team = Team::new();
    let secret = note(
        &team.member,
        &format!("{CANARY} pumps leak salt water"),
        "private",
    );
    let shared = note(&team.member, "Our pumps leak salt water again", "shared");
    let like = |id: &str| format!("{}?kind=note&id={id}", paths::SEARCH_SIMILAR);
    let why = |id: &str, q: &str| format!("{}?kind=note&id={id}&q={q}", paths::SEARCH_WHY);
    let search = |q: &str| format!("{}?q={q}", paths::SEARCH);
    let (own, other) = (&team.member, &team.admin);
    run(
        &team,
        vec![
            ask("mine, why", own.get(&why(&secret, CANARY)), 200).has("\"exact\""),
            ask("mine, meant", own.get(&search("zephirine")), 200)
                .has("\"did_you_mean\":\"zephyrine"),
            ask("mine, similar", own.get(&like(&shared)), 200).has(&secret),
            ask("why of another's", other.get(&why(&secret, CANARY)), 404).lacks(CANARY),
            ask("why by a filter", other.get(&why(&secret, "-nothing")), 404),
            ask("another's, meant", other.get(&search("zephirine")), 200)
                .lacks(CANARY)
                .lacks("did_you_mean"),
            ask("like another's", other.get(&like(&secret)), 404),
            ask("like a shared one", other.get(&like(&shared)), 200)
                .lacks(CANARY)
                .lacks(&secret)
                .has("\"total\":0"),
            ask(
                "a sentence about it",
                other.get(&search(
                    "why do the zephyrine pumps leak so much salt water abroad",
                )),
                200,
            )
            .lacks("zephyrine pumps")
            .has("\"some_words\"")
            .has("\"total\":1"),
        ],
    );
}

#[test]
fn search_says_how_near_why_and_what_is_alike() {
    let team = Team::new();
    let contact = team.member.post(paths::CONTACTS);
    let contact = contact.json(&json!({ "first_name": "Ana", "last_name": "Vidal" }));
    let contact = contact.send().expect(201).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let about =
        |kind: &str, id: &str, q: &str| format!("{}?kind={kind}&id={id}&q={q}", paths::SEARCH_WHY);
    let nobody = "01890000-0000-7000-8000-000000000000";
    let reader = &team.read_only;
    let similar = |kind: &str, id: &str| format!("{}?kind={kind}&id={id}", paths::SEARCH_SIMILAR);
    run(
        &team,
        vec![
            ask(
                "whole name",
                reader.get(&about("contact", &contact, "ana vidal")),
                200,
            )
            .has("\"whole_name\"")
            .has("\"party\""),
            ask(
                "no hit",
                reader.get(&about("contact", &contact, "zebra")),
                404,
            ),
            ask("nobody", reader.get(&about("contact", nobody, "ana")), 404),
            ask(
                "guest",
                team.guest.get(&about("contact", &contact, "ana")),
                401,
            ),
            ask("no kind", reader.get(&about("king", &contact, "ana")), 400),
            ask(
                "like a person",
                reader.get(&similar("contact", &contact)),
                422,
            ),
            ask("like nothing", reader.get(&similar("note", nobody)), 404),
            ask(
                "typo",
                reader.get(&format!("{}?q=vidla", paths::SEARCH)),
                200,
            )
            .has("\"tier\":\"typos\"")
            .has("\"did_you_mean\":\"vidal\""),
        ],
    );
}

fn words(kind: &str, id: &str, q: &str) -> String {
    format!("{}?kind={kind}&id={id}&q={q}", paths::SEARCH_WORDS)
}

#[test]
fn what_stands_for_words_in_notes_about_a_contact_is_told() {
    let team = Team::new();
    let secret = note(&team.member, &format!("{CANARY} invoices"), "private");
    let contact = team.member.post(paths::CONTACTS);
    let contact = contact.json(&json!({ "first_name": "Ana", "last_name": "Vidal" }));
    let contact = contact.send().expect(201).json()["id"].clone();
    let about = |body: &str, visibility: &str| {
        let links = json!([{ "kind": "contact", "id": contact }]);
        let body = json!({ "body": body, "visibility": visibility, "links": links });
        let made = team.member.post(paths::NOTES).json(&body).send();
        made.expect(201);
    };
    about("She sent two invoices and recieved a letter", "shared");
    about(&format!("{CANARY} invoiced"), "private");
    let (own, other) = (&team.member, &team.admin);
    let in_note = words("note", &secret, "invoice ");
    let of_her = |q: &str| words("contact", contact.as_str().unwrap(), q);
    run(
        &team,
        vec![
            ask("my note", own.get(&in_note), 200).has("[\"invoices\"]"),
            ask("another's", other.get(&in_note), 404).lacks("invoices"),
            ask("about her", other.get(&of_her("invoice ")), 200)
                .lacks("invoiced")
                .has("[\"invoices\"]"),
            ask("all about her", own.get(&of_her("invoice ")), 200)
                .has("\"invoiced\"")
                .has("\"invoices\""),
            ask("a slip", other.get(&of_her("received ")), 200).has("[\"recieved\"]"),
        ],
    );
}

#[test]
fn what_stands_for_words_in_a_conversation_is_told() {
    let team = Team::new();
    let mail = "From x@shop.test Thu Jan  1 00:00:00 2026\nFrom: x@shop.test\nSubject: crates\n\
        Message-ID: <1@shop.test>\nDate: Thu, 01 Jan 2026 00:00:00 +0000\n\nOne crate\n\n\
        From x@shop.test Thu Jan  1 00:00:00 2026\nFrom: x@shop.test\nSubject: Re: crates\n\
        Message-ID: <2@shop.test>\nIn-Reply-To: <1@shop.test>\n\
        Date: Thu, 01 Jan 2026 00:00:01 +0000\n\nNo freight here\n\n";
    import_files(&team.member, &[("all.mbox", mail.as_bytes())]);
    let found = team.admin.get(&format!("{}?q=freight", paths::SEARCH));
    let found = found.send().expect(200).json();
    let answer = |q: &str| words("message", found["hits"][0]["id"].as_str().unwrap(), q);
    run(
        &team,
        vec![
            ask("in the other", team.admin.get(&answer("crates ")), 200)
                .has("[\"crates\",\"crate\"]"),
            ask("nowhere", team.admin.get(&answer("zebra ")), 200).has("[]"),
            ask("no words", team.admin.get(&answer("")), 200).has("[]"),
            ask("guest", team.guest.get(&answer("crates")), 401),
        ],
    );
}

#[test]
fn a_conversation_is_one_hit() {
    let team = Team::new();
    let mail = |number: u32, answers: &str| {
        format!(
            "From x@shop.test Thu Jan  1 00:00:00 2026\nFrom: x@shop.test\n\
             Subject: crates {number}\nMessage-ID: <{number}@shop.test>\n{answers}\
             Date: Thu, 01 Jan 2026 00:00:00 +0000\n\ncrates of number {number}\n\n"
        )
    };
    let answer = "In-Reply-To: <1@shop.test>\nReferences: <1@shop.test>\n";
    let mbox = [mail(1, ""), mail(2, answer), mail(3, answer), mail(4, "")].concat();
    let ended = import_files(&team.member, &[("all.mbox", mbox.as_bytes())]);
    assert_eq!(ended["counts"]["created"], 4, "{ended}");
    let found = |more: &str| -> Value {
        let path = format!("{}?q=crates{more}", paths::SEARCH);
        team.read_only.get(&path).send().expect(200).json()
    };
    assert_eq!(found("")["hits"].as_array().unwrap().len(), 4);
    let folded = found("&threads=true");
    assert_eq!(folded["total"], 4, "{folded}");
    let hits = folded["hits"].as_array().unwrap();
    let mut more: Vec<u64> = hits
        .iter()
        .map(|hit| hit["more_in_thread"].as_u64().unwrap())
        .collect();
    more.sort_unstable();
    assert_eq!(more, [0, 2], "{folded}");
}
