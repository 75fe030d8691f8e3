//! Every request passes here, in this order: request id, Host, Origin, the route (with its gate),
//! security headers, one log line. The only middleware besides the gate of each row.
//! Tests: the tests crate loops over every row.

use super::{error::ApiError, extract::app_of, gate::refuse, headers, origin};
use crate::{auth::Signed, obs::RequestId};
use actix_web::{
    Error, HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
};
use shared::api::paths;
use std::time::Instant;

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
    let mut response = match admit(&req) {
        Err(error) => refuse(req, error),
        Ok(()) => next.call(req).await?.map_into_boxed_body(),
    };
    let app = app_of(response.request())?.clone();
    let is_api = is_api(response.request().path());
    headers::secure(response.headers_mut(), &app.config, is_api);
    log(&response, started);
    Ok(response)
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
