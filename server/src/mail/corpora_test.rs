//! Real mails that others wrote: every one is read, none panics, and where somebody else's answer
//! is known it is ours.

use super::{
    charset::REPLACEMENT,
    html::{Pictures, sanitise},
    mime::{Mail, parse_mail},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A folder of the corpora; `None`, with a line that says so, where there are none.
pub fn corpus(test: &str, folder: &str) -> Option<PathBuf> {
    match std::env::var_os("RAPPORT_CORPORA") {
        Some(root) => Some(Path::new(&root).join(folder)),
        None => {
            println!("SKIPPED {test}: RAPPORT_CORPORA is not set");
            None
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn header<'a>(expected: &'a Value, name: &str) -> Option<&'a Value> {
    expected["parts"][0]["headers"]
        .as_array()?
        .iter()
        .rev()
        .find(|header| header["name"] == name)
        .map(|header| &header["value"])
}

fn expected_addresses(value: &Value) -> Vec<String> {
    let groups = value["Address"]["Group"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let lists = groups.iter().map(|group| &group["addresses"]);
    let lists = lists.chain([&value["Address"]["List"]]);
    lists
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|addr| addr["address"].as_str())
        .map(str::to_lowercase)
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Our reading of a message against the expected one: subject, sender, plain text, files.
fn compare(path: &Path, mail: &Mail, expected: &Value) {
    // Where the other parser has holes, ours may know better.
    let subject = header(expected, "subject").and_then(|value| value["Text"].as_str());
    if let Some(subject) = subject.filter(|subject| !subject.contains(REPLACEMENT)) {
        assert_eq!(
            squeezed(&mail.subject),
            squeezed(subject),
            "subject of {path:?}"
        );
    }
    if let Some(from) = header(expected, "from") {
        let ours: Vec<String> = mail
            .participants
            .iter()
            .map(|party| party.address.to_lowercase())
            .collect();
        for address in expected_addresses(from) {
            assert!(
                ours.contains(&squeezed(&address)),
                "{address} of {path:?} in {ours:?}"
            );
        }
    }
    let parts = expected["parts"].as_array().unwrap();
    if parts.iter().any(|part| part["is_encoding_problem"] == true) {
        // Where the last boundary is missing we put it back and see a text; the other one sees a file.
        return;
    }
    let attachments = expected["attachments"].as_array().map_or(0, Vec::len);
    assert_eq!(mail.files.len(), attachments, "files of {path:?}");
    let whole = squeezed(&format!("{}\n{}", mail.text.new, mail.text.quoted));
    for number in expected["text_body"].as_array().into_iter().flatten() {
        let part = &expected["parts"][number.as_u64().unwrap() as usize];
        let Some(text) = part["body"]["Text"].as_str() else {
            continue;
        };
        if text.contains(REPLACEMENT) {
            continue;
        }
        for word in text.split_whitespace() {
            let word: String = word.chars().filter(|c| !c.is_control()).collect();
            assert!(whole.contains(&word), "{word:?} of {path:?} in {whole:?}");
        }
    }
}

#[test]
fn mails_of_the_parser_suite_read_as_expected() {
    let Some(folder) = corpus("mails_of_the_parser_suite", "email-mailparser/eml") else {
        return;
    };
    let mut count = 0;
    for set in ["rfc", "legacy", "thirdparty", "malformed"] {
        for path in files(&folder.join(set)) {
            if path.extension().is_none_or(|extension| extension != "eml") {
                continue;
            }
            count += 1;
            let raw = fs::read(&path).unwrap();
            let mail = parse_mail(&raw);
            let expected: Value =
                serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
            compare(&path, &mail, &expected);
            let crlf = String::from_utf8_lossy(&raw)
                .replace("\r\n", "\n")
                .replace('\n', "\r\n");
            parse_mail(crlf.as_bytes());
        }
    }
    assert_eq!(count, 107);
}

#[test]
fn a_text_without_its_last_boundary_is_no_file() {
    let raw = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>hello";
    let mail = parse_mail(raw.as_bytes());
    assert_eq!((mail.text.new.as_str(), mail.files.len()), ("hello", 0));
    assert!(mail.html.is_some());
}

#[test]
fn rare_character_sets_decode_without_holes() {
    let Some(folder) = corpus("rare_character_sets", "email-spamassassin/charsets") else {
        return;
    };
    let (mut count, mut holes) = (0, Vec::new());
    for path in files(&folder) {
        let mail = parse_mail(&fs::read(&path).unwrap());
        count += 1;
        let text = format!("{}{}{}", mail.subject, mail.text.new, mail.text.quoted);
        if text.contains(REPLACEMENT) {
            holes.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    assert_eq!(count, 196);
    println!("{} of {count} mails have holes: {holes:?}", holes.len());
    assert!(holes.len() <= 1, "{holes:?}");
}

#[test]
fn real_pages_become_harmless_and_rest() {
    let Some(folder) = corpus("real_pages", "email-spamassassin/hard-ham") else {
        return;
    };
    let mut pages = 0;
    for path in files(&folder) {
        let mail = parse_mail(&fs::read(&path).unwrap());
        assert!(
            !mail.subject.is_empty() && !mail.participants.is_empty(),
            "{path:?}"
        );
        assert!(
            !mail.text.new.is_empty() || !mail.files.is_empty(),
            "{path:?}"
        );
        let Some(html) = mail.html else { continue };
        pages += 1;
        let once = sanitise(&html, &[], &Pictures::new());
        let lower = once.html.to_lowercase();
        for bad in [
            "<script",
            "<form",
            "<iframe",
            "<style",
            "javascript:",
            " onclick",
            " onload",
            "src=\"http",
        ] {
            assert!(!lower.contains(bad), "{bad} in {path:?}");
        }
        assert_eq!(
            sanitise(&once.html, &[], &Pictures::new()).html,
            once.html,
            "{path:?}"
        );
    }
    assert!(pages > 30, "only {pages} pages");
}

#[test]
fn mailboxes_that_crashed_others_do_not_crash_us() {
    let Some(folder) = corpus("mailboxes_that_crashed_others", "email-kmime/mails") else {
        return;
    };
    let boxes = files(&folder);
    assert_eq!(boxes.len(), 13);
    let mut read = 0;
    for path in boxes {
        let raw = fs::read(&path).unwrap();
        read += usize::from(!parse_mail(&raw).participants.is_empty());
        for end in (0..raw.len()).step_by(97) {
            parse_mail(&raw[..end]);
        }
    }
    // One of them is an empty subject and nothing else.
    assert_eq!(read, 12);
}
