//! Keeps us signed in: a lapsed access token is renewed once for all calls that wait, and one about to
//! lapse beforehand, so that frames and downloads, which cannot renew, find it fresh. Two tabs may
//! renew at once: the server has a grace for that.

use super::{ApiError, ApiResult, Call, json};
use js_sys::{Date, Promise};
use shared::{
    api::{auth::Session, paths},
    time::Timestamp,
};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use yew::Callback;

/// So long before its end a token is renewed.
const AHEAD_SECONDS: i64 = 90;

thread_local! {
    static RENEWAL: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static SIGNED_OUT: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
    static EXPIRES_AT: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// Is called when the server no longer knows us.
pub fn on_signed_out(callback: Callback<()>) {
    SIGNED_OUT.with(|slot| slot.replace(Some(callback)));
}

/// Notes when the access token ends.
pub(super) fn note_session(session: &Session) {
    EXPIRES_AT.set(Some(session.expires_at));
}

/// Renews a token that is about to end.
pub fn renew_if_due() {
    let now = (Date::now() / 1_000.0) as i64;
    let due = EXPIRES_AT
        .get()
        .is_some_and(|at| at.seconds() - now < AHEAD_SECONDS);
    if due {
        spawn_local(async {
            renew().await.ok();
        });
    }
}

/// Renews the tokens. However many calls ask at once, one request goes out and all wait for it.
pub async fn renew() -> ApiResult<()> {
    let promise = RENEWAL.with(|slot| {
        slot.borrow_mut()
            .get_or_insert_with(|| future_to_promise(request()))
            .clone()
    });
    JsFuture::from(promise).await.map(drop).map_err(|refused| {
        if refused.as_bool() != Some(true) {
            return ApiError::Offline;
        }
        tell_signed_out();
        ApiError::Aborted
    })
}

/// Rejects with `true` if the server refused, with `false` if it was not reached.
async fn request() -> Result<JsValue, JsValue> {
    let answer = Call::post(paths::AUTH_REFRESH).send_once().await;
    RENEWAL.with(|slot| slot.replace(None));
    match answer {
        Ok((_, body)) => {
            if let Ok(session) = json::read(&body) {
                note_session(&session);
            }
            Ok(JsValue::UNDEFINED)
        }
        Err(error) => {
            let refused = matches!(&error, ApiError::Problem(problem) if problem.status == 401);
            Err(JsValue::from_bool(refused))
        }
    }
}

/// The server no longer knows us.
pub(super) fn tell_signed_out() {
    EXPIRES_AT.set(None);
    if let Some(callback) = SIGNED_OUT.with(|slot| slot.borrow().clone()) {
        callback.emit(());
    }
}
