//! The search index under attack while fifty write and fifty search: its files are deleted and cut
//! short, its folder vanishes, the server is killed. Whoever searches for what was acknowledged
//! finds it or is told that search is being rebuilt; in the end all of it is there and
//! `rapport check` finds nothing. `RAPPORT_TORTURE_SECONDS` says how long (15 by default).

use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::places;
use crate::harness::server::Server;
use crate::harness::team::set_up;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const SECONDS_DEFAULT: u32 = 15;
const WRITERS: usize = 50;
const READERS: usize = 50;
/// Between two attacks: long enough that some searches see a whole index, too.
const ATTACK_EVERY: Duration = Duration::from_millis(1_500);
/// A caller whose server is away asks again after this time.
const AWAY: Duration = Duration::from_millis(50);
/// Of each writer so many are looked for again at the end, one by one; `check` compares them all.
const LAST_WRITES: usize = 20;

/// What the callers saw.
#[derive(Default)]
struct Seen {
    over: AtomicBool,
    saved: AtomicUsize,
    found: AtomicUsize,
    rebuilding: AtomicUsize,
    away: AtomicUsize,
}

/// A saved note: its id, and the word that only it has.
type Saved = (String, String);

#[test]
fn search_is_right_or_says_that_it_is_not_ready() {
    let seconds = places::number("RAPPORT_TORTURE_SECONDS", SECONDS_DEFAULT);
    let home = Home::new();
    let server = home.serve();
    let client = set_up(&server);
    let seen = Seen::default();
    let (saved, attacks, mut server) = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                scope.spawn({
                    let (client, seen) = (&client, &seen);
                    move || write(client, seen, number)
                })
            })
            .collect();
        for _ in 0..READERS {
            scope.spawn(|| read(&client, &seen));
        }
        let (attacks, server) = attack(&home, server, Duration::from_secs(seconds.into()));
        seen.over.store(true, Ordering::Relaxed);
        let saved: Vec<Vec<Saved>> = writers.into_iter().map(|it| it.join().unwrap()).collect();
        (saved, attacks, server)
    });
    for writer in &saved {
        for (id, word) in writer.iter().rev().take(LAST_WRITES) {
            wait::until("a saved note to be found", || {
                // The last file that was cut short may end the process only now.
                if !server.is_running() {
                    server = home.serve();
                }
                let answer = search(&client, word)?;
                (answer["hits"][0]["id"] == id.as_str()).then_some(())
            });
        }
    }
    drop(server);
    home.assert_clean();
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    println!(
        "{attacks} attacks, {} saved, {} found at once, {} told of a rebuild, {} without a server",
        count(&seen.saved),
        count(&seen.found),
        count(&seen.rebuilding),
        count(&seen.away),
    );
    assert!(count(&seen.found) > WRITERS, "hardly anything was found");
}

fn write(client: &Client, seen: &Seen, number: usize) -> Vec<Saved> {
    let mut saved = Vec::new();
    for turn in 0.. {
        if seen.over.load(Ordering::Relaxed) {
            break;
        }
        let word = format!("w{number}x{turn}y{}z", number * 7 + turn * 31);
        let body = json!({ "body": format!("The word is {word}."), "links": [] });
        let Ok(answer) = client.post(paths::NOTES).json(&body).try_send() else {
            seen.away.fetch_add(1, Ordering::Relaxed);
            thread::sleep(AWAY);
            continue;
        };
        let id = answer.expect(201).json()["id"].as_str().unwrap().to_owned();
        seen.saved.fetch_add(1, Ordering::Relaxed);
        if let Some(answer) = search(client, &word) {
            let is_found = answer["hits"][0]["id"] == id.as_str();
            let is_told = answer["state"] == "rebuilding";
            assert!(is_found || is_told, "{word} was saved: {answer}");
            let counter = if is_found {
                &seen.found
            } else {
                &seen.rebuilding
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }
        saved.push((id, word));
    }
    saved
}

fn read(client: &Client, seen: &Seen) {
    while !seen.over.load(Ordering::Relaxed) {
        if search(client, "word").is_none() {
            thread::sleep(AWAY);
        }
    }
}

/// The answer; `None` when there is no server, or it says that it cannot search just now.
fn search(client: &Client, word: &str) -> Option<Value> {
    let answer = client
        .get(&format!("{}?q={word}%20", paths::SEARCH))
        .try_send()
        .ok()?;
    match answer.status() {
        200 => Some(answer.json()),
        503 => None,
        _ => panic!("{}", answer.text()),
    }
}

/// Attacks in turn until the time is over; how many, and the server that runs then.
fn attack(home: &Home, server: Server, time: Duration) -> (usize, Server) {
    let started = Instant::now();
    let folder = home.data().join("search");
    let mut server = Some(server);
    let mut attacks = 0;
    while started.elapsed() < time {
        thread::sleep(ATTACK_EVERY);
        match attacks % 4 {
            0 => on_a_file(&folder, attacks, |path| fs::remove_file(path)),
            1 => on_a_file(&folder, attacks, |path| {
                let file = File::options().write(true).open(path)?;
                file.set_len(file.metadata()?.len() / 2)
            }),
            2 => server.take().unwrap().kill(),
            _ => drop(fs::remove_dir_all(&folder)),
        }
        attacks += 1;
        // A file that is cut short under its map ends the process, as a kill does.
        if !server.as_mut().is_some_and(Server::is_running) {
            server = Some(home.serve());
        }
    }
    (attacks, server.unwrap())
}

/// Does something to one of the files below a folder; one that is gone by then is no matter.
fn on_a_file(folder: &Path, number: usize, act: impl Fn(&Path) -> std::io::Result<()>) {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    if !files.is_empty() {
        let _it_may_be_gone = act(&files[number * 13 % files.len()]);
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
