//! The command line: arguments in, one answer and an exit code out. A command runs in a server that
//! has the data folder open, or else in this process; it is the same code either way.
//! Tests: beside each part, and the tests crate with the real executable.

pub mod args;
pub mod command;
pub mod control;
pub mod find;
pub mod housekeeping;
pub mod serve;

use crate::{
    app::{App, StartError, build},
    config::{Config, folder::Folder},
    extract::child,
    obs,
};
use args::{Arguments, Verb};
use clap::Parser;
use command::{Answer, Command, execute};
use control::{ClientError, Door};
use std::{
    io::{self, BufRead, Write},
    path::Path,
    process::ExitCode,
};

/// Done, skips included.
pub const EXIT_DONE: u8 = 0;
/// Findings or failure.
pub const EXIT_FAILED: u8 = 1;
/// Wrong arguments; clap ends with it too.
pub const EXIT_USAGE: u8 = 2;
/// Another process has the data folder open.
pub const EXIT_IN_USE: u8 = 3;
/// A password line is at most this long.
const PASSWORD_LINE_BYTES_MAX: u64 = 4 * 1024;

/// Reads the arguments of this process and does what they say.
pub fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|verb| verb == child::SUBCOMMAND)
    {
        return child::main();
    }
    let arguments = Arguments::parse();
    obs::start();
    let json = arguments.verb.is_json();
    let data = arguments.data.clone();
    let answer = match arguments.verb {
        Verb::Version => Answer::line(format!("rapport {}", env!("CARGO_PKG_VERSION"))),
        Verb::Serve(serve) => return ExitCode::from(serve::serve(serve.config(data))),
        verb => match verb.command(read_password) {
            Ok(command) => run(&data, &command),
            Err(error) => Answer::failure(EXIT_USAGE, error.to_string()),
        },
    };
    print(&answer, json)
}

fn read_password() -> io::Result<String> {
    let mut line = String::new();
    let mut input = io::Read::take(io::stdin().lock(), PASSWORD_LINE_BYTES_MAX);
    input.read_line(&mut line)?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// Runs a command in the server that has the folder open, or here.
fn run(data: &Path, command: &Command) -> Answer {
    let door = Door::find(&Folder::at(data)).filter(|_| !command.needs_the_folder_alone());
    match door.map(|door| door.send(command)) {
        Some(Ok(answer)) => answer,
        Some(Err(error @ ClientError::Failed(_))) => {
            Answer::failure(EXIT_FAILED, error.to_string())
        }
        // No server, or a file that outlived its own: if the folder is free after all, it is ours.
        Some(Err(ClientError::Nobody)) | None => run_here(data, command),
    }
}

fn run_here(data: &Path, command: &Command) -> Answer {
    if !command.makes_the_folder() && !Folder::at(data).database().exists() {
        let line = format!("there is no data in {}", data.display());
        return Answer::failure(EXIT_FAILED, line);
    }
    let app = match build(Config::new(data)) {
        Ok(app) => app,
        Err(error) => return cannot_start(data, &error),
    };
    let answer = execute(&app, command);
    close(&app, answer)
}

fn close(app: &App, answer: Answer) -> Answer {
    match app.close() {
        Ok(()) => answer,
        Err(error) => Answer::failure(EXIT_FAILED, format!("closing failed: {error}")),
    }
}

/// Why a folder cannot be opened, as an answer.
pub fn cannot_start(data: &Path, error: &StartError) -> Answer {
    if error.is_in_use() {
        let door = Door::find(&Folder::at(data));
        return in_use(data, door.map(|door| door.process_id));
    }
    Answer::failure(EXIT_FAILED, format!("{}: {error}", data.display()))
}

fn in_use(data: &Path, process_id: Option<u32>) -> Answer {
    let who = process_id.map_or_else(
        || "another process".to_owned(),
        |id| format!("process {id}"),
    );
    Answer::failure(
        EXIT_IN_USE,
        format!("{} is in use by {who}", data.display()),
    )
}

fn print(answer: &Answer, json: bool) -> ExitCode {
    let mut out = io::stdout().lock();
    // A reader that has gone away is no failure of the command.
    let _gone = match (&answer.json, json) {
        (Some(value), true) => writeln!(out, "{value}"),
        _ if json => Ok(()),
        _ => answer
            .lines
            .iter()
            .try_for_each(|line| writeln!(out, "{line}")),
    };
    if let Some(error) = &answer.error {
        let _gone = writeln!(io::stderr(), "rapport: {error}");
    }
    ExitCode::from(answer.exit)
}
