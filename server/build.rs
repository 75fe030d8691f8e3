//! Makes sure that the folder of the app's files exists, so that `cargo check` works before the
//! app was ever built. `cargo xtask` fills it; this must never overwrite what is there.

use std::{env, fs, io, path::Path};

/// Shown when the executable was built without the app.
const PLACEHOLDER: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
<title>Rapport</title>\n<p>This executable was built without its app. \
Build it with <code>cargo xtask run</code>.</p>\n</html>\n";

fn main() -> io::Result<()> {
    let server = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let bundle = Path::new(&server).join("../target/bundle");
    fs::create_dir_all(&bundle)?;
    let index = bundle.join("index.html");
    if !index.exists() {
        fs::write(&index, PLACEHOLDER)?;
    }
    println!("cargo:rerun-if-changed={}", bundle.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
