//! The best hits in their final order: what search by words cannot see lifts them a little. Words
//! that stand close together or where a text begins, the viewer's own records and those opened of
//! late. Looks at a few hits only, so that it costs the same however many there are; decides nothing
//! about what is found.
//! Tests: `tests/ranking.rs` of the search module; `ranking` in the tests crate.

use super::{
    closeness::{AskedWord, asked_words, closeness, neighbours},
    collector::Ranked,
    opening::Opening,
    request::LOOKED_AT_AGAIN,
    run::Run,
    standing::Standing,
    threads::Threads,
    tolerance::Tolerance,
};
use crate::search::{document::Facet, error::SearchError, schema::TextField, view::View};
use shared::{model::RecordRef, query::Query};

/// What a hit gains whose words all stand as they were asked, side by side.
const CLOSE_GAIN: f32 = 0.25;
/// What a hit gains that begins with all that a sentence without spaces asks.
const EARLY_GAIN: f32 = 1.0;
/// What the viewer's own record gains.
const OWN_GAIN: f32 = 0.05;
/// Where words are looked at that stand close together or early.
const FIELDS: [TextField; 2] = [TextField::Name, TextField::Body];

/// What lifts a hit, as shares of its score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gains {
    /// Its words stand close together.
    pub close: f32,
    /// They stand where it begins.
    pub early: f32,
    /// It is the viewer's own.
    pub own: f32,
    /// The viewer opened it of late.
    pub visited: f32,
}

impl Gains {
    fn factor(self) -> f32 {
        1.0 + self.close + self.early + self.own + self.visited
    }
}

/// What of a question counts by where it stands.
pub enum Asked {
    /// Words that must all be there, by how close together.
    Words(Vec<AskedWord>),
    /// The terms of a sentence, by how early. How close together says nothing there (reciprocal rank
    /// on known Chinese items 0.799 without closeness, 0.798 with it; Cranfield nDCG@10 0.427 and
    /// 0.423).
    Sentence(Opening),
}

/// What of a query counts by where it stands.
///
/// # Errors
/// When the index cannot be read.
pub fn asked_of(query: &Query, tolerance: Tolerance, view: &View) -> tantivy::Result<Asked> {
    Ok(match tolerance {
        Tolerance::Strict | Tolerance::Typos => Asked::Words(asked_words(query)),
        Tolerance::SomeWords => Asked::Sentence(Opening::of(query, view)?),
    })
}

/// Puts hits into their final order: the first ones, and those that the viewer opened of late. `asked`
/// is what counts by where it stands.
///
/// # Errors
/// When index or store cannot be read.
pub fn reorder(
    run: &Run,
    asked: &Asked,
    opened: Vec<Ranked>,
    (best, threads): (&mut Vec<Ranked>, &mut Threads<'_>),
) -> Result<(), SearchError> {
    let mut rest = best.split_off(best.len().min(LOOKED_AT_AGAIN));
    let mut records: Vec<RecordRef> = best.iter().map(|hit| hit.record).collect();
    for hit in opened {
        if !records.contains(&hit.record) {
            rest.retain(|other| other.record != hit.record);
            records.push(hit.record);
            best.push(hit);
        }
    }
    let standing = Standing::of_hits(run.view, best);
    let gains = gains(run, asked, &standing, (&records, threads))?;
    for (hit, gains) in best.iter_mut().zip(gains) {
        hit.rank = lifted(hit.rank, gains.factor());
    }
    best.append(&mut rest);
    best.sort_unstable_by(|a, b| b.cmp(a));
    Ok(())
}

/// What lifts each of some hits.
///
/// # Errors
/// When index or store cannot be read.
pub fn gains(
    run: &Run,
    asked: &Asked,
    standing: &Standing<'_>,
    (records, threads): (&[RecordRef], &mut Threads<'_>),
) -> Result<Vec<Gains>, SearchError> {
    let mut gains = vec![Gains::default(); records.len()];
    match asked {
        Asked::Words(words) => {
            for (gains, close) in gains.iter_mut().zip(closest(words, standing)?) {
                gains.close = CLOSE_GAIN * close;
            }
        }
        Asked::Sentence(opening) => {
            for (gains, first) in gains.iter_mut().zip(first_places(opening, standing)?) {
                gains.early = EARLY_GAIN * opening.share(&first);
            }
        }
    }
    if let Some(viewer) = run.request.viewer {
        let own = standing.have(&Facet::Owner(Some(viewer)))?;
        for (gains, own) in gains.iter_mut().zip(own) {
            gains.own = if own { OWN_GAIN } else { 0.0 };
        }
    }
    let visited = &run.around.visited;
    for (gains, &record) in gains.iter_mut().zip(records) {
        let thread = match visited.needs_thread(record) {
            true => threads.of(record)?,
            false => None,
        };
        gains.visited = visited.gain(record, thread);
    }
    Ok(gains)
}

/// How close the words of each hit stand, on average; each two where they are closest. Nothing for
/// fewer than two words.
fn closest(asked: &[AskedWord], standing: &Standing<'_>) -> tantivy::Result<Vec<f32>> {
    let neighbours = neighbours(asked);
    if neighbours.is_empty() {
        return Ok(Vec::new());
    }
    let mut closest = vec![vec![0.0_f32; neighbours.len()]; standing.len()];
    for field in FIELDS {
        let positions = standing.positions(field, asked)?;
        for (closest, stand) in closest.iter_mut().zip(positions) {
            for (closest, &(a, b)) in closest.iter_mut().zip(&neighbours) {
                let close = closeness((&asked[a], &asked[b]), (&stand[a], &stand[b]));
                *closest = closest.max(close);
            }
        }
    }
    let mean = |pairs: Vec<f32>| pairs.iter().sum::<f32>() / pairs.len() as f32;
    Ok(closest.into_iter().map(mean).collect())
}

/// Where each term of a sentence stands first in each hit, in whichever field it is earlier.
fn first_places(
    opening: &Opening,
    standing: &Standing<'_>,
) -> tantivy::Result<Vec<Vec<Option<u32>>>> {
    let mut first = vec![vec![None; opening.terms.len()]; standing.len()];
    for field in FIELDS {
        let positions = standing.positions(field, &opening.terms)?;
        for (first, stand) in first.iter_mut().zip(positions) {
            for (first, places) in first.iter_mut().zip(stand) {
                let places = places.first().copied().into_iter();
                *first = places.chain(*first).min();
            }
        }
    }
    Ok(first)
}

/// A rank of relevance, this many times as good.
fn lifted(rank: i64, factor: f32) -> i64 {
    let score = f32::from_bits(u32::try_from(rank).unwrap_or_default());
    i64::from((score * factor).to_bits())
}
