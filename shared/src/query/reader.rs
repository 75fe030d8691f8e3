//! Reads a query from left to right, group by group. Never fails, never loops, never nests deeper
//! than the limit. Tests: `tests` beside it.

mod fields;
mod words;

use super::{
    Context, Field, GROUP_DEPTH_MAX, Node, Piece, PieceKind, Problem, ProblemCode, QUERY_NODES_MAX,
    Query, Span,
    signs::{closes, is_quote, letters, opens},
};

/// What stands at a place.
enum Item {
    Node(Node),
    Or(Span),
    Nothing,
}

/// What stands between two others and means no word.
enum Joint {
    And,
    Or,
}

/// Signs and words that join what stands on both sides of them, where they stand alone.
const JOINTS: [(&str, Joint); 6] = [
    ("AND", Joint::And),
    ("&&", Joint::And),
    ("|", Joint::Or),
    ("||", Joint::Or),
    ("或", Joint::Or),
    ("或者", Joint::Or),
];

/// Leaves out what stands behind it, as `-` does.
const NOT: &str = "NOT";
/// But not behind these: whoever types `DO NOT REPLY` looks for that.
const BEFORE_PLAIN_NOT: [&str; 22] = [
    "DO", "DOES", "DID", "IS", "ARE", "WAS", "WERE", "BE", "HAS", "HAVE", "HAD", "CAN", "COULD",
    "MAY", "MIGHT", "MUST", "SHALL", "SHOULD", "WILL", "WOULD", "WHY", "IF",
];

/// Whether a word means nothing by itself where it stands before or between others.
pub(super) fn is_joint(word: &str) -> bool {
    word == NOT || JOINTS.iter().any(|(joint, _)| *joint == word)
}

fn is_or(word: &str) -> bool {
    let is_joint = |(joint, means): &(&str, Joint)| *joint == word && matches!(means, Joint::Or);
    word == "OR" || JOINTS.iter().any(is_joint)
}

/// `is_typed`: whether more letters may come at the end.
pub(super) fn read(text: &str, is_typed: bool, context: &Context<'_>) -> Query {
    let mut reader = Reader {
        chars: letters(text),
        at: 0,
        depth: 0,
        leaves: 0,
        negated: false,
        sign: 0,
        is_typed,
        context,
        query: Query::default(),
    };
    reader.query.nodes = reader.group();
    reader.signs_alone();
    reader.query
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    leaves: usize,
    negated: bool,
    /// The characters of the `-` or `NOT` before what is read.
    sign: usize,
    is_typed: bool,
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
        let sign = self.sign;
        self.query.pieces.push(Piece { span, sign, kind });
    }

    /// A text that no piece was made of.
    fn signs_alone(&mut self) {
        let is_sign = |c: &char| !c.is_whitespace();
        let first = self.chars.iter().position(is_sign);
        let last = self.chars.iter().rposition(is_sign);
        let is_empty = self.query.pieces.is_empty() && self.query.problems.is_empty();
        if let (Some(first), Some(last), true) = (first, last, is_empty) {
            self.problem(Span::new(first, last + 1), ProblemCode::NoWords, None);
        }
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
            let item = match self.joint().filter(|_| !nodes.is_empty() && or.is_none()) {
                Some(joint) => self.joined(joint),
                None => self.item(),
            };
            match item {
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

    /// What joins the next thing to the one before, and where it ends. `OR` is none of these: it is
    /// always meant, also with nothing on its sides.
    fn joint(&self) -> Option<(&'static Joint, usize)> {
        let rest = self.chars.get(self.at..)?;
        let length = rest.iter().position(|c| c.is_whitespace())?;
        let word = self.text(self.at, self.at + length);
        let (_, joint) = JOINTS.iter().find(|(text, _)| *text == word)?;
        let next = rest[length..].iter().find(|c| !c.is_whitespace())?;
        (!closes(*next)).then_some((joint, self.at + length))
    }

    fn joined(&mut self, (joint, end): (&Joint, usize)) -> Item {
        let start = self.at;
        self.at = end;
        self.sign = 0;
        match joint {
            Joint::And => Item::Nothing,
            Joint::Or => {
                self.piece(start, PieceKind::Or);
                Item::Or(Span::new(start, end))
            }
        }
    }

    fn item(&mut self) -> Item {
        let start = self.at;
        let left_out = self.left_out();
        let negated = left_out.is_some();
        self.at = left_out.unwrap_or(start);
        self.sign = self.at - start;
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

    /// Where something begins that `-` or `NOT` leaves out.
    fn left_out(&self) -> Option<usize> {
        let rest = self.chars.get(self.at..)?;
        let is_sign = rest.first() == Some(&'-');
        let sign = if is_sign { 1 } else { NOT.len() };
        if !is_sign && (!rest.iter().take(sign).copied().eq(NOT.chars()) || self.is_denied()) {
            return None;
        }
        let behind = rest.get(sign..)?;
        let spaces = behind.iter().take_while(|c| c.is_whitespace()).count();
        let c = *behind.get(spaces)?;
        let is_apart = is_quote(c) || opens(c);
        let begins = match is_sign {
            true => spaces == 0 && (is_apart || c.is_alphanumeric()),
            false => is_apart || spaces > 0 && c.is_alphanumeric(),
        };
        begins.then_some(self.at + sign + spaces)
    }

    /// Whether the word before is one that `NOT` belongs to.
    fn is_denied(&self) -> bool {
        let before = self.text(0, self.at);
        let word = before.split_whitespace().next_back();
        word.is_some_and(|word| BEFORE_PLAIN_NOT.contains(&word))
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
        self.end_group(start);
        match nodes.len() {
            0 => None,
            1 => nodes.pop(),
            _ => Some(Node::All(nodes)),
        }
    }

    /// The closing parenthesis, or the end of the text.
    fn end_group(&mut self, start: usize) {
        if self.peek().is_some_and(closes) {
            self.at += 1;
            return;
        }
        let group = self.text(start, self.at);
        if group.chars().any(char::is_alphanumeric) {
            let span = Span::new(start, self.at);
            let fix = group.trim_end().to_owned() + ")";
            self.problem(span, ProblemCode::UnclosedGroup, Some(fix));
        }
    }

    /// A phrase up to its closing quote, or to the end of the text.
    fn phrase(&mut self, start: usize) -> Option<Node> {
        let (inside, is_closed) = self.quoted(start);
        if !inside.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.leaves += 1;
        self.piece(start, PieceKind::Phrase);
        if !is_closed && self.is_being_typed() {
            return Some(words::begun_phrase(&inside));
        }
        Some(Node::Phrase(inside.trim().to_owned()))
    }

    /// What stands between the quote here and the next one, and whether there is one; `start` is where
    /// a problem begins.
    fn quoted(&mut self, start: usize) -> (String, bool) {
        let from = self.at + 1;
        let rest = self.chars.get(from..).unwrap_or_default();
        match rest.iter().position(|&c| is_quote(c)) {
            Some(length) => {
                self.at = from + length + 1;
                (self.text(from, from + length), true)
            }
            None => {
                self.at = self.chars.len();
                let fix = self.text(start, self.at).trim_end().to_owned() + "\"";
                let has_letters = rest.iter().any(|c| c.is_alphanumeric());
                if has_letters {
                    let span = Span::new(start, self.at);
                    self.problem(span, ProblemCode::UnclosedQuote, Some(fix));
                }
                (self.text(from, self.at), false)
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
        if behind == ':' {
            // `file://` is an address.
            let is_address = self.text(name_end + 1, name_end + 3) == "//";
            return (!is_address)
                .then(|| Field::of(&self.text(self.at, name_end)))
                .flatten();
        }
        let compares = matches!(behind, '<' | '>' | '=');
        let field = compares.then(|| Field::of(&self.text(self.at, name_end)));
        field.flatten().filter(|field| *field == Field::Amount)
    }

    fn is_being_typed(&self) -> bool {
        self.is_typed && self.at == self.chars.len() && !self.negated
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
        if words::is_initials(bare) {
            return Some(Node::Phrase(bare.to_owned()));
        }
        let is_begun = self.is_being_typed() && !words::is_whole(bare);
        Some(Node::Word {
            prefix: bare.len() < word.len() || is_begun,
            text: words::without_scheme(bare).to_owned(),
        })
    }

    /// `colour:red` looks like a field; `10:30`, `Re:` and `https://` do not.
    fn unknown_field(&mut self, from: usize, name_end: usize) {
        const NAME_CHARS_MIN: usize = 3;
        const SCHEMES: [&str; 3] = ["mailto", "tel", "urn"];
        let has_colon = self.chars.get(name_end).is_some_and(|&c| c == ':');
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
