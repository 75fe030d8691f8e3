//! `GET /health`: whether the server serves, for probes; no sign-in, no details.

use crate::{
    app::App,
    http::{
        answer::{self, Answer},
        extract::AppData,
        table::{Access, Row},
    },
    store::engine::EngineHealth,
};
use actix_web::web;
use shared::api::{
    paths,
    search::IndexState,
    system::{Health, HealthStatus},
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::HEALTH, Access::Guest, || web::to(get))
            .says("Whether requests are served")
            .answers::<Health>(200),
    ]
}

async fn get(app: AppData) -> Answer {
    answer::value(&Health {
        status: status(&app),
    })
}

/// How the application is doing, in one word.
pub fn status(app: &App) -> HealthStatus {
    match (app.store.engine().health(), app.search.state()) {
        (EngineHealth::DiskFull | EngineHealth::Recovering, _) => HealthStatus::Degraded,
        (EngineHealth::Ok, IndexState::Rebuilding) => HealthStatus::Rebuilding,
        (EngineHealth::Ok, IndexState::Current) => HealthStatus::Ok,
    }
}
