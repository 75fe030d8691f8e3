//! `cargo xtask bench`: the figures, each beside its bare limit in the same run. Takes the names of
//! figures as arguments, all of them without. Needs a release build of the executable, whose path
//! `cargo xtask bench` puts into the environment. Prints; never judges.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../suite/browser"]
mod browser {
    //! The browser of the tests, without their scenarios.
    #![allow(dead_code, reason = "a figure needs little of it")]
    mod axe;
    mod page;
    mod webdriver;
    pub use page::Page;
}
mod create;
mod first_row;
mod generate;
#[path = "../../suite/harness/mod.rs"]
mod harness;
mod http;
mod import;
mod index_size;
mod lists;
mod room;
mod samples;
mod search;
mod size;
mod start;
mod world;

use std::env;

/// As in the executable; the bare limits get it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A figure: what to call it, and how it is taken.
type Figure = (&'static str, fn());

const FIGURES: &[Figure] = &[
    ("import", import::figure),
    ("search", search::figure),
    ("index_size", index_size::figure),
    ("lists", lists::figure),
    ("create", create::figure),
    ("start", start::figure),
    ("size", size::figure),
    ("room", room::figure),
    ("first_row", first_row::figure),
];

fn main() {
    // Cargo passes `--bench` to every benchmark.
    let wanted: Vec<String> = env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    for name in &wanted {
        let is_known = FIGURES.iter().any(|(known, _)| known == name);
        assert!(is_known, "no figure is called {name}");
    }
    for (name, take) in FIGURES {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("\n## {name}");
            take();
        }
    }
}
