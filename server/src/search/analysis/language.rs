//! Which language a text is in: its frequent little words vote; a statistical guess breaks ties.
//! Tests: `tests.rs` beside it.

use super::{
    fold::fold,
    segment::{Segment, segments},
};
use rust_stemmers::Algorithm;
use std::{collections::HashMap, sync::LazyLock};

/// A language whose words are stemmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English; also what nobody can tell.
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
}

/// Words of a text that vote.
const VOTERS_MAX: usize = 150;
/// Bytes of a text that the statistical guess looks at.
const GUESS_BYTES_MAX: usize = 1_000;

impl Language {
    /// Every language, in the order in which ties are broken.
    pub const ALL: [Self; 6] = [
        Self::English,
        Self::Spanish,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Portuguese,
    ];

    /// The letter of its stems in the dictionary; never changes.
    pub const fn letter(self) -> char {
        match self {
            Self::English => 'e',
            Self::Spanish => 's',
            Self::French => 'f',
            Self::German => 'd',
            Self::Italian => 'i',
            Self::Portuguese => 'p',
        }
    }

    pub(super) const fn algorithm(self) -> Algorithm {
        match self {
            Self::English => Algorithm::English,
            Self::Spanish => Algorithm::Spanish,
            Self::French => Algorithm::French,
            Self::German => Algorithm::German,
            Self::Italian => Algorithm::Italian,
            Self::Portuguese => Algorithm::Portuguese,
        }
    }

    const fn stop_words(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "the", "and", "of", "to", "in", "is", "that", "for", "it", "with", "on", "was",
                "are", "be", "this", "have", "from", "you", "not", "we", "they", "at", "his",
                "her", "will", "your", "our", "please", "she", "he", "has", "but", "by",
            ],
            Self::Spanish => &[
                "el", "los", "las", "del", "y", "que", "en", "por", "con", "para", "una", "su",
                "al", "lo", "como", "mas", "pero", "sus", "este", "esta", "cuando", "muy", "sin",
                "sobre", "tambien", "hasta", "hay", "donde", "usted", "nos", "es", "se", "la",
            ],
            Self::French => &[
                "le", "les", "des", "et", "est", "une", "dans", "pour", "que", "qui", "sur",
                "avec", "ce", "pas", "vous", "nous", "je", "au", "sont", "du", "il", "ne", "aux",
                "cette", "votre", "notre", "mais", "ou", "leur",
            ],
            Self::German => &[
                "der", "die", "das", "und", "ist", "von", "zu", "den", "mit", "nicht", "ein",
                "eine", "auf", "fur", "im", "dem", "sich", "auch", "wir", "sie", "ich", "bei",
                "oder", "aus", "wird", "nach", "einen", "noch", "bitte",
            ],
            Self::Italian => &[
                "il", "di", "che", "e", "per", "un", "non", "gli", "della", "sono", "con", "del",
                "alla", "dei", "nel", "anche", "piu", "questo", "delle", "ha", "ma", "si", "lo",
                "degli", "ci", "vi", "nella",
            ],
            Self::Portuguese => &[
                "o", "os", "as", "do", "da", "em", "um", "uma", "nao", "com", "para", "dos", "das",
                "ao", "mais", "como", "mas", "foi", "voce", "pelo", "pela", "seu", "sua", "muito",
                "isso", "no", "na", "que", "e",
            ],
        }
    }

    /// The languages in which a text is stemmed: the one its little words vote for. Where nobody
    /// votes (a subject line, a telegram-style note) the guess, English and Spanish.
    pub fn of(text: &str) -> Vec<Self> {
        let votes = vote(text);
        let most = votes.iter().copied().max().unwrap_or(0);
        let leaders: Vec<Self> = Self::ALL
            .into_iter()
            .zip(votes)
            .filter(|&(_, count)| count == most)
            .map(|(language, _)| language)
            .collect();
        match leaders.as_slice() {
            [winner] => vec![*winner],
            _ if most == 0 => {
                let mut languages = vec![Self::English, Self::Spanish];
                languages.extend(guess(text).filter(|guess| !languages.contains(guess)));
                languages
            }
            leaders => guess(text)
                .filter(|guess| leaders.contains(guess))
                .or(leaders.first().copied())
                .into_iter()
                .collect(),
        }
    }
}

/// For which languages a word votes: one bit each, in the order of [`Language::ALL`].
static VOTES: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut votes = HashMap::new();
    for (place, language) in Language::ALL.into_iter().enumerate() {
        for word in language.stop_words() {
            *votes.entry(*word).or_default() |= 1 << place;
        }
    }
    votes
});

fn vote(text: &str) -> [usize; Language::ALL.len()] {
    let mut votes = [0; Language::ALL.len()];
    let words = segments(text).filter_map(|segment| match segment {
        Segment::Words(parts) => Some(parts),
        Segment::Cjk(_) => None,
    });
    for part in words.flatten().take(VOTERS_MAX) {
        let voted = VOTES
            .get(fold(part.of(text)).as_str())
            .copied()
            .unwrap_or(0);
        for (place, votes) in votes.iter_mut().enumerate() {
            *votes += usize::from(voted >> place & 1);
        }
    }
    votes
}

fn guess(text: &str) -> Option<Language> {
    let end = (0..=GUESS_BYTES_MAX.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end))
        .unwrap_or(0);
    let known = vec![
        whatlang::Lang::Eng,
        whatlang::Lang::Spa,
        whatlang::Lang::Fra,
        whatlang::Lang::Deu,
        whatlang::Lang::Ita,
        whatlang::Lang::Por,
    ];
    let detected = whatlang::Detector::with_allowlist(known).detect_lang(&text[..end])?;
    match detected {
        whatlang::Lang::Eng => Some(Language::English),
        whatlang::Lang::Spa => Some(Language::Spanish),
        whatlang::Lang::Fra => Some(Language::French),
        whatlang::Lang::Deu => Some(Language::German),
        whatlang::Lang::Ita => Some(Language::Italian),
        whatlang::Lang::Por => Some(Language::Portuguese),
        _ => None,
    }
}
