//! What is asked: kinds of questions with many words each, taken from the texts themselves by a
//! fixed draw, so that frequent and rare words are both among them.

use crate::generate::Random;
use shared::ideograph::is_ideograph;
use std::collections::BTreeMap;

/// Hits of a page, each with a snippet.
pub const HITS: usize = 20;
/// Hits passed over by a deep page.
pub const DEEP_OFFSET: usize = 2_000;
/// Different questions of a kind.
const QUESTIONS: usize = 40;
/// So many that none comes again while the clock runs, for who keeps what was asked of late.
const QUESTIONS_ONCE: usize = 500;
/// Texts looked through for words.
const TEXTS_READ: usize = 20_000;
/// A word in fewer of the texts read is no word for a question.
const TEXTS_WITH_WORD_MIN: usize = 3;
/// A word in more of them than this share belongs to the worst case.
const COMMON_PERCENT: usize = 20;

/// A kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    WordOnce,
    TypedWord,
    TwoWords,
    Phrase,
    PhraseOnce,
    Prefix(usize),
    Typo,
    Chinese,
    DeepPage,
    Newest,
    Worst,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Word,
        Self::WordOnce,
        Self::TypedWord,
        Self::TwoWords,
        Self::Phrase,
        Self::PhraseOnce,
        Self::Prefix(1),
        Self::Prefix(2),
        Self::Prefix(3),
        Self::Prefix(4),
        Self::Prefix(5),
        Self::Prefix(6),
        Self::Typo,
        Self::Chinese,
        Self::DeepPage,
        Self::Newest,
        Self::Worst,
    ];

    /// For the table.
    pub fn name(self) -> String {
        match self {
            Self::Word => "word".into(),
            Self::WordOnce => "word, asked once".into(),
            Self::TypedWord => "word, still typed".into(),
            Self::TwoWords => "two words".into(),
            Self::Phrase => "phrase".into(),
            Self::PhraseOnce => "phrase, asked once".into(),
            Self::Prefix(letters) => format!("prefix of {letters}"),
            Self::Typo => "word with a slip".into(),
            Self::Chinese => "Chinese word".into(),
            Self::DeepPage => format!("word, from {DEEP_OFFSET}"),
            Self::Newest => "word, newest first".into(),
            Self::Worst => "the, de, 的".into(),
        }
    }

    /// Questions of this kind, the same for the same texts.
    pub fn questions(self, texts: &[String]) -> Vec<Question> {
        let words = Words::of(texts);
        let mut random = Random::new(7);
        let count = match self {
            Self::WordOnce | Self::PhraseOnce => QUESTIONS_ONCE,
            _ => QUESTIONS,
        };
        (0..count)
            .map(|at| Question {
                kind: self,
                words: self.words(&words, &mut random, at),
            })
            .collect()
    }

    fn words(self, words: &Words, random: &mut Random, at: usize) -> Vec<String> {
        let mut one = || words.latin[random.below(words.latin.len())].clone();
        match self {
            Self::Word | Self::WordOnce | Self::TypedWord | Self::DeepPage | Self::Newest => {
                vec![one()]
            }
            Self::TwoWords | Self::Phrase | Self::PhraseOnce => {
                let (first, second) = &words.pairs[random.below(words.pairs.len())];
                vec![first.clone(), second.clone()]
            }
            Self::Prefix(letters) => vec![one().chars().take(letters).collect()],
            Self::Typo => vec![with_slip(&words.long[random.below(words.long.len())])],
            Self::Chinese => vec![words.chinese[random.below(words.chinese.len())].clone()],
            Self::Worst => vec![["the", "de", "的"][at % 3].to_owned()],
        }
    }
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its kind.
    pub kind: Kind,
    /// Its words, as they stand in the texts.
    pub words: Vec<String>,
}

impl Question {
    /// As the app asks it.
    pub fn path(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| percent(word)).collect();
        let words = words.join("%20");
        let typed = match self.kind {
            Kind::Phrase | Kind::PhraseOnce => format!("%22{words}%22"),
            Kind::Prefix(_) | Kind::TypedWord => words,
            _ => words + "%20",
        };
        let more = match self.kind {
            Kind::DeepPage => format!("&offset={DEEP_OFFSET}"),
            Kind::Newest => "&sort=newest".to_owned(),
            _ => String::new(),
        };
        format!("/api/v1/search?limit={HITS}&q={typed}{more}")
    }
}

fn percent(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// One letter in the middle left out.
fn with_slip(word: &str) -> String {
    let middle = word.chars().count() / 2;
    let letters = word.chars().enumerate();
    letters
        .filter(|&(at, _)| at != middle)
        .map(|(_, letter)| letter)
        .collect()
}

/// Words of the texts, by use.
struct Words {
    /// Of Latin letters.
    latin: Vec<String>,
    /// Long enough to forgive a slip.
    long: Vec<String>,
    /// Side by side in a text.
    pairs: Vec<(String, String)>,
    /// Two or three characters.
    chinese: Vec<String>,
}

impl Words {
    fn of(texts: &[String]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        let step = (texts.len() / TEXTS_READ).max(1);
        let read: Vec<&String> = texts.iter().step_by(step).collect();
        let mut chinese = Vec::new();
        for text in &read {
            let words: Vec<&str> = text.split_whitespace().collect();
            let mut seen: Vec<&str> = words
                .iter()
                .copied()
                .filter(|word| is_plain(word))
                .collect();
            pairs.extend(neighbours(&words));
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter()
                .for_each(|word| *counts.entry(word).or_default() += 1);
            chinese.extend(chinese_piece(text));
        }
        let common = read.len() * COMMON_PERCENT / 100;
        let usual = |word: &str| {
            counts
                .get(word)
                .is_some_and(|&count| (TEXTS_WITH_WORD_MIN..common).contains(&count))
        };
        let latin: Vec<String> = counts
            .keys()
            .filter(|word| usual(word) && word.len() >= 6)
            .map(|word| (*word).to_owned())
            .collect();
        Self {
            long: latin
                .iter()
                .filter(|word| word.len() >= 8)
                .cloned()
                .collect(),
            latin,
            pairs: pairs
                .into_iter()
                .filter(|(first, second)| usual(first) && usual(second))
                .map(|(first, second)| (first.to_owned(), second.to_owned()))
                .collect(),
            chinese,
        }
    }
}

fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn neighbours<'a>(words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    words
        .windows(2)
        .filter(|pair| pair.iter().all(|word| is_plain(word) && word.len() >= 4))
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

/// The first characters of a Chinese text.
fn chinese_piece(text: &str) -> Option<String> {
    let piece: String = text.chars().skip(2).take(2 + text.len() % 2).collect();
    (!piece.is_empty() && piece.chars().all(is_ideograph)).then_some(piece)
}
