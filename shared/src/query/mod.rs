//! The query language of search and lists: one parser for both sides. What people type is never
//! an error: what is no operator is a word. Filters (`stage:lead owner:me`) are strict instead,
//! because a filter that is not understood must not silently show everything.
//! No meaning of words (folding, stems, languages) here. Tests: at the foot of each file.

mod filter;
mod lexer;

pub use filter::{
    Filter, FilterClause, FilterError, FilterField, OWNER_ME, VALUE_NONE, parse_filter,
};

use lexer::{Lexeme, lex};

/// Words, phrases and operators of a query that are looked at; the rest is passed over.
pub const QUERY_NODES_MAX: usize = 32;

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// One word as it was typed; `prefix` on the last word while it is still being typed.
    Word {
        /// Without surrounding white space.
        text: String,
        /// Whether longer words that begin with it match too.
        prefix: bool,
    },
    /// The words of a text in this order, side by side.
    Phrase(String),
    /// What must not match.
    Not(Box<Node>),
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The conditions, all of which must hold; none matches everything.
    pub nodes: Vec<Node>,
}

impl Query {
    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// Reads a query as people type it: words, `"phrases"`, `-without`, `a OR b`. The last word is
/// also a prefix unless white space follows it.
pub fn parse(text: &str) -> Query {
    let mut lexemes = lex(text);
    lexemes.truncate(QUERY_NODES_MAX);
    let mut nodes: Vec<Node> = Vec::new();
    let mut join_next = false;
    for lexeme in lexemes {
        match lexeme {
            Lexeme::Or => join_next = !nodes.is_empty(),
            Lexeme::Node(node) => {
                let left = if join_next { nodes.pop() } else { None };
                join_next = false;
                nodes.push(match left {
                    Some(left) => either(left, node),
                    None => node,
                });
            }
        }
    }
    Query { nodes }
}

fn either(left: Node, right: Node) -> Node {
    match left {
        Node::Any(mut nodes) => {
            nodes.push(right);
            Node::Any(nodes)
        }
        left => Node::Any(vec![left, right]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node) -> String {
        let list = |nodes: &[Node], by: &str| {
            let shown: Vec<_> = nodes.iter().map(show).collect();
            format!("({})", shown.join(by))
        };
        match node {
            Node::Word { text, prefix } => format!("{text}{}", if *prefix { "*" } else { "" }),
            Node::Phrase(text) => format!("\"{text}\""),
            Node::Not(node) => format!("-{}", show(node)),
            Node::All(nodes) => list(nodes, " "),
            Node::Any(nodes) => list(nodes, " OR "),
        }
    }

    fn check(input: &str, expected: &str) {
        let shown: Vec<_> = parse(input).nodes.iter().map(show).collect();
        assert_eq!(shown.join(" "), expected, "{input:?}");
    }

    #[test]
    fn operators_are_read_and_all_else_is_words() {
        check("", "");
        check("  invoice ", "invoice");
        check("late inv", "late inv*");
        check("\"late invoice\" ana", "\"late invoice\" ana*");
        check("late -paid", "late -paid");
        check("late -\"paid in full\"", "late -\"paid in full\"");
        check("a OR b c", "(a OR b) c*");
        check("a OR b OR c ", "(a OR b OR c)");
        check("OR a OR", "a");
        check("a or b", "a or b*");
        check("ORD-2024-00123", "ORD-2024-00123*");
        check("ana@example.com ", "ana@example.com");
        check("\"never closed", "\"never closed\"");
        check("\"\" - -- x", "x*");
        check("合同 付款", "合同 付款*");
        check("“合同 付款”", "\"合同 付款\"");
    }

    #[test]
    fn very_long_queries_are_cut() {
        let words = "w ".repeat(10 * QUERY_NODES_MAX);
        assert_eq!(parse(&words).nodes.len(), QUERY_NODES_MAX);
    }
}
