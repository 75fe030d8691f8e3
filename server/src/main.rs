//! The executable: arguments, logging, run. Everything else is in the library.

use std::process::ExitCode;

/// Threads share their freed memory, so that it goes back to the system after an import.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rapport::cli::main()
}
