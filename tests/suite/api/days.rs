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

fn mails() -> Vec<(String, String)> {
    let mail = |(number, (subject, date)): (usize, &(&str, &str))| {
        let text = format!(
            "From: Ana <ana@example.org>\r\nTo: team@rapport.test\r\nDate: {date}\r\n\
             Message-ID: <{number}@example.org>\r\nSubject: {subject}\r\n\r\nAbout pears.\r\n"
        );
        (format!("{number}.eml"), text)
    };
    (0..).zip(&MAILS).map(mail).collect()
}

fn import(client: &Client) {
    let mails = mails();
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
    import(&team.admin);
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
    import(&team.admin);
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
        let search = json!({ "name": "x", "tz": wrong.replace('+', " ") });
        let saved = team.member.post(paths::SAVED_SEARCHES).json(&search).send();
        assert_eq!(saved.expect(422).json()["errors"]["tz"], "invalid");
    }
}

fn save(client: &Client, name: &str, query: &Value, tz: Option<&str>) -> String {
    let mut search = json!({ "name": name, "query": query, "alerts": true });
    if let Some(tz) = tz {
        search["tz"] = json!(tz);
    }
    let made = client.post(paths::SAVED_SEARCHES).json(&search).send();
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn alerts_count_days_where_they_were_saved() {
    let team = Team::new();
    let madrid = Some("Europe/Madrid");
    let words = json!({ "q": "pears after:2026-03-30 " });
    let days = json!({ "q": "pears", "after": "2026-03-28", "before": "2026-03-28" });
    save(&team.member, "words", &words, madrid);
    save(&team.member, "days", &days, madrid);
    // As they were saved before zones were kept.
    save(&team.member, "old words", &words, None);
    save(&team.member, "old days", &days, None);
    // Moves with who changes it.
    let moved = save(&team.member, "moved", &words, None);
    let path = paths::saved_search(&moved);
    let patch = team.member.patch(&path).if_match("*");
    let moved = patch.json(&json!({ "tz": "Europe/Madrid" })).send();
    assert_eq!(moved.expect(200).json()["tz"], "Europe/Madrid");
    // Told of what comes last in the log, it has looked at all.
    save(&team.member, "end", &json!({ "q": "theend" }), None);
    import(&team.admin);
    let note = json!({ "body": "theend" });
    team.admin.post(paths::NOTES).json(&note).send().expect(201);
    let told = wait::until("the last alert", || {
        let notices: Notices = team.member.get(paths::NOTICES).send().expect(200).read();
        let mut told: Vec<(String, u64)> = notices
            .items
            .into_iter()
            .map(|notice| (notice.saved_search_name, notice.count))
            .collect();
        told.sort();
        told.iter().any(|(name, _)| name == "end").then_some(told)
    });
    let expected = [
        ("days", 1),
        ("end", 1),
        ("moved", 1),
        ("old days", 2),
        ("words", 1),
    ];
    let expected = expected.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(told, expected);
    drop(team.server);
    team.home.assert_clean();
}
