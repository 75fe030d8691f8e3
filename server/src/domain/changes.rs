//! Undo: takes one change back, whole or not at all. A change that later ones build upon is not
//! taken back: the caller is told so.

use super::{bin, ctx::Ctx, error::DomainError, kinds::kind_of};
use crate::{
    changes::{Action, Change, RecordChange, reader::find_change},
    store::{
        engine::ChangePosition,
        record::{record_key, table_of},
        unit::UnitOfWork,
    },
};
use shared::model::{RecordKind, RecordRef};

/// Takes the change at a position back; answers how many records that touched.
///
/// # Errors
/// [`DomainError::NotFound`] for no such change or one the actor may not see,
/// [`DomainError::UndoConflict`] when later changes build on it, [`DomainError::Forbidden`] when it
/// changes who may see somebody else's record.
pub fn undo(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    position: ChangePosition,
) -> Result<u64, DomainError> {
    let change = find_change(unit.reader().snapshot(), position)?.ok_or(DomainError::NotFound)?;
    let public: Vec<_> = public_records(&change).collect();
    if public.is_empty() {
        return Err(DomainError::NotFound);
    }
    // Whoever cannot see a record is not told either whether later changes build on this one.
    for (reference, _) in &public {
        if kind_of(reference.kind).is_hidden(ctx, unit.reader(), reference.id)? {
            return Err(DomainError::NotFound);
        }
    }
    for (reference, record) in &public {
        undo_record(ctx, unit, *reference, (position, record))?;
    }
    Ok(public.len() as u64)
}

/// The records of a change that people can open. The others (threads, …) follow them.
fn public_records(change: &Change) -> impl Iterator<Item = (RecordRef, &RecordChange)> {
    change.records.iter().filter_map(|record| {
        let kind = RecordKind::ALL
            .into_iter()
            .find(|&kind| record.is(table_of(kind)))?;
        Some((
            RecordRef {
                kind,
                id: record.id,
            },
            record,
        ))
    })
}

fn undo_record(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    reference: RecordRef,
    (position, change): (ChangePosition, &RecordChange),
) -> Result<(), DomainError> {
    let key = record_key(table_of(reference.kind), reference.id);
    let current = unit.reader().get(&key)?;
    if current.is_none_or(|current| current.position != position) {
        return Err(DomainError::UndoConflict);
    }
    match change.action {
        Action::Created | Action::Restored => bin::delete(ctx, unit, reference),
        Action::Deleted => bin::restore(ctx, unit, reference),
        Action::Removed => Err(DomainError::UndoConflict),
        Action::Updated => {
            let before = change.before.as_deref().ok_or(DomainError::UndoConflict)?;
            kind_of(reference.kind).put_back(ctx, unit, reference.id, before)
        }
    }
}
