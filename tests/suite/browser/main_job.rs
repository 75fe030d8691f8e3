//! The main job from end to end, as a newcomer does it: set-up, import of real mails, search as one
//! types, open the thread, write a note, find the note.

use super::Page;
use super::page::keys;
use crate::harness::home::Home;
use crate::harness::places;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "email-spamassassin";
/// Mails of the archive that are dropped on the page.
const MAILS: usize = 60;
const NOTE: &str = "Sends tortoiseshell combs on Fridays";

#[test]
fn from_set_up_to_a_note_that_is_found() {
    let Some(corpora) = places::corpora("from_set_up_to_a_note_that_is_found") else {
        return;
    };
    let home = Home::new();
    let server = home.serve();
    let page = Page::desktop(server.address());
    set_up(&page, &server.setup_token());
    import(
        &page,
        &mails(&home, &corpora.join(FOLDER).join("all.tar.xz")),
    );
    open_thread_by_search(&page);
    write_note(&page);
    find_note(&page);
    page.assert_quiet();
}

/// Some mails of the archive, unpacked beside the data folder.
fn mails(home: &Home, archive: &Path) -> Vec<PathBuf> {
    let folder = home.path("mails");
    fs::create_dir_all(&folder).unwrap();
    let unpacked = Command::new("tar")
        .arg("-xJf")
        .arg(archive)
        .arg("-C")
        .arg(&folder)
        .args(["--strip-components", "2", "data/hard-ham-1"])
        .status();
    assert!(unpacked.unwrap().success());
    let mut mails: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    mails.sort();
    mails.truncate(MAILS);
    mails
}

fn set_up(page: &Page, token: &str) {
    page.go(&format!("/setup#token={token}"));
    page.fill("input[autocomplete='name']", "Ana Ruiz");
    page.fill("input[type='email']", "ana@example.org");
    page.fill("input[type='password']", "a long enough password");
    page.click_named("Create account");
    page.wait("nav");
}

fn import(page: &Page, mails: &[PathBuf]) {
    page.go("/imports");
    let files: Vec<&Path> = mails.iter().map(PathBuf::as_path).collect();
    page.choose_files("input[type='file']", &files);
    page.wait_path("/imports/");
    page.wait_text("main", "Done");
    page.picture("main-job-import");
}

/// Three letters are enough; the first hit of the palette is opened with Enter.
fn open_thread_by_search(page: &Page) {
    page.press("/");
    page.type_into("dialog.palette input", "ema");
    page.wait(".palette-line mark");
    page.picture("main-job-palette");
    page.press(&keys::ENTER.to_string());
    page.wait_path("/threads/");
    page.settle();
    page.picture("main-job-thread");
}

/// The sender is nobody yet: one click makes a contact, who gets the note written beside the mail.
fn write_note(page: &Page) {
    page.click_named("Add to contacts");
    page.wait(".composer textarea");
    page.fill(".composer textarea", NOTE);
    page.press(&format!("{}{}", keys::CONTROL, keys::ENTER));
    page.wait(".composer textarea:placeholder-shown");
}

fn find_note(page: &Page) {
    page.run("document.activeElement.blur();");
    page.press("/");
    page.type_into("dialog.palette input", "tortoise");
    page.wait_text("dialog.palette", NOTE);
    page.picture("main-job-found");
    page.press(&keys::ENTER.to_string());
    page.wait_path("/search?q=tortoise&note=");
    page.wait_text("main", "About");
    page.picture("main-job-note");
}
