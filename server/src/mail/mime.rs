//! A message read: header, text, HTML, files. Never fails and never panics: what cannot be read as
//! it should is in `problems`, and the raw bytes are the caller's to keep.
//! Tests: `corpora_test.rs` (real mails), `bombs_test.rs` (mails made to hurt).

use super::{
    address::{Party, parties},
    attached::read_files,
    charset::{Certainty, REPLACEMENT, decode, guess_encoding, is_ascii_label},
    html_text::html_to_text,
    limits::{DEPTH_MAX, Excess, PARTS_MAX, bounded_headers, excess},
    text::{SplitText, clean_line, clean_text, split_quotes},
    threading::SUBJECT_CHARS_MAX,
};
use mail_parser::{
    DateTime, Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders,
    PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use shared::time::Timestamp;
use std::{borrow::Cow, collections::BTreeSet};

/// Bytes of a message's text.
pub const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a message's HTML.
pub const HTML_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Message-IDs that a message refers to; the oldest and the newest are kept.
pub const REFERENCES_MAX: usize = 100;
/// Characters of a Message-ID (RFC 5322 2.1.1: a line).
const MESSAGE_ID_CHARS_MAX: usize = 998;
/// The domain of a Message-ID that we made.
const MADE_ID_DOMAIN: &str = "no-message-id.invalid";

/// What could not be read as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// Beyond the limits of header or parts: only the header was read.
    TooComplex,
    /// Beyond the limit of size: only the header was read.
    TooLarge,
    /// No header at all.
    NoHeader,
    /// No usable Date.
    NoDate,
    /// No Message-ID: one was made from the content.
    NoMessageId,
    /// The character set was missing or wrong, and was guessed.
    CharsetGuessed,
    /// Some characters could not be decoded.
    CharsetDamaged,
    /// An attachment's encoding is broken.
    AttachmentDamaged,
    /// More participants than are kept.
    TooManyParticipants,
    /// The text was cut.
    TextCut,
}

impl Problem {
    /// The stable word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooComplex => "too_complex",
            Self::TooLarge => "too_large",
            Self::NoHeader => "no_header",
            Self::NoDate => "no_date",
            Self::NoMessageId => "no_message_id",
            Self::CharsetGuessed => "charset_guessed",
            Self::CharsetDamaged => "charset_damaged",
            Self::AttachmentDamaged => "attachment_damaged",
            Self::TooManyParticipants => "too_many_participants",
            Self::TextCut => "text_cut",
        }
    }
}

/// A message, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mail {
    /// Without brackets; made from the content where it is missing.
    pub message_id: String,
    /// What it answers, oldest first: References, then In-Reply-To.
    pub references: Vec<String>,
    /// Decoded, one line.
    pub subject: String,
    /// Everyone in the header.
    pub participants: Vec<Party>,
    /// The Date header, else the newest Received.
    pub at: Option<Timestamp>,
    /// The text, from the plain part, else from the HTML.
    pub text: SplitText,
    /// The HTML body as it came, decoded; hostile.
    pub html: Option<String>,
    /// The files.
    pub files: Vec<MailFile>,
    /// What went wrong.
    pub problems: BTreeSet<Problem>,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFile {
    /// Safe for any file system.
    pub file_name: String,
    /// Told by the content.
    pub content_type: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
    /// What `cid:` refers to, without brackets.
    pub content_id: Option<String>,
}

/// Reads a message.
pub fn parse_mail(raw: &[u8]) -> Mail {
    let mut mail = match excess(raw) {
        None => parse_whole(raw),
        Some(excess) => parse_header_only(raw, excess),
    };
    if mail.message_id.is_empty() {
        mail.message_id = made_message_id(raw);
        mail.problems.insert(Problem::NoMessageId);
    }
    if mail.at.is_none() {
        mail.problems.insert(Problem::NoDate);
    }
    mail
}

fn parse_header_only(raw: &[u8], excess: Excess) -> Mail {
    let mut mail = Mail::default();
    let problem = match excess {
        Excess::Size => Problem::TooLarge,
        Excess::Headers | Excess::Parts => Problem::TooComplex,
    };
    mail.problems.insert(problem);
    let headers = bounded_headers(raw);
    read_header_block(&headers, None, &mut mail);
    mail
}

fn parse_whole(raw: &[u8]) -> Mail {
    let Some(message) = MessageParser::default().parse(raw) else {
        let mut mail = Mail::default();
        mail.problems.insert(Problem::NoHeader);
        read_text(decode(raw, None).text, &mut mail);
        return mail;
    };
    let (parts, depth) = measure(&message, 1);
    if parts > PARTS_MAX || depth > DEPTH_MAX {
        return parse_header_only(raw, Excess::Parts);
    }
    if let Some(closed) = with_ends(&message, raw)
        && let Some(message) = MessageParser::default().parse(&closed)
    {
        return read_message(&message, &closed);
    }
    read_message(&message, raw)
}

fn read_message(message: &Message<'_>, raw: &[u8]) -> Mail {
    let mut mail = Mail::default();
    let root = message.root_part();
    let header_bytes = slice(raw, root.offset_header, root.offset_body);
    read_headers(message, &mut mail);
    if std::str::from_utf8(header_bytes).is_err() {
        mend_headers(header_bytes, declared_charset(message), &mut mail);
    }
    read_bodies(message, raw, &mut mail);
    read_files(message, raw, &mut mail);
    mail
}

/// The message with the closing boundaries that it lacks, if parts of it cannot be read without:
/// many senders leave the last one out, and a text would become a damaged file.
fn with_ends(message: &Message<'_>, raw: &[u8]) -> Option<Vec<u8>> {
    let problems = |message: &Message<'_>| {
        message
            .parts
            .iter()
            .filter(|part| part.is_encoding_problem)
            .count()
    };
    let before = problems(message);
    if before == 0 {
        return None;
    }
    let mut closed = raw.to_vec();
    let boundaries = message
        .parts
        .iter()
        .filter_map(|part| part.content_type()?.attribute("boundary"));
    for boundary in boundaries.collect::<Vec<_>>().into_iter().rev() {
        let end = format!("--{boundary}--");
        if !contains(raw, end.as_bytes()) {
            closed.extend_from_slice(format!("\n{end}\n").as_bytes());
        }
    }
    let after = problems(&MessageParser::default().parse(&closed)?);
    (after < before).then_some(closed)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len().max(1))
        .any(|window| window == needle)
}

/// Parts in all, and levels of messages and multiparts. The raw look at the bytes has bounded the
/// depth already, so the recursion is safe.
fn measure(message: &Message<'_>, depth: usize) -> (usize, usize) {
    let mut levels = vec![depth; message.parts.len()];
    let (mut count, mut deepest) = (message.parts.len(), depth);
    for (number, part) in message.parts.iter().enumerate() {
        let level = levels.get(number).copied().unwrap_or(depth);
        deepest = deepest.max(level);
        match &part.body {
            PartType::Multipart(children) => {
                for &child in children {
                    if let Some(slot) = levels.get_mut(child as usize) {
                        *slot = level + 1;
                    }
                }
            }
            PartType::Message(nested) => {
                let (parts, below) = measure(nested, level + 1);
                count += parts;
                deepest = deepest.max(below);
            }
            PartType::Text(_)
            | PartType::Html(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_) => {}
        }
    }
    (count, deepest)
}

/// Header lines in no declared character set: decoded as the body, or as guessed, and read again.
/// What was whole stays: an encoded word may hold raw bytes and yet say what they are.
fn mend_headers(bytes: &[u8], charset: Option<&str>, mail: &mut Mail) {
    let mut again = Mail::default();
    read_header_block(bytes, charset, &mut again);
    if mail.subject.contains(REPLACEMENT) {
        mail.subject = again.subject;
        mail.problems.insert(Problem::CharsetGuessed);
    }
    let broken =
        |party: &Party| party.name.contains(REPLACEMENT) || party.address.contains(REPLACEMENT);
    if mail.participants.iter().any(broken) {
        mail.participants = again.participants;
        mail.problems.insert(Problem::CharsetGuessed);
    }
}

fn read_header_block(bytes: &[u8], charset: Option<&str>, mail: &mut Mail) {
    let text = transcode_header(bytes, charset);
    let block = format!("{}\n\n", text.trim_end());
    match MessageParser::default().parse_headers(block.as_bytes()) {
        Some(message) => read_headers(&message, mail),
        None => {
            mail.problems.insert(Problem::NoHeader);
        }
    }
}

/// Each header alone: one of them in UTF-8 says nothing about the next.
pub(super) fn transcode_header<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = charset.filter(|charset| !is_ascii_label(charset));
    let guessed = guess_encoding(bytes);
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let as_declared = || {
            let decoded = decode(line, Some(declared?));
            (decoded.certainty == Certainty::Declared).then_some(decoded.text)
        };
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                text.push_str(&as_declared().unwrap_or_else(|| guessed.decode(line).0.into_owned()))
            }
        }
    }
    Cow::Owned(text)
}

fn read_headers(message: &Message<'_>, mail: &mut Mail) {
    mail.subject = clean_line(message.subject().unwrap_or_default(), SUBJECT_CHARS_MAX);
    let (participants, too_many) = parties(message);
    mail.participants = participants;
    if too_many {
        mail.problems.insert(Problem::TooManyParticipants);
    }
    mail.at = message.date().and_then(timestamp).or_else(|| {
        let received = message.received().and_then(|received| received.date());
        received.as_ref().and_then(timestamp)
    });
    mail.message_id = message_ids(message.header(HeaderName::MessageId))
        .pop()
        .unwrap_or_default();
    mail.references = references(message, &mail.message_id);
}

fn references(message: &Message<'_>, own: &str) -> Vec<String> {
    let answered = message_ids(message.header(HeaderName::InReplyTo));
    let mut references = Vec::new();
    for id in message_ids(message.header(HeaderName::References))
        .into_iter()
        .chain(answered)
    {
        if id != own && !references.contains(&id) && references.len() < 2 * REFERENCES_MAX {
            references.push(id);
        }
    }
    if references.len() > REFERENCES_MAX {
        let surplus = references.len() - REFERENCES_MAX;
        references.drain(1..=surplus);
    }
    references
}

fn message_ids(header: Option<&HeaderValue<'_>>) -> Vec<String> {
    let texts: Vec<&str> = match header {
        Some(HeaderValue::Text(text)) => vec![text],
        Some(HeaderValue::TextList(texts)) => texts.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .map(|text| clean_line(text.trim_matches(['<', '>', ' ']), MESSAGE_ID_CHARS_MAX))
        .filter(|id| !id.is_empty() && !id.contains(' '))
        .collect()
}

fn timestamp(date: &DateTime) -> Option<Timestamp> {
    let sane = date.is_valid() && date.year >= 1970;
    sane.then(|| Timestamp::from_seconds(date.to_timestamp()))
}

/// The same for the same message with other line endings, so that copies from a mailbox and from a
/// file are one message.
fn made_message_id(raw: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    for line in raw.trim_ascii_end().split(|&byte| byte == b'\n') {
        hasher.update(line.strip_suffix(b"\r").unwrap_or(line));
        hasher.update(b"\n");
    }
    let hash = hasher.finalize().to_hex();
    format!("{}@{MADE_ID_DOMAIN}", hash.get(..32).unwrap_or_default())
}

/// The first character set that a text part declares.
fn declared_charset<'a>(message: &'a Message<'_>) -> Option<&'a str> {
    message.parts.iter().find_map(charset_of)
}

fn charset_of<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    part.content_type()?.attribute("charset")
}

fn read_bodies(message: &Message<'_>, raw: &[u8], mail: &mut Mail) {
    let mut plain = String::new();
    let mut html = String::new();
    let mut has_html = false;
    for &number in &message.text_body {
        let Some(part) = message.part(number) else {
            continue;
        };
        let text = match &part.body {
            PartType::Text(text) => body_text(part, text, raw, mail),
            PartType::Html(text) => Cow::Owned(html_to_text(&body_text(part, text, raw, mail))),
            _ => continue,
        };
        append(&mut plain, &text);
    }
    for &number in &message.html_body {
        let Some(part) = message.part(number) else {
            continue;
        };
        match &part.body {
            PartType::Html(text) => {
                has_html = true;
                append(&mut html, &body_text(part, text, raw, mail));
            }
            PartType::Text(text) => {
                let text = body_text(part, text, raw, mail);
                append(
                    &mut html,
                    &format!("<pre>{}</pre>", ammonia::clean_text(&text)),
                );
            }
            _ => {}
        }
    }
    if has_html {
        let (html, cut) = clean_text(html, HTML_BYTES_MAX);
        if cut {
            mail.problems.insert(Problem::TextCut);
        }
        // Some senders leave the plain part empty.
        if plain.trim().is_empty() {
            plain = html_to_text(&html);
        }
        mail.html = Some(html);
    }
    read_text(plain, mail);
}

fn read_text(text: String, mail: &mut Mail) {
    let (text, cut) = clean_text(text, TEXT_BYTES_MAX);
    if cut {
        mail.problems.insert(Problem::TextCut);
    }
    mail.text = split_quotes(&text);
}

fn append(whole: &mut String, text: &str) {
    if !whole.is_empty() && !text.is_empty() {
        whole.push_str("\n\n");
    }
    whole.push_str(text);
}

/// The parser's text where it can be trusted, else the bytes decoded again.
fn body_text<'a>(
    part: &MessagePart<'_>,
    parsed: &'a str,
    raw: &[u8],
    mail: &mut Mail,
) -> Cow<'a, str> {
    if parsed.is_ascii() && !parsed.contains('\u{1b}') && !parsed.contains("~{") {
        return Cow::Borrowed(parsed);
    }
    let charset = charset_of(part).filter(|charset| !is_ascii_label(charset));
    if charset.is_some_and(|charset| !is_strange(charset)) && !parsed.contains(REPLACEMENT) {
        return Cow::Borrowed(parsed);
    }
    let bytes = transfer_decoded(part, raw);
    let from_page = matches!(part.body, PartType::Html(_))
        .then(|| page_charset(&bytes))
        .flatten();
    let decoded = decode(&bytes, charset.or(from_page.as_deref()));
    match decoded.certainty {
        Certainty::Declared => {}
        Certainty::Guessed => {
            mail.problems.insert(Problem::CharsetGuessed);
        }
        Certainty::Damaged => {
            mail.problems.insert(Problem::CharsetDamaged);
        }
    }
    Cow::Owned(decoded.text)
}

/// Character sets that only our own decoder reads.
fn is_strange(charset: &str) -> bool {
    let charset = charset.to_ascii_lowercase();
    charset.contains("2022-kr") || charset.starts_with("hz")
}

/// What a page says of itself in `<meta charset>` or `content="…; charset=…"`.
fn page_charset(bytes: &[u8]) -> Option<String> {
    const LOOK_BYTES: usize = 2 * 1024;
    let head =
        String::from_utf8_lossy(bytes.get(..LOOK_BYTES).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let value = behind.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)));
    let label = value.get(..end.unwrap_or(value.len()))?;
    (!label.is_empty()).then(|| label.to_owned())
}

pub(super) fn slice(raw: &[u8], start: u32, end: u32) -> &[u8] {
    raw.get(start as usize..end as usize).unwrap_or_default()
}

/// The bytes of a part without its transfer encoding; as they came where that is broken.
pub(super) fn transfer_decoded<'a>(part: &MessagePart<'_>, raw: &'a [u8]) -> Cow<'a, [u8]> {
    let bytes = slice(raw, part.offset_body, part.offset_end);
    let decoded = match part.encoding {
        Encoding::None => None,
        Encoding::Base64 => base64_decode(bytes),
        Encoding::QuotedPrintable => quoted_printable_decode(bytes),
    };
    decoded.map_or(Cow::Borrowed(bytes), Cow::Owned)
}
