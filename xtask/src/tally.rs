//! Counts what passed, failed and was skipped, over our own steps and every test that cargo runs.
//! Reads cargo's plain output: a nicer one would need a tool that a fresh machine does not have.
//! Tests: at the foot of this file.

use crate::shell::say;
use anyhow::{Context, Result};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// A test that could not run here prints a line that begins so, and passes.
const SKIPPED: &str = "SKIPPED ";
const RESULT: &str = "test result: ";
const PANICKED: &str = " panicked at ";

/// The counts so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

impl Tally {
    /// Runs one step, prints how it went, and says whether it went well.
    pub fn step(&mut self, name: &str, run: impl FnOnce() -> Result<()>) -> bool {
        say(name);
        let started = Instant::now();
        let result = run();
        let seconds = started.elapsed().as_secs();
        match &result {
            Ok(()) => {
                self.passed += 1;
                say(&format!("{name}: ok ({seconds} s)"));
            }
            Err(error) => {
                self.failed += 1;
                say(&format!("{name}: FAILED ({seconds} s): {error:#}"));
            }
        }
        result.is_ok()
    }

    /// Runs `cargo test … -- --show-output`, prints what matters and counts.
    ///
    /// # Errors
    /// When it cannot be started or its output cannot be read.
    pub fn run_tests(&mut self, command: &mut Command) -> Result<()> {
        let started = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cargo test")?;
        let output = child.stdout.take().context("cargo test has no output")?;
        let failed_before = self.failed;
        let mut reader = Reader::default();
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            if reader.read(&line, self) {
                println!("{line}");
            }
        }
        let status = child.wait()?;
        if !status.success() && self.failed == failed_before {
            // A test binary that was killed prints no result.
            self.failed += 1;
        }
        say(&format!("tests: {} s", started.elapsed().as_secs()));
        Ok(())
    }

    /// 0 when nothing failed.
    pub fn exit_code(&self) -> ExitCode {
        if self.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// Where in the output of one test binary we are.
#[derive(Default)]
struct Reader {
    is_in_successes: bool,
    /// A test that passed let something panic on purpose.
    is_in_panic: bool,
    /// Tests of this binary that said so; cargo counts them as passed.
    skipped: usize,
}

impl Reader {
    /// Counts a line and says whether it is worth printing.
    fn read(&mut self, line: &str, tally: &mut Tally) -> bool {
        if let Some(result) = line.strip_prefix(RESULT) {
            self.is_in_successes = false;
            tally.passed += number_before(result, " passed").saturating_sub(self.skipped);
            tally.skipped += self.skipped;
            self.skipped = 0;
            tally.failed += number_before(result, " failed");
            tally.skipped += number_before(result, " ignored");
            return true;
        }
        if line.starts_with(SKIPPED) {
            self.skipped += 1;
            return true;
        }
        match line {
            "successes:" => self.is_in_successes = true,
            "failures:" => self.is_in_successes = false,
            _ => {}
        }
        let is_heading = line.is_empty() || line.starts_with("---- ") || line.starts_with("    ");
        if line.starts_with("thread '") && line.contains(PANICKED) {
            self.is_in_panic = true;
        } else if line.starts_with("---- ") || line == "successes:" || line == "failures:" {
            self.is_in_panic = false;
        }
        // Of a test that passed only what it has to tell: no headings, no list of names, no panic.
        let is_silent = is_heading || self.is_in_panic || line == "successes:";
        !(self.is_in_successes && is_silent)
    }
}

fn number_before(text: &str, word: &str) -> usize {
    let Some((before, _)) = text.split_once(word) else {
        return 0;
    };
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 3 tests
test a ... ok
test b ... ok
test c ... FAILED

successes:

---- a stdout ----
a has something to tell

thread 'a' (7) panicked at src/a.rs:1:1:
on purpose
stack backtrace:
   0: rust_begin_unwind

---- b stdout ----
SKIPPED b: no corpora here


successes:
    a
    b

failures:

---- c stdout ----

thread 'c' (8) panicked at src/c.rs:1:1:
why it failed

failures:
    c

test result: FAILED. 2 passed; 1 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn a_skipped_test_is_not_a_passed_one() {
        let mut tally = Tally::default();
        let mut reader = Reader::default();
        let shown: Vec<&str> = OUTPUT
            .lines()
            .filter(|line| reader.read(line, &mut tally))
            .collect();
        assert_eq!(tally.to_string(), "1 passed, 1 failed, 5 skipped");
        assert!(shown.contains(&"SKIPPED b: no corpora here"));
        assert!(shown.contains(&"why it failed"));
        assert!(shown.contains(&"a has something to tell"));
        assert!(!shown.contains(&"on purpose"));
        assert!(!shown.contains(&"    a"));
    }

    #[test]
    fn steps_count_too() {
        let mut tally = Tally::default();
        assert!(tally.step("good", || Ok(())));
        assert!(!tally.step("bad", || anyhow::bail!("no")));
        assert_eq!(tally.to_string(), "1 passed, 1 failed, 0 skipped");
    }
}
