//! What marks the sender of a mail: the words of a question, and whom it asks for by `from:` or
//! `with:`. Tests: `tests/names.rs` of the search module.

use super::Marker;
use crate::search::query::tolerance::Tolerance;
use shared::query::{Field, Node, Query, Value};

/// Marks senders; `None` if nobody is asked for, and the words alone mark them.
pub fn of_senders(query: &Query) -> Option<Marker> {
    let asked = asked(&query.nodes);
    if asked.is_empty() {
        return None;
    }
    let names = asked.into_iter().map(|value| Node::Word {
        text: value.text.clone(),
        prefix: value.prefix,
    });
    let mut query = query.clone();
    query.nodes.extend(names);
    Some(Marker::new(&query, Tolerance::Strict))
}

/// Who is asked for; not who is excluded.
fn asked(nodes: &[Node]) -> Vec<&Value> {
    let values = nodes.iter().flat_map(|node| match node {
        Node::Field(clause) if matches!(clause.field, Field::From | Field::With) => {
            clause.values.iter().collect()
        }
        Node::All(nodes) | Node::Any(nodes) => asked(nodes),
        Node::Field(_) | Node::Not(_) | Node::Word { .. } | Node::Phrase(_) => Vec::new(),
    });
    values.collect()
}
