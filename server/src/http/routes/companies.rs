//! Companies.

use crate::{
    app::App,
    domain::{bin, companies, ctx::Ctx, idempotency::create_once, lists::needs_search, timeline},
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
        company::{Company, CompanyCreate, CompanyPatch},
        contact::Contact,
        error::ErrorCode,
        page::{ListQuery, Page},
        paths,
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::CompanyId,
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::RecordWrite);
    vec![
        Row::read(paths::COMPANIES, read, || web::to(list))
            .says("Lists companies")
            .query::<ListQuery>()
            .answers::<Page<Company>>(200),
        Row::create(paths::COMPANIES, write, || web::to(create))
            .says("Creates a company")
            .takes::<CompanyCreate>()
            .answers::<Company>(201)
            .fails(&[ErrorCode::DomainTaken, ErrorCode::IdTaken]),
        Row::read(paths::COMPANY, read, || web::to(get))
            .says("Reads a company, in the bin or not")
            .answers::<Company>(200),
        Row::change(Method::PATCH, paths::COMPANY, write, || web::to(update))
            .says("Changes a company")
            .takes::<CompanyPatch>()
            .answers::<Company>(200)
            .fails(&[ErrorCode::DomainTaken]),
        Row::change(Method::DELETE, paths::COMPANY, write, || web::to(delete))
            .says("Puts a company into the bin"),
        Row::read(paths::COMPANY_CONTACTS, read, || web::to(people))
            .says("Lists the people of a company by name, those who have left included")
            .query::<ListQuery>()
            .answers::<Page<Contact>>(200),
        Row::read(paths::COMPANY_TIMELINE, read, || web::to(timeline))
            .says("Lists a company's activities, newest first")
            .query::<TimelineQuery>()
            .answers::<Page<TimelineItem>>(200),
    ]
}

async fn list(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    // A page of a stored order takes microseconds; words and filters take milliseconds.
    let page = if needs_search(&query.0) {
        blocking(&app, move |app| {
            companies::list_companies(&ctx, app.lists(), &query.0)
        })
        .await?
    } else {
        companies::list_companies(&ctx, app.lists(), &query.0)?
    };
    answer::value(&page)
}

async fn create(app: AppData, ctx: Ctx, body: Create<CompanyCreate>) -> Answer {
    let work = |unit: &mut _| companies::create_company(&ctx, unit, &body.input);
    let done = create_once(&ctx, &app.store, body.once.as_ref(), work).await?;
    answer::created(&done, &paths::company(done.value.id), done.value.revision)
}

async fn get(app: AppData, ctx: Ctx, id: Path<CompanyId>) -> Answer {
    let company = companies::get_company(&ctx, &app.store.read()?, *id)?;
    answer::record(company.revision, &company)
}

async fn update(
    app: AppData,
    ctx: Ctx,
    id: Path<CompanyId>,
    if_match: IfMatch,
    body: Body<CompanyPatch>,
) -> Answer {
    let work = |unit: &mut _| companies::update_company(&ctx, unit, *id, if_match.into(), &body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::changed(&done, done.value.revision)
}

async fn delete(app: AppData, ctx: Ctx, id: Path<CompanyId>, if_match: IfMatch) -> Answer {
    let work = |unit: &mut _| bin::delete_at(&ctx, unit, (*id).into(), if_match.into());
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}

async fn people(app: AppData, ctx: Ctx, id: Path<CompanyId>, query: Query<ListQuery>) -> Answer {
    let work = move |app: &App| companies::list_people(&ctx, &app.store.read()?, *id, &query.0);
    answer::value(&blocking(&app, work).await?)
}

async fn timeline(
    app: AppData,
    ctx: Ctx,
    id: Path<CompanyId>,
    query: Query<TimelineQuery>,
) -> Answer {
    // Hundreds of people may have written for years.
    let work = move |app: &App| timeline::company_timeline(&ctx, &app.store.read()?, *id, &query.0);
    answer::value(&blocking(&app, work).await?)
}
