//! Cursors: the place behind which a page begins, as hexadecimal digits of a key. Whoever asks for the
//! next page gives it back as it came. Tests: those of lists.

use super::error::DomainError;
use crate::store::engine::Key;

/// The cursor of a place.
pub fn cursor_of(place: &[u8]) -> String {
    hex::encode(place)
}

/// The place of a cursor.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor.
pub fn place_of(cursor: &str) -> Result<Key, DomainError> {
    hex::decode(cursor).map_err(|_| wrong_cursor())
}

/// A cursor that no page has given.
pub fn wrong_cursor() -> DomainError {
    DomainError::BadRequest("wrong cursor")
}
