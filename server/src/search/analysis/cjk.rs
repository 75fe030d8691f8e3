//! Runs of characters that are written without spaces, in one form: full width, composed, and
//! simplified, so that 漢字 and 汉字 are the same, and ｶﾞ and ガ. Tests: `tests.rs` beside it.

use super::{fold::is_invisible, segment::Span};
use shared::ideograph::{is_ideograph, simplified};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Bytes of nearly all characters of a run.
const BYTES_OF_MOST: usize = 3;

/// A folded character and the stretch of the run that it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldedChar {
    /// The character.
    pub c: char,
    /// Bytes of the run; several characters can be made from one stretch.
    pub span: Span,
}

/// The characters of a run in the form that they are found by.
pub fn folded_chars(run: &str) -> Vec<FoldedChar> {
    let mut folded = Vec::with_capacity(run.len() / BYTES_OF_MOST);
    let mut chars = run.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        let is_alone = chars.peek().is_none_or(|&(_, next)| is_ideograph(next));
        // A run is mostly made of these, and to compose each takes longer than all else.
        if is_alone && is_ideograph(first) {
            let (c, span) = (simplified(first), Span { start, end });
            folded.push(FoldedChar { c, span });
            continue;
        }
        while let Some((place, next)) = chars.next_if(|&(_, next)| is_attached(next)) {
            end = place + next.len_utf8();
        }
        let span = Span { start, end };
        let visible = run[start..end].chars().filter(|&c| !is_passed_over(c));
        folded.extend(visible.nfkc().map(|c| FoldedChar {
            c: simplified(c),
            span,
        }));
    }
    folded
}

/// Whether it is one character with what stands before it: voicing marks, parts of Hangul
/// syllables, what nobody sees.
fn is_attached(c: char) -> bool {
    is_combining_mark(c)
        || is_passed_over(c)
        || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}' | '\u{ff9e}' | '\u{ff9f}')
}

/// What nobody sees, and the line breaks of a wrapped text.
fn is_passed_over(c: char) -> bool {
    is_invisible(c) || matches!(c, '\r' | '\n')
}

/// A run in the form that it is found by.
pub fn fold_cjk(run: &str) -> String {
    folded_chars(run)
        .into_iter()
        .map(|folded| folded.c)
        .collect()
}
