//! Makes the bundle small: comments and indentation off, `.br` and `.gz` beside each file that
//! gains from it. Never touches what a program means. Tests: at the foot of this file.

use super::Effort;
use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A compressed file under this size is not worth a request of its own kind.
const SAVES_AT_LEAST_BYTES: usize = 64;
/// 4 MiB: more than the whole app.
const BROTLI_WINDOW: i32 = 22;
/// Formats that are compressed already.
const PACKED: [&str; 4] = ["woff2", "png", "jpg", "webp"];

/// Bytes of all files as they lie there, and as a browser of today fetches them.
pub struct Sizes {
    plain: usize,
    brotli: usize,
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kB, {} kB with brotli",
            self.plain / 1000,
            self.brotli / 1000
        )
    }
}

/// Puts `.br` and `.gz` beside the files of a folder.
pub fn folder(folder: &Path, effort: Effort) -> Result<Sizes> {
    let mut sizes = Sizes {
        plain: 0,
        brotli: 0,
    };
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| entry.ok().map(walkdir::DirEntry::into_path))
        .filter(|path| path.is_file())
        .collect();
    for path in files {
        let bytes = fs::read(&path)?;
        sizes.plain += bytes.len();
        sizes.brotli += beside(&path, &bytes, effort)?;
    }
    Ok(sizes)
}

/// Answers what the file costs a browser that takes brotli.
fn beside(path: &Path, bytes: &[u8], effort: Effort) -> Result<usize> {
    let is_packed = path
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| PACKED.contains(&extension));
    if is_packed {
        return Ok(bytes.len());
    }
    let mut cost = bytes.len();
    for (suffix, packed) in [("br", brotli(bytes, effort)?), ("gz", gzip(bytes, effort)?)] {
        if packed.len() + SAVES_AT_LEAST_BYTES > bytes.len() {
            continue;
        }
        cost = cost.min(packed.len());
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(suffix);
        fs::write(name, packed)?;
    }
    Ok(cost)
}

fn brotli(mut bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: match effort {
            Effort::Release => 11,
            Effort::Fast => 4,
        },
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Release => Compression::best(),
        Effort::Fast => Compression::fast(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// JavaScript as wasm-bindgen writes it, without its documentation and indentation.
pub fn without_comments(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut is_documentation = false;
    for line in script.lines().map(str::trim) {
        if line.starts_with("/**") {
            is_documentation = true;
        }
        if !is_documentation && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        if line.ends_with("*/") {
            is_documentation = false;
        }
    }
    out
}

/// A style sheet without comments and indentation.
pub fn without_css_comments(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut out = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_goes_and_code_stays() {
        let script = "/**\n * What it does\n */\nexport function f() {\n    return '//x';\n}\n";
        assert_eq!(
            without_comments(script),
            "export function f() {\nreturn '//x';\n}\n"
        );
    }

    #[test]
    fn style_sheets_lose_comments_only() {
        let sheet = "/* one\n two */\n.a { color: red; } /* three */\n";
        assert_eq!(without_css_comments(sheet), ".a { color: red; }\n");
    }

    #[test]
    fn both_variants_stand_beside_the_file() {
        let folder_made = tempfile::tempdir().unwrap();
        let page = folder_made.path().join("page.html");
        fs::write(&page, "again ".repeat(500)).unwrap();
        let sizes = folder(folder_made.path(), Effort::Release).unwrap();
        assert_eq!(sizes.plain, 3000);
        assert!(sizes.brotli < 100, "{}", sizes.brotli);
        assert!(folder_made.path().join("page.html.br").is_file());
        assert!(folder_made.path().join("page.html.gz").is_file());
    }
}
