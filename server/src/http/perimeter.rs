//! Every request passes here, in this order: request id, Host, Origin, the route (with its gate),
//! security headers, one log line. The only middleware besides the gate of each row.
//! Tests: `http::tests::perimeter` loops over every row, `http::tests::wire` speaks raw HTTP.

use super::{error::ApiError, extract::app_of, gate::refuse, headers, origin};
use crate::{auth::Signed, obs::RequestId};
use actix_web::{
    Error, HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::{StatusCode, header},
    middleware::Next,
    web::Bytes,
};
use futures_util::Stream;
use shared::api::paths;
use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Instant,
};

/// The way in and out of the server.
///
/// # Errors
/// Only what actix itself meets before a route is chosen.
pub async fn pass(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    RequestId::new().scope(serve(req, next)).await
}

async fn serve(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let (req, body) = hold_body(req);
    let mut response = match admit(&req) {
        Err(error) => refuse(req, error),
        Ok(()) => next.call(req).await?.map_into_boxed_body(),
    };
    if let Some(held) = body {
        response = response.map_body(|_, body| BoxBody::new(Answering { body, _held: held }));
    }
    let app = app_of(response.request())?.clone();
    let is_api = is_api(response.request().path());
    headers::secure(response.headers_mut(), &app.config, is_api);
    log(&response, started);
    Ok(response)
}

/// A chunked body that nobody reads to its end would be drained for as long as it comes. Held
/// until the answer is on its way, it makes the server close the connection instead.
fn hold_body(mut req: ServiceRequest) -> (ServiceRequest, Option<HeldBody>) {
    if !req.headers().contains_key(header::TRANSFER_ENCODING) {
        return (req, None);
    }
    let body = HeldBody(Rc::new(RefCell::new(req.take_payload())));
    let stream = body.clone();
    req.set_payload(Payload::Stream {
        payload: Box::pin(stream),
    });
    (req, Some(body))
}

/// A body that its reader and the perimeter share.
#[derive(Clone)]
struct HeldBody(Rc<RefCell<Payload>>);

impl Stream for HeldBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(cx)
    }
}

/// An answer that keeps the request's body from being taken for unwanted until it is sent.
struct Answering {
    body: BoxBody,
    _held: HeldBody,
}

impl MessageBody for Answering {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

fn admit(req: &ServiceRequest) -> Result<(), ApiError> {
    let app = app_of(req.request())?;
    origin::check_host(&app.config, req.headers(), req.uri())?;
    origin::check_origin(&app.config, req.headers(), req.method())
}

/// Whether a path is the API's, and so is answered in JSON and never cached.
pub fn is_api(path: &str) -> bool {
    path == paths::HEALTH || path == "/api" || path.starts_with("/api/")
}

/// One line for each request; for a fault of ours, one more with its cause.
fn log(response: &ServiceResponse<BoxBody>, started: Instant) {
    let request = response.request();
    let status = response.status();
    let id = RequestId::current()
        .map(|id| id.to_string())
        .unwrap_or_default();
    let user = request
        .extensions()
        .get::<Signed>()
        .map(|signed| signed.user_id.to_string());
    let route = request.match_pattern().unwrap_or_else(|| "app".to_owned());
    let duration_ms = started.elapsed().as_secs_f64() * 1_000.0;
    if let Some(cause) = cause(response).filter(|_| status.is_server_error()) {
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(request.id = id, "request {id} failed: {cause}");
        } else {
            tracing::warn!(request.id = id, "request {id} has to wait: {cause}");
        }
    }
    tracing::info!(
        request.id = id,
        http.method = %request.method(),
        http.route = route,
        http.status = status.as_u16(),
        user.id = user,
        duration_ms,
        "{} {route} {}",
        request.method(),
        status.as_u16(),
    );
}

fn cause(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let error = response.response().error()?.as_error::<ApiError>()?;
    error.cause().map(str::to_owned)
}
