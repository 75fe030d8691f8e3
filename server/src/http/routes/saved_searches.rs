//! Saved searches: everyone has their own, whatever their role.

use crate::{
    domain::{ctx::Ctx, idempotency::create_once, saved_searches},
    http::{
        answer::{self, Answer, IfMatch},
        extract::{AppData, Body, Create},
        table::Row,
    },
};
use actix_web::{
    http::Method,
    web::{self, Path},
};
use shared::{
    api::{
        error::ErrorCode,
        page::Page,
        paths,
        saved_search::{SavedSearch, SavedSearchCreate, SavedSearchPatch},
    },
    ids::SavedSearchId,
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::ProfileWrite);
    vec![
        Row::read(paths::SAVED_SEARCHES, read, || web::to(list))
            .says("Lists the caller's saved searches")
            .answers::<Page<SavedSearch>>(200),
        Row::create(paths::SAVED_SEARCHES, write, || web::to(create))
            .says("Saves a search, as a list to come back to or as an alert")
            .takes::<SavedSearchCreate>()
            .answers::<SavedSearch>(201)
            .fails(&[ErrorCode::IdTaken]),
        Row::read(paths::SAVED_SEARCH, read, || web::to(get))
            .says("Reads one of the caller's saved searches")
            .answers::<SavedSearch>(200),
        Row::change(Method::PATCH, paths::SAVED_SEARCH, write, || {
            web::to(update)
        })
        .says("Changes a saved search")
        .takes::<SavedSearchPatch>()
        .answers::<SavedSearch>(200),
        Row::change(Method::DELETE, paths::SAVED_SEARCH, write, || {
            web::to(delete)
        })
        .says("Deletes a saved search; saved again with its id it is back"),
    ]
}

async fn list(app: AppData, ctx: Ctx) -> Answer {
    let page = saved_searches::list_saved_searches(&ctx, &app.store.read()?)?;
    answer::value(&page)
}

async fn create(app: AppData, ctx: Ctx, body: Create<SavedSearchCreate>) -> Answer {
    let work = |unit: &mut _| saved_searches::create_saved_search(&ctx, unit, &body.input);
    let done = create_once(&ctx, &app.store, body.once.as_ref(), work).await?;
    let location = paths::saved_search(done.value.id);
    answer::created(&done, &location, done.value.revision)
}

async fn get(app: AppData, ctx: Ctx, id: Path<SavedSearchId>) -> Answer {
    let search = saved_searches::get_saved_search(&ctx, &app.store.read()?, *id)?;
    answer::record(search.revision, &search)
}

async fn update(
    app: AppData,
    ctx: Ctx,
    id: Path<SavedSearchId>,
    if_match: IfMatch,
    body: Body<SavedSearchPatch>,
) -> Answer {
    let at = if_match.into();
    let work = |unit: &mut _| saved_searches::update_saved_search(&ctx, unit, *id, at, &body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::changed(&done, done.value.revision)
}

async fn delete(app: AppData, ctx: Ctx, id: Path<SavedSearchId>, if_match: IfMatch) -> Answer {
    let at = if_match.into();
    let work = |unit: &mut _| saved_searches::delete_saved_search(&ctx, unit, *id, at);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}
