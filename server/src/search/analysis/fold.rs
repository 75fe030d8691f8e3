//! Folding: what people mean by "the same letters". Tests: `tests.rs` beside it.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

/// The first character of a word as it is written, with its accents; no word begins with it.
pub const WRITTEN_MARK: char = '\u{3}';
/// Marks of this combining class or below are part of a letter: vowel signs of Indic scripts.
const LETTER_CLASS_MAX: u8 = 9;
/// The dot that tells foreign sounds in Indic scripts; people leave it out.
const NUKTA_CLASS: u8 = 7;
const BREVE: char = '\u{306}';

/// NFKD without accents and invisible characters, lower case, and by hand the letters that do not
/// decompose. The breve of `й` stays: it is another letter than `и`, as `ё` and `е` are not.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd() {
        if c == BREVE && folded.ends_with('и') {
            folded.pop();
            folded.push('й');
        }
        if is_dropped(c) {
            continue;
        }
        for lower in c.to_lowercase() {
            push_folded(&mut folded, lower);
        }
    }
    folded
}

fn push_folded(folded: &mut String, lower: char) {
    match lower {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ł' => folded.push('l'),
        'þ' => folded.push_str("th"),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        // What decomposes only after it was lowered (İ) leaves its mark here.
        c if is_dropped(c) => {}
        c => folded.push(c),
    }
}

fn is_dropped(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    is_invisible(c) || is_combining_mark(c) && is_accent(c)
}

fn is_accent(c: char) -> bool {
    let class = canonical_combining_class(c);
    class > LETTER_CLASS_MAX || class == NUKTA_CLASS || matches!(c, '\u{20d0}'..='\u{20ff}')
}

/// Characters that show nothing and that mails are full of: soft hyphens, joiners, variation
/// selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// The marked word as it is written, in lower case, if folding changes more than its case.
/// Where a query has accents, it puts those documents first that have the same.
pub fn written_term(word: &str, folded: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let visible = word.chars().filter(|&c| !is_invisible(c));
    let written: String = visible.nfkc().flat_map(char::to_lowercase).collect();
    (written != folded).then(|| format!("{WRITTEN_MARK}{written}"))
}

/// The spelling without umlauts: `mueller` for `Müller`; `None` if there are none.
pub fn umlaut_variant(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let composed: String = word.nfc().flat_map(char::to_lowercase).collect();
    let spelled: String = composed
        .replace('ä', "ae")
        .replace(['ö', 'ø'], "oe")
        .replace('ü', "ue")
        .replace('å', "aa");
    (spelled != composed).then(|| fold(&spelled))
}
