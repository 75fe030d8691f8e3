//! Search at three sizes: the whole HTTP answer with rights, counts and 20 snippets for every kind
//! of question, beside the same query, filters and snippets on bare tantivy over the same texts in
//! the same process, and beside other engines on the same texts (`rivals`). Then the index itself:
//! documents a second, size, memory, start. `SEARCH_SIZES` (numbers, by commas) takes other sizes,
//! `SEARCH_KINDS` (part of a name) only some questions, `SEARCH_CALLS` more calls of each and
//! `SEARCH_WORDS` only those of these words, for who looks at a profile, `SEARCH_SLOWEST` names the
//! slowest.

mod bare;
mod questions;
mod rivals;

use crate::{generate::Random, samples::Samples, world::World};
use anyhow::{Context, Result};
use bare::Bare;
use questions::{Kind, Question};
use rapport::{changes::Cause, domain::ctx::Actor};
use rivals::Rivals;
use serde_json::Value;
use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

/// Generated notes; the mails of the corpus come on top.
const SIZES: [usize; 3] = [100_000, 300_000, 1_000_000];
/// Calls of each kind of question, if `SEARCH_CALLS` does not say.
const CALLS: usize = 400;
/// Calls before the clock runs: the figure is of a warm server.
const WARM_CALLS: usize = 40;
/// Saves one at a time, each found at once.
const SINGLE_SAVES: usize = 300;
/// The index joins its parts after a fill; nobody measures until it rests.
const REST_PATIENCE: Duration = Duration::from_secs(120);

/// Takes it.
pub fn figure() {
    take().unwrap();
}

fn take() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = World::start(folder.path())?;
    let mut texts = mails(&world)?;
    let mut notes = 0;
    for size in sizes()? {
        let started = Instant::now();
        texts.extend(world.add_notes(notes..size)?);
        let saved = started.elapsed();
        world.wait_indexed()?;
        let added = size - notes;
        notes = size;
        println!(
            "\n### {} documents: {added} notes saved in {:.1} s and indexed in {:.1} s ({:.0} a second), {} MB of peak memory with the texts of this figure",
            texts.len(),
            saved.as_secs_f64(),
            started.elapsed().as_secs_f64(),
            added as f64 / started.elapsed().as_secs_f64(),
            peak_memory()? / 1_000_000,
        );
        rest(&world);
        index_line(&world, &texts);
        singles(&world, size)?;
        ask(&world, &texts)?;
    }
    Ok(())
}

fn sizes() -> Result<Vec<usize>> {
    match env::var("SEARCH_SIZES") {
        Ok(list) => list
            .split(',')
            .map(|size| size.trim().parse().context("SEARCH_SIZES"))
            .collect(),
        Err(_) => Ok(SIZES.to_vec()),
    }
}

/// The mails of the corpus, if it is here.
fn mails(world: &World) -> Result<Vec<String>> {
    let Some(corpora) = env::var_os("RAPPORT_CORPORA") else {
        println!("RAPPORT_CORPORA is not set: no mails");
        return Ok(Vec::new());
    };
    let archive = Path::new(&corpora).join("email-spamassassin/all.tar.xz");
    let ctx = world.app.ctx(Actor::System, Cause::Request);
    let report = world.app.imports.run_blocking(&ctx, &[archive], None)?;
    println!("{} mails imported", report.counts.created);
    // Their ids are others in every run; the questions are to be the same.
    let mut texts = world.message_texts()?;
    texts.sort_unstable();
    Ok(texts)
}

/// Waits until the parts of the index stay as they are.
fn rest(world: &World) {
    let started = Instant::now();
    let parts = || world.app.search.status().segments;
    let mut seen = (parts(), Instant::now());
    while seen.1.elapsed() < Duration::from_secs(5) && started.elapsed() < REST_PATIENCE {
        std::thread::sleep(Duration::from_millis(200));
        let now = parts();
        if now != seen.0 {
            seen = (now, Instant::now());
        }
    }
}

fn index_line(world: &World, texts: &[String]) {
    let status = world.app.search.status();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!(
        "index: {} documents in {} parts, {} MB for {} MB of text",
        status.documents,
        status.segments,
        status.size_bytes / 1_000_000,
        bytes / 1_000_000,
    );
}

/// Saves over HTTP, each searched for as soon as it is answered.
fn singles(world: &World, size: usize) -> Result<()> {
    let mut client = world.client()?;
    let mut number = 0_u64;
    let mut missed = 0;
    let samples = Samples::of(SINGLE_SAVES, || {
        number += 1;
        let word = format!(
            "{:08x}",
            Random::new(1_000 + size as u64 + number).next() >> 32
        );
        let body = serde_json::json!({ "body": format!("Seen at once: {word}"), "links": [] });
        let saved = client.post("/api/v1/notes", &body.to_string()).unwrap();
        let saved: Value = serde_json::from_slice(&saved.body).unwrap();
        let found = client.get(&format!("/api/v1/search?q={word}%20")).unwrap();
        let found: Value = serde_json::from_slice(&found).unwrap();
        missed += usize::from(found["hits"][0]["id"] != saved["id"]);
    });
    println!("save and find at once: {samples}; {missed} of {SINGLE_SAVES} not found");
    Ok(())
}

fn ask(world: &World, texts: &[String]) -> Result<()> {
    let bare = Bare::new(texts)?;
    let mut rivals = Rivals::start(texts)?;
    println!(
        "{:<24} {:>15} {:>15} {:>11}  others",
        "p50 / p99 ms", "ours", "bare", "ratio"
    );
    let wanted = env::var("SEARCH_KINDS").unwrap_or_default();
    let calls = env::var("SEARCH_CALLS").map_or(Ok(CALLS), |calls| calls.parse())?;
    for kind in Kind::ALL {
        if !kind.name().contains(&wanted) {
            continue;
        }
        let mut questions = kind.questions(texts);
        if let Ok(words) = env::var("SEARCH_WORDS") {
            questions.retain(|question| question.words.join(" ") == words);
        }
        if questions.is_empty() {
            continue;
        }
        // With all rivals the kinds together take longer than a sign-in lasts.
        let mut client = world.client()?;
        let mut next = turns(&questions);
        let mut ours = || drop(client.get(&next().path()).unwrap());
        (0..WARM_CALLS).for_each(|_| ours());
        let ours = Samples::of(calls, ours);
        let mut next = turns(&questions);
        let mut limit = || bare.answer(next()).unwrap();
        (0..WARM_CALLS).for_each(|_| limit());
        let limit = Samples::of(calls, limit);
        if env::var_os("SEARCH_SLOWEST").is_some() {
            slowest(&questions, |question| {
                drop(client.get(&question.path()).unwrap())
            });
            slowest(&questions, |question| bare.answer(question).unwrap());
        }
        println!(
            "{:<24} {:>15} {:>15} {:>11}  {}",
            kind.name(),
            ours.pair(),
            limit.pair(),
            ours.ratio(&limit),
            rivals.ask(&questions)?,
        );
    }
    Ok(())
}

/// Prints the slowest few questions of a kind, for whoever looks for the reason.
fn slowest(questions: &[Question], mut ask: impl FnMut(&Question)) {
    let mut medians: Vec<_> = questions
        .iter()
        .map(|question| {
            let samples = Samples::of(9, || ask(question));
            (samples.per_mille(500), question.words.join(" "))
        })
        .collect();
    medians.sort_unstable_by(|a, b| b.cmp(a));
    println!("slowest: {:?}", &medians[..5.min(medians.len())]);
}

/// The questions in turn, for ever.
fn turns<'a>(questions: &'a [Question]) -> impl FnMut() -> &'a Question {
    let mut endless = questions.iter().cycle();
    move || endless.next().unwrap()
}

/// The most memory this process ever held, in bytes.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: u64 = kilobytes.context("no VmHWM")?.parse()?;
    Ok(kilobytes * 1024)
}
