//! The dictionaries of one part of the index, by field, each opened once: tantivy makes an empty one
//! anew whenever it is asked for a field of which the part has no word. Each knows how its marked words
//! begin: most stems that a word may have are of languages in which the part has no text.
//! Tests: at the foot.

use std::sync::{Arc, Mutex, PoisonError};
use tantivy::{
    SegmentReader, Term,
    index::{InvertedIndexReader, SegmentId},
    postings::TermInfo,
    schema::Field,
    termdict::TermDictionary,
};

/// No letter is below; the marks are.
const LETTER_MIN: u8 = 0x20;

/// The dictionaries of one part.
#[derive(Default)]
pub struct Dictionaries(Mutex<Vec<(Field, Arc<Dictionary>)>>);

impl Dictionaries {
    /// The dictionary of a field.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(&self, part: &SegmentReader, field: Field) -> tantivy::Result<Arc<Dictionary>> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, dictionary)) = open.iter().find(|(known, _)| *known == field) {
            return Ok(dictionary.clone());
        }
        let dictionary = Arc::new(Dictionary::open(part.inverted_index(field)?)?);
        open.push((field, dictionary.clone()));
        Ok(dictionary)
    }
}

/// Where a term stands in the parts of an index.
pub struct FoundTerm {
    /// The parts that have it.
    pub parts: Vec<(SegmentId, Arc<Dictionary>, TermInfo)>,
    /// The words of its field in all parts.
    pub tokens: u64,
}

impl FoundTerm {
    /// What it takes in memory, about.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(self.parts.as_slice())
    }
}

/// The dictionary of one field.
pub struct Dictionary {
    /// What stands behind the words.
    pub index: Arc<InvertedIndexReader>,
    /// The first two bytes of marked words, in order.
    marked: Vec<[u8; 2]>,
}

impl Dictionary {
    fn open(index: Arc<InvertedIndexReader>) -> tantivy::Result<Self> {
        let marked = marked(index.terms())?;
        Ok(Self { index, marked })
    }

    /// Where a term is to be found; `None` if it occurs nowhere.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn get(&self, term: &Term) -> tantivy::Result<Option<TermInfo>> {
        match self.may_have(term.serialized_value_bytes()) {
            true => Ok(self.index.get_term_info(term)?),
            false => Ok(None),
        }
    }

    fn may_have(&self, word: &[u8]) -> bool {
        match word.first_chunk() {
            Some(head) if head[0] < LETTER_MIN => self.marked.binary_search(head).is_ok(),
            _ => true,
        }
    }
}

/// Goes from each beginning to the next, not from word to word.
fn marked(words: &TermDictionary) -> tantivy::Result<Vec<[u8; 2]>> {
    let mut marked = Vec::new();
    let mut from = Vec::new();
    loop {
        let range = words.range().ge(&from).lt([LETTER_MIN]);
        let mut stream = range.into_stream()?;
        if !stream.advance() {
            return Ok(marked);
        }
        match stream.key().first_chunk::<2>() {
            Some(&head) => {
                marked.push(head);
                from = behind(head);
            }
            None => from = [stream.key(), &[0]].concat(),
        }
    }
}

/// The lowest bytes above all that begin so.
fn behind([first, second]: [u8; 2]) -> Vec<u8> {
    match second.checked_add(1) {
        Some(second) => vec![first, second],
        None => vec![first + 1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::{
        Index, doc,
        schema::{STRING, Schema},
    };

    #[test]
    fn what_is_there_is_found_and_nothing_else() {
        let mut schema = Schema::builder();
        let [words, none] = ["words", "none"].map(|name| schema.add_text_field(name, STRING));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let there = [
            "\u{1}einvoic",
            "\u{1}efa",
            "\u{1}sfactur",
            "\u{2}ñu",
            "\u{4}",
            "zw",
            "",
        ];
        for word in there {
            writer.add_document(doc!(words => word)).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let part = searcher.segment_reader(0);
        let dictionaries = Dictionaries::default();
        let has = |field, word: &str| {
            let dictionary = dictionaries.of(part, field).unwrap();
            let term = Term::from_field_text(field, word);
            dictionary.get(&term).unwrap().is_some()
        };
        for word in there {
            assert!(has(words, word), "{word:?}");
            assert!(!has(none, word), "{word:?}");
        }
        for word in [
            "\u{1}dinvoic",
            "\u{1}einvoi",
            "\u{2}nu",
            "\u{3}z",
            "z",
            "zx",
        ] {
            assert!(!has(words, word), "{word:?}");
        }
        let dictionary = dictionaries.of(part, words).unwrap();
        let begins = |word: &str| dictionary.may_have(word.as_bytes());
        assert!(begins("\u{1}ex") && begins("\u{1}sx") && begins("x") && begins("\u{4}"));
        assert!(!begins("\u{1}dx") && !begins("\u{2}nu") && !begins("\u{3}z"));
    }
}
