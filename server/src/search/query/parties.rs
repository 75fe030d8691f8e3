//! People and companies first, when what was typed is their name, number or address. Only adds to
//! scores; never decides what is found. Tests: the hand-made cases and the relevance suite.

use super::{
    automaton::WordAutomaton,
    filter::any_of,
    plan::Plan,
    sentence::words_of,
    tolerance::Tolerance,
    words::{PlainWord, QueryWord, query_words},
};
use crate::search::{
    analysis::names::full_forms,
    document::{Facet, whole_name_term},
    schema::TextField,
};
use shared::{
    model::RecordKind,
    numbers::digits_of,
    phone::ends_of,
    query::{Node, Query},
};
use std::sync::Arc;

/// More than a word can be worth in a mail that has it in subject, text and addresses.
const PARTY: f32 = 200.0;
/// Beside the word itself.
const NEAR_PARTY: f32 = 100.0;
/// More words are no name.
const NAME_WORDS_MAX: usize = 6;
/// Characters of a Chinese name.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
/// In longer texts without spaces nobody is looked for.
const RUN_CHARS_MAX: usize = 24;
/// Digits of the shortest telephone number.
const PHONE_DIGITS_MIN: usize = 6;

/// What makes people and companies better; nothing if this cannot be a name, number or address.
pub fn first(query: &Query, tolerance: Tolerance) -> Option<Plan> {
    let mut plans = Vec::new();
    if query.nodes.len() > NAME_WORDS_MAX {
        return None;
    }
    if query.nodes.len() > 1 && query.nodes.iter().all(|node| digits_of(node).is_some()) {
        let digits: String = query.nodes.iter().filter_map(digits_of).collect();
        plans.push(number(&digits));
    } else {
        for node in &query.nodes {
            let Node::Word { text, prefix } = node else {
                return None;
            };
            let words = query_words(text);
            let last = words.len().saturating_sub(1);
            for (place, word) in words.iter().enumerate() {
                plans.push(party_word(word, *prefix && place == last, tolerance)?);
            }
        }
    }
    if plans.is_empty() {
        return None;
    }
    plans.push(any_of(&[
        Facet::Kind(RecordKind::Contact),
        Facet::Kind(RecordKind::Company),
    ]));
    Some(Plan::All(plans))
}

/// Whoever is called so by a few characters of a text without spaces: `王晓明的电话` asks for 王晓明.
pub fn named_within(query: &Query) -> Option<Plan> {
    let texts = query.nodes.iter().filter_map(words_of).flatten();
    let words: Vec<QueryWord> = texts.flat_map(query_words).collect();
    let runs = words.iter().filter_map(|word| match word {
        QueryWord::Cjk(run) if run.len() <= RUN_CHARS_MAX => Some(run),
        _ => None,
    });
    let names = runs.flat_map(|run| NAME_CHARS.flat_map(|length| run.windows(length)));
    let named = names.map(|name| {
        let term = whole_name_term(&[name.iter().collect()]);
        exactly(TextField::Identifier, &term, PARTY)
    });
    let named: Vec<Plan> = named.collect();
    (!named.is_empty()).then_some(Plan::Any(named))
}

fn party_word(word: &QueryWord, prefix: bool, tolerance: Tolerance) -> Option<Plan> {
    Some(match word {
        QueryWord::Plain(word) => plain(word, prefix, tolerance),
        QueryWord::Compound { whole, joined, .. } => {
            let mut either = vec![
                exactly(TextField::Identifier, whole, PARTY),
                exactly(TextField::Identifier, joined, PARTY),
                exactly(TextField::Name, joined, PARTY),
            ];
            let digits = shared::phone::digits(whole);
            if digits.len() >= PHONE_DIGITS_MIN {
                either.push(number(&digits));
            }
            Plan::Any(either)
        }
        QueryWord::Cjk(run) => {
            let called = full_forms(run);
            let called = called.iter().filter(|_| run.len() <= RUN_CHARS_MAX);
            Plan::Any(
                [run]
                    .into_iter()
                    .chain(called)
                    .map(|run| pairs(run))
                    .collect(),
            )
        }
    })
}

fn pairs(run: &[char]) -> Plan {
    let width = run.len().min(2);
    let pairs = run.windows(width).map(|pair| {
        let term: String = pair.iter().collect();
        exactly(TextField::Name, &term, PARTY)
    });
    Plan::All(pairs.collect())
}

fn plain(word: &PlainWord, prefix: bool, tolerance: Tolerance) -> Plan {
    if word.exact.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(&word.exact);
    }
    let name = |automaton, boost| Plan::Words(TextField::Name, Arc::new(automaton), boost);
    let mut either = vec![exactly(TextField::Name, &word.exact, PARTY)];
    if let Some(variant) = &word.variant {
        either.push(exactly(TextField::Name, variant, PARTY));
    }
    either.extend(
        word.alias
            .iter()
            .map(|alias| exactly(TextField::Identifier, alias, NEAR_PARTY)),
    );
    if prefix {
        either.push(name(WordAutomaton::prefix(&word.exact), PARTY));
    }
    if tolerance == Tolerance::Typos {
        either.extend(WordAutomaton::near(&word.exact).map(|near| name(near, NEAR_PARTY)));
    }
    Plan::Any(either)
}

fn number(digits: &str) -> Plan {
    let ends = ends_of(digits);
    Plan::Any(
        ends.into_iter()
            .map(|end| exactly(TextField::Identifier, end, PARTY))
            .collect(),
    )
}

fn exactly(field: TextField, term: &str, boost: f32) -> Plan {
    Plan::Words(field, Arc::new(WordAutomaton::exactly(term)), boost)
}
