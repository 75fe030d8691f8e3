//! `GET /api/v1/openapi.json`: this API, described from the route table.

use crate::http::{
    answer::{self, Answer},
    openapi,
    table::Row,
};
use actix_web::web;
use shared::{api::paths, permission::Permission};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::OPENAPI, Permission::RecordRead, || web::to(get))
            .says("This API, described")
            .answers::<serde_json::Value>(200),
    ]
}

async fn get() -> Answer {
    answer::value(openapi::document())
}
