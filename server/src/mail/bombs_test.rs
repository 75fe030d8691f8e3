//! Mails made to hurt: each is read in bounded time, and what is too much is said, never parsed.

use super::{
    limits::{HEADERS_BYTES_MAX, MESSAGE_BYTES_MAX},
    mime::{Mail, Problem, parse_mail},
};
use std::time::{Duration, Instant};

/// A debug build on a busy machine; a release build takes a tenth.
const DEADLINE: Duration = Duration::from_secs(10);

fn check(name: &str, raw: &[u8]) -> Mail {
    let begin = Instant::now();
    let mail = parse_mail(raw);
    let took = begin.elapsed();
    assert!(took < DEADLINE, "{name} took {took:?}");
    mail
}

fn is_too_complex(mail: &Mail) -> bool {
    mail.problems.contains(&Problem::TooComplex) && mail.files.is_empty()
}

const HEAD: &str =
    "From: Ana <ana@example.org>\r\nSubject: bomb\r\nMessage-ID: <1@example.org>\r\n";

#[test]
fn a_thousand_levels_are_too_many() {
    let level = |number: usize| {
        format!("Content-Type: multipart/mixed; boundary=\"b{number}\"\r\n\r\n--b{number}\r\n")
    };
    let nested: String = (0..1_000).map(level).collect();
    let mail = check("multiparts", format!("{HEAD}{nested}").as_bytes());
    assert!(is_too_complex(&mail) && mail.subject == "bomb");
    let same = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(1_000);
    assert!(is_too_complex(&check(
        "one boundary",
        format!("{HEAD}{same}").as_bytes()
    )));
    let messages = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    assert!(is_too_complex(&check(
        "messages",
        format!("{HEAD}{messages}").as_bytes()
    )));
    let fifty = "Content-Type: message/rfc822\r\n\r\n".repeat(50);
    assert!(is_too_complex(&check(
        "fifty",
        format!("{HEAD}{fifty}").as_bytes()
    )));
    let ten = "Content-Type: message/rfc822\r\n\r\n".repeat(10);
    assert!(!is_too_complex(&check(
        "ten",
        format!("{HEAD}{ten}\r\nhi").as_bytes()
    )));
}

#[test]
fn a_hundred_thousand_parts_are_too_many() {
    let multipart = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for part in [
        "--b\r\n\r\nx\r\n",
        "--b\n\n",
        "--b",
        "--b\r\nContent-Type: image/png\r\n\r\nx\r\n",
    ] {
        let bomb = format!("{multipart}{}", part.repeat(100_000));
        assert!(is_too_complex(&check(part, bomb.as_bytes())), "{part:?}");
    }
    let few = format!("{multipart}{}", "--b\r\n\r\nx\r\n".repeat(100));
    assert!(!is_too_complex(&check("a hundred", few.as_bytes())));
}

#[test]
fn long_headers_are_too_much() {
    let long = format!("{HEAD}X-Long: {}\r\n\r\nbody", "x".repeat(10 * 1024 * 1024));
    let mail = check("one header", long.as_bytes());
    assert!(is_too_complex(&mail) && mail.subject == "bomb");
    let many = format!("{HEAD}{}\r\nbody", "X: y\r\n".repeat(HEADERS_BYTES_MAX / 4));
    assert!(is_too_complex(&check("many headers", many.as_bytes())));
    let crowd: String = (0..1_000_000)
        .map(|number| format!("a{number}@example.org,\r\n "))
        .collect();
    let mail = check(
        "recipients",
        format!("{HEAD}To: {crowd}\r\n\r\nbody").as_bytes(),
    );
    assert!(is_too_complex(&mail) && mail.participants.len() <= 500);
    let crowd: String = (0..2_000)
        .map(|number| format!("a{number}@example.org,\r\n "))
        .collect();
    let mail = check(
        "many recipients",
        format!("{HEAD}To: {crowd}b@example.org\r\n\r\nbody").as_bytes(),
    );
    assert!(mail.problems.contains(&Problem::TooManyParticipants) && mail.text.new == "body");
    let words = format!("{HEAD}X: {}\r\n\r\nbody", "=?utf-8?".repeat(8_000));
    check("encoded words that never end", words.as_bytes());
    let words = format!("Subject: {}\r\n\r\nbody", "=?utf-8?q?".repeat(6_000));
    check("encoded words", words.as_bytes());
}

#[test]
fn boundaries_that_never_come_cost_little() {
    let part = |number: usize| {
        format!("--b\r\nContent-Type: multipart/mixed; boundary=never{number}\r\n\r\n")
    };
    let parts: String = (0..900).map(part).collect();
    let filler = "-".repeat(4 * 1024 * 1024);
    let bomb = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}{filler}");
    assert!(is_too_complex(&check("never", bomb.as_bytes())));
}

#[test]
fn messages_in_disguise_are_not_unfolded() {
    use std::fmt::Write as _;
    let inner = format!(
        "Content-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\n\n".repeat(400_000)
    );
    let mut encoded = String::new();
    for line in inner.as_bytes().chunks(36) {
        // Quoted-printable, each character spelled out: as large as such a thing gets.
        for byte in line {
            let _ = write!(encoded, "={byte:02X}");
        }
        encoded.push_str("=\n");
    }
    let bomb = format!(
        "{HEAD}Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n{encoded}"
    );
    assert!(is_too_complex(&check("disguise", bomb.as_bytes())));
}

#[test]
fn one_endless_line_is_text() {
    let line = format!("{HEAD}\r\n{}", "x".repeat(20 * 1024 * 1024));
    let mail = check("line", line.as_bytes());
    assert!(mail.problems.contains(&Problem::TextCut));
    let html = format!(
        "{HEAD}Content-Type: text/html\r\n\r\n{}",
        "<div>".repeat(200_000)
    );
    check("deep page", html.as_bytes());
    let html = format!(
        "{HEAD}Content-Type: text/html\r\n\r\n{}",
        "<a title=\"".repeat(50_000)
    );
    check("open quotes", html.as_bytes());
}

#[test]
fn the_largest_message_is_bounded() {
    let raw = vec![b'x'; MESSAGE_BYTES_MAX + 1];
    assert!(check("size", &raw).problems.contains(&Problem::TooLarge));
}

#[test]
fn parts_of_messages_elsewhere_are_files() {
    let raw = format!("{HEAD}Content-Type: message/partial; id=x; number=1; total=3\r\n\r\nhalf");
    let mail = check("partial", raw.as_bytes());
    assert_eq!(mail.files.len(), 1);
}

#[test]
fn no_prefix_of_a_message_panics() {
    let raw = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=x\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n=?!\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?utf-8?q?=C3?=\r\n\r\n\
         x\r\n--b--\r\n"
    );
    for end in 0..=raw.len() {
        parse_mail(&raw.as_bytes()[..end]);
    }
    for byte in [0, b'\n', 0xff, b'-', b'='] {
        for at in 0..raw.len() {
            let mut mutated = raw.clone().into_bytes();
            mutated[at] = byte;
            parse_mail(&mutated);
        }
    }
}
