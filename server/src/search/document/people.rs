//! The terms by which people in a mail's header and files are asked for by name: words, words side
//! by side, addresses, domains. The same functions make the terms of documents and of questions.
//! Tests: `tests/fields.rs` of the search module.

use crate::search::analysis::{TERM_BYTES_MAX, folded_words};

/// Words side by side that are one term: nobody asks for a longer part of a name.
const RUN_WORDS_MAX: usize = 4;
/// Characters of a Chinese name, or of a part of a longer text, that are one term.
const CJK_CHARS_MAX: usize = 6;
/// Characters of a Chinese name of one person at most.
const CJK_NAME_CHARS_MAX: usize = 4;
/// Words of a name that are looked at.
const NAME_WORDS_MAX: usize = 40;

/// What a person in a header is found by.
pub fn person_terms(name: &str, address: &str) -> Vec<String> {
    let address = address.trim().to_lowercase();
    let mut terms = text_terms(name);
    let mut turned = folded_words(name);
    if (2..=RUN_WORDS_MAX).contains(&turned.len()) {
        turned.reverse();
        terms.push(turned.join(" "));
    }
    if let Some((local, domain)) = address.rsplit_once('@') {
        terms.extend(text_terms(local));
        terms.push(local.to_owned());
        let mut rest = domain;
        while let Some((label, parent)) = rest.split_once('.') {
            terms.extend([format!("@{rest}"), label.to_owned()]);
            rest = parent;
        }
        if domain == rest {
            terms.push(format!("@{domain}"));
        }
    }
    terms.push(address);
    finished(terms)
}

/// What a file is found by: its whole name and parts of it, the ending among them.
pub fn file_terms(name: &str) -> Vec<String> {
    let mut terms = text_terms(name);
    terms.push(name.trim().to_lowercase());
    finished(terms)
}

/// Words, and words side by side; of Chinese every part of a few characters.
fn text_terms(text: &str) -> Vec<String> {
    let mut words = folded_words(text);
    words.truncate(NAME_WORDS_MAX);
    let mut terms = Vec::new();
    for (start, word) in words.iter().enumerate() {
        let end = words.len().min(start + RUN_WORDS_MAX);
        terms.extend((start + 1..=end).map(|end| words[start..end].join(" ")));
        if is_cjk(word) {
            let chars: Vec<char> = word.chars().take(NAME_WORDS_MAX).collect();
            let lengths = 1..=CJK_CHARS_MAX.min(chars.len());
            terms.extend(lengths.flat_map(|length| {
                chars
                    .windows(length)
                    .map(|part| part.iter().collect::<String>())
            }));
        }
    }
    terms
}

fn is_cjk(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| !c.is_ascii() && ('\u{2e80}'..='\u{9fff}').contains(&c))
}

fn finished(mut terms: Vec<String>) -> Vec<String> {
    terms.retain(|term| !term.is_empty() && term.len() <= TERM_BYTES_MAX);
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// A Chinese name is written with a space or without one.
fn chinese_spellings(words: &[String]) -> Vec<String> {
    match words {
        [name] if is_cjk(name) && name.chars().count() <= CJK_NAME_CHARS_MAX => {
            let borders = name.char_indices().skip(1).map(|(at, _)| name.split_at(at));
            borders
                .map(|(family, given)| format!("{family} {given}"))
                .collect()
        }
        [_, _, ..] if words.iter().all(|word| is_cjk(word)) => vec![words.concat()],
        _ => Vec::new(),
    }
}

/// The terms that a value may stand for; any of them will do.
pub fn asked_terms(value: &str) -> Vec<String> {
    let lower = value.trim().trim_start_matches("*.").to_lowercase();
    let words = folded_words(&lower);
    let mut terms = vec![words.join(" ")];
    terms.extend(chinese_spellings(&words));
    if lower.contains('.') && !lower.contains('@') {
        terms.push(format!("@{lower}"));
    }
    // `ana@acme.com` as words would be anyone with these three in a row.
    if lower.contains('@') {
        terms.clear();
    }
    terms.push(lower);
    finished(terms)
}
