//! `cargo xtask tidy`: the rules of the house that the compiler does not know. `files` looks at
//! each file by itself, `layers` at who uses whom. Never changes a file. Tests: in both.

mod files;
mod layers;
mod source;

use crate::shell::{root, say};
use anyhow::{Result, bail};
use source::Source;
use std::fmt;
use walkdir::WalkDir;

/// The crates, each with its sources below.
const CRATES: [&str; 5] = ["server", "frontend", "shared", "tests", "xtask"];

/// One thing that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    /// From 1; 0 is the file as a whole.
    line: usize,
    rule: String,
    /// A warning does not fail.
    is_warning: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_warning { "warning: " } else { "" };
        write!(f, "{}:{}: {kind}{}", self.path, self.line, self.rule)
    }
}

/// Looks at every source of the workspace.
///
/// # Errors
/// When a file cannot be read or a rule is broken; the findings are printed before.
pub fn tidy() -> Result<()> {
    let mut sources = Vec::new();
    for name in CRATES {
        for entry in WalkDir::new(root().join(name)).sort_by_file_name() {
            let entry = entry?;
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
            {
                sources.push(Source::read(entry.path())?);
            }
        }
    }
    let mut findings = Vec::new();
    for source in &sources {
        files::look(source, &mut findings);
        layers::look(source, &mut findings);
    }
    for finding in &findings {
        say(&finding.to_string());
    }
    let broken = findings
        .iter()
        .filter(|finding| !finding.is_warning)
        .count();
    if broken > 0 {
        bail!("{broken} rules broken in {} files", sources.len());
    }
    say(&format!("{} files are tidy", sources.len()));
    Ok(())
}
