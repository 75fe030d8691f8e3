//! The one route table. Router, `openapi.json` and the authorisation matrix are built from its
//! rows and from nothing else, so a route without a row does not exist.
//!
//! A resource file in `routes` exports its rows; [`rows`] puts them together:
//!
//! ```ignore
//! pub fn rows() -> Vec<Row> {
//!     vec![
//!         Row::read(paths::CONTACTS, Permission::RecordRead, || web::to(list))
//!             .says("Lists contacts")
//!             .query::<ListQuery>()
//!             .answers::<Page<Contact>>(200),
//!         Row::create(paths::CONTACTS, Permission::RecordWrite, || web::to(create))
//!             .says("Creates a contact")
//!             .takes::<ContactCreate>()
//!             .answers::<Contact>(201)
//!             .fails(&[ErrorCode::EmailTaken, ErrorCode::IdTaken]),
//!         Row::change(Method::PATCH, paths::CONTACT, Permission::RecordWrite, || web::to(update))
//!             .says("Changes a contact")
//!             .takes::<ContactPatch>()
//!             .answers::<Contact>(200)
//!             .fails(&[ErrorCode::EmailTaken]),
//!     ]
//! }
//!
//! async fn create(
//!     app: AppData,
//!     ctx: Ctx,
//!     body: Create<ContactCreate>,
//! ) -> Answer {
//!     let done = contacts::create(&ctx, &app.store, body.once.as_ref(), body.input).await?;
//!     let location = paths::contact(done.value.id);
//!     answer::created(&done, &location, done.value.revision)
//! }
//! ```
//!
//! Must never hold a rule of its own: the gate judges, handlers act. Tests at the foot.

use super::{
    error::ApiError,
    gate, routes,
    schema::{Schema, schema},
};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError, Route,
    guard::{self, Guard},
    http::{Method, header},
    middleware::from_fn,
    web::{self, PathConfig, ServiceConfig},
};
use serde::de::DeserializeOwned;
use shared::{api::error::ErrorCode, permission::Permission};
use std::{collections::BTreeMap, sync::Arc};

/// Bytes of a JSON body at most. A note of 256 KB may need six bytes a character when escaped.
pub const JSON_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Guest,
    /// Whoever is signed in with a role that has this permission.
    SignedIn(Permission),
}

impl From<Permission> for Access {
    fn from(permission: Permission) -> Self {
        Self::SignedIn(permission)
    }
}

/// What a call does to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// Something that is neither a create nor a change of one record.
    Write,
    /// Makes a record: Idempotency-Key is honoured.
    Create,
    /// Changes or deletes one record: If-Match is required.
    Change,
}

/// What a call may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// Nothing.
    None,
    /// `application/json`, at most so many bytes.
    Json(u64),
    /// `application/octet-stream`, at most so many bytes.
    Bytes(u64),
}

impl BodyKind {
    /// Bytes at most.
    pub const fn bytes_max(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Json(bytes) | Self::Bytes(bytes) => bytes,
        }
    }
}

/// What a call answers when all goes well.
#[derive(Debug, Clone, Copy)]
pub enum Reply {
    /// A status alone.
    Empty(u16),
    /// JSON of this shape.
    Json(u16, Schema),
    /// Something else: its media type.
    Media(&'static str),
}

/// A row without its handler: what the gate, the description and the tests need.
#[derive(Debug, Clone)]
pub struct RowFacts {
    /// The method.
    pub method: Method,
    /// The pattern, from `shared::api::paths`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it does.
    pub effect: Effect,
    /// What it takes.
    pub body: BodyKind,
    /// One line, for people.
    pub summary: &'static str,
    /// The shape of its query.
    pub query: Option<Schema>,
    /// The shape of its JSON body.
    pub request: Option<Schema>,
    /// What it answers.
    pub reply: Reply,
    /// Codes it fails with besides those that follow from the rest.
    pub errors: &'static [ErrorCode],
}

/// One route.
pub struct Row {
    /// Everything but the handler.
    pub facts: RowFacts,
    handler: fn() -> Route,
}

impl Row {
    /// A GET that changes nothing.
    pub fn read(path: &'static str, access: impl Into<Access>, handler: fn() -> Route) -> Self {
        Self::new(Method::GET, path, access.into(), handler)
    }

    /// A POST that makes a record; honours Idempotency-Key.
    pub fn create(path: &'static str, access: impl Into<Access>, handler: fn() -> Route) -> Self {
        Self::new(Method::POST, path, access.into(), handler).effect(Effect::Create)
    }

    /// A PATCH or DELETE of one record; requires If-Match.
    pub fn change(
        method: Method,
        path: &'static str,
        access: impl Into<Access>,
        handler: fn() -> Route,
    ) -> Self {
        Self::new(method, path, access.into(), handler).effect(Effect::Change)
    }

    /// Any other writing call.
    pub fn write(
        method: Method,
        path: &'static str,
        access: impl Into<Access>,
        handler: fn() -> Route,
    ) -> Self {
        Self::new(method, path, access.into(), handler).effect(Effect::Write)
    }

    fn new(method: Method, path: &'static str, access: Access, handler: fn() -> Route) -> Self {
        let facts = RowFacts {
            method,
            path,
            access,
            effect: Effect::Read,
            body: BodyKind::None,
            summary: "",
            query: None,
            request: None,
            reply: Reply::Empty(204),
            errors: &[],
        };
        Self { facts, handler }
    }

    fn effect(mut self, effect: Effect) -> Self {
        self.facts.effect = effect;
        self
    }

    /// What it is for, in one line.
    #[must_use]
    pub fn says(mut self, summary: &'static str) -> Self {
        self.facts.summary = summary;
        self
    }

    /// The shape of its query.
    #[must_use]
    pub fn query<T: DeserializeOwned + 'static>(mut self) -> Self {
        self.facts.query = Some(schema::<T>());
        self
    }

    /// The shape of its JSON body.
    #[must_use]
    pub fn takes<T: DeserializeOwned + 'static>(mut self) -> Self {
        self.facts.request = Some(schema::<T>());
        self.facts.body = BodyKind::Json(JSON_BYTES_MAX);
        self
    }

    /// It takes bytes as they are, at most so many.
    #[must_use]
    pub fn takes_bytes(mut self, bytes_max: u64) -> Self {
        self.facts.body = BodyKind::Bytes(bytes_max);
        self
    }

    /// The status and shape of its JSON answer.
    #[must_use]
    pub fn answers<T: DeserializeOwned + 'static>(mut self, status: u16) -> Self {
        self.facts.reply = Reply::Json(status, schema::<T>());
        self
    }

    /// The status of its empty answer; 204 when this is not called.
    #[must_use]
    pub fn answers_nothing(mut self, status: u16) -> Self {
        self.facts.reply = Reply::Empty(status);
        self
    }

    /// The media type of its answer, when that is not JSON.
    #[must_use]
    pub fn answers_media(mut self, media_type: &'static str) -> Self {
        self.facts.reply = Reply::Media(media_type);
        self
    }

    /// Codes of its own; those of sign-in, bodies and If-Match follow from the row.
    #[must_use]
    pub fn fails(mut self, errors: &'static [ErrorCode]) -> Self {
        self.facts.errors = errors;
        self
    }

    pub(super) fn route(&self) -> Route {
        let facts = Arc::new(self.facts.clone());
        let gate = from_fn(move |req, next| gate::pass(facts.clone(), req, next));
        (self.handler)()
            .guard(method_guard(&self.facts.method))
            .wrap(gate)
    }
}

/// A GET row answers HEAD too.
fn method_guard(method: &Method) -> impl Guard + 'static + use<> {
    let own = method.clone();
    guard::fn_guard(move |request| {
        let asked = &request.head().method;
        *asked == own || (own == Method::GET && *asked == Method::HEAD)
    })
}

/// Every route there is.
pub fn rows() -> Vec<Row> {
    routes::all()
}

/// Builds the router from the rows.
pub fn configure(config: &mut ServiceConfig) {
    config.app_data(PathConfig::default().error_handler(|_, _| ApiError::not_found().into()));
    // Paths without parameters first: they are compared, the others are matched one by one.
    let mut by_path: BTreeMap<(bool, &str), Vec<Row>> = BTreeMap::new();
    for row in rows() {
        let path = row.facts.path;
        let place = (path.contains('{'), path);
        by_path.entry(place).or_default().push(row);
    }
    for ((_, path), rows) in by_path {
        let allowed = allowed_methods(&rows);
        let mut resource = web::resource(path);
        for row in &rows {
            resource = resource.route(row.route());
        }
        let wrong_method = move || std::future::ready(wrong_method(&allowed));
        config.service(resource.default_service(web::to(wrong_method)));
    }
}

fn allowed_methods(rows: &[Row]) -> String {
    let methods: Vec<&str> = rows.iter().map(|row| row.facts.method.as_str()).collect();
    methods.join(", ")
}

fn wrong_method(allowed: &str) -> HttpResponse {
    let mut response = ApiError::new(ErrorCode::MethodNotAllowed).error_response();
    if let Ok(value) = header::HeaderValue::from_str(allowed) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

/// What nothing else answers: the app's files and pages, JSON 404 below `/api`.
pub async fn fallback(req: HttpRequest) -> Result<HttpResponse, ApiError> {
    super::ui::serve(&req)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_is_complete_and_stands_once() {
        let mut seen = HashSet::new();
        for row in rows() {
            let facts = row.facts;
            assert!(
                seen.insert((facts.method.clone(), facts.path)),
                "{} {} stands twice",
                facts.method,
                facts.path
            );
            assert!(!facts.summary.is_empty(), "{} has no summary", facts.path);
            assert_eq!(facts.effect == Effect::Read, facts.method == Method::GET);
        }
    }

    #[test]
    fn reads_never_take_bodies_and_guests_reach_only_the_doors() {
        let doors = [
            "/health",
            "/api/v1/auth/setup",
            "/api/v1/auth/login",
            "/api/v1/auth/refresh",
        ];
        for row in rows() {
            let facts = row.facts;
            assert!(facts.effect != Effect::Read || facts.body == BodyKind::None);
            let open = facts.access == Access::Guest;
            assert!(!open || doors.contains(&facts.path) || facts.path.ends_with("/auth/logout"));
        }
    }
}
