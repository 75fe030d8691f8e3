//! Sign-in: passwords, tokens, sessions, throttling. The HTTP door calls it; it knows cookies but
//! no routes. Secrets have no `Debug` and are never logged. Tests beside each part.

pub mod cookies;
pub mod jwt;
pub mod key;
pub mod password;
pub mod setup;
pub mod sign_in;
pub mod throttle;

use crate::{
    app::App,
    domain::{error::DomainError, sessions},
};
use jwt::{Claims, Tokens};
use password::Hasher;
use setup::SetupToken;
use shared::{ids::UserId, model::Role};
use throttle::Throttle;
use uuid::Uuid;

/// Who is signed in, as of this request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// The user.
    pub user_id: UserId,
    /// The role the user has now, whatever it was at sign-in.
    pub role: Role,
    /// The session.
    pub session_id: Uuid,
    /// When the access token ends, in seconds since 1970.
    pub expires_seconds: i64,
}

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// A service answered so.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The token is missing, wrong, over or revoked.
    #[error("sign-in required")]
    SignInRequired,
    /// Wrong e-mail or password; never said which.
    #[error("wrong e-mail or password")]
    WrongCredentials,
    /// The set-up link is wrong, used or over.
    #[error("the set-up link is not valid")]
    SetupTokenInvalid,
    /// Too many failures.
    #[error("too many failed attempts")]
    TooManyAttempts {
        /// Seconds until the next attempt may be made.
        retry_seconds: u64,
    },
    /// Too many passwords are being checked.
    #[error("too many sign-ins at once")]
    Busy,
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
}

/// Everything that sign-in needs besides the store.
pub struct Auth {
    /// Signs and reads access tokens.
    pub tokens: Tokens,
    /// Hashes passwords, two at a time.
    pub hasher: Hasher,
    /// Counts failures.
    pub throttle: Throttle,
    /// Lets the first admin in.
    pub setup: SetupToken,
}

impl Auth {
    /// Who an access token stands for, if it is good and its session lives.
    ///
    /// # Errors
    /// [`AuthError::SignInRequired`] otherwise; a store that cannot be read.
    // Invariant: user and session are read from the store for each request, so that a revocation
    // counts at once, also after kill -9 (test: revocations_count_at_once_and_after_a_restart).
    pub fn check(&self, app: &App, token: &str) -> Result<Signed, AuthError> {
        let now = app.clock.now();
        let claims: Claims = self
            .tokens
            .read(token, now)
            .ok_or(AuthError::SignInRequired)?;
        let reader = app.store.read().map_err(DomainError::from)?;
        let user = sessions::find_signed_in(&reader, claims.sid, claims.sub, now)?;
        let user = user.ok_or(AuthError::SignInRequired)?;
        Ok(Signed {
            user_id: user.id,
            role: user.role,
            session_id: claims.sid,
            expires_seconds: claims.exp,
        })
    }
}
