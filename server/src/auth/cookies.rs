//! The two cookies. Over HTTPS `__Host-` and Secure; over plain HTTP, where Safari drops Secure
//! cookies even for localhost, the name carries the workspace instead. Always HttpOnly and
//! SameSite=Strict. Tests: `http::tests::sign_in`.

use super::sign_in::Granted;
use crate::app::App;
use actix_web::{
    HttpRequest, HttpResponseBuilder,
    cookie::{Cookie, SameSite, time::Duration},
};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Access,
    Refresh,
}

/// The access token of a request.
pub fn access_token(app: &App, req: &HttpRequest) -> Option<String> {
    read(app, req, Kind::Access)
}

/// The refresh token of a request.
pub fn refresh_token(app: &App, req: &HttpRequest) -> Option<String> {
    read(app, req, Kind::Refresh)
}

fn read(app: &App, req: &HttpRequest, kind: Kind) -> Option<String> {
    req.cookie(&name(app, kind))
        .map(|cookie| cookie.value().to_owned())
}

/// Sets the cookies that a sign-in or refresh gave.
pub fn set(app: &App, response: &mut HttpResponseBuilder, granted: &Granted) {
    response.cookie(cookie(
        app,
        Kind::Access,
        &granted.access,
        granted.session_seconds,
    ));
    if let Some(refresh) = &granted.refresh {
        response.cookie(cookie(app, Kind::Refresh, refresh, granted.session_seconds));
    }
}

/// Takes both cookies away.
pub fn clear(app: &App, response: &mut HttpResponseBuilder) {
    for kind in [Kind::Access, Kind::Refresh] {
        response.cookie(cookie(app, kind, "", 0));
    }
}

fn name(app: &App, kind: Kind) -> String {
    let word = match kind {
        Kind::Access => "access",
        Kind::Refresh => "refresh",
    };
    if app.config.https {
        format!("__Host-rapport_{word}")
    } else {
        format!("rapport_{}_{word}", app.workspace.simple())
    }
}

fn cookie<'a>(app: &App, kind: Kind, value: &'a str, seconds: i64) -> Cookie<'a> {
    Cookie::build(name(app, kind), value)
        .path("/")
        .http_only(true)
        .secure(app.config.https)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}
