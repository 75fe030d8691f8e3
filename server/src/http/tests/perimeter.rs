//! What holds for every route: headers, Host, Origin, content type, unknown paths.

use super::*;
use crate::http::{
    headers::APP_CSP,
    table::{Access, BodyKind, Effect, RowFacts, rows},
};

fn facts() -> Vec<RowFacts> {
    rows().into_iter().map(|row| row.facts).collect()
}

fn filled(path: &str) -> String {
    path.replace("{id}", "0190b5a0-0000-7000-8000-000000000000")
        .replace("{number}", "0")
        .replace("{position}", "1")
}

#[actix_web::test]
async fn every_route_carries_the_security_headers() {
    let world = World::new();
    let mut guest = Browser::new(&world);
    for row in facts() {
        let request = guest.request(row.method.clone(), &filled(row.path));
        let reply = guest.send(request).await;
        let header = |name: &str| reply.headers.get(name).map_or("", String::as_str);
        assert_eq!(header("content-security-policy"), APP_CSP, "{}", row.path);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store", "{}", row.path);
        assert!(header("permissions-policy").contains("camera=()"));
        assert!(!reply.headers.contains_key("strict-transport-security"));
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
        if let Access::SignedIn(_) = row.access {
            reply.is(ErrorCode::SetupRequired);
        }
    }
}

#[actix_web::test]
async fn every_route_checks_the_host_and_every_write_its_origin() {
    let world = World::new();
    let mut admin = world.admin().await;
    for row in facts() {
        let path = filled(row.path);
        let request = admin.request(row.method.clone(), &path);
        let foreign = request.insert_header((header::HOST, "evil.example"));
        admin.send(foreign).await.is(ErrorCode::HostMismatch);
        if row.effect == Effect::Read {
            continue;
        }
        let request = admin.request(row.method.clone(), &path);
        let foreign = request.insert_header((header::ORIGIN, "http://evil.example"));
        admin.send(foreign).await.is(ErrorCode::OriginMismatch);
        if row.path != paths::AUTH_LOGOUT {
            let request = admin.request(row.method.clone(), &path);
            let request = request.insert_header((header::CONTENT_TYPE, "text/plain"));
            let reply = admin.send(request.set_payload("{}")).await;
            reply.is(ErrorCode::UnsupportedMediaType);
        }
    }
}

#[actix_web::test]
async fn broken_and_oversized_bodies_are_refused() {
    let world = World::new();
    let mut admin = world.admin().await;
    for row in facts() {
        let BodyKind::Json(limit) = row.body else {
            continue;
        };
        let send = |browser: &Browser<'_>, body: String| {
            browser
                .request(row.method.clone(), &filled(row.path))
                .insert_header((header::IF_MATCH, "*"))
                .insert_header((header::CONTENT_TYPE, "application/json"))
                .set_payload(body)
        };
        let mut caller = admin.clone();
        let request = send(&caller, "{\"a\":".to_owned());
        caller.send(request).await.is(ErrorCode::BadRequest);
        let request = send(&caller, "{\"nosuchfield\":1}".to_owned());
        let reply = caller.send(request).await;
        reply.is(ErrorCode::Invalid);
        let large = usize::try_from(limit).unwrap() + 1;
        let request = send(&caller, " ".repeat(large))
            .insert_header((header::CONTENT_LENGTH, large.to_string()));
        caller.send(request).await.is(ErrorCode::TooLarge);
        let request = send(&caller, " ".repeat(large));
        caller.send(request).await.is(ErrorCode::TooLarge);
    }
    assert!(admin.is_signed_in().await);
}

#[actix_web::test]
async fn unknown_paths_and_methods_of_the_api_answer_in_json() {
    let world = World::new();
    let mut guest = Browser::new(&world);
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/users/a/b/c",
        "/api/v9/users",
    ] {
        guest.get(path).await.is(ErrorCode::NotFound);
    }
    let request = guest.request(Method::PUT, paths::USERS);
    let reply = guest.send(request).await;
    reply.is(ErrorCode::MethodNotAllowed);
    assert_eq!(reply.headers["allow"], "GET, POST");
    let request = guest.request(Method::POST, "/contacts");
    guest.send(request).await.is(ErrorCode::MethodNotAllowed);
}

#[actix_web::test]
async fn health_needs_no_sign_in_and_answers_head() {
    let world = World::new();
    let mut guest = Browser::new(&world);
    assert_eq!(guest.get(paths::HEALTH).await.json, json!({"status": "ok"}));
    let request = guest.request(Method::HEAD, paths::HEALTH);
    assert_eq!(guest.send(request).await.status, 200);
}

#[actix_web::test]
async fn pages_of_the_app_are_served_with_its_policy() {
    let world = World::new();
    let mut guest = Browser::new(&world);
    for path in ["/", "/contacts", "/search?q=a"] {
        let reply = guest.get(path).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["content-security-policy"], APP_CSP);
        assert_eq!(reply.headers["cache-control"], "no-cache");
        assert!(reply.headers["content-type"].starts_with("text/html"));
    }
}
