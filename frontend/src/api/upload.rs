//! Sends the bytes of a file and tells how far it is. The browser streams the file from the disk: its
//! size does not matter. XMLHttpRequest, because fetch says nothing about what was sent.

use super::{ApiError, ApiResult, imports::file_url};
use js_sys::Promise;
use shared::ids::ImportId;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// An upload that can be given up.
#[derive(Clone, Default)]
pub struct Upload(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    request: Option<XmlHttpRequest>,
    stopped: bool,
}

impl Upload {
    /// Gives it up; what runs answers [`ApiError::Aborted`].
    pub fn stop(&self) {
        let mut state = self.0.borrow_mut();
        state.stopped = true;
        if let Some(request) = state.request.take() {
            request.abort().ok();
        }
    }

    /// Whether it was given up.
    pub fn is_stopped(&self) -> bool {
        self.0.borrow().stopped
    }

    /// Adds a file to an import; `onprogress` hears the bytes sent so far.
    ///
    /// # Errors
    /// As any call; [`ApiError::Aborted`] after [`Upload::stop`].
    pub async fn send(
        &self,
        import: ImportId,
        name: &str,
        file: &File,
        onprogress: impl Fn(f64) + 'static,
    ) -> ApiResult<()> {
        if self.is_stopped() {
            return Err(ApiError::Aborted);
        }
        // A long upload must not end because the access token lapsed: this renews it where needed.
        super::auth::session().await?;
        let request = XmlHttpRequest::new().map_err(|_| ApiError::Offline)?;
        self.0.borrow_mut().request = Some(request.clone());
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            onprogress(event.loaded());
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let ended = ended(&request);
        let begun = request
            .open("POST", &file_url(import, name))
            .and_then(|()| request.set_request_header("content-type", "application/octet-stream"))
            .and_then(|()| request.send_with_opt_blob(Some(file)));
        if begun.is_err() {
            return Err(ApiError::Offline);
        }
        let arrived = JsFuture::from(ended).await.is_ok();
        drop(progress);
        self.0.borrow_mut().request = None;
        self.answer(&request, arrived)
    }

    fn answer(&self, request: &XmlHttpRequest, arrived: bool) -> ApiResult<()> {
        if self.is_stopped() {
            return Err(ApiError::Aborted);
        }
        let status = request.status().unwrap_or(0);
        if !arrived || status == 0 {
            return Err(ApiError::Offline);
        }
        if (200..300).contains(&status) {
            return Ok(());
        }
        let body = request.response_text().ok().flatten().unwrap_or_default();
        Err(ApiError::read(status, &body))
    }
}

/// Resolves when the answer is there, fails when the line broke or it was given up.
fn ended(request: &XmlHttpRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onload(Some(resolve.unchecked_ref()));
        request.set_onerror(Some(reject.unchecked_ref()));
        request.set_onabort(Some(reject.unchecked_ref()));
        request.set_ontimeout(Some(reject.unchecked_ref()));
    })
}

/// What a promise of the browser answers, as a type of ours.
///
/// # Errors
/// What the promise failed with.
pub async fn awaited<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    JsFuture::from(promise).await?.dyn_into()
}
