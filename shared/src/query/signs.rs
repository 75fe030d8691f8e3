//! The signs of the language in every way that keyboards write them. Tests: `tests` beside it.

/// Between a letter or sign of full width and the usual one.
const FULL_WIDTH: u32 = 0xfee0;

/// A text as the language reads it, character by character: `ｆｒｏｍ：` is `from:`.
pub(super) fn letters(text: &str) -> Vec<char> {
    text.chars().map(narrow).collect()
}

/// The usual form of a letter, digit or sign of full width.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        c => c,
    }
}

/// Parts values; `、` does so in Chinese lists.
pub(super) fn is_comma(c: char) -> bool {
    matches!(narrow(c), ',' | '、')
}

/// Begins or ends a phrase.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        narrow(c),
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'
    )
}

/// Begins a group.
pub(super) fn opens(c: char) -> bool {
    narrow(c) == '('
}

/// Ends a group.
pub(super) fn closes(c: char) -> bool {
    narrow(c) == ')'
}
