//! Cuts the linked module into the part a browser needs first and the parts that come when their
//! page is opened (frontend/src/parts.rs marks where). What two parts need and the first does not is
//! a part of its own, loaded with either. The cutter writes JavaScript that loads them; it is put
//! behind wasm-bindgen's, because each would name the other and neither could have a hash in its
//! name. Never runs on a quick build. Tests: at the foot; the app in a real browser in
//! tests/suite/browser.

use super::symbols;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

/// Under this name the module imports what loads the parts.
const LOADERS: &str = "./loaders.js";
/// How the loaders call the first part's exports; the same file once both are one.
const APP: &str = "./app.js";
/// Files that begin with this are not loaded at first.
pub const PART: &str = "part-";

/// The module in parts.
pub struct Pieces {
    /// The first one, for wasm-bindgen.
    pub first: Vec<u8>,
    /// The others, each with the name of its file.
    pub others: Vec<(String, Vec<u8>)>,
    loaders: String,
}

/// Cuts a module that was linked with its relocations; `folder` is for what lies between.
///
/// # Errors
/// When the module was linked otherwise or cannot be cut.
pub fn cut(wasm: &Path, folder: &Path) -> Result<Pieces> {
    let module = fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let module = symbols::without_missing_segments(module)?;
    let first = folder.join("first.wasm");
    let mut options = Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = LOADERS;
    options.main_module = APP;
    let made = transform(options).map_err(|error| anyhow!("cutting the app: {error:#}"))?;
    let mut loaders = fs::read_to_string(folder.join(LOADERS))?;
    let mut others = Vec::new();
    for path in made.split_modules {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let stem = stem.context("a part without a name")?;
        let name = part_name(stem);
        loaders = loaders.replace(
            &format!("\"./{stem}.wasm\""),
            &format!("\"/assets/{name}\""),
        );
        others.push((name, tightened(&fs::read(&path)?)?));
    }
    Ok(Pieces {
        first: fs::read(first)?,
        others,
        loaders,
    })
}

/// `split_daily` is called `part-daily.wasm`, and `chunk_3` `part-3.wasm`.
fn part_name(stem: &str) -> String {
    let name = stem.split_once('_').map_or(stem, |(_, name)| name);
    format!("{PART}{name}.wasm")
}

/// Numbers as short as they can be (the linker leaves room in them), and no names for debuggers.
fn tightened(part: &[u8]) -> Result<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false);
    config.generate_producers_section(false);
    let mut module = config.parse(part).context("a part of the app")?;
    Ok(module.emit_wasm())
}

impl Pieces {
    /// wasm-bindgen's JavaScript and the loaders as one file.
    pub fn joined(&self, script: &str) -> String {
        let (mut out, mut names) = (String::new(), Vec::new());
        for line in script.lines() {
            match imported(line) {
                Some(name) => names.push(name),
                None => push(&mut out, line),
            }
        }
        let mut loads = Vec::new();
        for line in self.loaders.lines() {
            if line.starts_with("import ") || line.starts_with("/*") {
                continue;
            }
            let bare = line.strip_prefix("export ").unwrap_or(line);
            if bare.len() < line.len() {
                loads.extend(bare.split(' ').nth(1));
            }
            push(&mut out, bare);
        }
        for name in names {
            push(
                &mut out,
                &format!("const {name} = {{ {} }};", loads.join(", ")),
            );
        }
        out
    }
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// `x` of `import * as x from "./loaders.js"`.
fn imported(line: &str) -> Option<&str> {
    let (name, module) = line.strip_prefix("import * as ")?.split_once(" from ")?;
    module.contains(LOADERS).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_become_one() {
        let pieces = Pieces {
            first: Vec::new(),
            others: Vec::new(),
            loaders: "import { initSync } from \"./app.js\";\n\
                /* daily */\nexport const load_daily = f(() => 1);\n"
                .into(),
        };
        let script = "import * as import1 from \"./loaders.js\"\nexport { initSync };\n";
        assert_eq!(
            pieces.joined(script),
            "export { initSync };\nconst load_daily = f(() => 1);\n\
             const import1 = { load_daily };\n"
        );
    }

    #[test]
    fn parts_are_called_after_their_pages() {
        assert_eq!(part_name("split_daily"), "part-daily.wasm");
        assert_eq!(part_name("chunk_3"), "part-3.wasm");
    }
}
