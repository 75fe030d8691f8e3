//! Splits a text into words, compounds and runs of Chinese, Japanese or Korean characters.
//! Knows no language. Tests: `tests.rs` beside it.

use super::fold::is_invisible;
pub use shared::script::is_cjk;
use shared::script::{is_unspaced, line_break_between};
use unicode_normalization::char::is_combining_mark;

/// Bytes `[start, end)` of a text, on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch of the text that it was made from.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A stretch that is analysed as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A word, or several glued by single characters such as `-` or `@`.
    Words(Vec<Span>),
    /// A run of Chinese, Japanese, Korean or other characters that are written without spaces, line
    /// breaks between them included.
    Cjk(Span),
}

/// The segments of a text in order.
pub fn segments(text: &str) -> Segments<'_> {
    Segments { text, place: 0 }
}

/// See [`segments`].
pub struct Segments<'a> {
    text: &'a str,
    place: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Cjk,
    Other,
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        let bytes = &self.text.as_bytes()[self.place..];
        self.place += count_while(bytes, |byte| {
            byte.is_ascii() && !byte.is_ascii_alphanumeric()
        });
        let (start, class) = self.text[self.place..]
            .char_indices()
            .map(|(offset, c)| (self.place + offset, class_of(c)))
            .find(|&(_, class)| class != Class::Other)?;
        let first = self.run(start, class);
        self.place = first.end;
        if class == Class::Cjk {
            return Some(Segment::Cjk(first));
        }
        let mut parts = vec![first];
        while let Some(next) = self.glued_word() {
            self.place = next.end;
            parts.push(next);
        }
        Some(Segment::Words(parts))
    }
}

impl Segments<'_> {
    /// Passes over plain words that are not wanted: small letters `a` to `z`, or capitals, or one
    /// capital and small ones; asked with whether others are glued to them. To split a long text
    /// takes many times longer.
    pub fn pass_over(&mut self, is_wanted: impl Fn(&[u8], bool) -> bool) {
        let bytes = self.text.as_bytes();
        while let Some(&first) = bytes.get(self.place) {
            if first.is_ascii() && !first.is_ascii_alphanumeric() {
                self.place += 1;
                continue;
            }
            match end_of_plain(bytes, self.place, &is_wanted) {
                Some(end) => self.place = end,
                None => return,
            }
        }
    }

    /// The longest run of one class from a place.
    fn run(&self, start: usize, class: Class) -> Span {
        let bytes = &self.text.as_bytes()[start..];
        let plain = match class {
            Class::Word => count_while(bytes, |byte| byte.is_ascii_alphanumeric()),
            Class::Cjk | Class::Other => 0,
        };
        let mut end = start + plain;
        loop {
            let rest = &self.text[end..];
            end += rest
                .char_indices()
                .find(|&(_, c)| class_of(c) != class && !is_combining_mark(c) && !is_invisible(c))
                .map_or(rest.len(), |(offset, _)| offset);
            let last = self.text[start..end].chars().next_back();
            match line_break_between(last, &self.text[end..], is_unspaced) {
                Some(length) if class == Class::Cjk => end += length,
                Some(_) | None => return Span { start, end },
            }
        }
    }

    /// The word behind one gluing character, if it stands right here.
    fn glued_word(&self) -> Option<Span> {
        let mut chars = self.text[self.place..].chars();
        let glue = chars.next().filter(|&c| is_glue(c))?;
        let next = chars.next()?;
        (class_of(next) == Class::Word).then(|| self.run(self.place + glue.len_utf8(), Class::Word))
    }
}

/// Where plain words end that are glued together and none of which is wanted.
fn end_of_plain(
    bytes: &[u8],
    start: usize,
    is_wanted: &impl Fn(&[u8], bool) -> bool,
) -> Option<usize> {
    let mut place = start;
    loop {
        let first = *bytes.get(place)?;
        if !first.is_ascii_alphabetic() {
            return None;
        }
        let rest = &bytes[place + 1..];
        let length = match rest.first().is_some_and(u8::is_ascii_uppercase) {
            true => count_while(rest, |byte| byte.is_ascii_uppercase()),
            false => count_lowercase(rest),
        };
        let end = place + 1 + length;
        let (glue, behind) = (bytes.get(end), bytes.get(end + 1));
        let is_word = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric();
        if glue.is_some_and(is_word) {
            return None;
        }
        let is_glue = glue.is_some_and(|&byte| is_glue(char::from(byte)));
        let goes_on = is_glue && behind.is_some_and(is_word);
        if is_wanted(&bytes[place..end], goes_on || place > start) {
            return None;
        }
        if !goes_on {
            return Some(end);
        }
        place = end + 1;
    }
}

fn count_while(bytes: &[u8], holds: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| holds(byte)).count()
}

/// How many letters `a` to `z` some bytes begin with. Eight at once: most words are shorter, and where
/// one ends, nobody can guess.
fn count_lowercase(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = 0x80 * ONES;
    let mut count = 0;
    while let Some(&eight) = bytes[count..].first_chunk() {
        let eight = u64::from_le_bytes(eight);
        let low = eight & !HIGHS;
        // No sum is greater than a byte holds, so none runs into the next.
        let from_a = low + u64::from(0x80 - b'a') * ONES;
        let behind_z = low + u64::from(0x80 - b'z' - 1) * ONES;
        let others = !(from_a & !behind_z & !eight) & HIGHS;
        if others != 0 {
            return count + (others.trailing_zeros() / u8::BITS) as usize;
        }
        count += size_of::<u64>();
    }
    count + count_while(&bytes[count..], |byte| byte.is_ascii_lowercase())
}

fn is_glue(c: char) -> bool {
    matches!(
        c,
        '.' | '_' | '-' | '@' | '/' | ':' | '+' | '\'' | '’' | '\u{2010}' | '\u{2011}'
    )
}

fn class_of(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() {
            Class::Word
        } else {
            Class::Other
        };
    }
    if is_cjk(c) {
        return Class::Cjk;
    }
    if c.is_alphanumeric() {
        Class::Word
    } else {
        Class::Other
    }
}
