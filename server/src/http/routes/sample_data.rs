//! The sample data: loaded and removed in one click.

use crate::{
    domain::{ctx::Ctx, sample},
    http::{
        answer::{self, Answer},
        extract::{AppData, blocking},
        table::Row,
    },
};
use actix_web::{
    http::{Method, StatusCode},
    web,
};
use shared::{
    api::{error::ErrorCode, import::Import, paths},
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let manage = Permission::SystemManage;
    let state = &[ErrorCode::ImportState];
    vec![
        Row::read(paths::SAMPLE_DATA, Permission::RecordRead, || web::to(get))
            .says("Whether the sample data is loaded: its import, or null")
            .answers::<Option<Import>>(200),
        Row::write(Method::PUT, paths::SAMPLE_DATA, manage, || web::to(load))
            .says("Loads the sample data")
            .answers::<Import>(202)
            .fails(state),
        Row::write(Method::DELETE, paths::SAMPLE_DATA, manage, || {
            web::to(remove)
        })
        .says("Removes the sample data")
        .answers::<Import>(202)
        .fails(&[ErrorCode::ImportState, ErrorCode::NotFound]),
    ]
}

async fn get(app: AppData, ctx: Ctx) -> Answer {
    answer::value(&sample::status(&ctx, &app.store)?)
}

async fn load(app: AppData, ctx: Ctx) -> Answer {
    let work = move |app: &crate::app::App| sample::load(&ctx, &app.store, &app.imports);
    answer::status(StatusCode::ACCEPTED, &blocking(&app, work).await?)
}

async fn remove(app: AppData, ctx: Ctx) -> Answer {
    let work = move |app: &crate::app::App| sample::remove(&ctx, &app.store, &app.imports);
    answer::status(StatusCode::ACCEPTED, &blocking(&app, work).await?)
}
