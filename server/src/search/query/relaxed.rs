//! Questions of a sentence, which no document has all words of: some of them must be there, and the
//! more and the rarer, the better. What the best documents are about then orders the others. Short
//! queries are precise and never come here: a name with a wrong word finds nobody.
//! Tests: the relevance suite; at the foot.

use super::{
    build::digits_of,
    meanings::{is_han, says_little},
    plan::{Plan, alternatives},
    telling::Telling,
    why::Part,
    words::{PlainWord, QueryWord, query_words},
};
use crate::search::{
    analysis::{chinese::word_pairs, language::Language, segment::is_cjk, stem::stem_term},
    schema::TextField,
};
use shared::query::{Node, Query};

/// With fewer words that mean something a query is precise.
const WORDS_MIN: usize = 4;
/// Of this many words two may suffice; of fewer, three.
const LONG_WORDS_MIN: usize = 6;
/// Words that are looked for; the rest of a long text is passed over.
const WORDS_MAX: usize = 40;
/// Characters without spaces that are more than a name.
const UNSPACED_CHARS_MIN: usize = 6;
/// This share of the words must be there.
const SHARE_PERCENT: usize = 20;
/// This share of the terms of a text without spaces, which overlap: a word that is missing takes two
/// or three with it, and another way to say it none.
const UNSPACED_SHARE_PERCENT: usize = 10;
/// Documents that are believed to be about what was asked.
pub const BELIEVED: usize = 4;
/// Terms that are taken from them.
pub const TELLING_TERMS: usize = 24;

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
/// Terms of single characters that are looked for.
const SINGLES_MAX: usize = 60;
/// What the most telling term of the best documents is worth beside a word that was asked for.
const TELLING: f32 = 0.6;

/// The plan of a question; `None` for what is precise. `kept` plans what must hold in any case:
/// phrases, exclusions, fields.
pub fn question(query: &Query, kept: &dyn Fn(&Node) -> Plan) -> Option<Plan> {
    let mut words = Vec::new();
    let mut singles = Vec::new();
    let mut plans = Vec::new();
    let manner = Manner::of(query);
    for node in &query.nodes {
        match words_of(node) {
            Some(texts) => {
                for text in texts {
                    words.extend(manner.units(text));
                    singles.extend(manner.single_chars(text));
                }
            }
            None => plans.push(kept(node)),
        }
    }
    words.truncate(WORDS_MAX);
    singles.truncate(SINGLES_MAX);
    let is_number =
        !query.nodes.is_empty() && query.nodes.iter().all(|node| digits_of(node).is_some());
    if words.len() < WORDS_MIN || is_number {
        return None;
    }
    let words = Plan::AtLeast(manner.needed(words.len()), words);
    plans.push(with_singles(words, singles));
    Some(Plan::All(plans))
}

/// The words of a question with what each may stand for; to tell why.
pub fn parts_of(query: &Query) -> Vec<Part> {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    let manner = Manner::of(query);
    let part = |text: &str| {
        let units = manner.units(text);
        (!units.is_empty()).then(|| Part {
            word: text.to_owned(),
            whole: None,
            plan: with_singles(Plan::Any(units), manner.single_chars(text)),
        })
    };
    asked.into_iter().filter_map(part).collect()
}

/// The terms that a question without spaces looks for in texts; none of another.
pub fn mentions(query: &Query) -> Vec<Plan> {
    let manner = Manner::of(query);
    if manner.is_spaced {
        return Vec::new();
    }
    let asked = query.nodes.iter().filter_map(words_of).flatten();
    let plans = asked.flat_map(|text| [manner.units(text), manner.single_chars(text)].concat());
    let plans: Vec<Plan> = plans.collect();
    let in_body = |plan: &&Plan| matches!(plan, Plan::Mention(TextField::Body, ..));
    let terms = alternatives(&plans).into_iter().filter(in_body);
    terms.cloned().collect()
}

/// Whether there are spaces between all its words, as there are not in Chinese.
pub fn is_spaced(query: &Query) -> bool {
    let mut words = query.nodes.iter().filter_map(words_of).flatten();
    words.all(|text| !text.chars().any(is_cjk))
}

/// The same with what its best documents are about: the same hits in a better order.
pub fn with_telling(plan: Plan, telling: &[Telling]) -> Plan {
    let terms = telling.iter().flat_map(|telling| {
        [TextField::Name, TextField::Body].map(|field| {
            let boost = TELLING * telling.share * weight(field);
            Plan::Term(field, telling.term.clone(), boost)
        })
    });
    Plan::Better(Box::new(plan), terms.collect())
}

/// The words of a node that asks for nothing else: brackets around words in a sentence mean little.
fn words_of(node: &Node) -> Option<Vec<&str>> {
    match node {
        Node::Word { text, .. } => Some(vec![text]),
        Node::All(nodes) => {
            let words: Option<Vec<Vec<&str>>> = nodes.iter().map(words_of).collect();
            words.map(|words| words.concat())
        }
        _ => None,
    }
}

/// Whether a query is a text without spaces that is longer than a name: where its words begin is a
/// guess, so what has all of them is not sure to be better than what lacks one.
pub fn is_unspaced_text(query: &Query) -> bool {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    let characters = asked.iter().flat_map(|text| text.chars());
    characters.filter(|&c| is_cjk(c)).count() >= UNSPACED_CHARS_MIN
}

/// How the words of a question are looked for.
struct Manner {
    is_spaced: bool,
    /// In which the words are bent. Among Chinese, Japanese or Korean words others are names and
    /// terms, which are not bent in the texts either.
    languages: Vec<Language>,
}

impl Manner {
    fn of(query: &Query) -> Self {
        let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
        let is_spaced = is_spaced(query);
        Self {
            is_spaced,
            languages: match is_spaced {
                true => Language::of(&asked.join(" ")),
                false => Vec::new(),
            },
        }
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

    fn everywhere(&self, term: &str, worth: f32) -> Vec<Plan> {
        TextField::ALL
            .map(|field| self.term(field, term, worth))
            .to_vec()
    }

    /// How many of so many words must be there.
    fn needed(&self, words: usize) -> usize {
        match self.is_spaced {
            true if words < LONG_WORDS_MIN => 3,
            true => (words * SHARE_PERCENT).div_ceil(100).max(2),
            false => (words * UNSPACED_SHARE_PERCENT).div_ceil(100),
        }
    }

    /// What of a text must be counted; nothing for the little words of a language.
    fn units(&self, text: &str) -> Vec<Plan> {
        let mut units = Vec::new();
        for word in query_words(text) {
            match word {
                QueryWord::Plain(word) => units.extend(self.plain(&word)),
                QueryWord::Compound { joined, parts, .. } => {
                    let mut either = self.everywhere(&joined, STEM);
                    either.extend(parts.iter().filter_map(|part| self.plain(part)));
                    units.push(Plan::Any(either));
                }
                QueryWord::Cjk(run) => units.extend(self.pairs(&run)),
            }
        }
        // A foreign word among characters is worth a word of two pairs.
        if !self.is_spaced && text.chars().all(|c| c.is_alphabetic() && !is_cjk(c)) {
            units.extend_from_within(..);
        }
        units
    }

    fn plain(&self, word: &PlainWord) -> Option<Plan> {
        if is_filler(&word.exact) {
            return None;
        }
        let bent = self.languages.iter();
        let stems: Vec<String> = bent
            .filter_map(|&language| stem_term(&word.exact, language))
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

    fn pairs(&self, run: &[char]) -> Vec<Plan> {
        let is_word = word_pairs(run);
        let pair = |(place, pair): (usize, &[char])| {
            let term: String = pair.iter().collect();
            let is_word = is_word.get(place).copied().unwrap_or_default();
            let worth = if is_word { STEM } else { STEM * PAIR };
            Plan::Any(self.everywhere(&term, worth))
        };
        run.windows(run.len().min(2))
            .enumerate()
            .map(pair)
            .collect()
    }

    /// Single characters that mean something. They need not be there, but many words of one pair are
    /// shortened to one of its characters.
    fn single_chars(&self, text: &str) -> Vec<Plan> {
        let mut plans = Vec::new();
        for word in query_words(text) {
            let QueryWord::Cjk(run) = word else {
                continue;
            };
            let is_word = word_pairs(&run);
            for (place, c) in run.iter().enumerate() {
                if !is_han(*c) || says_little(*c) {
                    continue;
                }
                let in_word = is_word.get(place) == Some(&true)
                    || place.checked_sub(1).is_some_and(|before| is_word[before]);
                let worth = if in_word { SINGLE } else { SINGLE * LONE };
                let fields = [TextField::Name, TextField::Body];
                plans.extend(fields.map(|field| self.term(field, &c.to_string(), worth)));
            }
        }
        plans
    }
}

/// Whether a folded word says nothing of what is asked for.
pub fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

fn with_singles(plan: Plan, singles: Vec<Plan>) -> Plan {
    match singles.is_empty() {
        true => plan,
        false => Plan::Better(Box::new(plan), singles),
    }
}

fn weight(field: TextField) -> f32 {
    match field {
        TextField::Name => NAME_WEIGHT,
        field => field.weight(),
    }
}

/// Words of questions that say nothing of what is asked for, folded and sorted: English, Spanish,
/// and the most frequent of French, German, Italian and Portuguese.
const FILLERS: &[&str] = &[
    "a", "about", "al", "alguien", "all", "als", "also", "am", "an", "and", "any", "are", "as",
    "at", "au", "auch", "auf", "avec", "be", "been", "bei", "but", "by", "can", "che", "chi",
    "com", "comment", "como", "con", "could", "cual", "cuales", "cuando", "cuanto", "da", "dans",
    "das", "dass", "de", "del", "dem", "den", "der", "des", "di", "did", "die", "do", "does",
    "donde", "done", "du", "e", "ein", "eine", "el", "ella", "em", "en", "er", "es", "esta",
    "este", "esto", "et", "fue", "fur", "ha", "had", "han", "has", "hat", "have", "hay", "he",
    "her", "his", "how", "i", "ich", "if", "ihr", "il", "im", "in", "into", "is", "ist", "it",
    "its", "je", "la", "las", "le", "les", "lo", "los", "mas", "may", "me", "mi", "might", "mit",
    "must", "my", "nach", "nao", "nicht", "no", "non", "nos", "not", "nous", "o", "oder", "of",
    "on", "or", "os", "ou", "our", "para", "pas", "per", "please", "pode", "por", "porque", "pour",
    "puede", "quand", "quando", "que", "quel", "qui", "quien", "quienes", "se", "ser", "shall",
    "she", "should", "sich", "sie", "sin", "so", "sobre", "some", "son", "sono", "su", "such",
    "sur", "sus", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "too", "um", "uma", "un", "una", "und", "une", "uns", "us", "very", "vom",
    "von", "vous", "wann", "warum", "was", "we", "welche", "welcher", "wem", "wer", "were", "what",
    "when", "where", "which", "while", "who", "whom", "whose", "why", "wie", "will", "wir", "with",
    "would", "y", "ya", "yo", "you", "your", "zu", "zum", "zur",
];

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    /// How many of how many words a question asks for.
    fn check(query: &str, expected: Option<(usize, usize)>) {
        let plan = question(&parse(query), &|_| Plan::Everything);
        let shape = plan.map(|plan| match plan {
            Plan::All(mut plans) => match plans.pop() {
                Some(Plan::AtLeast(count, words)) => (count, words.len()),
                Some(Plan::Better(plan, _)) => match *plan {
                    Plan::AtLeast(count, words) => (count, words.len()),
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        });
        assert_eq!(shape, expected, "{query}");
    }

    #[test]
    fn sentences_ask_for_some_words_and_short_queries_for_all() {
        check("weevil pest paris", None);
        check("what is the roof of the warehouse", None);
        check("ana lopez martinez whitfield", Some((3, 4)));
        check(
            "why did the roof of the big warehouse leak in march",
            Some((3, 5)),
        );
        check("合同付款分几期比较好", Some((1, 9)));
        check("合同付款（分几期）比较好", Some((1, 7)));
        check("欧阳建国", None);
        check("\"a b c d e\" one", None);
    }

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
    }
}
