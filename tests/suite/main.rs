//! Tests of the whole: the real executable over HTTP, killed, filled up and looked at in a real
//! browser. One binary, so that it links once. `harness` starts things, `browser` drives Chromium,
//! every other module holds scenarios. Never mocks our own code. `cargo xtask test` runs it and
//! says in the environment where executable, browser and artefacts are (see `harness::places`).

// Tests stop at the first surprise; the limits for code that users run do not serve here.
#![allow(clippy::unwrap_used, clippy::panic)]

mod api;
mod authz;
mod browser;
mod cli;
mod corpora;
mod crash;
mod files;
mod harness;
mod privacy;
mod relevance;
