//! A real server on a free port, spoken to byte by byte: what well-behaved clients cannot send.
//! Also the panic of one request.

use super::*;
use crate::http::{
    answer::Answer,
    server,
    table::{Access, Row},
};
use actix_web::{
    App as ActixApp,
    middleware::from_fn,
    rt::{spawn, task::spawn_blocking},
    web,
};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

/// Longer than any answer here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs `talk` against a running server.
async fn with_server(talk: impl FnOnce(SocketAddr) + Send + 'static) {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = server::run(world.app.clone(), listener, std::future::pending()).unwrap();
    let handle = server.handle();
    spawn(server);
    spawn_blocking(move || talk(address)).await.unwrap();
    handle.stop(false).await;
    world.app.close().unwrap();
}

/// Sends bytes and reads until the server closes or the answer's head has come.
fn status_of(address: SocketAddr, request: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n") && stream.read(&mut byte).unwrap() == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    head.split(' ').nth(1).unwrap_or("0").parse().unwrap()
}

#[actix_web::test]
async fn ambiguous_requests_are_refused() {
    with_server(|address| {
        let check = |request: &str, status: u16| {
            let request = request.replace("HOST", &address.to_string());
            assert_eq!(status_of(address, &request), status, "{request}");
        };
        check("GET /health HTTP/1.1\r\nHost: HOST\r\n\r\n", 200);
        check("GET /health HTTP/1.1\r\n\r\n", 400);
        check("GET /health HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400);
        check("GET http://evil.example/health HTTP/1.1\r\nHost: HOST\r\n\r\n", 421);
        check(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n\
             Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        );
        check(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n\
             Content-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n",
            413,
        );
        check(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n\
             Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            415,
        );
    })
    .await;
}

/// Sends 64 KB chunks until the server has had enough; how many it took.
fn chunks_taken(address: SocketAddr, path: &str) -> usize {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    (0..CHUNKS_MAX)
        .take_while(|_| stream.write_all(chunk.as_bytes()).is_ok())
        .count()
}

/// A few seconds of sending as fast as loopback takes it.
const CHUNKS_MAX: usize = 1_000_000;

#[actix_web::test]
async fn endless_bodies_end_with_the_connection() {
    with_server(|address| {
        for path in [
            paths::AUTH_LOGIN,
            paths::USERS,
            paths::AUTH_LOGOUT,
            "/api/nothing",
            "/",
        ] {
            assert!(chunks_taken(address, path) < CHUNKS_MAX, "{path}");
        }
    })
    .await;
}

async fn panics() -> Answer {
    let status = StatusCode::from_u16(7).expect("a fault of ours");
    Ok(actix_web::HttpResponse::build(status).finish())
}

#[actix_web::test]
async fn a_panic_ends_one_request_alone() {
    let world = World::new();
    let row = Row::read("/panic", Access::Guest, || web::to(panics));
    let service = test::init_service(
        ActixApp::new()
            .app_data(world.app.clone())
            .service(web::resource("/panic").route(row.route()))
            .configure(crate::http::table::configure)
            .wrap(from_fn(crate::http::perimeter::pass)),
    )
    .await;
    let guest = Browser::new(&world);
    for _ in 0..3 {
        let request = guest.request(Method::GET, "/panic").to_request();
        let response = test::call_service(&service, request).await;
        assert_eq!(response.status(), 500);
        let body = to_bytes(response.into_body()).await.unwrap();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["code"], "internal");
        assert!(problem["request_id"].is_string() && problem.get("detail").is_none());
        let request = guest.request(Method::GET, paths::HEALTH).to_request();
        assert_eq!(test::call_service(&service, request).await.status(), 200);
    }
}
