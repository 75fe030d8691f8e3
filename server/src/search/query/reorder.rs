//! The best hits in their final order: what search by words cannot see lifts them a little. Words
//! that stand close together, the viewer's own records and those opened of late. Looks at a few hits
//! only, so that it costs the same however many there are; decides nothing about what is found.
//! Tests: `tests/ranking.rs` of the search module; `ranking` in the tests crate.

use super::{
    Run,
    build::Tolerance,
    closeness::{AskedWord, asked_words, closeness, neighbours},
    collector::Ranked,
    standing::Standing,
    threads::Threads,
};
use crate::search::{document::Facet, error::SearchError, schema::TextField};
use shared::{model::RecordRef, query::Query};

/// Hits that are looked at again: the first of all, whatever page is asked for. Two words among
/// 100,000 documents take 0.03 ms longer for it; of fifty hits, 0.14 ms.
pub const LOOKED_AT_AGAIN: usize = 30;
/// What a hit gains whose words all stand as they were asked, side by side.
const CLOSE_GAIN: f32 = 0.25;
/// What the viewer's own record gains.
const OWN_GAIN: f32 = 0.05;
/// Where words are looked at that stand close together.
const FIELDS: [TextField; 2] = [TextField::Name, TextField::Body];

/// What lifts a hit, as shares of its score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gains {
    /// Its words stand close together.
    pub close: f32,
    /// It is the viewer's own.
    pub own: f32,
    /// The viewer opened it of late.
    pub visited: f32,
}

impl Gains {
    fn factor(self) -> f32 {
        1.0 + self.close + self.own + self.visited
    }
}

/// The words whose closeness counts: where all must be there. Of a sentence of which some words
/// suffice, how many are there says more (reciprocal rank on known Chinese items 0.799 without
/// closeness, 0.798 with it; Cranfield nDCG@10 0.427 and 0.423).
pub fn asked_of(query: &Query, tolerance: Tolerance) -> Vec<AskedWord> {
    match tolerance {
        Tolerance::Strict | Tolerance::Typos => asked_words(query),
        Tolerance::SomeWords => Vec::new(),
    }
}

/// Puts hits into their final order: the first ones, and those that the viewer opened of late. `asked`
/// are the words whose closeness counts.
///
/// # Errors
/// When index or store cannot be read.
pub fn reorder(
    run: &Run,
    asked: &[AskedWord],
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
    asked: &[AskedWord],
    standing: &Standing<'_>,
    (records, threads): (&[RecordRef], &mut Threads<'_>),
) -> Result<Vec<Gains>, SearchError> {
    let mut gains = vec![Gains::default(); records.len()];
    for (gains, close) in gains.iter_mut().zip(closest(asked, standing)?) {
        gains.close = CLOSE_GAIN * close;
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

/// A rank of relevance, this many times as good.
fn lifted(rank: i64, factor: f32) -> i64 {
    let score = f32::from_bits(u32::try_from(rank).unwrap_or_default());
    i64::from((score * factor).to_bits())
}
