//! Search over everything.

use crate::{
    domain::{ctx::Ctx, search},
    http::{
        answer::{self, Answer},
        extract::{AppData, Query, blocking, blocking_while_awaited},
        table::Row,
    },
};
use actix_web::web;
use shared::{
    api::{
        error::ErrorCode,
        paths,
        search::{SearchAnswer, SearchQuery, SimilarQuery, Why, WhyQuery},
    },
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::SEARCH, Permission::RecordRead, || web::to(get))
            .says("Finds contacts, notes and mails by their words")
            .query::<SearchQuery>()
            .answers::<SearchAnswer>(200),
        Row::read(paths::SEARCH_WHY, Permission::RecordRead, || web::to(why))
            .says("Tells why a query finds a record")
            .query::<WhyQuery>()
            .answers::<Why>(200)
            .fails(&[ErrorCode::NotFound]),
        Row::read(paths::SEARCH_SIMILAR, Permission::RecordRead, || {
            web::to(similar)
        })
        .says("Finds notes and mails like one")
        .query::<SimilarQuery>()
        .answers::<SearchAnswer>(200)
        .fails(&[ErrorCode::NotFound]),
    ]
}

async fn why(app: AppData, ctx: Ctx, query: Query<WhyQuery>) -> Answer {
    let told = blocking(&app, move |app| search::why(&ctx, &app.search, &query.0)).await?;
    answer::value(&told)
}

async fn similar(app: AppData, ctx: Ctx, query: Query<SimilarQuery>) -> Answer {
    let found = blocking(&app, move |app| {
        search::similar(&ctx, &app.search, &query.0)
    });
    answer::value(&found.await?)
}

async fn get(app: AppData, ctx: Ctx, query: Query<SearchQuery>) -> Answer {
    let found = blocking_while_awaited(&app, move |app, cancel| {
        search::search_while_awaited(&ctx, &app.search, &query.0, cancel)
    })
    .await?;
    answer::value(&found)
}
