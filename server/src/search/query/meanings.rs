//! What a word may stand for beside itself: names by what their bearers are called and by their
//! sound, joined and split words, runs of Chinese. `build` puts these beside the word.
//! Tests: the hand-made cases of the search module.

use super::{automaton::WordAutomaton, plan::Plan, words::PlainWord};
use crate::search::{
    analysis::{
        chinese::word_pairs,
        fold::fold,
        names::{ALIAS_CHARS_MIN, ALIAS_MARK, alias_term},
        segment::is_cjk,
    },
    schema::TextField,
};
use shared::query::Node;
use std::sync::Arc;

/// A name by what its bearer is called.
const ALIAS: f32 = 0.8;
const JOINED: f32 = 1.2;
const SPLIT: f32 = 0.5;
const BEGUN: f32 = 0.3;
const RUN: f32 = 1.5;
/// What a pair of characters is worth that is no word, beside one that is.
const PAIR: f32 = 0.6;
/// Prefixes of words joined of two are looked for from this many letters on.
const JOINED_PREFIX_CHARS_MIN: usize = 5;
/// Shorter words are no beginnings of names.
const BEGUN_CHARS_MIN: usize = 3;
/// Words of fewer or more letters are not looked for as two.
const SPLIT_CHARS: std::ops::RangeInclusive<usize> = 5..=24;
/// Of a run of characters with at most this many words, all must match.
const WORDS_ALL_MAX: usize = 3;
/// Of a longer one, this share.
const WORDS_PERCENT: usize = 50;
/// Characters that say little alone: a query means the same without them.
const FUNCTION_CHARS: &str = "的了吗呢吧啊呀嘛是在和与及或也都就还又很把被给让对从到向为以于之其这那我你您他她它们个些等着过有不请";
/// Where words that were joined or split are looked for.
const WORDS_IN: [TextField; 3] = [TextField::Name, TextField::Body, TextField::Identifier];

/// Names that can be typed like this word: nicknames, pinyin, the sound of Cyrillic ones.
pub fn other_names(word: &PlainWord, prefix: bool) -> Vec<Plan> {
    let mut plans = Vec::new();
    let weight = ALIAS * TextField::Identifier.weight();
    if let Some(alias) = &word.alias {
        plans.push(Plan::Term(TextField::Identifier, alias.clone(), weight));
        if prefix && word.exact.chars().count() >= ALIAS_CHARS_MIN {
            let begins = Arc::new(WordAutomaton::prefix(alias));
            plans.push(Plan::Words(TextField::Identifier, begins, weight));
        }
    }
    for spelling in &word.spellings {
        for field in [TextField::Name, TextField::Identifier] {
            plans.push(Plan::Term(field, spelling.clone(), ALIAS * field.weight()));
        }
        plans.extend(
            alias_term(spelling).map(|alias| Plan::Term(TextField::Identifier, alias, weight)),
        );
    }
    plans
}

/// A plan without other names: who excludes Bob does not exclude Robert.
pub fn literal(plan: Plan) -> Plan {
    let list = |plans: Vec<Plan>| -> Vec<Plan> {
        let kept = plans.into_iter().filter(|plan| !is_other_name(plan));
        kept.map(literal).collect()
    };
    match plan {
        Plan::All(plans) => Plan::All(list(plans)),
        Plan::Any(plans) => Plan::Any(list(plans)),
        Plan::AtLeast(count, plans) => Plan::AtLeast(count, list(plans)),
        plan => plan,
    }
}

/// Whether it finds people and firms by another name than their own.
pub fn is_other_name(plan: &Plan) -> bool {
    match plan {
        Plan::Term(_, term, _) => term.starts_with(ALIAS_MARK),
        Plan::Words(_, automaton, _) => automaton.head().starts_with(&[ALIAS_MARK as u8]),
        _ => false,
    }
}

/// `GTXPro` also finds the words side by side.
pub fn parted(word: &PlainWord) -> Vec<Plan> {
    match word.parts.as_slice() {
        [_, _, ..] => side_by_side(&word.parts, JOINED),
        _ => Vec::new(),
    }
}

/// Names that begin so: of the words of a name people type the beginnings (`eliz tur`). For the
/// tolerant search only; the last word is a beginning anyway.
pub fn begun_names(word: &str) -> Option<Plan> {
    let is_begun = word.chars().count() >= BEGUN_CHARS_MIN && word.chars().all(char::is_alphabetic);
    let begins = Arc::new(WordAutomaton::prefix(word));
    is_begun.then(|| Plan::Words(TextField::Name, begins, BEGUN * TextField::Name.weight()))
}

/// A word tried as two, at every place; those that stand side by side nowhere cost a look into the
/// dictionary. For the tolerant search only.
pub fn split(word: &str) -> Vec<Plan> {
    splits(word)
        .flat_map(|(left, right)| side_by_side(&[left.to_owned(), right.to_owned()], SPLIT))
        .collect()
}

/// Every way to see a word as two.
pub fn splits(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_word =
        SPLIT_CHARS.contains(&word.chars().count()) && word.chars().all(char::is_alphanumeric);
    word.char_indices()
        .skip(1)
        .filter(move |_| is_word)
        .map(move |(place, _)| word.split_at(place))
}

fn side_by_side(words: &[String], worth: f32) -> Vec<Plan> {
    let places: Vec<(u32, String)> = (0..).zip(words.iter().cloned()).collect();
    WORDS_IN
        .map(|field| Plan::Phrase(field, places.clone(), worth * field.weight()))
        .to_vec()
}

/// For each of these nodes the words that it makes together with a neighbour: of `web site`, each
/// is also found as `website`.
pub fn joined_with_neighbours(nodes: &[Node]) -> Vec<Vec<Plan>> {
    let mut joined: Vec<Vec<Plan>> = vec![Vec::new(); nodes.len()];
    for (place, pair) in nodes.windows(2).enumerate() {
        let plans = joined_pair(&pair[0], &pair[1]);
        joined[place].extend(plans.iter().cloned());
        joined[place + 1].extend(plans);
    }
    joined
}

/// The word that two neighbours make, and whether only its beginning was typed.
pub fn joined_word(left: &Node, right: &Node) -> Option<(String, bool)> {
    let (
        Node::Word { text: left, .. },
        Node::Word {
            text: right,
            prefix,
        },
    ) = (left, right)
    else {
        return None;
    };
    let is_plain = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || c.is_alphabetic())
    };
    let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
    if !(is_plain(left) && is_plain(right) && (has_letters(left) || has_letters(right))) {
        return None;
    }
    if left.chars().chain(right.chars()).any(is_cjk) {
        return None;
    }
    Some((fold(left) + &fold(right), *prefix))
}

fn joined_pair(left: &Node, right: &Node) -> Vec<Plan> {
    let Some((joined, prefix)) = joined_word(left, right) else {
        return Vec::new();
    };
    let mut plans: Vec<Plan> = WORDS_IN
        .map(|field| Plan::Term(field, joined.clone(), JOINED * field.weight()))
        .to_vec();
    if prefix && joined.chars().count() >= JOINED_PREFIX_CHARS_MIN {
        let begins = Arc::new(WordAutomaton::prefix(&joined));
        plans.extend(
            WORDS_IN.map(|field| Plan::Words(field, begins.clone(), SPLIT * field.weight())),
        );
    }
    plans
}

/// A run of Chinese, Japanese or Korean characters: its words must be there, all of a few and most
/// of many; side by side, as they were typed, is better.
pub fn cjk(run: &[char]) -> Plan {
    if let [single] = run {
        return everywhere(&single.to_string(), RUN);
    }
    let bigrams: Vec<String> = run.windows(2).map(|pair| pair.iter().collect()).collect();
    if let [bigram] = bigrams.as_slice() {
        return everywhere(bigram, RUN);
    }
    let (words, others) = words_of_run(run, &bigrams);
    let must = match words.len() {
        0 => Plan::AtLeast(share(others.len()), others.clone()),
        few if few <= WORDS_ALL_MAX => Plan::All(words),
        many => Plan::AtLeast(share(many), words),
    };
    let places: Vec<(u32, String)> = (0..).zip(bigrams).collect();
    let phrases =
        TextField::ALL.map(|field| Plan::Phrase(field, places.clone(), RUN * field.weight()));
    let better = others.into_iter().chain(phrases);
    Plan::Better(Box::new(must), better.collect())
}

fn share(count: usize) -> usize {
    (count * WORDS_PERCENT).div_ceil(100)
}

/// What must be there, word by word, and the pairs that only make a hit better. A Chinese character
/// outside words must be there with one of its neighbours, unless it says little; kana and Hangul
/// bend words, so they need not.
fn words_of_run(run: &[char], bigrams: &[String]) -> (Vec<Plan>, Vec<Plan>) {
    let is_word = word_pairs(run);
    let in_word = |place: usize| {
        let before = place.checked_sub(1).is_some_and(|before| is_word[before]);
        before || is_word.get(place) == Some(&true)
    };
    let mut is_asked = vec![false; bigrams.len()];
    let mut words = Vec::new();
    for (place, &c) in run.iter().enumerate() {
        if is_word.get(place) == Some(&true) {
            is_asked[place] = true;
            words.push(everywhere(&bigrams[place], RUN));
        } else if is_han(c) && !in_word(place) && !says_little(c) {
            let pairs = place.saturating_sub(1)..(place + 1).min(bigrams.len());
            is_asked[pairs.clone()].fill(true);
            let either = bigrams[pairs]
                .iter()
                .map(|pair| everywhere(pair, RUN * PAIR));
            words.push(Plan::Any(either.collect()));
        }
    }
    let others = bigrams
        .iter()
        .zip(is_asked)
        .filter(|(_, is_asked)| !is_asked);
    let others = others.map(|(pair, _)| everywhere(pair, RUN * PAIR));
    (words, others.collect())
}

/// Whether a character says little alone.
pub fn says_little(c: char) -> bool {
    FUNCTION_CHARS.contains(c)
}

/// Whether it is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn everywhere(term: &str, worth: f32) -> Plan {
    let plans =
        TextField::ALL.map(|field| Plan::Term(field, term.to_owned(), worth * field.weight()));
    Plan::Any(plans.to_vec())
}
