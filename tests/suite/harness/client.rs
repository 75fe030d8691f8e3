//! One caller of the API with its cookies, as a browser would be: the writing calls carry Origin
//! and content type. Never follows redirects and never judges a status unless asked to.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use shared::api::paths;
use std::io;
use std::time::Duration;
use ureq::http::{self, HeaderMap};

/// An answer may take this long; imports are jobs and answer at once.
const ANSWER_LIMIT: Duration = Duration::from_secs(60);
const ANSWER_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// One caller.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
}

impl Client {
    /// Not signed in.
    pub fn guest(address: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(ANSWER_LIMIT))
            .build();
        Self {
            agent: config.new_agent(),
            base: format!("http://{address}"),
        }
    }

    /// Signed in with this address and password.
    pub fn signed_in(address: &str, email: &str, password: &str) -> Self {
        let client = Self::guest(address);
        client
            .post(paths::AUTH_LOGIN)
            .json(&json!({ "email": email, "password": password }))
            .send()
            .expect(200);
        client
    }

    /// `http://host:port`, which is also our Origin.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Request<'_> {
        Request::new(self, "GET", path)
    }

    /// Makes, or does.
    pub fn post(&self, path: &str) -> Request<'_> {
        self.writing("POST", path)
    }

    /// Changes; the caller adds If-Match.
    pub fn patch(&self, path: &str) -> Request<'_> {
        self.writing("PATCH", path)
    }

    /// Puts.
    pub fn put(&self, path: &str) -> Request<'_> {
        self.writing("PUT", path)
    }

    /// Deletes; the caller adds If-Match.
    pub fn delete(&self, path: &str) -> Request<'_> {
        self.writing("DELETE", path)
    }

    /// Any method with the headers of a writing call.
    pub fn writing(&self, method: &str, path: &str) -> Request<'_> {
        Request::new(self, method, path)
            .header("origin", &self.base)
            .header("content-type", "application/json")
    }
}

/// A request being put together.
#[must_use]
pub struct Request<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl<'a> Request<'a> {
    fn new(client: &'a Client, method: &str, path: &str) -> Self {
        Self {
            client,
            method: method.to_owned(),
            path: encoded(path),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Sets a header, in the place of one of the same name (in lower case).
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a header off.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self
    }

    /// If-Match.
    pub fn if_match(self, tag: &str) -> Self {
        self.header("if-match", tag)
    }

    /// Idempotency-Key.
    pub fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// A body in JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).unwrap();
        self
    }

    /// A body as it is, with its media type.
    pub fn bytes(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// Sends it; panics when there is no answer at all.
    pub fn send(self) -> Answer {
        let line = format!("{} {}", self.method, self.path);
        self.try_send()
            .unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    /// Sends it; an error is a connection that failed or broke.
    pub fn try_send(self) -> Result<Answer, ureq::Error> {
        let line = format!("{} {}", self.method, self.path);
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(format!("{}{}", self.client.base, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let agent = &self.client.agent;
        let response = if self.body.is_empty() && self.method == "GET" {
            agent.run(request.body(())?)?
        } else {
            agent.run(request.body(self.body)?)?
        };
        let (parts, mut body) = response.into_parts();
        let body = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(Answer {
            line,
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    /// Sends it and reads status and headers alone: a stream of events has no end.
    pub fn send_unread(self) -> Answer {
        let line = format!("{} {}", self.method, self.path);
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(format!("{}{}", self.client.base, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = self.client.agent.run(request.body(()).unwrap()).unwrap();
        Answer {
            line,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        }
    }

    /// Sends it and gives back the unread body (for server-sent events).
    pub fn open(self) -> impl io::Read + use<> {
        let request = http::Request::builder()
            .method(self.method.as_str())
            .uri(format!("{}{}", self.client.base, self.path))
            .body(())
            .unwrap();
        let response = self.client.agent.run(request).unwrap();
        assert_eq!(response.status(), 200, "{}", self.path);
        response.into_body().into_reader()
    }
}

/// A path as it travels: what is no ASCII, and spaces, percent-encoded as browsers do.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && byte != b'"' {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    line: String,
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// What was asked: method and path.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header, if it is there and plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Panics with the whole answer unless it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.line, self.text());
        self
    }

    /// Panics unless it is a problem with this status and code.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(
            answer.json()["code"],
            code,
            "{}: {}",
            answer.line,
            answer.text()
        );
        answer
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        self.read()
    }

    /// The body as a type of the API.
    #[track_caller]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.line, self.text()))
    }
}
