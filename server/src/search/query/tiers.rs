//! The tiers of a search: all words; if hardly anything has them, some words of a sentence or all but
//! the little ones of a shorter query, or words that are nearly the same. Tests: `tests` of the search module; the relevance suite.

use super::{
    build::{plan_of, question_of, short_of, tolerant_of},
    collector::{Found, Ranked},
    meant,
    plan::Plan,
    question, relaxed, reorder,
    request::{LOOKED_AT_AGAIN, OFFSET_MAX},
    run::Run,
    threads::Threads,
    tolerance::Tolerance,
};
use crate::search::error::SearchError;
use shared::{
    api::search::SearchSort,
    model::{RecordKind, RecordRef},
};
use std::collections::{BTreeMap, HashMap};

/// With fewer strict hits, words that are nearly the same are found too.
const STRICT_HITS_ENOUGH: u64 = 5;
/// With fewer strict hits, other words are suggested.
const MEANT_HITS_MAX: u64 = 3;
/// Hits that the viewer opened of late and that are looked at again wherever they stand.
const OPENED_MAX: usize = 30;

/// Hits with how tolerant the search had to be.
#[derive(Debug)]
pub struct Hits {
    /// What was found; `best` begins at the offset asked for.
    pub found: Found,
    /// Which tier answered.
    pub tolerance: Tolerance,
    /// How many more mails of its conversation a hit stands for.
    pub more_in_thread: HashMap<RecordRef, u32>,
    /// The query with better words, as text.
    pub meant: Option<String>,
}

/// Runs a search.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn run_search(run: &Run) -> Result<Hits, SearchError> {
    let (request, around) = (run.request, run.around);
    let limit = request.kept();
    let strict = plan_of(&request.query, Tolerance::Strict, &around.fields);
    let strict = run.plan(strict, limit)?;
    let kinds = request.kinds();
    let count = |found: &Found| -> u64 {
        let counts = kinds.iter().filter_map(|kind| found.counts.get(kind));
        counts.sum()
    };
    let hits = count(&strict);
    if request.cancel.is_given_up() {
        return Err(SearchError::GivenUp);
    }
    let enough = hits >= STRICT_HITS_ENOUGH && !relaxed::is_unspaced_text(&request.query);
    if enough || request.query.is_empty() {
        return cut(run, strict, Tolerance::Strict);
    }
    let wanted = hits < MEANT_HITS_MAX && request.offset == 0;
    let meant = match wanted {
        true => meant::meant(run, hits)?,
        false => None,
    };
    let mut loose = some_words(run)?.map(|found| (found, Tolerance::SomeWords));
    loose = loose.filter(|(found, _)| count(found) > hits);
    if loose.is_none() && hits < STRICT_HITS_ENOUGH {
        let found = run.plan(tolerant_of(&request.query, &around.fields), limit)?;
        loose = (count(&found) > hits).then_some((found, Tolerance::Typos));
    }
    let Some((found, tolerance)) = loose else {
        let hits = cut(run, strict, Tolerance::Strict)?;
        return Ok(Hits { meant, ..hits });
    };
    let found = Found {
        counts: beside(run, &found, &strict),
        ..found
    };
    Ok(Hits {
        meant,
        ..cut(run, found, tolerance)?
    })
}

/// What has some of the words of a sentence, or all but the little words of a shorter query.
fn some_words(run: &Run) -> Result<Option<Found>, SearchError> {
    let (query, fields) = (&run.request.query, &run.around.fields);
    if let Some(plan) = question_of(query, fields) {
        return question::answer(run, plan).map(Some);
    }
    let plan = short_of(query, fields);
    let found = plan.map(|plan| run.plan(plan, run.request.kept()));
    found.transpose()
}

/// How many of each kind: of those not asked for as many as a search for all kinds would say, so that
/// to choose one does not change the others.
fn beside(run: &Run, found: &Found, strict: &Found) -> BTreeMap<RecordKind, u64> {
    let all: u64 = strict.counts.values().sum();
    if all < STRICT_HITS_ENOUGH || relaxed::is_unspaced_text(&run.request.query) {
        return found.counts.clone();
    }
    let kinds = run.request.kinds();
    let asked = found.counts.iter().filter(|(kind, _)| kinds.contains(kind));
    let others = strict
        .counts
        .iter()
        .filter(|(kind, _)| !kinds.contains(kind));
    asked
        .chain(others)
        .map(|(&kind, &count)| (kind, count))
        .collect()
}

/// The hits that the viewer opened of late, when there are more hits than are looked at again:
/// of all whose name begins with two letters, one means the one that was just open. Only for one
/// word; more are precise, and would take half a millisecond longer.
fn opened(run: &Run, found: &Found, tolerance: Tolerance) -> Result<Vec<Ranked>, SearchError> {
    let visited = &run.around.visited;
    let hits: u64 = found.counts.values().sum();
    let is_one_word = run.request.query.nodes.len() == 1 && tolerance != Tolerance::SomeWords;
    if visited.is_empty() || !is_one_word || hits <= LOOKED_AT_AGAIN as u64 {
        return Ok(Vec::new());
    }
    let asked = plan_of(&run.request.query, tolerance, &run.around.fields);
    let opened = Plan::Records(visited.records(run.reader)?);
    Ok(run.plan(Plan::All(vec![asked, opened]), OPENED_MAX)?.best)
}

/// The page asked for.
fn cut(run: &Run, mut found: Found, tolerance: Tolerance) -> Result<Hits, SearchError> {
    let request = run.request;
    let mut threads = Threads::new(run.reader);
    let offset = request.offset.min(OFFSET_MAX);
    let shows_any = offset < found.best.len();
    if shows_any && request.sort == SearchSort::Relevance && !request.query.is_empty() {
        let opened = opened(run, &found, tolerance)?;
        // The first hits change places among themselves, so pages behind them stay as they are.
        if offset < LOOKED_AT_AGAIN || !opened.is_empty() {
            let asked = reorder::asked_of(&request.query, tolerance, run.view)?;
            reorder::reorder(run, &asked, opened, (&mut found.best, &mut threads))?;
        }
    }
    let mut more_in_thread = HashMap::new();
    if request.threads {
        (found.best, more_in_thread) = threads.fold(found.best)?;
    }
    found.best.drain(..offset.min(found.best.len()));
    found.best.truncate(request.limit);
    Ok(Hits {
        found,
        tolerance,
        more_in_thread,
        meant: None,
    })
}
