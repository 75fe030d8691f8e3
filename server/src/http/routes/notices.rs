//! Notices of alerts: listed, and marked as read.

use crate::{
    domain::{ctx::Ctx, notices},
    http::{
        answer::{self, Answer},
        extract::{AppData, Body},
        table::Row,
    },
};
use actix_web::{http::Method, web};
use shared::{
    api::{
        notice::{Notices, NoticesRead},
        paths,
    },
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::ProfileWrite);
    vec![
        Row::read(paths::NOTICES, read, || web::to(list))
            .says("Lists what the caller's alerts found, newest first")
            .answers::<Notices>(200),
        Row::write(Method::POST, paths::NOTICES_READ, write, || web::to(mark))
            .says("Marks notices as read")
            .takes::<NoticesRead>(),
    ]
}

async fn list(app: AppData, ctx: Ctx) -> Answer {
    answer::value(&notices::list_notices(&ctx, &app.store.read()?)?)
}

async fn mark(app: AppData, ctx: Ctx, body: Body<NoticesRead>) -> Answer {
    let work = |unit: &mut _| notices::read_notices(&ctx, unit, &body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}
