//! What a word says beside its letters: whether it goes on, and what it is pasted with. Tests: `tests`
//! of the query module.

use crate::query::Node;
use crate::script::is_unspaced;

/// Letters of a part of `R&D`.
const INITIALS_CHARS_MAX: usize = 3;
/// What glues words together: behind it the next one is expected.
const GLUE: &str = "-./'’_@";

/// Whether its last sign says that it does not go on: `c++`, `Re:`.
pub(super) fn is_whole(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_punctuation() && !GLUE.contains(c))
}

/// `R&D` and `AT&T`: letters alone occur everywhere, so they are meant side by side.
pub(super) fn is_initials(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_part = |part: &str| {
        (1..=INITIALS_CHARS_MAX).contains(&part.chars().count())
            && part.chars().all(char::is_alphanumeric)
    };
    word.contains('&') && word.split('&').all(is_part)
}

/// An address or number that was copied from a link: what it is reached by is not asked for.
pub(super) fn without_scheme(word: &str) -> &str {
    if let Some((scheme, site)) = word.split_once("://") {
        let is_web = ["http", "https", "ftp"].contains(&scheme.to_ascii_lowercase().as_str());
        let is_site = site.starts_with(char::is_alphanumeric) && site.contains('.');
        // Whoever wrote the address down may have left the usual name of its server out.
        let bare = site.strip_prefix("www.").filter(|bare| bare.contains('.'));
        return if is_web && is_site {
            bare.unwrap_or(site)
        } else {
            word
        };
    }
    let begins_number = |rest: &&str| rest.starts_with(|c: char| c == '+' || c.is_ascii_digit());
    let is_address = |rest: &&str| rest.starts_with(char::is_alphanumeric) && rest.contains('@');
    let Some((scheme, rest)) = word.split_once(':').filter(|(_, rest)| !rest.contains(':')) else {
        return word;
    };
    let rest = Some(rest);
    let found = match scheme.to_ascii_lowercase().as_str() {
        "mailto" => rest.filter(is_address),
        "tel" => rest.filter(begins_number),
        _ => None,
    };
    found.unwrap_or(word)
}

/// A phrase of which more may be typed: its last word is a beginning, and stands anywhere until it is
/// whole.
pub(super) fn begun_phrase(inside: &str) -> Node {
    let phrase = |text: &str| Node::Phrase(text.trim().to_owned());
    let (head, tail) = match inside.rfind(char::is_whitespace) {
        Some(at) => inside.split_at(at),
        None => ("", inside),
    };
    let tail = tail.trim();
    let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c) || GLUE.contains(c);
    if !tail.starts_with(char::is_alphanumeric) || !tail.chars().all(is_word) {
        return phrase(inside);
    }
    let word = Node::Word {
        text: tail.to_owned(),
        prefix: true,
    };
    if !head.chars().any(char::is_alphanumeric) {
        return word;
    }
    Node::All(vec![phrase(head), word])
}
