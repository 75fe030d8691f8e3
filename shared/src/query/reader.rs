//! Reads a query from left to right, group by group. Never fails, never loops, never nests deeper
//! than the limit. Tests: `tests` beside it.

use super::{
    Clause, Context, Field, GROUP_DEPTH_MAX, Node, Piece, PieceKind, Problem, ProblemCode,
    QUERY_NODES_MAX, Query, Span, VALUES_MAX, Value, clause,
};

/// What stands at a place.
enum Item {
    Node(Node),
    Or(Span),
    Nothing,
}

/// What may follow the name of a field.
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | '）')
}

pub(super) fn read(text: &str, context: &Context<'_>) -> Query {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        depth: 0,
        leaves: 0,
        negated: false,
        context,
        query: Query::default(),
    };
    reader.query.nodes = reader.group();
    reader.query
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    leaves: usize,
    negated: bool,
    context: &'a Context<'a>,
    query: Query,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.chars
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    fn problem(&mut self, span: Span, code: ProblemCode, fix: Option<String>) {
        self.query.problems.push(Problem { span, code, fix });
    }

    fn piece(&mut self, start: usize, kind: PieceKind) {
        let span = Span::new(start, self.at);
        self.query.pieces.push(Piece { span, kind });
    }

    /// Nodes up to the end of the group, or of the text.
    fn group(&mut self) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut or: Option<Span> = None;
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                self.at += 1;
                continue;
            }
            if self.depth > 0 && closes(c) {
                break;
            }
            if self.leaves >= QUERY_NODES_MAX {
                let rest = Span::new(self.at, self.chars.len());
                self.at = self.chars.len();
                self.problem(rest, ProblemCode::TooLong, None);
                break;
            }
            match self.item() {
                Item::Nothing => {}
                Item::Or(span) if nodes.is_empty() || or.is_some() => {
                    self.problem(span, ProblemCode::LoneOr, None);
                }
                Item::Or(span) => or = Some(span),
                Item::Node(node) => {
                    let left = or.take().and_then(|_| nodes.pop());
                    nodes.push(match left {
                        Some(left) => either(left, node),
                        None => node,
                    });
                }
            }
        }
        if let Some(span) = or {
            self.problem(span, ProblemCode::LoneOr, None);
        }
        flat(nodes)
    }

    fn item(&mut self) -> Item {
        let start = self.at;
        let begins_operand = |c: &char| c.is_alphanumeric() || is_quote(*c) || opens(*c);
        let negated =
            self.peek() == Some('-') && self.chars.get(start + 1).is_some_and(begins_operand);
        self.at += usize::from(negated);
        // What is excluded is no prefix by being typed: `-pay` must not take away "payroll".
        let outside = self.negated;
        self.negated |= negated;
        let node = match self.peek() {
            Some(c) if opens(c) => self.parentheses(),
            Some(c) if is_quote(c) => self.phrase(start),
            _ => {
                let name_end = self.name_end();
                match self.field_at(name_end) {
                    Some(field) => self.clause(start, field, name_end),
                    None => self.word(start, name_end),
                }
            }
        };
        self.negated = outside;
        match node {
            Some(Node::Word { text, .. }) if text == "OR" && self.at == start + text.len() => {
                if let Some(piece) = self.query.pieces.last_mut() {
                    piece.kind = PieceKind::Or;
                }
                Item::Or(Span::new(start, self.at))
            }
            Some(node) if negated => Item::Node(Node::Not(Box::new(node))),
            Some(node) => Item::Node(node),
            None => Item::Nothing,
        }
    }

    fn parentheses(&mut self) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        if self.depth >= GROUP_DEPTH_MAX {
            self.problem(Span::new(start, self.at), ProblemCode::TooLong, None);
            return None;
        }
        self.depth += 1;
        let mut nodes = self.group();
        self.depth -= 1;
        if self.peek().is_some_and(closes) {
            self.at += 1;
        } else {
            let fix = self.text(start, self.at).trim_end().to_owned() + ")";
            self.problem(
                Span::new(start, self.at),
                ProblemCode::UnclosedGroup,
                Some(fix),
            );
        }
        match nodes.len() {
            0 => None,
            1 => nodes.pop(),
            _ => Some(Node::All(nodes)),
        }
    }

    /// A phrase up to its closing quote, or to the end of the text.
    fn phrase(&mut self, start: usize) -> Option<Node> {
        let inside = self.quoted(start);
        let inside = inside.trim();
        if !inside.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.leaves += 1;
        self.piece(start, PieceKind::Phrase);
        Some(Node::Phrase(inside.to_owned()))
    }

    /// What stands between the quote here and the next one; `start` is where a problem begins.
    fn quoted(&mut self, start: usize) -> String {
        let from = self.at + 1;
        let rest = self.chars.get(from..).unwrap_or_default();
        match rest.iter().position(|&c| is_quote(c)) {
            Some(length) => {
                self.at = from + length + 1;
                self.text(from, from + length)
            }
            None => {
                self.at = self.chars.len();
                let fix = self.text(start, self.at).trim_end().to_owned() + "\"";
                let has_letters = rest.iter().any(|c| c.is_alphanumeric());
                if has_letters {
                    let span = Span::new(start, self.at);
                    self.problem(span, ProblemCode::UnclosedQuote, Some(fix));
                }
                self.text(from, self.at)
            }
        }
    }

    /// Where letters that could be a field's name end.
    fn name_end(&self) -> usize {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|c| c.is_alphabetic() || **c == '_')
            .count();
        self.at + length
    }

    fn field_at(&self, name_end: usize) -> Option<Field> {
        let behind = *self.chars.get(name_end)?;
        if is_colon(behind) {
            return Field::of(&self.text(self.at, name_end));
        }
        let compares = matches!(behind, '<' | '>' | '=');
        let field = compares.then(|| Field::of(&self.text(self.at, name_end)));
        field.flatten().filter(|field| *field == Field::Amount)
    }

    fn clause(&mut self, start: usize, field: Field, name_end: usize) -> Option<Node> {
        let named = self.at;
        self.at = name_end + usize::from(self.chars.get(name_end).is_some_and(|&c| is_colon(c)));
        let values = self.values(start, field);
        self.leaves += 1;
        self.piece(start, PieceKind::Field(field));
        let span = Span::new(named, self.at);
        if values.is_empty() {
            let fix = self
                .next_word()
                .map(|word| self.text(named, self.at) + &word.1);
            let end = self.next_word().map_or(self.at, |word| word.0);
            self.problem(Span::new(named, end), ProblemCode::MissingValue, fix);
            return None;
        }
        let meaning = clause::meaning(field, &values, self.context, &mut self.query.problems)?;
        Some(Node::Field(Clause {
            field,
            values,
            meaning,
            span,
        }))
    }

    /// The word behind the space behind `from: `, which was probably meant as its value, and where
    /// it ends.
    fn next_word(&self) -> Option<(usize, String)> {
        let start = self.at + 1;
        let rest = self.chars.get(start..)?;
        let length = rest.iter().take_while(|c| c.is_alphanumeric()).count();
        let end = start + length;
        let alone = self.chars.get(end).is_none_or(|c| c.is_whitespace());
        (length > 0 && alone).then(|| (end, self.text(start, end)))
    }

    fn values(&mut self, start: usize, field: Field) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            let from = self.at;
            values.extend(self.value(start, field));
            if values.len() > VALUES_MAX {
                values.truncate(VALUES_MAX);
                self.problem(Span::new(from, self.at), ProblemCode::TooLong, None);
            }
            match self.peek() {
                Some(c) if is_comma(c) => self.at += 1,
                _ => return values,
            }
        }
    }

    /// One value: letters and quoted stretches up to a comma or white space.
    fn value(&mut self, start: usize, field: Field) -> Option<Value> {
        let from = self.at;
        let mut text = String::new();
        let mut bare = true;
        while let Some(c) = self.peek() {
            let ends = c.is_whitespace()
                || is_comma(c) && field != Field::Amount
                || self.depth > 0 && closes(c);
            if ends {
                break;
            }
            if is_quote(c) {
                bare = false;
                text += &self.quoted(start);
                continue;
            }
            text.push(c);
            self.at += 1;
        }
        let span = Span::new(from, self.at);
        let starred = bare && text.ends_with('*');
        let prefix = starred || bare && self.is_being_typed();
        let text = if starred {
            text.trim_end_matches('*')
        } else {
            &text
        };
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Value { text, prefix, span })
    }

    fn is_being_typed(&self) -> bool {
        self.at == self.chars.len() && !self.negated
    }

    /// A word up to the next white space or quote.
    fn word(&mut self, start: usize, name_end: usize) -> Option<Node> {
        let from = self.at;
        while let Some(c) = self.peek() {
            let ends =
                c.is_whitespace() || self.at > from && is_quote(c) || self.depth > 0 && closes(c);
            if ends {
                break;
            }
            self.at += 1;
        }
        let word = self.text(from, self.at);
        if !word.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.leaves += 1;
        self.piece(start, PieceKind::Word);
        self.unknown_field(from, name_end);
        let bare = word.trim_end_matches('*');
        Some(Node::Word {
            prefix: bare.len() < word.len() || self.is_being_typed(),
            text: bare.to_owned(),
        })
    }

    /// `colour:red` looks like a field; `10:30`, `Re:` and `https://` do not.
    fn unknown_field(&mut self, from: usize, name_end: usize) {
        const NAME_CHARS_MIN: usize = 3;
        const SCHEMES: [&str; 3] = ["mailto", "tel", "urn"];
        let has_colon = self.chars.get(name_end).is_some_and(|&c| is_colon(c));
        let value = self.text(name_end + 1, self.at);
        let first = self.chars.get(name_end + 1);
        let says_something = first.is_some_and(|&c| c.is_alphanumeric() || is_quote(c));
        if !has_colon || !says_something || name_end < from + NAME_CHARS_MIN {
            return;
        }
        let name = self.text(from, name_end);
        if SCHEMES.contains(&name.as_str()) {
            return;
        }
        let fix = Field::nearest(&name).map(|name| format!("{name}:{value}"));
        let span = Span::new(from, self.at);
        self.problem(span, ProblemCode::UnknownField, fix);
    }
}

fn either(left: Node, right: Node) -> Node {
    let mut nodes = match left {
        Node::Any(nodes) => nodes,
        left => vec![left],
    };
    match right {
        Node::Any(others) => nodes.extend(others),
        right => nodes.push(right),
    }
    Node::Any(nodes)
}

/// A group that stands among its like needs no parentheses.
fn flat(nodes: Vec<Node>) -> Vec<Node> {
    let parts = nodes.into_iter().flat_map(|node| match node {
        Node::All(inner) => inner,
        node => vec![node],
    });
    parts.collect()
}
