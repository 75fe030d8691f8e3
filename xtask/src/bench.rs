//! `cargo xtask bench`: the figures of the README, each beside its bare limit, from a release
//! build. Prints what the benchmark prints; never judges.

use crate::packages;
use crate::serve;
use crate::shell::{cargo, executable, run, say};
use anyhow::Result;

/// What Rapport is measured against: imports, and search.
const PACKAGES: [&str; 4] = [
    "notmuch",
    "postgresql-15",
    "python3-notmuch2",
    "python3-psycopg2",
];

/// Builds and measures.
///
/// # Errors
/// When something does not build or a figure cannot be taken.
pub fn bench(arguments: &[String]) -> Result<()> {
    if let Err(error) = packages::ensure(&PACKAGES, "as yardsticks") {
        say(&format!("{error:#}; those figures stand alone"));
    }
    serve::build_release()?;
    run(cargo()
        .args(["bench", "--package", "tests", "--bench", "figures", "--"])
        .args(arguments)
        .env("RAPPORT_BIN", executable("release")))
}
