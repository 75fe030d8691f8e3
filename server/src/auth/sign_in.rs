//! Sign-in, refresh, sign-out, set-up, password change: what the routes and the command line call.
//! Tests: `http::tests::sign_in`.

use super::{AuthError, Signed, password, setup::random_hex, throttle::Refusal};
use crate::{
    app::App,
    changes::Cause,
    domain::{
        ctx::Actor,
        error::DomainError,
        sessions::{self, Refresh, Refreshed, SESSION_SECONDS_MAX, Shown},
        users::{self, NewUser},
    },
    store::schema::user::User,
};
use sha2::{Digest, Sha256};
use shared::{
    api::{
        auth::{LoginRequest, PasswordChange, SetupRequest},
        error::FieldError,
    },
    ids::UserId,
    model::Role,
    validate,
};
use std::net::IpAddr;
use uuid::Uuid;

/// Random bytes of a refresh token's secret.
const SECRET_BYTES: usize = 32;

/// What a sign-in or refresh gives.
pub struct Granted {
    /// The user.
    pub user: User,
    /// For the access cookie.
    pub access: String,
    /// When it ends, seconds since 1970.
    pub access_expires_seconds: i64,
    /// For the refresh cookie; `None` when another tab has got it just now.
    pub refresh: Option<String>,
    /// How long the browser keeps the cookies.
    pub session_seconds: i64,
}

/// Who knocks: address for the throttle, and what tells this device from another.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The client's address.
    pub address: IpAddr,
    /// The `User-Agent` header.
    pub agent: String,
}

impl Visitor {
    fn device(&self) -> [u8; 32] {
        let text = format!("{}\n{}", self.address, self.agent);
        *blake3::hash(text.as_bytes()).as_bytes()
    }
}

/// A refresh token: the session's id and a secret of which only the hash is stored.
struct RefreshToken {
    session_id: Uuid,
    secret: String,
}

impl RefreshToken {
    fn new(session_id: Uuid) -> Self {
        Self {
            session_id,
            secret: random_hex::<SECRET_BYTES>(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        let sized = secret.len() == 2 * SECRET_BYTES;
        let session_id = Uuid::try_parse(id).ok().filter(|_| sized)?;
        Some(Self {
            session_id,
            secret: secret.to_owned(),
        })
    }

    fn text(&self) -> String {
        format!("{}.{}", self.session_id.simple(), self.secret)
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret.as_bytes()).into()
    }
}

/// Signs in with e-mail and password.
///
/// # Errors
/// [`AuthError::WrongCredentials`], [`AuthError::TooManyAttempts`], or the store's.
pub async fn login(
    app: &App,
    visitor: &Visitor,
    request: &LoginRequest,
) -> Result<Granted, AuthError> {
    let permit = begin(app, visitor, &request.email).await?;
    let reader = app.store.read().map_err(DomainError::from)?;
    let user = users::find_by_email(&reader, &request.email)?;
    drop(reader);
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let verified = app.auth.hasher.verify(&request.password, hash).await?;
    let user = user.filter(|user| verified.is_right && !user.disabled);
    let Some(user) = user else {
        tracing::warn!(net.address = %visitor.address, "a sign-in failed");
        return Err(AuthError::WrongCredentials);
    };
    permit.succeeded();
    let granted = open_session(app, visitor, &user, verified.stronger_hash).await?;
    tracing::info!(user.id = %user.id, "user {} signed in", user.id);
    Ok(granted)
}

async fn begin<'a>(
    app: &'a App,
    visitor: &Visitor,
    account: &str,
) -> Result<super::throttle::Permit<'a>, AuthError> {
    let now = app.clock.now();
    let permit = app.auth.throttle.begin(account, visitor.address, now).await;
    permit.map_err(|refusal| match refusal {
        Refusal::Banned(retry_seconds) => AuthError::TooManyAttempts { retry_seconds },
        Refusal::Busy => AuthError::Busy,
    })
}

async fn open_session(
    app: &App,
    visitor: &Visitor,
    user: &User,
    stronger_hash: Option<String>,
) -> Result<Granted, AuthError> {
    let ctx = app.ctx(actor(user), Cause::Request);
    let token = RefreshToken::new(ctx.new_id());
    let shown = shown(&token, visitor);
    app.store
        .transact(ctx.meta(), |unit| {
            if let Some(hash) = &stronger_hash {
                users::strengthen_hash(unit, user.id, (&user.password_hash, hash))?;
            }
            sessions::open(&ctx, unit, user.id, token.session_id, shown)
        })
        .await?;
    grant(app, user.clone(), &token, true)
}

fn shown(token: &RefreshToken, visitor: &Visitor) -> Shown {
    Shown {
        refresh_hash: token.hash(),
        device: visitor.device(),
    }
}

fn actor(user: &User) -> Actor {
    Actor::User {
        id: user.id,
        role: user.role,
    }
}

fn grant(
    app: &App,
    user: User,
    token: &RefreshToken,
    with_refresh: bool,
) -> Result<Granted, AuthError> {
    let made = app
        .auth
        .tokens
        .make(user.id, token.session_id, app.clock.now());
    let (access, access_expires_seconds) = made.map_err(AuthError::Internal)?;
    Ok(Granted {
        user,
        access,
        access_expires_seconds,
        refresh: with_refresh.then(|| token.text()),
        session_seconds: SESSION_SECONDS_MAX,
    })
}

/// Trades a refresh token for new tokens.
///
/// # Errors
/// [`AuthError::SignInRequired`] when it is unknown, over, or used before; the store's.
pub async fn refresh(app: &App, visitor: &Visitor, token: &str) -> Result<Granted, AuthError> {
    let token = RefreshToken::parse(token).ok_or(AuthError::SignInRequired)?;
    let next = RefreshToken::new(token.session_id);
    let request = Refresh {
        session_id: token.session_id,
        shown: shown(&token, visitor),
        next_hash: next.hash(),
        idle_seconds: i64::from(app.config.session_idle_minutes) * 60,
    };
    let ctx = app.ctx(Actor::System, Cause::Request);
    let done = app
        .store
        .transact(ctx.meta(), |unit| sessions::refresh(&ctx, unit, &request))
        .await?;
    let (session, with_refresh) = match done.value {
        Refreshed::Rotated(session) => (session, true),
        Refreshed::Grace(session) => (session, false),
        Refreshed::Refused => return Err(AuthError::SignInRequired),
        Refreshed::Reused(user) => {
            tracing::error!(
                user.id = %user, session.id = %token.session_id,
                "a used refresh token of user {user} was shown: the session has ended"
            );
            return Err(AuthError::SignInRequired);
        }
    };
    let reader = app.store.read().map_err(DomainError::from)?;
    let now = app.clock.now();
    let user = sessions::find_signed_in(&reader, session.id, session.user_id, now)?;
    grant(
        app,
        user.ok_or(AuthError::SignInRequired)?,
        &next,
        with_refresh,
    )
}

/// Ends the session that a refresh or access token names, if it is one.
///
/// # Errors
/// The store's.
pub async fn logout(
    app: &App,
    refresh: Option<&str>,
    access: Option<&str>,
) -> Result<(), AuthError> {
    let ctx = app.ctx(Actor::System, Cause::Request);
    let from_access = access.and_then(|token| app.auth.tokens.read(token, ctx.now()));
    let session_id = match refresh.and_then(RefreshToken::parse) {
        Some(token) if is_own(app, &token)? => Some(token.session_id),
        _ => from_access.map(|claims| claims.sid),
    };
    if let Some(id) = session_id {
        app.store
            .transact(ctx.meta(), |unit| sessions::revoke(&ctx, unit, id))
            .await?;
    }
    Ok(())
}

fn is_own(app: &App, token: &RefreshToken) -> Result<bool, AuthError> {
    let reader = app.store.read().map_err(DomainError::from)?;
    Ok(sessions::knows(&reader, token.session_id, &token.hash())?)
}

/// Makes the first admin and signs in.
///
/// # Errors
/// [`AuthError::SetupTokenInvalid`], wrong fields, or the store's.
pub async fn setup(
    app: &App,
    visitor: &Visitor,
    request: &SetupRequest,
) -> Result<Granted, AuthError> {
    let permit = begin(app, visitor, "setup").await?;
    if !app.auth.setup.matches(&request.token) {
        return Err(AuthError::SetupTokenInvalid);
    }
    permit.succeeded();
    validate::setup(request).map_err(DomainError::from)?;
    check_new_password(
        "password",
        &request.password,
        &[&request.name, &request.email],
    )?;
    let new = NewUser {
        name: request.name.clone(),
        email: request.email.clone(),
        role: Role::Admin,
        password_hash: app.auth.hasher.hash(&request.password).await?,
        locale: request.locale,
    };
    let ctx = app.ctx(Actor::System, Cause::System);
    let done = app
        .store
        .transact(ctx.meta(), |unit| {
            users::create_first_admin(&ctx, unit, &new)
        })
        .await?;
    app.auth.setup.close();
    let user = done.value.ok_or(AuthError::SetupTokenInvalid)?;
    tracing::info!(user.id = %user.id, "the first admin was made; the set-up link is over");
    open_session(app, visitor, &user, None).await
}

/// Changes one's own password: all sessions end, this one goes on as a new one.
///
/// # Errors
/// Wrong fields, [`AuthError::TooManyAttempts`], or the store's.
pub async fn change_password(
    app: &App,
    visitor: &Visitor,
    signed: Signed,
    request: &PasswordChange,
) -> Result<Granted, AuthError> {
    let permit = begin(app, visitor, &format!("password of {}", signed.user_id)).await?;
    let user = active_user(app, signed.user_id)?;
    let hash = Some(user.password_hash.clone());
    let verified = app
        .auth
        .hasher
        .verify(&request.current_password, hash)
        .await?;
    if !verified.is_right {
        return Err(DomainError::field("current_password", FieldError::Wrong).into());
    }
    permit.succeeded();
    check_new_password(
        "new_password",
        &request.new_password,
        &[&user.name, &user.email],
    )?;
    let hash = app.auth.hasher.hash(&request.new_password).await?;
    let ctx = app.ctx(actor(&user), Cause::Request);
    let done = app
        .store
        .transact(ctx.meta(), |unit| {
            users::change_password(&ctx, unit, user.id, &hash)
        })
        .await?;
    tracing::info!(user.id = %user.id, "user {} changed the password", user.id);
    open_session(app, visitor, &done.value, None).await
}

fn active_user(app: &App, id: UserId) -> Result<User, AuthError> {
    let ctx = app.ctx(Actor::System, Cause::Request);
    let reader = app.store.read().map_err(DomainError::from)?;
    Ok(users::get_user(&ctx, &reader, id)?)
}

/// Checks a new password against what its owner is called.
///
/// # Errors
/// What is wrong, under the name of the field.
pub fn check_new_password(field: &str, password: &str, names: &[&str]) -> Result<(), DomainError> {
    let mut context = vec!["rapport"];
    for name in names {
        context.push(name);
        context.extend(name.split(['@', '.', ' ']));
    }
    password::check_new(field, password, &context)?;
    Ok(())
}
