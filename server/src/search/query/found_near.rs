//! The near words that an automaton found in dictionaries. A search asks for them several times: for
//! better words, for hits, for people. So they are kept with the automaton that these share
//! (`Plan::share`). Tests: `tests` of the search module.

use std::sync::{Arc, Mutex, PoisonError};
use tantivy::{index::SegmentId, postings::TermInfo, schema::Field};

/// A word of a dictionary.
pub struct NearWord {
    /// The word.
    pub word: String,
    /// How many documents have it, and where they stand.
    pub info: TermInfo,
}

/// What an automaton found, part by part. A part of an index never changes.
#[derive(Default)]
pub struct FoundNear(Mutex<Vec<FoundInPart>>);

type FoundInPart = ((SegmentId, Field), Arc<[NearWord]>);

impl FoundNear {
    /// What is known of a part and a field.
    pub fn get(&self, place: (SegmentId, Field)) -> Option<Arc<[NearWord]>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(known, _)| *known == place);
        found.map(|(_, found)| found.clone())
    }

    /// Keeps what was found in a part and a field.
    pub fn keep(&self, place: (SegmentId, Field), found: Arc<[NearWord]>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.push((place, found));
    }
}
