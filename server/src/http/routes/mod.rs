//! One file for each resource; each exports its rows. This list is the only place that names them.

pub mod auth;
pub mod bin;
pub mod companies;
pub mod contacts;
pub mod events;
pub mod health;
pub mod imports;
pub mod messages;
pub mod notes;
pub mod notices;
pub mod openapi;
pub mod sample_data;
pub mod saved_searches;
pub mod search;
pub mod system;
pub mod users;
pub mod visits;

use super::table::Row;

/// Every row of every resource.
pub fn all() -> Vec<Row> {
    [
        auth::rows(),
        bin::rows(),
        companies::rows(),
        contacts::rows(),
        events::rows(),
        health::rows(),
        imports::rows(),
        messages::rows(),
        notes::rows(),
        notices::rows(),
        openapi::rows(),
        sample_data::rows(),
        saved_searches::rows(),
        search::rows(),
        system::rows(),
        users::rows(),
        visits::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
