//! Builds the app: wasm, its JavaScript, one style sheet, icons, fonts and the page, into
//! `target/bundle` as the server embeds it. Everything under `/assets/` carries the hash of its
//! bytes in its name, so it may be kept for ever; the page alone is asked for anew each time.
//! Never changes a source file and never runs wasm-opt (binaryen 132 saves 1.6 %, Debian's 108
//! breaks the page without a word). Tests: at the foot of `assets.rs`; the app in a real browser
//! in tests/suite/browser.

mod assets;
mod compress;
mod split;
mod symbols;

use crate::shell::{root, run, say, target};
use crate::wasm::{TRIPLE, Toolchain, toolchain};
use anyhow::{Context, Result, bail};
use assets::Assets;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};
use walkdir::WalkDir;
use wasm_bindgen_cli_support::Bindgen;

/// What the bundle is made from; a change in any of these makes it anew.
const INPUTS: [&str; 7] = [
    "Cargo.lock",
    "Cargo.toml",
    "assets",
    "frontend",
    "shared",
    "xtask/src/bundle",
    "xtask/src/wasm.rs",
];
/// The one file that keeps its name.
const PAGE: &str = "index.html";

/// How much time goes into size.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As users get it: fat LTO, brotli 11, gzip 9.
    Release,
    /// For a quick look: no LTO, light compression, debug pages.
    Fast,
}

impl Effort {
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm",
            Self::Fast => "wasm-fast",
        }
    }
}

/// Where the bundle lies.
pub fn folder() -> PathBuf {
    target().join("bundle")
}

/// Builds the bundle unless it is there already and made from the same inputs.
///
/// # Errors
/// When there is no wasm toolchain, the app does not compile, or a file cannot be written.
pub fn build(effort: Effort) -> Result<()> {
    let toolchain = toolchain(effort == Effort::Release)?;
    let stamp_file = target().join("bundle.stamp");
    let stamp = stamp(&toolchain, effort)?;
    let is_current = fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp);
    // The server's build script puts a page of its own there when it finds none.
    if is_current && folder().join("assets").is_dir() {
        say("the app is up to date");
        return Ok(());
    }
    let started = Instant::now();
    say("building the app");
    let wasm = compile(&toolchain, effort)?;
    let fresh = target().join("bundle.new");
    clear(&fresh)?;
    fs::create_dir_all(fresh.join("assets"))?;
    fill(&fresh, &wasm, effort)?;
    let sizes = compress::folder(&fresh, effort)?;
    clear(&folder())?;
    fs::rename(&fresh, folder())?;
    fs::write(stamp_file, stamp)?;
    say(&format!(
        "the app took {} s: {sizes}",
        started.elapsed().as_secs()
    ));
    Ok(())
}

/// Bytes of page, style, scripts and module as a browser of today fetches them for the first page.
///
/// # Errors
/// When the bundle cannot be read.
pub fn first_load_bytes() -> Result<u64> {
    let mut total = 0;
    for entry in WalkDir::new(folder()) {
        let path = entry?.into_path();
        let is_counted = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| ["html", "css", "js", "wasm"].contains(&extension));
        let is_later = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(split::PART));
        if !is_counted || is_later {
            continue;
        }
        let mut packed = path.as_os_str().to_owned();
        packed.push(".br");
        let served = fs::metadata(packed).or_else(|_| fs::metadata(&path))?;
        total += served.len();
    }
    Ok(total)
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// One line that is different whenever the bundle would be.
fn stamp(toolchain: &Toolchain, effort: Effort) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(effort.profile().as_bytes());
    hasher.update(toolchain.version().as_bytes());
    for input in INPUTS {
        for entry in WalkDir::new(root().join(input)).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                hasher.update(entry.path().as_os_str().as_encoded_bytes());
                hasher.update(blake3::hash(&fs::read(entry.path())?).as_bytes());
            }
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}

fn compile(toolchain: &Toolchain, effort: Effort) -> Result<PathBuf> {
    let target_dir = target().join("wasm");
    let mut command = toolchain.build();
    command
        .current_dir(root())
        .args([
            "--package",
            "frontend",
            "--lib",
            "--profile",
            effort.profile(),
        ])
        .arg("--target-dir")
        .arg(&target_dir);
    if effort == Effort::Release {
        command.args(["--features", "split"]);
    }
    if env::var_os("CI").is_some() {
        command.arg("--quiet");
    }
    run(&mut command)?;
    Ok(target_dir
        .join(TRIPLE)
        .join(effort.profile())
        .join("frontend.wasm"))
}

/// Leaves first, so that whoever names a file knows its final name.
fn fill(folder: &Path, wasm: &Path, effort: Effort) -> Result<()> {
    let sources = root().join("assets");
    let mut assets = Assets::new(folder);
    for kind in ["fonts", "icons", "images"] {
        assets.copy_folder(&sources.join(kind))?;
    }
    assets.add_style_sheet(&sources.join("css"))?;
    let script = add_modules(&mut assets, wasm, effort)?;
    assets.add_text("app.js", &script)?;
    let boot = read(&sources.join("boot.js"))?;
    assets.add_text("boot.js", &boot)?;
    let page = read(&sources.join(PAGE))?;
    let page = assets.rewrite(&assets::include(&page, &sources)?);
    fs::write(folder.join(PAGE), page)?;
    Ok(())
}

/// The app and, if time goes into its size, its parts; answers the script that loads them.
fn add_modules(assets: &mut Assets, wasm: &Path, effort: Effort) -> Result<String> {
    if effort == Effort::Fast {
        let (script, module) = bind(&fs::read(wasm)?)?;
        assets.add("app.wasm", &module)?;
        return Ok(compress::without_comments(&script));
    }
    let between = target().join("wasm").join("parts");
    clear(&between)?;
    let pieces = split::cut(wasm, &between)?;
    let (script, module) = bind(&pieces.first)?;
    assets.add("app.wasm", &module)?;
    for (name, part) in &pieces.others {
        assets.add(name, part)?;
    }
    Ok(compress::without_comments(&pieces.joined(&script)))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The JavaScript that loads the module, and the module without what only tools need.
fn bind(wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_bytes("app", wasm.to_vec())
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        // The parts find the first one's functions in its table, which is such an export.
        .keep_lld_exports(true)
        .generate_output()
        .context("wasm-bindgen")?;
    let mut snippets = output
        .snippets()
        .iter()
        .filter(|(_, list)| !list.is_empty());
    if let Some((package, _)) = snippets.next() {
        bail!("{package} brings JavaScript of its own; the bundle has no place for it");
    }
    if let Some(module) = output.local_modules().keys().next() {
        bail!("{module} is JavaScript of a dependency; the bundle has no place for it");
    }
    let module = output.wasm_mut().emit_wasm();
    Ok((output.js().to_owned(), module))
}
