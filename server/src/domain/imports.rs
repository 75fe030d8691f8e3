//! Imports as people see them: made, given files, started, stopped, taken back, listed. The reading
//! itself is a job (`jobs::import`). Tests: `jobs/import/tests.rs`, the foot.

use super::{
    ctx::Ctx,
    cursor::{cursor_of, place_of},
    error::DomainError,
    lists::limit,
    record::touch,
};
use crate::store::{
    Store,
    engine::{Direction, KeyRange},
    keys::{Index, KeyBuilder},
    reader::{Reader, id_of_key},
    record::{Head, Unknown, decode},
    schema::import::{self as stored, Import, Source, skip_key, skip_number, skip_prefix},
    unit::UnitOfWork,
};
use shared::{
    api::{
        error::FieldError,
        import::{self as api, ImportCounts, ImportState, Skip},
        page::{ListQuery, Page},
    },
    ids::{ImportId, UserId},
    permission::{Permission, import_permission},
};

/// Files and folders of one import.
pub const SOURCES_MAX: usize = 1_000;
/// Skips that one page of a report shows.
pub const SKIPS_PAGE_MAX: usize = 500;
/// Imports that a list shows.
const LIST_MAX: usize = 10_000;

/// Begins an import to which files are added.
///
/// # Errors
/// [`DomainError::Forbidden`].
pub fn create_import(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    owner: Option<UserId>,
) -> Result<Import, DomainError> {
    ctx.require(Permission::ImportRun)?;
    let import = Import {
        id: ImportId::from_uuid(ctx.new_id()),
        head: Head::new(ctx.now()),
        state: ImportState::Uploading,
        sources: Vec::new(),
        counts: ImportCounts::default(),
        items_done: 0,
        bytes_done: 0,
        bytes_total: 0,
        cancel_requested: false,
        message: None,
        actor_id: ctx.user_id(),
        owner_id: owner.or(ctx.user_id()),
        first_position: None,
        last_position: None,
        finished_at: None,
        unknown: Unknown::new(),
    };
    unit.put(&import)?;
    Ok(import)
}

/// Adds a file that lies at `path`.
///
/// # Errors
/// [`DomainError::Forbidden`] for somebody else's, [`DomainError::ImportState`] once it has been
/// started, [`DomainError::Invalid`] for too many.
pub fn add_source(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: ImportId,
    source: &Source,
    bytes: u64,
) -> Result<Import, DomainError> {
    let mut import = find_own(ctx, unit, id)?;
    if import.state != ImportState::Uploading {
        return Err(DomainError::ImportState);
    }
    if import.sources.len() >= SOURCES_MAX {
        return Err(DomainError::field("files", FieldError::TooMany));
    }
    import.sources.push(source.clone());
    import.bytes_total += bytes;
    save(ctx, unit, import)
}

/// Whether a file may be added, asked before its bytes are taken in.
///
/// # Errors
/// As [`add_source`].
pub fn check_takes_files(ctx: &Ctx, reader: &Reader, id: ImportId) -> Result<(), DomainError> {
    let import: Import = reader.find(id.uuid())?.ok_or(DomainError::NotFound)?;
    require_own(ctx, &import)?;
    if import.state == ImportState::Uploading {
        Ok(())
    } else {
        Err(DomainError::ImportState)
    }
}

/// Says that all files are there.
///
/// # Errors
/// [`DomainError::Forbidden`] for somebody else's, [`DomainError::ImportState`] when it was started
/// before, [`DomainError::Invalid`] without files.
pub fn queue_import(ctx: &Ctx, unit: &mut UnitOfWork, id: ImportId) -> Result<Import, DomainError> {
    let mut import = find_own(ctx, unit, id)?;
    if import.state != ImportState::Uploading {
        return Err(DomainError::ImportState);
    }
    if import.sources.is_empty() {
        return Err(DomainError::field("files", FieldError::Required));
    }
    import.state = ImportState::Queued;
    save(ctx, unit, import)
}

/// Asks an import to stop. What it has read stays.
///
/// # Errors
/// [`DomainError::Forbidden`] for somebody else's, [`DomainError::ImportState`] when there is nothing
/// to stop.
pub fn cancel_import(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: ImportId,
) -> Result<Import, DomainError> {
    let mut import = find_own(ctx, unit, id)?;
    match import.state {
        ImportState::Uploading | ImportState::Queued => {
            import.state = ImportState::Cancelled;
            import.finished_at = Some(ctx.now());
        }
        ImportState::Running => import.cancel_requested = true,
        ImportState::Done
        | ImportState::Failed
        | ImportState::Cancelled
        | ImportState::Undoing
        | ImportState::Undone => return Err(DomainError::ImportState),
    }
    save(ctx, unit, import)
}

/// Asks for a whole import to be taken back.
///
/// # Errors
/// [`DomainError::Forbidden`] for somebody else's, [`DomainError::ImportState`] while it runs, or
/// when it is being or has been taken back.
pub fn begin_undo(ctx: &Ctx, unit: &mut UnitOfWork, id: ImportId) -> Result<Import, DomainError> {
    let mut import = find_own(ctx, unit, id)?;
    let ended = matches!(
        import.state,
        ImportState::Done | ImportState::Failed | ImportState::Cancelled
    );
    if !ended {
        return Err(DomainError::ImportState);
    }
    import.state = ImportState::Undoing;
    import.message = None;
    import.finished_at = None;
    import.bytes_done = import.bytes_total;
    save(ctx, unit, import)
}

/// An import.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_import(ctx: &Ctx, reader: &Reader, id: ImportId) -> Result<api::Import, DomainError> {
    ctx.require(Permission::RecordRead)?;
    let import: Option<Import> = reader.find(id.uuid())?;
    import.map(to_api).ok_or(DomainError::NotFound)
}

/// Imports, newest first.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor.
pub fn list_imports(
    ctx: &Ctx,
    reader: &Reader,
    query: &ListQuery,
) -> Result<Page<api::Import>, DomainError> {
    ctx.require(Permission::RecordRead)?;
    let prefix = KeyBuilder::index(Index::ImportByCreated).build();
    let all = KeyRange::prefix(&prefix);
    let total = reader.range(&all, LIST_MAX, Direction::Forward)?.len() as u64;
    let (keys, next_cursor) = page(reader, &prefix, query, limit(query))?;
    let mut items = Vec::with_capacity(keys.len());
    for id in keys.iter().filter_map(|key| id_of_key(key)) {
        items.extend(reader.find::<Import>(id)?.map(to_api));
    }
    Ok(Page::new(items, next_cursor, total))
}

/// What an import could not use, in the order in which it was met.
///
/// # Errors
/// [`DomainError::NotFound`], [`DomainError::BadRequest`] for a wrong cursor.
pub fn list_skips(
    ctx: &Ctx,
    reader: &Reader,
    id: ImportId,
    query: &ListQuery,
) -> Result<Page<Skip>, DomainError> {
    let import = get_import(ctx, reader, id)?;
    let prefix = skip_prefix(id).build();
    let limit = query
        .limit
        .unwrap_or(SKIPS_PAGE_MAX)
        .clamp(1, SKIPS_PAGE_MAX);
    let (keys, next_cursor) = page(reader, &prefix, query, limit)?;
    let mut items = Vec::with_capacity(keys.len());
    for key in keys {
        items.extend(find_skip(reader, &key)?.map(|skip| Skip {
            source: skip.source,
            reason: skip.reason,
            code: skip.code,
            original: skip.kept.and_then(|_| skip_number(&key)),
        }));
    }
    Ok(Page::new(items, next_cursor, import.counts.skipped))
}

/// A name to save it under, and the bytes of a skipped item as they came. For the import's maker and
/// for admins: a line of an export may have been somebody's private note.
///
/// # Errors
/// [`DomainError::NotFound`] for no such item or one whose bytes were not kept,
/// [`DomainError::Forbidden`].
pub fn get_original(
    ctx: &Ctx,
    store: &Store,
    id: ImportId,
    number: u64,
) -> Result<(String, Vec<u8>), DomainError> {
    let reader = store.read()?;
    let import: Import = reader.find(id.uuid())?.ok_or(DomainError::NotFound)?;
    require_own(ctx, &import)?;
    let skip = find_skip(&reader, &skip_key(id, number))?.ok_or(DomainError::NotFound)?;
    let hash = skip.kept.ok_or(DomainError::NotFound)?;
    let bytes = reader.blob(store.blobs(), &hash)?;
    Ok((
        original_name(&skip.source),
        bytes.ok_or(DomainError::NotFound)?,
    ))
}

fn find_skip(reader: &Reader, key: &[u8]) -> Result<Option<stored::Skip>, DomainError> {
    let stored = reader.get(key)?;
    Ok(stored.map(|stored| decode(&stored.value)).transpose()?)
}

/// `all/people.csv:17` is saved as `people-17.csv`.
fn original_name(source: &str) -> String {
    let file = source.rsplit('/').next().unwrap_or_default();
    match file.rsplit_once(':') {
        None => file.to_owned(),
        Some((file, part)) => match file.rsplit_once('.') {
            Some((stem, end)) => format!("{stem}-{part}.{end}"),
            None => format!("{file}-{part}"),
        },
    }
}

fn page(
    reader: &Reader,
    prefix: &[u8],
    query: &ListQuery,
    limit: usize,
) -> Result<(Vec<Vec<u8>>, Option<String>), DomainError> {
    let mut range = KeyRange::prefix(prefix);
    if let Some(cursor) = &query.cursor {
        let place = place_of(cursor)?;
        range = range.after(&[prefix, &place].concat());
    }
    let found = reader.range(&range, limit + 1, Direction::Forward)?;
    let more = found.len() > limit;
    let keys: Vec<Vec<u8>> = found.into_iter().take(limit).map(|(key, _)| key).collect();
    let next_cursor = keys
        .last()
        .filter(|_| more)
        .map(|key| cursor_of(key.get(prefix.len()..).unwrap_or_default()));
    Ok((keys, next_cursor))
}

/// What the API shows of an import.
pub fn to_api(import: Import) -> api::Import {
    api::Import {
        id: import.id,
        revision: import.head.revision,
        state: import.state,
        sources: import
            .sources
            .into_iter()
            .map(|source| source.name)
            .collect(),
        counts: import.counts,
        bytes_done: import.bytes_done.min(import.bytes_total),
        bytes_total: import.bytes_total,
        message: import.message,
        actor_id: import.actor_id,
        created_at: import.head.created_at,
        finished_at: import.finished_at,
    }
}

/// An import that the actor may steer: what it does, it does as whoever made it.
fn find_own(ctx: &Ctx, unit: &mut UnitOfWork, id: ImportId) -> Result<Import, DomainError> {
    let import: Import = unit.find(id.uuid())?.ok_or(DomainError::NotFound)?;
    require_own(ctx, &import)?;
    Ok(import)
}

fn require_own(ctx: &Ctx, import: &Import) -> Result<(), DomainError> {
    ctx.require(import_permission(ctx.user_id(), import.actor_id))
}

/// Writes an import as changed now.
///
/// # Errors
/// When the store fails.
pub fn save(ctx: &Ctx, unit: &mut UnitOfWork, mut import: Import) -> Result<Import, DomainError> {
    touch(ctx, &mut import);
    unit.put(&import)?;
    Ok(import)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_keep_the_end_of_their_name() {
        assert_eq!(original_name("in.zip/all/people.csv:17"), "people-17.csv");
        assert_eq!(original_name("mail/box:2"), "box-2");
        assert_eq!(original_name("broken.vcf"), "broken.vcf");
    }
}
