//! The HTTP door from outside: the whole service over the memory engine, with a clock of the
//! test's own. Scenarios over a real server and store stand in the tests crate.

mod perimeter;
mod sign_in;
mod users;
mod wire;

use super::server::service;
use crate::{
    app::{App, build_on},
    config::Config,
    domain::ctx::Clock,
    store::{engine::Engine, memory::MemoryEngine},
};
use actix_web::{
    body::to_bytes,
    dev::ServiceResponse,
    http::{Method, StatusCode, header},
    test::{self, TestRequest},
    web::Data,
};
use serde_json::{Value, json};
use shared::{
    api::{error::ErrorCode, paths},
    time::Timestamp,
};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

pub const PASSWORD: &str = "vier Worte und ein Punkt.";
pub const HOST: &str = "localhost:8080";
pub const ORIGIN: &str = "http://localhost:8080";

/// A clock that stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// One workspace: its engine outlives the application, as a disk outlives a process.
pub struct World {
    pub app: Data<App>,
    pub clock: Arc<TestClock>,
    engine: Arc<dyn Engine>,
    folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(configure: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new());
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000_000)));
        let mut config = Config::new(folder.path());
        configure(&mut config);
        let app = build_on(config, engine.clone(), clock.clone()).unwrap();
        Self {
            app: Data::new(app),
            clock,
            engine,
            folder,
        }
    }

    /// The same data, another process.
    pub fn restart(self) -> Self {
        let config = Config::new(self.folder.path());
        let app = build_on(config, self.engine.clone(), self.clock.clone()).unwrap();
        Self {
            app: Data::new(app),
            ..self
        }
    }

    pub fn setup_token(&self) -> String {
        let link = self.app.auth.setup.link("").unwrap();
        link.split_once("#token=").unwrap().1.to_owned()
    }

    /// A browser whose admin has just been made.
    pub async fn admin(&self) -> Browser<'_> {
        let mut browser = Browser::new(self);
        let body = json!({
            "token": self.setup_token(), "name": "Ana", "email": "ana@example.org",
            "password": PASSWORD,
        });
        let reply = browser.post(paths::AUTH_SETUP, body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.json);
        browser
    }

    /// A browser in which a further user has signed in.
    pub async fn member(&self, admin: &mut Browser<'_>, name: &str, role: &str) -> Browser<'_> {
        let email = format!("{name}@example.org");
        let body = json!({"name": name, "email": email, "role": role, "password": PASSWORD});
        let reply = admin.post(paths::USERS, body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.json);
        let mut browser = Browser::new(self);
        let reply = browser.login(&email, PASSWORD).await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.json);
        browser
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: BTreeMap<String, String>,
    pub json: Value,
}

impl Reply {
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    #[track_caller]
    pub fn is(&self, code: ErrorCode) {
        assert_eq!(self.code(), code.as_str(), "{self:?}");
        assert_eq!(self.status.as_u16(), code.status());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(
            self.json["request_id"],
            self.headers["x-request-id"].as_str()
        );
    }
}

/// Sends requests as a browser would, with its cookies.
#[derive(Clone)]
pub struct Browser<'a> {
    world: &'a World,
    pub cookies: BTreeMap<String, String>,
    pub address: SocketAddr,
}

impl<'a> Browser<'a> {
    pub fn new(world: &'a World) -> Self {
        Self {
            world,
            cookies: BTreeMap::new(),
            address: "127.0.0.1:4000".parse().unwrap(),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> TestRequest {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = TestRequest::with_uri(path)
            .method(method)
            .peer_addr(self.address)
            .insert_header((header::HOST, HOST))
            .insert_header((header::ORIGIN, ORIGIN));
        if cookies.is_empty() {
            request
        } else {
            request.insert_header((header::COOKIE, cookies.join("; ")))
        }
    }

    pub async fn send(&mut self, request: TestRequest) -> Reply {
        let service = test::init_service(service(self.world.app.clone())).await;
        let response: ServiceResponse = test::call_service(&service, request.to_request()).await;
        for cookie in response.response().cookies() {
            let (name, value) = (cookie.name().to_owned(), cookie.value().to_owned());
            if value.is_empty() {
                self.cookies.remove(&name);
            } else {
                self.cookies.insert(name, value);
            }
        }
        let status = response.status();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let body = to_bytes(response.into_body()).await.unwrap();
        Reply {
            status,
            headers,
            json: serde_json::from_slice(&body).unwrap_or(Value::Null),
        }
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).set_json(body))
            .await
    }

    pub async fn patch(&mut self, path: &str, if_match: &str, body: Value) -> Reply {
        let request = self.request(Method::PATCH, path);
        self.send(
            request
                .insert_header((header::IF_MATCH, if_match))
                .set_json(body),
        )
        .await
    }

    pub async fn login(&mut self, email: &str, password: &str) -> Reply {
        self.post(
            paths::AUTH_LOGIN,
            json!({"email": email, "password": password}),
        )
        .await
    }

    pub async fn refresh(&mut self) -> Reply {
        self.send(self.request(Method::POST, paths::AUTH_REFRESH))
            .await
    }

    /// Whether the session is alive.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get(paths::AUTH_SESSION).await.status == StatusCode::OK
    }
}
