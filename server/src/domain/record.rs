//! What the services of all kinds share: preconditions, heads, visibility, links.

use super::{
    ctx::{Actor, Ctx},
    error::DomainError,
};
use crate::store::{
    reader::Reader,
    record::{Activity, Record, activity_of, record_key, table_of},
    schema::user::User,
    unit::UnitOfWork,
};
use shared::{
    api::error::FieldError,
    ids::UserId,
    model::{RecordRef, Visibility},
};
use uuid::Uuid;

/// The revision that a change is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// `If-Match: *`: whatever it is.
    Any,
    /// `If-Match: "7"`.
    Revision(u64),
}

impl Precondition {
    /// # Errors
    /// [`DomainError::RevisionStale`] when the record is at another revision.
    pub fn check(self, current: u64) -> Result<(), DomainError> {
        match self {
            Self::Revision(expected) if expected != current => {
                Err(DomainError::RevisionStale(current))
            }
            Self::Any | Self::Revision(_) => Ok(()),
        }
    }
}

/// Marks a record as changed now.
pub fn touch<T: Record>(ctx: &Ctx, record: &mut T) {
    let head = record.head_mut();
    head.revision += 1;
    // Times never run backwards within a record, even when the clock does.
    head.updated_at = ctx.now().max(head.updated_at);
}

/// Whether the actor may see an activity.
pub fn may_see(ctx: &Ctx, activity: &Activity) -> bool {
    match (activity.visibility, ctx.actor) {
        (Visibility::Shared, _) | (Visibility::Private, Actor::System) => true,
        (Visibility::Private, Actor::User { id, .. }) => activity.author == Some(id),
    }
}

/// What the services of all kinds ask of a record that people can open.
pub trait Visible: Record {
    /// What lists and the bin call it.
    fn title(&self) -> String;

    /// Whether the actor may see it. Kinds that are no activities are seen by everyone.
    fn visible_to(&self, ctx: &Ctx) -> bool {
        self.activity()
            .is_none_or(|activity| may_see(ctx, activity))
    }

    /// The error for a value that only one live record may have, and another has.
    fn taken(holder: Uuid) -> DomainError {
        DomainError::EmailTaken(holder)
    }

    /// Keeps what depends on it right once it lies in the bin.
    ///
    /// # Errors
    /// When the store fails.
    fn deleted(&self, _ctx: &Ctx, _unit: &mut UnitOfWork) -> Result<(), DomainError> {
        Ok(())
    }

    /// Keeps what depends on it right once it is back from the bin.
    ///
    /// # Errors
    /// When the store fails.
    fn restored(&self, _ctx: &Ctx, _unit: &mut UnitOfWork) -> Result<(), DomainError> {
        Ok(())
    }
}

/// The first line of a text, short enough for a title.
pub fn title_of_text(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let line = line.trim_start_matches(['#', '-', '*', '>', ' ']);
    line.chars().take(TITLE_CHARS_MAX).collect()
}

/// Characters of a title made from a text.
pub const TITLE_CHARS_MAX: usize = 120;

/// A record that the actor may see, in the bin or not.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn find_visible<T: Visible>(ctx: &Ctx, reader: &Reader, id: Uuid) -> Result<T, DomainError> {
    reader
        .find::<T>(id)?
        .filter(|record| record.visible_to(ctx))
        .ok_or(DomainError::NotFound)
}

/// # Errors
/// [`DomainError::IdTaken`] when a record of this kind has the id, in the bin or not.
pub fn check_new_id<T: Record>(unit: &mut UnitOfWork, id: Uuid) -> Result<(), DomainError> {
    match unit.get(&record_key(T::TABLE, id))? {
        Some(_) => Err(DomainError::IdTaken),
        None => Ok(()),
    }
}

/// # Errors
/// [`DomainError::Invalid`] when the owner is no user.
pub fn check_owner(unit: &mut UnitOfWork, owner: Option<UserId>) -> Result<(), DomainError> {
    match owner {
        Some(owner) if unit.find::<User>(owner.uuid())?.is_none() => {
            Err(DomainError::field("owner_id", FieldError::NotFound))
        }
        _ => Ok(()),
    }
}

/// `known` are links that stand there already: whoever changes a record may keep them unseen.
///
/// # Errors
/// [`DomainError::Invalid`] naming the first link whose record does not exist for the actor.
// Invariant: nothing is linked to what one cannot see (tests: privacy in the tests crate).
pub fn check_links(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    links: &[RecordRef],
    known: &[RecordRef],
) -> Result<(), DomainError> {
    for (number, link) in links.iter().enumerate() {
        let table = table_of(link.kind);
        let found = unit.get(&record_key(table, link.id))?;
        let exists = match found {
            Some(_) if known.contains(link) => true,
            Some(bytes) => {
                activity_of(table as u8, &bytes)?.is_none_or(|activity| may_see(ctx, &activity))
            }
            None => false,
        };
        if !exists {
            return Err(DomainError::field(
                &format!("links.{number}.id"),
                FieldError::NotFound,
            ));
        }
    }
    Ok(())
}
