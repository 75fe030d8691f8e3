//! Blobs: content-addressed bytes (raw mails, attachments) in append-only packs.

use super::{
    StoreError,
    engine::Key,
    keys::{KeyBuilder, Table},
    schema::message::BlobHash,
};
use std::path::Path;

/// Where a blob lies; opaque outside this module, stored under `Table::Blob`.
pub type Place = Vec<u8>;

/// The key under which the place of a blob stands.
pub fn blob_key(hash: &BlobHash) -> Key {
    KeyBuilder::table(Table::Blob).bytes(hash).build()
}

/// A folder of packs.
pub struct Blobs {}

impl Blobs {
    /// Opens (or makes) the folder.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn open(_folder: &Path) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Appends bytes; they are on disk only after [`Blobs::sync`].
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&self, _bytes: &[u8]) -> Result<(BlobHash, Place), StoreError> {
        Err(StoreError::Blob("not yet".to_owned()))
    }

    /// Makes everything appended so far durable. Called before the commit that names it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sync(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The bytes at a place; their hash is checked.
    ///
    /// # Errors
    /// When they cannot be read or are damaged.
    pub fn read(&self, _hash: &BlobHash, _place: &[u8]) -> Result<Vec<u8>, StoreError> {
        Err(StoreError::Blob("not yet".to_owned()))
    }
}
