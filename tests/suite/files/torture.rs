//! Bad files: bombs, broken and locked ones, large ones. Each is given up by a named limit, says so,
//! and harms neither its neighbours nor the server.

use super::{READ_LIMIT, hit, make, search, states, wait_until_read};
use crate::harness::imports::import_files;
use crate::harness::places;
use crate::harness::team::Team;
use crate::harness::wait;
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

const MEGABYTE: usize = 1024 * 1024;
/// The server's own memory may rise by this while it has bad files read: caches and the index.
const RISE_BYTES_MAX: u64 = 48 * MEGABYTE as u64;
/// A reader's memory while it takes in as much as is read at all.
const READER_BYTES_MAX: u64 = 300 * MEGABYTE as u64;

/// File, its state, and the reasons that it must give.
type Case = (&'static str, Vec<u8>, &'static str, &'static [&'static str]);

fn bad_files() -> Vec<Case> {
    let mut cases = bombs();
    cases.extend(broken_files());
    cases
}

fn bombs() -> Vec<Case> {
    let flat = make::zip(&[("zeros.txt", &vec![b' '; 100 * MEGABYTE])]);
    let copies: Vec<(String, &[u8])> = (0..30).map(|n| (format!("{n}.zip"), &flat[..])).collect();
    let copies: Vec<(&str, &[u8])> = copies
        .iter()
        .map(|(n, bytes)| (n.as_str(), *bytes))
        .collect();
    let nested = make::zip(&copies);
    let mut deep = b"wordtoodeep".to_vec();
    for level in 0..8 {
        deep = make::zip(&[(if level == 0 { "x.txt" } else { "x.zip" }, &deep)]);
    }
    let many: Vec<(String, Vec<u8>)> = (0..1_500)
        .map(|n| (format!("{n}.txt"), format!("w{n}").into_bytes()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(n, bytes)| (n.as_str(), &bytes[..]))
        .collect();
    vec![
        ("flat.zip", flat, "unread", &["unpacks_too_large"]),
        ("nested.zip", nested, "unread", &["unpacks_too_large"]),
        ("deep.zip", deep, "unread", &["too_deep"]),
        (
            "many.zip",
            make::zip(&many),
            "partly",
            &["too_many_members"],
        ),
    ]
}

fn broken_files() -> Vec<Case> {
    let word = make::docx("one", "two");
    let entities =
        "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><w>&b;&b;</w>";
    let garbage: Vec<u8> = (0..5_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let long = "all work and no play ".repeat(3 * MEGABYTE / 21);
    vec![
        (
            "truncated.docx",
            word[..word.len() / 2].to_vec(),
            "unread",
            &["damaged"],
        ),
        (
            "garbage.docx",
            make::zip(&[("word/document.xml", &garbage)]),
            "unread",
            &["damaged"],
        ),
        (
            "entities.docx",
            make::zip(&[("word/document.xml", entities.as_bytes())]),
            "unread",
            &["damaged"],
        ),
        (
            "depth.docx",
            make::zip(&[("word/document.xml", "<a>".repeat(MEGABYTE).as_bytes())]),
            "unread",
            &["damaged"],
        ),
        (
            "locked.zip",
            make::locked_zip(&[("a.txt", b"secretword")]),
            "unread",
            &["encrypted"],
        ),
        ("locked.pdf", make::locked_pdf(), "unread", &["encrypted"]),
        (
            "broken.pdf",
            [b"%PDF-1.7\n", &garbage[..]].concat(),
            "unread",
            &["damaged"],
        ),
        ("scan.pdf", make::pdf_with(&[], ""), "unread", &["damaged"]),
        ("long.txt", long.into_bytes(), "partly", &["too_much_text"]),
        ("sound.bin", vec![0; 1_000], "unread", &["unsupported"]),
        ("good.txt", b"wordgood among bad ones".to_vec(), "read", &[]),
    ]
}

/// Memory of a process that is its own.
fn own_memory(process: u32, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes
        .and_then(|number| number.parse::<u64>().ok())
        .unwrap_or_default()
        * 1024
}

#[test]
fn bad_files_are_given_up_by_named_limits_and_harm_nothing() {
    let team = Team::new();
    // Whatever grows once has grown before it is measured.
    let calm = make::mail(0, "calm", &[("a.txt", b"wordcalm".to_vec())]);
    import_files(&team.member, &[("calm.eml", &calm)]);
    hit(&team.member, "wordcalm");
    let before = own_memory(team.server.id(), "RssAnon:");
    let cases = bad_files();
    let files: Vec<(&str, Vec<u8>)> = cases.iter().map(|case| (case.0, case.1.clone())).collect();
    let mail = make::mail(1, "bad files", &files);
    let import = import_files(&team.member, &[("bad.eml", &mail)]);
    assert_eq!(
        (&import["state"], &import["counts"]["created"]),
        (&"done".into(), &1.into())
    );
    let message = hit(&team.member, "wordgood")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    wait_until_read(&team.member, std::slice::from_ref(&message));
    let found = states(&team.member, &message);
    for ((name, _, state, reasons), found) in cases.iter().zip(&found) {
        let reasons: Vec<String> = reasons.iter().map(|&reason| reason.to_owned()).collect();
        assert_eq!(found, &((*name).to_owned(), (*state).to_owned(), reasons));
    }
    assert_eq!(search(&team.member, "secretword")["total"], 0);
    // What is still at work when the last file is told to be read lets its memory go soon after.
    let rise = || own_memory(team.server.id(), "RssAnon:").saturating_sub(before);
    let rested = wait::within(READ_LIMIT, || (rise() < RISE_BYTES_MAX).then_some(()));
    assert!(
        rested.is_some(),
        "the server's memory rose by {} bytes",
        rise()
    );
    team.home.assert_clean();
}

#[test]
fn a_long_document_is_found_to_its_last_page() {
    let team = Team::new();
    let pages: Vec<String> = (1..=500)
        .map(|page| format!("clause {page} mentions quokka{page} and nothing else"))
        .collect();
    let mail = make::mail(1, "the treaty", &[("treaty.pdf", make::pdf(&pages))]);
    import_files(&team.member, &[("a.eml", &mail)]);
    for page in [1, 250, 500] {
        let hit = hit(&team.member, &format!("quokka{page} "));
        assert_eq!(hit["attachment"]["page"], page, "{hit}");
        assert!(
            hit["snippet"]
                .as_str()
                .unwrap()
                .contains(&format!("quokka{page}"))
        );
    }
}

#[test]
fn two_gigabytes_are_refused_without_being_kept() {
    let mut child = Command::new(places::executable())
        .arg("extract-text")
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let piece = vec![b'x'; MEGABYTE];
    input
        .write_all(b"{\"name\":\"huge.txt\",\"content_type\":\"\"}\n")
        .unwrap();
    // As much as is read at all, then the rest, of which it takes no more.
    (0..64).for_each(|_| input.write_all(&piece).unwrap());
    let peak = own_memory(child.id(), "VmHWM:");
    let taken = (0..2_048 - 64)
        .take_while(|_| input.write_all(&piece).is_ok())
        .count();
    drop(input);
    let mut answer = Vec::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut answer)
        .unwrap();
    assert!(child.wait().unwrap().success());
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains("too_large"), "{answer}");
    assert!(taken <= 1, "it went on reading: {taken} MB");
    assert!(
        (1..READER_BYTES_MAX).contains(&peak),
        "its memory rose to {peak} bytes"
    );
}
