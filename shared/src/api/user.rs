//! Users: the logins of the firm's own people.

use super::given;
use crate::{
    ids::UserId,
    locale::Locale,
    model::{Role, Theme},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// Display name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// A disabled user cannot sign in; the records stay.
    pub disabled: bool,
    /// Language of the interface.
    pub locale: Locale,
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserCreate {
    /// Display name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// A first password, to be handed over.
    pub password: String,
    /// Language of the interface.
    #[serde(default)]
    pub locale: Locale,
}

/// Changes a user; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// Display name.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// What the user may do.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub role: Option<Role>,
    /// Shut out or let in again.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub disabled: Option<bool>,
    /// A new password, set by an admin; ends all of the user's sessions.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub password: Option<String>,
}
