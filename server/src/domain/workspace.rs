//! The workspace: one data folder, one id for good. Names cookies and tokens.

use super::{ctx::Ctx, error::DomainError};
use crate::store::{
    Store, StoreError,
    engine::Key,
    keys::{KeyBuilder, Table},
};
use uuid::Uuid;

fn id_key() -> Key {
    KeyBuilder::table(Table::Meta).text("workspace").build()
}

/// The id of the workspace; made at the first start. Blocks once, at the first start.
///
/// # Errors
/// When the store fails.
pub fn get_or_make_id(ctx: &Ctx, store: &Store) -> Result<Uuid, DomainError> {
    if let Some(id) = store.read()?.find_unique(&id_key())? {
        return Ok(id);
    }
    let make = || {
        store.transact_blocking(ctx.meta(), |unit| {
            if let Some(id) = unit.find_unique(&id_key())? {
                return Ok(id);
            }
            let id = ctx.new_id();
            unit.put_value(id_key(), id.as_bytes().to_vec());
            Ok::<_, DomainError>(id)
        })
    };
    // A thread of its own: the caller may be one of a runtime, which must not block on a commit.
    let made = std::thread::scope(|scope| scope.spawn(make).join());
    let done = made.map_err(|_| StoreError::Damaged("making the workspace panicked".to_owned()))?;
    Ok(done?.value)
}
