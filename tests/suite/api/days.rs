//! What a day is, is said by the clocks of whoever asks: dates of queries, of saved searches and of
//! alerts, also on the day that clocks change. Mails lie at the edges of the 29th of March 2026, which
//! had 23 hours in Madrid.

use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::notice::Notices;
use shared::api::paths;

const MADRID: &str = "Europe%2FMadrid";
/// Subjects, and when they were sent.
const MAILS: [(&str, &str); 4] = [
    ("late on the 28th", "Sat, 28 Mar 2026 22:30:00 +0000"),
    ("early on the 29th", "Sat, 28 Mar 2026 23:30:00 +0000"),
    ("late on the 29th", "Sun, 29 Mar 2026 21:30:00 +0000"),
    ("early on the 30th", "Sun, 29 Mar 2026 22:30:00 +0000"),
];

fn mails(batch: &str) -> Vec<(String, String)> {
    let mail = |(number, (subject, date)): (usize, &(&str, &str))| {
        let text = format!(
            "From: Ana <ana@example.org>\r\nTo: team@rapport.test\r\nDate: {date}\r\n\
             Message-ID: <{number}.{batch}@example.org>\r\nSubject: {subject}\r\n\r\nAbout pears.\r\n"
        );
        (format!("{number}.eml"), text)
    };
    (0..).zip(&MAILS).map(mail).collect()
}

fn import(client: &Client, batch: &str) {
    let mails = mails(batch);
    let files: Vec<(&str, &[u8])> = mails
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    assert_eq!(import_files(client, &files)["state"], "done");
}

fn ask(client: &Client, asked: &str) -> Value {
    let path = format!("{}?kind=message&sort=newest&{asked}", paths::SEARCH);
    client.get(&path).send().expect(200).json()
}

/// The subjects of what is found, the oldest first.
fn found(client: &Client, asked: &str) -> Vec<String> {
    let answer = ask(client, asked);
    assert_eq!(answer["problems"], Value::Null, "{asked}: {answer}");
    let hits = answer["hits"].as_array().unwrap().iter().rev();
    hits.map(|hit| hit["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_day_has_the_hours_that_clocks_give_it() {
    let team = Team::new();
    import(&team.admin, "mails");
    let titles = |range: std::ops::Range<usize>| -> Vec<&str> {
        MAILS[range].iter().map(|(title, _)| *title).collect()
    };
    for (asked, expected) in [
        (format!("q=on:2026-03-29+&tz={MADRID}"), 1..3),
        (format!("q=on:2026-03-28+&tz={MADRID}"), 0..1),
        (format!("q=on:2026-03-30+&tz={MADRID}"), 3..4),
        (format!("q=before:2026-03-29+&tz={MADRID}"), 0..1),
        (format!("q=after:2026-03-30+&tz={MADRID}"), 3..4),
        (format!("q=on:2026-03-29..2026-03-30+&tz={MADRID}"), 1..4),
        // The same with one distance from UTC is an hour off on one side.
        ("q=on:2026-03-29+&tz=%2B01:00".to_owned(), 1..4),
        ("q=on:2026-03-29+&tz=%2B02:00".to_owned(), 0..3),
        ("q=on:2026-03-28+".to_owned(), 0..2),
        ("q=on:2026-03-28+&tz=UTC".to_owned(), 0..2),
        ("q=on:2026-03-29+&tz=Asia%2FShanghai".to_owned(), 0..2),
        ("q=on:2026-03-29+&tz=America%2FNew_York".to_owned(), 2..4),
    ] {
        assert_eq!(found(&team.member, &asked), titles(expected), "{asked}");
    }
}

#[test]
fn a_zone_that_is_not_known_is_said_where_it_matters() {
    let team = Team::new();
    import(&team.admin, "mails");
    let answer = ask(&team.member, "q=on:2026-03-28+&tz=Mars%2FOlympus_Mons");
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["problems"][0]["code"], "unknown_zone", "{answer}");
    assert_eq!(
        answer["problems"][0]["span"],
        json!({ "start": 3, "end": 13 })
    );
    assert_eq!(
        found(&team.member, "q=pears+&tz=Mars%2FOlympus_Mons").len(),
        4
    );
    for wrong in ["120", "Europe+Madrid", ""] {
        let path = format!("{}?q=pears&tz={wrong}", paths::SEARCH);
        let answer = team.member.get(&path).send().expect(422).json();
        assert_eq!(answer["errors"]["tz"], "invalid", "{wrong}: {answer}");
        let profile = json!({ "tz": wrong.replace('+', " ") });
        let saved = team.member.patch(paths::AUTH_PROFILE).json(&profile).send();
        assert_eq!(saved.expect(422).json()["errors"]["tz"], "invalid");
    }
}

fn save(client: &Client, name: &str, query: &Value) {
    let search = json!({ "name": name, "query": query, "alerts": true });
    let made = client.post(paths::SAVED_SEARCHES).json(&search).send();
    made.expect(201);
}

fn live_in(client: &Client, zone: &str) {
    let profile = json!({ "tz": zone });
    let moved = client.patch(paths::AUTH_PROFILE).json(&profile).send();
    moved.expect(200);
}

/// What a user was told of, once all that was written is judged: each alert with its matches.
fn told(team: &Team, client: &Client, end: usize) -> Vec<(String, u64)> {
    let note = json!({ "body": "theend" });
    team.admin.post(paths::NOTES).json(&note).send().expect(201);
    wait::until("the last alert", || {
        let notices: Notices = client.get(paths::NOTICES).send().expect(200).read();
        let told = notices.items.into_iter();
        let mut told: Vec<(String, u64)> = told
            .map(|notice| (notice.saved_search_name, notice.count))
            .collect();
        told.sort();
        let count = told.len();
        told.retain(|(name, _)| name != "end");
        (count == told.len() + end).then_some(told)
    })
}

#[test]
fn alerts_count_days_where_their_owner_is() {
    let team = Team::new();
    let words = json!({ "q": "pears after:2026-03-30 " });
    let days = json!({ "q": "pears", "after": "2026-03-28", "before": "2026-03-28" });
    for client in [&team.member, &team.read_only] {
        save(client, "words", &words);
        save(client, "days", &days);
        // Told of what comes last in the log, it has looked at all.
        save(client, "end", &json!({ "q": "theend" }));
    }
    live_in(&team.member, "Europe/Madrid");
    import(&team.admin, "first");
    let one = |name: &str, count: u64| (name.to_owned(), count);
    let in_madrid = [one("days", 1), one("words", 1)];
    assert_eq!(told(&team, &team.member, 1), in_madrid);
    // Nobody said where this one lives.
    assert_eq!(told(&team, &team.read_only, 2), [one("days", 2)]);
    // Whoever moves has the days of the new place at once, also in what was saved before.
    live_in(&team.member, "America/New_York");
    live_in(&team.read_only, "Europe/Madrid");
    import(&team.admin, "second");
    let moved = [one("days", 1), one("days", 2), one("words", 1)];
    assert_eq!(told(&team, &team.member, 3), moved);
    let moved = [one("days", 1), one("days", 2), one("words", 1)];
    assert_eq!(told(&team, &team.read_only, 4), moved);
    drop(team.server);
    team.home.assert_clean();
}
