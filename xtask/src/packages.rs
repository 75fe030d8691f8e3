//! Debian packages that a task needs: looks what is there, installs what is missing, and prints
//! the line to type where it may not install. Never asks a question (CI has no input).

use crate::shell::{is_on_path, run, say};
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Sees to it that all these packages are installed; `why` ends the sentence "needed …".
///
/// # Errors
/// Without apt-get, without the right to install, or when the installation fails.
pub fn ensure(packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    if !is_on_path("apt-get") {
        bail!(
            "needed {why}, and there is no apt-get here: {}",
            missing.join(", ")
        );
    }
    let Some(prefix) = privilege() else {
        bail!("needed {why}: please run as root\n    apt-get update\n    {line}\nand start again");
    };
    say(&format!("installing {} ({why})", missing.join(" ")));
    run(apt(prefix).args(["-qq", "update"])).context("the package lists could not be read")?;
    run(apt(prefix)
        .args(["-qq", "install", "-y", "--no-install-recommends"])
        .args(&missing))
    .with_context(|| format!("needed {why}; by hand: {line}"))
}

/// How a command gets the rights of root: not at all, through sudo, or no way.
#[derive(Clone, Copy)]
enum Privilege {
    Root,
    Sudo,
}

fn privilege() -> Option<Privilege> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(Privilege::Root);
    }
    let sudo_works = Command::new("sudo")
        .args(["-n", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    sudo_works.then_some(Privilege::Sudo)
}

fn apt(privilege: Privilege) -> Command {
    let mut command = match privilege {
        Privilege::Root => Command::new("env"),
        Privilege::Sudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command.stdin(Stdio::null());
    command
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}
