//! Search over everything.

use crate::{
    domain::{ctx::Ctx, search},
    http::{
        answer::{self, Answer},
        extract::{AppData, Query, blocking_while_awaited},
        table::Row,
    },
};
use actix_web::web;
use shared::{
    api::{
        paths,
        search::{SearchAnswer, SearchQuery},
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
    ]
}

async fn get(app: AppData, ctx: Ctx, query: Query<SearchQuery>) -> Answer {
    let found = blocking_while_awaited(&app, move |app, cancel| {
        search::search_while_awaited(&ctx, &app.search, &query.0, cancel)
    })
    .await?;
    answer::value(&found)
}
