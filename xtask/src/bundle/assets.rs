//! Files with the hash of their bytes in their names, and the places that name them. A source
//! writes the plain address (`/assets/app.wasm`); what comes out has the hashed one. Never guesses:
//! an address under `/assets/` that names no file fails the build. Tests: at the foot.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Hexadecimal digits of BLAKE3 in a name: 48 bits, plenty for a dozen files.
const HASH_DIGITS: usize = 12;
/// Where all files but the page live, in the folder and in addresses.
const PREFIX: &str = "/assets/";
/// A line of the page that a file takes the place of: `<!-- include icons/sprite.svg -->`.
const INCLUDE_START: &str = "<!-- include ";
const INCLUDE_END: &str = " -->";

/// Other files beside them (licences, notes) stay where they are.
const SERVED: [&str; 7] = ["ico", "jpg", "png", "svg", "webmanifest", "webp", "woff2"];

/// The files written so far.
pub struct Assets {
    folder: PathBuf,
    /// Plain address → hashed address.
    addresses: BTreeMap<String, String>,
}

impl Assets {
    /// `folder` is the bundle's; it must hold a folder `assets`.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            addresses: BTreeMap::new(),
        }
    }

    /// Writes one file under its hashed name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let hashed = hashed_name(name, bytes);
        fs::write(self.folder.join("assets").join(&hashed), bytes)?;
        self.addresses
            .insert(format!("{PREFIX}{name}"), format!("{PREFIX}{hashed}"));
        Ok(())
    }

    /// Like [`Assets::add`], after the addresses in it are rewritten.
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<()> {
        let text = self.rewrite(text);
        if let Some(unknown) = unhashed(&text) {
            bail!("{name} names {unknown}, which is no file of the bundle");
        }
        self.add(name, text.as_bytes())
    }

    /// All files of one folder that a browser can use, without those below it; no folder is no
    /// files.
    pub fn copy_folder(&mut self, folder: &Path) -> Result<()> {
        for path in sorted_files(folder)? {
            let is_served = path
                .extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| SERVED.contains(&extension));
            if !is_served {
                continue;
            }
            let name = file_name(&path)?;
            let bytes = fs::read(&path)?;
            self.add(name, &bytes)?;
        }
        Ok(())
    }

    /// The style sheets of a folder, in the order of their names, as one `app.css`.
    pub fn add_style_sheet(&mut self, folder: &Path) -> Result<()> {
        let mut all = String::new();
        for path in sorted_files(folder)? {
            if path.extension().is_some_and(|extension| extension == "css") {
                all.push_str(&fs::read_to_string(&path)?);
                all.push('\n');
            }
        }
        self.add_text("app.css", &super::compress::without_css_comments(&all))
    }

    /// Puts the hashed addresses in the place of the plain ones.
    pub fn rewrite(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (plain, hashed) in &self.addresses {
            text = text.replace(plain, hashed);
        }
        text
    }
}

/// Puts the files named by include lines in their place; names are relative to `sources`.
pub fn include(page: &str, sources: &Path) -> Result<String> {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(INCLUDE_START) {
        let (name, after) = after
            .split_once(INCLUDE_END)
            .context("an include without an end")?;
        let path = sources.join(name.trim());
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        out.push_str(before);
        out.push_str(text.trim());
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> Result<&str> {
    path.file_name()
        .and_then(|name| name.to_str())
        .with_context(|| format!("{} has no plain name", path.display()))
}

fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..HASH_DIGITS];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{name}-{hash}"),
    }
}

/// The first address under the prefix that has no hash in it.
fn unhashed(text: &str) -> Option<&str> {
    text.match_indices(PREFIX).find_map(|(at, _)| {
        let address = &text[at..];
        let end = address
            .find(|c: char| !(c.is_ascii_alphanumeric() || "/-_.".contains(c)))
            .unwrap_or(address.len());
        let address = &address[..end];
        let is_hashed = address
            .rsplit_once('-')
            .and_then(|(_, tail)| tail.get(..HASH_DIGITS))
            .is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        (!is_hashed).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_the_hashed_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("assets")).unwrap();
        let mut assets = Assets::new(folder.path());
        assets.add("font.woff2", b"glyphs").unwrap();
        let hashed = hashed_name("font.woff2", b"glyphs");
        assert!(folder.path().join("assets").join(&hashed).is_file());
        assert_eq!(
            assets.rewrite("src: url(\"/assets/font.woff2\")"),
            format!("src: url(\"/assets/{hashed}\")")
        );
        assets
            .add_text("app.css", "url(/assets/font.woff2)")
            .unwrap();
    }

    #[test]
    fn an_address_without_a_file_fails_the_build() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("assets")).unwrap();
        let error = Assets::new(folder.path())
            .add_text("app.css", "url(/assets/gone.woff2)")
            .unwrap_err();
        assert!(error.to_string().contains("/assets/gone.woff2"), "{error}");
    }

    #[test]
    fn an_include_takes_the_place_of_its_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sprite.svg"), "<svg/>\n").unwrap();
        let page = include("<body><!-- include sprite.svg --></body>", folder.path());
        assert_eq!(page.unwrap(), "<body><svg/></body>");
    }
}
