//! Queries with fields over mails that others wrote, against what their headers say when they are
//! read here, line by line, without any of our parsers.

use crate::harness::client::Client;
use crate::harness::places;
use crate::harness::team::Team;
use chrono::DateTime;
use serde_json::Value;
use shared::api::paths;
use std::{collections::BTreeSet, fs, path::Path};

/// Mails in the folders below.
const MAILS: usize = 92;
/// This one is no mail.
const NO_MAIL: &str = "empty-subject.mbox";
const FOLDERS: [&str; 2] = ["email-spamassassin/hard-ham", "email-kmime/mails"];

const UTC: &str = "UTC";

/// What a mail's text says of it.
struct Facts {
    from: BTreeSet<String>,
    to: BTreeSet<String>,
    /// Seconds since 1970.
    at: Option<i64>,
    has_attachment: bool,
    names: Vec<String>,
}

fn facts(path: &Path) -> Facts {
    let text = String::from_utf8_lossy(&fs::read(path).unwrap()).replace("\r\n", "\n");
    let head = text.split("\n\n").next().unwrap();
    let unfolded = head.replace("\n\t", " ").replace("\n ", " ");
    let header = |name: &str| -> Vec<String> {
        let lines = unfolded.lines().filter_map(|line| line.split_once(':'));
        let lines = lines.filter(|(found, _)| found.eq_ignore_ascii_case(name));
        lines.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let addresses = |names: &[&str]| -> BTreeSet<String> {
        let values = names.iter().flat_map(|name| header(name));
        values.flat_map(|value| addresses_in(&value)).collect()
    };
    let date = header("date").pop().unwrap_or_default();
    // Without the name of the zone; some hours have one digit.
    let date = date.split('(').next().unwrap().trim();
    let two_digits = |word: &str| match word.find(':') {
        Some(1) => format!("0{word}"),
        _ => word.to_owned(),
    };
    let date: Vec<String> = date.split_whitespace().map(two_digits).collect();
    let lower = text.to_lowercase();
    Facts {
        from: addresses(&["from"]),
        to: addresses(&["to", "cc"]),
        at: DateTime::parse_from_rfc2822(&date.join(" "))
            .ok()
            .map(|at| at.timestamp()),
        has_attachment: [
            "content-disposition: attachment",
            "content-type: message/rfc822",
        ]
        .iter()
        .any(|part| lower.contains(part)),
        names: plain_file_names(&text),
    }
}

fn addresses_in(value: &str) -> Vec<String> {
    let is_edge = |c: char| c.is_whitespace() || "<>,;\"'()".contains(c);
    let words = value.split(is_edge).filter(|word| word.contains('@'));
    words.map(str::to_lowercase).collect()
}

/// `filename="…"` in plain letters.
fn plain_file_names(text: &str) -> Vec<String> {
    let found = text
        .split("filename=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let plain = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-_ ".contains(c))
    };
    found.filter(plain).map(str::to_owned).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// How many mails are found; the query is whole, as a space at its end says.
fn count(client: &Client, query: &str, tz: &str) -> u64 {
    let (query, tz) = (encoded(&format!("{query} ")), encoded(tz));
    let path = format!("{}?kind=message&limit=1&tz={tz}&q={query}", paths::SEARCH);
    let answer: Value = client.get(&path).send().expect(200).json();
    assert_eq!(answer["problems"], Value::Null, "{query}: {answer}");
    answer["total"].as_u64().unwrap()
}

#[test]
fn fields_find_what_the_headers_say() {
    let Some(corpora) = places::corpora("fields_find_what_the_headers_say") else {
        return;
    };
    let team = Team::new();
    let mut mails = Vec::new();
    for folder in FOLDERS.map(|folder| corpora.join(folder)) {
        team.home
            .rapport_json(&["import", "--json", folder.to_str().unwrap()]);
        let files = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let is_mail = |path: &std::path::PathBuf| path.is_file() && !path.ends_with(NO_MAIL);
        mails.extend(files.filter(is_mail).map(|path| facts(&path)));
    }
    assert_eq!(mails.len(), MAILS);
    let client = &team.read_only;
    assert_eq!(count(client, "kind:mail", UTC), MAILS as u64);
    people(client, &mails);
    days(client, &mails);
    files(client, &mails);
}

fn people(client: &Client, mails: &[Facts]) {
    let everyone = |side: fn(&Facts) -> &BTreeSet<String>| -> BTreeSet<&String> {
        mails.iter().flat_map(side).collect()
    };
    let senders = everyone(|mail| &mail.from);
    assert!(senders.len() > 40, "{}", senders.len());
    for address in &senders {
        let expected = mails
            .iter()
            .filter(|mail| mail.from.contains(*address))
            .count();
        assert_eq!(
            count(client, &format!("from:{address}"), UTC),
            expected as u64,
            "{address}"
        );
        let domain = address.rsplit('@').next().unwrap();
        let is_of = |other: &String| {
            let other = other.rsplit('@').next().unwrap();
            other == domain || other.ends_with(&format!(".{domain}"))
        };
        let expected = mails
            .iter()
            .filter(|mail| mail.from.iter().any(is_of))
            .count() as u64;
        assert_eq!(
            count(client, &format!("from:@{domain}"), UTC),
            expected,
            "{domain}"
        );
        let others = MAILS as u64 - expected;
        assert_eq!(
            count(client, &format!("-from:@{domain}"), UTC),
            others,
            "{domain}"
        );
    }
    for address in everyone(|mail| &mail.to) {
        let expected = mails
            .iter()
            .filter(|mail| mail.to.contains(address))
            .count();
        assert_eq!(
            count(client, &format!("to:{address}"), UTC),
            expected as u64,
            "{address}"
        );
    }
}

/// For people in Greenwich, in Madrid in summer, and in New York.
fn days(client: &Client, mails: &[Facts]) {
    const DAY: i64 = 86_400;
    const YEAR_2003: i64 = 1_041_379_200;
    let times: Vec<i64> = mails.iter().filter_map(|mail| mail.at).collect();
    assert!(times.len() > 80, "{}", times.len());
    for (tz, hours) in [(UTC, 0), ("+02:00", 2), ("-04:00", -4)] {
        let offset = hours * 3_600;
        for day in times
            .iter()
            .map(|at| (at + offset).div_euclid(DAY))
            .collect::<BTreeSet<_>>()
        {
            let start = day * DAY - offset;
            let date = DateTime::from_timestamp(day * DAY, 0)
                .unwrap()
                .format("%Y-%m-%d");
            let within = |from: i64, to: i64| {
                times.iter().filter(|at| (from..to).contains(at)).count() as u64
            };
            let on = count(client, &format!("on:{date}"), tz);
            assert_eq!(on, within(start, start + DAY), "on {date} {tz}");
            // Mails without a date of their own are all of later years.
            let known = format!("after:{date} before:2003");
            let later = within(start, YEAR_2003 - offset);
            assert_eq!(count(client, &known, tz), later, "after {date} {tz}");
        }
    }
}

fn files(client: &Client, mails: &[Facts]) {
    let expected = mails.iter().filter(|mail| mail.has_attachment).count() as u64;
    assert_eq!(count(client, "has:attachment", UTC), expected);
    let names: BTreeSet<&String> = mails.iter().flat_map(|mail| &mail.names).collect();
    for name in names {
        let expected = mails
            .iter()
            .filter(|mail| mail.names.contains(name))
            .count() as u64;
        assert_eq!(
            count(client, &format!("filename:\"{name}\""), UTC),
            expected,
            "{name}"
        );
    }
}
