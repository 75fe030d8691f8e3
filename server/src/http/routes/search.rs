//! Search over everything.

use crate::{
    domain::{ctx::Ctx, found_words, search},
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
        search::{FoundWords, InRecordQuery, SearchAnswer, SearchQuery, SimilarQuery, Why},
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
            .query::<InRecordQuery>()
            .answers::<Why>(200)
            .fails(&[ErrorCode::NotFound]),
        Row::read(paths::SEARCH_WORDS, Permission::RecordRead, || {
            web::to(words)
        })
        .says("Tells what stands in a record, its conversation or what is about it for the words of a query")
        .query::<InRecordQuery>()
        .answers::<FoundWords>(200)
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

async fn why(app: AppData, ctx: Ctx, query: Query<InRecordQuery>) -> Answer {
    let told = blocking(&app, move |app| search::why(&ctx, &app.search, &query.0)).await?;
    answer::value(&told)
}

async fn words(app: AppData, ctx: Ctx, query: Query<InRecordQuery>) -> Answer {
    let found = blocking_while_awaited(&app, move |app, cancel| {
        found_words::of_record(&ctx, (&app.store, &app.search), &query.0, cancel)
    });
    answer::value(&found.await?)
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
