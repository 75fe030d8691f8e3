//! The command line as scripts outside rely on it: words, exit codes, what goes to which stream,
//! alone on a data folder and beside a running server.

mod beside;
mod round_trip;
mod search;
mod words;

use std::process::Output;

/// What a command printed, as text.
fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a command complained of, as text.
fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}
