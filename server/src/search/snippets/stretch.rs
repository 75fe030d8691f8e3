//! A snippet's length of a text, cut where sentences or words begin and end, on one line. Tests: in the
//! parent.

use shared::script::is_unspaced;

/// Characters of a snippet, about.
pub const SNIPPET_CHARS: usize = 200;
/// A snippet begins this many characters before its first mark at most.
pub const LEAD_CHARS: usize = 60;
/// Shorter lines end because somebody ended them. Mails are wrapped at 60 columns or more, to words.
const WRAPPED_COLUMNS_MIN: usize = 45;
/// What stands for text left out, with a space.
const ELLIPSIS_BYTES: usize = "… ".len();

/// Whether a sentence ends with a character: a point inside an address or a number ends none, nor does
/// the end of a wrapped line.
fn ends_sentence(before: &str, c: char, rest: &str) -> bool {
    match c {
        '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
        '\n' => !is_wrapped(before, rest),
        _ => matches!(c, '。' | '！' | '？'),
    }
}

/// Whether a text goes on behind the end of a line: there was no room for more in it.
fn is_wrapped(line: &str, next: &str) -> bool {
    let mut chars = line.chars().rev().take_while(|&c| c != '\n');
    let mut width = 0;
    let is_full = chars.any(|c| {
        width += if is_unspaced(c) { 2 } else { 1 };
        width >= WRAPPED_COLUMNS_MIN
    });
    is_full && next.starts_with(char::is_alphabetic)
}

/// A snippet's length of text around a byte: from the beginning of its sentence if that is near,
/// else from a word; on one line.
pub fn stretch(text: &str, place: usize) -> String {
    let (start, is_sentence) = start_of_stretch(text, place);
    let rest = &text[start..];
    let end = rest
        .char_indices()
        .nth(SNIPPET_CHARS)
        .map_or(rest.len(), |(offset, _)| offset);
    let mut cut = &rest[..end];
    if end < rest.len() {
        // Whole words, unless the text has no spaces.
        if let Some(space) = cut
            .rfind(char::is_whitespace)
            .filter(|&space| space > end / 2)
        {
            cut = &cut[..space];
        }
    }
    let mut line = String::with_capacity(cut.len() + 2 * ELLIPSIS_BYTES);
    if start > 0 && !is_sentence {
        line.push_str("… ");
    }
    push_as_one_line(&mut line, cut);
    if start + cut.len() < text.trim_end().len() {
        line.push_str(" …");
    }
    line
}

/// Where a stretch around a byte begins, and whether a sentence begins there.
fn start_of_stretch(text: &str, place: usize) -> (usize, bool) {
    let (mut chars, mut word) = (0, place);
    for (offset, c) in text[..place].char_indices().rev().take(LEAD_CHARS) {
        let behind = offset + c.len_utf8();
        if ends_sentence(&text[..offset], c, &text[behind..]) {
            return (behind, true);
        }
        if c.is_whitespace() {
            word = behind;
        }
        chars += 1;
    }
    (if chars < LEAD_CHARS { 0 } else { word }, false)
}

/// Adds the words of a text with one space between them, and without the line breaks of wrapped
/// Chinese.
fn push_as_one_line(line: &mut String, text: &str) {
    let begin = line.len();
    let mut before = None;
    for text in text.lines() {
        let mut is_joined = [before, text.chars().next()]
            .into_iter()
            .all(|c| c.is_some_and(is_unspaced));
        for word in text.split_whitespace() {
            if line.len() > begin && !is_joined {
                line.push(' ');
            }
            is_joined = false;
            line.push_str(word);
        }
        before = text.chars().next_back();
    }
}
