//! What every test of the real executable starts from: a folder, a server, clients by role. Never
//! judges what the server answers; scenarios do. Its own tests: at the foot of `team.rs`.

#![allow(dead_code, reason = "the benchmark and the suite use different parts")]

pub mod client;
pub mod home;
pub mod imports;
pub mod places;
pub mod scenario;
pub mod server;
pub mod shape;
pub mod team;
pub mod wait;

/// Says in one line that a test could not run here; `cargo xtask test` counts these lines.
pub fn skipped(test: &str, why: &str) {
    println!("SKIPPED {test}: {why}");
}
