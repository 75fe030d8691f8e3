//! What is wrong with a query: where, what, and what was probably meant. A query with problems is
//! still answered; each code says what became of its clause. Tests: `tests` beside it.

use crate::words::stable_words;
use serde::{Deserialize, Serialize};

/// A stretch of a query in characters (Unicode scalar values): `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: u32,
    /// The first character behind.
    pub end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: place(start),
            end: place(end),
        }
    }

    /// Whether a caret at a character stands in it or at one of its ends.
    pub fn touches(self, caret: usize) -> bool {
        (self.start as usize..=self.end as usize).contains(&caret)
    }
}

/// What became of a clause with a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It was looked for as words, as it stands.
    AsWords,
    /// It narrowed nothing: what was found is what the rest of the query says.
    NotApplied,
    /// Nothing has what it asks for, so it found nothing (and its negation everything).
    FindsNothing,
    /// It was applied as far as it goes.
    InPart,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $effect:ident;)+) => {
        stable_words! {
            /// What is wrong, as a stable word. The app has a sentence for each, in each language.
            ProblemCode:
            $($(#[$doc])* $name = $text;)+
        }

        impl ProblemCode {
            /// What became of the clause.
            pub const fn effect(self) -> Effect {
                match self {$(Self::$name => Effect::$effect,)+}
            }
        }
    };
}

codes! {
    /// `colour:red`: no field has this name.
    UnknownField = "unknown_field", AsWords;
    /// `from:` with nothing behind it.
    MissingValue = "missing_value", NotApplied;
    /// `stage:king`: no record can have this value.
    WrongValue = "wrong_value", FindsNothing;
    /// `before:someday`: no date that is understood.
    WrongDate = "wrong_date", FindsNothing;
    /// `on:03/04/2024`: the third of April or the fourth of March.
    UnclearDate = "unclear_date", FindsNothing;
    /// `amount>5000`: Rapport knows the field, and no record has it yet.
    NotYet = "not_yet", FindsNothing;
    /// `owner:bob`: no user is called that.
    NoSuchUser = "no_such_user", FindsNothing;
    /// `company:acme`: no company is called that.
    NoSuchCompany = "no_such_company", FindsNothing;
    /// More records have this name than are followed: the best of them were.
    TooMany = "too_many", InPart;
    /// `on:today`, asked in a time zone that is not known: days are those of UTC.
    UnknownZone = "unknown_zone", InPart;
    /// `"late invoice`: the phrase was read to the end.
    UnclosedQuote = "unclosed_quote", InPart;
    /// `(late OR early`: the group was read to the end.
    UnclosedGroup = "unclosed_group", InPart;
    /// `OR` with nothing on one of its sides.
    LoneOr = "lone_or", NotApplied;
    /// `🔥`: signs without a letter or digit. It asks for nothing.
    NoWords = "no_words", NotApplied;
    /// The query has more parts than are looked at, or groups too deep in each other.
    TooLong = "too_long", NotApplied;
}

/// One problem of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it is in the text.
    pub span: Span,
    /// What is wrong.
    pub code: ProblemCode,
    /// What to write in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}
