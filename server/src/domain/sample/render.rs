//! Turns the embedded sample files, whose times are relative, into files that the importer reads:
//! the lines of our own export, and mails. Pure: knows neither store nor clock, writes nothing.
//! Its tests stand at its foot; loading is tested in `sample/tests.rs`.

use chrono::{DateTime, Utc};
use rust_embed::RustEmbed;
use serde_json::{Map, Value};
use shared::{
    ids::UserId,
    time::{MICROS_PER_DAY, MICROS_PER_SECOND, Timestamp},
};
use std::borrow::Cow;

/// The sample files of the source tree.
#[derive(RustEmbed)]
#[folder = "../assets/sample"]
struct Assets;

/// The file whose records have an author and no owner.
const NOTES_FILE: &str = "notes.jsonl";

/// A file for the importer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Its path inside the folder, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A sample file that is not as it should be: a mistake of ours, found by the tests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sample file {0} cannot be read")]
pub struct SampleError(String);

/// All sample files with their times counted back from `now`; all but notes and mails belongs to
/// `owner`.
///
/// # Errors
/// When a file is damaged; the tests read each of them.
pub fn render_files(now: Timestamp, owner: Option<UserId>) -> Result<Vec<SampleFile>, SampleError> {
    let mut paths: Vec<Cow<'static, str>> = Assets::iter().collect();
    paths.sort();
    let render = |path: &Cow<'static, str>| render_file(path, now, owner);
    paths.iter().map(render).collect()
}

fn render_file(
    path: &str,
    now: Timestamp,
    owner: Option<UserId>,
) -> Result<SampleFile, SampleError> {
    let broken = || SampleError(path.to_owned());
    let asset = Assets::get(path).ok_or_else(broken)?;
    let source = std::str::from_utf8(&asset.data).map_err(|_| broken())?;
    let text = match path {
        NOTES_FILE => render_lines(source, now, None),
        _ if path.ends_with(".jsonl") => render_lines(source, now, owner),
        _ => fill_placeholders(source, now),
    };
    Ok(SampleFile {
        path: path.to_owned(),
        text: text.ok_or_else(broken)?,
    })
}

/// Each line loses `days_ago` and `time` and gains the times, and the owner, of a record; `{{day 34}}`
/// is filled.
fn render_lines(source: &str, now: Timestamp, owner: Option<UserId>) -> Option<String> {
    let mut text = String::with_capacity(source.len() * 2);
    for line in fill_placeholders(source, now)?.lines() {
        let mut record: Map<String, Value> = serde_json::from_str(line).ok()?;
        let days = record.remove("days_ago")?.as_i64()?;
        let at = time_before(now, days, record.remove("time")?.as_str()?)?.to_string();
        record.insert("created_at".to_owned(), Value::String(at.clone()));
        record.insert("updated_at".to_owned(), Value::String(at));
        if let Some(owner) = owner {
            record.insert("owner_id".to_owned(), Value::String(owner.to_string()));
        }
        text.push_str(&Value::Object(record).to_string());
        text.push('\n');
    }
    Some(text)
}

/// Fills `{{date 34 09:30}}` (RFC 5322, for headers) and `{{day 34}}` (ISO, for quotations).
fn fill_placeholders(source: &str, now: Timestamp) -> Option<String> {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, behind)) = rest.split_once("{{") {
        let (placeholder, after) = behind.split_once("}}")?;
        text.push_str(before);
        text.push_str(&fill(placeholder, now)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn fill(placeholder: &str, now: Timestamp) -> Option<String> {
    let mut words = placeholder.split(' ');
    let kind = words.next()?;
    let days = words.next()?.parse().ok()?;
    let clock = words.next().unwrap_or("00:00");
    let at = DateTime::<Utc>::from_timestamp_micros(time_before(now, days, clock)?.micros())?;
    match kind {
        "date" => Some(at.to_rfc2822()),
        "day" => Some(at.format("%Y-%m-%d").to_string()),
        _ => None,
    }
}

/// A time of day, UTC, that many days before the day of `now`.
fn time_before(now: Timestamp, days: i64, clock: &str) -> Option<Timestamp> {
    let (hours, minutes) = clock.split_once(':')?;
    let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
    let day = now.micros().div_euclid(MICROS_PER_DAY) - days;
    Some(Timestamp::from_micros(
        day * MICROS_PER_DAY + seconds * MICROS_PER_SECOND,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;
    use shared::{
        api::{company::CompanyCreate, contact::ContactCreate, note::NoteCreate},
        validate,
    };
    use std::collections::{BTreeMap, HashSet};

    /// What the executable may spend on it.
    const SAMPLE_BYTES_MAX: usize = 150_000;
    /// Nobody lives there: RFC 2606 and RFC 6761.
    const DOMAINS: [&str; 4] = [".example", "example.com", "example.org", "example.net"];

    fn now() -> Timestamp {
        "2026-11-20T13:14:15Z".parse().unwrap()
    }

    fn files() -> BTreeMap<String, String> {
        let files = render_files(now(), None).unwrap();
        files.into_iter().map(|f| (f.path, f.text)).collect()
    }

    /// The lines of a file as what the API takes, with nothing left over but their times.
    fn records<T: serde::de::DeserializeOwned>(path: &str) -> Vec<T> {
        let parse = |line: &str| {
            let mut record: Map<String, Value> = serde_json::from_str(line).unwrap();
            let at: Timestamp = record["created_at"].as_str().unwrap().parse().unwrap();
            assert!(at < now(), "{line}");
            record.retain(|name, _| !name.ends_with("_at"));
            serde_json::from_value(Value::Object(record)).unwrap()
        };
        files()[path].lines().map(parse).collect()
    }

    #[test]
    fn times_are_counted_back_from_now() {
        let text = fill_placeholders("Date: {{date 2 08:05}}\n\n> on {{day 3}}:", now());
        assert_eq!(
            text.unwrap(),
            "Date: Wed, 18 Nov 2026 08:05:00 +0000\n\n> on 2026-11-17:"
        );
        let line = r#"{"id":"x","days_ago":20,"time":"23:59"}"#;
        let text = render_lines(line, now(), None).unwrap();
        assert!(text.contains(r#""created_at":"2026-10-31T23:59:00Z""#));
        assert_eq!(fill_placeholders("{{week 2}}", now()), None);
    }

    #[test]
    fn contacts_companies_and_notes_are_what_the_api_would_take() {
        let contacts: Vec<ContactCreate> = records("contacts.jsonl");
        let companies: Vec<CompanyCreate> = records("companies.jsonl");
        let firms: HashSet<_> = companies.iter().map(|c| c.id.unwrap()).collect();
        assert_eq!((firms.len(), companies.len()), (18, 18));
        for company in &companies {
            validate::company(company).unwrap();
            for domain in &company.domains {
                assert!(DOMAINS.iter().any(|end| domain.ends_with(end)));
            }
        }
        let mut ids: HashSet<_> = contacts.iter().map(|c| c.id.unwrap().uuid()).collect();
        assert_eq!((ids.len(), contacts.len()), (41, 41));
        ids.extend(firms.iter().map(|id| id.uuid()));
        let mut places = contacts.iter().flat_map(|contact| &contact.companies);
        assert!(places.all(|place| firms.contains(&place.id)));
        for contact in &contacts {
            validate::contact(contact).unwrap();
            for email in &contact.emails {
                assert!(DOMAINS.iter().any(|end| email.address.ends_with(end)));
            }
        }
        let notes: Vec<NoteCreate> = records("notes.jsonl");
        assert_eq!(notes.len(), 79);
        for note in &notes {
            validate::note(note).unwrap();
            assert!(note.links.iter().all(|link| ids.contains(&link.id)));
        }
    }

    #[test]
    fn each_mail_has_its_date_its_text_and_known_people() {
        let contacts: Vec<ContactCreate> = records("contacts.jsonl");
        let known: HashSet<_> = contacts
            .iter()
            .flat_map(|c| c.emails.iter().map(|e| e.address.as_str()))
            .collect();
        let (mut mails, mut attachments, mut strangers) = (0, 0, 0);
        for (path, text) in files().iter().filter(|(path, _)| path.ends_with(".eml")) {
            let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
            let date = mail.date().unwrap_or_else(|| panic!("{path} has no date"));
            assert!(date.is_valid() && date.to_timestamp() < now().seconds());
            assert!(!mail.body_text(0).unwrap().contains('\u{fffd}'), "{path}");
            let from = mail.from().and_then(|from| from.first()).unwrap();
            strangers += usize::from(!known.contains(from.address().unwrap()));
            attachments += mail.attachment_count();
            mails += 1;
        }
        assert_eq!((mails, attachments, strangers), (46, 4, 1));
    }

    #[test]
    fn the_sample_stays_small() {
        let bytes: usize = Assets::iter()
            .map(|path| Assets::get(&path).unwrap().data.len())
            .sum();
        assert!(bytes <= SAMPLE_BYTES_MAX, "{bytes}");
    }

    #[test]
    fn a_word_of_each_language_meets_notes_and_mails() {
        let files = files();
        let hits = |word: &str| {
            let found = |text: &String| {
                let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
                mail.body_text(0).unwrap().to_lowercase().contains(word)
            };
            let notes = &files["notes.jsonl"];
            let notes = notes.lines().filter(|l| l.to_lowercase().contains(word));
            let mails = files.iter().filter(|(path, _)| path.ends_with(".eml"));
            (notes.count(), mails.filter(|(_, text)| found(text)).count())
        };
        let words = [
            "walnut",
            "nogal",
            "胡桃木",
            "nw-2026-0117",
            "late delivery",
            "transporte",
        ];
        for word in words {
            let (notes, mails) = hits(word);
            assert!(
                notes >= 2 && mails >= 2,
                "{word}: {notes} notes, {mails} mails"
            );
        }
    }
}
