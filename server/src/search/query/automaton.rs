//! Automatons over the words of a dictionary: all words with a prefix, and all words near a word
//! that share its first letter. Unlocked, the second kind walks the whole dictionary (71 ms at a
//! million documents against 1.1 ms). Stems and whole names are never met: they begin with marks
//! below every letter. Tests: at the foot.

use super::found_near::FoundNear;
use crate::search::edits::{Edits, Reading};
use std::{fmt, ops::RangeInclusive};
use tantivy_fst::Automaton;

/// Words shorter than this have no near words.
pub const FUZZY_CHARS_MIN: usize = 4;
/// Words of this length or more may differ in two places.
const FUZZY_TWO_CHARS_MIN: usize = 8;

/// The letters of words as they are folded. All have one byte, or all have two.
const ALPHABETS: [RangeInclusive<char>; 5] =
    ['a'..='z', 'α'..='ω', 'а'..='џ', 'א'..='ת', 'ء'..='ي'];

/// Accepts words: first some bytes exactly, then what `rest` says.
pub struct WordAutomaton {
    /// Letters of which one stands before the head.
    first: Option<RangeInclusive<char>>,
    head: Vec<u8>,
    rest: Rest,
}

enum Rest {
    Anything,
    Nothing,
    Near(Box<Edits>, FoundNear),
}

/// What kind of words an automaton accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// All that begin so.
    Beginnings,
    /// One alone.
    One,
    /// All that are nearly the same.
    Near,
}

/// How far a word was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Before the first letter, which can be several.
    First,
    /// Behind the first byte of a letter of two.
    InFirst(u8),
    /// This many bytes of the head matched.
    Head(usize),
    /// Inside the rest, which can be anything or nothing.
    Rest,
    /// Inside the rest, which is near another.
    Near(Reading),
    /// No word that begins like this is accepted.
    Dead,
}

impl WordAutomaton {
    /// Every word that begins so.
    pub fn prefix(prefix: &str) -> Self {
        Self {
            first: None,
            head: prefix.as_bytes().to_vec(),
            rest: Rest::Anything,
        }
    }

    /// This word alone.
    pub fn exactly(word: &str) -> Self {
        Self {
            first: None,
            head: word.as_bytes().to_vec(),
            rest: Rest::Nothing,
        }
    }

    /// Every word of one letter of the same alphabet as another, and this behind it.
    pub fn any_letter_before(word: &str, other: char) -> Self {
        let mut alphabets = ALPHABETS.into_iter();
        let alphabet = alphabets.find(|alphabet| alphabet.contains(&other));
        Self {
            first: Some(alphabet.unwrap_or('a'..='z')),
            ..Self::exactly(word)
        }
    }

    /// The word with the letter before it that Spanish writes and nobody hears: `ernandez` is
    /// `hernandez`; `None` for what begins with no vowel.
    pub fn with_silent(word: &str) -> Option<Self> {
        let is_vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
        is_vowel.then(|| Self::exactly(&format!("h{word}")))
    }

    /// Every word with the same first letter and one edit (two for long words) at most; `None`
    /// for words too short to have near ones.
    pub fn near(word: &str) -> Option<Self> {
        let length = word.chars().count();
        let first = word.chars().next()?;
        if length < FUZZY_CHARS_MIN {
            return None;
        }
        let forgiven = if length < FUZZY_TWO_CHARS_MIN { 1 } else { 2 };
        let (head, rest) = word.split_at(first.len_utf8());
        let edits = Box::new(Edits::new(rest, forgiven)?);
        Some(Self {
            first: None,
            head: head.as_bytes().to_vec(),
            rest: Rest::Near(edits, FoundNear::default()),
        })
    }

    /// Whether it accepts a whole word.
    pub fn accepts(&self, word: &str) -> bool {
        let end = word
            .bytes()
            .fold(self.start(), |state, byte| self.accept(&state, byte));
        self.is_match(&end)
    }

    /// Whether a word that it accepts may begin so.
    pub fn may_begin(&self, bytes: &[u8]) -> bool {
        let bytes = bytes.iter();
        let end = bytes.fold(self.start(), |state, &byte| self.accept(&state, byte));
        self.can_match(&end)
    }

    /// What kind of words it accepts.
    pub fn accepts_what(&self) -> Accepted {
        match self.rest {
            Rest::Anything => Accepted::Beginnings,
            Rest::Nothing => Accepted::One,
            Rest::Near(..) => Accepted::Near,
        }
    }

    /// How many edits away an accepted word is.
    pub fn distance(&self, word: &str) -> Option<u8> {
        let end = word
            .bytes()
            .fold(self.start(), |state, byte| self.accept(&state, byte));
        match (&self.rest, end) {
            (Rest::Near(edits, _), Progress::Near(reading)) => edits.count(&reading),
            _ => self.is_match(&end).then_some(0),
        }
    }

    /// What it found in dictionaries, if it accepts near words.
    pub fn found_near(&self) -> Option<&FoundNear> {
        match &self.rest {
            Rest::Near(_, found) => Some(found),
            Rest::Anything | Rest::Nothing => None,
        }
    }

    /// The first letter of all near words and how far their others may be, if it accepts such of
    /// nothing but letters.
    pub fn near_to(&self) -> Option<(char, &Edits)> {
        let first = std::str::from_utf8(&self.head).ok()?.chars().next()?;
        match &self.rest {
            Rest::Near(edits, _) if edits.is_spelt() => Some((first, edits)),
            Rest::Near(..) | Rest::Anything | Rest::Nothing => None,
        }
    }

    /// Whether both accept the words near the same one.
    pub fn is_near_the_same(&self, other: &Self) -> bool {
        match (&self.rest, &other.rest) {
            (Rest::Near(edits, _), Rest::Near(others, _)) => {
                self.head == other.head && edits == others
            }
            _ => false,
        }
    }

    /// The words, if it accepts a few alone.
    pub fn only(&self) -> Option<Vec<String>> {
        let word = std::str::from_utf8(&self.head).ok();
        let word = word.filter(|_| matches!(self.rest, Rest::Nothing))?;
        Some(match &self.first {
            Some(letters) => letters
                .clone()
                .map(|letter| format!("{letter}{word}"))
                .collect(),
            None => vec![word.to_owned()],
        })
    }

    /// What every accepted word begins with.
    pub fn head(&self) -> &[u8] {
        match self.first {
            Some(_) => &[],
            None => &self.head,
        }
    }

    fn head_start(&self) -> Progress {
        if self.head.is_empty() {
            self.rest_start()
        } else {
            Progress::Head(0)
        }
    }

    fn behind_first(&self, letter: char) -> Progress {
        let letters = self.first.as_ref();
        match letters.is_some_and(|letters| letters.contains(&letter)) {
            true => self.head_start(),
            false => Progress::Dead,
        }
    }

    fn rest_start(&self) -> Progress {
        match &self.rest {
            Rest::Anything | Rest::Nothing => Progress::Rest,
            Rest::Near(edits, _) => Progress::Near(edits.start()),
        }
    }
}

impl Automaton for WordAutomaton {
    type State = Progress;

    fn start(&self) -> Progress {
        match self.first {
            Some(_) => Progress::First,
            None => self.head_start(),
        }
    }

    fn is_match(&self, state: &Progress) -> bool {
        match (state, &self.rest) {
            (Progress::Rest, _) => true,
            (Progress::Near(reading), Rest::Near(edits, _)) => edits.count(reading).is_some(),
            _ => false,
        }
    }

    fn can_match(&self, state: &Progress) -> bool {
        match (state, &self.rest) {
            (Progress::Dead, _) => false,
            (Progress::Near(reading), Rest::Near(edits, _)) => edits.is_possible(reading),
            _ => true,
        }
    }

    fn accept(&self, state: &Progress, byte: u8) -> Progress {
        match (*state, &self.rest) {
            (Progress::First, _) if byte.is_ascii() => self.behind_first(char::from(byte)),
            (Progress::First, _) => Progress::InFirst(byte),
            (Progress::InFirst(lead), _) => match std::str::from_utf8(&[lead, byte]) {
                Ok(letter) => letter
                    .chars()
                    .fold(Progress::Dead, |_, c| self.behind_first(c)),
                Err(_) => Progress::Dead,
            },
            (Progress::Head(place), _) if self.head.get(place) == Some(&byte) => {
                if place + 1 == self.head.len() {
                    self.rest_start()
                } else {
                    Progress::Head(place + 1)
                }
            }
            (Progress::Head(_) | Progress::Dead, _) => Progress::Dead,
            (Progress::Rest, Rest::Anything) => Progress::Rest,
            (Progress::Near(reading), Rest::Near(edits, _)) => {
                Progress::Near(edits.read(&reading, byte))
            }
            (Progress::Rest | Progress::Near(_), _) => Progress::Dead,
        }
    }
}

impl fmt::Debug for WordAutomaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.rest {
            Rest::Anything => "*",
            Rest::Nothing => "",
            Rest::Near(..) => "~",
        };
        let first = self.first.as_ref().map_or("", |_| "?");
        write!(f, "{first}{}{sign}", String::from_utf8_lossy(&self.head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(automaton: &WordAutomaton, word: &str, expected: bool) {
        assert_eq!(automaton.accepts(word), expected, "{automaton:?} {word}");
    }

    #[test]
    fn near_words_share_the_first_letter() {
        let near = WordAutomaton::near("invoice").unwrap();
        for (word, expected) in [
            ("invoice", true),
            ("invioce", true),
            ("invoce", true),
            ("onvoice", false),
            ("voice", false),
            ("invoicing", false),
        ] {
            check(&near, word, expected);
        }
        assert!(WordAutomaton::near("pay").is_none());
    }

    #[test]
    fn any_letter_may_stand_before() {
        let other = WordAutomaton::any_letter_before("ristina", 'x');
        for (word, expected) in [
            ("kristina", true),
            ("4ristina", false),
            ("三ristina", false),
            ("ristina", false),
            ("christina", false),
            ("kristinas", false),
            ("\u{3}ristina", false),
        ] {
            check(&other, word, expected);
        }
    }

    #[test]
    fn letters_before_are_of_the_same_alphabet() {
        let other = WordAutomaton::any_letter_before("ристина", 'т');
        for (word, expected) in [
            ("кристина", true),
            ("яристина", true),
            ("kристина", false),
            ("ристина", false),
            ("ккристина", false),
        ] {
            check(&other, word, expected);
        }
        let words = other.only().unwrap();
        assert!(
            words.contains(&"кристина".to_owned()) && words.iter().all(|word| other.accepts(word))
        );
    }

    #[test]
    fn prefixes_accept_themselves_and_longer_words() {
        let prefix = WordAutomaton::prefix("münch");
        check(&prefix, "münch", true);
        check(&prefix, "münchen", true);
        check(&prefix, "mün", false);
        check(&prefix, "\u{1}emünch", false);
    }
}
