//! What is marked beside the words of a query and what they bend to: names by what their bearers
//! are called and by their sound, words that are written as two. Tests: in the parent.

use crate::search::{
    analysis::{
        cjk::folded_chars,
        fold::fold,
        names::{ALIAS_MARK, Alias, is_initial, of_run, of_word},
        segment::{Segment, Span},
    },
    query::{
        automaton::WordAutomaton,
        meanings::splits,
        tolerance::Tolerance,
        words::{PlainWord, QueryWord, query_words},
    },
};
use shared::query::{Node, Query};
use std::collections::HashMap;

/// See the head of this file.
#[derive(Debug, Default)]
pub struct Others {
    /// What was typed, and whether it is the beginning of a name only.
    names: Vec<(String, bool)>,
    /// Names with an error in the first letter or a silent one too few, and names that begin so or with
    /// an initial.
    misspelt: Vec<WordAutomaton>,
    /// Left halves by right halves.
    halves: HashMap<String, Vec<String>>,
}

impl Others {
    /// What the words of a query, not those it excludes, mark besides.
    pub fn new(query: &Query, tolerance: Tolerance) -> Self {
        let mut others = Self::default();
        for node in &query.nodes {
            let Node::Word { text, prefix } = node else {
                continue;
            };
            for word in query_words(text) {
                if let QueryWord::Plain(word) = word {
                    others.add(&word, *prefix, tolerance);
                }
            }
        }
        others
    }

    fn add(&mut self, word: &PlainWord, prefix: bool, tolerance: Tolerance) {
        match &word.alias {
            Some(alias) if is_initial(alias) => {
                self.misspelt.push(WordAutomaton::prefix(&word.exact));
            }
            Some(alias) => self
                .names
                .push((alias.trim_start_matches(ALIAS_MARK).to_owned(), prefix)),
            None => {}
        }
        let spellings = word.spellings.iter().cloned();
        self.names
            .extend(spellings.map(|spelling| (spelling, false)));
        if tolerance != Tolerance::Typos {
            return;
        }
        for (left, right) in splits(&word.exact) {
            self.halves
                .entry(right.to_owned())
                .or_default()
                .push(left.to_owned());
        }
        let mut letters = word.exact.chars();
        if let (Some(first), behind) = (letters.next(), letters.as_str())
            && !behind.is_empty()
        {
            self.misspelt.extend([
                WordAutomaton::any_letter_before(behind, first),
                WordAutomaton::prefix(&word.exact),
                WordAutomaton::exactly(behind),
            ]);
            self.misspelt
                .extend(WordAutomaton::with_silent(&word.exact));
        }
    }

    /// The second of two words that are marked where one was asked for.
    pub fn second_words(&self) -> impl Iterator<Item = &str> {
        self.halves.keys().map(String::as_str)
    }

    /// The two words, of which this is the second, that were asked for as one.
    pub fn with_word_before(&self, text: &str, word: Span) -> Option<Span> {
        if self.halves.is_empty() {
            return None;
        }
        let right = word.of(text);
        let lefts = match right.bytes().all(|byte| byte.is_ascii_lowercase()) {
            true => self.halves.get(right),
            false => self.halves.get(&fold(right)),
        }?;
        let before = text[..word.start].trim_end_matches([' ', '\n', '-', '_', '\u{a0}']);
        let start = before
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |place| {
                place + before[place..].chars().next().map_or(0, char::len_utf8)
            });
        let left = fold(&before[start..]);
        let end = word.end;
        lefts.contains(&left).then_some(Span { start, end })
    }

    /// What is marked of one segment of a name.
    pub fn in_name(&self, text: &str, segment: &Segment) -> Vec<Span> {
        if self.names.is_empty() && self.misspelt.is_empty() {
            return Vec::new();
        }
        match segment {
            Segment::Words(parts) => {
                let marked = parts
                    .iter()
                    .copied()
                    .filter(|part| self.is_name(&fold(part.of(text))));
                marked.collect()
            }
            Segment::Cjk(run) => self.in_run(text, *run),
        }
    }

    fn is_name(&self, word: &str) -> bool {
        self.misspelt.iter().any(|pattern| pattern.accepts(word))
            || of_word(word).any(|other| self.worth(&other) > 0)
            || self.names.iter().any(|(name, _)| name == word)
    }

    /// 2 for a name that was typed, 1 for one of which the beginning was.
    fn worth(&self, other: &str) -> u8 {
        let worth = |(name, is_prefix): &(String, bool)| match name == other {
            true => 2,
            false => u8::from(*is_prefix && other.starts_with(name.as_str())),
        };
        self.names.iter().map(worth).max().unwrap_or(0)
    }

    /// The characters whose sound was typed: all that were typed whole, else the shortest stretch
    /// of which the beginning was.
    fn in_run(&self, text: &str, run: Span) -> Vec<Span> {
        let chars = folded_chars(run.of(text));
        let folded: Vec<char> = chars.iter().map(|folded| folded.c).collect();
        let aliases = of_run(&folded);
        let of_worth = |worth: u8| {
            aliases
                .iter()
                .filter(move |alias| self.worth(&alias.text) == worth)
        };
        let mut found: Vec<&Alias> = of_worth(2).collect();
        if found.is_empty() {
            found.extend(of_worth(1).min_by_key(|alias| alias.end - alias.start));
        }
        found.sort_by_key(|alias| (alias.start, alias.end));
        let mut spans: Vec<Span> = Vec::new();
        for alias in found {
            let (Some(first), Some(last)) = (chars.get(alias.start), chars.get(alias.end - 1))
            else {
                continue;
            };
            let (start, end) = (run.start + first.span.start, run.start + last.span.end);
            match spans.last_mut().filter(|last| last.end >= start) {
                Some(last) => last.end = last.end.max(end),
                None => spans.push(Span { start, end }),
            }
        }
        spans
    }
}
