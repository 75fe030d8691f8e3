//! The app's files, embedded in the executable: precompressed where the browser takes it, cached
//! for good where the name carries a hash, `index.html` for every page of the app. Must never
//! answer below `/api`. Tests at the foot.

use super::{error::ApiError, perimeter::is_api};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
};
use rust_embed::RustEmbed;
use shared::api::error::ErrorCode;
use std::borrow::Cow;

/// Built by `cargo xtask`; see `build.rs`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/bundle"]
struct Bundle;

const INDEX: &str = "index.html";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";
/// Hexadecimal digits that make the end of a file's stem a hash.
const HASH_DIGITS_MIN: usize = 8;

/// An embedded file.
struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

/// Where files come from: the executable, or a test.
type Files<'a> = &'a dyn Fn(&str) -> Option<File>;

/// Answers a request that no route took.
///
/// # Errors
/// 404 below `/api` and for files that do not exist, 405 for anything but GET and HEAD.
pub fn serve(req: &HttpRequest) -> Result<HttpResponse, ApiError> {
    if is_api(req.path()) {
        return Err(ApiError::not_found());
    }
    if !matches!(*req.method(), Method::GET | Method::HEAD) {
        return Err(ApiError::new(ErrorCode::MethodNotAllowed));
    }
    answer(&embedded, req)
}

fn embedded(name: &str) -> Option<File> {
    Bundle::get(name).map(|file| File {
        hash: file.metadata.sha256_hash(),
        bytes: file.data,
    })
}

fn answer(files: Files, req: &HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = req.path().trim_start_matches('/');
    let name = if path.is_empty() { INDEX } else { path };
    let name = match is_servable(name) && files(name).is_some() {
        true => name,
        false if looks_like_file(path) => return Err(ApiError::not_found()),
        false => INDEX,
    };
    let accepted = req
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (file, encoding) = variant(files, name, accepted).ok_or_else(ApiError::not_found)?;
    let tag = entity_tag(&file.hash, encoding);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, tag.clone()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::CACHE_CONTROL, cache_control(name)));
    if is_known(req, &tag) {
        return Ok(response
            .status(actix_web::http::StatusCode::NOT_MODIFIED)
            .finish());
    }
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding.0));
    }
    response.insert_header((header::CONTENT_TYPE, media_type(name)));
    Ok(match file.bytes {
        Cow::Borrowed(bytes) => response.body(bytes),
        Cow::Owned(bytes) => response.body(bytes),
    })
}

/// The compressed twins are variants, not files of their own.
fn is_servable(name: &str) -> bool {
    ENCODINGS.iter().all(|encoding| !name.ends_with(encoding.1))
}

/// Content coding and the ending of the twin that has it, best first.
type Encoding = (&'static str, &'static str);
const ENCODINGS: [Encoding; 2] = [("br", ".br"), ("gzip", ".gz")];

fn variant(files: Files, name: &str, accepted: &str) -> Option<(File, Option<Encoding>)> {
    for encoding in ENCODINGS {
        if !accepts(accepted, encoding.0) {
            continue;
        }
        if let Some(file) = files(&format!("{name}{}", encoding.1)) {
            return Some((file, Some(encoding)));
        }
    }
    files(name).map(|file| (file, None))
}

/// RFC 9110 12.5.3, without wildcards: plain is always right for those.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .any(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
        named && !refused
    })
}

fn entity_tag(hash: &[u8; 32], encoding: Option<Encoding>) -> String {
    let digits = hex::encode(&hash[..16]);
    format!("\"{digits}{}\"", encoding.map_or("", |encoding| encoding.1))
}

fn is_known(req: &HttpRequest, tag: &str) -> bool {
    req.headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn cache_control(name: &str) -> &'static str {
    if has_hash(name) {
        IMMUTABLE
    } else {
        REVALIDATE
    }
}

/// `app-1f2e3d4c.js` and `app_bg-1f2e3d4c.wasm` carry a hash, `icon.svg` does not.
fn has_hash(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= HASH_DIGITS_MIN && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn looks_like_file(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
