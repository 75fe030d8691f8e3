//! `cargo xtask`: everything one does with this workspace besides plain cargo. Arguments only; each
//! task is a module of its own. Never part of what is shipped. Tests: in the modules.

mod bench;
mod bundle;
mod check;
mod packages;
mod serve;
mod shell;
mod tally;
mod tidy;
mod wasm;

use anyhow::Result;
use bundle::Effort;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Builds, runs, tests and packs Rapport.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything in release and serve ./data on 127.0.0.1:8080.
    ///
    /// Installs what is missing to build the app for the browser. `RAPPORT_WASM=debian` takes the
    /// compiler from Debian's packages instead of asking rustup.
    Run,
    /// Run every test and check, and count the results.
    ///
    /// Installs what is missing: Chromium, its driver, fonts, axe-core. Pictures and failures stay
    /// in target/artefacts. `RAPPORT_CORPORA` names the folder with real data that others wrote;
    /// `RAPPORT_CRASH_ROUNDS` says how often the server is killed (20).
    Test(check::Options),
    /// Build quickly, serve ./data on 127.0.0.1:8080, and again on every change.
    Dev,
    /// Measure the figures, each beside its bare limit, in release.
    Bench {
        /// Which figures; all when there is none.
        figures: Vec<String>,
    },
    /// Leave one stripped executable in target/dist that needs no other file.
    Dist,
    /// Check layers, file sizes, headers and other rules of the house.
    Tidy,
    /// Build the app for the browser into target/bundle.
    Bundle {
        /// Build quickly: larger files, debug pages.
        #[arg(long)]
        fast: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Run => serve::run_release()?,
        Task::Test(options) => return check::test(&options),
        Task::Dev => serve::dev()?,
        Task::Bench { figures } => bench::bench(&figures)?,
        Task::Dist => serve::dist()?,
        Task::Tidy => tidy::tidy()?,
        Task::Bundle { fast: true } => bundle::build(Effort::Fast)?,
        Task::Bundle { fast: false } => bundle::build(Effort::Release)?,
    }
    Ok(ExitCode::SUCCESS)
}
