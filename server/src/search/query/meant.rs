//! "Did you mean": for words that nobody wrote, the nearest that somebody did. Only words that the
//! viewer can find are offered, each proved by a search with the viewer's rights, so that no word of
//! a private note is ever suggested. Tests: `tests` of the search module; the privacy canaries.

use super::{
    automaton::{FUZZY_CHARS_MIN, WordAutomaton},
    build::{plan_of, word_plan},
    near::{look_up, words_in},
    plan::{Plan, shared},
    run::Run,
    tolerance::Tolerance,
    words::{QueryWord, query_words},
};
use crate::search::{error::SearchError, schema::TextField};
use shared::query::Node;
use std::{collections::HashMap, sync::Arc};

/// Words of a query that are looked at.
const WORDS_MAX: usize = 4;
/// Words from the dictionary that are tried for one of the query.
const CANDIDATES_MAX: usize = 6;
/// Words near one that are weighed at all.
const NEAR_MAX: usize = 2_000;
/// Where people write words.
const FIELDS: [TextField; 3] = [TextField::Name, TextField::Body, TextField::Identifier];

/// The query with better words, if it finds more than `hits`.
///
/// # Errors
/// When the index cannot be read or the time is over.
pub fn meant(run: &Run, hits: u64) -> Result<Option<String>, SearchError> {
    let query = &run.request.query;
    let mut better = query.clone();
    let mut typed = run.request.typed.clone();
    let mut proofs = Vec::new();
    let is_alone = query.nodes.len() == 1;
    for node in better.nodes.iter_mut().take(WORDS_MAX) {
        let Node::Word { text, prefix } = node else {
            continue;
        };
        let Some(word) = plain_word(text) else {
            continue;
        };
        let known = match is_alone {
            true => hits,
            false => run.count(word_plan(text, *prefix, Tolerance::Strict))?,
        };
        if known > 0 {
            continue;
        }
        let Some((candidate, count)) = nearest(run, &word)? else {
            return Ok(None);
        };
        if is_alone && plain_word(&candidate).as_ref() == Some(&candidate) {
            // All that the better query is, is this very word.
            return Ok((count > hits).then(|| replaced(&typed, text, &candidate)));
        }
        proofs.push(written(&candidate));
        typed = replaced(&typed, text, &candidate);
        *text = candidate;
    }
    if proofs.is_empty() {
        return Ok(None);
    }
    let plan = plan_of(&better, Tolerance::Strict, &run.around.fields);
    // Each new word stands as such in something that the viewer finds with all of the query.
    proofs.push(plan);
    Ok((run.count(Plan::All(proofs))? > hits).then_some(typed))
}

/// A word of letters that is long enough to be mistyped.
fn plain_word(text: &str) -> Option<String> {
    match query_words(text).as_slice() {
        [QueryWord::Plain(word)]
            if word.exact.chars().count() >= FUZZY_CHARS_MIN
                && word.exact.chars().all(char::is_alphabetic) =>
        {
            Some(word.exact.clone())
        }
        _ => None,
    }
}

/// The nearest and then most frequent word of the dictionary that the viewer can find, with how many
/// records have it.
fn nearest(run: &Run, word: &str) -> Result<Option<(String, u64)>, SearchError> {
    let Some(near) = WordAutomaton::near(word).map(Arc::new) else {
        return Ok(None);
    };
    let near = shared(&near, &mut run.near.borrow_mut());
    let mut candidates: Vec<(u8, u64, String)> = written_near(run, &near)?
        .into_iter()
        .filter_map(|(term, count)| Some((near.distance(&term)?, count, term)))
        .collect();
    candidates.sort_unstable_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
    for (_, _, candidate) in candidates.into_iter().take(CANDIDATES_MAX) {
        let count = run.count(written(&candidate))?;
        if count > 0 {
            return Ok(Some((candidate, count)));
        }
    }
    Ok(None)
}

/// Words that an automaton accepts, of the index and of what is fresher, with how often they occur.
fn written_near(run: &Run, near: &Arc<WordAutomaton>) -> Result<HashMap<String, u64>, SearchError> {
    // The fields in which no better words are looked for are asked for hits right behind this.
    look_up(&TextField::ALL.map(|field| (near, field)), run.view)?;
    let mut words: HashMap<String, u64> = HashMap::new();
    for part in run.view.searcher.segment_readers() {
        let mut room = NEAR_MAX;
        for field in FIELDS
            .into_iter()
            .filter_map(|field| run.view.fields.text(field))
        {
            let found = words_in(near, (part, field))?;
            for near in found.iter().take(room) {
                let count = u64::from(near.info.doc_freq);
                *words.entry(near.word.clone()).or_default() += count;
            }
            room = room.saturating_sub(found.len());
        }
    }
    for document in run.view.tail.documents() {
        for field in FIELDS {
            let tokens = &document.texts[field as usize].tokens;
            let fresh = tokens.iter().filter(|token| near.accepts(&token.term));
            for token in fresh.take(NEAR_MAX) {
                *words.entry(token.term.clone()).or_default() += 1;
            }
        }
    }
    Ok(words)
}

/// The word itself, not another form of it.
fn written(word: &str) -> Plan {
    Plan::Any(
        FIELDS
            .map(|field| Plan::Term(field, word.to_owned(), 1.0))
            .to_vec(),
    )
}

/// The text with one word replaced where it first stands as a word.
fn replaced(text: &str, word: &str, by: &str) -> String {
    let mut rest = 0;
    while let Some(place) = text[rest..].find(word).map(|place| rest + place) {
        let end = place + word.len();
        let before = text[..place].chars().next_back();
        let behind = text[end..].chars().next();
        if ![before, behind]
            .iter()
            .flatten()
            .any(|c| c.is_alphanumeric())
        {
            return format!("{}{by}{}", &text[..place], &text[end..]);
        }
        rest = end;
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced_where_they_stand() {
        assert_eq!(
            replaced("art artt (artt)", "artt", "part"),
            "art part (artt)"
        );
        assert_eq!(
            replaced("from:ana ivnoice", "ivnoice", "invoice"),
            "from:ana invoice"
        );
    }
}
