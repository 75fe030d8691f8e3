//! The columns that hits are ranked and named by, opened once for each part of an index: to find a
//! column there takes longer than most searches read in it. Of one searcher; never of another.
//! Tests: `tests` of the search module.

use super::schema::{ID_HIGH, ID_LOW, KIND, TimeColumn};
use std::sync::{Arc, OnceLock};
use tantivy::{Searcher, SegmentOrdinal, SegmentReader, columnar::Column};

/// The columns of one part.
pub struct PartColumns {
    /// The number of the kind.
    pub kind: Column<u64>,
    /// The upper half of the id.
    pub id_high: Column<u64>,
    /// The lower half of the id.
    pub id_low: Column<u64>,
    times: [Column<i64>; TimeColumn::ALL.len()],
}

impl PartColumns {
    fn open(part: &SegmentReader) -> tantivy::Result<Self> {
        let columns = part.fast_fields();
        let time = |column: TimeColumn| -> tantivy::Result<Column<i64>> {
            let column = columns.column_opt(column.name())?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(part.max_doc())))
        };
        let [at, created, updated] = TimeColumn::ALL.map(time);
        Ok(Self {
            kind: columns.u64(KIND)?,
            id_high: columns.u64(ID_HIGH)?,
            id_low: columns.u64(ID_LOW)?,
            times: [at?, created?, updated?],
        })
    }

    /// The microseconds of a time; an index of another version may have none.
    pub fn time(&self, column: TimeColumn) -> &Column<i64> {
        &self.times[column as usize]
    }
}

/// The columns of all parts of an index.
pub struct Columns(Vec<OnceLock<Arc<PartColumns>>>);

impl Columns {
    /// Of what a searcher sees; opened when they are asked for.
    pub fn of(searcher: &Searcher) -> Self {
        let parts = searcher.segment_readers().iter();
        Self(parts.map(|_| OnceLock::new()).collect())
    }

    /// The columns of the part with this number.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn part(
        &self,
        ordinal: SegmentOrdinal,
        part: &SegmentReader,
    ) -> tantivy::Result<Arc<PartColumns>> {
        let known = &self.0[ordinal as usize];
        if let Some(columns) = known.get() {
            return Ok(columns.clone());
        }
        let opened = Arc::new(PartColumns::open(part)?);
        Ok(known.get_or_init(|| opened).clone())
    }
}
