//! Which characters are written without spaces, and which lines of such a text are one. One answer for
//! search and for finding on a page. Tests: at the foot; `analysis/tests.rs` of the search module.

use crate::ideograph::is_ideograph;

/// Between a letter or sign of full width and the usual one.
const FULL_WIDTH: u32 = 0xfee0;

/// Whether a character belongs to a script that is written without spaces, or Hangul. Punctuation
/// and digits of these scripts do not.
pub fn is_cjk(c: char) -> bool {
    is_ideograph(c)
        || matches!(u32::from(c),
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
        // Japanese and rare Chinese; 0x30fb is a point between words
        | 0x3005..=0x3007
        | 0x3041..=0x309f
        | 0x30a1..=0x30fa
        | 0x30fc..=0x312f
        | 0x31a0..=0x31bf
        | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf
        | 0xf900..=0xfaff
        | 0xff66..=0xff9f
        | 0x20000..=0x323af)
}

/// Whether a character is Korean, which has spaces and is wrapped there.
fn is_hangul(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x3131..=0x318e | 0xa960..=0xa97f | 0xac00..=0xd7ff)
}

/// Whether a character belongs to a script that is written without spaces.
pub fn is_unspaced(c: char) -> bool {
    is_cjk(c) && !is_hangul(c)
}

/// Whether a character belongs to a word that stands between spaces or signs.
pub fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c)
}

/// Whether it is punctuation of such a script, which no space stands beside.
pub fn is_unspaced_mark(c: char) -> bool {
    matches!(u32::from(c), 0x3001..=0x3003 | 0x3008..=0x301f | 0xff01..=0xff0f | 0xff1a..=0xff65)
}

/// The usual form of a letter, digit or sign of full width.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        c => c,
    }
}

/// The bytes of the line break that a text goes on with, if its last character before and the first
/// one behind are written without spaces: such a text is wrapped within a word as readily as between
/// two, and its lines are one.
pub fn line_break_between(
    before: Option<char>,
    text: &str,
    is_unspaced: impl Fn(char) -> bool,
) -> Option<usize> {
    let behind = text
        .strip_prefix("\r\n")
        .or_else(|| text.strip_prefix('\n'))?;
    let ends = [before, behind.chars().next()];
    let is_one = ends.into_iter().all(|c| c.is_some_and(&is_unspaced));
    is_one.then_some(text.len() - behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_scripts_without_spaces_are_one() {
        let check = |before: char, text: &str, expected| {
            let length = line_break_between(Some(before), text, is_unspaced);
            assert_eq!(length, expected, "{before} {text:?}");
        };
        check('合', "\n同", Some(1));
        check('合', "\r\n同", Some(2));
        check('コ', "\nン", Some(1));
        check('合', "\n\n同", None);
        check('合', "\n 同", None);
        check('合', "同", None);
        check('，', "\n同", None);
        check('한', "\n국", None);
        check('a', "\n同", None);
        check('合', "\nb", None);
        assert_eq!(line_break_between(None, "\n同", is_unspaced), None);
        assert_eq!(
            line_break_between(Some('，'), "\n「", is_unspaced_mark),
            Some(1)
        );
    }
}
