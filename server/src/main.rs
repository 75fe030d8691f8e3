//! The executable: arguments, logging, run.

fn main() {}
