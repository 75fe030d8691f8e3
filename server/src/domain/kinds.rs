//! What can be done to a record of any kind, chosen by its kind at run time: the one place where a
//! kind of record becomes a type. Tests: `tests.rs` beside it.

use super::{
    ctx::Ctx,
    error::DomainError,
    record::{Precondition, Visible, find_visible, touch},
};
use crate::store::{
    StoreError,
    reader::Reader,
    record::{self, Deleted},
    schema::{company::Company, contact::Contact, message::Message, note::Note},
    unit::UnitOfWork,
};
use shared::{api::bin::BinItem, model::RecordKind};
use std::marker::PhantomData;
use uuid::Uuid;

/// The operations that every kind has.
pub trait Kind: Sync {
    /// Puts a record into the bin.
    ///
    /// # Errors
    /// [`DomainError::NotFound`], [`DomainError::RevisionStale`].
    fn delete(
        &self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        id: Uuid,
        precondition: Precondition,
    ) -> Result<(), DomainError>;

    /// Brings a record back from the bin.
    ///
    /// # Errors
    /// [`DomainError::NotFound`], [`DomainError::EmailTaken`].
    fn restore(&self, ctx: &Ctx, unit: &mut UnitOfWork, id: Uuid) -> Result<(), DomainError>;

    /// Whether the actor may not see a record that is there.
    ///
    /// # Errors
    /// When the store fails.
    fn is_hidden(&self, ctx: &Ctx, reader: &Reader, id: Uuid) -> Result<bool, DomainError>;

    /// Writes a record as it was, as a new revision.
    ///
    /// # Errors
    /// [`DomainError::NotFound`], [`DomainError::EmailTaken`], and [`DomainError::Forbidden`] when
    /// that changes who may see it and the actor is not its author.
    fn put_back(
        &self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        id: Uuid,
        before: &[u8],
    ) -> Result<(), DomainError>;

    /// What the bin shows of a record, if the actor may see it there.
    ///
    /// # Errors
    /// When the store fails.
    fn bin_item(
        &self,
        ctx: &Ctx,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<BinItem>, DomainError>;
}

/// Every kind, those that link to others before those that they link to: the order in which records
/// can be removed.
pub const LINKING_FIRST: [RecordKind; 4] = [
    RecordKind::Note,
    RecordKind::Message,
    RecordKind::Contact,
    RecordKind::Company,
];

/// The operations of a kind.
pub fn kind_of(kind: RecordKind) -> &'static dyn Kind {
    match kind {
        RecordKind::Contact => &Of::<Contact>(PhantomData),
        RecordKind::Company => &Of::<Company>(PhantomData),
        RecordKind::Note => &Of::<Note>(PhantomData),
        RecordKind::Message => &Of::<Message>(PhantomData),
    }
}

struct Of<T>(PhantomData<T>);

impl<T: Visible> Kind for Of<T> {
    fn delete(
        &self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        id: Uuid,
        precondition: Precondition,
    ) -> Result<(), DomainError> {
        let found: Option<T> = unit.find_live(id)?;
        let found = found.filter(|record| record.visible_to(ctx));
        let mut record = found.ok_or(DomainError::NotFound)?;
        precondition.check(record.head().revision)?;
        touch(ctx, &mut record);
        record.head_mut().deleted = Some(Deleted {
            at: ctx.now(),
            by: ctx.user_id(),
        });
        unit.put(&record)?;
        record.deleted(ctx, unit)
    }

    fn restore(&self, ctx: &Ctx, unit: &mut UnitOfWork, id: Uuid) -> Result<(), DomainError> {
        let found: Option<T> = unit.find(id)?;
        let deleted =
            found.filter(|record| record.head().deleted.is_some() && record.visible_to(ctx));
        let mut record = deleted.ok_or(DomainError::NotFound)?;
        touch(ctx, &mut record);
        record.head_mut().deleted = None;
        put(unit, &mut record)?;
        record.restored(ctx, unit)
    }

    fn is_hidden(&self, ctx: &Ctx, reader: &Reader, id: Uuid) -> Result<bool, DomainError> {
        let found = reader.find::<T>(id)?;
        Ok(found.is_some_and(|record| !record.visible_to(ctx)))
    }

    fn put_back(
        &self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        id: Uuid,
        before: &[u8],
    ) -> Result<(), DomainError> {
        let current: T = find_visible(ctx, unit.reader(), id)?;
        let mut old: T = record::decode(before)?;
        if let (Some(now), Some(then)) = (current.activity(), old.activity())
            && now.visibility != then.visibility
            && now.author != ctx.user_id()
        {
            return Err(DomainError::Forbidden);
        }
        *old.head_mut() = current.head().clone();
        touch(ctx, &mut old);
        put(unit, &mut old)
    }

    fn bin_item(
        &self,
        ctx: &Ctx,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<BinItem>, DomainError> {
        let found = reader
            .find::<T>(id)?
            .filter(|record| record.visible_to(ctx));
        Ok(found.and_then(|record| {
            let deleted = record.head().deleted.clone()?;
            Some(BinItem {
                kind: T::KIND?,
                id,
                title: record.title(),
                deleted_at: deleted.at,
                deleted_by: deleted.by,
            })
        }))
    }
}

/// Puts a record that comes from another time: what it links to may be gone for good since.
fn put<T: Visible>(unit: &mut UnitOfWork, record: &mut T) -> Result<(), DomainError> {
    for target in record.targets() {
        if unit.get(&target)?.is_none() {
            record.forget(&target);
        }
    }
    match unit.put(record) {
        Err(StoreError::Taken(holder)) => Err(T::taken(holder)),
        result => Ok(result?),
    }
}
