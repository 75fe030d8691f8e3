//! The rules of the business: one module per resource. Services take a [`ctx::Ctx`] first, know
//! nothing of HTTP, and write through one unit of work.

pub mod ctx;
pub mod error;
pub mod idempotency;
pub mod sample;
pub mod sessions;
pub mod users;
pub mod workspace;
