//! Reads the values of fields: `from:ana,bob`, `from:(ana OR bob)`, `on:last week`. Tests: `tests` of
//! the query module.

use super::{Reader, either, is_or};
use crate::query::{
    Clause, Field, Node, PieceKind, ProblemCode, QUERY_NODES_MAX, Span, VALUES_MAX, Value, clause,
    signs::{closes, is_comma, is_quote, opens},
};

/// Words of a date at most: `hace 3 días`, `el 5 de mayo de 2024`.
const DATE_WORDS_MAX: usize = 6;

impl Reader<'_> {
    /// `field:value,value`; `start` is where its `-` stands.
    pub(super) fn clause(&mut self, start: usize, field: Field, name_end: usize) -> Option<Node> {
        let named = self.at;
        let has_colon = self.chars.get(name_end) == Some(&':');
        self.at = name_end + usize::from(has_colon);
        let begins = self.at;
        if has_colon && self.peek().is_some_and(opens) {
            return self.clauses(start, field, named);
        }
        let mut values = self.values(start, field);
        self.lengthen_date(field, &mut values);
        self.leaves += 1;
        self.piece(start, PieceKind::Field(field));
        let span = Span::new(named, self.at);
        if values.is_empty() {
            let next = self.next_word();
            let end = next.as_ref().map_or(self.at, |(end, _)| *end);
            let fix = next.map(|(_, word)| self.text(named, begins) + &word);
            self.problem(Span::new(named, end), ProblemCode::MissingValue, fix);
            return None;
        }
        self.meant(field, values, span)
    }

    fn meant(&mut self, field: Field, values: Vec<Value>, span: Span) -> Option<Node> {
        let meaning = clause::meaning(field, &values, self.context, &mut self.query.problems)?;
        Some(Node::Field(Clause {
            field,
            values,
            meaning,
            span,
        }))
    }

    /// `from:(ana OR bob)`: the field holds for each value in the parentheses.
    fn clauses(&mut self, start: usize, field: Field, named: usize) -> Option<Node> {
        self.at += 1;
        self.depth += 1;
        let mut nodes: Vec<Node> = Vec::new();
        let mut or = false;
        while let Some(c) = self.peek().filter(|&c| !closes(c)) {
            if c.is_whitespace() || is_comma(c) || opens(c) {
                or |= is_comma(c);
                self.at += 1;
            } else if let Some(end) = self.or_here() {
                or = true;
                self.at = end;
            } else if self.leaves >= QUERY_NODES_MAX {
                let rest = Span::new(self.at, self.chars.len());
                self.problem(rest, ProblemCode::TooLong, None);
                self.at = self.chars.len();
            } else if let Some(node) = self.value_alone(start, field) {
                let left = if or { nodes.pop() } else { None };
                nodes.push(match left {
                    Some(left) => either(left, node),
                    None => node,
                });
                or = false;
            }
        }
        self.depth -= 1;
        self.end_group(start);
        self.piece(start, PieceKind::Field(field));
        if nodes.is_empty() {
            let span = Span::new(named, self.at);
            self.problem(span, ProblemCode::MissingValue, None);
        }
        match nodes.len() {
            0 | 1 => nodes.pop(),
            _ => Some(Node::All(nodes)),
        }
    }

    /// Where an `OR` between two values ends.
    fn or_here(&self) -> Option<usize> {
        let rest = self.chars.get(self.at..)?;
        let ends = |c: &char| c.is_whitespace() || closes(*c);
        let end = self.at + rest.iter().position(ends)?;
        let word = self.text(self.at, end);
        is_or(&word).then_some(end)
    }

    /// One value of several in parentheses, as a clause of its own.
    fn value_alone(&mut self, start: usize, field: Field) -> Option<Node> {
        let value = self.value(start, field)?;
        self.leaves += 1;
        let span = value.span;
        self.meant(field, vec![value], span)
    }

    /// The word behind the space behind `from: `, which was probably meant as its value, and where
    /// it ends.
    fn next_word(&self) -> Option<(usize, String)> {
        let start = self.at + 1;
        let rest = self.chars.get(start..)?;
        let is_inside = |c: &&char| c.is_alphanumeric() || "@.-_+'".contains(**c);
        let length = rest.iter().take_while(is_inside).count();
        let end = start + length;
        let alone = self.chars.get(end).is_none_or(|c| c.is_whitespace());
        let begins = rest.first().is_some_and(|c| c.is_alphanumeric());
        (begins && alone).then(|| (end, self.text(start, end)))
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
                text += &self.quoted(start).0;
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
        let text = if bare {
            text.trim_start_matches(opens)
        } else {
            text
        };
        let text = match field {
            Field::From | Field::To | Field::With => within_brackets(text.trim()),
            _ => text.trim(),
        };
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Value { text, prefix, span })
    }

    /// Dates have spaces: `last:30 days`, `on:last week`. The longest that is a date is meant.
    fn lengthen_date(&mut self, field: Field, values: &mut [Value]) {
        let is_bare = |value: &&mut Value| {
            self.text(value.span.start as usize, self.at) == value.text && field.takes_dates()
        };
        let Some(value) = values.last_mut().filter(is_bare) else {
            return;
        };
        let from = value.span.start as usize;
        let is_date = |text: &str, typed| clause::is_date(field, text, typed, self.context);
        let mut end = self.at;
        // What is at the end may go on: behind `last:30 ` a unit is about to come.
        let may_go_on = |end: usize| {
            let rest = self.chars.get(end..).unwrap_or_default();
            self.is_typed && !self.negated && rest.iter().all(|c| c.is_whitespace())
        };
        value.prefix |=
            may_go_on(end) && !is_date(&value.text, false) && is_date(&value.text, true);
        let mut longest = end;
        for _ in 1..DATE_WORDS_MAX {
            let Some(next) = self.word_end(end) else {
                break;
            };
            end = next;
            let text = self.text(from, end);
            let text = text.trim_end_matches(is_comma);
            let bare = text.trim_end_matches('*');
            let is_begun = bare.len() < text.len() || may_go_on(end);
            if is_date(bare, is_begun) {
                let is_typed = bare.len() < text.len() || end == self.chars.len() && may_go_on(end);
                value.prefix = is_typed || !is_date(bare, false);
                value.text = bare.to_owned();
                value.span = Span::new(from, end);
                longest = end;
            }
        }
        self.at = longest;
    }

    /// Where the word behind one space ends that a date may go on with; a comma with nothing behind
    /// it belongs to it: `May 5, 2024`.
    fn word_end(&self, from: usize) -> Option<usize> {
        let rest = self.chars.get(from..)?;
        let is_inside = |c: &&char| c.is_alphanumeric() || **c == '-';
        let length = rest.iter().skip(1).take_while(is_inside).count();
        let is_space = rest.first() == Some(&' ');
        let end = from + 1 + length;
        let end = end + usize::from(self.chars.get(end) == Some(&'*'));
        let alone = |end| {
            let behind: Option<&char> = self.chars.get(end);
            behind.is_none_or(|&c| c.is_whitespace() || closes(c))
        };
        let has_comma = self.chars.get(end).is_some_and(|&c| is_comma(c)) && alone(end + 1);
        let end = end + usize::from(has_comma);
        let alone = alone(end);
        (is_space && length > 0 && alone).then_some(end)
    }
}

/// `Ana <ana@b.example>` is the address.
fn within_brackets(text: &str) -> &str {
    let inside = text.rsplit_once('<').map_or(text, |(_, inside)| inside);
    inside.trim_end_matches('>')
}
