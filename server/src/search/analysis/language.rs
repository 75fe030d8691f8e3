//! Which language a text is in: its script first, then its frequent little words vote; a
//! statistical guess breaks ties. Tests: `tests.rs` beside it.

use super::{
    fold::fold,
    segment::{Segment, is_cjk, segments},
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
    /// Dutch.
    Dutch,
    /// Russian; the one in Cyrillic letters.
    Russian,
}

/// Letters that words of a language are written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// a, b, c
    Latin,
    /// а, б, в
    Cyrillic,
    /// Anything else.
    Other,
}

impl Script {
    /// By the first letter of a word.
    pub fn of_word(word: &str) -> Self {
        word.chars().next().map_or(Self::Other, Self::of_letter)
    }

    fn of_letter(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Self::Latin,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            _ => Self::Other,
        }
    }
}

/// What is known of the language of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The languages in which its words are stemmed.
    pub stemmed: Vec<Language>,
    /// The code of the language that it is written in, for filters; `None` if nobody can tell.
    /// One of [`TAGS`].
    pub tag: Option<&'static str>,
}

/// Every code that [`Detected::tag`] can have: ISO 639-1.
pub const TAGS: [&str; 12] = [
    "en", "es", "fr", "de", "it", "pt", "nl", "ru", "uk", "zh", "ja", "ko",
];

/// Words of a text that vote.
const VOTERS_MAX: usize = 150;
/// Characters of a text that are looked at for its script.
const SCRIPT_CHARS_MAX: usize = 2_000;
/// Bytes of a text that the statistical guess looks at.
const GUESS_BYTES_MAX: usize = 1_000;
/// A language has this many little words among a hundred, or it is another one that we do not know.
const LITTLE_WORDS_PERCENT: usize = 10;
/// A character of Chinese, Japanese or Korean says as much as this many letters.
const LETTERS_PER_CJK: usize = 3;
/// Japanese has at least this many kana among a hundred of its characters.
const KANA_PERCENT: usize = 10;

impl Language {
    /// Every language, in the order in which ties are broken.
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::Spanish,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Russian,
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
            Self::Dutch => 'n',
            Self::Russian => 'r',
        }
    }

    /// Its code (ISO 639-1).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::German => "de",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
            Self::Russian => "ru",
        }
    }

    /// What it is written with.
    pub const fn script(self) -> Script {
        match self {
            Self::Russian => Script::Cyrillic,
            Self::English
            | Self::Spanish
            | Self::French
            | Self::German
            | Self::Italian
            | Self::Portuguese
            | Self::Dutch => Script::Latin,
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
            Self::Dutch => Algorithm::Dutch,
            Self::Russian => Algorithm::Russian,
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
            // Without "de", which is as frequent in Spanish, Portuguese and French.
            Self::Dutch => &[
                "het", "een", "van", "ik", "dat", "niet", "voor", "met", "op", "zijn", "aan",
                "wij", "uw", "naar", "bij", "ook", "maar", "om", "jullie", "onze", "wordt", "deze",
                "heeft", "kunnen", "graag", "worden", "te", "er", "nog",
            ],
            // The script tells.
            Self::Russian => &[],
        }
    }

    /// The languages in which a text is stemmed (see [`detect`]).
    pub fn of(text: &str) -> Vec<Self> {
        detect(text).stemmed
    }
}

/// In which language a text is. Its words are stemmed in the one that its little words vote for;
/// where nobody votes (a subject line, a telegram-style note) in the guess, English and Spanish;
/// Cyrillic words beside that in Russian.
pub fn detect(text: &str) -> Detected {
    let letters = Letters::of(text);
    let mut stemmed = Vec::new();
    let mut latin = None;
    if letters.latin > 0 {
        (stemmed, latin) = detect_latin(text);
    }
    if letters.cyrillic > 0 {
        stemmed.push(Language::Russian);
    }
    let tag = letters.tag().unwrap_or(latin);
    Detected { stemmed, tag }
}

/// How many letters of each script a text has.
#[derive(Debug, Default)]
struct Letters {
    latin: usize,
    cyrillic: usize,
    ukrainian: usize,
    han: usize,
    kana: usize,
    hangul: usize,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars().take(SCRIPT_CHARS_MAX) {
            if c.is_ascii() {
                letters.latin += usize::from(c.is_ascii_alphabetic());
                continue;
            }
            match Script::of_letter(c) {
                Script::Latin => letters.latin += 1,
                Script::Cyrillic => {
                    letters.cyrillic += 1;
                    letters.ukrainian += usize::from("іїєґІЇЄҐ".contains(c));
                }
                Script::Other if is_cjk(c) => match c {
                    '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                        letters.kana += 1;
                    }
                    '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => {
                        letters.hangul += 1;
                    }
                    '\u{3400}'.. => letters.han += 1,
                    _ => {}
                },
                Script::Other => {}
            }
        }
        letters
    }

    /// The language, if the script tells; `None` if most of it is Latin.
    fn tag(&self) -> Option<Option<&'static str>> {
        let han_kana = self.han + self.kana;
        let most = self
            .latin
            .max(self.cyrillic)
            .max(LETTERS_PER_CJK * han_kana.max(self.hangul));
        if most == 0 {
            return Some(None);
        }
        if most == LETTERS_PER_CJK * han_kana {
            let is_japanese = self.kana * 100 >= han_kana * KANA_PERCENT;
            return Some(Some(if is_japanese { "ja" } else { "zh" }));
        }
        if most == LETTERS_PER_CJK * self.hangul {
            return Some(Some("ko"));
        }
        if most == self.cyrillic {
            return Some(Some(if self.ukrainian > 0 { "uk" } else { "ru" }));
        }
        None
    }
}

fn detect_latin(text: &str) -> (Vec<Language>, Option<&'static str>) {
    let (votes, voters) = vote(text);
    let most = votes.iter().copied().max().unwrap_or(0);
    let leaders: Vec<Language> = Language::ALL
        .into_iter()
        .zip(votes)
        .filter(|&(_, count)| count == most)
        .map(|(language, _)| language)
        .collect();
    if most == 0 {
        let mut languages = vec![Language::English, Language::Spanish];
        languages.extend(guess(text).filter(|guess| !languages.contains(guess)));
        return (languages, None);
    }
    let winner = match leaders.as_slice() {
        [winner] => Some(*winner),
        leaders => guess(text)
            .filter(|guess| leaders.contains(guess))
            .or(leaders.first().copied()),
    };
    let is_sure = most * 100 >= voters * LITTLE_WORDS_PERCENT;
    let tag = winner.filter(|_| is_sure).map(Language::tag);
    (winner.into_iter().collect(), tag)
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

/// The votes for each language, and how many words were asked.
fn vote(text: &str) -> ([usize; Language::ALL.len()], usize) {
    let mut votes = [0; Language::ALL.len()];
    let mut voters = 0;
    let words = segments(text).filter_map(|segment| match segment {
        Segment::Words(parts) => Some(parts),
        Segment::Cjk(_) => None,
    });
    for part in words.flatten().take(VOTERS_MAX) {
        voters += 1;
        let voted = VOTES
            .get(fold(part.of(text)).as_str())
            .copied()
            .unwrap_or(0);
        for (place, votes) in votes.iter_mut().enumerate() {
            *votes += usize::from(voted >> place & 1);
        }
    }
    (votes, voters)
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
        whatlang::Lang::Nld,
    ];
    let detected = whatlang::Detector::with_allowlist(known).detect_lang(&text[..end])?;
    match detected {
        whatlang::Lang::Eng => Some(Language::English),
        whatlang::Lang::Spa => Some(Language::Spanish),
        whatlang::Lang::Fra => Some(Language::French),
        whatlang::Lang::Deu => Some(Language::German),
        whatlang::Lang::Ita => Some(Language::Italian),
        whatlang::Lang::Por => Some(Language::Portuguese),
        whatlang::Lang::Nld => Some(Language::Dutch),
        _ => None,
    }
}
