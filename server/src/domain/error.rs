//! What a service answers when it cannot do what was asked.

use crate::{
    search::SearchError,
    store::{StoreError, record::DecodeError},
};
use shared::api::error::{FieldError, FieldErrors};
use uuid::Uuid;

/// What a caller can do about it decides the variant.
#[derive(Debug, thiserror::Error)]
pub enum DomainError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Search failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The role does not allow it.
    #[error("the role does not allow it")]
    Forbidden,
    /// No such record, or none this actor may see.
    #[error("no such record")]
    NotFound,
    /// Fields are wrong.
    #[error("fields are wrong")]
    Invalid(FieldErrors),
    /// Another contact has this e-mail address.
    #[error("another record has this e-mail address")]
    EmailTaken(Uuid),
    /// Another company has this domain.
    #[error("another company has this domain")]
    DomainTaken(Uuid),
    /// A record with the proposed id exists.
    #[error("a record with this id exists")]
    IdTaken,
    /// The record changed meanwhile; its current revision.
    #[error("the record has changed; it is at revision {0}")]
    RevisionStale(u64),
    /// The change has been built upon.
    #[error("later changes build on this one")]
    UndoConflict,
    /// The import is not in a state that allows this.
    #[error("the import is not in a state that allows this")]
    ImportState,
    /// There must always be an active admin.
    #[error("there must always be an active admin")]
    LastAdmin,
    /// Wrong e-mail or password.
    #[error("wrong e-mail or password")]
    WrongCredentials,
    /// The Idempotency-Key came before with another body.
    #[error("the idempotency key came before with another body")]
    IdempotencyKeyReused,
    /// The request cannot be understood.
    #[error("{0}")]
    BadRequest(&'static str),
}

impl DomainError {
    /// One wrong field.
    pub fn field(name: &str, error: FieldError) -> Self {
        Self::Invalid(FieldErrors::from([(name.to_owned(), error)]))
    }
}

impl From<FieldErrors> for DomainError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<DecodeError> for DomainError {
    fn from(error: DecodeError) -> Self {
        Self::Store(error.into())
    }
}
