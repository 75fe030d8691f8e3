//! One pass over the hits of a query: counts by kind and the best few in the order asked for.
//! Tests: `tests` of the search module.

use super::{
    cancel::Cancel,
    recency::{RECENCY_GAIN, oldest_with, recency},
};
use crate::search::{
    columns::{Columns, PartColumns},
    document::{Document, kind_number, kind_of_number},
    schema::TimeColumn,
};
use shared::{
    model::{RecordKind, RecordRef},
    time::Timestamp,
};
use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{Column, ColumnIndex},
};
use uuid::Uuid;

/// A query that takes longer is given up.
pub const QUERY_TIME_MAX: Duration = Duration::from_secs(5);
/// The message of a query that took too long.
pub const OUT_OF_TIME: &str = "query out of time";
/// The message of a query that nobody waits for any more.
pub const GIVEN_UP: &str = "query given up";
/// Kinds have table bytes below this.
const KIND_NUMBERS: usize = 64;

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Order {
    /// Best first; newer ones are a little better.
    Relevance {
        /// The time of the question.
        now: Timestamp,
    },
    /// By a time.
    Time {
        /// Which.
        column: TimeColumn,
        /// Newest first, or oldest first.
        newest_first: bool,
    },
}

impl Order {
    /// The place of a hit: greater is better.
    pub fn rank(self, score: Score, kind: RecordKind, time: i64) -> i64 {
        match self {
            Self::Relevance { now } => {
                let rank = score * recency(kind, time, now);
                // Bits of floats that are not negative have the order of the floats.
                i64::from(rank.max(0.0).to_bits())
            }
            Self::Time { newest_first, .. } if newest_first => time,
            Self::Time { .. } => time.saturating_neg(),
        }
    }

    /// No hit with this score has a better place than this, whatever its time.
    fn rank_max(self, score: Score) -> i64 {
        match self {
            Self::Relevance { .. } => i64::from((score * (1.0 + RECENCY_GAIN)).max(0.0).to_bits()),
            Self::Time { .. } => i64::MAX,
        }
    }

    /// Nothing with this score that is older has this rank.
    fn oldest(self, score: Score, kind: RecordKind, rank: i64) -> i64 {
        match self {
            Self::Relevance { now } => {
                let wanted = f32::from_bits(u32::try_from(rank).unwrap_or_default()) / score;
                oldest_with(kind, wanted, now)
            }
            Self::Time { .. } => i64::MIN,
        }
    }

    /// The column that `rank` needs.
    pub fn column(self) -> TimeColumn {
        match self {
            Self::Relevance { .. } => TimeColumn::At,
            Self::Time { column, .. } => column,
        }
    }

    /// The rank of a document in memory.
    pub fn rank_document(self, score: Score, document: &Document) -> i64 {
        self.rank(score, document.key.kind, document.time(self.column()))
    }
}

/// A hit. Greater is better; ids break ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked {
    /// See [`Order::rank`].
    pub rank: i64,
    /// Which record.
    pub record: RecordRef,
    /// Where it stands in the index; `None` for what only the tail has.
    pub place: Option<DocAddress>,
}

/// What one pass found.
#[derive(Debug, Default)]
pub struct Found {
    /// All hits by kind.
    pub counts: BTreeMap<RecordKind, u64>,
    /// The best of the kinds asked for, best first.
    pub best: Vec<Ranked>,
}

impl Found {
    /// Adds hits found elsewhere and keeps the best.
    #[must_use]
    pub fn merge(mut self, other: Self, limit: usize) -> Self {
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        self.best.extend(other.best);
        self.best.sort_unstable_by(|a, b| b.cmp(a));
        self.best.truncate(limit);
        self
    }
}

/// Counts hits and keeps the best.
#[derive(Clone)]
pub struct HitsCollector {
    /// The columns of the index that is walked.
    pub columns: Arc<Columns>,
    /// Kinds that are kept; all are counted.
    pub kinds: Vec<RecordKind>,
    /// The order.
    pub order: Order,
    /// Hits kept.
    pub limit: usize,
    /// No new segment is begun behind this time.
    pub deadline: Instant,
    /// Nor when whoever asked has gone.
    pub cancel: Cancel,
}

/// A hit of which only half of the id was read: to read all of what is kept for a while takes longer
/// than to find it. Greater is better; where even these are equal, the other half decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Nameless {
    rank: i64,
    kind: RecordKind,
    id_high: u64,
}

/// Such a hit with where it stands.
type Placed = (Nameless, DocId);

/// What was found in one segment.
pub struct FoundInPart {
    segment: SegmentOrdinal,
    columns: Arc<PartColumns>,
    counts: [u64; KIND_NUMBERS],
    best: Vec<Placed>,
}

/// The collector's part for one segment.
pub struct SegmentHits {
    found: FoundInPart,
    time: Column<i64>,
    wanted: [bool; KIND_NUMBERS],
    order: Order,
    limit: usize,
    /// The worst of the best, once there are enough.
    worst: Option<Nameless>,
    bar: Bar,
}

/// Hits often score alike; older than this, such a hit is not among the best.
#[derive(Default)]
struct Bar {
    score: Score,
    kind: u64,
    worst: i64,
    time: i64,
}

impl Collector for HitsCollector {
    type Fruit = Found;
    type Child = SegmentHits;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentHits> {
        if Instant::now() > self.deadline {
            return Err(TantivyError::InternalError(OUT_OF_TIME.to_owned()));
        }
        if self.cancel.is_given_up() {
            return Err(TantivyError::InternalError(GIVEN_UP.to_owned()));
        }
        let mut wanted = [false; KIND_NUMBERS];
        for &kind in &self.kinds {
            if let Some(wanted) = wanted.get_mut(kind_number(kind) as usize) {
                *wanted = true;
            }
        }
        let columns = self.columns.part(ordinal, segment)?;
        Ok(SegmentHits {
            time: columns.time(self.order.column()).clone(),
            found: FoundInPart {
                segment: ordinal,
                columns,
                counts: [0; KIND_NUMBERS],
                best: Vec::new(),
            },
            wanted,
            order: self.order,
            limit: self.limit,
            worst: None,
            bar: Bar::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.order, Order::Relevance { .. }) && self.limit > 0
    }

    fn merge_fruits(&self, parts: Vec<FoundInPart>) -> tantivy::Result<Found> {
        let mut counts = BTreeMap::new();
        for (kind, count) in parts.iter().flat_map(FoundInPart::counts) {
            *counts.entry(kind).or_default() += count;
        }
        let hits = parts
            .iter()
            .flat_map(|part| part.best.iter().map(move |&hit| (part, hit)));
        let mut best: Vec<(&FoundInPart, Placed)> = hits.collect();
        keep_best(&mut best, self.limit, |(a_part, a), (b_part, b)| {
            let halves = a.0.cmp(&b.0);
            halves.then_with(|| a_part.id_low(a.1).cmp(&b_part.id_low(b.1)))
        });
        let mut best: Vec<Ranked> = best
            .into_iter()
            .map(|(part, hit)| part.named(hit))
            .collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Found { counts, best })
    }
}

/// Lets go of all but the greatest, in any order.
fn keep_best<T>(all: &mut Vec<T>, limit: usize, order: impl Fn(&T, &T) -> Ordering) {
    if let Some(last) = limit.checked_sub(1).filter(|_| all.len() > limit) {
        all.select_nth_unstable_by(last, |a, b| order(b, a));
    }
    all.truncate(limit);
}

/// The value of a document. Every document has one in these columns, which then needs no look at
/// who has how many.
fn value<T: PartialOrd + Copy + Default + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    doc: DocId,
) -> T {
    match column.index {
        ColumnIndex::Full => column.values.get_val(doc),
        _ => column.first(doc).unwrap_or_default(),
    }
}

impl FoundInPart {
    /// All hits by kind.
    fn counts(&self) -> impl Iterator<Item = (RecordKind, u64)> {
        let counts = (0..).zip(self.counts).filter(|&(_, count)| count > 0);
        counts.filter_map(|(number, count)| Some((kind_of_number(number)?, count)))
    }

    fn id_low(&self, doc: DocId) -> u64 {
        value(&self.columns.id_low, doc)
    }

    fn named(&self, (hit, doc): Placed) -> Ranked {
        let id = Uuid::from_u64_pair(hit.id_high, self.id_low(doc));
        let kind = hit.kind;
        Ranked {
            rank: hit.rank,
            record: RecordRef { kind, id },
            place: Some(DocAddress::new(self.segment, doc)),
        }
    }

    fn keep_best(&mut self, limit: usize) {
        let mut best = std::mem::take(&mut self.best);
        keep_best(&mut best, limit, |a, b| {
            let halves = a.0.cmp(&b.0);
            halves.then_with(|| self.id_low(a.1).cmp(&self.id_low(b.1)))
        });
        self.best = best;
    }
}

impl SegmentHits {
    /// Whether a hit is surely worse than the worst one kept. The bar is worked out once for all
    /// that score alike: to weigh each one's age takes longer than to find it.
    fn is_too_old(&mut self, (score, kind): (Score, RecordKind), worst: i64, time: i64) -> bool {
        let number = kind_number(kind);
        let bar = &mut self.bar;
        let is_known = bar.score == score && bar.kind == number && bar.worst == worst;
        if !is_known {
            let repeats = bar.score == score && bar.kind == number;
            *bar = Bar {
                score,
                kind: number,
                worst,
                time: match repeats {
                    true => self.order.oldest(score, kind, worst),
                    false => i64::MIN,
                },
            };
        }
        time < bar.time
    }

    /// Keeps a hit. Now and then all but the best are let go of, which costs less than to keep them
    /// in order.
    fn keep(&mut self, hit: Nameless, doc: DocId) {
        self.found.best.push((hit, doc));
        if self.found.best.len() >= 2 * self.limit {
            self.found.keep_best(self.limit);
            self.worst = self.found.best.iter().map(|(hit, _)| *hit).min();
        }
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = FoundInPart;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(&number) = self.found.columns.kinds.get(doc as usize) else {
            return;
        };
        let place = usize::from(number);
        let Some(count) = self.found.counts.get_mut(place) else {
            return;
        };
        *count += 1;
        if self.limit == 0 || !self.wanted[place] {
            return;
        }
        // Most hits end here, before their time is read.
        let worst = self.worst.map_or(i64::MIN, |worst| worst.rank);
        if self.order.rank_max(score) < worst {
            return;
        }
        let Some(kind) = kind_of_number(number.into()) else {
            return;
        };
        let time = value(&self.time, doc);
        if self.worst.is_some() && self.is_too_old((score, kind), worst, time) {
            return;
        }
        let rank = self.order.rank(score, kind, time);
        if rank < worst {
            return;
        }
        let id_high = value(&self.found.columns.id_high, doc);
        let hit = Nameless {
            rank,
            kind,
            id_high,
        };
        if self.worst.is_none_or(|worst| hit >= worst) {
            self.keep(hit, doc);
        }
    }

    fn harvest(mut self) -> FoundInPart {
        self.found.keep_best(self.limit);
        self.found
    }
}
