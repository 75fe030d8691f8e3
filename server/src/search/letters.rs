//! The words of one part of the index by first letter, in memory, for who looks for words that are
//! nearly the same: most are told apart by a few bits, while a dictionary on disk is walked letter by
//! letter. Read when they are first asked for; a part never changes. Numbers and addresses are passed
//! over: no word of letters is near them, and there may be millions. Tests: at the foot; `query::near`.

use super::edits::{EDITS_MAX, Edits, Sketch};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tantivy::{index::InvertedIndexReader, schema::Field, termdict::TermDictionary};
use tantivy_fst::Automaton;

/// What is kept of one part at most; beyond, all is let go of and read again.
const KEPT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The words of a field that begin with one letter.
#[derive(Default)]
pub struct Letter {
    sketches: Vec<Sketch>,
    /// Where each word ends in `rests`.
    ends: Vec<u32>,
    /// The words without the letter, one behind the other.
    rests: String,
}

impl Letter {
    fn read(dictionary: &TermDictionary, letter: char) -> tantivy::Result<Self> {
        let mut words = Self::default();
        let head = letter.to_string();
        let mut stream = dictionary.search(Spelt(head.as_bytes())).into_stream()?;
        while stream.advance() {
            if let Ok(rest) = std::str::from_utf8(&stream.key()[head.len()..]) {
                words.add(rest);
            }
        }
        Ok(words)
    }

    fn add(&mut self, rest: &str) {
        self.sketches.push(Sketch::of(rest));
        self.rests.push_str(rest);
        self.ends
            .push(u32::try_from(self.rests.len()).unwrap_or(u32::MAX));
    }

    /// The words, without the letter, that are near another of the same letter.
    pub fn near<'a>(&'a self, edits: &'a Edits) -> impl Iterator<Item = &'a str> {
        let likely = (0..).zip(&self.sketches);
        let likely = likely.filter(|(_, sketch)| edits.may_be_near(**sketch));
        let rests = likely.filter_map(|(place, _)| self.rest(place));
        rests.filter(|rest| edits.is_near(rest))
    }

    fn rest(&self, place: usize) -> Option<&str> {
        let start = match place {
            0 => 0,
            place => *self.ends.get(place - 1)?,
        };
        self.rests
            .get(start as usize..*self.ends.get(place)? as usize)
    }

    fn bytes(&self) -> usize {
        self.rests.len() + self.ends.len() * (size_of::<Sketch>() + size_of::<u32>())
    }
}

/// Accepts words that begin so and have few other signs than letters: each of these is an edit away
/// from a letter.
struct Spelt<'a>(&'a [u8]);

/// How far a word was read.
#[derive(Clone, Copy)]
enum Progress {
    /// So many bytes of the beginning.
    Head(usize),
    /// So many signs behind it.
    Signs(usize),
    Dead,
}

impl Automaton for Spelt<'_> {
    type State = Progress;

    fn start(&self) -> Progress {
        Progress::Head(0)
    }

    fn is_match(&self, state: &Progress) -> bool {
        matches!(state, Progress::Signs(_))
    }

    fn can_match(&self, state: &Progress) -> bool {
        !matches!(state, Progress::Dead)
    }

    fn accept(&self, state: &Progress, byte: u8) -> Progress {
        let is_sign = byte.is_ascii() && !byte.is_ascii_alphabetic();
        match *state {
            Progress::Head(place) if self.0.get(place) != Some(&byte) => Progress::Dead,
            Progress::Head(place) if place + 1 == self.0.len() => Progress::Signs(0),
            Progress::Head(place) => Progress::Head(place + 1),
            Progress::Signs(EDITS_MAX) if is_sign => Progress::Dead,
            Progress::Signs(signs) => Progress::Signs(signs + usize::from(is_sign)),
            Progress::Dead => Progress::Dead,
        }
    }
}

/// The words of one part.
#[derive(Default)]
pub struct Letters(Mutex<HashMap<(Field, char), Arc<Letter>>>);

impl Letters {
    /// The words of a field that begin with a letter, if they were read before.
    pub fn known(&self, place: (Field, char)) -> Option<Arc<Letter>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&place).cloned()
    }

    /// The words of a field that begin with a letter.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(
        &self,
        index: &InvertedIndexReader,
        (field, letter): (Field, char),
    ) -> tantivy::Result<Arc<Letter>> {
        if let Some(known) = self.known((field, letter)) {
            return Ok(known);
        }
        let words = Arc::new(Letter::read(index.terms(), letter)?);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: usize = known.values().map(|words| words.bytes()).sum();
        if bytes + words.bytes() > KEPT_BYTES_MAX {
            known.clear();
        }
        known.insert((field, letter), words.clone());
        Ok(words)
    }
}

/// Behind all words that begin so, which stand side by side in a dictionary.
pub fn behind_all(head: &[u8]) -> Vec<u8> {
    let mut behind = head.to_vec();
    match behind.last_mut() {
        // No byte of a text is the greatest.
        Some(last) => *last += 1,
        None => behind.push(u8::MAX),
    }
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, others: &[&str], expected: &[&str]) {
        let mut letter = Letter::default();
        others.iter().for_each(|other| letter.add(other));
        let edits = Edits::new(word, 1).unwrap();
        let near: Vec<&str> = letter.near(&edits).collect();
        assert_eq!(near, expected, "{word}");
    }

    #[test]
    fn numbers_are_passed_over() {
        for (word, expected) in [
            ("órdenes", true),
            ("ó", true),
            ("ó-12", false),
            ("óa-1b", true),
            ("óa-1b.", false),
            ("odd", false),
        ] {
            let spelt = Spelt("ó".as_bytes());
            let read = |state, byte| spelt.accept(&state, byte);
            let end = word.bytes().fold(spelt.start(), read);
            assert_eq!(spelt.is_match(&end), expected, "{word}");
        }
    }

    #[test]
    fn words_that_are_near_are_found_among_others() {
        check("", &["", "a", "ab"], &["", "a"]);
        check(
            "nvoice",
            &[
                "nvoice", "nvocie", "nvoices", "voice", "nvcie", "nvoíce", "zzzzzz",
            ],
            &["nvoice", "nvocie", "nvoices", "voice", "nvoíce"],
        );
        check(
            "京都",
            &["京都", "都京", "京", "東京"],
            &["京都", "都京", "京"],
        );
    }
}
