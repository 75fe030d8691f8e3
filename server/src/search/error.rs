//! Why search could not answer. Tests: `tests` of the search module.

use super::query::collector::{GIVEN_UP, OUT_OF_TIME};
use crate::store::StoreError;
use std::{io, sync::Arc};
use tantivy::{
    TantivyError,
    directory::error::{OpenDirectoryError, OpenReadError},
};

/// Why search could not answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SearchError {
    /// The store could not be read.
    #[error("the store cannot be read: {0}")]
    Store(Arc<StoreError>),
    /// The index could not be read or written; it may work again.
    #[error("the search index cannot be used: {0}")]
    Index(Arc<str>),
    /// What is in the index folder cannot be right; it is rebuilt.
    #[error("the search index is damaged: {0}")]
    Damaged(Arc<str>),
    /// The query took too long.
    #[error("the query took too long")]
    OutOfTime,
    /// Whoever asked has gone.
    #[error("nobody waits for the query any more")]
    GivenUp,
    /// The index did not get there in time.
    #[error("the index is still behind")]
    Behind,
    /// Search was closed.
    #[error("search is closed")]
    Closed,
}

impl From<StoreError> for SearchError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<io::Error> for SearchError {
    fn from(error: io::Error) -> Self {
        Self::Index(error.to_string().into())
    }
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match &error {
            TantivyError::InternalError(message) if message == OUT_OF_TIME => Self::OutOfTime,
            TantivyError::InternalError(message) if message == GIVEN_UP => Self::GivenUp,
            error if is_damage(error) => Self::Damaged(error.to_string().into()),
            error => Self::Index(error.to_string().into()),
        }
    }
}

/// Whether an error says that the files are wrong. Locks, permissions and failing disks say
/// nothing about the files: rebuilding would not help.
fn is_damage(error: &TantivyError) -> bool {
    match error {
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::OpenReadError(
            OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_),
        )
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_),
        ) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::IoError(io_error) => is_bad_content(io_error),
        _ => false,
    }
}

/// Errors that did not come from the operating system come from reading what the files say.
fn is_bad_content(error: &io::Error) -> bool {
    error.raw_os_error().is_none()
}
