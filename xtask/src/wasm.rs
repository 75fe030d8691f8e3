//! Finds or makes a compiler for wasm32-unknown-unknown. In this order: the target is there
//! already; rustup adds it (and the standard library's source, to make it as small as the next way
//! does); Debian's `rustc-web` with a standard library built once from Debian's
//! source. `RAPPORT_WASM=debian` takes the last way at once, so that a build needs packages alone.
//! Never touches the toolchain that builds the server. Its test is the app in a real browser
//! (tests/suite/browser).

use crate::packages;
use crate::shell::{output, run, run_within, say, target};
use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

/// The target triple.
pub const TRIPLE: &str = "wasm32-unknown-unknown";
/// What rustup adds, and where in the sysroot the second one lies.
const TARGET: [&str; 2] = ["target", TRIPLE];
const SOURCE: [&str; 2] = ["component", "rust-src"];
const SOURCE_LOCK: &str = "lib/rustlib/src/rust/library/Cargo.lock";
/// How long rustup may try; without a network it would try for much longer.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);
/// Debian's compiler, its standard library's source and a linker for wasm.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld";
/// A panic in the app is a trap and nothing more: nobody would read its words. Without them and
/// the places they name, the app is a tenth smaller.
const PANIC_FLAGS: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];
/// Says in the module what refers to what.
const RELOCATIONS_FLAG: &str = "-Clink-arg=--emit-relocs";
/// Fat LTO needs the bitcode of the standard library.
const SYSROOT_FLAGS: &str =
    "-Cembed-bitcode=yes\u{1f}-Zunstable-options\u{1f}-Cpanic=immediate-abort";
const SYSROOT_STD: &str = "-Zbuild-std=std,panic_abort,proc_macro";
const SYSROOT_FEATURES: &str = "-Zbuild-std-features=optimize_for_size";
/// A program without anything: only the libraries beneath it are of interest.
const SYSROOT_MANIFEST: &str = "\
[package]
name = \"sysroot\"
version = \"0.0.0\"
edition = \"2021\"

[workspace]

[profile.release]
opt-level = \"z\"
codegen-units = 1
";

/// A cargo that can build for [`TRIPLE`].
pub struct Toolchain {
    cargo: OsString,
    debian_sysroot: Option<PathBuf>,
    /// The module is to be small, and linked so that it can be cut into parts.
    is_small: bool,
    /// Rustup has the source of the standard library: it can be built anew without panics' words.
    has_source: bool,
    version: String,
}

impl Toolchain {
    /// `cargo build` for the target, everything set but packages and profile.
    pub fn build(&self) -> Command {
        let mut command = Command::new(&self.cargo);
        let mut flags: Vec<&OsStr> = Vec::new();
        if let Some(sysroot) = &self.debian_sysroot {
            use_debian(&mut command);
            flags.extend(PANIC_FLAGS.map(OsStr::new));
            flags.extend([OsStr::new("--sysroot"), sysroot.as_os_str()]);
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        if self.has_source {
            flags.extend(PANIC_FLAGS.map(OsStr::new));
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        if self.is_small {
            flags.push(OsStr::new(RELOCATIONS_FLAG));
        }
        if !flags.is_empty() {
            command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(OsStr::new("\u{1f}")));
        }
        command.args(["build", "--locked", "--target", TRIPLE]);
        if self.has_source {
            command.args([SYSROOT_STD, SYSROOT_FEATURES]);
        }
        command
    }

    /// Which compiler this is; another version means building again.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Finds a toolchain, and installs or builds what is missing. A `small` app takes longer.
///
/// # Errors
/// When none of the three ways leads to one.
pub fn toolchain(small: bool) -> Result<Toolchain> {
    if env::var_os("RAPPORT_WASM").is_some_and(|way| way == "debian") {
        return debian(small);
    }
    if has_target()? || (rustup_adds(TARGET)? && has_target()?) {
        return rustup(small);
    }
    debian(small)
}

fn rustup(is_small: bool) -> Result<Toolchain> {
    let has_source = is_small && takes_panic_flags() && (has_source()? || rustup_adds(SOURCE)?);
    let version = output(Command::new("rustc").arg("-vV"))?;
    Ok(Toolchain {
        cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        debian_sysroot: None,
        is_small,
        has_source,
        version: format!("{version}{has_source}"),
    })
}

/// Another version might call them otherwise; the app then has the ready-made library and is a
/// tenth larger.
fn takes_panic_flags() -> bool {
    let mut command = Command::new("rustc");
    command.args(PANIC_FLAGS).args(["--print", "cfg"]);
    output(command.env("RUSTC_BOOTSTRAP", "1")).is_ok()
}

fn has_source() -> Result<bool> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join(SOURCE_LOCK).is_file())
}

/// Whether the compiler on the path has a standard library for the target.
fn has_target() -> Result<bool> {
    let folder =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", TRIPLE]))?;
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(false);
    };
    Ok(entries
        .flatten()
        .any(|entry| is_library(&entry.path(), "libstd-")))
}

/// Asks for a `target` or `component`; says whether it came.
fn rustup_adds(what: [&str; 2]) -> Result<bool> {
    if !crate::shell::is_on_path("rustup") {
        return Ok(false);
    }
    let [kind, name] = what;
    say(&format!("asking rustup for the {kind} {name}"));
    run_within(
        Command::new("rustup").args([kind, "add", name]),
        RUSTUP_LIMIT,
    )
}

fn debian(is_small: bool) -> Result<Toolchain> {
    packages::ensure(&DEBIAN_PACKAGES, "to build the app for the browser")?;
    let mut command = Command::new(DEBIAN_RUSTC);
    let version = output(command.arg("-vV").env_remove("LD_LIBRARY_PATH"))?;
    Ok(Toolchain {
        cargo: DEBIAN_CARGO.into(),
        debian_sysroot: Some(debian_sysroot(&version)?),
        is_small,
        has_source: false,
        version,
    })
}

/// The folder of the standard library we built, made on first use (about 40 s, 80 MB).
fn debian_sysroot(version: &str) -> Result<PathBuf> {
    let recipe = [
        version,
        SYSROOT_MANIFEST,
        SYSROOT_FLAGS,
        SYSROOT_STD,
        SYSROOT_FEATURES,
    ];
    // Crates built against another standard library fail with E0460, hence the hash in the name.
    let hash = blake3::hash(recipe.join("\n").as_bytes()).to_hex();
    let home = target().join("wasm-sysroot");
    let sysroot = home.join(&hash[..16]);
    if sysroot.is_dir() {
        return Ok(sysroot);
    }
    say("building the standard library for wasm, once");
    let work = home.join("build");
    build_std(&work)?;
    let made = home.join("made");
    let library = made.join("lib/rustlib").join(TRIPLE).join("lib");
    fs::create_dir_all(&library)?;
    let deps = work.join("target").join(TRIPLE).join("release/deps");
    let copied = copy_libraries(&deps, &library)?;
    if copied == 0 {
        bail!("{} holds no library", deps.display());
    }
    fs::rename(&made, &sysroot)?;
    fs::remove_dir_all(&work)?;
    Ok(sysroot)
}

fn build_std(work: &Path) -> Result<()> {
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("Cargo.toml"), SYSROOT_MANIFEST)?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    let mut command = Command::new(DEBIAN_CARGO);
    use_debian(&mut command);
    command
        .current_dir(work)
        .args(["build", "--release", "--target", TRIPLE])
        .args([SYSROOT_STD, SYSROOT_FEATURES])
        .arg("--target-dir")
        .arg(work.join("target"))
        // Only so are the unstable flags of a stable compiler accepted.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", SYSROOT_FLAGS);
    run(&mut command).context("the standard library for wasm")
}

/// Debian's compiler and linker, and nothing of the toolchain that runs us.
fn use_debian(command: &mut Command) {
    for name in [
        "CARGO",
        "LD_LIBRARY_PATH",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
    ] {
        command.env_remove(name);
    }
    command
        .env("RUSTC", DEBIAN_RUSTC)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
}

fn copy_libraries(from: &Path, to: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        if !is_library(&path, "lib") {
            continue;
        }
        let name = path.file_name().unwrap_or_default();
        fs::copy(&path, to.join(name))?;
        count += 1;
    }
    Ok(count)
}

fn is_library(path: &Path, prefix: &str) -> bool {
    let named = path
        .file_name()
        .and_then(OsStr::to_str)
        .is_some_and(|name| name.starts_with(prefix));
    named && path.extension() == Some(OsStr::new("rlib"))
}
