//! What else the people of a field are called: who asks for mail from Bob means Robert, too.
//! Tests: `tests/fields.rs` of the search module.

use crate::{
    search::{analysis::folded_words, error::SearchError},
    store::{reader::Reader, schema::user::User},
};
use shared::{
    ids::UserId,
    query::{Node, Query, Span, Value, is_me},
};

/// Words of a name of which each may be another; more are no name.
const NAME_WORDS_MAX: usize = 4;

/// Whether people are also found by what else they are called: who excludes Bob does not exclude
/// Robert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// Names and nicknames.
    ByOtherNames,
    /// The name that was typed.
    AsWritten,
}

/// Where the clauses stand that a query excludes.
pub fn excluded(query: &Query) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut nodes: Vec<(&Node, bool)> = query.nodes.iter().map(|node| (node, false)).collect();
    while let Some((node, is_excluded)) = nodes.pop() {
        match node {
            Node::Field(clause) => spans.extend(is_excluded.then_some(clause.span)),
            Node::Not(node) => nodes.push((node, true)),
            Node::All(inner) | Node::Any(inner) => {
                nodes.extend(inner.iter().map(|node| (node, is_excluded)));
            }
            Node::Word { .. } | Node::Phrase(_) => {}
        }
    }
    spans
}

/// Whose mail a value means: `me` is the address of who asks, and, while it is typed, whoever is called
/// so.
///
/// # Errors
/// When the store cannot be read.
pub fn people_meant(
    value: &Value,
    viewer: Option<UserId>,
    reader: &Reader,
) -> Result<Vec<Value>, SearchError> {
    let viewer = viewer.filter(|_| is_me(&value.text));
    let own = match viewer {
        Some(viewer) => reader.find::<User>(viewer.uuid())?,
        None => None,
    };
    let Some(own) = own else {
        return Ok(vec![value.clone()]);
    };
    let address = Value {
        text: own.email,
        prefix: false,
        ..value.clone()
    };
    let others = value.prefix.then(|| value.clone());
    Ok([address].into_iter().chain(others).collect())
}

/// The names that a value may stand for beside itself: one of its words is called otherwise (`bob lee`
/// is `robert lee`). `others` are those of a word. What has the signs of an address is none.
pub fn other_names(
    value: &Value,
    calls: Calls,
    others: impl Fn(&str) -> Vec<String>,
) -> Vec<String> {
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'');
    let mut written = value.text.split_whitespace();
    let are_names = written.all(|word| word.trim_end_matches('.').chars().all(is_name));
    let words = folded_words(&value.text);
    if calls == Calls::AsWritten || !are_names || words.len() > NAME_WORDS_MAX {
        return Vec::new();
    }
    let mut names = Vec::new();
    for (place, word) in words.iter().enumerate() {
        for other in others(word).into_iter().filter(|other| other != word) {
            let mut name = words.clone();
            name[place] = other;
            names.push(name.join(" "));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
