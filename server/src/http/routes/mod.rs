//! One file for each resource; each exports its rows. This list is the only place that names them.

pub mod auth;
pub mod health;
pub mod openapi;
pub mod system;
pub mod users;

use super::table::Row;

/// Every row of every resource.
pub fn all() -> Vec<Row> {
    [
        auth::rows(),
        health::rows(),
        openapi::rows(),
        system::rows(),
        users::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
