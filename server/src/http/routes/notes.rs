//! Notes, and Markdown for the composer's preview.

use crate::{
    domain::{bin, ctx::Ctx, idempotency::create_once, notes},
    http::{
        answer::{self, Answer, IfMatch},
        extract::{AppData, Body, Create, Query, blocking},
        table::Row,
    },
    mail::markdown::render_markdown,
};
use actix_web::{
    http::Method,
    web::{self, Path},
};
use shared::{
    api::{
        error::ErrorCode,
        note::{MarkdownAnswer, MarkdownRequest, Note, NoteCreate, NotePatch},
        page::{ListQuery, Page},
        paths,
    },
    ids::NoteId,
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::RecordWrite);
    vec![
        Row::read(paths::NOTES, read, || web::to(list))
            .says("Lists the notes that the caller may see")
            .query::<ListQuery>()
            .answers::<Page<Note>>(200),
        Row::create(paths::NOTES, write, || web::to(create))
            .says("Creates a note on any number of records")
            .takes::<NoteCreate>()
            .answers::<Note>(201)
            .fails(&[ErrorCode::IdTaken]),
        Row::read(paths::NOTE, read, || web::to(get))
            .says("Reads a note, in the bin or not")
            .answers::<Note>(200),
        Row::change(Method::PATCH, paths::NOTE, write, || web::to(update))
            .says("Changes a note")
            .takes::<NotePatch>()
            .answers::<Note>(200),
        Row::change(Method::DELETE, paths::NOTE, write, || web::to(delete))
            .says("Puts a note into the bin"),
        Row::write(Method::POST, paths::MARKDOWN, read, || web::to(markdown))
            .says("Renders Markdown as a note would be")
            .takes::<MarkdownRequest>()
            .answers::<MarkdownAnswer>(200),
    ]
}

async fn list(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    let page = blocking(&app, move |app| {
        notes::list_notes(&ctx, app.lists(), &query.0)
    })
    .await?;
    answer::value(&page)
}

async fn create(app: AppData, ctx: Ctx, body: Create<NoteCreate>) -> Answer {
    let work = |unit: &mut _| notes::create_note(&ctx, unit, &body.input);
    let done = create_once(&ctx, &app.store, body.once.as_ref(), work).await?;
    answer::created(&done, &paths::note(done.value.id), done.value.revision)
}

async fn get(app: AppData, ctx: Ctx, id: Path<NoteId>) -> Answer {
    let note = notes::get_note(&ctx, &app.store.read()?, *id)?;
    answer::record(note.revision, &note)
}

async fn update(
    app: AppData,
    ctx: Ctx,
    id: Path<NoteId>,
    if_match: IfMatch,
    body: Body<NotePatch>,
) -> Answer {
    let work = |unit: &mut _| notes::update_note(&ctx, unit, *id, if_match.into(), &body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::changed(&done, done.value.revision)
}

async fn delete(app: AppData, ctx: Ctx, id: Path<NoteId>, if_match: IfMatch) -> Answer {
    let work = |unit: &mut _| bin::delete_at(&ctx, unit, (*id).into(), if_match.into());
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}

async fn markdown(_: Ctx, body: Body<MarkdownRequest>) -> Answer {
    answer::value(&MarkdownAnswer {
        html: render_markdown(&body.0.body),
    })
}
