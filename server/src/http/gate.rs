//! What stands before every handler, in one place: sign-in, permission, content type, body size,
//! If-Match. Also ends a panic of one request as that request's 500. Tests: `http::tests`.

use super::{
    answer::IfMatch,
    error::ApiError,
    extract::app_of,
    table::{Access, BodyKind, Effect, RowFacts},
};
use crate::auth::{Signed, cookies};
use actix_web::{
    Error, HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};
use futures_util::FutureExt;
use shared::{api::error::ErrorCode, permission::can};
use std::{panic::AssertUnwindSafe, sync::Arc};

/// Lets a request through to its handler, or answers in its place.
///
/// # Errors
/// Never: every error is an answer.
pub async fn pass(
    facts: Arc<RowFacts>,
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Err(error) = admit(&facts, &req) {
        return Ok(refuse(req, error));
    }
    req.extensions_mut().insert(facts);
    let request = req.request().clone();
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(Ok(response)) => Ok(response.map_into_boxed_body()),
        Ok(Err(error)) => Ok(ServiceResponse::from_err(error, request)),
        Err(_panic) => {
            let error = ApiError::internal("a panic in the handler");
            Ok(ServiceResponse::from_err(error, request))
        }
    }
}

/// An error as the answer of a request that goes no further.
pub fn refuse(req: ServiceRequest, error: ApiError) -> ServiceResponse<BoxBody> {
    let (request, _payload) = req.into_parts();
    ServiceResponse::from_err(error, request)
}

fn admit(facts: &RowFacts, req: &ServiceRequest) -> Result<(), ApiError> {
    if let Access::SignedIn(permission) = facts.access {
        let signed = sign_in(req)?;
        if !can(signed.role, permission) {
            return Err(ApiError::new(ErrorCode::Forbidden));
        }
        req.extensions_mut().insert(signed);
    }
    check_body(facts, req)?;
    if facts.effect == Effect::Change {
        let header = req.headers().get(header::IF_MATCH);
        let text = header.and_then(|value| value.to_str().ok());
        IfMatch::parse(text.ok_or_else(|| ApiError::new(ErrorCode::RevisionRequired))?)?;
    }
    Ok(())
}

fn sign_in(req: &ServiceRequest) -> Result<Signed, ApiError> {
    let app = app_of(req.request())?;
    let token = cookies::access_token(app, req.request());
    match token.map(|token| app.auth.check(app, &token)).transpose()? {
        Some(signed) => Ok(signed),
        None if app.auth.setup.is_open() => Err(ApiError::new(ErrorCode::SetupRequired)),
        None => Err(ApiError::new(ErrorCode::SignInRequired)),
    }
}

fn check_body(facts: &RowFacts, req: &ServiceRequest) -> Result<(), ApiError> {
    let headers = req.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).map_or(Ok(0), str::parse::<u64>);
    let length = length.map_err(|_| ApiError::bad_request("Content-Length is not a number"))?;
    let has_body = length > 0 || headers.contains_key(header::TRANSFER_ENCODING);
    let has_type = headers.contains_key(header::CONTENT_TYPE);
    if facts.effect != Effect::Read && (has_body || has_type) {
        check_type(facts.body, text(header::CONTENT_TYPE))?;
    }
    if has_body && headers.contains_key(header::CONTENT_ENCODING) {
        return Err(ApiError::new(ErrorCode::UnsupportedMediaType)
            .detail("bodies are taken as they are, without Content-Encoding"));
    }
    // A reading call or one without a body may carry an empty JSON object, nothing longer.
    let limit = facts.body.bytes_max().max(EMPTY_BODY_BYTES_MAX);
    if length > limit {
        return Err(ApiError::new(ErrorCode::TooLarge));
    }
    Ok(())
}

/// Bytes that a call without a body may carry all the same: `{}` from careful clients.
const EMPTY_BODY_BYTES_MAX: u64 = 64;

fn check_type(body: BodyKind, content_type: Option<&str>) -> Result<(), ApiError> {
    let expected = match body {
        BodyKind::Bytes(_) => "application/octet-stream",
        BodyKind::None | BodyKind::Json(_) => "application/json",
    };
    let essence = content_type.and_then(|text| text.split(';').next());
    if essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(expected)) {
        Ok(())
    } else {
        Err(ApiError::new(ErrorCode::UnsupportedMediaType).detail(format!("expected {expected}")))
    }
}
