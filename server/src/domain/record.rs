//! What the services of all kinds share: preconditions, heads, visibility, links.

use super::{
    ctx::{Actor, Ctx},
    error::DomainError,
};
use crate::store::{
    reader::Reader,
    record::{Activity, Record, record_key, table_of},
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

/// Whether the actor may see a stored record. Kinds without an activity are seen by everyone.
pub trait Visible: Record {
    /// The envelope that decides, if the kind has one.
    fn activity(&self) -> Option<&Activity>;

    /// What lists and the bin call it.
    fn title(&self) -> String;

    /// Whether the actor may see it.
    fn visible_to(&self, ctx: &Ctx) -> bool {
        self.activity()
            .is_none_or(|activity| may_see(ctx, activity))
    }
}

impl Visible for crate::store::schema::contact::Contact {
    fn activity(&self) -> Option<&Activity> {
        None
    }

    fn title(&self) -> String {
        super::contacts::to_api(self.clone()).display_name()
    }
}

impl Visible for crate::store::schema::note::Note {
    fn activity(&self) -> Option<&Activity> {
        Some(&self.activity)
    }

    fn title(&self) -> String {
        let first_line = self
            .body
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        first_line
            .trim_start_matches(['#', '-', '*', '>', ' '])
            .chars()
            .take(TITLE_CHARS_MAX)
            .collect()
    }
}

impl Visible for crate::store::schema::message::Message {
    fn activity(&self) -> Option<&Activity> {
        Some(&self.activity)
    }

    fn title(&self) -> String {
        self.subject.chars().take(TITLE_CHARS_MAX).collect()
    }
}

/// Characters of a title made from a text.
const TITLE_CHARS_MAX: usize = 120;

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

/// # Errors
/// [`DomainError::Invalid`] naming the first link whose record does not exist.
pub fn check_links(unit: &mut UnitOfWork, links: &[RecordRef]) -> Result<(), DomainError> {
    for (number, link) in links.iter().enumerate() {
        let key = record_key(table_of(link.kind), link.id);
        if unit.get(&key)?.is_none() {
            return Err(DomainError::field(
                &format!("links.{number}.id"),
                FieldError::NotFound,
            ));
        }
    }
    Ok(())
}
