//! Mails and their conversations.

use super::{ApiResult, Call};
use shared::{
    api::{
        message::{Correspondent, Message, Thread, ThreadSummary},
        page::{ListQuery, Page},
        paths,
        search::{FilePlaces, FilesQuery},
    },
    ids::{MessageId, ThreadId},
};
use web_sys::AbortSignal;

/// One conversation with its messages.
pub async fn thread(id: ThreadId, signal: Option<&AbortSignal>) -> ApiResult<Thread> {
    Call::get(paths::thread(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Conversations, newest first.
pub async fn threads(
    query: &ListQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<ThreadSummary>> {
    Call::get(paths::THREADS)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// Where in the files of a conversation something stands.
pub async fn find_in_files(
    id: ThreadId,
    query: &FilesQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<FilePlaces> {
    Call::get(paths::thread_files(id))
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}

/// One message.
pub async fn message(id: MessageId, signal: Option<&AbortSignal>) -> ApiResult<Message> {
    Call::get(paths::message(id))
        .signal(signal)
        .json_answer()
        .await
}

/// Where the frame finds the HTML body.
pub fn html_url(id: MessageId, with_remote_images: bool) -> String {
    let images = if with_remote_images { "?images=1" } else { "" };
    format!("{}{images}", paths::message_html(id))
}

/// Where the message as it came is downloaded.
pub fn raw_url(id: MessageId) -> String {
    paths::message_raw(id)
}

/// Where a file that came with a message is downloaded.
pub fn attachment_url(id: MessageId, number: u32) -> String {
    paths::attachment(id, number)
}

/// Where the browser's own viewer shows a PDF that came with a message, from a page on.
pub fn pdf_url(id: MessageId, number: u32, page: Option<u32>) -> String {
    // RFC 8118 3: the fragment of a PDF names the page.
    let page = page.map_or_else(String::new, |page| format!("#page={page}"));
    format!("{}?view=1{page}", paths::attachment(id, number))
}

/// People who write to us and are no contact yet.
pub async fn correspondents(
    query: &ListQuery,
    signal: Option<&AbortSignal>,
) -> ApiResult<Page<Correspondent>> {
    Call::get(paths::CORRESPONDENTS)
        .query(query)
        .signal(signal)
        .json_answer()
        .await
}
