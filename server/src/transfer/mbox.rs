//! Mailboxes: mails one after the other, each behind a `From ` line. Streams: of a box of any size
//! one message is in memory, and of a message too large not even that.

use super::{Content, Item, Sink, skip::SkipReason};
use crate::mail::limits::MESSAGE_BYTES_MAX;
use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

/// Bytes of a line that are read at once; a longer line comes in pieces.
const PIECE_BYTES: u64 = 64 * 1024;

/// Reads a mailbox; sources are `box:1`, `box:2`, …, or just `box` if it holds one mail.
///
/// # Errors
/// When it cannot be read further; what came before is with the sink.
pub fn read_mbox(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut pieces = Pieces::new(reader);
    let mut message = Message::default();
    let mut number = 0_u64;
    while let Some(piece) = pieces.next()? {
        let begins = piece.at_line_start
            && (number == 0 || message.after_empty_line)
            && is_separator(&piece.bytes);
        if begins && pieces.header_follows()? {
            if number > 0
                && message
                    .hand_over(&format!("{source}:{number}"), sink)
                    .is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            number += 1;
            message = Message::default();
        } else {
            number = number.max(1);
            message.push(piece);
        }
    }
    let name = if number > 1 {
        format!("{source}:{number}")
    } else {
        source.to_owned()
    };
    Ok(message.hand_over(&name, sink))
}

/// Whether a line is the `From ` line between two mails: it ends with a time and a year.
pub fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let text = String::from_utf8_lossy(rest.get(..300).unwrap_or(rest));
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_time = words.iter().any(|word| is_time(word));
    let has_year = words.iter().any(|word| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1970..2200).contains(&year))
    });
    has_time && has_year && words.len() >= 4
}

fn is_time(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| {
            (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[derive(Default)]
struct Message {
    bytes: Vec<u8>,
    too_large: bool,
    after_empty_line: bool,
}

impl Message {
    fn push(&mut self, piece: Piece) {
        let line = if piece.at_line_start {
            unescaped(&piece.bytes)
        } else {
            &piece.bytes
        };
        self.after_empty_line = piece.at_line_start && line.trim_ascii().is_empty();
        if self.bytes.len() + line.len() > MESSAGE_BYTES_MAX {
            self.too_large = true;
            self.bytes = Vec::new();
        }
        if !self.too_large {
            self.bytes.extend_from_slice(line);
        }
    }

    /// The empty line before the next `From ` belongs to the box, not to the mail.
    fn hand_over(&mut self, source: &str, sink: &mut dyn Sink) -> ControlFlow<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        if self.too_large {
            return sink.skip(source, SkipReason::MailTooLarge);
        }
        if self.after_empty_line {
            let end = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            let end = end.strip_suffix(b"\r").unwrap_or(end).len();
            bytes.truncate(end);
        }
        if bytes.trim_ascii().is_empty() {
            return sink.skip(source, SkipReason::Empty);
        }
        sink.item(Item {
            source: source.to_owned(),
            content: Content::Mail(bytes),
        })
    }
}

/// `>From ` and `>>From ` lose the mark that the box gave them.
fn unescaped(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    let escaped = marks > 0
        && line
            .get(marks..)
            .is_some_and(|rest| rest.starts_with(b"From "));
    if escaped {
        line.get(1..).unwrap_or_default()
    } else {
        line
    }
}

struct Piece {
    bytes: Vec<u8>,
    at_line_start: bool,
}

/// Lines, the very long ones in pieces, with a look at the next one.
struct Pieces<'a> {
    reader: &'a mut dyn BufRead,
    at_line_start: bool,
    next: Option<Piece>,
}

impl<'a> Pieces<'a> {
    fn new(reader: &'a mut dyn BufRead) -> Self {
        Self {
            reader,
            at_line_start: true,
            next: None,
        }
    }

    fn next(&mut self) -> io::Result<Option<Piece>> {
        match self.next.take() {
            Some(piece) => Ok(Some(piece)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> io::Result<Option<Piece>> {
        let mut bytes = Vec::new();
        (&mut *self.reader)
            .take(PIECE_BYTES)
            .read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let at_line_start = self.at_line_start;
        self.at_line_start = bytes.ends_with(b"\n");
        Ok(Some(Piece {
            bytes,
            at_line_start,
        }))
    }

    /// Whether the next line is a header field, or the end.
    fn header_follows(&mut self) -> io::Result<bool> {
        if self.next.is_none() {
            self.next = self.read()?;
        }
        let Some(next) = &self.next else {
            return Ok(true);
        };
        let line = next.bytes.trim_ascii_end();
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        let is_field =
            name.len() < line.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
        Ok(is_field || line.starts_with(b">From ") || line.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mails(text: &str) -> Vec<String> {
        let mut items = Vec::new();
        let _ = read_mbox(&mut text.as_bytes(), "box", &mut items).unwrap();
        items
            .into_iter()
            .map(|item| match item.content {
                Content::Mail(bytes) => {
                    format!("{}|{}", item.source, String::from_utf8(bytes).unwrap())
                }
                other => format!("{}|{other:?}", item.source),
            })
            .collect()
    }

    const FROM: &str = "From a@b.c Wed Aug 28 10:50:15 2002\n";

    #[test]
    fn mails_are_told_apart() {
        let text = format!("{FROM}Subject: 1\n\none\n\n{FROM}Subject: 2\n\ntwo\n");
        assert_eq!(
            mails(&text),
            ["box:1|Subject: 1\n\none\n", "box:2|Subject: 2\n\ntwo\n"]
        );
        assert_eq!(mails(&format!("{FROM}A: b\n\nx")), ["box|A: b\n\nx"]);
    }

    #[test]
    fn sentences_that_begin_with_from_stay_inside() {
        let text = format!(
            "{FROM}A: b\n\nx\n\nFrom here on it is easy\n>From me\n>>From you\n\nFrom 12:00 on Mon 2002 it\nis"
        );
        assert_eq!(
            mails(&text),
            [
                "box|A: b\n\nx\n\nFrom here on it is easy\nFrom me\n>From you\n\nFrom 12:00 on Mon 2002 it\nis"
            ]
        );
    }

    /// Bytes without end and without memory.
    struct Endless {
        left: u64,
        line: &'static [u8],
        at: usize,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = (buffer.len() as u64).min(self.left) as usize;
            for slot in buffer.iter_mut().take(length) {
                *slot = self.line[self.at];
                self.at = (self.at + 1) % self.line.len();
            }
            self.left -= length as u64;
            Ok(length)
        }
    }

    #[test]
    fn a_mail_too_large_is_skipped_without_being_held() {
        let large = Endless {
            left: MESSAGE_BYTES_MAX as u64 + 1_000,
            line: b"Subject: x\n",
            at: 0,
        };
        let text = FROM
            .as_bytes()
            .chain(large)
            .chain(&b"\n\nFrom a@b.c Wed Aug 28 10:50:15 2002\nA: b\n\nx"[..]);
        let mut items = Vec::new();
        let _ = read_mbox(&mut io::BufReader::new(text), "box", &mut items).unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(
            items[0].content,
            Content::Skip(SkipReason::MailTooLarge, None)
        );
        assert_eq!(items[1].content, Content::Mail(b"A: b\n\nx".to_vec()));
    }
}
