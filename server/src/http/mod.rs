//! The HTTP door: one route table, one perimeter, one error. Routes extract, call one service and
//! answer; they hold no rule of the business, no transaction and no loop over records.

pub mod answer;
pub mod error;
pub mod extract;
pub mod gate;
pub mod headers;
pub mod openapi;
pub mod origin;
pub mod perimeter;
pub mod routes;
pub mod schema;
pub mod server;
pub mod strict_json;
pub mod table;
pub mod ui;

#[cfg(test)]
mod tests;
