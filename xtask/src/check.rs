//! `cargo xtask test`: everything that must hold before a change lands, and what it needs. Prints
//! each result as it comes and one closing line that counts them. Never stops at the first
//! failure. Tests: at the foot of `tally.rs`.

use crate::bundle::{self, Effort};
use crate::packages;
use crate::shell::{cargo, executable, is_on_path, run, say, target};
use crate::tally::Tally;
use crate::tidy;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// A browser, its driver, and letters for Chinese pictures.
const BROWSER_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];
/// Rules of accessibility; a version of our own, so that a new rule comes as a change.
const AXE: &str = "axe-core@4.14.1";
/// HTML, CSS, JavaScript and wasm until the first page after sign-in works, compressed as served.
const FIRST_LOAD_BYTES_MAX: u64 = 250_000;
/// All that is compiled for tests, in one go, so that cargo chooses features once.
const TARGETS: [&str; 4] = ["--workspace", "--lib", "--bins", "--tests"];

/// What to leave out.
#[derive(clap::Args)]
pub struct Options {
    /// Only tests whose name contains this; leaves out style and layers.
    filter: Option<String>,
    /// Build the app quickly; its size is then not judged.
    #[arg(long)]
    fast: bool,
}

/// Runs everything.
///
/// # Errors
/// When cargo cannot be started at all; what fails is counted instead.
pub fn test(options: &Options) -> Result<ExitCode> {
    let mut tally = Tally::default();
    tally.step("what tests need", || {
        packages::ensure(&BROWSER_PACKAGES, "to test the app in a browser")?;
        ensure_axe()
    });
    if options.filter.is_none() {
        tally.step("tidy", tidy::tidy);
        tally.step("format", || run(cargo().args(["fmt", "--all", "--check"])));
    }
    let effort = if options.fast {
        Effort::Fast
    } else {
        Effort::Release
    };
    tally.step("app", || bundle::build(effort));
    if effort == Effort::Release {
        tally.step("size of the app", judge_size);
    }
    if options.filter.is_none() {
        tally.step("clippy", clippy);
        deny(&mut tally);
    }
    let is_built = tally.step("build", || {
        run(prepared(cargo().arg("build").args(TARGETS)))
    });
    if is_built {
        let mut command = cargo();
        command.args(["test", "--no-fail-fast"]).args(TARGETS);
        command.args(["--", "--show-output"]);
        command.args(&options.filter);
        tally.run_tests(prepared(&mut command))?;
    }
    println!("{tally}");
    Ok(tally.exit_code())
}

/// Where the tests find things; see tests/suite/harness/places.rs.
fn prepared(command: &mut Command) -> &mut Command {
    if env::var_os("CI").is_some() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
        .env("RAPPORT_BIN", executable("debug"))
        .env("RAPPORT_ARTEFACTS", target().join("artefacts"))
        .env("RAPPORT_AXE", axe_script())
}

fn clippy() -> Result<()> {
    let mut command = cargo();
    command.args(["clippy", "--workspace", "--all-targets", "--quiet"]);
    command.args(["--", "--deny", "warnings"]);
    run(prepared(&mut command))
}

/// Licences, bans and sources; advisories need a database that not every machine can reach.
fn deny(tally: &mut Tally) {
    if !is_on_path("cargo-deny") {
        say("cargo-deny is not installed here; .deny.toml was not checked");
        return;
    }
    tally.step("deny", || {
        let mut command = cargo();
        command.args(["deny", "check", "--config", ".deny.toml"]);
        run(command.args(["licenses", "bans", "sources"]))
    });
}

fn judge_size() -> Result<()> {
    let size = bundle::first_load_bytes()?;
    say(&format!(
        "first load {} kB of {} kB",
        size / 1000,
        FIRST_LOAD_BYTES_MAX / 1000
    ));
    if size > FIRST_LOAD_BYTES_MAX {
        bail!("the app is {size} bytes at first load");
    }
    Ok(())
}

fn npm_folder() -> PathBuf {
    target().join("npm")
}

fn axe_script() -> PathBuf {
    npm_folder().join("node_modules/axe-core/axe.min.js")
}

fn ensure_axe() -> Result<()> {
    if axe_script().is_file() {
        return Ok(());
    }
    if !is_on_path("npm") {
        packages::ensure(&["npm"], "to fetch axe-core")?;
    }
    say(&format!("fetching {AXE}"));
    let mut command = Command::new("npm");
    command.arg("install").arg("--prefix").arg(npm_folder());
    command.args([
        "--silent",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
    ]);
    run(command.arg(AXE))
}
