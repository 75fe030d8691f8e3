//! From a parsed query to a plan: what each word may stand for, and what that is worth.
//! Tests: the hand-made cases of the search module.

use super::{
    automaton::{FUZZY_CHARS_MIN, WordAutomaton},
    fields::FieldPlans,
    fillers::without_fillers,
    meanings,
    part::Part,
    parties,
    plan::Plan,
    relaxed,
    tolerance::Tolerance,
    words::{PlainWord, QueryWord, elided_noun, query_words, words_in_order},
};
use crate::search::{analysis::folded_words, document::whole_name_term, schema::TextField};
use shared::{
    api::search::WhyHow,
    numbers::{digits_of, iban_of},
    phone::{NATIONAL_DIGITS, SUFFIX_DIGITS_MIN, ends_of, number_digits},
    query::{Node, Query},
};
use std::sync::Arc;

const EXACT: f32 = 1.5;
/// On top of a word, if it has the accents that were typed.
const WRITTEN: f32 = 0.8;
const STEM: f32 = 0.7;
const PREFIX: f32 = 0.8;
const NEAR: f32 = 0.1;
const PHRASE: f32 = 2.0;
const WHOLE_IDENTIFIER: f32 = 3.0;
/// More than words can add up to: who is asked for by name comes first.
const WHOLE_NAME: f32 = 100.0;
/// Shorter prefixes are looked for in names and subjects only.
const PREFIX_CHARS_EVERYWHERE: usize = 3;
/// Shorter words with another first letter are other words.
const FIRST_WRONG_CHARS_MIN: usize = 5;
/// Where words are bent.
const STEMMED: [TextField; 4] = [
    TextField::Name,
    TextField::Body,
    TextField::Quoted,
    TextField::Attachment,
];

/// The plan of a query; everything for an empty one. `fields` are those of its clauses.
pub fn plan_of(query: &Query, tolerance: Tolerance, fields: &FieldPlans) -> Plan {
    if query.is_empty() {
        return Plan::Everything;
    }
    let plans = with_phones(&query.nodes, tolerance, fields);
    better(Plan::All(plans), query, tolerance)
}

/// Who is asked for by name comes first.
fn better(plan: Plan, query: &Query, tolerance: Tolerance) -> Plan {
    let first = parties::first(query, tolerance);
    let better: Vec<Plan> = named(query).into_iter().chain(first).collect();
    match better.is_empty() {
        true => plan,
        false => Plan::Better(Box::new(plan), better),
    }
}

/// The words of a query with what each may stand for, and what counts for all of it; to tell why.
pub(super) fn parts_of(query: &Query, tolerance: Tolerance, fields: &FieldPlans) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for node in &query.nodes {
        let word = match node {
            Node::Word { text, .. } | Node::Phrase(text) => text.clone(),
            Node::Any(_) | Node::All(_) => String::new(),
            Node::Field(_) | Node::Not(_) => continue,
        };
        let plan = node_plan(node, tolerance, fields);
        parts.push(Part {
            word,
            whole: None,
            plan,
        });
    }
    let numbers: Vec<String> = query.nodes.iter().map_while(digits_of).collect();
    let digits = numbers.concat();
    if numbers.len() > 1 && digits.len() >= SUFFIX_DIGITS_MIN {
        let plan = Plan::Any(phone_terms(&digits));
        parts.push(Part {
            word: digits,
            whole: None,
            plan,
        });
    }
    parts.extend(wholes(query, tolerance));
    parts
}

/// What counts for all of a query.
fn wholes(query: &Query, tolerance: Tolerance) -> impl Iterator<Item = Part> {
    let name = named(query).map(|plan| whole(WhyHow::WholeName, plan));
    let party = parties::first(query, tolerance).map(|plan| whole(WhyHow::Party, plan));
    name.into_iter().chain(party)
}

fn whole(how: WhyHow, plan: Plan) -> Part {
    Part {
        word: String::new(),
        whole: Some(how),
        plan,
    }
}

/// The plan of a question of which some words suffice; `None` for a precise query.
pub fn question_of(query: &Query, fields: &FieldPlans) -> Option<Plan> {
    let plan = relaxed::question(query, &|node| node_plan(node, Tolerance::Strict, fields))?;
    let plan = match parties::named_within(query) {
        Some(named) => Plan::Any(vec![plan, named]),
        None => plan,
    };
    Some(better(plan, query, Tolerance::Strict))
}

/// As [`parts_of`], of a question.
pub(super) fn parts_of_question(query: &Query) -> Vec<Part> {
    let mut parts = relaxed::parts_of(query);
    let within = parties::named_within(query).map(|plan| whole(WhyHow::Party, plan));
    parts.extend(within);
    parts.extend(wholes(query, Tolerance::Strict));
    parts
}

/// The plan of a short query of which the little words may be missing, what has them first; `None` if
/// there are none.
pub fn short_of(query: &Query, fields: &FieldPlans) -> Option<Plan> {
    let short = plan_of(&without_fillers(query)?, Tolerance::Strict, fields);
    let all = plan_of(query, Tolerance::Strict, fields);
    Some(Plan::Better(Box::new(short), vec![all]))
}

/// The plan of a query by words that are nearly the same, the little ones left out.
pub fn tolerant_of(query: &Query, fields: &FieldPlans) -> Plan {
    let short = without_fillers(query);
    plan_of(short.as_ref().unwrap_or(query), Tolerance::Typos, fields)
}

/// Whoever has this very name.
fn named(query: &Query) -> Option<Plan> {
    let is_name = Arc::new(WordAutomaton::exactly(&whole_name(query)?));
    Some(Plan::Words(TextField::Identifier, is_name, WHOLE_NAME))
}

/// Neighbouring words of digits may be one number, `+34 600 123 456`, as may those of an account number.
fn with_phones(nodes: &[Node], tolerance: Tolerance, fields: &FieldPlans) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut rest = nodes;
    let joined = meanings::joined_with_neighbours(nodes);
    while let Some((first, others)) = rest.split_first() {
        if let Some((code, count)) = iban_of(rest) {
            let (words, behind) = rest.split_at(count);
            let words = words.iter().map(|node| node_plan(node, tolerance, fields));
            let account = Node::Word {
                text: code,
                prefix: false,
            };
            let account = node_plan(&account, Tolerance::Strict, fields);
            plans.push(Plan::Any(vec![Plan::All(words.collect()), account]));
            rest = behind;
            continue;
        }
        let groups: Vec<String> = rest.iter().map_while(digits_of).collect();
        let digits = groups.concat();
        if groups.len() > 1 && digits.len() >= SUFFIX_DIGITS_MIN {
            let (numbers, behind) = rest.split_at(groups.len());
            let words = numbers
                .iter()
                .map(|node| node_plan(node, tolerance, fields));
            let mut either = vec![Plan::All(words.collect())];
            either.extend(phone_terms(&digits));
            if let Some(Node::Word { prefix: true, .. }) = numbers.last() {
                either.extend(begun_phones(&digits));
            }
            plans.push(Plan::Any(either));
            rest = behind;
        } else {
            let mut either = vec![node_plan(first, tolerance, fields)];
            either.extend_from_slice(&joined[nodes.len() - rest.len()]);
            plans.push(if either.len() > 1 {
                Plan::Any(either)
            } else {
                either.remove(0)
            });
            rest = others;
        }
    }
    plans
}

fn phone_terms(digits: &str) -> Vec<Plan> {
    ends_of(digits)
        .into_iter()
        .map(|end| Plan::Term(TextField::Identifier, end.to_owned(), WHOLE_IDENTIFIER))
        .collect()
}

/// A number of which more digits may come: it may be grouped otherwise than it is written.
fn begun_phones(digits: &str) -> Vec<Plan> {
    let begun = |end: &str| {
        let automaton = Arc::new(WordAutomaton::prefix(end));
        let weight = PREFIX * TextField::Identifier.weight();
        Plan::Words(TextField::Identifier, automaton, weight)
    };
    ends_of(digits).into_iter().map(begun).collect()
}

fn whole_name(query: &Query) -> Option<String> {
    let mut words = Vec::new();
    for node in &query.nodes {
        match node {
            Node::Word { text, .. } | Node::Phrase(text) => words.extend(folded_words(text)),
            Node::Field(_) => {}
            Node::Not(_) | Node::All(_) | Node::Any(_) => return None,
        }
    }
    (!words.is_empty()).then(|| whole_name_term(&words))
}

fn node_plan(node: &Node, tolerance: Tolerance, fields: &FieldPlans) -> Plan {
    let list = |nodes: &[Node]| {
        nodes
            .iter()
            .map(|node| node_plan(node, tolerance, fields))
            .collect()
    };
    match node {
        Node::Word { text, prefix } => word_plan(text, *prefix, tolerance),
        Node::Phrase(text) => phrase_plan(text),
        Node::Field(clause) => fields.get(clause),
        // What is excluded is meant exactly.
        Node::Not(node) => {
            let excluded = meanings::literal(node_plan(node, Tolerance::Strict, fields));
            Plan::All(vec![Plan::Not(Box::new(excluded))])
        }
        Node::All(nodes) => Plan::All(list(nodes)),
        Node::Any(nodes) => Plan::Any(list(nodes)),
    }
}

pub(super) fn word_plan(text: &str, prefix: bool, tolerance: Tolerance) -> Plan {
    let words = query_words(text);
    let last = words.len().saturating_sub(1);
    let mut plans: Vec<Plan> = words
        .iter()
        .enumerate()
        .map(|(place, word)| match word {
            QueryWord::Plain(word) => plain(word, prefix && place == last, tolerance),
            QueryWord::Compound {
                whole,
                joined,
                parts,
            } => {
                let mut either = compound(whole, joined, parts, prefix && place == last);
                let noun = elided_noun(whole, parts);
                either.extend(noun.map(|noun| plain(noun, false, tolerance)));
                either.extend(
                    number_digits(text)
                        .iter()
                        .flat_map(|digits| phone_terms(digits)),
                );
                Plan::Any(either)
            }
            QueryWord::Cjk(run) => meanings::cjk(run),
        })
        .collect();
    match plans.len() {
        0 => Plan::Everything,
        1 => plans.remove(0),
        _ => Plan::All(plans),
    }
}

fn plain(word: &PlainWord, prefix: bool, tolerance: Tolerance) -> Plan {
    let mut either = Vec::new();
    for field in TextField::ALL {
        let weight = field.weight();
        either.push(Plan::Term(field, word.exact.clone(), EXACT * weight));
        if let Some(variant) = &word.variant {
            either.push(Plan::Term(field, variant.clone(), EXACT * weight));
        }
    }
    let stems = word.stems();
    for field in STEMMED {
        let written = word.written.iter().cloned();
        either.extend(written.map(|term| Plan::Term(field, term, WRITTEN * field.weight())));
        let stems = stems.iter().cloned();
        either.extend(stems.map(|stem| Plan::Term(field, stem, STEM * field.weight())));
    }
    if prefix {
        either.extend(prefixes(&word.exact));
    }
    either.extend(meanings::other_names(word, prefix));
    either.extend(meanings::parted(word));
    let digits = word.exact.bytes().all(|byte| byte.is_ascii_digit());
    if digits && word.exact.len() > NATIONAL_DIGITS {
        either.extend(phone_terms(&word.exact));
    }
    // A number with an error is another number.
    let is_code = word.exact.chars().any(char::is_numeric);
    if tolerance == Tolerance::Typos && !is_code {
        either.extend(near(&word.exact));
        either.extend(meanings::split(&word.exact));
        either.extend(meanings::begun_names(&word.exact));
    }
    Plan::Any(either)
}

fn prefixes(word: &str) -> Vec<Plan> {
    let everywhere = word.chars().count() >= PREFIX_CHARS_EVERYWHERE;
    let automaton = Arc::new(WordAutomaton::prefix(word));
    TextField::ALL
        .into_iter()
        .filter(|&field| everywhere || field == TextField::Name)
        .map(|field| Plan::Words(field, automaton.clone(), PREFIX * field.weight()))
        .collect()
}

fn near(word: &str) -> Vec<Plan> {
    let mut plans = Vec::new();
    if let Some(automaton) = WordAutomaton::near(word).map(Arc::new) {
        plans.extend(
            TextField::ALL
                .map(|field| Plan::Words(field, automaton.clone(), NEAR * field.weight())),
        );
    }
    plans.extend(first_letters_wrong(word));
    plans
}

/// The first letter is the one that near words share, so errors in it are asked for one by one: the
/// first two swapped everywhere; another one, one too many and a silent one too few in names.
fn first_letters_wrong(word: &str) -> Vec<Plan> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < FUZZY_CHARS_MIN {
        return Vec::new();
    }
    let (first, behind): (char, String) = (letters[0], letters[1..].iter().collect());
    letters.swap(0, 1);
    let swapped: String = letters.iter().collect();
    let asked = |field: TextField, automaton: WordAutomaton| {
        Plan::Words(field, Arc::new(automaton), NEAR * field.weight())
    };
    let mut plans: Vec<Plan> = TextField::ALL
        .map(|field| asked(field, WordAutomaton::exactly(&swapped)))
        .to_vec();
    if letters.len() >= FIRST_WRONG_CHARS_MIN {
        for field in [TextField::Name, TextField::Identifier] {
            plans.push(asked(
                field,
                WordAutomaton::any_letter_before(&behind, first),
            ));
            plans.push(asked(field, WordAutomaton::exactly(&behind)));
            plans.extend(WordAutomaton::with_silent(word).map(|it| asked(field, it)));
        }
    }
    plans
}

fn compound(whole: &str, joined: &str, parts: &[PlainWord], prefix: bool) -> Vec<Plan> {
    let identifier = TextField::Identifier;
    let mut either = vec![Plan::Term(identifier, whole.to_owned(), WHOLE_IDENTIFIER)];
    let joined = Some(joined).filter(|joined| *joined != whole);
    for field in [identifier, TextField::Name, TextField::Body] {
        let term = joined.map(|term| Plan::Term(field, term.to_owned(), EXACT * field.weight()));
        either.extend(term);
    }
    let words: Vec<(u32, String)> = (0..)
        .zip(parts.iter().map(|part| part.exact.clone()))
        .collect();
    for field in TextField::ALL {
        either.push(Plan::Phrase(field, words.clone(), PHRASE * field.weight()));
    }
    if prefix {
        for begin in [whole].into_iter().chain(joined) {
            let automaton = Arc::new(WordAutomaton::prefix(begin));
            either.push(Plan::Words(
                identifier,
                automaton,
                PREFIX * identifier.weight(),
            ));
        }
    }
    either
}

fn everywhere(term: &str) -> Plan {
    let plans =
        TextField::ALL.map(|field| Plan::Term(field, term.to_owned(), EXACT * field.weight()));
    Plan::Any(plans.to_vec())
}

/// Words in this order, side by side, in one field.
fn phrase_plan(text: &str) -> Plan {
    let words = words_in_order(text);
    match words.as_slice() {
        [] => Plan::Everything,
        [(_, word)] => everywhere(word),
        words => {
            let phrases = TextField::ALL
                .map(|field| Plan::Phrase(field, words.to_vec(), PHRASE * field.weight()));
            Plan::Any(phrases.to_vec())
        }
    }
}
