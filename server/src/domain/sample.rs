//! Sample data: what a newcomer explores. Never touches records itself: it writes files and lets
//! an ordinary import read them, so that removing it is the undo of that import. The functions
//! block on commits and files: call them from a thread that may. Tests: `tests`.

pub mod render;

#[cfg(test)]
mod tests;

use super::{ctx::Ctx, error::DomainError, imports::get_import};
use crate::{
    changes::Cause,
    jobs::import::ImportRunner,
    store::{
        Store, StoreError,
        engine::Key,
        keys::{KeyBuilder, Table},
    },
};
use render::{SampleFile, render_files};
use shared::{
    api::import::{Import, ImportState},
    ids::ImportId,
    permission::Permission,
};
use std::{
    fs, io,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// What the import is called in the list of imports.
const SOURCE_NAME: &str = "Sample data";

/// Two admins who click at once get one import: only one process owns a store.
static LOADING: Mutex<()> = Mutex::new(());

/// Begins to load the sample data; answers the import that reads it, which may be done already.
///
/// # Errors
/// [`DomainError::Forbidden`]; [`DomainError::ImportState`] while an earlier load is being removed
/// or waits to be removed because it stopped half way.
pub fn load(ctx: &Ctx, store: &Store, runner: &ImportRunner) -> Result<Import, DomainError> {
    ctx.require(Permission::SystemManage)?;
    let _one_at_a_time = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(import) = status(ctx, store)? {
        match import.state {
            // Left behind by a kill while the files were being written.
            ImportState::Uploading => drop(runner.cancel(ctx, import.id)?),
            ImportState::Queued | ImportState::Running | ImportState::Done => return Ok(import),
            ImportState::Failed
            | ImportState::Cancelled
            | ImportState::Undoing
            | ImportState::Undone => return Err(DomainError::ImportState),
        }
    }
    let files = render_files(ctx.now(), ctx.user_id()).map_err(|error| unusable(&error))?;
    let id = runner.create(ctx)?.id;
    remember(ctx, store, id)?;
    let folder = runner
        .upload_path(ctx, id)
        .map_err(|error| unusable(&error))?;
    write_files(&folder, &files).map_err(|error| unusable(&error))?;
    runner.add_file(ctx, id, SOURCE_NAME, &folder)?;
    runner.start(ctx, id)
}

/// Begins to take the sample data out again; what somebody has changed since stays.
///
/// # Errors
/// [`DomainError::Forbidden`]; [`DomainError::NotFound`] when there is none;
/// [`DomainError::ImportState`] while it is being loaded or removed.
pub fn remove(ctx: &Ctx, store: &Store, runner: &ImportRunner) -> Result<Import, DomainError> {
    ctx.require(Permission::SystemManage)?;
    let import = status(ctx, store)?.ok_or(DomainError::NotFound)?;
    match import.state {
        ImportState::Uploading | ImportState::Queued => runner.cancel(ctx, import.id),
        ImportState::Running
        | ImportState::Done
        | ImportState::Failed
        | ImportState::Cancelled
        | ImportState::Undoing
        | ImportState::Undone => runner.undo(ctx, import.id),
    }
}

/// The import that brought the sample data; `None` when there is none, or when it was removed.
///
/// # Errors
/// [`DomainError::Forbidden`], or when the store fails.
pub fn status(ctx: &Ctx, store: &Store) -> Result<Option<Import>, DomainError> {
    ctx.require(Permission::RecordRead)?;
    let reader = store.read()?;
    let Some(id) = reader.find_unique(&import_key())? else {
        return Ok(None);
    };
    match get_import(ctx, &reader, ImportId::from_uuid(id)) {
        Ok(import) => Ok(Some(import).filter(is_there)),
        Err(DomainError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an import has brought, or will bring, something that can be removed.
fn is_there(import: &Import) -> bool {
    match import.state {
        ImportState::Undone => false,
        ImportState::Failed | ImportState::Cancelled => import.counts.items > 0,
        ImportState::Uploading
        | ImportState::Queued
        | ImportState::Running
        | ImportState::Done
        | ImportState::Undoing => true,
    }
}

fn remember(ctx: &Ctx, store: &Store, id: ImportId) -> Result<(), DomainError> {
    let meta = ctx.because(Cause::Sample).meta();
    store.transact_blocking(meta, |unit| {
        unit.put_value(import_key(), id.uuid().as_bytes().to_vec());
        Ok::<_, DomainError>(())
    })?;
    Ok(())
}

/// Where the id of the import is remembered.
fn import_key() -> Key {
    KeyBuilder::table(Table::Meta).text("sample").build()
}

fn write_files(folder: &Path, files: &[SampleFile]) -> io::Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, &file.text)?;
    }
    Ok(())
}

fn unusable(error: &dyn std::error::Error) -> DomainError {
    StoreError::Blob(error.to_string()).into()
}
