//! What a question of a sentence asks for, term by term: words, what the script of texts without
//! spaces needs beside them, and what each is worth. `relaxed` makes the plan of it. Tests: at the
//! foot of `relaxed`; the relevance suite.

use super::{
    fillers::is_filler,
    meanings::{is_han, says_little},
    plan::Plan,
    words::{PlainWord, QueryWord, query_words},
};
use crate::search::{
    analysis::{chinese::word_pairs, language::Language, segment::is_cjk},
    schema::TextField,
};
use shared::query::{Node, Query};

/// Of this many words two may suffice; of fewer, three.
const LONG_WORDS_MIN: usize = 6;
/// This share of the words must be there.
const SHARE_PERCENT: usize = 20;

// In a sentence the subject matters less than in a search by words, and the form of words hardly.
const EXACT: f32 = 0.3;
const STEM: f32 = 1.0;
const NAME_WEIGHT: f32 = 0.5;
/// What a pair of characters is worth that is no word, beside one that is.
const PAIR: f32 = 0.4;
/// What a single character is worth beside a word.
const SINGLE: f32 = 0.5;
/// What one is worth beside such a one if it belongs to no word: it is a word.
const LONE: f32 = 1.5;

/// What is asked for.
#[derive(Debug, Default)]
pub struct Asked {
    /// Some of these must be there.
    pub words: Vec<Plan>,
    /// Pairs of characters that are no words, and what counts twice. They only add to the score.
    pub others: Vec<Plan>,
    /// Single characters that mean something: many words of a pair are shortened to one of its
    /// characters. They only add to the score.
    pub singles: Vec<Plan>,
}

impl Asked {
    /// All of it.
    pub fn all(self) -> Vec<Plan> {
        [self.words, self.others, self.singles].concat()
    }
}

/// The words of a question and how they are looked for.
pub struct Sentence<'q> {
    /// As they were typed, without what else the query asks.
    pub texts: Vec<&'q str>,
    is_spaced: bool,
    /// In which the words are bent. Among Chinese, Japanese or Korean words others are names and
    /// terms, which are not bent in the texts either.
    languages: Vec<Language>,
}

impl<'q> Sentence<'q> {
    /// Of a query.
    pub fn of(query: &'q Query) -> Self {
        let texts: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
        let is_spaced = is_spaced(query);
        let languages = match is_spaced {
            true => Language::of(&texts.join(" ")),
            false => Vec::new(),
        };
        Self {
            texts,
            is_spaced,
            languages,
        }
    }

    /// How many of so many words must be there. In texts without spaces one of a few suffices: what
    /// the dictionary knows is only a part of their words.
    pub fn needed(&self, words: usize) -> usize {
        let share = (words * SHARE_PERCENT).div_ceil(100);
        match self.is_spaced {
            true if words < LONG_WORDS_MIN => 3,
            true => share.max(2),
            false => share,
        }
    }

    /// What all its texts ask for.
    pub fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        for text in &self.texts {
            self.add(text, &mut asked);
        }
        asked
    }

    /// What one of its texts asks for.
    pub fn asked_by(&self, text: &str) -> Asked {
        let mut asked = Asked::default();
        self.add(text, &mut asked);
        asked
    }

    fn add(&self, text: &str, asked: &mut Asked) {
        // A foreign word among characters is worth a word of two pairs.
        let is_foreign = !self.is_spaced && text.chars().all(|c| c.is_alphabetic() && !is_cjk(c));
        for word in query_words(text) {
            match word {
                QueryWord::Plain(word) => {
                    let plan = self.plain(&word);
                    asked.others.extend(plan.clone().filter(|_| is_foreign));
                    asked.words.extend(plan);
                }
                QueryWord::Compound { joined, parts, .. } => {
                    let mut either = self.everywhere(&joined, STEM);
                    either.extend(parts.iter().filter_map(|part| self.plain(part)));
                    asked.words.push(Plan::Any(either));
                }
                QueryWord::Cjk(run) => self.add_run(&run, asked),
            }
        }
    }

    /// Nothing for the little words of a language.
    fn plain(&self, word: &PlainWord) -> Option<Plan> {
        if is_filler(&word.exact) {
            return None;
        }
        let languages = self.languages.iter();
        let stems: Vec<String> = languages
            .flat_map(|&language| word.stems_in(language))
            .collect();
        let worth = if stems.is_empty() { STEM } else { EXACT };
        let mut either = Vec::new();
        for field in TextField::ALL {
            either.push(self.term(field, &word.exact, worth));
            if field != TextField::Identifier {
                either.extend(stems.iter().map(|stem| self.term(field, stem, STEM)));
            }
        }
        Some(Plan::Any(either))
    }

    /// Which pairs of a run are words the dictionary says for Chinese; kana, Hangul and the like have
    /// none, so each of their pairs may be one, as may those of a run without any.
    fn add_run(&self, run: &[char], asked: &mut Asked) {
        let is_word = word_pairs(run);
        let has_words = is_word.contains(&true);
        for (place, pair) in run.windows(run.len().min(2)).enumerate() {
            let term: String = pair.iter().collect();
            let is_word = is_word.get(place) == Some(&true);
            let worth = if is_word { STEM } else { STEM * PAIR };
            let plan = Plan::Any(self.everywhere(&term, worth));
            match is_word || !has_words || !pair.iter().any(|&c| is_han(c)) {
                true => asked.words.push(plan),
                false => asked.others.push(plan),
            }
        }
        for (place, &c) in run.iter().enumerate() {
            if !is_han(c) || says_little(c) {
                continue;
            }
            let in_word = is_word.get(place) == Some(&true)
                || place.checked_sub(1).is_some_and(|before| is_word[before]);
            let worth = if in_word { SINGLE } else { SINGLE * LONE };
            let fields = [TextField::Name, TextField::Body];
            let terms = fields.map(|field| self.term(field, &c.to_string(), worth));
            asked.singles.extend(terms);
        }
    }

    fn everywhere(&self, term: &str, worth: f32) -> Vec<Plan> {
        let everywhere = TextField::ALL.map(|field| self.term(field, term, worth));
        everywhere.to_vec()
    }

    /// Terms of texts without spaces overlap, so one word counts several times: that more of them
    /// are there must say more than that they are there more often.
    fn term(&self, field: TextField, term: &str, worth: f32) -> Plan {
        let worth = worth * weight(field);
        match self.is_spaced {
            true => Plan::Term(field, term.to_owned(), worth),
            false => Plan::Mention(field, term.to_owned(), worth),
        }
    }
}

/// What a word in a field is worth in a sentence.
pub fn weight(field: TextField) -> f32 {
    match field {
        TextField::Name => NAME_WEIGHT,
        field => field.weight(),
    }
}

/// The words of a node that asks for nothing else: brackets around words in a sentence mean little.
pub fn words_of(node: &Node) -> Option<Vec<&str>> {
    match node {
        Node::Word { text, .. } => Some(vec![text]),
        Node::All(nodes) => {
            let words: Option<Vec<Vec<&str>>> = nodes.iter().map(words_of).collect();
            words.map(|words| words.concat())
        }
        _ => None,
    }
}

/// Whether there are spaces between all its words, as there are not in Chinese.
pub fn is_spaced(query: &Query) -> bool {
    let mut words = query.nodes.iter().filter_map(words_of).flatten();
    words.all(|text| !text.chars().any(is_cjk))
}
