//! The child process that reads one file: `rapport extract-text`. It gives up everything it does not
//! need before it looks at a byte: no new files or connections, no other processes, little memory,
//! little time. The file comes on standard input behind a line that says what it is; the answer goes
//! to standard output. Whatever happens here, the server goes on. Tests: `tests/` and the tests crate.

use super::{Extract, Label, extract};
use shared::api::reading::{READ_MEGABYTES_MAX, UnreadReason};
use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

/// The hidden subcommand.
pub const SUBCOMMAND: &str = "extract-text";
/// Bytes of a file that is read at all.
pub const INPUT_BYTES_MAX: u64 = READ_MEGABYTES_MAX * 1024 * 1024;
/// Bytes of the line before it.
const LABEL_BYTES_MAX: usize = 16 * 1024;
/// An answer was given.
const ANSWERED: u8 = 0;
/// There was not enough memory to take the file in.
pub const NO_MEMORY: u8 = 3;
/// There was no file, or nobody to answer to.
const FAILED: u8 = 1;

/// Reads the file on standard input.
pub fn main() -> ExitCode {
    confine();
    // What a parser says when it panics may quote the file.
    std::panic::set_hook(Box::new(|_| {}));
    let answered = read_input(io::stdin().lock())
        .map(|(label, bytes)| answer(&label, bytes))
        .and_then(|extract| write_answer(&extract, io::stdout().lock()));
    ExitCode::from(match answered {
        Ok(()) => ANSWERED,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => NO_MEMORY,
        Err(_) => FAILED,
    })
}

fn answer(label: &Label, bytes: Option<Vec<u8>>) -> Extract {
    match bytes {
        Some(bytes) => extract(label, &bytes),
        None => Extract::nothing(UnreadReason::TooLarge),
    }
}

/// What the file is, and its bytes; `None` if there are too many, of which none is kept.
fn read_input(mut input: impl Read) -> io::Result<(Label, Option<Vec<u8>>)> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        input.read_exact(&mut byte)?;
        if byte[0] == b'\n' {
            break;
        }
        line.push(byte[0]);
        if line.len() > LABEL_BYTES_MAX {
            return Err(io::Error::other("the line before the file is too long"));
        }
    }
    let label = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    input.take(INPUT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    let fits = bytes.len() as u64 <= INPUT_BYTES_MAX;
    Ok((label, fits.then_some(bytes)))
}

/// The line before the file.
///
/// # Errors
/// When it cannot be written.
pub fn write_label(label: &Label, mut output: impl Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(label)?;
    line.push(b'\n');
    output.write_all(&line)
}

fn write_answer(extract: &Extract, mut output: impl Write) -> io::Result<()> {
    let bytes = rmp_serde::to_vec_named(extract).map_err(io::Error::other)?;
    output.write_all(&bytes)?;
    output.flush()
}

/// The answer that a child wrote.
pub fn read_answer(bytes: &[u8]) -> Option<Extract> {
    rmp_serde::from_slice(bytes).ok()
}

/// Gives up what reading a file does not need. Where a limit cannot be set the others still hold,
/// and the server's own still do.
#[cfg(unix)]
fn confine() {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    use shared::api::reading::{READ_MEMORY_MEGABYTES_MAX, READ_SECONDS_MAX};
    const MEGABYTE: u64 = 1024 * 1024;
    /// Standard input, output and error are open; nothing else can be.
    const OPEN_FILES: u64 = 3;
    let limit = |resource, maximum| {
        let limits = Rlimit {
            current: Some(maximum),
            maximum: Some(maximum),
        };
        let _where_possible = setrlimit(resource, limits);
    };
    limit(Resource::Core, 0);
    limit(Resource::Fsize, 0);
    limit(Resource::Nproc, 0);
    limit(Resource::Nofile, OPEN_FILES);
    limit(Resource::Cpu, READ_SECONDS_MAX);
    limit(Resource::Data, READ_MEMORY_MEGABYTES_MAX * MEGABYTE);
    const AFTER_EVERYONE: i32 = 19;
    let _where_possible = nice(AFTER_EVERYONE);
}

#[cfg(not(unix))]
fn confine() {}
