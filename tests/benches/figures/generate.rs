//! Generated customers and texts in three languages, the same on every run: a fixed seed, words by
//! a Zipf-like law, so that some are frequent and most are rare, as in real notes.

mod words;

use shared::{
    api::contact::{ContactCreate, Email, Phone},
    model::LifecycleStage,
};
use words::{CHINESE, ENGLISH, FIRST_NAMES, LAST_NAMES, SPANISH};

/// Different rare words.
const RARE_WORDS: usize = 400_000;
/// One word in so many is rare.
const RARE_WORD_EVERY: usize = 6;

/// A small deterministic generator (SplitMix64, Steele et al. 2014).
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    /// An item, all equally likely.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// An item, the first ones much likelier: the square of an even draw.
    pub fn pick_skewed<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        let draw = self.below(10_000) as f64 / 10_000.0;
        items[((draw * draw) * items.len() as f64) as usize]
    }
}

/// A language of generated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
    Chinese,
}

/// The language of the document with this number.
pub fn language(number: usize) -> Language {
    match number % 3 {
        0 => Language::English,
        1 => Language::Spanish,
        _ => Language::Chinese,
    }
}

/// A text of `words` words with a number of its own in it.
pub fn text(random: &mut Random, number: usize, words: usize) -> String {
    let (vocabulary, gap) = match language(number) {
        Language::English => (ENGLISH, " "),
        Language::Spanish => (SPANISH, " "),
        Language::Chinese => (CHINESE, ""),
    };
    let mut text = String::with_capacity(words * 8);
    for at in 0..words {
        match random.below(RARE_WORD_EVERY) {
            0 if gap == " " => text.push_str(&rare_word(random)),
            _ => text.push_str(random.pick_skewed(vocabulary)),
        }
        text.push_str(if at % 12 == 11 { ". " } else { gap });
    }
    text.push_str(&format!(" NW-{number:06}"));
    text
}

/// A word of its own of four or more letters: names, codes and slips make most of the words of real
/// texts, and each of them is rare.
fn rare_word(random: &mut Random) -> String {
    const BEGIN: [&str; 16] = [
        "b", "br", "c", "ch", "d", "f", "g", "h", "l", "m", "n", "p", "qu", "s", "t", "v",
    ];
    const CORE: [&str; 16] = [
        "an", "ar", "e", "el", "en", "er", "i", "il", "in", "is", "o", "on", "or", "u", "um", "ac",
    ];
    let draw = random.below(1_000_000) as f64 / 1_000_000.0;
    let mut rank = ((RARE_WORDS as f64).powf(draw)) as usize;
    let mut word = String::new();
    while word.len() < 4 || rank > 0 {
        word.push_str(BEGIN[rank % 16]);
        word.push_str(CORE[rank / 16 % 16]);
        rank /= 256;
    }
    word
}

/// A contact with a name, an address, a number and a stage.
pub fn contact(random: &mut Random, number: usize) -> ContactCreate {
    let language = number % 3;
    let stage = LifecycleStage::ALL[random.below(4)];
    ContactCreate {
        first_name: format!("{} {}", random.pick(FIRST_NAMES[language]), number % 977),
        last_name: format!("{}{}", random.pick(LAST_NAMES[language]), number % 1_009),
        title: random.pick_skewed(ENGLISH).to_owned(),
        emails: vec![Email {
            address: format!("person{number}@firm{}.example", number % 5_003),
            kind: Default::default(),
        }],
        phones: vec![Phone {
            number: format!("+34 6{:08}", number),
            kind: Default::default(),
        }],
        tags: vec![random.pick_skewed(ENGLISH).to_owned()],
        stage: Some(stage),
        ..Default::default()
    }
}
