//! Many at once: one record for one Idempotency-Key, one winner for one address, no lost update.

use crate::harness::client::{Answer, Client};
use crate::harness::scenario::{ask, position, run};
use crate::harness::team::{MEMBER, PASSWORD, Team};
use serde_json::{Value, json};
use shared::api::paths;
use std::sync::Barrier;
use std::thread;

const EDITORS: usize = 2;
const ROUNDS: usize = 1_000;

/// The same call from so many threads, let go at the same moment.
fn at_once(count: usize, call: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(count);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                let (barrier, call) = (&barrier, &call);
                scope.spawn(move || {
                    barrier.wait();
                    call(number)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

fn count(answers: &[Answer], status: u16) -> usize {
    let those = answers.iter().filter(|answer| answer.status() == status);
    those.count()
}

#[test]
fn a_key_makes_one_record_however_often_it_comes() {
    let team = Team::new();
    let member = &team.member;
    let body = json!({ "last_name": "Once", "emails": [{ "address": "once@example.org" }] });
    let before = position(&team.admin);
    let answers = at_once(20, |_| {
        member.post(paths::CONTACTS).json(&body).once("k1").send()
    });
    assert_eq!(count(&answers, 201), 20);
    for answer in &answers {
        assert_eq!(answer.text(), answers[0].text());
        for name in ["location", "etag", "x-change-position"] {
            assert_eq!(answer.header(name), answers[0].header(name), "{name}");
        }
    }
    assert_eq!(position(&team.admin), before + 1);
    let team = team.restart_after_kill();
    let member = &team.member;
    let post = |key: &str, body: &Value| member.post(paths::CONTACTS).once(key).json(body);
    let other = json!({ "last_name": "Other" });
    let note = json!({ "body": "another route, another namespace" });
    let long = "k".repeat(201);
    let answers = run(
        &team,
        vec![
            ask("again after the kill", post("k1", &body), 201),
            ask("other body", post("k1", &other), 422).code("idempotency_key_reused"),
            ask(
                "refused calls",
                post("k2", &json!({ "first_name": 1 })),
                422,
            ),
            ask("are not remembered", post("k2", &other), 201).writes(1),
            ask(
                "other route",
                member.post(paths::NOTES).once("k1").json(&note),
                201,
            )
            .writes(1),
            ask(
                "other user",
                team.admin.post(paths::CONTACTS).once("k1").json(&other),
                201,
            )
            .writes(1),
            ask("empty", post("", &other), 400),
            ask("long", post(&long, &other), 400),
            ask(
                "reader",
                team.read_only.post(paths::CONTACTS).once("k1").json(&body),
                403,
            ),
        ],
    );
    assert_eq!(answers[0].text(), answers_text(&team, &answers[0]));
}

/// What is stored at the place that an answer names.
fn answers_text(team: &Team, answer: &Answer) -> String {
    let path = answer.header("location").unwrap();
    team.member.get(path).send().expect(200).text()
}

#[test]
fn of_fifty_contacts_with_one_address_one_is_made() {
    let team = Team::new();
    let answers = at_once(50, |number| {
        let address = if number % 2 == 0 {
            "one@example.org"
        } else {
            "ONE@Example.ORG"
        };
        let body = json!({ "last_name": format!("N{number}"), "emails": [{ "address": address }] });
        team.member.post(paths::CONTACTS).json(&body).send()
    });
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, 49));
    let page = team.member.get(paths::CONTACTS).send().expect(200).json();
    assert_eq!(page["total"], 1);
    let id = &page["items"][0]["id"];
    for refused in answers.iter().filter(|answer| answer.status() == 409) {
        assert_eq!(refused.json()["code"], "email_taken");
        assert_eq!(&refused.json()["detail"], id);
    }
    let (server, home) = (team.server, team.home);
    assert!(server.stop().success());
    home.assert_clean();
}

#[test]
fn of_two_editors_of_one_revision_one_is_told_to_look_again() {
    let team = Team::new();
    let editors = [
        team.member.clone(),
        Client::signed_in(team.server.address(), MEMBER, PASSWORD),
    ];
    let made = team
        .member
        .post(paths::CONTACTS)
        .json(&json!({ "last_name": "Race" }));
    let made = made.send().expect(201);
    let path = made.header("location").unwrap().to_owned();
    let start = Barrier::new(EDITORS);
    let won: Vec<usize> = thread::scope(|scope| {
        let threads: Vec<_> = editors
            .iter()
            .zip(["title", "first_name"])
            .map(|(client, field)| {
                let (path, start) = (&path, &start);
                scope.spawn(move || edit(client, path, field, start))
            })
            .collect();
        let won = threads.into_iter().map(|thread| thread.join().unwrap());
        won.collect()
    });
    // Each round has one winner: a revision more, and the loser's field was not touched.
    assert_eq!(won.iter().sum::<usize>(), ROUNDS);
    let last = team.member.get(&path).send().expect(200).json();
    assert_eq!(last["revision"], ROUNDS + 1);
}

/// Changes one field in each round, at the revision that both editors saw; how often that worked.
fn edit(client: &Client, path: &str, field: &str, start: &Barrier) -> usize {
    let mut won = 0;
    let mut written = String::new();
    for round in 0..ROUNDS {
        let seen = client.get(path).send().expect(200);
        assert_eq!(
            seen.json()[field],
            written.as_str(),
            "round {round}: {field} was lost"
        );
        let tag = seen.header("etag").unwrap().to_owned();
        let value = format!("{field} {round}");
        start.wait();
        let request = client.patch(path).if_match(&tag);
        let answer = request.json(&json!({ field: value })).send();
        match answer.status() {
            200 => {
                won += 1;
                written = value;
            }
            _ => {
                let now = answer.expect_problem(412, "revision_stale");
                assert!(now.header("etag").is_some_and(|now| now != tag));
            }
        }
        start.wait();
    }
    won
}

#[test]
fn changes_need_the_revision_that_they_are_meant_for() {
    let team = Team::new();
    let member = &team.member;
    let title = json!({ "title": "x" });
    let other = json!({ "title": "y" });
    for (path, body, patch) in [
        (
            paths::CONTACTS,
            json!({ "last_name": "Tag" }),
            json!({ "title": "x" }),
        ),
        (
            paths::NOTES,
            json!({ "body": "tag" }),
            json!({ "body": "x" }),
        ),
    ] {
        let made = member.post(path).json(&body).send().expect(201);
        let path = made.header("location").unwrap();
        let change = |tag: &str| member.patch(path).if_match(tag).json(&patch);
        run(
            &team,
            vec![
                ask("no tag", member.patch(path).json(&patch), 428).code("revision_required"),
                ask("no tag to delete", member.delete(path), 428),
                ask("stale", change("\"9\""), 412).code("revision_stale"),
                ask("weak", change("W/\"1\""), 412),
                ask("foreign", change("\"abc\""), 412),
                ask("list", change("\"1\", \"2\""), 400),
                ask("bare", change("1"), 400),
                ask("empty", change(""), 400),
                ask("right", change("\"1\""), 200)
                    .has("\"revision\":2")
                    .writes(1),
                ask(
                    "stale to delete",
                    member.delete(path).if_match("\"1\""),
                    412,
                ),
                ask(
                    "right to delete",
                    member.delete(path).if_match("\"2\""),
                    204,
                )
                .writes(1),
                ask("gone", member.delete(path).if_match("\"3\""), 404),
            ],
        );
    }
    let nobody = paths::contact("01890000-0000-7000-8000-000000000000");
    run(
        &team,
        vec![
            ask(
                "nobody",
                member.patch(&nobody).if_match("*").json(&title),
                404,
            ),
            ask(
                "nobody at a tag",
                member.patch(&nobody).if_match("\"1\"").json(&other),
                404,
            ),
        ],
    );
}
