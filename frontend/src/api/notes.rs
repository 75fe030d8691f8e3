//! Notes.

use super::{ApiResult, Call, Reply};
use shared::{
    api::{
        note::{MarkdownAnswer, MarkdownRequest, Note, NoteCreate, NotePatch},
        page::{ListQuery, Page},
        paths,
    },
    ids::NoteId,
};
use web_sys::AbortSignal;

/// One page of notes, newest first.
pub async fn list(query: &ListQuery, signal: Option<&AbortSignal>) -> ApiResult<Page<Note>> {
    Call::get(paths::NOTES)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// One note.
pub async fn get(id: NoteId, signal: Option<&AbortSignal>) -> ApiResult<Note> {
    Call::get(paths::note(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Makes a note.
pub async fn create(note: &NoteCreate) -> ApiResult<Reply<Note>> {
    Call::post(paths::NOTES)
        .idempotent()
        .json(note)
        .reply()
        .await
}

/// Changes a note that still has this revision.
pub async fn patch(id: NoteId, revision: u64, patch: &NotePatch) -> ApiResult<Reply<Note>> {
    Call::patch(paths::note(id))
        .if_match(revision)
        .json(patch)
        .reply()
        .await
}

/// Puts a note into the bin.
pub async fn delete(id: NoteId) -> ApiResult<Reply<()>> {
    Call::delete(paths::note(id)).if_match_any().done().await
}

/// Markdown as sanitised HTML, for the preview.
pub async fn render(body: &str, signal: Option<&AbortSignal>) -> ApiResult<MarkdownAnswer> {
    let request = MarkdownRequest { body: body.into() };
    Call::post(paths::MARKDOWN)
        .json(&request)
        .signal(signal)
        .json_answer()
        .await
}
