//! Splits a text into words, compounds and runs of Chinese, Japanese or Korean characters.
//! Knows no language. Tests: `tests.rs` beside it.

use super::fold::is_invisible;
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
    /// Passes over plain words that begin with none of some letters: small letters `a` to `z`, or
    /// capitals, or one capital and small ones. To split a long text takes many times longer.
    pub fn pass_over(&mut self, is_wanted: impl Fn(u8) -> bool) {
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
            match line_break_within(&self.text[start..end], &self.text[end..]) {
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

/// The bytes of the line break between two stretches that are one run all the same: scripts without
/// spaces are wrapped within a word as readily as between two.
fn line_break_within(before: &str, behind: &str) -> Option<usize> {
    let rest = behind
        .strip_prefix("\r\n")
        .or_else(|| behind.strip_prefix('\n'))?;
    let length = behind.len() - rest.len();
    are_one_run(before, rest).then_some(length)
}

/// Whether two lines are one run: both end there with characters that no space would part.
fn are_one_run(before: &str, behind: &str) -> bool {
    let is_unspaced = |c: Option<char>| c.is_some_and(|c| is_cjk(c) && !is_hangul(c));
    is_unspaced(before.chars().next_back()) && is_unspaced(behind.chars().next())
}

/// A wrapped text without the line breaks that stand within runs.
pub fn unwrapped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        if !whole.is_empty() && !are_one_run(&whole, line) {
            whole.push('\n');
        }
        whole.push_str(line);
    }
    whole
}

/// Where plain words end that are glued together and none of which is wanted.
fn end_of_plain(bytes: &[u8], start: usize, is_wanted: &impl Fn(u8) -> bool) -> Option<usize> {
    let mut place = start;
    loop {
        let first = *bytes.get(place)?;
        if !first.is_ascii_alphabetic() || is_wanted(first) {
            return None;
        }
        let rest = &bytes[place + 1..];
        let end = match rest.first().is_some_and(u8::is_ascii_uppercase) {
            true => count_while(rest, |byte| byte.is_ascii_uppercase()),
            false => count_while(rest, |byte| byte.is_ascii_lowercase()),
        };
        let (glue, behind) = (rest.get(end), rest.get(end + 1));
        let is_word = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric();
        if glue.is_some_and(is_word) {
            return None;
        }
        let is_glued = glue.is_some_and(|&byte| is_glue(char::from(byte)));
        if !(is_glued && behind.is_some_and(is_word)) {
            return Some(place + 1 + end);
        }
        place += end + 2;
    }
}

fn count_while(bytes: &[u8], holds: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| holds(byte)).count()
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

/// Whether a character is Korean, which has spaces and is wrapped there.
fn is_hangul(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x3131..=0x318e | 0xa960..=0xa97f | 0xac00..=0xd7ff)
}

/// Whether a character belongs to a script that is written without spaces, or Hangul. Punctuation
/// and digits of these scripts do not.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        // Thai, Lao, Burmese, Khmer
        0x0e01..=0x0e3a
        | 0x0e40..=0x0e4e
        | 0x0e81..=0x0ecd
        | 0x1000..=0x103f
        | 0x1050..=0x109f
        | 0x1780..=0x17d3
        // Korean, also taken apart as some file systems do
        | 0x1100..=0x11ff
        | 0x3131..=0x318e
        | 0xa960..=0xa97f
        | 0xac00..=0xd7ff
        // Chinese and Japanese; 0x30fb is a point between words
        | 0x3005..=0x3007
        | 0x3041..=0x309f
        | 0x30a1..=0x30fa
        | 0x30fc..=0x312f
        | 0x31a0..=0x31bf
        | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0xff66..=0xff9f
        | 0x20000..=0x323af)
}
