//! Questions of a sentence, which no document has all words of: some of them must be there, and the
//! more and the rarer, the better. What the best documents are about then orders the others. Short
//! queries are precise and never come here: a name with a wrong word finds nobody.
//! Tests: the relevance suite; at the foot.

use super::{
    build::digits_of,
    meanings::{is_han, says_little},
    plan::Plan,
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
const SINGLE: f32 = 0.3;
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
    let languages = languages_of(query);
    let is_spaced = is_spaced(query);
    for node in &query.nodes {
        match words_of(node) {
            Some(texts) => {
                for text in texts {
                    let units = units(text, &languages);
                    // A foreign word among characters is worth a word of two pairs.
                    if !is_spaced && text.chars().all(|c| c.is_alphabetic() && !is_cjk(c)) {
                        words.extend(units.iter().cloned());
                    }
                    words.extend(units);
                    singles.extend(single_chars(text));
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
    let words = Plan::AtLeast(needed(words.len(), is_spaced), words);
    plans.push(with_singles(words, singles));
    Some(Plan::All(plans))
}

/// The words of a question with what each may stand for; to tell why.
pub fn parts_of(query: &Query) -> Vec<Part> {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    let languages = languages_of(query);
    let part = |text: &str| {
        let units = units(text, &languages);
        (!units.is_empty()).then(|| Part {
            word: text.to_owned(),
            whole: None,
            plan: with_singles(Plan::Any(units), single_chars(text)),
        })
    };
    asked.into_iter().filter_map(part).collect()
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

/// In which languages the words are bent. Among Chinese, Japanese or Korean words others are names
/// and terms, which are not bent in the texts either.
fn languages_of(query: &Query) -> Vec<Language> {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    match is_spaced(query) {
        true => Language::of(&asked.join(" ")),
        false => Vec::new(),
    }
}

/// Whether a query is a text without spaces that is longer than a name: where its words begin is a
/// guess, so what has all of them is not sure to be better than what lacks one.
pub fn is_unspaced_text(query: &Query) -> bool {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    let characters = asked.iter().flat_map(|text| text.chars());
    characters.filter(|&c| is_cjk(c)).count() >= UNSPACED_CHARS_MIN
}

/// Pairs of characters overlap: a word that is missing takes two or three with it.
fn needed(words: usize, is_spaced: bool) -> usize {
    if is_spaced && words < LONG_WORDS_MIN {
        3
    } else {
        (words * SHARE_PERCENT).div_ceil(100).max(2)
    }
}

/// What of a word must be counted; nothing for the little words of a language.
fn units(text: &str, languages: &[Language]) -> Vec<Plan> {
    let mut units = Vec::new();
    for word in query_words(text) {
        match word {
            QueryWord::Plain(word) => units.extend(plain(&word, languages)),
            QueryWord::Compound { joined, parts, .. } => {
                let glued = TextField::ALL
                    .map(|field| Plan::Term(field, joined.clone(), STEM * weight(field)));
                let parts: Vec<Plan> = parts
                    .iter()
                    .filter_map(|part| plain(part, languages))
                    .collect();
                let mut either = glued.to_vec();
                either.extend(parts);
                units.push(Plan::Any(either));
            }
            QueryWord::Cjk(run) => units.extend(pairs(&run)),
        }
    }
    units
}

fn plain(word: &PlainWord, languages: &[Language]) -> Option<Plan> {
    if is_filler(&word.exact) {
        return None;
    }
    let stems: Vec<String> = languages
        .iter()
        .filter_map(|&language| stem_term(&word.exact, language))
        .collect();
    let worth = if stems.is_empty() { STEM } else { EXACT };
    let mut either = Vec::new();
    for field in TextField::ALL {
        let exact = word.exact.clone();
        either.push(Plan::Term(field, exact, worth * weight(field)));
        if field != TextField::Identifier {
            let stems = stems.iter().cloned();
            either.extend(stems.map(|stem| Plan::Term(field, stem, STEM * weight(field))));
        }
    }
    Some(Plan::Any(either))
}

/// Whether a folded word says nothing of what is asked for.
pub fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

fn pairs(run: &[char]) -> Vec<Plan> {
    let width = run.len().min(2);
    let is_word = word_pairs(run);
    run.windows(width)
        .enumerate()
        .map(|(place, pair)| {
            let term: String = pair.iter().collect();
            let is_word = is_word.get(place).copied().unwrap_or_default();
            let worth = if is_word { STEM } else { STEM * PAIR };
            let fields =
                TextField::ALL.map(|field| Plan::Term(field, term.clone(), worth * weight(field)));
            Plan::Any(fields.to_vec())
        })
        .collect()
}

/// Single characters that mean something. They need not be there, but many words of one pair are
/// shortened to one of its characters.
fn single_chars(text: &str) -> Vec<Plan> {
    let mut plans = Vec::new();
    for word in query_words(text) {
        let QueryWord::Cjk(run) = word else {
            continue;
        };
        for c in run.iter().filter(|&&c| is_han(c) && !says_little(c)) {
            let fields = [TextField::Name, TextField::Body]
                .map(|field| Plan::Term(field, c.to_string(), SINGLE * weight(field)));
            plans.extend(fields);
        }
    }
    plans
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
        check("合同付款分几期比较好", Some((2, 9)));
        check("合同付款（分几期）比较好", Some((2, 7)));
        check("欧阳建国", None);
        check("\"a b c d e\" one", None);
    }

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
    }
}
