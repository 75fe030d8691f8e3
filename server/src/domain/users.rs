//! Users: who may sign in and as what. There is always an active admin. Passwords come here as
//! hashes only. Whatever takes rights away ends the user's sessions in the same write.
//! Tests: `http::tests::users`.

use super::{ctx::Ctx, error::DomainError, sessions, zone::NamedZone};
use crate::store::{
    StoreError,
    engine::KeyRange,
    keys::Table,
    reader::Reader,
    record::{self, Head, Unknown},
    schema::user::{User, admins_guard_key, user_email_key},
    unit::UnitOfWork,
};
use shared::{
    api::{auth::ProfilePatch, error::FieldError, user},
    email_address::EmailAddress,
    ids::UserId,
    locale::Locale,
    model::{Role, Theme},
    permission::Permission,
    validate::Checker,
};

/// Users of one workspace at most.
pub const USERS_MAX: usize = 10_000;

/// A user to add.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Display name.
    pub name: String,
    /// As typed; stored in normal form.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// PHC string.
    pub password_hash: String,
    /// Language of the interface.
    pub locale: Locale,
}

/// Changes to a user; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// Display name.
    pub name: Option<String>,
    /// What the user may do.
    pub role: Option<Role>,
    /// Shut out or let in again.
    pub disabled: Option<bool>,
    /// PHC string of a new password.
    pub password_hash: Option<String>,
}

impl UserChange {
    /// Whether sessions that were opened under the old rights must end.
    fn ends_sessions(&self, user: &User) -> bool {
        self.password_hash.is_some()
            || self.role.is_some_and(|role| role != user.role)
            || self
                .disabled
                .is_some_and(|disabled| disabled != user.disabled)
    }
}

/// The wire form.
pub fn to_api(user: &User) -> user::User {
    user::User {
        id: user.id,
        revision: user.head.revision,
        name: user.name.clone(),
        email: user.email.clone(),
        role: user.role,
        disabled: user.disabled,
        locale: user.locale,
        theme: user.theme,
        created_at: user.head.created_at,
        updated_at: user.head.updated_at,
    }
}

/// Every user, by name.
///
/// # Errors
/// When the actor may not see them or the store fails.
pub fn list_users(ctx: &Ctx, reader: &Reader) -> Result<Vec<user::User>, DomainError> {
    ctx.require(Permission::UserRead)?;
    let mut users: Vec<_> = all(reader)?.iter().map(to_api).collect();
    users.sort_by_cached_key(|user| (user.name.to_lowercase(), user.id));
    Ok(users)
}

/// One user.
///
/// # Errors
/// [`DomainError::NotFound`]; when the actor may not see users or the store fails.
pub fn get_user(ctx: &Ctx, reader: &Reader, id: UserId) -> Result<User, DomainError> {
    ctx.require(Permission::UserRead)?;
    reader.find_live(id.uuid())?.ok_or(DomainError::NotFound)
}

/// The user with an address, in whatever case it was typed.
///
/// # Errors
/// When the store fails.
pub fn find_by_email(reader: &Reader, email: &str) -> Result<Option<User>, DomainError> {
    let Ok(address) = EmailAddress::parse(email) else {
        return Ok(None);
    };
    let id = reader.find_unique(&user_email_key(address.as_str()))?;
    Ok(id.map(|id| reader.find_live(id)).transpose()?.flatten())
}

/// The admin who was there first: the owner of what the command line makes.
///
/// # Errors
/// When the store fails.
pub fn find_first_admin(reader: &Reader) -> Result<Option<User>, DomainError> {
    let mut admins: Vec<_> = all(reader)?.into_iter().filter(is_active_admin).collect();
    admins.sort_by_key(|user| (user.head.created_at, user.id));
    Ok(admins.into_iter().next())
}

/// Whether there is any user.
///
/// # Errors
/// When the store fails.
pub fn has_users(reader: &Reader) -> Result<bool, DomainError> {
    Ok(!all(reader)?.is_empty())
}

/// Adds a user.
///
/// # Errors
/// Wrong fields, [`DomainError::EmailTaken`], or the store's.
pub fn create_user(ctx: &Ctx, unit: &mut UnitOfWork, new: &NewUser) -> Result<User, DomainError> {
    ctx.require(Permission::UserManage)?;
    add(ctx, unit, new)
}

/// Adds the first admin, if there is no user at all: `None` when there is one.
///
/// # Errors
/// Wrong fields, or the store's.
pub fn create_first_admin(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    new: &NewUser,
) -> Result<Option<User>, DomainError> {
    guard_admins(ctx, unit)?;
    if has_users(unit.reader())? {
        return Ok(None);
    }
    add(ctx, unit, new).map(Some)
}

fn add(ctx: &Ctx, unit: &mut UnitOfWork, new: &NewUser) -> Result<User, DomainError> {
    let mut check = Checker::default();
    check.required_name("name", &new.name);
    check.email("email", &new.email);
    check.finish()?;
    let email = EmailAddress::parse(&new.email)
        .map_err(|_| DomainError::field("email", FieldError::Invalid))?;
    guard_admins(ctx, unit)?;
    let user = User {
        id: UserId::from_uuid(ctx.new_id()),
        head: Head::new(ctx.now()),
        name: new.name.trim().to_owned(),
        email: email.as_str().to_owned(),
        role: new.role,
        disabled: false,
        password_hash: new.password_hash.clone(),
        locale: new.locale,
        theme: Theme::default(),
        tz: None,
        unknown: Unknown::default(),
    };
    put(unit, &user)?;
    Ok(user)
}

/// Changes a user. `revision` is the one that may be changed; `None` for any.
///
/// # Errors
/// [`DomainError::LastAdmin`] when no active admin would be left; wrong fields; the store's.
pub fn update_user(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: UserId,
    revision: Option<u64>,
    change: &UserChange,
) -> Result<User, DomainError> {
    ctx.require(Permission::UserManage)?;
    let before = find_at(unit, id, revision)?;
    let mut user = before.clone();
    if let Some(name) = &change.name {
        user.name = checked_name(name)?;
    }
    user.role = change.role.unwrap_or(user.role);
    user.disabled = change.disabled.unwrap_or(user.disabled);
    if let Some(hash) = &change.password_hash {
        user.password_hash.clone_from(hash);
    }
    if is_active_admin(&before) && !is_active_admin(&user) {
        guard_admins(ctx, unit)?;
        let others = all(unit.reader())?.into_iter().filter(is_active_admin);
        if others.filter(|other| other.id != id).count() == 0 {
            return Err(DomainError::LastAdmin);
        }
    }
    if change.ends_sessions(&before) {
        sessions::revoke_all(ctx, unit, id)?;
    }
    save(ctx, unit, user)
}

/// Changes one's own name, language, theme and time zone.
///
/// # Errors
/// Wrong fields; the store's.
pub fn update_profile(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: UserId,
    patch: &ProfilePatch,
) -> Result<User, DomainError> {
    ctx.require(Permission::ProfileWrite)?;
    let before = find_at(unit, id, None)?;
    let mut user = before.clone();
    if let Some(name) = &patch.name {
        user.name = checked_name(name)?;
    }
    user.locale = patch.locale.unwrap_or(user.locale);
    user.theme = patch.theme.unwrap_or(user.theme);
    if patch.tz.is_some() {
        NamedZone::of(patch.tz.as_deref())?;
        user.tz.clone_from(&patch.tz);
    }
    if user == before {
        return Ok(user);
    }
    save(ctx, unit, user)
}

/// Replaces one's own password and ends every session; the caller opens a new one.
///
/// # Errors
/// The store's.
pub fn change_password(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: UserId,
    password_hash: &str,
) -> Result<User, DomainError> {
    ctx.require(Permission::ProfileWrite)?;
    let mut user = find_at(unit, id, None)?;
    password_hash.clone_into(&mut user.password_hash);
    sessions::revoke_all(ctx, unit, id)?;
    save(ctx, unit, user)
}

/// Replaces a hash made with weaker settings, after the password was proved. No session ends.
///
/// # Errors
/// The store's.
pub fn strengthen_hash(
    unit: &mut UnitOfWork,
    id: UserId,
    (old, new): (&str, &str),
) -> Result<(), DomainError> {
    match unit.find_live::<User>(id.uuid())? {
        Some(mut user) if user.password_hash == old => {
            new.clone_into(&mut user.password_hash);
            put(unit, &user)
        }
        _ => Ok(()),
    }
}

fn checked_name(name: &str) -> Result<String, DomainError> {
    let mut check = Checker::default();
    check.required_name("name", name);
    check.finish()?;
    Ok(name.trim().to_owned())
}

fn find_at(unit: &mut UnitOfWork, id: UserId, revision: Option<u64>) -> Result<User, DomainError> {
    let user: User = unit.find_live(id.uuid())?.ok_or(DomainError::NotFound)?;
    match revision {
        Some(revision) if revision != user.head.revision => {
            Err(DomainError::RevisionStale(user.head.revision))
        }
        _ => Ok(user),
    }
}

fn save(ctx: &Ctx, unit: &mut UnitOfWork, mut user: User) -> Result<User, DomainError> {
    user.head.revision += 1;
    user.head.updated_at = ctx.now();
    put(unit, &user)?;
    Ok(user)
}

fn put(unit: &mut UnitOfWork, user: &User) -> Result<(), DomainError> {
    match unit.put(user) {
        Err(StoreError::Taken(_)) => Err(DomainError::field("email", FieldError::Taken)),
        result => Ok(result?),
    }
}

fn is_active_admin(user: &User) -> bool {
    user.role == Role::Admin && !user.disabled
}

/// Two writers that could each take away one of two admins must not both pass: both read and put
/// this key, so one of them meets a conflict and looks again.
// Invariant: there is always an active admin (test: two_admins_cannot_remove_each_other).
fn guard_admins(ctx: &Ctx, unit: &mut UnitOfWork) -> Result<(), DomainError> {
    let key = admins_guard_key();
    unit.get(&key)?;
    unit.put_value(key, ctx.now().micros().to_be_bytes().to_vec());
    Ok(())
}

fn all(reader: &Reader) -> Result<Vec<User>, DomainError> {
    let mut users = Vec::new();
    let range = KeyRange::prefix(&[Table::User as u8]);
    reader.scan::<DomainError>(range, |_, stamped| {
        let user: User = record::decode(&stamped.value)?;
        if user.head.deleted.is_none() && users.len() < USERS_MAX {
            users.push(user);
        }
        Ok(())
    })?;
    Ok(users)
}
