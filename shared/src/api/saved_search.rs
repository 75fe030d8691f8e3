//! Saved searches: a question somebody keeps, as a list to come back to or as an alert. They are
//! their owner's alone.

use crate::{
    ids::{CompanyId, SavedSearchId},
    model::RecordKind,
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};

/// Saved searches of one user at most.
pub const SAVED_SEARCHES_MAX: usize = 100;

/// Where a saved search is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedPlace {
    /// On the search page, best first.
    #[default]
    Search,
    /// As a list of contacts.
    Contacts,
    /// As a list of companies.
    Companies,
}

/// What is asked, in the words of the page's address; an empty text asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedQuery {
    /// Words and operators.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// One kind; all otherwise. Lists know theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RecordKind>,
    /// A user's id, or `me`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Only what has to do with this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Not before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Date>,
    /// Not behind this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Date>,
    /// The order, as its page writes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// Field filters of a list: `stage:lead owner:me`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
}

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// Counts its changes.
    pub revision: u64,
    /// What its owner calls it.
    pub name: String,
    /// Where it is shown.
    pub place: SavedPlace,
    /// What is asked.
    pub query: SavedQuery,
    /// Whether it stands in the navigation.
    pub pinned: bool,
    /// Whether new matches are told.
    pub alerts: bool,
    /// When it was saved.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A search to save.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedSearchCreate {
    /// Proposed by the caller, for instance to bring a deleted one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SavedSearchId>,
    /// What to call it.
    pub name: String,
    /// Where it is shown.
    #[serde(default)]
    pub place: SavedPlace,
    /// What is asked.
    #[serde(default)]
    pub query: SavedQuery,
    /// Whether it stands in the navigation.
    #[serde(default)]
    pub pinned: bool,
    /// Whether new matches are told.
    #[serde(default)]
    pub alerts: bool,
}

/// Changes to a saved search; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedSearchPatch {
    /// Another name.
    #[serde(
        default,
        deserialize_with = "super::given",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// Another question.
    #[serde(
        default,
        deserialize_with = "super::given",
        skip_serializing_if = "Option::is_none"
    )]
    pub query: Option<SavedQuery>,
    /// Into the navigation, or out of it.
    #[serde(
        default,
        deserialize_with = "super::given",
        skip_serializing_if = "Option::is_none"
    )]
    pub pinned: Option<bool>,
    /// Whether new matches are told from now on.
    #[serde(
        default,
        deserialize_with = "super::given",
        skip_serializing_if = "Option::is_none"
    )]
    pub alerts: Option<bool>,
}
