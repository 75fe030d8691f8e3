//! What is kept in memory of each part of an index: the columns that hits are ranked and named by, for
//! to find a column there takes longer than most searches read in it, and the words that were looked
//! through for near ones. A part never changes, so that the next searcher takes it over.
//! Tests: `tests` of the search module.

use super::{
    dictionaries::{Dictionaries, FoundTerm},
    kept::Kept,
    letters::Letters,
    schema::{ID_HIGH, ID_LOW, KIND, TimeColumn},
};
use std::sync::{Arc, OnceLock};
use tantivy::{
    BitSet, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term,
    columnar::Column,
    index::{InvertedIndexReader, SegmentId},
    schema::Field,
};

/// What is kept of what short beginnings found in one part.
const BEGUN_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What is kept of the words that were looked up in all parts.
const TERMS_BYTES_MAX: usize = 2 * 1024 * 1024;
/// What is kept of what phrases found in all parts.
const PHRASES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A field, and how a word begins.
pub type Beginning = (Field, Vec<u8>);
/// A part, and words at these offsets.
pub type Phrase = (SegmentId, Vec<(usize, Term)>);

/// The columns of one part.
pub struct PartColumns {
    /// The number of each document's kind: all hits are counted by it.
    pub kinds: Vec<u8>,
    /// The upper half of the id.
    pub id_high: Column<u64>,
    /// The lower half of the id.
    pub id_low: Column<u64>,
    times: [Column<i64>; TimeColumn::ALL.len()],
    /// Its words by field.
    pub dictionaries: Dictionaries,
    /// Its words by letter.
    pub letters: Letters,
    /// The documents that have a word which begins so. What was deleted since is left out elsewhere.
    pub begun: Kept<Beginning, BitSet>,
}

impl PartColumns {
    fn open(part: &SegmentReader) -> tantivy::Result<Self> {
        let columns = part.fast_fields();
        let time = |column: TimeColumn| -> tantivy::Result<Column<i64>> {
            let column = columns.column_opt(column.name())?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(part.max_doc())))
        };
        let [at, created, updated] = TimeColumn::ALL.map(time);
        let kinds = columns.u64(KIND)?;
        Ok(Self {
            kinds: (0..part.max_doc())
                .map(|doc| u8::try_from(kinds.first(doc).unwrap_or_default()).unwrap_or(u8::MAX))
                .collect(),
            id_high: columns.u64(ID_HIGH)?,
            id_low: columns.u64(ID_LOW)?,
            times: [at?, created?, updated?],
            dictionaries: Dictionaries::default(),
            letters: Letters::default(),
            begun: Kept::new(BEGUN_BYTES_MAX),
        })
    }

    /// The microseconds of a time; an index of another version may have none.
    pub fn time(&self, column: TimeColumn) -> &Column<i64> {
        &self.times[column as usize]
    }
}

/// The columns of all parts of an index, and what words and phrases found in this state of it.
pub struct Columns {
    parts: Vec<(SegmentId, OnceLock<Arc<PartColumns>>)>,
    /// Words that were looked up; `None` for what occurs nowhere.
    pub terms: Kept<Term, Option<FoundTerm>>,
    /// The documents that have a phrase, each with its score, which other documents weigh in.
    pub phrases: Kept<Phrase, Vec<(DocId, Score)>>,
}

impl Columns {
    /// Of what a searcher sees; opened when they are asked for, unless others opened them before.
    pub fn of(searcher: &Searcher, others: &Self) -> Self {
        let parts = searcher.segment_readers().iter();
        let ids = parts.map(|part| part.segment_id());
        Self::new(ids.map(|id| (id, others.opened(id))).collect())
    }

    /// Of no part.
    pub fn none() -> Self {
        Self::new(Vec::new())
    }

    fn new(parts: Vec<(SegmentId, OnceLock<Arc<PartColumns>>)>) -> Self {
        Self {
            parts,
            terms: Kept::new(TERMS_BYTES_MAX),
            phrases: Kept::new(PHRASES_BYTES_MAX),
        }
    }

    /// The columns of a part, if they were opened.
    pub fn known(&self, id: SegmentId) -> Option<Arc<PartColumns>> {
        self.opened(id).into_inner()
    }

    /// What stands in a field of a part, as it was opened if it was.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn index(
        &self,
        part: &SegmentReader,
        field: Field,
    ) -> tantivy::Result<Arc<InvertedIndexReader>> {
        match self.known(part.segment_id()) {
            Some(columns) => Ok(columns.dictionaries.of(part, field)?.index.clone()),
            None => part.inverted_index(field),
        }
    }

    fn opened(&self, id: SegmentId) -> OnceLock<Arc<PartColumns>> {
        let known = self.parts.iter().find(|(known, _)| *known == id);
        known.map_or_else(OnceLock::new, |(_, columns)| columns.clone())
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
        let (_, known) = &self.parts[ordinal as usize];
        if let Some(columns) = known.get() {
            return Ok(columns.clone());
        }
        let opened = Arc::new(PartColumns::open(part)?);
        Ok(known.get_or_init(|| opened).clone())
    }
}
