//! What a value of a field may be: a name, an address, a tag, words of a subject. Looks nothing up.
//! Tests: `tests/fields.rs` of the search module.

use super::{
    automaton::WordAutomaton,
    called::{Calls, other_names},
    filter::any_of,
    plan::Plan,
    sounds::{FacetSounds, Sounds},
    words::words_in_order,
};
use crate::search::{
    analysis::{
        cjk::fold_cjk,
        names::{alias_term, and_term, full_forms, of_word, parted_by_and, short_forms},
        segment::is_cjk,
    },
    document::{Facet, asked_terms},
    schema::TextField,
};
use shared::{model::RecordKind, query::Value};
use std::sync::Arc;

/// What a word of a subject counts.
const SUBJECT: f32 = 2.5;

/// A value that reads like a domain.
pub fn domain_of(value: &Value) -> Option<String> {
    let bare = value.text.trim_start_matches('@').to_lowercase();
    let is_domain = bare.contains('.') && !bare.contains(|c: char| c.is_whitespace() || c == '@');
    is_domain.then_some(bare)
}

/// The facets of a name, an address or a file.
pub fn terms(value: &Value, facet: fn(String) -> Facet) -> Vec<Plan> {
    let terms = asked_terms(&value.text).into_iter().map(facet);
    if !value.prefix {
        return vec![any_of(&terms.collect::<Vec<_>>())];
    }
    let begin = |facet: Facet| Plan::FacetWords(Arc::new(WordAutomaton::prefix(&facet.term())));
    terms.map(begin).collect()
}

/// The people of a mail's header: by name or address, by what else they are called, and by its sound.
pub fn people(value: &Value, calls: Calls, facet: fn(String) -> Facet) -> Vec<Plan> {
    let mut plans = terms(value, facet);
    let others = other_names(value, calls, |word| of_word(word).collect());
    let others: Vec<Facet> = others.into_iter().map(facet).collect();
    plans.extend((!others.is_empty()).then(|| any_of(&others)));
    let head = facet(String::new()).term();
    let sounds = sounds_of(value, calls).map(|sounds| FacetSounds { head, sounds });
    plans.extend(sounds.map(|sounds| Plan::FacetSounds(Arc::new(sounds))));
    plans
}

/// A name that is typed by its sound; nobody is excluded so.
pub fn sounds_of(value: &Value, calls: Calls) -> Option<Sounds> {
    Sounds::of(value).filter(|_| calls == Calls::ByOtherNames)
}

/// Contacts and companies by the sound of their names.
pub fn sounding(value: &Value, calls: Calls) -> Option<Plan> {
    let alias = alias_term(&sounds_of(value, calls)?.joined())?;
    Some(match value.prefix {
        true => {
            let begins = Arc::new(WordAutomaton::prefix(&alias));
            Plan::Words(TextField::Identifier, begins, SUBJECT)
        }
        false => Plan::Term(TextField::Identifier, alias, SUBJECT),
    })
}

/// A contact or a company of this name or sound, its words joined by whatever means "and".
pub fn own_name(value: &Value, calls: Calls) -> Vec<Plan> {
    let mut either = vec![words_in(TextField::Name, value)];
    either.extend(joined_otherwise(value));
    either.extend(in_full(value));
    either.extend(written_short(value, calls));
    either.extend(sounding(value, calls));
    either
}

/// What a run of Chinese characters may be short for.
fn in_full(value: &Value) -> Vec<Plan> {
    let run: Vec<char> = fold_cjk(&value.text).chars().collect();
    if !run.iter().all(|&c| is_cjk(c)) {
        return Vec::new();
    }
    let texts = full_forms(&run).into_iter();
    texts
        .map(|text| {
            words_in(
                TextField::Name,
                &with_text(value, text.into_iter().collect()),
            )
        })
        .collect()
}

/// Names with words that are written short, or in full where the value has them short.
fn written_short(value: &Value, calls: Calls) -> Vec<Plan> {
    let names = other_names(value, calls, |word| {
        short_forms(word).map(str::to_owned).collect()
    });
    let named = |name| words_in(TextField::Name, &with_text(value, name));
    names.into_iter().map(named).collect()
}

fn with_text(value: &Value, text: String) -> Value {
    Value {
        text,
        prefix: false,
        ..value.clone()
    }
}

fn joined_otherwise(value: &Value) -> Option<Plan> {
    let sides = parted_by_and(&value.text)?;
    let last = sides.len() - 1;
    let sides = sides.into_iter().enumerate().map(|(place, text)| {
        let side = Value {
            text,
            prefix: value.prefix && place == last,
            ..value.clone()
        };
        words_in(TextField::Name, &side)
    });
    let is_joined = Plan::Term(TextField::Identifier, and_term(), SUBJECT);
    Some(Plan::All(sides.chain([is_joined]).collect()))
}

/// A contact or a company of this name or sound, or a contact of another one that its bearer goes by.
pub fn name_of_party(value: &Value, calls: Calls) -> Plan {
    let others = other_names(value, calls, |word| of_word(word).collect());
    let named = |name| words_in(TextField::Name, &with_text(value, name));
    let others: Vec<Plan> = others.into_iter().map(named).collect();
    let mut either = own_name(value, calls);
    if !others.is_empty() {
        let contacts = any_of(&[Facet::Kind(RecordKind::Contact)]);
        either.push(Plan::All(vec![Plan::Any(others), contacts]));
    }
    Plan::Any(either)
}

/// A whole tag, or every one that begins so while it is typed.
pub fn tag(value: &Value) -> Plan {
    let tag = Facet::Tag(Some(value.text.clone()));
    match value.prefix {
        true => Plan::FacetWords(Arc::new(WordAutomaton::prefix(&tag.term()))),
        false => any_of(&[tag]),
    }
}

/// Words of a mail's subject.
pub fn subject(value: &Value) -> Plan {
    Plan::All(vec![
        words_in(TextField::Name, value),
        any_of(&[Facet::Kind(RecordKind::Message)]),
    ])
}

/// The words of a value side by side in a field; the last one may be a beginning.
pub fn words_in(field: TextField, value: &Value) -> Plan {
    let mut words = words_in_order(&value.text);
    let begin = words
        .last()
        .filter(|_| value.prefix)
        .map(|(_, last)| Plan::Words(field, Arc::new(WordAutomaton::prefix(last)), SUBJECT));
    if begin.is_some() {
        words.pop();
    }
    let whole = match words.as_slice() {
        [] => None,
        [(_, word)] => Some(Plan::Term(field, word.clone(), SUBJECT)),
        _ => Some(Plan::Phrase(field, words, SUBJECT)),
    };
    let plans: Vec<Plan> = whole.into_iter().chain(begin).collect();
    if plans.is_empty() {
        return Plan::Nothing;
    }
    Plan::All(plans)
}
