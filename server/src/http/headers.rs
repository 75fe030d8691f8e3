//! The headers that every response carries, in one place. A handler may set its own policy for a
//! mail's body or a download; everything else gets the app's. Tests: the foot and tests crate.

use crate::{config::Config, obs::RequestId};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// What the app's pages may load: nothing from elsewhere, no inline script.
pub const APP_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
style-src 'self'; style-src-attr 'unsafe-inline'; connect-src 'self'; font-src 'self'; \
manifest-src 'self'; worker-src 'self'; frame-src 'self'; img-src 'self' data: blob:; \
form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a mail's body may do, in its frame: show text and its own pictures, and open links outside.
pub const MAIL_FRAME_CSP: &str = "default-src 'none'; img-src 'self' data:; \
style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/// What a downloaded file may do when somebody opens it here after all: nothing.
pub const DOWNLOAD_CSP: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// What a PDF may do that is opened on a page of its own: be drawn by the browser's viewer, in whose
/// process it has neither page nor cookies. `sandbox` would keep some viewers out with the rest.
pub const PDF_CSP: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; \
frame-ancestors 'none'";

/// The name of the header with the request id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
payment=(), picture-in-picture=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// One year; the proxy in front decides about subdomains.
const HSTS: &str = "max-age=31536000";

/// Those that a handler may have chosen otherwise.
const DEFAULTS: [(HeaderName, &str); 2] = [
    (header::CONTENT_SECURITY_POLICY, APP_CSP),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Those that are the same everywhere.
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (header::PERMISSIONS_POLICY, PERMISSIONS_POLICY),
];

/// Adds what is missing. `is_api` responses are never cached.
pub fn secure(headers: &mut HeaderMap, config: &Config, is_api: bool) {
    for (name, value) in DEFAULTS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if config.https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HSTS),
        );
    }
    let id = RequestId::current().and_then(|id| HeaderValue::try_from(id.to_string()).ok());
    if let Some(id) = id {
        headers.insert(REQUEST_ID, id);
    }
}

/// The policy headers of a mail's body in its frame.
pub fn mail_frame() -> [(HeaderName, &'static str); 2] {
    [
        (header::CONTENT_SECURITY_POLICY, MAIL_FRAME_CSP),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ]
}

/// The headers of a file that is saved, never shown: policy and `Content-Disposition`.
pub fn download(name: &str) -> [(HeaderName, String); 2] {
    [
        (header::CONTENT_SECURITY_POLICY, DOWNLOAD_CSP.to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", name)),
    ]
}

/// The headers of a PDF that is shown: policy and `Content-Disposition`.
pub fn shown_pdf(name: &str) -> [(HeaderName, String); 2] {
    [
        (header::CONTENT_SECURITY_POLICY, PDF_CSP.to_owned()),
        (header::CONTENT_DISPOSITION, disposition("inline", name)),
    ]
}

/// Characters of a file name at most, in `Content-Disposition`.
const FILE_NAME_CHARS_MAX: usize = 150;

/// RFC 6266: an ASCII name for old clients, the real one in RFC 8187 form. The name comes from
/// strangers: no path, no control character, no text direction mark survives.
fn disposition(how: &str, name: &str) -> String {
    let name: String = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control() && !is_direction_mark(*c))
        .take(FILE_NAME_CHARS_MAX)
        .collect();
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "file" } else { name };
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii() => c,
            _ => '_',
        })
        .collect();
    format!(
        "{how}; filename=\"{plain}\"; filename*=UTF-8''{}",
        percent_encoded(name)
    )
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}')
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(disposition("attachment", name), expected, "{name:?}");
    }

    #[test]
    fn file_names_of_strangers_cannot_break_the_header() {
        check(
            "offer.pdf",
            "attachment; filename=\"offer.pdf\"; filename*=UTF-8''offer.pdf",
        );
        check(
            "a\r\nSet-Cookie: x=1\".txt",
            "attachment; filename=\"aSet-Cookie: x=1_.txt\"; \
             filename*=UTF-8''aSet-Cookie%3A%20x%3D1%22.txt",
        );
        check(
            "../../etc/passwd",
            "attachment; filename=\"passwd\"; filename*=UTF-8''passwd",
        );
        check(
            "..\\报价.pdf",
            "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7.pdf",
        );
        check("..", "attachment; filename=\"file\"; filename*=UTF-8''file");
        check(
            "exe\u{202e}fdp.exe",
            "attachment; filename=\"exefdp.exe\"; filename*=UTF-8''exefdp.exe",
        );
    }

    #[test]
    fn https_alone_gets_hsts_and_handlers_may_choose_their_policy() {
        let mut config = Config::new("x");
        let mut headers = HeaderMap::new();
        secure(&mut headers, &config, true);
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        assert_eq!(
            headers.get(header::CONTENT_SECURITY_POLICY).unwrap(),
            APP_CSP
        );
        config.https = true;
        let mut headers = HeaderMap::new();
        for (name, value) in mail_frame() {
            headers.insert(name, HeaderValue::from_static(value));
        }
        secure(&mut headers, &config, false);
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(
            headers.get(header::CONTENT_SECURITY_POLICY).unwrap(),
            MAIL_FRAME_CSP
        );
        assert_eq!(headers.get(header::X_FRAME_OPTIONS).unwrap(), "SAMEORIGIN");
    }
}
