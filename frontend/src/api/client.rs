//! One call to the server: JSON in and out, problems as typed errors, a lapsed access token renewed
//! once for all calls that wait, changes guarded by If-Match. It never shows anything.

use super::{
    ApiError, ApiResult,
    json::{self, Json, Mismatch},
    renewal::{renew, tell_signed_out},
};
use serde::{Serialize, de::DeserializeOwned};
use shared::api::{change::CHANGE_POSITION_HEADER, error::ErrorCode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

/// A call in the making.
#[derive(Clone)]
pub struct Call {
    method: &'static str,
    url: String,
    body: Option<String>,
    if_match: Option<String>,
    idempotency_key: Option<String>,
    signal: Option<AbortSignal>,
}

/// An answer with what stands in its headers.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T> {
    pub value: T,
    /// Where the change stands in the log; hand it to `system::undo`.
    pub position: Option<String>,
}

impl Call {
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path.into())
    }

    pub fn post(path: impl Into<String>) -> Self {
        Self::new("POST", path.into())
    }

    pub fn put(path: impl Into<String>) -> Self {
        Self::new("PUT", path.into())
    }

    pub fn patch(path: impl Into<String>) -> Self {
        Self::new("PATCH", path.into())
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path.into())
    }

    fn new(method: &'static str, url: String) -> Self {
        Self {
            method,
            url,
            body: None,
            if_match: None,
            idempotency_key: None,
            signal: None,
        }
    }

    /// Adds the fields of a struct as the query.
    #[must_use]
    pub fn query(mut self, query: &impl Serialize) -> Self {
        let query = query_string(query);
        if !query.is_empty() {
            self.url = format!("{}?{query}", self.url);
        }
        self
    }

    /// Adds a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(json::write(body));
        self
    }

    /// Succeeds only if the record still has this revision.
    #[must_use]
    pub fn if_match(mut self, revision: u64) -> Self {
        self.if_match = Some(format!("\"{revision}\""));
        self
    }

    /// Succeeds whatever the revision is.
    #[must_use]
    pub fn if_match_any(mut self) -> Self {
        self.if_match = Some("*".into());
        self
    }

    /// May be sent twice and happens once.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotency_key = Some(random_key());
        self
    }

    /// Can be given up.
    #[must_use]
    pub fn signal(mut self, signal: Option<&AbortSignal>) -> Self {
        self.signal = signal.cloned();
        self
    }

    /// Sends it; the answer is JSON.
    pub async fn json_answer<T: DeserializeOwned>(self) -> ApiResult<T> {
        self.reply().await.map(|reply| reply.value)
    }

    /// Sends it; the answer is read by a function.
    pub async fn read_with<T>(self, read: fn(&str) -> Result<T, Mismatch>) -> ApiResult<T> {
        let (response, body) = self.send().await?;
        read(&body).map_err(|_| ApiError::Unreadable(response.status()))
    }

    /// Sends it; the answer is JSON, and the change can be undone.
    pub async fn reply<T: DeserializeOwned>(self) -> ApiResult<Reply<T>> {
        let (response, body) = self.send().await?;
        let value = json::read(&body).map_err(|_| ApiError::Unreadable(response.status()))?;
        Ok(Reply {
            value,
            position: position_of(&response),
        })
    }

    /// Sends it; whatever the answer says does not matter.
    pub async fn done(self) -> ApiResult<Reply<()>> {
        let (response, _) = self.send().await?;
        Ok(Reply {
            value: (),
            position: position_of(&response),
        })
    }

    /// Sends it as it is: what set-up, sign-in and renewal themselves use.
    pub async fn send_once(&self) -> ApiResult<(Response, String)> {
        let window = web_sys::window().ok_or(ApiError::Offline)?;
        let promise = window.fetch_with_str_and_init(&self.url, &self.init());
        let response: Response = JsFuture::from(promise)
            .await
            .map_err(|error| self.failure(&error))?
            .unchecked_into();
        let text = response.text().map_err(|error| self.failure(&error))?;
        let body = JsFuture::from(text)
            .await
            .map_err(|error| self.failure(&error))?
            .as_string()
            .unwrap_or_default();
        if response.ok() {
            Ok((response, body))
        } else {
            Err(ApiError::read(response.status(), &body))
        }
    }

    async fn send(self) -> ApiResult<(Response, String)> {
        match self.send_once().await {
            Err(error) if error.is(ErrorCode::SignInRequired) => {
                renew().await?;
                let answer = self.send_once().await;
                if matches!(&answer, Err(error) if error.is(ErrorCode::SignInRequired)) {
                    tell_signed_out();
                }
                answer
            }
            answer => answer,
        }
    }

    fn init(&self) -> RequestInit {
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_credentials(RequestCredentials::SameOrigin);
        init.set_signal(self.signal.as_ref());
        if let Ok(headers) = Headers::new() {
            let set = |name: &str, value: &Option<String>| {
                if let Some(value) = value {
                    headers.set(name, value).ok();
                }
            };
            set("accept", &Some("application/json".into()));
            if self.method != "GET" {
                set("content-type", &Some("application/json".into()));
            }
            set("if-match", &self.if_match);
            set("idempotency-key", &self.idempotency_key);
            init.set_headers(&headers);
        }
        // A writing call is JSON even where it says nothing: the server demands it.
        let body = match (&self.body, self.method) {
            (Some(body), _) => Some(body.as_str()),
            (None, "POST" | "PUT" | "PATCH") => Some("{}"),
            (None, _) => None,
        };
        if let Some(body) = body {
            init.set_body(&JsValue::from_str(body));
        }
        init
    }

    fn failure(&self, _error: &JsValue) -> ApiError {
        match &self.signal {
            Some(signal) if signal.aborted() => ApiError::Aborted,
            _ => ApiError::Offline,
        }
    }
}

fn position_of(response: &Response) -> Option<String> {
    response
        .headers()
        .get(CHANGE_POSITION_HEADER)
        .ok()
        .flatten()
}

fn random_key() -> String {
    let part = || (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    format!("{:08x}{:08x}{:08x}{:08x}", part(), part(), part(), part())
}

/// The fields of a struct as `a=1&b=x`; absent ones and empty texts are left out.
fn query_string(query: &impl Serialize) -> String {
    let Json::Object(fields) = json::shape(query) else {
        return String::new();
    };
    let mut pairs = String::new();
    for (name, value) in fields {
        let mut text = String::new();
        match value {
            Json::Text(word) => text = word,
            Json::Null => {}
            other => other.write(&mut text),
        }
        if text.is_empty() {
            continue;
        }
        if !pairs.is_empty() {
            pairs.push('&');
        }
        pairs.push_str(&name);
        pairs.push('=');
        pairs.push_str(&crate::router::encode(&text));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::api::{page::ListQuery, paths};

    #[test]
    fn queries_hold_what_is_set() {
        let query = ListQuery {
            limit: Some(100),
            q: Some("a&b 张".into()),
            sort: Some("-updated_at".into()),
            filter: Some(String::new()),
            ..Default::default()
        };
        assert_eq!(
            query_string(&query),
            "limit=100&sort=-updated_at&q=a%26b%20%E5%BC%A0"
        );
    }

    #[test]
    fn revisions_travel_as_strong_tags() {
        let call = Call::patch(paths::CONTACTS).if_match(7);
        assert_eq!(call.if_match.as_deref(), Some("\"7\""));
    }
}
