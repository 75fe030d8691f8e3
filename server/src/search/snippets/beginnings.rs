//! What words that may be marked begin with: their first three letters. Most words of a text are told
//! apart by these, without being folded or looked up. Plain words of the letters `a` to `z` only.
//! Tests: at the foot.

/// Letters that are compared.
const COMPARED: usize = 3;
/// The letters of the alphabet, and the end of a word.
const SIGNS: usize = 27;
const END: u8 = 0;
const BITS: usize = u64::BITS as usize;
const NUMBERS: usize = (SIGNS * SIGNS * SIGNS).div_ceil(BITS);

/// A set of beginnings, a bit for each three signs.
#[derive(Debug)]
pub struct Beginnings([u64; NUMBERS]);

impl Default for Beginnings {
    fn default() -> Self {
        Self([0; NUMBERS])
    }
}

impl Beginnings {
    /// Adds all words that begin so, up to what is no small letter.
    pub fn add(&mut self, beginning: &str) {
        let letters = beginning.bytes().map_while(sign_of).take(COMPARED);
        let letters: Vec<usize> = letters.collect();
        if !letters.is_empty() {
            all_behind(&letters).for_each(|triple| self.put(triple));
        }
    }

    /// Adds all words of three letters or more of which the first may be these, given whether they
    /// may.
    pub fn add_all(&mut self, may_begin: impl Fn(&[u8]) -> bool) {
        for first in (b'a'..=b'z').filter(|&first| may_begin(&[first])) {
            for second in (b'a'..=b'z').filter(|&second| may_begin(&[first, second])) {
                let third = (b'a'..=b'z').map(|third| [first, second, third]);
                let begun = third.filter(|begun| may_begin(begun));
                begun.for_each(|begun| self.put(number_of(&begun)));
            }
        }
    }

    fn put(&mut self, triple: usize) {
        self.0[triple / BITS] |= 1 << (triple % BITS);
    }

    fn has(&self, triple: usize) -> bool {
        self.0[triple / BITS] & (1 << (triple % BITS)) != 0
    }

    /// Whether a plain word begins so; one that more is glued to, also if one of them begins as it.
    pub fn may_begin(&self, word: &[u8], is_glued: bool) -> bool {
        if is_glued && word.len() < COMPARED {
            let letters: Vec<usize> = word
                .iter()
                .map_while(|&byte| sign_of(byte.to_ascii_lowercase()))
                .collect();
            return all_behind(&letters).any(|triple| self.has(triple));
        }
        self.has(number_of(word))
    }
}

/// The number of a small letter.
fn sign_of(byte: u8) -> Option<usize> {
    byte.is_ascii_lowercase()
        .then(|| usize::from(byte - b'a') + 1)
}

/// The number of each small letter and capital; of everything else that of the end.
static SIGN_OF: [u8; 256] = {
    let mut signs = [END; 256];
    let mut letter = b'a';
    while letter <= b'z' {
        let sign = letter - b'a' + 1;
        signs[letter as usize] = sign;
        signs[letter.to_ascii_uppercase() as usize] = sign;
        letter += 1;
    }
    signs
};

/// The number of the first three letters, small or capitals.
fn number_of(word: &[u8]) -> usize {
    let sign = |byte: u8| usize::from(SIGN_OF[usize::from(byte)]);
    match *word {
        [first, second, third, ..] => (sign(first) * SIGNS + sign(second)) * SIGNS + sign(third),
        [first, second] => (sign(first) * SIGNS + sign(second)) * SIGNS,
        [first] => sign(first) * SIGNS * SIGNS,
        [] => 0,
    }
}

/// The numbers of all three signs that begin with one to three letters.
fn all_behind(letters: &[usize]) -> std::ops::Range<usize> {
    let number = letters
        .iter()
        .fold(0, |number, letter| number * SIGNS + letter);
    let width = (letters.len()..COMPARED).fold(1, |width, _| width * SIGNS);
    number * width..(number + 1) * width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(beginnings: &Beginnings, word: &str, (alone, glued): (bool, bool)) {
        assert_eq!(
            beginnings.may_begin(word.as_bytes(), false),
            alone,
            "{word}"
        );
        assert_eq!(
            beginnings.may_begin(word.as_bytes(), true),
            glued,
            "{word} glued"
        );
    }

    #[test]
    fn words_are_told_by_three_letters() {
        let mut beginnings = Beginnings::default();
        for beginning in ["invoice", "by", "x-ray", "größe", "Ω"] {
            beginnings.add(beginning);
        }
        for word in ["invoice", "Invited", "INV", "by", "Bye", "x", "xy", "xylo"] {
            check(&beginnings, word, (true, true));
        }
        for word in ["i", "in", "IN", "b"] {
            check(&beginnings, word, (false, true));
        }
        for word in ["inward", "a", "zebra", "it", "ob"] {
            check(&beginnings, word, (false, false));
        }
    }

    #[test]
    fn others_say_what_may_begin() {
        let mut beginnings = Beginnings::default();
        beginnings.add_all(|begun| b"invoice".starts_with(begun));
        check(&beginnings, "invoice", (true, true));
        check(&beginnings, "in", (false, true));
        check(&beginnings, "ink", (false, false));
    }
}
