//! The words of an automaton as a tantivy query over one field. What many words of a beginning find
//! in a part of the index is kept there. Tests: `tests` of the search module.

use super::{
    automaton::{Accepted, WordAutomaton},
    near::words_in,
};
use crate::search::{columns::Columns, letters::behind_all};
use std::{fmt, sync::Arc};
use tantivy::{
    BitSet, DocId, DocSet, Score, SegmentReader,
    index::InvertedIndexReader,
    postings::TermInfo,
    query::{
        BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
    },
    schema::{Field, IndexRecordOption},
    termdict::{KeyTracking, TermStreamer},
};
use tantivy_fst::Automaton;

/// What fewer words find is found again in less time than it is kept.
const WORDS_KEPT_MIN: usize = 16;

/// The automaton as a tantivy query over one field.
#[derive(Clone)]
pub struct WordsQuery {
    /// The field whose dictionary is walked.
    pub field: Field,
    /// What it accepts.
    pub automaton: Arc<WordAutomaton>,
    /// What is known of the parts of the index.
    pub columns: Arc<Columns>,
}

impl fmt::Debug for WordsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {:?}", self.automaton, self.field)
    }
}

impl Query for WordsQuery {
    fn weight(&self, _enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl WordsQuery {
    /// The words of one part of the index.
    fn words_in(
        &self,
        part: &SegmentReader,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Vec<TermInfo>> {
        let automaton = &*self.automaton;
        if let Some(words) = automaton.only() {
            let found = words.iter().map(|word| index.terms().get(word));
            return Ok(found
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?);
        }
        if automaton.found_near().is_some() {
            let found = words_in(automaton, (part, self.field))?;
            return Ok(found.iter().map(|near| near.info.clone()).collect());
        }
        if automaton.accepts_what() == Accepted::Beginnings {
            let head = automaton.head();
            let range = index.terms().range().ge(head).lt(behind_all(head));
            return Ok(all_of(range.without_keys().into_stream()?));
        }
        let words = index.terms().search(automaton).without_keys();
        Ok(all_of(words.into_stream()?))
    }
}

fn all_of<A: Automaton, K: KeyTracking>(mut words: TermStreamer<'_, A, K>) -> Vec<TermInfo>
where
    A::State: Clone,
{
    let mut all = Vec::new();
    while words.advance() {
        all.push(words.value().clone());
    }
    all
}

// Not tantivy's own weight for automatons: most prefixes stand in few fields and for few words, and
// it makes a set of all documents for none and for one word as well.
impl Weight for WordsQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let begins = (self.field, self.automaton.head().to_vec());
        let part = match self.automaton.accepts_what() {
            Accepted::Beginnings => self.columns.known(segment.segment_id()),
            Accepted::One | Accepted::Near => None,
        };
        if let Some(found) = part.as_ref().and_then(|part| part.begun.get(&begins)) {
            return Ok(all_in(BitSet::clone(&found), boost));
        }
        let index = self.columns.index(segment, self.field)?;
        let words = self.words_in(segment, &index)?;
        let Some(part) = part.filter(|_| words.len() >= WORDS_KEPT_MIN) else {
            return documents_with(&words, (segment, &index), boost);
        };
        let found = set_of(&words, (segment, &index))?;
        let bytes = begins.1.len() + found.max_value() as usize / 8;
        part.begun.keep(begins, Arc::new(found.clone()), bytes);
        Ok(all_in(found, boost))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let score = match self.scorer(segment, 1.0)?.seek(document) == document {
            true => 1.0,
            false => 0.0,
        };
        Ok(Explanation::new("Words", score))
    }
}

/// The documents of one part of the index that have one of some words, all with the same score.
///
/// # Errors
/// When the index cannot be read.
pub fn documents_with(
    words: &[TermInfo],
    (segment, index): (&SegmentReader, &InvertedIndexReader),
    score: Score,
) -> tantivy::Result<Box<dyn Scorer>> {
    match words {
        [] => Ok(Box::new(EmptyScorer)),
        [word] => {
            let postings = index.read_postings_from_terminfo(word, IndexRecordOption::Basic)?;
            Ok(Box::new(ConstScorer::new(postings, score)))
        }
        words => Ok(all_in(set_of(words, (segment, index))?, score)),
    }
}

fn set_of(
    words: &[TermInfo],
    (segment, index): (&SegmentReader, &InvertedIndexReader),
) -> tantivy::Result<BitSet> {
    let mut documents = BitSet::with_max_value(segment.max_doc());
    for word in words {
        let mut postings =
            index.read_block_postings_from_terminfo(word, IndexRecordOption::Basic)?;
        while !postings.docs().is_empty() {
            for &document in postings.docs() {
                documents.insert(document);
            }
            postings.advance();
        }
    }
    Ok(documents)
}

fn all_in(documents: BitSet, score: Score) -> Box<dyn Scorer> {
    Box::new(ConstScorer::new(BitSetDocSet::from(documents), score))
}
