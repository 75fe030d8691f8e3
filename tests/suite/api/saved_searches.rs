//! Saved searches and their alerts: everyone's own, told of what others bring, once, also over a kill,
//! and of nothing that their owner may not see.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::notice::{Notice, Notices};
use shared::api::paths;
use shared::api::saved_search::SAVED_SEARCHES_MAX;

fn save(client: &Client, body: &Value) -> String {
    let made = client.post(paths::SAVED_SEARCHES).json(body).send();
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

fn alert(client: &Client, words: &str) -> String {
    save(
        client,
        &json!({ "name": format!("alert {words}"), "query": { "q": words }, "alerts": true }),
    )
}

fn note(client: &Client, body: &str, visibility: &str) -> String {
    let note = json!({ "body": body, "visibility": visibility });
    let made = client.post(paths::NOTES).json(&note).send();
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

fn notices(client: &Client) -> Notices {
    client.get(paths::NOTICES).send().expect(200).read()
}

/// Waits for the notice whose title has this word; all that had come until then.
fn until(client: &Client, word: &str) -> Vec<Notice> {
    wait::until("a notice", || {
        let items = notices(client).items;
        let is_there = items.iter().any(|notice| notice.title.contains(word));
        is_there.then_some(items)
    })
}

#[test]
fn saved_searches_are_their_owners_alone() {
    let team = Team::new();
    let body = json!({
        "name": "Leads of mine", "place": "contacts", "pinned": true,
        "query": { "q": "acme", "filter": "stage:lead owner:me" },
    });
    let id = save(&team.member, &body);
    let path = paths::saved_search(&id);
    let named = |name: &str| json!({ "name": name });
    let wrong = json!({ "name": "x", "query": { "filter": "colour:red" } });
    run(
        &team,
        vec![
            ask("owner lists", team.member.get(paths::SAVED_SEARCHES), 200).has("Leads of mine"),
            ask("owner reads", team.member.get(&path), 200).has("stage:lead owner:me"),
            ask("others list", team.admin.get(paths::SAVED_SEARCHES), 200).lacks("Leads"),
            ask("others read", team.admin.get(&path), 404).lacks("Leads"),
            ask(
                "others change",
                team.admin.patch(&path).if_match("*").json(&named("y")),
                404,
            ),
            ask("others delete", team.admin.delete(&path).if_match("*"), 404),
            ask(
                "no name",
                team.member.post(paths::SAVED_SEARCHES).json(&named(" ")),
                422,
            )
            .field("name", "required"),
            ask(
                "a filter that is none",
                team.member.post(paths::SAVED_SEARCHES).json(&wrong),
                422,
            )
            .field("query.filter", "invalid"),
            ask(
                "stale",
                team.member.patch(&path).if_match("\"9\"").json(&named("y")),
                412,
            ),
            ask(
                "renamed",
                team.member
                    .patch(&path)
                    .if_match("\"1\"")
                    .json(&named("Hot leads")),
                200,
            )
            .has("Hot leads")
            .writes(1),
            ask("deleted", team.member.delete(&path).if_match("\"2\""), 204).writes(1),
            ask("gone", team.member.get(&path), 404),
            ask(
                "back under its id",
                team.member
                    .post(paths::SAVED_SEARCHES)
                    .json(&json!({ "id": id, "name": "Hot leads" })),
                201,
            )
            .writes(1),
        ],
    );
    drop(team.server);
    team.home.assert_clean();
}

#[test]
fn nobody_keeps_more_searches_than_the_limit() {
    let team = Team::new();
    for number in 0..SAVED_SEARCHES_MAX {
        save(&team.read_only, &json!({ "name": number.to_string() }));
    }
    let more = team.read_only.post(paths::SAVED_SEARCHES);
    let more = more.json(&json!({ "name": "one more" })).send();
    assert!(more.expect(422).text().contains("too_many"));
}

#[test]
fn alerts_tell_of_what_others_bring_and_survive_a_kill() {
    let team = Team::new();
    note(&team.admin, "a zeppelin from before", "shared");
    let id = alert(&team.member, "zeppelin");
    note(&team.member, "a zeppelin of my own", "shared");
    note(&team.admin, "the first zeppelin", "shared");
    let told = until(&team.member, "first");
    let titles: Vec<_> = told.iter().map(|notice| notice.title.as_str()).collect();
    assert_eq!(titles, ["the first zeppelin"]);
    assert_eq!(told[0].saved_search_name, "alert zeppelin");
    assert_eq!(notices(&team.member).unread, 1);
    assert_eq!(notices(&team.admin), Notices::default());
    let team = team.restart_after_kill();
    note(&team.admin, "the second zeppelin", "shared");
    assert_eq!(until(&team.member, "second").len(), 2);
    let read = json!({ "ids": [told[0].id] });
    let mark = |body: &Value| team.member.post(paths::NOTICES_READ).json(body).send();
    mark(&read).expect(204);
    assert_eq!(notices(&team.member).unread, 1);
    mark(&json!({})).expect(204);
    assert_eq!(notices(&team.member).unread, 0);
    let path = paths::saved_search(&id);
    let off = json!({ "alerts": false });
    team.member
        .patch(&path)
        .if_match("*")
        .json(&off)
        .send()
        .expect(200);
    note(&team.admin, "the third zeppelin", "shared");
    // Told of this one only, which comes behind it in the log.
    alert(&team.member, "dirigible");
    note(&team.admin, "a dirigible", "shared");
    let told = until(&team.member, "dirigible");
    assert!(told.iter().all(|notice| !notice.title.contains("third")));
    team.member.delete(&path).if_match("*").send().expect(204);
    assert_eq!(notices(&team.member).items.len(), 1);
    drop(team.server);
    team.home.assert_clean();
}

#[test]
fn an_import_is_one_notice_for_each_alert() {
    let team = Team::new();
    alert(&team.member, "zeppelin");
    let card = |n: u32| format!("BEGIN:VCARD\nVERSION:3.0\nFN:Ada {n}\nORG:Zeppelin\nEND:VCARD\n");
    let cards: String = (0..30).map(card).collect();
    import_files(&team.admin, &[("cards.vcf", cards.as_bytes())]);
    let found = wait::until("the notice of an import", || {
        let items = notices(&team.member).items;
        // The people and their company.
        (items.first()?.count >= 30).then_some(items)
    });
    assert_eq!(found.len(), 1);
    drop(team.server);
    team.home.assert_clean();
}

#[test]
fn alerts_leak_nothing() {
    let team = Team::new();
    alert(&team.admin, "canary");
    let secret = note(&team.member, "canary in private", "private");
    let open = note(&team.member, "canary in the open", "shared");
    until(&team.admin, "open");
    let text = || team.admin.get(paths::NOTICES).send().expect(200).text();
    assert!(!text().contains("private") && !text().contains(&secret));
    // Made private behind the notice, it is not shown any more, and not counted.
    let private = json!({ "visibility": "private" });
    let path = paths::note(&open);
    team.member
        .patch(&path)
        .if_match("*")
        .json(&private)
        .send()
        .expect(200);
    assert_eq!(notices(&team.admin), Notices::default());
    assert!(!text().contains(&open));
}
