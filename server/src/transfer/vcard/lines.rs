//! From bytes to the lines of one card: line ends of every system, folded lines, soft breaks of
//! quoted-printable, cards inside cards. Never keeps more than one card.

use super::property;
use crate::transfer::{card::CARD_BYTES_MAX, skip::SkipReason};
use std::io::{self, BufRead};

/// Lines of one card as they stand in the file; a picture of the size limit has fewer.
const CARD_LINES_MAX: usize = 100_000;
/// Properties of one card.
const PROPERTIES_MAX: usize = 2_000;
/// Cards inside cards (AGENT).
const DEPTH_MAX: usize = 4;
const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// One property, its line breaks taken out.
#[derive(Debug, Default)]
pub struct Line {
    /// Still in the character set of the file.
    pub bytes: Vec<u8>,
    /// 0 for the card itself, more for a card inside it.
    pub depth: usize,
}

/// What was found next.
pub enum Found {
    /// A whole card.
    Card {
        /// Its properties, without BEGIN and END.
        lines: Vec<Line>,
        /// Its bytes.
        raw: Vec<u8>,
    },
    /// Bytes that are no whole card.
    Broken {
        /// Why.
        reason: SkipReason,
        /// The bytes, at most the size of a card.
        raw: Vec<u8>,
    },
}

/// Finds the cards of a file.
pub struct CardLines<R> {
    reader: R,
    /// A line that was read too early: the BEGIN behind a card without END.
    pending: Option<Physical>,
    at_start: bool,
}

/// A line as it stands in the file.
struct Physical {
    raw: Vec<u8>,
    text_len: usize,
    /// Longer than a whole card may be; the rest of it was thrown away.
    cut: bool,
}

impl Physical {
    fn text(&self) -> &[u8] {
        self.raw.get(..self.text_len).unwrap_or_default()
    }

    fn is(&self, word: &[u8]) -> bool {
        self.text().trim_ascii().eq_ignore_ascii_case(word)
    }
}

impl<R: BufRead> CardLines<R> {
    /// Reads from here.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            pending: None,
            at_start: true,
        }
    }

    /// The next card, or what stands where a card should; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read further.
    pub fn next_card(&mut self) -> io::Result<Option<Found>> {
        let mut outside = Builder::default();
        while let Some(line) = self.line()? {
            if !line.is(b"BEGIN:VCARD") {
                outside.keep(&line);
            } else if outside.holds_text() {
                self.pending = Some(line);
                return Ok(Some(outside.into_broken("text outside of a card")));
            } else {
                return self.card(&line).map(Some);
            }
        }
        let rest = outside.holds_text();
        Ok(rest.then(|| outside.into_broken("text outside of a card")))
    }

    /// Up to the end of the card, or to the next one if the end is missing.
    fn card(&mut self, begin: &Physical) -> io::Result<Found> {
        let mut card = Builder::default();
        card.keep(begin);
        while let Some(line) = self.line()? {
            if line.is(b"END:VCARD") {
                card.keep(&line);
                if card.depth == 0 {
                    break;
                }
                card.depth -= 1;
                card.agent_closed = true;
            } else if !line.is(b"BEGIN:VCARD") {
                card.push(&line);
            } else if card.awaits_agent() {
                card.keep(&line);
                card.depth += 1;
                card.agent_closed = true;
            } else {
                self.pending = Some(line);
                break;
            }
        }
        Ok(card.into_found())
    }

    fn line(&mut self) -> io::Result<Option<Physical>> {
        if let Some(line) = self.pending.take() {
            return Ok(Some(line));
        }
        let line = read_line(&mut self.reader)?;
        let was_start = std::mem::take(&mut self.at_start);
        Ok(line.map(|mut line| {
            if was_start && line.raw.starts_with(UTF8_BOM) {
                line.raw.drain(..UTF8_BOM.len());
                line.text_len = line.text_len.saturating_sub(UTF8_BOM.len());
            }
            line
        }))
    }
}

/// A line ends with LF, CR LF, CR alone, and (some telephones) CR CR LF.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<Physical>> {
    let mut line = Physical {
        raw: Vec::new(),
        text_len: 0,
        cut: false,
    };
    let mut seen_cr = false;
    loop {
        let buffer = reader.fill_buf()?;
        let Some(&first) = buffer.first() else {
            let something = seen_cr || line.cut || !line.raw.is_empty();
            return Ok(something.then_some(line));
        };
        if seen_cr && first != b'\n' && first != b'\r' {
            return Ok(Some(line));
        }
        if first == b'\n' || first == b'\r' {
            line.raw.push(first);
            reader.consume(1);
            if first == b'\n' {
                return Ok(Some(line));
            }
            seen_cr = true;
            continue;
        }
        let length = buffer
            .iter()
            .position(|byte| b"\r\n".contains(byte))
            .unwrap_or(buffer.len());
        let room = CARD_BYTES_MAX.saturating_sub(line.raw.len());
        line.raw
            .extend_from_slice(buffer.get(..length.min(room)).unwrap_or_default());
        line.cut |= length > room;
        line.text_len = line.raw.len();
        reader.consume(length);
    }
}

/// A card that is being read.
#[derive(Default)]
struct Builder {
    lines: Vec<Line>,
    raw: Vec<u8>,
    physical_lines: usize,
    depth: usize,
    /// The line before ended with the `=` of quoted-printable: the next one belongs to it.
    soft_break: bool,
    is_21: bool,
    /// The last property was an AGENT, and its card has begun: it takes no second one.
    agent_closed: bool,
    broken: Option<SkipReason>,
}

impl Builder {
    fn keep(&mut self, line: &Physical) {
        self.physical_lines += 1;
        if line.cut || self.raw.len() + line.raw.len() > CARD_BYTES_MAX {
            self.broken = Some(SkipReason::ItemTooLarge);
        }
        // An original is whole or is none.
        if self.broken == Some(SkipReason::ItemTooLarge) {
            self.raw.clear();
        } else {
            self.raw.extend_from_slice(&line.raw);
        }
        if self.broken.is_some() {
            self.lines.clear();
        }
    }

    fn holds_text(&self) -> bool {
        self.broken.is_some() || !self.raw.trim_ascii().is_empty()
    }

    /// Adds a line of the card: a property, or what belongs to the one before.
    fn push(&mut self, line: &Physical) {
        self.keep(line);
        self.agent_closed = false;
        if self.physical_lines > CARD_LINES_MAX || self.lines.len() > PROPERTIES_MAX {
            self.fail("more lines than a card may have");
        }
        if self.broken.is_some() {
            return;
        }
        let text = line.text();
        let was_soft = std::mem::take(&mut self.soft_break);
        if text.trim_ascii().is_empty() && !was_soft {
            return;
        }
        match self.lines.last_mut() {
            Some(last) if was_soft => last.bytes.extend_from_slice(text),
            Some(last) if text.first().is_some_and(|byte| b" \t".contains(byte)) => {
                // RFC 6350 3.2: the white space belongs to the fold; in 2.1 it belongs to the text.
                let kept = if self.is_21 {
                    text
                } else {
                    text.get(1..).unwrap_or_default()
                };
                last.bytes.extend_from_slice(kept);
            }
            Some(last) if !property::starts_property(text) => {
                last.bytes.extend_from_slice(property::RAW_LINE_BREAK);
                last.bytes.extend_from_slice(text);
            }
            _ => self.lines.push(Line {
                bytes: text.to_vec(),
                depth: self.depth,
            }),
        }
        self.after_line();
    }

    fn after_line(&mut self) {
        let Some(last) = self.lines.last_mut() else {
            return;
        };
        self.is_21 |= last.bytes.eq_ignore_ascii_case(b"VERSION:2.1");
        if last.bytes.ends_with(b"=") && property::is_quoted_printable(&last.bytes) {
            last.bytes.pop();
            self.soft_break = true;
        }
    }

    fn awaits_agent(&mut self) -> bool {
        let agent = self.lines.last().is_some_and(|line| {
            let name = line
                .bytes
                .split(|byte| b";:".contains(byte))
                .next()
                .unwrap_or_default();
            name.eq_ignore_ascii_case(b"AGENT") && line.bytes.ends_with(b":")
        });
        let agent = agent && !self.agent_closed;
        if agent && self.depth >= DEPTH_MAX {
            self.fail("cards inside cards, too deep to follow");
            return false;
        }
        agent
    }

    fn fail(&mut self, what: &str) {
        self.broken
            .get_or_insert_with(|| SkipReason::Malformed(what.to_owned()));
        self.lines.clear();
    }

    fn into_broken(self, what: &str) -> Found {
        Found::Broken {
            reason: self
                .broken
                .unwrap_or_else(|| SkipReason::Malformed(what.to_owned())),
            raw: self.raw,
        }
    }

    fn into_found(self) -> Found {
        match self.broken {
            Some(reason) => Found::Broken {
                reason,
                raw: self.raw,
            },
            None => Found::Card {
                lines: self.lines,
                raw: self.raw,
            },
        }
    }
}
