//! A query as text again: what is printed reads as the same query. Tests: `tests` beside it.

use super::{
    Clause, Field, Node, Query,
    reader::is_joint,
    signs::{closes, is_comma, is_quote, narrow, opens},
};
use std::fmt;

impl fmt::Display for Query {
    /// Canonical: English names, quotes where they are needed. Ends with a space, so that the last
    /// word is whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for node in &self.nodes {
            node_text(node, f)?;
            f.write_str(" ")?;
        }
        Ok(())
    }
}

fn node_text(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        // Alone in its group it joins nothing.
        Node::Word { text, prefix } if !prefix && is_joint(text) => write!(f, "({text})"),
        Node::Word { text, prefix } => {
            f.write_str(text)?;
            f.write_str(if *prefix { "*" } else { "" })
        }
        Node::Phrase(text) => {
            f.write_str("\"")?;
            f.write_str(text)?;
            f.write_str("\"")
        }
        Node::Field(clause) => clause_text(clause, f),
        Node::Not(node) => {
            f.write_str("-")?;
            grouped(node, f)
        }
        Node::All(nodes) => {
            f.write_str("(")?;
            joined(nodes, " ", f)?;
            f.write_str(")")
        }
        Node::Any(nodes) => joined(nodes, " OR ", f),
    }
}

fn joined(nodes: &[Node], by: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(by)?;
        }
        node_text(node, f)?;
    }
    Ok(())
}

/// `-a OR b` would be `(-a) OR b`, and `-:a` and `--a` are words.
fn grouped(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_operand = match node {
        Node::Word { text, .. } => text.starts_with(char::is_alphanumeric),
        Node::Any(_) | Node::Not(_) => false,
        Node::Phrase(_) | Node::Field(_) | Node::All(_) => true,
    };
    if is_operand {
        return node_text(node, f);
    }
    f.write_str("(")?;
    node_text(node, f)?;
    f.write_str(")")
}

fn clause_text(clause: &Clause, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(clause.field.as_str())?;
    let first = clause.values.first().map_or("", |value| &value.text);
    let has_sign = clause.field == Field::Amount
        && first.starts_with(['<', '>', '='])
        && quoted(first) == *first;
    f.write_str(if has_sign { "" } else { ":" })?;
    for (place, value) in clause.values.iter().enumerate() {
        f.write_str(if place > 0 { "," } else { "" })?;
        if value.prefix {
            f.write_str(&value.text)?;
            f.write_str("*")?;
        } else {
            f.write_str(&value_text(clause.field, &value.text))?;
        }
    }
    Ok(())
}

/// A date stands in quotes: without them what follows could belong to it.
fn value_text(field: Field, text: &str) -> String {
    let text = quoted(text);
    if !field.takes_dates() || text.starts_with('"') {
        return text;
    }
    format!("\"{text}\"")
}

/// A value as it is written behind a colon: in quotes where it needs them. Quotes in it are left
/// out.
pub fn quoted(value: &str) -> String {
    let is_special = |c: char| c.is_whitespace() || is_comma(c) || opens(c) || closes(c);
    let value = value.replace(is_quote, "");
    let is_starred = value.ends_with(|c| narrow(c) == '*');
    if value.contains(is_special) || is_starred || value.is_empty() {
        return format!("\"{value}\"");
    }
    value
}
