//! The signs of the language in every way that keyboards write them. Tests: `tests` beside it.

pub(super) use crate::script::narrow;

/// A text as the language reads it, character by character: `ｆｒｏｍ：` is `from:`.
pub(super) fn letters(text: &str) -> Vec<char> {
    text.chars().map(narrow).collect()
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
