//! Sign-in sessions: one stored family of refresh tokens for each device. A token is good once;
//! shown again it ends the family, except within a short grace on the same device (a second tab).
//! Only hashes of tokens come here. Tests: `http::tests::sign_in`.

use super::{ctx::Ctx, error::DomainError};
use crate::store::{
    engine::{Direction, KeyRange},
    keys::{Index, KeyBuilder, Table},
    reader::{Reader, id_of_key},
    record::{self, Head, Record},
    schema::{session::Session, user::User},
    unit::UnitOfWork,
};
use shared::{ids::UserId, time::Timestamp};
use uuid::Uuid;

/// RFC 9700 4.14: how long the token before is still good on the same device.
pub const GRACE_SECONDS: i64 = 10;
/// A session ends after this time, whatever happens in it.
pub const SESSION_SECONDS_MAX: i64 = 30 * 24 * 3_600;
/// Sessions of one user at most; the oldest ones end.
pub const SESSIONS_PER_USER_MAX: usize = 100;
/// Ended sessions deleted by one housekeeping round at most.
const FORGET_MAX: usize = 1_000;

/// What a device shows: the hash of its refresh token and of its own traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// SHA-256 of the token's secret.
    pub refresh_hash: [u8; 32],
    /// Hash of what tells the device from others.
    pub device: [u8; 32],
}

/// A refresh: what was shown, what takes its place, how long a session may idle.
#[derive(Debug, Clone, Copy)]
pub struct Refresh {
    /// The session that the token names.
    pub session_id: Uuid,
    /// What was shown.
    pub shown: Shown,
    /// SHA-256 of the token to come.
    pub next_hash: [u8; 32],
    /// Seconds without a refresh after which the session is over.
    pub idle_seconds: i64,
}

/// How a refresh ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Refreshed {
    /// The next token is good now.
    Rotated(Session),
    /// A second tab came within the grace time: the token that the first one got is good.
    Grace(Session),
    /// No such session, or it is over.
    Refused,
    /// A used token was shown: the family has ended.
    Reused(UserId),
}

/// Opens a session for a user who has just proved who they are.
///
/// # Errors
/// When the store fails.
pub fn open(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    user: UserId,
    id: Uuid,
    shown: Shown,
) -> Result<Session, DomainError> {
    let now = ctx.now();
    let older = ids_of_user(unit.reader(), user)?;
    let excess = (older.len() + 1).saturating_sub(SESSIONS_PER_USER_MAX);
    for id in older.into_iter().take(excess) {
        unit.remove::<Session>(id)?;
    }
    let session = Session {
        id,
        head: Head::new(now),
        user_id: user,
        refresh_hash: shown.refresh_hash,
        previous: None,
        device: shown.device,
        expires_at: now.plus_seconds(SESSION_SECONDS_MAX),
        revoked: false,
        unknown: record::Unknown::default(),
    };
    unit.put(&session)?;
    Ok(session)
}

/// Trades a refresh token for the next one.
///
/// # Errors
/// When the store fails.
pub fn refresh(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    refresh: &Refresh,
) -> Result<Refreshed, DomainError> {
    let now = ctx.now();
    let Some(mut session) = unit.find::<Session>(refresh.session_id)? else {
        return Ok(Refreshed::Refused);
    };
    let idle_until = session.head.updated_at.plus_seconds(refresh.idle_seconds);
    if session.revoked || session.expires_at <= now || idle_until <= now {
        return Ok(Refreshed::Refused);
    }
    if find_active_user(unit.reader(), session.user_id)?.is_none() {
        return Ok(Refreshed::Refused);
    }
    if session.refresh_hash == refresh.shown.refresh_hash {
        session.previous = Some((session.refresh_hash, now));
        session.refresh_hash = refresh.next_hash;
        touch(&mut session, now);
        unit.put(&session)?;
        return Ok(Refreshed::Rotated(session));
    }
    if is_in_grace(&session, refresh.shown, now) {
        return Ok(Refreshed::Grace(session));
    }
    if session.previous.is_none() {
        return Ok(Refreshed::Refused);
    }
    // Only a device of this family knows the session's id, so a token that is not the last one is
    // an older one: used up, and shown by a thief or by the robbed.
    end(unit, session.clone(), now)?;
    Ok(Refreshed::Reused(session.user_id))
}

fn is_in_grace(session: &Session, shown: Shown, now: Timestamp) -> bool {
    session.previous.is_some_and(|(hash, at)| {
        hash == shown.refresh_hash
            && session.device == shown.device
            && now < at.plus_seconds(GRACE_SECONDS)
    })
}

/// Ends one session; one that has ended or never was is no error.
///
/// # Errors
/// When the store fails.
pub fn revoke(ctx: &Ctx, unit: &mut UnitOfWork, id: Uuid) -> Result<(), DomainError> {
    match unit.find::<Session>(id)? {
        Some(session) if !session.revoked => end(unit, session, ctx.now()),
        _ => Ok(()),
    }
}

/// Ends every session of a user.
///
/// # Errors
/// When the store fails.
pub fn revoke_all(ctx: &Ctx, unit: &mut UnitOfWork, user: UserId) -> Result<(), DomainError> {
    for id in ids_of_user(unit.reader(), user)? {
        revoke(ctx, unit, id)?;
    }
    Ok(())
}

/// The user of a session, if both are alive.
///
/// # Errors
/// When the store fails.
pub fn find_signed_in(
    reader: &Reader,
    id: Uuid,
    user: UserId,
    now: Timestamp,
) -> Result<Option<User>, DomainError> {
    let session: Option<Session> = reader.find(id)?;
    let alive = session.is_some_and(|session| {
        session.user_id == user && !session.revoked && session.expires_at > now
    });
    if alive {
        find_active_user(reader, user)
    } else {
        Ok(None)
    }
}

/// Whether a token's hash is one of a session's, used up or not.
///
/// # Errors
/// When the store fails.
pub fn knows(reader: &Reader, id: Uuid, hash: &[u8; 32]) -> Result<bool, DomainError> {
    let session: Option<Session> = reader.find(id)?;
    Ok(session.is_some_and(|session| {
        session.refresh_hash == *hash || session.previous.is_some_and(|(old, _)| old == *hash)
    }))
}

/// Deletes sessions that are over; how many.
///
/// # Errors
/// When the store fails.
pub fn forget_ended(ctx: &Ctx, unit: &mut UnitOfWork) -> Result<usize, DomainError> {
    let now = ctx.now();
    let mut ended = Vec::new();
    let all = KeyRange::prefix(&[Table::Session as u8]);
    unit.reader().scan::<DomainError>(all, |_, stamped| {
        let session: Session = record::decode(&stamped.value)?;
        let over = session.expires_at <= now;
        if over && ended.len() < FORGET_MAX {
            ended.push(session.id);
        }
        Ok(())
    })?;
    for id in &ended {
        unit.remove::<Session>(*id)?;
    }
    Ok(ended.len())
}

fn find_active_user(reader: &Reader, id: UserId) -> Result<Option<User>, DomainError> {
    let user: Option<User> = reader.find_live(id.uuid())?;
    Ok(user.filter(|user| !user.disabled))
}

/// Oldest first: ids are made in order of time.
fn ids_of_user(reader: &Reader, user: UserId) -> Result<Vec<Uuid>, DomainError> {
    let prefix = KeyBuilder::index(Index::SessionByUser)
        .id(user.uuid())
        .build();
    let limit = 2 * SESSIONS_PER_USER_MAX;
    let entries = reader.range(&KeyRange::prefix(&prefix), limit, Direction::Forward)?;
    Ok(entries
        .iter()
        .filter_map(|(key, _)| id_of_key(key))
        .collect())
}

fn end(unit: &mut UnitOfWork, mut session: Session, now: Timestamp) -> Result<(), DomainError> {
    session.revoked = true;
    touch(&mut session, now);
    Ok(unit.put(&session)?)
}

fn touch(session: &mut Session, now: Timestamp) {
    let head = session.head_mut();
    head.revision += 1;
    head.updated_at = now;
}
