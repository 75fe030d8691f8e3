//! A real full disk: the data on a small tmpfs. Writes answer 507 before anything can go wrong,
//! reads go on, health says degraded; with room again writes work at once, and nothing that was
//! acknowledged is gone. Needs root and mount, else it says that it was skipped.

use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::skipped;
use crate::harness::team::set_up;
use serde_json::json;
use shared::api::paths;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NAME: &str = "a_full_disk_loses_nothing";
const SMALL_MB: u32 = 48;
const LARGE_MB: u32 = 256;
/// Each note carries this much, so that a small disk is full soon.
const NOTE_BYTES: usize = 60_000;
/// Far more than fits.
const NOTES_MAX: usize = 5_000;

/// A mounted tmpfs, unmounted at the end.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let size = format!("size={SMALL_MB}m,mode=0700");
        quiet(
            Command::new("mount")
                .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
                .arg(at),
        )
        .then(|| Self(at.to_path_buf()))
    }

    fn enlarge(&self) {
        let size = format!("remount,size={LARGE_MB}m");
        assert!(quiet(
            Command::new("mount").args(["-o", &size]).arg(&self.0)
        ));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        quiet(Command::new("umount").arg("--lazy").arg(&self.0));
    }
}

fn quiet(command: &mut Command) -> bool {
    command
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_loses_nothing() {
    let outer = Home::new();
    let Some(disk) = Disk::mount(&outer.path("disk")) else {
        skipped(NAME, "needs root and mount");
        return;
    };
    let home = Home::with_data(&disk.0.join("data"));
    let server = home.serve();
    let admin = set_up(&server);
    let before = health(&admin);
    assert_eq!(before, "ok");

    let notes = fill(&admin);
    assert!(
        !notes.is_empty() && notes.len() < NOTES_MAX,
        "{}",
        notes.len()
    );
    assert_readable(&admin, &notes);

    disk.enlarge();
    let answer = create(&admin, notes.len()).expect(201);
    let mut notes = notes;
    notes.push(id(&answer.json()));
    assert_eq!(health(&admin), "ok");
    assert_readable(&admin, &notes);

    assert!(server.stop().success());
    home.assert_clean();
    let server = home.serve();
    assert_readable(&admin, &notes);
    drop(server);
}

fn health(client: &Client) -> String {
    let answer = client.get(paths::HEALTH).send().expect(200).json();
    answer["status"].as_str().unwrap_or_default().to_owned()
}

fn create(client: &Client, number: usize) -> crate::harness::client::Answer {
    // Letters that do not compress to nothing.
    let mut state = number as u32 + 1;
    let body: String = (0..NOTE_BYTES)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + (state >> 24) as u8 % 26)
        })
        .collect();
    let body = json!({ "body": format!("note {number} {body}"), "links": [] });
    client.post(paths::NOTES).json(&body).send()
}

/// Writes notes until the server refuses and says that it is not well; the ids of those it took.
/// The index gives room back when it joins its parts, so one refusal need not be the last.
fn fill(client: &Client) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..NOTES_MAX {
        let answer = create(client, ids.len());
        if answer.status() == 201 {
            ids.push(id(&answer.json()));
            continue;
        }
        answer.expect_problem(507, "disk_full");
        if health(client) == "degraded" {
            break;
        }
    }
    ids
}

fn id(record: &serde_json::Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

fn assert_readable(client: &Client, notes: &[String]) {
    for (number, id) in notes.iter().enumerate() {
        let note = client.get(&paths::note(id)).send().expect(200).json();
        let start = format!("note {number} ");
        assert!(note["body"].as_str().unwrap().starts_with(&start), "{id}");
    }
}
