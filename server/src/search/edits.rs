//! How many edits a text is away from a word, told while the text is read byte by byte. An edit is a
//! letter put in, left out or changed, or two neighbours swapped; a letter takes part in one at most.
//! The places of the word that the text may have got to are the bits of a few numbers (Wu and Manber
//! 1992), so nothing is made beforehand: an automaton of two edits is megabytes of tables, and takes
//! longer to make than the dictionary to walk. Tests: at the foot.

/// Edits that can be told apart.
pub const EDITS_MAX: usize = 2;
/// Letters of a word at most: each place is a bit, and one stands behind the last letter.
pub const LETTERS_MAX: usize = 62;

/// How long a word is and which letters it has, in a few bits. An edit changes the length by one and
/// two of the letters at most, which tells nearly all words of a dictionary apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch(u64);

/// The upper bits of a sketch are the length.
const LETTER_BITS: u32 = 56;

impl Sketch {
    /// Of a word.
    pub fn of(word: &str) -> Self {
        let (mut letters, mut length) = (0_u64, 0_u8);
        for letter in word.chars() {
            letters |= 1 << (u32::from(letter) % LETTER_BITS);
            length = length.saturating_add(1);
        }
        Self(letters | u64::from(length) << LETTER_BITS)
    }

    fn length(self) -> u64 {
        self.0 >> LETTER_BITS
    }

    /// Letters that one has and the other has not.
    fn different(self, other: Self) -> u32 {
        ((self.0 ^ other.0) << (u64::BITS - LETTER_BITS)).count_ones()
    }
}

/// A word that texts are compared with.
#[derive(PartialEq, Eq)]
pub struct Edits {
    /// At which places each letter of the alphabet stands.
    ascii: [u64; 128],
    /// At which places others stand.
    others: Vec<(char, u64)>,
    /// The bit behind the last letter.
    end: u64,
    /// Edits that are forgiven.
    forgiven: usize,
    sketch: Sketch,
}

/// How far a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// By edits made: the places of the word that the text may have got to.
    places: [u64; EDITS_MAX + 1],
    /// By edits made before: places whose letter and the next may be swapped, the next being read.
    swapped: [u64; EDITS_MAX],
    /// The bits of a character of several bytes, as far as it was read.
    partial: u32,
    /// Bytes that it lacks.
    lacks: u8,
}

impl Edits {
    /// A word, and so many edits at most; `None` for a word that is too long.
    pub fn new(word: &str, forgiven: usize) -> Option<Self> {
        let mut edits = Self {
            ascii: [0; 128],
            others: Vec::new(),
            end: 1,
            forgiven: forgiven.min(EDITS_MAX),
            sketch: Sketch::of(word),
        };
        for (place, letter) in word.chars().enumerate() {
            if place >= LETTERS_MAX {
                return None;
            }
            *edits.places_of(letter) |= 1 << place;
            edits.end = 1 << (place + 1);
        }
        Some(edits)
    }

    fn places_of(&mut self, letter: char) -> &mut u64 {
        if letter.is_ascii() {
            return &mut self.ascii[letter as usize];
        }
        let known = self.others.iter().position(|(other, _)| *other == letter);
        let place = known.unwrap_or_else(|| {
            self.others.push((letter, 0));
            self.others.len() - 1
        });
        &mut self.others[place].1
    }

    /// Whether the word has nothing but letters.
    pub fn is_spelt(&self) -> bool {
        let signs = (0..128_u8).filter(|byte| !byte.is_ascii_alphabetic());
        signs.map(usize::from).all(|sign| self.ascii[sign] == 0)
    }

    /// Whether a word of which this is known can be near enough.
    pub fn may_be_near(&self, other: Sketch) -> bool {
        let longer = self.sketch.length().abs_diff(other.length());
        longer <= self.forgiven as u64 && self.sketch.different(other) <= 2 * self.forgiven as u32
    }

    /// Whether a whole text is near enough.
    pub fn is_near(&self, text: &str) -> bool {
        let mut reading = self.start();
        for byte in text.bytes() {
            if !self.is_possible(&reading) {
                return false;
            }
            reading = self.read(&reading, byte);
        }
        self.count(&reading).is_some()
    }

    /// Nothing read.
    pub fn start(&self) -> Reading {
        let mut places = [0; EDITS_MAX + 1];
        for (edits, places) in places.iter_mut().enumerate().take(self.forgiven + 1) {
            // So many letters may be left out.
            *places = self.in_word((1 << (edits + 1)) - 1);
        }
        Reading {
            places,
            swapped: [0; EDITS_MAX],
            partial: 0,
            lacks: 0,
        }
    }

    /// Without places behind the end.
    fn in_word(&self, places: u64) -> u64 {
        places & (self.end | (self.end - 1))
    }

    /// One byte further.
    pub fn read(&self, reading: &Reading, byte: u8) -> Reading {
        if byte < 0x80 {
            return self.read_letter(reading, self.ascii[usize::from(byte)]);
        }
        let (partial, lacks) = match byte {
            0x80..0xc0 => (
                reading.partial << 6 | u32::from(byte & 0x3f),
                reading.lacks.saturating_sub(1),
            ),
            0xc0..0xe0 => (u32::from(byte & 0x1f), 1),
            0xe0..0xf0 => (u32::from(byte & 0x0f), 2),
            0xf0.. => (u32::from(byte & 0x07), 3),
            _ => (0, 0),
        };
        if lacks > 0 {
            return Reading {
                partial,
                lacks,
                ..*reading
            };
        }
        let is_read = |(letter, _): &&(char, u64)| u32::from(*letter) == partial;
        let there = self.others.iter().find(is_read);
        self.read_letter(reading, there.map_or(0, |(_, places)| *places))
    }

    /// One letter further, which stands at these places of the word.
    fn read_letter(&self, reading: &Reading, there: u64) -> Reading {
        let mut next = Reading {
            places: [0; EDITS_MAX + 1],
            swapped: [0; EDITS_MAX],
            partial: 0,
            lacks: 0,
        };
        next.places[0] = (reading.places[0] & there) << 1;
        for edits in 1..=self.forgiven {
            let before = reading.places[edits - 1];
            let as_it_stands = (reading.places[edits] & there) << 1;
            let put_in_or_changed = before | before << 1;
            let left_out = next.places[edits - 1] << 1;
            let swapped = (reading.swapped[edits - 1] & there) << 2;
            next.places[edits] =
                self.in_word(as_it_stands | put_in_or_changed | left_out | swapped);
            next.swapped[edits - 1] = before & there >> 1;
        }
        next
    }

    /// Whether a text that begins so can be near enough.
    pub fn is_possible(&self, reading: &Reading) -> bool {
        let places = reading.places.iter().fold(0, |all, places| all | places);
        let swapped = reading.swapped.iter().fold(0, |all, places| all | places);
        places | swapped != 0
    }

    /// The edits between the word and the text that was read; `None` if there are more than are
    /// forgiven.
    pub fn count(&self, reading: &Reading) -> Option<u8> {
        let levels = (0..).zip(reading.places);
        let mut whole = levels.filter(|(_, places)| places & self.end != 0);
        whole
            .next()
            .filter(|_| reading.lacks == 0)
            .map(|(edits, _)| edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};

    fn count(edits: &Edits, text: &str) -> Option<u8> {
        let read = |reading, byte| edits.read(&reading, byte);
        let reading = text.bytes().fold(edits.start(), read);
        let count = edits.count(&reading);
        assert!(count.is_none() || edits.is_possible(&reading));
        assert_eq!(edits.is_near(text), count.is_some());
        assert!(count.is_none() || edits.may_be_near(Sketch::of(text)));
        count
    }

    fn check(word: &str, text: &str, expected: Option<u8>) {
        let edits = Edits::new(word, EDITS_MAX).unwrap();
        assert_eq!(count(&edits, text), expected, "{word} {text}");
    }

    #[test]
    fn edits_are_counted() {
        check("invoice", "invoice", Some(0));
        check("invoice", "invioce", Some(1));
        check("invoice", "nivoiec", Some(2));
        check("invoice", "invoces", Some(2));
        check("invoice", "voice", Some(2));
        check("invoice", "vioce", None);
        check("größe", "grösse", Some(2));
        check("größe", "große", Some(1));
        check("größe", "grß", Some(2));
        check("東京都", "京東都", Some(1));
        // A letter takes part in one edit.
        check("ca", "abc", None);
        check("", "ab", Some(2));
        assert!(Edits::new(&"a".repeat(LETTERS_MAX + 1), 1).is_none());
    }

    /// All texts of a few letters against all others, compared with another implementation.
    #[test]
    fn counts_are_those_of_others() {
        let mut texts = vec![String::new()];
        for place in 0.. {
            if texts[place].chars().count() == 5 {
                break;
            }
            for letter in ['a', 'b', 'é'] {
                let text = format!("{}{letter}", texts[place]);
                texts.push(text);
            }
        }
        for forgiven in [1, 2] {
            let others = LevenshteinAutomatonBuilder::new(forgiven, true);
            for word in texts.iter().step_by(7) {
                let edits = Edits::new(word, usize::from(forgiven)).unwrap();
                let other = others.build_dfa(word);
                for text in &texts {
                    let expected = match other.eval(text) {
                        Distance::Exact(count) => Some(count),
                        Distance::AtLeast(_) => None,
                    };
                    assert_eq!(count(&edits, text), expected, "{word} {text} {forgiven}");
                }
            }
        }
    }
}
