//! `cargo xtask`: everything one does with this workspace besides plain cargo. Arguments only; each
//! task is a module of its own. Never part of what is shipped. Tests: in the modules.

mod bundle;
mod packages;
mod shell;
mod wasm;

use anyhow::Result;
use bundle::Effort;
use clap::{Parser, Subcommand};

/// Builds, runs, tests and packs Rapport.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app for the browser into target/bundle.
    Bundle {
        /// Build quickly: larger files, debug pages.
        #[arg(long)]
        fast: bool,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Bundle { fast } => bundle::build(effort(fast)),
    }
}

fn effort(fast: bool) -> Effort {
    if fast { Effort::Fast } else { Effort::Release }
}
