//! Lists come in pages.

use super::search::Mark;
use crate::{locale::Locale, query::Problem};
use serde::{Deserialize, Serialize};

/// Items of a page when the request does not say.
pub const PAGE_LIMIT_DEFAULT: usize = 50;
/// Items of a page at most.
pub const PAGE_LIMIT_MAX: usize = 200;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// Opaque; hand it back to get the next page. `None` on the last page.
    pub next_cursor: Option<String>,
    /// All items of the list, not just of this page.
    pub total: u64,
    /// What is wrong with the query of the list, as in [`super::search::SearchAnswer`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// For each item, which of its texts hold the words of the list's query, and where. Empty without
    /// words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Vec<TextMarks>>,
}

impl<T> Page<T> {
    /// A page of a list that was not asked for by a query.
    pub fn new(items: Vec<T>, next_cursor: Option<String>, total: u64) -> Self {
        Self {
            items,
            next_cursor,
            total,
            problems: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// A list that is short enough for one page.
    pub fn whole(items: Vec<T>) -> Self {
        let total = items.len() as u64;
        Self::new(items, None, total)
    }
}

/// A text of an item with marked words: a name, an address, a number, a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMarks {
    /// As it stands in the item.
    pub text: String,
    /// Its marked words, in order.
    pub marks: Vec<Mark>,
}

/// The query of a list: `?limit=&cursor=&offset=&sort=&q=&filter=&tz=&lang=`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Items a page, at most [`PAGE_LIMIT_MAX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// From the page before. Excludes `offset`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items to pass over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// A field name, with `-` before it for descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Quick filter in the query language of [`crate::query`], as in search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Field filters in the same language, and nothing else: `stage:lead owner:me -tag:vip`. What
    /// is wrong in it is an error, not a problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// As in [`super::search::SearchQuery::tz`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// As in [`super::search::SearchQuery::lang`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Locale>,
}
