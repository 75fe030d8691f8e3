//! What a query is judged by, word by word. Made by `build` and `relaxed`, told by `why`.

use super::plan::Plan;
use shared::api::search::WhyHow;

/// A word of a query, or nothing for all of it, with what it may stand for.
pub struct Part {
    /// As asked; empty for the whole query.
    pub word: String,
    /// What it counts as, if its plan counts as a whole.
    pub whole: Option<WhyHow>,
    /// What it may stand for.
    pub plan: Plan,
}
