//! Building and starting the server: for use (`run`), for work on it (`dev`) and to give away
//! (`dist`). Never writes anywhere but `target` and the data folder `./data`.

use crate::bundle::{self, Effort};
use crate::shell::{cargo, executable, is_on_path, root, run, say, target};
use anyhow::{Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

const ADDRESS: &str = "127.0.0.1:8080";
/// How often `dev` looks for changes.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Builds everything in release and becomes the server, which prints its address and, while there
/// is no account, the set-up link.
///
/// # Errors
/// When something does not build or the server ends with an error.
pub fn run_release() -> Result<()> {
    build_release()?;
    become_server(serve("release"))
}

/// One stripped executable in `target/dist`, with the app inside.
///
/// # Errors
/// When something does not build.
pub fn dist() -> Result<()> {
    build_release()?;
    let folder = target().join("dist");
    fs::create_dir_all(&folder)?;
    let from = executable("release");
    let to = folder.join(from.file_name().unwrap_or_default());
    fs::copy(&from, &to)?;
    if is_on_path("strip") {
        run(Command::new("strip").arg(&to))?;
    }
    let size = fs::metadata(&to)?.len();
    say(&format!("{} ({} kB)", to.display(), size / 1000));
    Ok(())
}

/// The app and the server as users get them.
///
/// # Errors
/// When something does not build.
pub fn build_release() -> Result<()> {
    bundle::build(Effort::Release)?;
    say("building the server");
    run(cargo().args(["build", "--release", "--package", "rapport"]))
}

fn serve(profile: &str) -> Command {
    let mut command = Command::new(executable(profile));
    command
        .current_dir(root())
        .args(["--data", "./data", "serve", "--listen", ADDRESS]);
    command
}

/// Signals meant for us reach the server.
#[cfg(unix)]
fn become_server(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    bail!("{}: {error}", command.get_program().display());
}

#[cfg(not(unix))]
fn become_server(mut command: Command) -> Result<()> {
    run(&mut command)
}

/// What a change asks for.
#[derive(Clone, Copy)]
struct Part {
    folders: &'static [&'static str],
    build: fn() -> Result<()>,
}

const APP: Part = Part {
    folders: &["assets", "frontend", "shared", "Cargo.lock"],
    build: || bundle::build(Effort::Fast),
};
const SERVER: Part = Part {
    folders: &["server", "shared", "Cargo.lock"],
    build: || run(cargo().args(["build", "--package", "rapport"])),
};

/// Builds quickly, serves, and does so again whenever a source changes. The app is read from the
/// disk in debug builds: a change there needs a reload in the browser and no new server.
///
/// # Errors
/// When the server cannot be started; code that does not compile is only told.
pub fn dev() -> Result<()> {
    let (mut app, mut server) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH);
    let mut running: Option<Child> = None;
    loop {
        let now = newest(&APP);
        if now > app {
            app = now;
            tell((APP.build)());
        }
        let now = newest(&SERVER);
        if now > server {
            server = now;
            if tell((SERVER.build)()) {
                stop(running.take())?;
                running = Some(serve("debug").spawn()?);
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn stop(server: Option<Child>) -> Result<()> {
    if let Some(mut server) = server {
        server.kill()?;
        server.wait()?;
    }
    Ok(())
}

fn tell(result: Result<()>) -> bool {
    if let Err(error) = &result {
        say(&format!("{error:#}"));
    }
    result.is_ok()
}

/// When the youngest source of a part was written.
fn newest(part: &Part) -> SystemTime {
    let paths = part.folders.iter().map(|folder| root().join(folder));
    let files = paths.flat_map(|path: PathBuf| WalkDir::new(path).into_iter().flatten());
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| entry.metadata().ok()?.modified().ok())
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
