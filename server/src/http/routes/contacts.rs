//! Contacts.

use crate::{
    domain::{bin, contacts, ctx::Ctx, idempotency::create_once, lists::needs_search, timeline},
    http::{
        answer::{self, Answer, IfMatch},
        extract::{AppData, Body, Create, Query, blocking},
        table::Row,
    },
};
use actix_web::{
    http::Method,
    web::{self, Path},
};
use shared::{
    api::{
        contact::{Contact, ContactCreate, ContactPatch},
        error::ErrorCode,
        page::{ListQuery, Page},
        paths,
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::ContactId,
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::RecordWrite);
    vec![
        Row::read(paths::CONTACTS, read, || web::to(list))
            .says("Lists contacts")
            .query::<ListQuery>()
            .answers::<Page<Contact>>(200),
        Row::create(paths::CONTACTS, write, || web::to(create))
            .says("Creates a contact")
            .takes::<ContactCreate>()
            .answers::<Contact>(201)
            .fails(&[ErrorCode::EmailTaken, ErrorCode::IdTaken]),
        Row::read(paths::CONTACT, read, || web::to(get))
            .says("Reads a contact, in the bin or not")
            .answers::<Contact>(200),
        Row::change(Method::PATCH, paths::CONTACT, write, || web::to(update))
            .says("Changes a contact")
            .takes::<ContactPatch>()
            .answers::<Contact>(200)
            .fails(&[ErrorCode::EmailTaken]),
        Row::change(Method::DELETE, paths::CONTACT, write, || web::to(delete))
            .says("Puts a contact into the bin"),
        Row::read(paths::CONTACT_TIMELINE, read, || web::to(timeline))
            .says("Lists a contact's activities, newest first")
            .query::<TimelineQuery>()
            .answers::<Page<TimelineItem>>(200),
    ]
}

async fn list(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    // A page of a stored order takes microseconds; words and filters take milliseconds.
    let page = if needs_search(&query.0) {
        blocking(&app, move |app| {
            contacts::list_contacts(&ctx, app.lists(), &query.0)
        })
        .await?
    } else {
        contacts::list_contacts(&ctx, app.lists(), &query.0)?
    };
    answer::value(&page)
}

async fn create(app: AppData, ctx: Ctx, body: Create<ContactCreate>) -> Answer {
    let work = |unit: &mut _| contacts::create_contact(&ctx, unit, &body.input);
    let done = create_once(&ctx, &app.store, body.once.as_ref(), work).await?;
    answer::created(&done, &paths::contact(done.value.id), done.value.revision)
}

async fn get(app: AppData, ctx: Ctx, id: Path<ContactId>) -> Answer {
    let contact = contacts::get_contact(&ctx, &app.store.read()?, *id)?;
    answer::record(contact.revision, &contact)
}

async fn update(
    app: AppData,
    ctx: Ctx,
    id: Path<ContactId>,
    if_match: IfMatch,
    body: Body<ContactPatch>,
) -> Answer {
    let work = |unit: &mut _| contacts::update_contact(&ctx, unit, *id, if_match.into(), &body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::changed(&done, done.value.revision)
}

async fn delete(app: AppData, ctx: Ctx, id: Path<ContactId>, if_match: IfMatch) -> Answer {
    let work = |unit: &mut _| bin::delete_at(&ctx, unit, (*id).into(), if_match.into());
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}

async fn timeline(
    app: AppData,
    ctx: Ctx,
    id: Path<ContactId>,
    query: Query<TimelineQuery>,
) -> Answer {
    let page = timeline::contact_timeline(&ctx, &app.store.read()?, *id, &query.0)?;
    answer::value(&page)
}
