//! What comes out of a file, within its limits: parts of text, and why there are no more of them.

use crate::mail::text::clean_text;
use serde::{Deserialize, Serialize};
use shared::api::reading::{
    MEMBERS_MAX, PartKind, READ_SECONDS_MAX, TEXT_MEGABYTES_MAX, UNPACKED_MEGABYTES_MAX,
    UnreadReason,
};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const MEGABYTE: u64 = 1024 * 1024;
/// Bytes of a part; longer ones are cut in two at a line's end, so that a snippet can be found.
const PART_BYTES_MAX: usize = 64 * 1024;
/// Reading ends by itself this long after it began; some time before it is ended.
const PATIENCE: Duration = Duration::from_secs(READ_SECONDS_MAX * 3 / 4);
/// Parts of a file: each costs a little even without text.
const PARTS_MAX: usize = 20_000;
/// Characters of the way to a file inside the file.
const INNER_CHARS_MAX: usize = 300;
/// Characters of a sheet's name.
const NAME_CHARS_MAX: usize = 100;

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Extract {
    /// In order; parts without text are left out.
    pub parts: Vec<Part>,
    /// Its pages, slides or sheets, also those without text; 0 where it has none.
    pub pages: u32,
    /// Why not all of it was read: words of [`UnreadReason`].
    pub reasons: Vec<String>,
}

impl Extract {
    /// Nothing, and why.
    pub fn nothing(reason: UnreadReason) -> Self {
        Self {
            reasons: vec![reason.as_str().to_owned()],
            ..Self::default()
        }
    }
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The file inside the file; empty for the file itself.
    pub inner: String,
    /// What it is.
    pub kind: PartKind,
    /// Its number, from 1; 0 for a whole file.
    pub number: u32,
    /// What a sheet is called.
    pub name: String,
    /// Plain text.
    pub text: String,
}

/// Which part of a file.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// It has none.
    Whole,
    /// The page with this number.
    Page(u32),
    /// The slide with this number.
    Slide(u32),
    /// The sheet with this number and name.
    Sheet(u32, &'a str),
}

impl<'a> Place<'a> {
    fn parts(self) -> (PartKind, u32, &'a str) {
        match self {
            Self::Whole => (PartKind::Whole, 0, ""),
            Self::Page(number) => (PartKind::Page, number, ""),
            Self::Slide(number) => (PartKind::Slide, number, ""),
            Self::Sheet(number, name) => (PartKind::Sheet, number, name),
        }
    }
}

/// Collects parts, and counts what they cost.
pub struct Out {
    parts: Vec<Part>,
    pages: u32,
    reasons: BTreeSet<UnreadReason>,
    text_left: usize,
    /// Bytes that may still be unpacked.
    pub unpacked_left: u64,
    members_left: usize,
    /// Reading ends by itself then, so that what was read by then is kept.
    until: Instant,
}

impl Default for Out {
    fn default() -> Self {
        let text_left = usize::try_from(TEXT_MEGABYTES_MAX * MEGABYTE).unwrap_or(usize::MAX);
        Self {
            parts: Vec::new(),
            pages: 0,
            reasons: BTreeSet::new(),
            text_left,
            unpacked_left: UNPACKED_MEGABYTES_MAX * MEGABYTE,
            members_left: MEMBERS_MAX,
            until: Instant::now() + PATIENCE,
        }
    }
}

impl Out {
    /// Says why something was not read.
    pub fn cannot(&mut self, reason: UnreadReason) {
        self.reasons.insert(reason);
    }

    /// Whether all was read so far.
    pub fn has_all(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Whether there is room for more text.
    pub fn is_full(&self) -> bool {
        self.reasons.contains(&UnreadReason::TooMuchText)
    }

    /// Whether the time is over; says so if it is.
    pub fn is_late(&mut self) -> bool {
        let is_late = Instant::now() > self.until;
        if is_late {
            self.cannot(UnreadReason::TooSlow);
        }
        is_late
    }

    /// Whether one more member may be read; says so if not.
    pub fn take_member(&mut self) -> bool {
        if self.members_left == 0 {
            self.cannot(UnreadReason::TooManyMembers);
            return false;
        }
        self.members_left -= 1;
        !self.is_full() && !self.is_late()
    }

    /// The file itself has so many pages, slides or sheets.
    pub fn has_pages(&mut self, inner: &str, pages: usize) {
        if inner.is_empty() {
            self.pages = u32::try_from(pages).unwrap_or(u32::MAX);
        }
    }

    /// The text of a file without parts.
    pub fn whole(&mut self, inner: &str, text: &str) {
        self.part(inner, Place::Whole, text);
    }

    /// The text of one part.
    pub fn part(&mut self, inner: &str, place: Place<'_>, text: &str) {
        let (kind, number, name) = place.parts();
        let text = text.trim();
        if text.is_empty() || self.is_full() {
            return;
        }
        let (text, cut) = clean_text(text.to_owned(), self.text_left);
        self.text_left -= text.len();
        if cut || self.parts.len() >= PARTS_MAX {
            self.cannot(UnreadReason::TooMuchText);
        }
        let cut_chars = |text: &str, max| text.chars().take(max).collect::<String>();
        for piece in pieces(&text) {
            self.parts.push(Part {
                inner: cut_chars(inner, INNER_CHARS_MAX),
                kind,
                number,
                name: cut_chars(name, NAME_CHARS_MAX),
                text: piece.to_owned(),
            });
        }
    }

    /// The answer.
    pub fn finish(self) -> Extract {
        Extract {
            parts: self.parts,
            pages: self.pages,
            reasons: self
                .reasons
                .into_iter()
                .map(UnreadReason::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// A long text in pieces that end with a line, a word, or at worst a character.
fn pieces(mut text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while text.len() > PART_BYTES_MAX {
        let end = (0..=PART_BYTES_MAX)
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(text.len());
        let head = &text[..end];
        let line = head.rfind('\n').or_else(|| head.rfind(' '));
        let end = line.filter(|&at| at > end / 2).unwrap_or(end);
        let (piece, rest) = text.split_at(end);
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_lines_and_lose_nothing() {
        let text = "a line of words\n".repeat(20_000);
        let parts = pieces(&text);
        assert!(parts.len() > 3 && parts.iter().all(|part| part.len() <= PART_BYTES_MAX));
        assert_eq!(parts.concat(), text);
        let unbroken = "字".repeat(PART_BYTES_MAX);
        assert_eq!(pieces(&unbroken).concat(), unbroken);
    }

    #[test]
    fn text_beyond_the_limit_is_left_out_and_said() {
        let mut out = Out::default();
        let room = out.text_left;
        out.whole("", &"x".repeat(room + 1));
        out.whole("", "more");
        let extract = out.finish();
        assert_eq!(extract.reasons, ["too_much_text"]);
        let kept: usize = extract.parts.iter().map(|part| part.text.len()).sum();
        assert_eq!(kept, room);
    }
}
