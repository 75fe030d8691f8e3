//! The files that came with a message: bytes, names, types. Never panics; a file whose encoding is
//! broken is kept as it came. Tests: `corpora_test.rs`, `bombs_test.rs`.

use super::{
    charset::REPLACEMENT,
    files::{content_type, safe_name},
    mime::{Mail, MailFile, Problem, slice, transcode_header, transfer_decoded},
    text::clean_line,
    threading::SUBJECT_CHARS_MAX,
};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// Adds the files of a message to it.
pub fn read_files(message: &Message<'_>, raw: &[u8], mail: &mut Mail) {
    for &number in &message.attachments {
        let Some(part) = message.part(number) else {
            continue;
        };
        let bytes: Cow<'_, [u8]> = match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                Cow::Borrowed(bytes.as_ref())
            }
            PartType::Message(nested) if part.encoding != Encoding::None => {
                Cow::Borrowed(nested.raw_message.as_ref())
            }
            PartType::Text(_) | PartType::Html(_) | PartType::Message(_) => {
                transfer_decoded(part, raw)
            }
            PartType::Multipart(_) => continue,
        };
        if part.is_encoding_problem {
            mail.problems.insert(Problem::AttachmentDamaged);
        }
        let declared = declared_type(part);
        let file_name = file_name(part, raw, &declared, mail.files.len() + 1);
        mail.files.push(MailFile {
            content_type: content_type(&bytes, &file_name, &declared),
            file_name,
            bytes: bytes.into_owned(),
            content_id: part
                .content_id()
                .map(|id| id.trim_matches(['<', '>']).to_owned()),
        });
    }
}

fn declared_type(part: &MessagePart<'_>) -> String {
    if matches!(part.body, PartType::Message(_)) {
        return "message/rfc822".to_owned();
    }
    let Some(kind) = part.content_type() else {
        return String::new();
    };
    let subtype = kind.subtype().unwrap_or_default();
    format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
}

fn file_name(part: &MessagePart<'_>, raw: &[u8], declared: &str, number: usize) -> String {
    let fallback = format!("file-{number}{}", usual_extension(declared));
    if let PartType::Message(nested) = &part.body {
        let subject = clean_line(nested.subject().unwrap_or("message"), SUBJECT_CHARS_MAX);
        let name = part
            .attachment_name()
            .map_or_else(|| format!("{subject}.eml").replace('/', "_"), str::to_owned);
        return safe_name(&name, &fallback);
    }
    let name = part.attachment_name().unwrap_or_default();
    if !name.contains(REPLACEMENT) {
        return safe_name(name, &fallback);
    }
    // The name stands in the part's header in no declared character set.
    let header = transcode_header(slice(raw, part.offset_header, part.offset_body), None);
    let block = format!("{}\n\n", header.trim_end());
    let again = MessageParser::default().parse_headers(block.as_bytes());
    let name = again.as_ref().and_then(|message| message.attachment_name());
    safe_name(name.unwrap_or_default(), &fallback)
}

fn usual_extension(declared: &str) -> &'static str {
    match declared {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "image/png" => ".png",
        "image/jpeg" | "image/jpg" => ".jpg",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "message/rfc822" => ".eml",
        _ => ".bin",
    }
}
