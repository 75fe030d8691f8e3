//! What the caller opened last.

use crate::{
    domain::{ctx::Ctx, visits},
    http::{
        answer::{self, Answer},
        extract::{AppData, Body},
        table::Row,
    },
};
use actix_web::{http::Method, web};
use shared::{
    api::{paths, visit::Visit},
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let own = Permission::ProfileWrite;
    vec![
        Row::write(Method::PUT, paths::VISITS, own, || web::to(put))
            .says("Says that the caller opened a record; search ranks such a little higher")
            .takes::<Visit>(),
        Row::write(Method::DELETE, paths::VISITS, own, || web::to(delete))
            .says("Forgets what the caller opened: search ranks nothing higher for it any more"),
    ]
}

async fn put(app: AppData, ctx: Ctx, body: Body<Visit>) -> Answer {
    let work = |unit: &mut _| visits::visit(&ctx, unit, body.0);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}

async fn delete(app: AppData, ctx: Ctx) -> Answer {
    let work = |unit: &mut _| visits::forget_visits(&ctx, unit);
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}
