//! Where things are: the executable, artefacts, corpora. `cargo xtask test` sets the environment;
//! without it the places of a plain `cargo test` are taken. Never creates anything but the folder
//! of artefacts.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The executable under test: `RAPPORT_BIN`, else the debug build beside this test.
pub fn executable() -> PathBuf {
    if let Some(path) = env::var_os("RAPPORT_BIN") {
        return path.into();
    }
    let own = env::current_exe().unwrap();
    let profile = own.parent().and_then(Path::parent).unwrap();
    let path = profile.join("rapport");
    assert!(
        path.is_file(),
        "{} is missing: run `cargo build -p rapport` or `cargo xtask test`",
        path.display()
    );
    path
}

/// The workspace's folder for what is generated.
fn target() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().join("target")
}

/// Where pictures and logs stay after the tests: `RAPPORT_ARTEFACTS`, else `target/artefacts`.
pub fn artefacts() -> PathBuf {
    let folder =
        env::var_os("RAPPORT_ARTEFACTS").map_or_else(|| target().join("artefacts"), PathBuf::from);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// axe-core's script: `RAPPORT_AXE`, else where `cargo xtask test` puts it.
pub fn axe() -> PathBuf {
    env::var_os("RAPPORT_AXE").map_or_else(|| target().join("axe/axe.min.js"), PathBuf::from)
}

/// Real data that others wrote, if it is on this machine; says that the test is skipped if not.
pub fn corpora(test: &str) -> Option<PathBuf> {
    let folder = env::var_os("RAPPORT_CORPORA");
    if folder.is_none() {
        super::skipped(test, "RAPPORT_CORPORA is not set");
    }
    folder.map(PathBuf::from)
}

/// A number from the environment, for tests that can be run longer on demand.
pub fn number(name: &str, default: u32) -> u32 {
    match env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name}={text} is not a number")),
        Err(_) => default,
    }
}
