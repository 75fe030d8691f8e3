//! How tolerant a search is: one value for each of its tiers.

/// How far from the typed words a hit may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// What was typed, bent or begun.
    Strict,
    /// Also words that are nearly the same.
    Typos,
    /// Some of the words of a question (see [`super::relaxed`]).
    SomeWords,
}
