//! How routes answer: JSON, entity tags, the place in the change log. A record's ETag is its
//! revision. Tests at the foot and in the tests crate.

use super::{error::ApiError, headers};
use crate::{
    domain::record::Precondition,
    store::{Committed, engine::ChangePosition},
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::Payload,
    http::{StatusCode, header},
};
use serde::Serialize;
use shared::api::{change::CHANGE_POSITION_HEADER, error::ErrorCode, message::PDF};
use std::future::{Ready, ready};

/// Room for a page of a list, so that it is not copied while it grows.
const BODY_BYTES_USUAL: usize = 32 * 1024;

/// What every route's handler answers.
pub type Answer = Result<HttpResponse, ApiError>;

/// The entity tag of a revision.
pub fn etag(revision: u64) -> String {
    format!("\"{revision}\"")
}

/// 200 with a value.
///
/// # Errors
/// When the value cannot be encoded.
pub fn value<T: Serialize>(value: &T) -> Answer {
    json(HttpResponse::Ok(), value)
}

/// 200 with a record and its ETag.
///
/// # Errors
/// When the record cannot be encoded.
pub fn record<T: Serialize>(revision: u64, record: &T) -> Answer {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, etag(revision)));
    json(response, record)
}

/// 201 with a new record, its address, its ETag and its place in the change log.
///
/// # Errors
/// When the record cannot be encoded.
pub fn created<T: Serialize>(done: &Committed<T>, location: &str, revision: u64) -> Answer {
    let mut response = HttpResponse::Created();
    response
        .insert_header((header::LOCATION, location))
        .insert_header((header::ETAG, etag(revision)))
        .insert_header(position(done.position));
    json(response, &done.value)
}

/// 200 with a changed record, its ETag and its place in the change log.
///
/// # Errors
/// When the record cannot be encoded.
pub fn changed<T: Serialize>(done: &Committed<T>, revision: u64) -> Answer {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag(revision)))
        .insert_header(position(done.position));
    json(response, &done.value)
}

/// 200 with a value and the place of its write in the change log.
///
/// # Errors
/// When the value cannot be encoded.
pub fn written<T: Serialize>(done: &Committed<T>) -> Answer {
    let mut response = HttpResponse::Ok();
    response.insert_header(position(done.position));
    json(response, &done.value)
}

/// 204 after a write, with its place in the change log.
///
/// # Errors
/// Never; the type is that of all answers.
pub fn done(at: ChangePosition) -> Answer {
    Ok(HttpResponse::NoContent()
        .insert_header(position(at))
        .finish())
}

/// 200 with bytes that are always saved, never shown by the browser: strangers made them.
///
/// # Errors
/// Never; the type is that of all answers.
pub fn download(file_name: &str, content_type: &str, bytes: Vec<u8>) -> Answer {
    let mut response = HttpResponse::Ok();
    for header in headers::download(file_name) {
        response.insert_header(header);
    }
    Ok(response.content_type(content_type).body(bytes))
}

/// 200 with a PDF for the browser's own viewer. Its content was looked at when it came, and no browser
/// takes it for anything else (`nosniff`).
///
/// # Errors
/// Never; the type is that of all answers.
pub fn shown_pdf(file_name: &str, bytes: Vec<u8>) -> Answer {
    let mut response = HttpResponse::Ok();
    for header in headers::shown_pdf(file_name) {
        response.insert_header(header);
    }
    Ok(response.content_type(PDF).body(bytes))
}

fn position(position: ChangePosition) -> (&'static str, String) {
    (CHANGE_POSITION_HEADER, position.to_string())
}

fn json<T: Serialize>(mut response: HttpResponseBuilder, value: &T) -> Answer {
    let mut body = Vec::with_capacity(BODY_BYTES_USUAL);
    serde_json::to_writer(&mut body, value).map_err(ApiError::internal)?;
    response.insert_header((header::CONTENT_TYPE, "application/json"));
    Ok(response.body(body))
}

/// The `If-Match` of a change: the one revision that may be changed, or any (`*`).
/// The gate has refused requests without one (428) before this is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<u64>);

/// A revision that no record ever has: they count from 1.
const REVISION_NEVER: u64 = 0;

impl IfMatch {
    /// Reads the header's value. A weak or foreign tag matches no revision, as RFC 9110 says; of
    /// a list we could not say which was meant, so it is refused.
    ///
    /// # Errors
    /// When it is a list or no tag at all.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let text = text.trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let tag = text.strip_prefix("W/").unwrap_or(text);
        let inner = tag
            .strip_prefix('"')
            .and_then(|tag| tag.strip_suffix('"'))
            .filter(|inner| !inner.contains('"'))
            .ok_or_else(|| ApiError::bad_request("If-Match takes one entity tag or *"))?;
        let revision = inner.parse().ok().filter(|_| tag.len() == text.len());
        Ok(Self(Some(revision.unwrap_or(REVISION_NEVER))))
    }
}

impl From<IfMatch> for Precondition {
    fn from(tag: IfMatch) -> Self {
        tag.0.map_or(Self::Any, Self::Revision)
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = req
            .headers()
            .get(header::IF_MATCH)
            .and_then(|value| value.to_str().ok())
            .ok_or_else(|| ApiError::new(ErrorCode::RevisionRequired));
        ready(text.and_then(Self::parse))
    }
}

/// The status of an answer, for handlers that choose one.
pub fn status<T: Serialize>(status: StatusCode, value: &T) -> Answer {
    json(HttpResponse::build(status), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_takes_one_tag_or_any() {
        let parse = |text: &str| IfMatch::parse(text).map(|parsed| parsed.0).ok();
        assert_eq!(parse("*"), Some(None));
        assert_eq!(parse(&etag(7)), Some(Some(7)));
        assert_eq!(parse("W/\"7\""), Some(Some(REVISION_NEVER)));
        assert_eq!(parse("\"abc\""), Some(Some(REVISION_NEVER)));
        assert_eq!(parse("\"1\", \"2\""), None);
        assert_eq!(parse("7"), None);
    }
}
