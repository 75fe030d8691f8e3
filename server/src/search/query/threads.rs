//! The mails of a conversation as one hit: the best of them stands for all. Hits are counted
//! singly all the same. Tests: `tests` of the search module.

use super::collector::Ranked;
use crate::{
    search::{document, error::SearchError},
    store::reader::Reader,
};
use shared::{ids::ThreadId, model::RecordRef};
use std::collections::HashMap;

/// Hits that are looked at for each one shown: further mails of shown conversations are among them.
const LOOKED_AT: usize = 4;
/// Hits that are looked at in any case.
const LOOKED_AT_MIN: usize = 50;

/// How many hits must be kept to show so many.
pub fn kept(shown: usize) -> usize {
    (shown * LOOKED_AT).max(LOOKED_AT_MIN)
}

/// The best hit of each conversation, and how many more it has, by the record that stands for it.
///
/// # Errors
/// When the store cannot be read.
pub fn folded(
    best: Vec<Ranked>,
    reader: &Reader,
) -> Result<(Vec<Ranked>, HashMap<RecordRef, u32>), SearchError> {
    let mut first: HashMap<ThreadId, RecordRef> = HashMap::new();
    let mut more: HashMap<RecordRef, u32> = HashMap::new();
    let mut shown = Vec::with_capacity(best.len());
    for (rank, record) in best {
        if let Some(thread) = document::thread_of(reader, record)? {
            if let Some(first) = first.get(&thread) {
                *more.entry(*first).or_default() += 1;
                continue;
            }
            first.insert(thread, record);
        }
        shown.push((rank, record));
    }
    Ok((shown, more))
}
