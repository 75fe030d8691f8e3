//! Rapport's server as a library: `main.rs` and the tests build it from here.

pub mod app;
pub mod auth;
pub mod changes;
pub mod cli;
pub mod config;
pub mod domain;
pub mod extract;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod net;
pub mod obs;
pub mod realtime;
pub mod search;
pub mod store;
pub mod transfer;

pub use app::{App, StartError, build, build_on};
