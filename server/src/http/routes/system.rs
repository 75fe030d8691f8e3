//! `GET /api/v1/system`: what an admin sees of the server.

use super::health::status;
use crate::http::{
    answer::{self, Answer},
    extract::AppData,
    table::Row,
};
use actix_web::web;
use shared::{
    api::{
        paths,
        system::{IndexStatus, System},
    },
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::SYSTEM, Permission::SystemManage, || web::to(get))
            .says("State of the server")
            .answers::<System>(200),
    ]
}

async fn get(app: AppData) -> Answer {
    let index = app.search.status();
    answer::value(&System {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        status: status(&app),
        position: app.store.read()?.position()?.to_string(),
        index: IndexStatus {
            state: index.state,
            percent: index.percent,
            lag: index.lag,
            documents: index.documents,
            size_bytes: index.size_bytes,
        },
        reading: app.reading.progress(),
    })
}
