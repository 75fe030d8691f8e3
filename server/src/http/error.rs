//! The one error of the HTTP door: RFC 9457 problem details with a stable code. Causes never leave
//! the server; the perimeter logs them once, beside the request id. Tests at the foot.

use crate::{
    auth::AuthError,
    domain::error::DomainError,
    obs::RequestId,
    search::SearchError,
    store::{StoreError, engine::EngineError},
};
use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use shared::api::error::{ErrorCode, FieldError, FieldErrors, Problem};
use std::fmt;

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// Seconds after which a caller may try again when the store was busy.
const RETRY_SECONDS: u64 = 1;

/// What a request ends with when it cannot be served.
#[derive(Debug)]
pub struct ApiError {
    code: ErrorCode,
    detail: Option<String>,
    errors: FieldErrors,
    retry_after_seconds: Option<u64>,
    revision: Option<u64>,
    cause: Option<String>,
}

impl ApiError {
    /// An error that its code says all about.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            detail: None,
            errors: FieldErrors::new(),
            retry_after_seconds: None,
            revision: None,
            cause: None,
        }
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What went wrong inside, for the log alone.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// Says more, in English; must hold nothing secret.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Says what is wrong with which field.
    #[must_use]
    pub fn fields(mut self, errors: FieldErrors) -> Self {
        self.errors = errors;
        self
    }

    /// Says what is wrong with one field.
    #[must_use]
    pub fn field(self, name: impl Into<String>, error: FieldError) -> Self {
        self.fields(FieldErrors::from([(name.into(), error)]))
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// A fault on our side; the cause goes to the log.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// The request cannot be read.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadRequest).detail(detail)
    }

    /// No such record or path.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// The body, as it goes out.
    pub fn problem(&self) -> Problem {
        Problem {
            title: self.code.as_str().replace('_', " "),
            status: self.code.status(),
            code: self.code,
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            request_id: RequestId::current().map(|id| id.to_string()),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, PROBLEM_JSON));
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(revision) = self.revision {
            response.insert_header((header::ETAG, super::answer::etag(revision)));
        }
        response.body(serde_json::to_vec(&self.problem()).unwrap_or_default())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Engine(EngineError::DiskFull) => ErrorCode::DiskFull,
            StoreError::Contended
            | StoreError::Engine(EngineError::Busy | EngineError::Closed | EngineError::Io(_)) => {
                ErrorCode::Busy
            }
            StoreError::Engine(EngineError::TooLarge) => ErrorCode::TooLarge,
            StoreError::Engine(EngineError::Corrupted(_) | EngineError::InUse)
            | StoreError::Decode(_)
            | StoreError::Damaged(_)
            | StoreError::Taken(_)
            | StoreError::Blob(_) => ErrorCode::Internal,
        };
        let retry = matches!(code, ErrorCode::Busy | ErrorCode::DiskFull).then_some(RETRY_SECONDS);
        Self {
            cause: Some(error.to_string()),
            retry_after_seconds: retry,
            ..Self::new(code)
        }
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        Self {
            cause: Some(error.to_string()),
            ..Self::new(ErrorCode::Busy).retry_after(RETRY_SECONDS)
        }
    }
}

impl From<DomainError> for ApiError {
    fn from(error: DomainError) -> Self {
        match error {
            DomainError::Store(error) => error.into(),
            DomainError::Search(error) => error.into(),
            DomainError::Forbidden => Self::new(ErrorCode::Forbidden),
            DomainError::NotFound => Self::not_found(),
            DomainError::Invalid(errors) => Self::new(ErrorCode::Invalid).fields(errors),
            DomainError::EmailTaken(id) => Self::new(ErrorCode::EmailTaken).detail(id.to_string()),
            DomainError::DomainTaken(id) => {
                Self::new(ErrorCode::DomainTaken).detail(id.to_string())
            }
            DomainError::IdTaken => Self::new(ErrorCode::IdTaken),
            DomainError::RevisionStale(revision) => Self {
                revision: Some(revision),
                ..Self::new(ErrorCode::RevisionStale)
                    .detail(format!("the record is at revision {revision}"))
            },
            DomainError::UndoConflict => Self::new(ErrorCode::UndoConflict),
            DomainError::ImportState => Self::new(ErrorCode::ImportState),
            DomainError::LastAdmin => Self::new(ErrorCode::LastAdmin),
            DomainError::WrongCredentials => Self::new(ErrorCode::WrongCredentials),
            DomainError::IdempotencyKeyReused => Self::new(ErrorCode::IdempotencyKeyReused),
            DomainError::BadRequest(detail) => Self::bad_request(detail),
        }
    }
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Domain(error) => error.into(),
            AuthError::SignInRequired => Self::new(ErrorCode::SignInRequired),
            AuthError::WrongCredentials => Self::new(ErrorCode::WrongCredentials),
            AuthError::SetupTokenInvalid => Self::new(ErrorCode::SetupTokenInvalid),
            AuthError::TooManyAttempts { retry_seconds } => {
                Self::new(ErrorCode::TooManyAttempts).retry_after(retry_seconds)
            }
            AuthError::Busy => Self::new(ErrorCode::Busy).retry_after(RETRY_SECONDS),
            AuthError::Internal(cause) => Self::internal(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: impl Into<ApiError>, status: u16, retry: bool) {
        let response = error.into().error_response();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers().contains_key(header::RETRY_AFTER), retry);
        assert_eq!(
            response.headers().get(header::CONTENT_TYPE).unwrap(),
            PROBLEM_JSON
        );
    }

    #[test]
    fn store_faults_say_whether_to_try_again() {
        check(StoreError::Engine(EngineError::DiskFull), 507, true);
        check(StoreError::Engine(EngineError::Busy), 503, true);
        check(StoreError::Engine(EngineError::Io("EIO".into())), 503, true);
        check(StoreError::Contended, 503, true);
        check(StoreError::Damaged("x".into()), 500, false);
        check(DomainError::RevisionStale(4), 412, false);
    }

    #[test]
    fn causes_stay_inside() {
        let error = ApiError::internal("secret path /var/x");
        let body = serde_json::to_string(&error.problem()).unwrap();
        assert!(!body.contains("secret"));
        assert_eq!(error.cause(), Some("secret path /var/x"));
    }
}
