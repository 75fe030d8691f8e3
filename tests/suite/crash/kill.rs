//! kill -9 of the real executable under four writers. Each keeps a ledger of what was acknowledged;
//! `rapport check` must find nothing on what the kill left, and the server, started again, must know
//! all that was acknowledged.
//! `RAPPORT_CRASH_ROUNDS` says how often (20 by default).

use crate::harness::client::Client;
use crate::harness::home::Home;
use crate::harness::places;
use crate::harness::team::{ADMIN, PASSWORD, set_up};
use serde_json::json;
use shared::api::paths;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS_DEFAULT: u32 = 20;
const WRITERS: u32 = 4;
/// The kill comes at another time in each round, between these.
const ALIVE_MIN_MS: u64 = 150;
const ALIVE_MAX_MS: u64 = 900;
/// Coprime to the range: the times of 200 rounds are all different.
const ALIVE_STEP_MS: u64 = 331;
/// The rate that makes a crash test worth its name; a debug build does many times this.
const WRITES_PER_ROUND_MIN: usize = 4;

/// After so many kills everything ever acknowledged is compared, and after the last one.
const WHOLE_EVERY: u32 = 20;

/// What one writer knows about a contact that it made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// The last acknowledged title; `None` once a deletion was acknowledged.
    title: Option<String>,
    /// What was asked for last and not answered: may have happened or not.
    pending: Option<Option<String>>,
    /// Whether anything was asked of it since it was compared last.
    touched: bool,
}

/// What is compared after a kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Touched,
    All,
}

type Ledger = BTreeMap<String, Entry>;

/// One thread's work over all rounds.
struct Writer {
    number: u32,
    client: Client,
    ledger: Ledger,
    sequence: u32,
}

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds = places::number("RAPPORT_CRASH_ROUNDS", ROUNDS_DEFAULT);
    let home = Home::new();
    let server = home.serve();
    set_up(&server);
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|number| Writer {
            number,
            client: Client::signed_in(home.address(), ADMIN, PASSWORD),
            ledger: Ledger::new(),
            sequence: 0,
        })
        .collect();
    let mut server = Some(server);
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let before = acknowledged(&writers);
        let running = server.take().unwrap();
        write_until_killed(&mut writers, round, || running.kill());
        let written = acknowledged(&writers) - before;
        assert!(written >= WRITES_PER_ROUND_MIN, "round {round}: {written}");
        home.assert_clean();
        let started = Instant::now();
        server = Some(home.serve());
        slowest = slowest.max(started.elapsed());
        let is_last = round + 1 == rounds;
        let scope = if is_last || round % WHOLE_EVERY == 0 {
            Scope::All
        } else {
            Scope::Touched
        };
        for writer in &mut writers {
            writer.compare(round, scope);
        }
    }
    drop(server);
    home.assert_clean();
    println!(
        "{rounds} kills, {} acknowledged writes, slowest start {} ms",
        acknowledged(&writers),
        slowest.as_millis()
    );
}

fn acknowledged(writers: &[Writer]) -> usize {
    writers.iter().map(|writer| writer.sequence as usize).sum()
}

fn write_until_killed(writers: &mut [Writer], round: u32, kill: impl FnOnce()) {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for writer in writers {
            let over = &over;
            scope.spawn(move || while !over.load(Ordering::Relaxed) && writer.step() {});
        }
        let range = ALIVE_MAX_MS - ALIVE_MIN_MS;
        let alive = ALIVE_MIN_MS + u64::from(round) * ALIVE_STEP_MS % range;
        thread::sleep(Duration::from_millis(alive));
        kill();
        over.store(true, Ordering::Relaxed);
    });
}

impl Writer {
    /// One write: mostly new contacts, some changes, some deletions. False when nobody answers.
    fn step(&mut self) -> bool {
        let known = self.ledger.iter().find(|(_, entry)| entry.title.is_some());
        let oldest = known.map(|(id, _)| id.clone());
        let done = match (self.sequence % 5, oldest) {
            (3, Some(id)) => self.change(&id),
            (4, Some(id)) => self.delete(&id),
            _ => self.create(),
        };
        self.sequence += u32::from(done);
        done
    }

    fn create(&mut self) -> bool {
        let title = self.next_title();
        let body = json!({ "first_name": "Kay", "last_name": title, "title": title });
        let Ok(answer) = self.client.post(paths::CONTACTS).json(&body).try_send() else {
            return false;
        };
        let contact = answer.expect(201).json();
        let id = contact["id"].as_str().unwrap().to_owned();
        let entry = Entry {
            title: Some(title),
            pending: None,
            touched: true,
        };
        self.ledger.insert(id, entry);
        true
    }

    fn change(&mut self, id: &str) -> bool {
        let title = self.next_title();
        self.expect_later(id, Some(title.clone()));
        let request = self.client.patch(&paths::contact(id)).if_match("*");
        let Ok(answer) = request.json(&json!({ "title": title })).try_send() else {
            return false;
        };
        answer.expect(200);
        self.confirm(id)
    }

    fn delete(&mut self, id: &str) -> bool {
        self.expect_later(id, None);
        let request = self.client.delete(&paths::contact(id)).if_match("*");
        let Ok(answer) = request.try_send() else {
            return false;
        };
        assert!(matches!(answer.status(), 200 | 204), "{}", answer.text());
        self.confirm(id)
    }

    fn next_title(&self) -> String {
        format!("w{}-{}", self.number, self.sequence)
    }

    fn expect_later(&mut self, id: &str, title: Option<String>) {
        let entry = self.ledger.get_mut(id).unwrap();
        entry.pending = Some(title);
        entry.touched = true;
    }

    fn confirm(&mut self, id: &str) -> bool {
        let entry = self.ledger.get_mut(id).unwrap();
        entry.title = entry.pending.take().unwrap();
        true
    }

    /// The server must show what was acknowledged, or what was asked for and never answered. A
    /// round looks at what it touched: all of it each time would take longer with each round.
    fn compare(&mut self, round: u32, scope: Scope) {
        let all = self.ledger.iter_mut();
        for (id, entry) in all.filter(|(_, entry)| scope == Scope::All || entry.touched) {
            let answer = self.client.get(&paths::contact(id)).send();
            let title = match answer.status() {
                200 => live_title(&answer.json()),
                404 => None,
                _ => panic!("round {round}, {id}: {}", answer.text()),
            };
            let is_right = title == entry.title || entry.pending.as_ref() == Some(&title);
            assert!(is_right, "round {round}, {id}: {title:?} but {entry:?}");
            entry.title = title;
            entry.pending = None;
            entry.touched = false;
        }
    }
}

/// A deleted record may still be shown from the bin, with the time of its deletion.
fn live_title(contact: &serde_json::Value) -> Option<String> {
    if contact["deleted_at"].is_null() {
        return contact["title"].as_str().map(str::to_owned);
    }
    None
}
