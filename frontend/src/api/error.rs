//! What can go wrong with a call, as the app tells it apart. The sentences stand in `i18n::errors`.

use super::json;
use shared::api::error::{ErrorCode, FieldError, FieldErrors, Problem};

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server said why.
    Problem(Box<Problem>),
    /// The server was not reached.
    Offline,
    /// The answer was not what was agreed; the status says a little.
    Unreadable(u16),
    /// We gave up on it ourselves: nothing to tell anyone.
    Aborted,
}

impl ApiError {
    /// The server's word for it, if it said one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::Unreadable(_) | Self::Aborted => None,
        }
    }

    /// Whether the server said this word.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// What is wrong by field; empty unless fields are.
    pub fn fields(&self) -> FieldErrors {
        match self {
            Self::Problem(problem) => problem.errors.clone(),
            Self::Offline | Self::Unreadable(_) | Self::Aborted => FieldErrors::new(),
        }
    }

    /// What is wrong with one field.
    pub fn field(&self, name: &str) -> Option<FieldError> {
        match self {
            Self::Problem(problem) => problem.errors.get(name).copied(),
            Self::Offline | Self::Unreadable(_) | Self::Aborted => None,
        }
    }

    /// Reads an answer that is not a success.
    pub fn read(status: u16, body: &str) -> Self {
        json::read(body).map_or(Self::Unreadable(status), |problem| {
            Self::Problem(Box::new(problem))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_read_and_anything_else_keeps_its_status() {
        let body = r#"{"title":"x","status":422,"code":"invalid","errors":{"email":"invalid"}}"#;
        let error = ApiError::read(422, body);
        assert!(error.is(ErrorCode::Invalid));
        assert_eq!(error.field("email"), Some(FieldError::Invalid));
        assert_eq!(ApiError::read(502, "<html>"), ApiError::Unreadable(502));
    }
}
