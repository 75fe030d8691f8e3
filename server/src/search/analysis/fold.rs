//! Folding: what people mean by "the same letters". Tests: `tests.rs` beside it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// NFKD without combining marks, lower case, and letters that do not decompose by hand.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        for lower in c.to_lowercase() {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'þ' => folded.push_str("th"),
                'ı' => folded.push('i'),
                // What decomposes only after it was lowered (İ) leaves its mark here.
                c if is_combining_mark(c) => {}
                c => folded.push(c),
            }
        }
    }
    folded
}

/// Chinese, Japanese and Korean: compatibility forms are unified, nothing is taken apart.
pub fn fold_cjk(text: &str) -> String {
    text.nfkc().collect()
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
