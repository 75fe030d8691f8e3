//! What an admin sees of the server, and the search index built anew.

use super::health::status;
use crate::{
    app::App,
    http::{
        answer::{self, Answer},
        error::ApiError,
        extract::AppData,
        table::Row,
    },
};
use actix_web::{
    http::{Method, StatusCode},
    web,
};
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
        Row::write(
            Method::POST,
            paths::SYSTEM_REINDEX,
            Permission::SystemManage,
            || web::to(reindex),
        )
        .says("Builds the search index anew while the old one serves")
        .answers::<System>(202),
    ]
}

async fn get(app: AppData) -> Answer {
    answer::value(&state(&app)?)
}

async fn reindex(app: AppData) -> Answer {
    app.search.rebuild();
    answer::status(StatusCode::ACCEPTED, &state(&app)?)
}

fn state(app: &App) -> Result<System, ApiError> {
    let index = app.search.status();
    Ok(System {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        status: status(app),
        position: app.store.read()?.position()?.to_string(),
        index: IndexStatus {
            state: index.state,
            percent: index.percent,
            lag: index.lag,
            documents: index.documents,
            size_bytes: index.size_bytes,
            segments: index.segments as u64,
            built_at: index.built_at,
        },
        reading: app.reading.progress(),
    })
}
