//! What short beginnings found in one part of the index, kept for a while: while somebody types, the
//! same few are asked for again and again, and hundreds of words begin so. A part never changes, and
//! what was deleted since is left out elsewhere. Tests: at the foot.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use tantivy::{BitSet, schema::Field};

/// What is kept of one part at most; the oldest goes first.
const KEPT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The documents that have a word which begins so, by field and beginning.
#[derive(Default)]
pub struct Begun(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    found: VecDeque<Found>,
    bytes: usize,
}

struct Found {
    field: Field,
    head: Vec<u8>,
    documents: Arc<BitSet>,
}

impl Found {
    fn bytes(&self) -> usize {
        self.head.len() + self.documents.max_value() as usize / 8
    }
}

impl Begun {
    /// What was kept.
    pub fn get(&self, field: Field, head: &[u8]) -> Option<Arc<BitSet>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = kept.found.iter();
        let found = found.find(|found| found.field == field && found.head == head);
        found.map(|found| found.documents.clone())
    }

    /// Keeps what was found, unless it is too much.
    pub fn keep(&self, field: Field, head: &[u8], documents: BitSet) {
        let found = Found {
            field,
            head: head.to_vec(),
            documents: Arc::new(documents),
        };
        let bytes = found.bytes();
        if bytes > KEPT_BYTES_MAX || self.get(field, head).is_some() {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += bytes;
        kept.found.push_back(found);
        while kept.bytes > KEPT_BYTES_MAX {
            let oldest = kept.found.pop_front();
            kept.bytes -= oldest.map_or(kept.bytes, |oldest| oldest.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_let_go_of() {
        let begun = Begun::default();
        let documents = u32::try_from(KEPT_BYTES_MAX * 8 / 3).unwrap();
        let field = Field::from_field_id(1);
        let keep = |head: &str| {
            let mut found = BitSet::with_max_value(documents);
            found.insert(7);
            begun.keep(field, head.as_bytes(), found);
        };
        let is_kept = |head: &str| {
            let found = begun.get(field, head.as_bytes());
            found.is_some_and(|found| found.contains(7) && found.len() == 1)
        };
        ["con", "com", "com"].into_iter().for_each(keep);
        assert!(is_kept("con") && is_kept("com") && !is_kept("co"));
        assert!(begun.get(Field::from_field_id(2), b"con").is_none());
        keep("pro");
        assert!(!is_kept("con") && is_kept("com") && is_kept("pro"));
        begun.keep(field, b"all", BitSet::with_max_value(u32::MAX / 8));
        assert!(is_kept("com") && is_kept("pro") && !is_kept("all"));
    }
}
