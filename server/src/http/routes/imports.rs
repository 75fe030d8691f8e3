//! Imports: begun, given files, started, watched, stopped, taken back.

use crate::{
    domain::{ctx::Ctx, imports},
    http::{
        answer::{self, Answer},
        error::ApiError,
        extract::{AppData, Body, Query, Upload, blocking},
        table::Row,
    },
};
use actix_web::{
    http::{Method, StatusCode},
    web::{self, Path},
};
use serde::Deserialize;
use shared::{
    api::{
        error::{ErrorCode, FieldError},
        import::{Import, ImportCreate, Skip},
        page::{ListQuery, Page},
        paths,
    },
    ids::ImportId,
    permission::Permission,
    validate::NAME_CHARS_MAX,
};
use std::{
    fs::File,
    io::{self, Write},
    path::PathBuf,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, run) = (Permission::RecordRead, Permission::ImportRun);
    let state = &[ErrorCode::ImportState];
    vec![
        Row::read(paths::IMPORTS, read, || web::to(list))
            .says("Lists imports, newest first")
            .query::<ListQuery>()
            .answers::<Page<Import>>(200),
        Row::write(Method::POST, paths::IMPORTS, run, || web::to(create))
            .says("Begins an import, to which files are added next")
            .takes::<ImportCreate>()
            .answers::<Import>(201),
        Row::read(paths::IMPORT, read, || web::to(get))
            .says("Reads an import: how far it is and what became of its items")
            .answers::<Import>(200),
        Row::write(Method::POST, paths::IMPORT_FILES, run, || web::to(add_file))
            .says("Adds a file to an import that has not started; the body is the file")
            .query::<FileQuery>()
            .takes_bytes(u64::MAX)
            .answers::<Import>(200)
            .fails(state),
        Row::write(Method::POST, paths::IMPORT_START, run, || web::to(start))
            .says("Starts an import")
            .answers::<Import>(202)
            .fails(state),
        Row::write(Method::POST, paths::IMPORT_CANCEL, run, || web::to(cancel))
            .says("Asks an import to stop; what was read stays and can be undone")
            .answers::<Import>(202)
            .fails(state),
        Row::write(Method::POST, paths::IMPORT_UNDO, run, || web::to(undo))
            .says("Takes back everything an import made, for its maker and for admins")
            .answers::<Import>(202)
            .fails(state),
        Row::read(paths::IMPORT_SKIPPED, read, || web::to(skipped))
            .says("Lists what an import could not use, and why")
            .query::<ListQuery>()
            .answers::<Page<Skip>>(200),
        Row::read(paths::IMPORT_ORIGINAL, run, || web::to(original))
            .says("Reads a skipped item as it came, for the import's maker and for admins")
            .answers_media("application/octet-stream"),
    ]
}

/// `?name=`: what the user calls the file, with its folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuery {
    name: String,
}

async fn list(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    answer::value(&imports::list_imports(&ctx, &app.store.read()?, &query.0)?)
}

async fn get(app: AppData, ctx: Ctx, id: Path<ImportId>) -> Answer {
    let import = imports::get_import(&ctx, &app.store.read()?, *id)?;
    answer::record(import.revision, &import)
}

async fn skipped(app: AppData, ctx: Ctx, id: Path<ImportId>, query: Query<ListQuery>) -> Answer {
    answer::value(&imports::list_skips(
        &ctx,
        &app.store.read()?,
        *id,
        &query.0,
    )?)
}

async fn original(app: AppData, ctx: Ctx, path: Path<(ImportId, u64)>) -> Answer {
    let (id, number) = *path;
    let (name, bytes) = blocking(&app, move |app| {
        imports::get_original(&ctx, &app.store, id, number)
    })
    .await?;
    answer::download(&name, "application/octet-stream", bytes)
}

async fn create(app: AppData, ctx: Ctx, _: Body<ImportCreate>) -> Answer {
    let import = blocking(&app, move |app| app.imports.create(&ctx)).await?;
    answer::status(StatusCode::CREATED, &import)
}

async fn start(app: AppData, ctx: Ctx, id: Path<ImportId>) -> Answer {
    let import = blocking(&app, move |app| app.imports.start(&ctx, *id)).await?;
    answer::status(StatusCode::ACCEPTED, &import)
}

async fn cancel(app: AppData, ctx: Ctx, id: Path<ImportId>) -> Answer {
    let import = blocking(&app, move |app| app.imports.cancel(&ctx, *id)).await?;
    answer::status(StatusCode::ACCEPTED, &import)
}

async fn undo(app: AppData, ctx: Ctx, id: Path<ImportId>) -> Answer {
    let import = blocking(&app, move |app| app.imports.undo(&ctx, *id)).await?;
    answer::status(StatusCode::ACCEPTED, &import)
}

async fn add_file(
    app: AppData,
    ctx: Ctx,
    id: Path<ImportId>,
    query: Query<FileQuery>,
    upload: Upload,
) -> Answer {
    if query.0.name.chars().count() > NAME_CHARS_MAX {
        let error = ApiError::new(ErrorCode::Invalid);
        return Err(error.field("name", FieldError::TooLong));
    }
    // Nothing is written for an import that takes no more files.
    imports::check_takes_files(&ctx, &app.store.read()?, *id)?;
    let path = app.imports.upload_path(&ctx, *id).map_err(on_disk)?;
    receive(upload, path.clone()).await?;
    let name = query.0.name;
    let added = blocking(&app, move |app| {
        let added = app.imports.add_file(&ctx, *id, &name, &path);
        if added.is_err() {
            // It was started or stopped meanwhile: the file belongs to nothing.
            let _deleted = std::fs::remove_file(&path);
        }
        added
    })
    .await?;
    answer::value(&added)
}

/// Writes an upload piece by piece; half a file never stays.
async fn receive(mut upload: Upload, path: PathBuf) -> Result<(), ApiError> {
    let result = write_pieces(&mut upload, &path).await;
    if result.is_err() {
        // If it cannot be deleted either, the uploads folder is emptied with the import.
        let _deleted = std::fs::remove_file(&path);
    }
    result
}

async fn write_pieces(upload: &mut Upload, path: &std::path::Path) -> Result<(), ApiError> {
    let mut file = File::create_new(path).map_err(on_disk)?;
    while let Some(piece) = upload.next().await? {
        let written = web::block(move || file.write_all(&piece).map(|()| file)).await;
        file = written
            .map_err(|_| ApiError::new(ErrorCode::Busy))?
            .map_err(on_disk)?;
    }
    web::block(move || file.sync_all())
        .await
        .map_err(|_| ApiError::new(ErrorCode::Busy))?
        .map_err(on_disk)
}

fn on_disk(error: io::Error) -> ApiError {
    match error.kind() {
        io::ErrorKind::StorageFull => ApiError::new(ErrorCode::DiskFull),
        _ => ApiError::internal(error),
    }
}
