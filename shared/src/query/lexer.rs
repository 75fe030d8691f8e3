//! Splits a query into words, phrases and operators. Never fails. Tests: `mod.rs` beside it.

use super::Node;

/// A piece of a query.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// A condition.
    Node(Node),
    /// `OR` in capitals.
    Or,
}

/// The pieces of a query in order.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let mut lexemes = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (negated, body) = match rest.strip_prefix('-') {
            Some(body) if begins_operand(body) => (true, body),
            _ => (false, rest),
        };
        let (node, behind) = match body.chars().next().filter(|&c| is_quote(c)) {
            Some(quote) => phrase(&body[quote.len_utf8()..]),
            None => word(body),
        };
        match node {
            Some(Node::Word { text, .. }) if text == "OR" && !negated => lexemes.push(Lexeme::Or),
            Some(node) if negated => {
                lexemes.push(Lexeme::Node(Node::Not(Box::new(finished(node)))))
            }
            Some(node) => lexemes.push(Lexeme::Node(node)),
            None => {}
        }
        debug_assert!(behind.len() < rest.len(), "no progress at {first:?}");
        rest = behind.trim_start();
    }
    lexemes
}

fn begins_operand(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || is_quote(c))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// A phrase up to its closing quote, or to the end of the text.
fn phrase(text: &str) -> (Option<Node>, &str) {
    let end = text.find(is_quote).unwrap_or(text.len());
    let (inside, behind) = text.split_at(end);
    let behind = behind
        .chars()
        .next()
        .map_or(behind, |quote| &behind[quote.len_utf8()..]);
    let inside = inside.trim();
    let has_words = inside.chars().any(char::is_alphanumeric);
    (has_words.then(|| Node::Phrase(inside.to_owned())), behind)
}

/// A word up to the next white space. It is a prefix if the text ends with it.
fn word(text: &str) -> (Option<Node>, &str) {
    let end = text
        .char_indices()
        .find(|&(place, c)| c.is_whitespace() || (place > 0 && is_quote(c)))
        .map_or(text.len(), |(place, _)| place);
    let (word, behind) = text.split_at(end);
    let has_letters = word.chars().any(char::is_alphanumeric);
    let node = has_letters.then(|| Node::Word {
        text: word.to_owned(),
        prefix: behind.is_empty(),
    });
    (node, behind)
}

/// What is excluded is never a prefix: `-pay` must not take away what says "payroll".
fn finished(node: Node) -> Node {
    match node {
        Node::Word { text, .. } => Node::Word {
            text,
            prefix: false,
        },
        node => node,
    }
}
