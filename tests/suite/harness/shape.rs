//! What every answer of the API has, whatever was asked: the security headers, no caching, and, for
//! errors, RFC 9457 problem details that tell nothing of our insides. Holds no scenario of its own.

use super::client::Answer;
use shared::api::error::{ErrorCode, Problem};

/// The headers of every answer and the piece that each must hold.
const ALWAYS: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
    ("content-security-policy", "default-src 'none'"),
    ("x-frame-options", ""),
    ("x-request-id", ""),
];
/// What nobody outside should ever read.
const INSIDES: [&str; 6] = [
    "panicked",
    "RUST_BACKTRACE",
    ".rs:",
    "rapport.redb",
    "/tmp/",
    "$argon2",
];

/// What is wrong with an answer of the API, if anything.
pub fn faults(answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, piece) in ALWAYS {
        match answer.header(name) {
            Some(value) if value.contains(piece) => {}
            other => faults.push(format!("{name} is {other:?}")),
        }
        if answer.headers().get_all(name).iter().count() > 1 {
            faults.push(format!("{name} stands twice"));
        }
    }
    faults.extend(policy_faults(answer));
    if answer.status() >= 400 {
        faults.extend(problem_faults(answer));
    }
    faults
}

fn policy_faults(answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.header("cache-control") != Some("no-store") {
        faults.push("the answer may be cached".to_owned());
    }
    if answer.header("access-control-allow-origin").is_some() {
        faults.push("other sites are let in".to_owned());
    }
    let policy = answer.header("content-security-policy").unwrap_or_default();
    for directive in policy.split(';').map(str::trim) {
        let name = directive.split(' ').next().unwrap_or_default();
        let is_script = matches!(name, "default-src" | "script-src");
        if is_script && (directive.contains("unsafe-inline") || directive.contains("'unsafe-eval'"))
        {
            faults.push(format!("scripts run: {directive}"));
        }
    }
    for cookie in answer.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap_or_default();
        if !cookie.contains("HttpOnly") || !cookie.contains("SameSite=Strict") {
            faults.push("a cookie without HttpOnly or SameSite=Strict".to_owned());
        }
    }
    faults
}

fn problem_faults(answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    let text = answer.text();
    if answer.header("content-type") != Some("application/problem+json") {
        faults.push(format!(
            "no problem+json: {:?}",
            answer.header("content-type")
        ));
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => {
            if problem.status != answer.status() || problem.code.status() != answer.status() {
                faults.push(format!("status {} in the body", problem.status));
            }
            if problem.request_id.as_deref() != answer.header("x-request-id") {
                faults.push("another request id in the body".to_owned());
            }
            if problem.code == ErrorCode::Internal {
                faults.push("a fault of ours".to_owned());
            }
        }
        Err(error) => faults.push(format!("no problem: {error}")),
    }
    let told = INSIDES.iter().filter(|word| text.contains(**word));
    faults.extend(told.map(|word| format!("tells of {word}")));
    faults
}

/// A tag that would run or load something in a browser, if there is one. What is text is escaped:
/// outside of tags there is no `<`.
pub fn active_tag(html: &str) -> Option<String> {
    let html = html.to_lowercase();
    let names = [
        "script", "iframe", "object", "embed", "svg", "math", "img", "style", "form", "meta",
    ];
    let values = [
        "=\"javascript:",
        "=\"data:",
        "=\"vbscript:",
        " on",
        " style=",
    ];
    html.split('<')
        .skip(1)
        .map(|piece| piece.split('>').next().unwrap_or_default())
        .find(|tag| {
            names.iter().any(|name| tag.starts_with(name))
                || values.iter().any(|value| tag.contains(value))
        })
        .map(str::to_owned)
}
