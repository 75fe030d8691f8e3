//! Splits a text into words, compounds and runs of Chinese, Japanese or Korean characters.
//! Knows no language. Tests: `tests.rs` beside it.

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
    /// A run of Chinese, Japanese or Korean characters.
    Cjk(Span),
}

/// The segments of a text in order.
pub fn segments(text: &str) -> impl Iterator<Item = Segment> {
    Segments { text, place: 0 }
}

struct Segments<'a> {
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
    /// The longest run of one class from a place.
    fn run(&self, start: usize, class: Class) -> Span {
        let length = self.text[start..]
            .char_indices()
            .find(|&(_, c)| class_of(c) != class && !is_combining_mark(c))
            .map_or(self.text.len() - start, |(offset, _)| offset);
        Span {
            start,
            end: start + length,
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

/// Whether a character belongs to a script that is written without spaces, or Hangul.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007
        | 0x3040..=0x30ff
        | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xac00..=0xd7af
        | 0xf900..=0xfaff
        | 0xff66..=0xff9f
        | 0x20000..=0x3134f)
}
