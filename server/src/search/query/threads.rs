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

/// The conversations of mails, each read once.
pub struct Threads<'a> {
    reader: &'a Reader,
    known: HashMap<RecordRef, Option<ThreadId>>,
}

impl<'a> Threads<'a> {
    /// As the store has them.
    pub fn new(reader: &'a Reader) -> Self {
        Self {
            reader,
            known: HashMap::new(),
        }
    }

    /// The conversation of a mail; `None` for everything else.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(&mut self, record: RecordRef) -> Result<Option<ThreadId>, SearchError> {
        if let Some(known) = self.known.get(&record) {
            return Ok(*known);
        }
        let thread = document::thread_of(self.reader, record)?;
        self.known.insert(record, thread);
        Ok(thread)
    }

    /// The best hit of each conversation, and how many more it has, by the record that stands for
    /// it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn fold(
        &mut self,
        best: Vec<Ranked>,
    ) -> Result<(Vec<Ranked>, HashMap<RecordRef, u32>), SearchError> {
        let mut first: HashMap<ThreadId, RecordRef> = HashMap::new();
        let mut more: HashMap<RecordRef, u32> = HashMap::new();
        let mut shown = Vec::with_capacity(best.len());
        for hit in best {
            if let Some(thread) = self.of(hit.record)? {
                if let Some(first) = first.get(&thread) {
                    *more.entry(*first).or_default() += 1;
                    continue;
                }
                first.insert(thread, hit.record);
            }
            shown.push(hit);
        }
        Ok((shown, more))
    }
}
