//! One pass over the hits of a query: counts by kind and the best few in the order asked for.
//! Tests: `tests` of the search module.

use super::{
    Cancel,
    recency::{RECENCY_GAIN, oldest_with, recency},
};
use crate::search::{
    document::{Document, kind_number, kind_of_number},
    schema::{ID_HIGH, ID_LOW, KIND, TimeColumn},
};
use shared::{
    model::{RecordKind, RecordRef},
    time::Timestamp,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    time::Instant,
};
use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{Column, ColumnIndex},
};
use uuid::Uuid;

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
pub struct HitsCollector {
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

/// The collector's part for one segment.
pub struct SegmentHits {
    kind: Column<u64>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    time: Column<i64>,
    segment: SegmentOrdinal,
    wanted: [bool; KIND_NUMBERS],
    counts: [u64; KIND_NUMBERS],
    best: BinaryHeap<Reverse<Ranked>>,
    order: Order,
    limit: usize,
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
            return Err(TantivyError::InternalError(super::OUT_OF_TIME.to_owned()));
        }
        if self.cancel.is_given_up() {
            return Err(TantivyError::InternalError(super::GIVEN_UP.to_owned()));
        }
        let columns = segment.fast_fields();
        let mut wanted = [false; KIND_NUMBERS];
        for &kind in &self.kinds {
            if let Some(wanted) = wanted.get_mut(kind_number(kind) as usize) {
                *wanted = true;
            }
        }
        Ok(SegmentHits {
            kind: columns.u64(KIND)?,
            id_high: columns.u64(ID_HIGH)?,
            id_low: columns.u64(ID_LOW)?,
            time: columns
                .column_opt(self.order.column().name())?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())),
            segment: ordinal,
            wanted,
            counts: [0; KIND_NUMBERS],
            best: BinaryHeap::with_capacity(self.limit.min(1_000) + 1),
            order: self.order,
            limit: self.limit,
            bar: Bar::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        matches!(self.order, Order::Relevance { .. }) && self.limit > 0
    }

    fn merge_fruits(&self, found: Vec<Found>) -> tantivy::Result<Found> {
        Ok(found
            .into_iter()
            .fold(Found::default(), |all, found| all.merge(found, self.limit)))
    }
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

impl SegmentHits {
    fn record(&self, doc: DocId, kind: RecordKind) -> RecordRef {
        let id = Uuid::from_u64_pair(value(&self.id_high, doc), value(&self.id_low, doc));
        RecordRef { kind, id }
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
}

impl SegmentCollector for SegmentHits {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        let number = value(&self.kind, doc);
        let place = number as usize;
        let Some(count) = self.counts.get_mut(place) else {
            return;
        };
        *count += 1;
        if self.limit == 0 || !self.wanted[place] {
            return;
        }
        let full = self.best.len() >= self.limit;
        let worst = self
            .best
            .peek()
            .map_or(i64::MIN, |Reverse(worst)| worst.rank);
        // Most hits end here, before their time is read.
        if full && self.order.rank_max(score) < worst {
            return;
        }
        let Some(kind) = kind_of_number(number) else {
            return;
        };
        let time = value(&self.time, doc);
        if full && self.is_too_old((score, kind), worst, time) {
            return;
        }
        let rank = self.order.rank(score, kind, time);
        if full && rank < worst {
            return;
        }
        self.best.push(Reverse(Ranked {
            rank,
            record: self.record(doc, kind),
            place: Some(DocAddress::new(self.segment, doc)),
        }));
        if full {
            self.best.pop();
        }
    }

    fn harvest(self) -> Found {
        let counts = (0..)
            .zip(self.counts)
            .filter(|&(_, count)| count > 0)
            .filter_map(|(number, count)| Some((kind_of_number(number)?, count)))
            .collect();
        let best = self.best.into_sorted_vec();
        Found {
            counts,
            best: best.into_iter().map(|Reverse(hit)| hit).collect(),
        }
    }
}
