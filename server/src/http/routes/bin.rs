//! The bin, bulk deletes and undo.

use crate::{
    domain::{bin, changes, ctx::Ctx, error::DomainError},
    http::{
        answer::{self, Answer},
        error::ApiError,
        extract::{AppData, Body, Query, blocking},
        table::Row,
    },
    store::{Committed, engine::ChangePosition},
};
use actix_web::{http::Method, web};
use shared::{
    api::{
        bin::{BinItem, BulkRequest},
        change::ChangeAnswer,
        error::ErrorCode,
        page::{ListQuery, Page},
        paths,
    },
    permission::Permission,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let (read, write) = (Permission::RecordRead, Permission::RecordWrite);
    vec![
        Row::read(paths::BIN, read, || web::to(list))
            .says("Lists deleted records, most recently deleted first")
            .query::<ListQuery>()
            .answers::<Page<BinItem>>(200),
        Row::write(Method::POST, paths::BIN_RESTORE, write, || web::to(restore))
            .says("Brings deleted records back")
            .takes::<BulkRequest>()
            .answers::<ChangeAnswer>(200)
            .fails(&[ErrorCode::EmailTaken, ErrorCode::DomainTaken]),
        Row::write(Method::POST, paths::BULK_DELETE, write, || web::to(delete))
            .says("Deletes many records in one change")
            .takes::<BulkRequest>()
            .answers::<ChangeAnswer>(200),
        Row::write(Method::POST, paths::CHANGE_UNDO, write, || web::to(undo))
            .says("Takes one change back")
            .answers::<ChangeAnswer>(200)
            .fails(&[
                ErrorCode::UndoConflict,
                ErrorCode::EmailTaken,
                ErrorCode::DomainTaken,
            ]),
    ]
}

async fn list(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    let page = blocking(&app, move |app| {
        bin::list_bin(&ctx, &app.store.read()?, &query.0)
    })
    .await?;
    answer::value(&page)
}

async fn restore(app: AppData, ctx: Ctx, body: Body<BulkRequest>) -> Answer {
    let work = |unit: &mut _| bin::restore_many(&ctx, unit, &body.0);
    change(app.store.transact(ctx.meta(), work).await)
}

async fn delete(app: AppData, ctx: Ctx, body: Body<BulkRequest>) -> Answer {
    let work = |unit: &mut _| bin::delete_many(&ctx, unit, &body.0);
    change(app.store.transact(ctx.meta(), work).await)
}

async fn undo(app: AppData, ctx: Ctx, path: web::Path<String>) -> Answer {
    let position: ChangePosition = path.parse().map_err(|_| ApiError::not_found())?;
    let ctx = ctx.because(crate::changes::Cause::Undo(position.bytes()));
    let work = |unit: &mut _| changes::undo(&ctx, unit, position);
    change(app.store.transact(ctx.meta(), work).await)
}

fn change(done: Result<Committed<u64>, DomainError>) -> Answer {
    let Committed {
        value: records,
        position,
    } = done?;
    let value = ChangeAnswer {
        position: position.to_string(),
        records,
    };
    answer::written(&Committed { value, position })
}
