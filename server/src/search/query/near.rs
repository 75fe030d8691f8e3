//! Words of the dictionaries that are nearly the same as one. Parts of the index are looked through
//! side by side, each once (`found_near`). Tests: `tests` of the search module.

use super::{automaton::WordAutomaton, found_near::NearWord};
use crate::search::{columns::PartColumns, schema::TextField, sharing, view::View};
use std::{cmp::Reverse, sync::Arc};
use tantivy::{SegmentReader, index::InvertedIndexReader, schema::Field};

/// The words of a part's dictionary that are near; none for an automaton that accepts others. Looked
/// for once.
///
/// # Errors
/// When the index cannot be read.
pub fn words_in(
    automaton: &WordAutomaton,
    (part, field): (&SegmentReader, Field),
) -> tantivy::Result<Arc<[NearWord]>> {
    let Some(found) = automaton.found_near() else {
        return Ok(Arc::default());
    };
    let place = (part.segment_id(), field);
    if let Some(known) = found.get(place) {
        return Ok(known);
    }
    let words = walk(automaton, &*part.inverted_index(field)?)?;
    found.keep(place, words.clone());
    Ok(words)
}

fn walk(
    automaton: &WordAutomaton,
    index: &InvertedIndexReader,
) -> tantivy::Result<Arc<[NearWord]>> {
    let mut words = Vec::new();
    let mut stream = index.terms().search(automaton).into_stream()?;
    while stream.advance() {
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            words.push(NearWord {
                word: word.to_owned(),
                info: stream.value().clone(),
            });
        }
    }
    Ok(words.into())
}

/// Looks through the dictionaries of fields for near words, each once.
///
/// # Errors
/// When the index cannot be read.
pub fn look_up(asked: &[(&Arc<WordAutomaton>, TextField)], view: &View) -> tantivy::Result<()> {
    let mut unread = Vec::new();
    for (automaton, text) in asked {
        let (Some(found), Some(field)) = (automaton.found_near(), view.fields.text(*text)) else {
            continue;
        };
        for (ordinal, part) in (0..).zip(view.searcher.segment_readers()) {
            if found.get((part.segment_id(), field)).is_none() {
                let columns = view.columns.part(ordinal, part)?;
                let look = Look {
                    automaton: (*automaton).clone(),
                    part: part.clone(),
                    field,
                    columns,
                };
                match look.is_read() {
                    true => look.up()?,
                    false => unread.push(look),
                }
            }
        }
    }
    look_up_unread(unread)
}

/// One dictionary to look through.
struct Look {
    automaton: Arc<WordAutomaton>,
    part: SegmentReader,
    field: Field,
    columns: Arc<PartColumns>,
}

impl Look {
    fn is_read(&self) -> bool {
        let near = self.automaton.near_to();
        near.is_some_and(|(first, _)| self.columns.letters.known((self.field, first)).is_some())
    }

    fn up(&self) -> tantivy::Result<()> {
        let (Some((first, edits)), Some(found)) =
            (self.automaton.near_to(), self.automaton.found_near())
        else {
            return words_in(&self.automaton, (&self.part, self.field)).map(drop);
        };
        let index = self.part.inverted_index(self.field)?;
        let letter = self.columns.letters.read(&index, (self.field, first))?;
        let mut words = Vec::new();
        for rest in letter.near(edits) {
            let word = format!("{first}{rest}");
            if let Some(info) = index.terms().get(&word)? {
                words.push(NearWord { word, info });
            }
        }
        found.keep((self.part.segment_id(), self.field), words.into());
        Ok(())
    }
}

/// Long dictionaries first, side by side.
fn look_up_unread(mut unread: Vec<Look>) -> tantivy::Result<()> {
    unread.sort_by_key(|look| Reverse(look.part.max_doc()));
    let looks = sharing::each(unread.len(), move |(): &mut (), number| unread[number].up());
    looks.into_iter().collect()
}
