//! Running other programs and printing what happens. Knows nothing of what the programs are for;
//! every failure names the command line that failed. Tests: at the foot of this file.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a program with a deadline is asked whether it has ended.
const POLL: Duration = Duration::from_millis(100);

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder everything generated goes to.
pub fn target() -> PathBuf {
    root().join("target")
}

/// The cargo that runs us, or the one on the path, in the workspace.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The executable as a plain build leaves it.
pub fn executable(profile: &str) -> PathBuf {
    let name = format!("rapport{}", env::consts::EXE_SUFFIX);
    target().join(profile).join(name)
}

/// Says what is being done, one line.
pub fn say(line: &str) {
    println!("xtask: {line}");
}

/// Runs a program to its end with our own input and output.
///
/// # Errors
/// When it cannot be started or answers anything but 0.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a program and gives back what it printed, without the last newline.
///
/// # Errors
/// When it cannot be started, answers anything but 0, or prints something that is not UTF-8.
pub fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    let text = String::from_utf8(output.stdout).with_context(|| format!("output of `{line}`"))?;
    Ok(text.trim_end().to_owned())
}

/// Runs a program and says whether it ended with 0 in time; it is stopped when the time is over.
///
/// # Errors
/// When it cannot be started or waited for.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<bool> {
    let line = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            say(&format!("`{line}` was stopped after {} s", limit.as_secs()));
            return Ok(false);
        }
        std::thread::sleep(POLL);
    }
}

/// Whether a program of this name can be found on the path.
pub fn is_on_path(program: &str) -> bool {
    let Some(paths) = env::var_os("PATH") else {
        return false;
    };
    env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// The command as one would type it.
fn describe(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_is_stopped() {
        let started = Instant::now();
        let ended = run_within(Command::new("sleep").arg("60"), Duration::from_millis(200));
        assert!(!ended.unwrap());
        assert!(started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("false").arg("--why")).unwrap_err();
        assert!(error.to_string().contains("`false --why`"), "{error}");
    }
}
