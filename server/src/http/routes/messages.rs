//! Mails: threads, messages, their bodies and files, and who writes to us.

use crate::{
    domain::{bin, correspondents, ctx::Ctx, messages},
    http::{
        answer::{self, Answer, IfMatch},
        extract::{AppData, Query, blocking},
        headers::mail_frame,
        table::Row,
    },
    mail::html::Pictures,
    net::{guard::Guard, pictures::fetch_pictures},
};
use actix_web::{
    HttpResponse,
    http::Method,
    web::{self, Path},
};
use serde::Deserialize;
use shared::{
    api::{
        message::{Correspondent, Message, PDF, Thread, ThreadSummary},
        page::{ListQuery, Page},
        paths,
        search::{FilePlaces, FilesQuery},
    },
    ids::{MessageId, ThreadId},
    permission::Permission,
};
use tokio::sync::Semaphore;

/// Mails whose pictures are fetched at the same time: strangers' servers are slow, and a thread
/// waits for each.
static PICTURE_TURNS: Semaphore = Semaphore::const_new(4);

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let read = Permission::RecordRead;
    vec![
        Row::read(paths::THREADS, read, || web::to(threads))
            .says("Lists conversations, the one with the newest message first")
            .query::<ListQuery>()
            .answers::<Page<ThreadSummary>>(200),
        Row::read(paths::THREAD, read, || web::to(thread))
            .says("Reads a conversation, oldest message first")
            .answers::<Thread>(200),
        Row::read(paths::THREAD_FILES, read, || web::to(thread_files))
            .says("Tells where in the files of a conversation words stand")
            .query::<FilesQuery>()
            .answers::<FilePlaces>(200),
        Row::read(paths::MESSAGE, read, || web::to(message))
            .says("Reads a message")
            .answers::<Message>(200),
        Row::change(
            Method::DELETE,
            paths::MESSAGE,
            Permission::RecordWrite,
            || web::to(delete),
        )
        .says("Puts a message into the bin"),
        Row::read(paths::MESSAGE_HTML, read, || web::to(html))
            .says("Reads a message's HTML body, made safe, for the sandboxed frame")
            .query::<HtmlQuery>()
            .answers_media("text/html; charset=utf-8"),
        Row::read(paths::MESSAGE_RAW, read, || web::to(raw))
            .says("Reads a message as it came")
            .answers_media("message/rfc822"),
        Row::read(paths::ATTACHMENT, read, || web::to(attachment))
            .says("Reads a file that came with a message: to save it, or, a PDF, to look at it")
            .query::<FileQuery>()
            .answers_media("application/octet-stream"),
        Row::read(paths::CORRESPONDENTS, read, || web::to(correspondents))
            .says("Lists people who write to us and are no contact yet")
            .query::<ListQuery>()
            .answers::<Page<Correspondent>>(200),
    ]
}

/// `?images=1` fetches images that lie elsewhere and shows them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HtmlQuery {
    #[serde(default)]
    images: Option<u8>,
}

/// `?view=1` shows a file that is safe to show.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuery {
    #[serde(default)]
    view: Option<u8>,
}

async fn threads(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    let page = blocking(&app, move |app| {
        messages::list_threads(&ctx, app.lists(), &query.0)
    })
    .await?;
    answer::value(&page)
}

async fn thread(app: AppData, ctx: Ctx, id: Path<ThreadId>) -> Answer {
    answer::value(&messages::get_thread(&ctx, &app.store.read()?, *id)?)
}

async fn thread_files(
    app: AppData,
    ctx: Ctx,
    id: Path<ThreadId>,
    query: Query<FilesQuery>,
) -> Answer {
    let found = blocking(&app, move |app| {
        messages::find_in_files(&ctx, (&app.store, &app.search), *id, &query.0)
    });
    answer::value(&found.await?)
}

async fn message(app: AppData, ctx: Ctx, id: Path<MessageId>) -> Answer {
    let message = messages::get_message(&ctx, &app.store.read()?, *id)?;
    answer::record(message.revision, &message)
}

async fn delete(app: AppData, ctx: Ctx, id: Path<MessageId>, if_match: IfMatch) -> Answer {
    let work = |unit: &mut _| bin::delete_at(&ctx, unit, (*id).into(), if_match.into());
    let done = app.store.transact(ctx.meta(), work).await?;
    answer::done(done.position)
}

async fn html(app: AppData, ctx: Ctx, id: Path<MessageId>, query: Query<HtmlQuery>) -> Answer {
    let (read_by, id) = (ctx.clone(), *id);
    let mut page = blocking(&app, move |app| {
        messages::get_html(&read_by, &app.store, id, &Pictures::new())
    })
    .await?;
    if query.0.images == Some(1) && !page.remote_images.is_empty() {
        let _turn = PICTURE_TURNS.acquire().await;
        let addresses = Vec::from_iter(page.remote_images);
        page = blocking(&app, move |app| {
            let pictures = fetch_pictures(&addresses, Guard::default());
            messages::get_html(&ctx, &app.store, id, &pictures)
        })
        .await?;
    }
    let mut response = HttpResponse::Ok();
    for header in mail_frame() {
        response.insert_header(header);
    }
    Ok(response
        .content_type("text/html; charset=utf-8")
        .body(page.html))
}

async fn raw(app: AppData, ctx: Ctx, id: Path<MessageId>) -> Answer {
    let name = format!("{id}.eml");
    let bytes = blocking(&app, move |app| messages::get_raw(&ctx, &app.store, *id)).await?;
    answer::download(&name, "message/rfc822", bytes)
}

async fn attachment(
    app: AppData,
    ctx: Ctx,
    path: Path<(MessageId, u32)>,
    query: Query<FileQuery>,
) -> Answer {
    let (id, number) = *path;
    let (file, bytes) = blocking(&app, move |app| {
        messages::get_attachment(&ctx, &app.store, id, number)
    })
    .await?;
    if query.0.view == Some(1) && file.content_type == PDF {
        return answer::shown_pdf(&file.file_name, bytes);
    }
    answer::download(&file.file_name, &file.content_type, bytes)
}

async fn correspondents(app: AppData, ctx: Ctx, query: Query<ListQuery>) -> Answer {
    let list = move |app: &crate::app::App| {
        correspondents::list_correspondents(&ctx, &app.store.read()?, &query.0)
    };
    answer::value(&blocking(&app, list).await?)
}
