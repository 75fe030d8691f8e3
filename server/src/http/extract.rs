//! What handlers take from a request: strict bodies and queries, the caller, a create that may
//! come again, an upload in pieces. Every one answers with the one error. Tests: tests crate.

use super::{error::ApiError, origin, strict_json, table::RowFacts};
use crate::{
    app::App,
    auth::{Signed, sign_in::Visitor},
    changes::Cause,
    domain::{
        ctx::{Actor, Ctx},
        error::DomainError,
        idempotency::Once,
    },
    search::{Cancel, SearchError},
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header,
    web::{self, Bytes, BytesMut, Data},
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use shared::api::error::{ErrorCode, FieldError};
use std::{
    collections::HashSet,
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Duration,
};
use tokio::time::timeout;

/// A JSON body comes whole within this time, and an upload never pauses longer.
pub const BODY_SECONDS_MAX: u64 = 60;
/// The header that makes a create safe to send again.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Characters of an Idempotency-Key at most.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 200;

/// The application, shared by all requests.
pub type AppData = Data<App>;

impl FromRequest for Signed {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let signed = req.extensions().get::<Signed>().copied();
        ready(signed.ok_or_else(|| ApiError::new(ErrorCode::SignInRequired)))
    }
}

impl FromRequest for Ctx {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(ctx_of(req))
    }
}

fn ctx_of(req: &HttpRequest) -> Result<Ctx, ApiError> {
    let app = app_of(req)?;
    let signed = req.extensions().get::<Signed>().copied();
    let signed = signed.ok_or_else(|| ApiError::new(ErrorCode::SignInRequired))?;
    let actor = Actor::User {
        id: signed.user_id,
        role: signed.role,
    };
    Ok(app.ctx(actor, Cause::Request))
}

/// Who knocks, signed in or not: what throttling and refresh need to know.
#[derive(Debug)]
pub struct Caller {
    /// Address and browser.
    pub visitor: Visitor,
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(visitor_of(req).map(|visitor| Self { visitor }))
    }
}

fn visitor_of(req: &HttpRequest) -> Result<Visitor, ApiError> {
    let app = app_of(req)?;
    let peer = req
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let agent = req.headers().get(header::USER_AGENT);
    Ok(Visitor {
        address: origin::client_address(&app.config, peer, req.headers()),
        agent: agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    })
}

/// The application of a request.
///
/// # Errors
/// Never in a server that was built by this crate.
pub fn app_of(req: &HttpRequest) -> Result<&AppData, ApiError> {
    req.app_data::<AppData>()
        .ok_or_else(|| ApiError::internal("the server was built without its application"))
}

/// Runs work that takes milliseconds (search, MIME, long scans) on the bounded blocking pool.
///
/// # Errors
/// What the work answers; 503 when the server stops meanwhile.
pub async fn blocking<T: Send + 'static>(
    app: &AppData,
    work: impl FnOnce(&App) -> Result<T, DomainError> + Send + 'static,
) -> Result<T, ApiError> {
    let app = app.clone();
    let done = web::block(move || work(&app)).await;
    Ok(done.map_err(|_| ApiError::new(ErrorCode::Busy))??)
}

/// As [`blocking`], for work that nobody needs when the caller hangs up: letters typed in haste. What
/// waits for its turn then never begins, what has begun ends at its next look at the flag.
///
/// # Errors
/// As [`blocking`].
pub async fn blocking_while_awaited<T: Send + 'static>(
    app: &AppData,
    work: impl FnOnce(&App, Cancel) -> Result<T, DomainError> + Send + 'static,
) -> Result<T, ApiError> {
    // Dropped with this future, which ends with its connection.
    let awaited = GivenUpWhenDropped::default();
    let cancel = awaited.0.clone();
    let done = blocking(app, move |app| {
        if cancel.is_given_up() {
            return Err(SearchError::GivenUp.into());
        }
        work(app, cancel)
    });
    done.await
}

#[derive(Default)]
struct GivenUpWhenDropped(Cancel);

impl Drop for GivenUpWhenDropped {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

/// A strict JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = whole_body(req, payload);
        Box::pin(async move { strict_json::read(&body.await?).map(Self) })
    }
}

/// The strict JSON body of a create, and its Idempotency-Key if it has one.
#[derive(Debug)]
pub struct Create<T> {
    /// What to make.
    pub input: T,
    /// Set when the request may come again.
    pub once: Option<Once>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Create<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = whole_body(req, payload);
        let req = req.clone();
        Box::pin(async move {
            let body = body.await?;
            let once = once_of(&req, &body)?;
            let input = strict_json::read(&body)?;
            Ok(Self { input, once })
        })
    }
}

fn once_of(req: &HttpRequest, body: &[u8]) -> Result<Option<Once>, ApiError> {
    let Some(key) = idempotency_key(req)? else {
        return Ok(None);
    };
    let user = req
        .extensions()
        .get::<Signed>()
        .map_or_else(String::new, |signed| signed.user_id.to_string());
    let route = facts_of(req).map_or("", |facts| facts.path);
    let fingerprint = app_of(req)?.auth.tokens.fingerprint(body);
    Ok(Some(Once::new(&user, route, &key, fingerprint)))
}

fn idempotency_key(req: &HttpRequest) -> Result<Option<String>, ApiError> {
    let mut keys = req.headers().get_all(IDEMPOTENCY_KEY);
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default();
    let good = !key.is_empty() && key.len() <= IDEMPOTENCY_KEY_CHARS_MAX && keys.next().is_none();
    if good {
        Ok(Some(key.to_owned()))
    } else {
        Err(ApiError::bad_request(format!(
            "Idempotency-Key takes 1 to {IDEMPOTENCY_KEY_CHARS_MAX} ASCII characters"
        )))
    }
}

/// A strict query: doubled and unknown parameters are refused.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_query(req.query_string()).map(Self))
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let unreadable = |_| ApiError::bad_request("the query cannot be read");
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(unreadable)?;
    let mut names = HashSet::new();
    for (name, _) in pairs.iter() {
        if !names.insert(name) {
            return Err(ApiError::bad_request("a query parameter stands twice")
                .field(name.clone(), FieldError::Duplicate));
        }
    }
    web::Query::<T>::from_query(query)
        .map(web::Query::into_inner)
        .map_err(|error| wrong_query(&error.to_string()))
}

fn wrong_query(message: &str) -> ApiError {
    let error = ApiError::bad_request("a query parameter is wrong or unknown");
    let mut quoted = message.split('`');
    match (quoted.next(), quoted.next()) {
        (Some(before), Some(name)) if before.contains("unknown field") => {
            error.field(name, FieldError::Unknown)
        }
        (Some(before), Some(name)) if before.contains("missing field") => {
            error.field(name, FieldError::Required)
        }
        _ => error,
    }
}

fn facts_of(req: &HttpRequest) -> Option<Arc<RowFacts>> {
    req.extensions().get::<Arc<RowFacts>>().cloned()
}

fn whole_body(
    req: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, ApiError>> + use<> {
    let limit = facts_of(req).map_or(0, |facts| facts.body.bytes_max());
    let payload = payload.take();
    async move {
        let time = Duration::from_secs(BODY_SECONDS_MAX);
        timeout(time, collect(payload, limit))
            .await
            .unwrap_or_else(|_| Err(ApiError::bad_request("the body took too long to come")))
    }
}

async fn collect(mut payload: Payload, limit: u64) -> Result<Bytes, ApiError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| ApiError::bad_request("the body broke off"))?;
        if (body.len() + chunk.len()) as u64 > limit {
            return Err(ApiError::new(ErrorCode::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Bytes that come in pieces, at most as many as the row allows.
pub struct Upload {
    payload: Payload,
    bytes_left: u64,
}

impl Upload {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// 413 past the limit, 400 when it breaks off or pauses longer than [`BODY_SECONDS_MAX`].
    pub async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        let next = timeout(Duration::from_secs(BODY_SECONDS_MAX), self.payload.next()).await;
        let broken = || ApiError::bad_request("the upload broke off");
        let Some(chunk) = next.map_err(|_| broken())? else {
            return Ok(None);
        };
        let chunk = chunk.map_err(|_| broken())?;
        self.bytes_left = self
            .bytes_left
            .checked_sub(chunk.len() as u64)
            .ok_or_else(|| ApiError::new(ErrorCode::TooLarge))?;
        Ok(Some(chunk))
    }
}

impl FromRequest for Upload {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let row = facts_of(req).map_or(0, |facts| facts.body.bytes_max());
        let bytes_left = app_of(req).map(|app| row.min(app.config.upload_bytes_max));
        ready(bytes_left.map(|bytes_left| Self {
            payload: payload.take(),
            bytes_left,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::World;
    use shared::api::page::ListQuery;
    use std::task::{Context, Waker};

    fn check(query: &str, expected: Option<ListQuery>) {
        assert_eq!(read_query::<ListQuery>(query).ok(), expected, "{query}");
    }

    #[actix_web::test]
    async fn work_that_nobody_waits_for_is_told_so() {
        let world = World::new();
        let (tell, told) = std::sync::mpsc::channel();
        let mut work = Box::pin(blocking_while_awaited(&world.app, move |_, cancel| {
            tell.send(cancel.clone()).ok();
            Ok(())
        }));
        let mut context = Context::from_waker(Waker::noop());
        assert!(work.as_mut().poll(&mut context).is_pending());
        let cancel = told.recv().unwrap();
        assert!(!cancel.is_given_up());
        // As actix does when the connection closes.
        drop(work);
        assert!(cancel.is_given_up());
    }

    #[test]
    fn doubled_and_unknown_parameters_are_refused() {
        check("", Some(ListQuery::default()));
        let limited = ListQuery {
            limit: Some(5),
            q: Some("a b".into()),
            ..Default::default()
        };
        check("limit=5&q=a+b", Some(limited));
        check("limit=5&limit=6", None);
        check("limit=5&lim%69t=6", None);
        check("colour=red", None);
        check("limit=many", None);
        check("limit=-1", None);
    }
}
