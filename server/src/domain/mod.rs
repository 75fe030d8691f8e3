//! The rules of the business: one module per resource. Services take a [`ctx::Ctx`] first, know
//! nothing of HTTP, and write through one unit of work.

pub mod bin;
pub mod changes;
pub mod companies;
pub mod contacts;
pub mod correspondents;
pub mod ctx;
pub mod cursor;
pub mod error;
pub mod filing;
pub mod found_words;
pub mod idempotency;
pub mod imports;
pub mod kinds;
pub mod lists;
pub mod messages;
pub mod notes;
pub mod notices;
pub mod phone;
pub mod record;
pub mod sample;
pub mod saved_searches;
pub mod search;
pub mod sessions;
pub mod timeline;
pub mod users;
pub mod visits;
pub mod workspace;
pub mod zone;

#[cfg(test)]
mod tests;
