//! Reads a file in a child process, from the server's side: feeds it, waits, and ends it when it
//! takes too long, answers too much or the server stops. Holds no more of it than its answer.
//! Tests: `tests/` in the tests crate, with the real executable.

use super::{
    Extract, Label,
    child::{INPUT_BYTES_MAX, NO_MEMORY, SUBCOMMAND, read_answer, write_label},
};
use shared::api::reading::{READ_SECONDS_MAX, TEXT_MEGABYTES_MAX, UnreadReason};
use std::{
    io::{self, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

/// Bytes of an answer: its text, and room for what is around it.
const ANSWER_BYTES_MAX: u64 = 4 * TEXT_MEGABYTES_MAX * 1024 * 1024;
/// Bytes of a complaint that are looked at.
const COMPLAINT_BYTES_MAX: u64 = 4 * 1024;
/// A child is ended this long after it began.
const PATIENCE: Duration = Duration::from_secs(READ_SECONDS_MAX);
/// How often a waiting server looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(50);
/// The allocator would take a gigabyte of addresses at first, which the system counts as used: with
/// pieces of 64 MiB (in KiB here) the limit on memory means what it says.
const ALLOCATOR_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "65536");
/// What the standard library says when there is no memory.
const OUT_OF_MEMORY: &str = "memory allocation of";

/// Why a file was not read at all; it may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The server stops.
    #[error("the server stops")]
    Stopped,
    /// No child could be started.
    #[error("no process to read a file: {0}")]
    NoChild(#[from] io::Error),
}

/// Reads files, each in a process of its own.
#[derive(Debug, Clone)]
pub struct Reader {
    program: PathBuf,
}

impl Reader {
    /// With an executable that knows the subcommand.
    pub fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// With the executable of this process.
    ///
    /// # Errors
    /// When it cannot be found.
    pub fn of_this_process() -> io::Result<Self> {
        // Still this executable when a newer one has taken its place on the disk.
        let same = PathBuf::from("/proc/self/exe");
        if same.exists() {
            return Ok(Self::new(same));
        }
        Ok(Self::new(std::env::current_exe()?))
    }

    /// Reads a file. Blocks, at most for [`READ_SECONDS_MAX`] seconds.
    ///
    /// # Errors
    /// [`ReadError`]; what is wrong with the file is in the answer.
    pub fn read(
        &self,
        label: &Label,
        bytes: &[u8],
        is_stopping: impl Fn() -> bool,
    ) -> Result<Extract, ReadError> {
        if bytes.len() as u64 > INPUT_BYTES_MAX {
            return Ok(Extract::nothing(UnreadReason::TooLarge));
        }
        let mut child = self.start()?;
        let (input, output, complaint) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        std::thread::scope(|scope| {
            let (sender, answered) = channel();
            scope.spawn(move || {
                // A child that ends early does not read to the end.
                let _gone = input.map(|mut input| {
                    write_label(label, &mut input)?;
                    io::Write::write_all(&mut input, bytes)
                });
            });
            scope.spawn(move || sender.send(read_some(output, ANSWER_BYTES_MAX)));
            let complaint = scope.spawn(move || read_some(complaint, COMPLAINT_BYTES_MAX));
            let waited = wait(&answered, &is_stopping);
            if waited.is_err() {
                // Its pipes close with it, and the threads end.
                let _gone = child.kill();
            }
            let ended = end(&mut child);
            let complaint = complaint.join().unwrap_or_default();
            match waited {
                Ok(answer) => Ok(judge(ended, &answer, &complaint)),
                Err(Waited::Stopped) => Err(ReadError::Stopped),
                Err(Waited::TooLong) => Ok(Extract::nothing(UnreadReason::TooSlow)),
            }
        })
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::arg0(&mut command, "rapport");
        command
            .arg(SUBCOMMAND)
            .env_clear()
            .env(ALLOCATOR_RESERVE.0, ALLOCATOR_RESERVE.1)
            .current_dir(std::path::MAIN_SEPARATOR_STR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
}

enum Waited {
    Stopped,
    TooLong,
}

fn wait(answered: &Receiver<Vec<u8>>, is_stopping: &impl Fn() -> bool) -> Result<Vec<u8>, Waited> {
    let until = Instant::now() + PATIENCE;
    loop {
        match answered.recv_timeout(LOOK) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) if is_stopping() => return Err(Waited::Stopped),
            Err(RecvTimeoutError::Timeout) if Instant::now() > until => {
                return Err(Waited::TooLong);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// How a child ended that has closed its output: one that lives on is ended.
enum Ended {
    Well,
    OutOfTime,
    OutOfMemory,
    Badly,
}

fn end(child: &mut Child) -> Ended {
    const GRACE: Duration = Duration::from_millis(200);
    const STEP: Duration = Duration::from_millis(1);
    let until = Instant::now() + GRACE;
    while Instant::now() < until {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ended::Well,
            Ok(Some(status)) if is_out_of_time(status) => return Ended::OutOfTime,
            Ok(Some(status)) if status.code() == Some(i32::from(NO_MEMORY)) => {
                return Ended::OutOfMemory;
            }
            Ok(Some(_)) | Err(_) => return Ended::Badly,
            Ok(None) => std::thread::sleep(STEP),
        }
    }
    let _gone = child.kill();
    let _reaped = child.wait();
    Ended::Badly
}

#[cfg(unix)]
fn is_out_of_time(status: std::process::ExitStatus) -> bool {
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    signal == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn is_out_of_time(_status: std::process::ExitStatus) -> bool {
    false
}

fn read_some(pipe: Option<impl Read>, bytes_max: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What came before an error is judged as it is.
        let _broken = pipe.take(bytes_max).read_to_end(&mut bytes);
    }
    bytes
}

fn judge(ended: Ended, answer: &[u8], complaint: &[u8]) -> Extract {
    let reason = match ended {
        Ended::Well => match read_answer(answer) {
            Some(extract) => return extract,
            None => UnreadReason::Crashed,
        },
        Ended::OutOfTime => UnreadReason::TooSlow,
        Ended::OutOfMemory => UnreadReason::TooMuchMemory,
        Ended::Badly if String::from_utf8_lossy(complaint).contains(OUT_OF_MEMORY) => {
            UnreadReason::TooMuchMemory
        }
        Ended::Badly => UnreadReason::Crashed,
    };
    Extract::nothing(reason)
}
