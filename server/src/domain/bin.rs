//! The bin: delete and restore, one or many, of every kind. Nothing is lost: a record in the bin
//! keeps all it had, gives its unique values free, and comes back whole.

use super::{
    ctx::Ctx,
    cursor::{cursor_of, place_of},
    error::DomainError,
    kinds::kind_of,
    record::Precondition,
};
use crate::store::{
    engine::{Direction, KeyRange},
    keys::Table,
    reader::{Reader, id_of_key},
    record::table_of,
    unit::UnitOfWork,
};
use shared::{
    api::{
        bin::{BULK_MAX, BinItem, BulkRequest},
        error::FieldError,
        page::{ListQuery, Page},
    },
    model::{RecordKind, RecordRef},
};

/// Puts a record into the bin.
///
/// # Errors
/// [`DomainError::NotFound`] when it is not there, in the bin already, or not to be seen.
pub fn delete(ctx: &Ctx, unit: &mut UnitOfWork, record: RecordRef) -> Result<(), DomainError> {
    delete_at(ctx, unit, record, Precondition::Any)
}

/// As [`delete`], at a revision.
///
/// # Errors
/// As [`delete`], and [`DomainError::RevisionStale`].
pub fn delete_at(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    record: RecordRef,
    precondition: Precondition,
) -> Result<(), DomainError> {
    kind_of(record.kind).delete(ctx, unit, record.id, precondition)
}

/// Brings a record back from the bin.
///
/// # Errors
/// [`DomainError::NotFound`], or [`DomainError::EmailTaken`] when another record has taken one of
/// its unique values meanwhile.
pub fn restore(ctx: &Ctx, unit: &mut UnitOfWork, record: RecordRef) -> Result<(), DomainError> {
    kind_of(record.kind).restore(ctx, unit, record.id)
}

/// Deletes many records in one change, so that one undo brings them all back. Records that are
/// gone already are passed over; answers how many went.
///
/// # Errors
/// [`DomainError::Invalid`] for more than [`BULK_MAX`].
pub fn delete_many(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    request: &BulkRequest,
) -> Result<u64, DomainError> {
    each(request, |record| delete(ctx, unit, record))
}

/// Restores many records in one change; answers how many came back.
///
/// # Errors
/// As [`delete_many`], and [`DomainError::EmailTaken`].
pub fn restore_many(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    request: &BulkRequest,
) -> Result<u64, DomainError> {
    each(request, |record| restore(ctx, unit, record))
}

fn each(
    request: &BulkRequest,
    mut work: impl FnMut(RecordRef) -> Result<(), DomainError>,
) -> Result<u64, DomainError> {
    if request.records.len() > BULK_MAX {
        return Err(DomainError::field("records", FieldError::TooMany));
    }
    let mut done = 0;
    for record in &request.records {
        match work(*record) {
            Ok(()) => done += 1,
            Err(DomainError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// What lies in the bin, most recently deleted first.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor.
pub fn list_bin(
    ctx: &Ctx,
    reader: &Reader,
    query: &ListQuery,
) -> Result<Page<BinItem>, DomainError> {
    let limit = super::lists::limit(query);
    let prefix = [Table::Bin as u8];
    let mut range = KeyRange::prefix(&prefix);
    let mut total = 0;
    reader.scan::<DomainError>(range.clone(), |key, _| {
        total += u64::from(item(ctx, reader, key)?.is_some());
        Ok(())
    })?;
    if let Some(cursor) = &query.cursor {
        let place = place_of(cursor)?;
        range = range.after(&[&prefix[..], &place].concat());
    }
    let mut items = Vec::new();
    let mut next_cursor = None;
    'pages: loop {
        let keys = reader.range(&range, limit, Direction::Forward)?;
        for (key, _) in &keys {
            if items.len() == limit {
                break 'pages;
            }
            items.extend(item(ctx, reader, key)?);
            next_cursor = Some(cursor_of(&key[1..]));
        }
        match keys.last() {
            Some((key, _)) if keys.len() == limit => range = range.after(key),
            _ => {
                next_cursor = None;
                break;
            }
        }
    }
    Ok(Page::new(items, next_cursor, total))
}

fn item(ctx: &Ctx, reader: &Reader, key: &[u8]) -> Result<Option<BinItem>, DomainError> {
    // Table byte, descending time, then the record's own table byte and id.
    const KIND_AT: usize = 9;
    let table = key.get(KIND_AT).copied().unwrap_or_default();
    let kind = RecordKind::ALL
        .into_iter()
        .find(|&kind| table_of(kind) as u8 == table);
    let (Some(kind), Some(id)) = (kind, id_of_key(key)) else {
        return Ok(None);
    };
    kind_of(kind).bin_item(ctx, reader, id)
}
