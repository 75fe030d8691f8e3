//! Figure 1: importing a real archive of mails through the command line, indexing included, beside
//! `notmuch new` on the same messages in the same run.

use crate::harness::home::Home;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ROUNDS: usize = 3;

/// Takes it.
pub fn figure() {
    let Some(corpora) = env::var_os("RAPPORT_CORPORA") else {
        println!("RAPPORT_CORPORA is not set: nothing to import");
        return;
    };
    let archive = PathBuf::from(corpora).join("email-spamassassin/all.tar.xz");
    for round in 1..=ROUNDS {
        let home = Home::new();
        let started = Instant::now();
        let report = home.rapport_json(&["import", "--json", &archive.to_string_lossy()]);
        let ours = started.elapsed();
        let items = report["items"].as_u64().unwrap();
        let messages = report["created"].as_u64().unwrap();
        let skipped = report["skipped"].as_array().unwrap().len();
        println!(
            "round {round}: {items} items ({messages} created, {} unchanged, {skipped} skipped) in {:.2} s: {:.0} messages a second",
            report["unchanged"],
            ours.as_secs_f64(),
            messages as f64 / ours.as_secs_f64()
        );
        match notmuch(&home, &archive) {
            Some((files, taken)) => println!(
                "round {round}: notmuch new: {files} messages in {:.2} s: {:.0} a second; ratio {:.2}",
                taken.as_secs_f64(),
                files as f64 / taken.as_secs_f64(),
                (messages as f64 / ours.as_secs_f64()) / (files as f64 / taken.as_secs_f64())
            ),
            None => println!("notmuch is not installed: this figure stands alone"),
        }
    }
}

/// Unpacks the mails of the archive and has notmuch index them; how many, how long.
fn notmuch(home: &Home, archive: &Path) -> Option<(usize, Duration)> {
    let mail = home.path("mail");
    fs::create_dir_all(&mail).unwrap();
    // The archive holds a description in JSON beside each mail; both sides count mails alone.
    let unpacked = Command::new("tar")
        .args(["--exclude", "*.json", "--exclude", "*.md", "-xJf"])
        .arg(archive)
        .arg("-C")
        .arg(&mail)
        .status()
        .ok()?;
    assert!(unpacked.success());
    let config = home.path("notmuch-config");
    let text = format!(
        "[database]\npath={}\n[user]\nname=B\nprimary_email=b@example.org\n[new]\ntags=\n",
        mail.display()
    );
    fs::write(&config, text).unwrap();
    let started = Instant::now();
    let run = Command::new("notmuch")
        .arg("new")
        .env("NOTMUCH_CONFIG", &config)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    let taken = started.elapsed();
    assert!(run.success());
    Some((files(&mail), taken))
}

fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| match (path.is_dir(), path.ends_with(".notmuch")) {
            (true, true) => 0,
            (true, false) => files(&path),
            (false, _) => 1,
        })
        .sum()
}
