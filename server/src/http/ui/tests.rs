//! Which bytes of the app go out, and how.

use super::*;
use actix_web::{body::to_bytes, http::StatusCode, test::TestRequest};

const HASHED: &str = "app-1f2e3d4c5b6a7980.js";

fn files(name: &str) -> Option<File> {
    let bytes: &'static [u8] = match name {
        "index.html" => b"index",
        "index.html.br" => b"index br",
        "app-1f2e3d4c5b6a7980.js" => b"script",
        "app-1f2e3d4c5b6a7980.js.br" => b"script br",
        "app-1f2e3d4c5b6a7980.js.gz" => b"script gz",
        "icon.svg" => b"<svg/>",
        _ => return None,
    };
    Some(File {
        bytes: Cow::Borrowed(bytes),
        hash: *blake3::hash(bytes).as_bytes(),
    })
}

fn get(path: &str, accepted: &str) -> Result<HttpResponse, ApiError> {
    let request = TestRequest::get()
        .uri(path)
        .insert_header((header::ACCEPT_ENCODING, accepted));
    answer(&files, &request.to_http_request())
}

async fn check(path: &str, accepted: &str, expected: &[u8]) {
    let response = get(path, accepted).unwrap();
    let body = to_bytes(response.into_body()).await.unwrap();
    assert_eq!(body, expected, "{path} {accepted}");
}

#[actix_web::test]
async fn the_best_accepted_variant_is_served() {
    let script = format!("/{HASHED}");
    check(&script, "gzip, deflate, br", b"script br").await;
    check(&script, "gzip;q=1.0, br;q=0", b"script gz").await;
    check(&script, "identity", b"script").await;
    check(&script, "", b"script").await;
    check(&script, "*", b"script").await;
    check("/icon.svg", "br, gzip", b"<svg/>").await;
}

#[actix_web::test]
async fn pages_of_the_app_get_its_index_and_missing_files_do_not() {
    check("/", "br", b"index br").await;
    check("/contacts/0190-abc", "", b"index").await;
    check("/search", "gzip", b"index").await;
    for path in [
        "/missing.js",
        "/app-1f2e3d4c5b6a7980.js.br",
        "/../secret.key",
        "/a/b.png",
    ] {
        assert_eq!(
            get(path, "").unwrap_err().code(),
            ErrorCode::NotFound,
            "{path}"
        );
    }
}

#[actix_web::test]
async fn hashed_names_are_cached_for_good_and_the_index_never() {
    let cache = |path: &str| {
        get(path, "")
            .unwrap()
            .headers()
            .get(header::CACHE_CONTROL)
            .unwrap()
            .clone()
    };
    assert_eq!(cache(&format!("/{HASHED}")), IMMUTABLE);
    assert_eq!(cache("/"), REVALIDATE);
    assert_eq!(cache("/icon.svg"), REVALIDATE);
    assert_eq!(cache("/contacts"), REVALIDATE);
}

#[actix_web::test]
async fn a_known_file_is_not_sent_again() {
    let first = get("/", "br").unwrap();
    let tag = first.headers().get(header::ETAG).unwrap().clone();
    let again = TestRequest::get()
        .uri("/")
        .insert_header((header::ACCEPT_ENCODING, "br"))
        .insert_header((header::IF_NONE_MATCH, tag.clone()))
        .to_http_request();
    let again = answer(&files, &again).unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let plain = get("/", "").unwrap();
    assert_ne!(
        plain.headers().get(header::ETAG).unwrap(),
        tag,
        "each variant has its own tag"
    );
}

#[actix_web::test]
async fn paths_of_the_api_are_never_the_app() {
    for path in ["/api", "/api/", "/api/v1/nothing", "/api/v2/contacts"] {
        let request = TestRequest::get().uri(path).to_http_request();
        assert_eq!(
            serve(&request).unwrap_err().code(),
            ErrorCode::NotFound,
            "{path}"
        );
    }
}
