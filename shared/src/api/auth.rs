//! Set-up, sign-in and one's own profile.

use super::{given, user::User};
use crate::{locale::Locale, model::Theme, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Creates the first admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// From the set-up link.
    pub token: String,
    /// The admin's name.
    pub name: String,
    /// The admin's e-mail address.
    pub email: String,
    /// See [`crate::validate::password`].
    pub password: String,
    /// The language of the interface.
    #[serde(default)]
    pub locale: Locale,
}

/// Signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Who is signed in. The tokens travel in cookies that scripts cannot read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The user.
    pub user: User,
    /// When the access token ends; refresh before.
    pub expires_at: Timestamp,
}

/// Changes one's own password; ends all other sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    pub current_password: String,
    /// See [`crate::validate::password`].
    pub new_password: String,
}

/// Changes one's own profile; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfilePatch {
    /// Display name.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// Language of the interface.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub locale: Option<Locale>,
    /// Light, dark or as the system says.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub theme: Option<Theme>,
    /// Where one's days begin, for alerts, as in [`super::search::SearchQuery::tz`].
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub tz: Option<String>,
}
