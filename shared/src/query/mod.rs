//! The query language of search, lists and saved views: one parser for both sides. Words,
//! `"phrases"`, `-without` or `NOT without`, `a OR b`, `(groups)`, `beginnings*`, and `field:value` with
//! the fields of [`Field`], whose names and values are understood in every language of the app.
//!
//! What people type is never an error: it gets the best meaning there is, and [`Problem`]s that say
//! where it falls short. Everything knows where it stands in the text, so that a field can draw it.
//! No meaning of words (folding, stems, languages) and no records here: who `owner:ana` is, the
//! server knows. Tests: `tests` beside it, and at the foot of the files.

mod clause;
mod complete;
mod dates;
mod field;
mod fold;
mod print;
mod problem;
mod reader;
mod signs;
#[cfg(test)]
mod tests;
mod values;

pub use clause::{Clause, Meaning, Value};
pub use complete::{Completion, Offer, complete};
pub use dates::TimeRange;
pub use field::Field;
pub use print::quoted;
pub use problem::{Effect, Problem, ProblemCode, Span};
pub use values::{OWNER_ME, VALUE_NONE, is_me, is_none, offered};

use crate::{
    locale::Locale,
    time::{Date, Timestamp},
    zone::{Utc, Zone},
};

/// Words, phrases and clauses of a query that are looked at; the rest is a problem.
pub const QUERY_NODES_MAX: usize = 32;
/// Values of one clause at most.
pub const VALUES_MAX: usize = 50;
/// Groups within each other at most.
pub const GROUP_DEPTH_MAX: usize = 8;

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// One word as it was typed; `prefix` on `inv*`, and on the last word while it is being typed.
    Word {
        /// Without surrounding white space.
        text: String,
        /// Whether longer words that begin with it match too.
        prefix: bool,
    },
    /// The words of a text in this order, side by side.
    Phrase(String),
    /// What a field must hold.
    Field(Clause),
    /// What must not match.
    Not(Box<Node>),
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The conditions, all of which must hold; none matches everything.
    pub nodes: Vec<Node>,
    /// Everything in the text that means something, in order.
    pub pieces: Vec<Piece>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A stretch of the text that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, with its `-` or `NOT`.
    pub span: Span,
    /// The characters of the `-` or `NOT` that it begins with, spaces included.
    pub sign: usize,
    /// What it is.
    pub kind: PieceKind,
}

/// What a stretch of a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A word.
    Word,
    /// A phrase with its quotes.
    Phrase,
    /// `field:value`, values or not.
    Field(Field),
    /// `OR`.
    Or,
}

/// What a reader's words depend on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// In which order the reader writes day and month; words of all languages are understood.
    pub locale: Locale,
    /// The time of the question.
    pub now: Timestamp,
    /// Where the reader's days begin.
    pub zone: &'a dyn Zone,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Self {
            locale: Locale::default(),
            now: Timestamp::default(),
            zone: &Utc,
        }
    }
}

impl Context<'_> {
    /// The reader's day at a time.
    fn day_of(&self, time: Timestamp) -> Date {
        self.zone.day_of(time)
    }

    /// When a day of the reader begins.
    fn start_of(&self, day: Date) -> Timestamp {
        self.zone.start_of(day)
    }
}

impl Query {
    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether nothing was asked for: there are no words, or signs alone.
    pub fn says_nothing(&self) -> bool {
        let says = |problem: &Problem| problem.code != ProblemCode::NoWords;
        self.nodes.is_empty() && !self.problems.iter().any(says)
    }

    /// The clauses of fields, wherever they stand.
    pub fn clauses(&self) -> Vec<&Clause> {
        let mut found = Vec::new();
        self.nodes.iter().for_each(|node| collect(node, &mut found));
        found
    }

    /// Whether it asks for what is in the bin.
    pub fn asks_for_bin(&self) -> bool {
        let clauses = self.clauses();
        clauses.iter().any(|clause| clause.meaning == Meaning::Bin)
    }
}

fn collect<'a>(node: &'a Node, found: &mut Vec<&'a Clause>) {
    match node {
        Node::Field(clause) => found.push(clause),
        Node::Not(node) => collect(node, found),
        Node::All(nodes) | Node::Any(nodes) => {
            nodes.iter().for_each(|node| collect(node, found));
        }
        Node::Word { .. } | Node::Phrase(_) => {}
    }
}

/// Reads a query where dates do not matter, as when its words are marked in a text: "now" is 1970.
pub fn parse(text: &str) -> Query {
    parse_in(text, &Context::default())
}

/// Reads a query as people type it. The last word is also a prefix unless white space follows it.
pub fn parse_in(text: &str, context: &Context<'_>) -> Query {
    reader::read(text, true, context)
}

/// Reads what must be fields alone, as a list's `filter`: what is not understood must not look like
/// an empty list there. Nothing is being typed: every value is whole.
///
/// # Errors
/// The first problem; for words the one of an unknown field. That the reader's time zone is not known
/// is none: nobody could write the filter in another way.
pub fn parse_filter(text: &str, context: &Context<'_>) -> Result<Query, Problem> {
    let query = reader::read(text, false, context);
    let words = query.pieces.iter().find(|piece| match piece.kind {
        PieceKind::Word | PieceKind::Phrase => true,
        PieceKind::Field(_) | PieceKind::Or => false,
    });
    let wrong = words.map(|piece| Problem {
        span: piece.span,
        code: ProblemCode::UnknownField,
        fix: None,
    });
    let mut problems = query.problems.iter();
    let problem = problems.find(|problem| problem.code != ProblemCode::UnknownZone);
    match wrong.or_else(|| problem.cloned()) {
        Some(problem) => Err(problem),
        None => Ok(query),
    }
}
