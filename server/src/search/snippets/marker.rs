//! What a query marks in a text: the words that it may have meant, by our own expansion of them.
//! Offsets count characters. Tests: in the parent.

use super::{beginnings::Beginnings, others::Others, stem::Stem};
use crate::search::{
    analysis::{
        cjk::folded_chars,
        fold::fold,
        fold_compound,
        irregular::base_of,
        joined,
        parts::joined_parts,
        segment::{Segment, Segments, Span, is_cjk, segments},
        stem::irregular_forms,
    },
    document::Text,
    query::{
        automaton::WordAutomaton,
        meanings::joined_word,
        tolerance::Tolerance,
        words::{PlainWord, QueryWord, elided_noun, literal_words, query_words, words_in_order},
    },
};
use shared::{
    api::search::Mark,
    numbers::Numbers,
    query::{Field, Node, Query},
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, HashSet},
};

/// A marked plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The marks, in order, not overlapping.
    pub marks: Vec<Mark>,
}

/// Different words of texts of which is remembered whether they are marked.
const WORDS_KNOWN_MAX: usize = 10_000;

/// Everything that is marked for a query.
#[derive(Debug, Default)]
pub struct Marker {
    /// How many words were asked for; a phrase is one more than its words.
    pub(super) asked: usize,
    /// The folded words of phrases.
    pub(super) phrases: Vec<Vec<String>>,
    exact: HashSet<String>,
    /// The folded parts of compounds.
    pub(super) compounds: Vec<Vec<String>>,
    /// Words that are marked in phrases alone.
    pub(super) of_phrases: HashSet<String>,
    /// Words that are marked in compounds alone.
    pub(super) of_compounds: HashSet<String>,
    /// What a typed word may be joined of; marks whole words alone, so that `X25` does not mark `X10`.
    joined_of: HashSet<String>,
    stems: HashSet<Stem>,
    /// First letters of everything above and below that is compared with words. A word is marked
    /// only if it begins with one: bending and small errors leave the first letter, and to fold
    /// and bend every word of a mail in every language costs more than all else in an answer.
    initials: Vec<char>,
    /// What all of it begins with, and the second of two words that are marked where one was asked
    /// for.
    beginnings: Beginnings,
    wholes: HashSet<String>,
    patterns: Vec<WordAutomaton>,
    whole_prefixes: Vec<String>,
    compound_prefixes: Vec<String>,
    bigrams: BTreeSet<[char; 2]>,
    singles: BTreeSet<char>,
    pub(super) numbers: Numbers,
    others: Others,
    /// Words of texts, with whether they are marked. Texts are made of few words, and to bend one
    /// in eight languages takes longer than to read a sentence.
    known: RefCell<HashMap<String, bool>>,
}

impl Marker {
    /// What a query marks; what it excludes is not marked.
    pub fn new(query: &Query, tolerance: Tolerance) -> Self {
        let mut marker = Self::default();
        for node in &query.nodes {
            marker.add_node(node, tolerance);
        }
        marker.numbers = Numbers::of_query(&query.nodes);
        for pair in query.nodes.windows(2) {
            match joined_word(&pair[0], &pair[1]) {
                Some((joined, true)) => marker.patterns.push(WordAutomaton::prefix(&joined)),
                Some((joined, false)) => drop(marker.exact.insert(joined)),
                None => {}
            }
        }
        marker.others = Others::new(query, tolerance);
        marker.initials = marker.initials();
        marker.beginnings = marker.beginnings();
        marker
    }

    /// Folded, what whole words are compared with.
    fn words(&self) -> impl Iterator<Item = &str> {
        let words = [
            &self.exact,
            &self.of_phrases,
            &self.of_compounds,
            &self.joined_of,
            &self.wholes,
        ];
        let begun = [&self.whole_prefixes, &self.compound_prefixes];
        let words = words.into_iter().flatten();
        words.chain(begun.into_iter().flatten()).map(String::as_str)
    }

    fn beginnings(&self) -> Beginnings {
        let mut beginnings = Beginnings::default();
        let heads = self.stems.iter().map(|stem| stem.head.as_str());
        let second_words = self.others.second_words();
        for beginning in self.words().chain(heads).chain(second_words) {
            beginnings.add(beginning);
        }
        for pattern in &self.patterns {
            beginnings.add_all(|begun| pattern.may_begin(begun));
        }
        beginnings
    }

    /// Stems have the first letters of their words, which are among the exact ones.
    fn initials(&self) -> Vec<char> {
        let heads = self
            .patterns
            .iter()
            .map(|pattern| String::from_utf8_lossy(pattern.head()));
        let mut initials: Vec<char> = self
            .words()
            .filter_map(|word| word.chars().next())
            .chain(heads.filter_map(|head| head.chars().next()))
            .collect();
        initials.sort_unstable();
        initials.dedup();
        initials
    }

    fn add_node(&mut self, node: &Node, tolerance: Tolerance) {
        match node {
            Node::Word { text, prefix } => {
                let words = query_words(text);
                let last = words.len().saturating_sub(1);
                for (place, word) in words.into_iter().enumerate() {
                    self.add_word(word, *prefix && place == last, tolerance);
                }
            }
            Node::Phrase(text) => {
                // What has no spaces is marked as one where it stands side by side.
                let words = words_in_order(text).into_iter();
                let words: Vec<String> = words.map(|(_, word)| word).collect();
                if words.len() > 1 && !text.contains(is_cjk) {
                    self.asked += 1 + words.len();
                    self.of_phrases.extend(words.iter().cloned());
                    self.phrases.push(words);
                    return;
                }
                for word in literal_words(text) {
                    self.add_phrase_word(word);
                }
            }
            // Of what fields hold, only a subject is shown.
            Node::Field(clause) if clause.field == Field::Subject => {
                for value in &clause.values {
                    self.add_node(
                        &Node::Word {
                            text: value.text.clone(),
                            prefix: value.prefix,
                        },
                        Tolerance::Strict,
                    );
                }
            }
            Node::Field(_) | Node::Not(_) => {}
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    self.add_node(node, tolerance);
                }
            }
        }
    }

    fn add_word(&mut self, word: QueryWord, prefix: bool, tolerance: Tolerance) {
        self.asked += 1;
        match word {
            QueryWord::Plain(word) => {
                if prefix {
                    self.patterns.push(WordAutomaton::prefix(&word.exact));
                    self.whole_prefixes.push(word.exact.clone());
                }
                if tolerance == Tolerance::Typos {
                    self.patterns.extend(WordAutomaton::near(&word.exact));
                }
                self.add_plain(word);
            }
            QueryWord::Compound {
                whole,
                joined,
                parts,
            } => {
                if prefix {
                    self.compound_prefixes
                        .extend([whole.clone(), joined.clone()]);
                }
                if let Some(noun) = elided_noun(&whole, &parts) {
                    self.add_plain(noun.clone());
                }
                self.exact.insert(joined.clone());
                self.wholes.extend([whole, joined]);
                let parts: Vec<String> = parts.into_iter().map(|part| part.exact).collect();
                self.of_compounds.extend(parts.iter().cloned());
                self.compounds.push(parts);
            }
            QueryWord::Cjk(run) => self.add_run(&run),
        }
    }

    fn add_phrase_word(&mut self, word: QueryWord) {
        match word {
            QueryWord::Plain(word) => {
                self.asked += 1;
                self.exact.insert(word.exact);
            }
            QueryWord::Compound { parts, .. } => {
                self.asked += parts.len();
                self.exact.extend(parts.into_iter().map(|part| part.exact));
            }
            QueryWord::Cjk(run) => {
                self.asked += 1;
                self.add_run(&run);
            }
        }
    }

    fn add_plain(&mut self, word: PlainWord) {
        let stems = word.stems();
        let irregular = stems.iter().flat_map(|stem| irregular_forms(stem));
        self.exact.extend(irregular.map(|&form| form.to_owned()));
        self.stems.extend(stems.into_iter().filter_map(Stem::new));
        self.exact.extend(base_of(&word.exact).map(str::to_owned));
        self.exact.insert(word.exact);
        self.exact.extend(word.variant);
        self.joined_of.extend(word.parts);
    }

    fn add_run(&mut self, run: &[char]) {
        match run {
            [single] => {
                self.singles.insert(*single);
            }
            run => self
                .bigrams
                .extend(run.windows(2).map(|pair| [pair[0], pair[1]])),
        }
    }

    /// The marked stretches of a text, in bytes.
    fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut segments = segments(text);
        while let Some(segment) = self.next_likely(&mut segments) {
            self.mark_segment(text, &segment, &mut spans);
        }
        spans
    }

    /// The next segment of which something may be marked.
    pub(super) fn next_likely(&self, segments: &mut Segments<'_>) -> Option<Segment> {
        segments.pass_over(|word, is_glued| self.beginnings.may_begin(word, is_glued));
        segments.next()
    }

    /// The marked stretches of one segment, in bytes.
    pub(super) fn mark_segment(&self, text: &str, segment: &Segment, spans: &mut Vec<Span>) {
        match segment {
            Segment::Words(parts) => self.mark_words(text, parts, spans),
            Segment::Cjk(span) => self.mark_run(text, *span, spans),
        }
    }

    fn mark_words(&self, text: &str, parts: &[Span], spans: &mut Vec<Span>) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let whole = Span {
            start: first.start,
            end: last.end,
        };
        if spans.last().is_some_and(|number| number.end > whole.start) {
            return;
        }
        if let Some(number) = self.numbers.from(text, whole.start..whole.end) {
            let (start, end) = (number.start, number.end);
            spans.push(Span { start, end });
            return;
        }
        if parts.len() > 1 {
            if !parts.iter().any(|part| self.is_likely(part.of(text))) {
                return;
            }
            let (folded, joined) = (fold_compound(whole.of(text)), joined(text, parts));
            let begins = |prefixes: &[String]| {
                let is_begun =
                    |form: &String| prefixes.iter().any(|prefix| form.starts_with(prefix));
                is_begun(&folded) || is_begun(&joined)
            };
            if self.wholes.contains(&folded)
                || self.wholes.contains(&joined)
                || begins(&self.compound_prefixes)
                || begins(&self.whole_prefixes) && !self.any_part(text, parts)
            {
                spans.push(whole);
                return;
            }
        }
        let known = spans.len();
        spans.extend(
            parts
                .iter()
                .copied()
                .filter(|part| self.is_marked(part.of(text))),
        );
        let first = parts.first().filter(|_| spans.len() == known);
        if let Some(both) = first.and_then(|&first| self.others.with_word_before(text, first)) {
            spans.retain(|span| span.end <= both.start);
            spans.push(both);
        }
    }

    fn any_part(&self, text: &str, parts: &[Span]) -> bool {
        parts.iter().any(|part| self.is_marked(part.of(text)))
    }

    fn is_marked(&self, word: &str) -> bool {
        // Joined words have capitals or digits.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) && !self.is_likely(word) {
            return false;
        }
        if let Some(is_marked) = self.known.borrow().get(word) {
            return *is_marked;
        }
        let is_marked = self.is_marked_whole(word)
            || self.is_part(word)
            || joined_parts(word)
                .iter()
                .any(|part| self.is_marked_whole(part));
        let mut known = self.known.borrow_mut();
        if known.len() < WORDS_KNOWN_MAX {
            known.insert(word.to_owned(), is_marked);
        }
        is_marked
    }

    fn is_part(&self, word: &str) -> bool {
        !self.joined_of.is_empty() && self.is_likely(word) && self.joined_of.contains(&fold(word))
    }

    fn is_marked_whole(&self, word: &str) -> bool {
        self.is_likely(word) && self.is_meant(word, &fold(word))
    }

    /// Whether a word is one of those that the query may have meant.
    fn is_meant(&self, word: &str, folded: &str) -> bool {
        self.of_phrases.contains(folded)
            || self.of_compounds.contains(folded)
            || self.is_meant_alone(word, folded)
    }

    /// As [`Self::is_meant`], wherever it stands.
    pub(super) fn is_meant_alone(&self, word: &str, folded: &str) -> bool {
        self.exact.contains(folded)
            || self.patterns.iter().any(|pattern| pattern.accepts(folded))
            || self.stems.iter().any(|stem| stem.is_of(word, folded))
    }

    /// Whether it begins as something that is marked.
    fn is_likely(&self, word: &str) -> bool {
        match word.chars().next() {
            Some(first) if first.is_ascii() => self.is_initial(first.to_ascii_lowercase()),
            Some(first) => {
                let folded = fold(first.encode_utf8(&mut [0; 4]));
                folded.chars().next().is_some_and(|c| self.is_initial(c))
            }
            None => false,
        }
    }

    fn is_initial(&self, folded: char) -> bool {
        self.initials.binary_search(&folded).is_ok()
    }

    fn mark_run(&self, text: &str, run: Span, spans: &mut Vec<Span>) {
        let chars = folded_chars(run.of(text));
        for (place, first) in chars.iter().enumerate() {
            let second = chars.get(place + 1);
            let last = match second {
                Some(second) if self.bigrams.contains(&[first.c, second.c]) => second,
                _ if self.singles.contains(&first.c) => first,
                _ => continue,
            };
            let (start, end) = (run.start + first.span.start, run.start + last.span.end);
            match spans.last_mut().filter(|last| last.end >= start) {
                Some(last) => last.end = last.end.max(end),
                None => spans.push(Span { start, end }),
            }
        }
    }

    /// A whole text with its marks.
    pub fn mark_text(&self, text: Text<'_>) -> Marked {
        match text.is_name {
            true => self.mark_name(text.text),
            false => self.mark(text.text),
        }
    }

    /// A whole text that is no name, with its marks.
    pub fn mark(&self, text: &str) -> Marked {
        self.mark_line(text.to_owned())
    }

    /// As [`Self::mark`], of a text that nobody else needs.
    pub(super) fn mark_line(&self, text: String) -> Marked {
        let mut spans = self.spans(&text);
        self.let_go_of_strays(&text, &mut spans);
        marked(text, &spans)
    }

    /// The name of a person or a firm with its marks, also where it is found by another name.
    pub fn mark_name(&self, text: &str) -> Marked {
        let mut spans: Vec<Span> = Vec::new();
        for segment in segments(text) {
            let known = spans.len();
            self.mark_segment(text, &segment, &mut spans);
            if spans.len() == known {
                // A number that is marked holds several segments.
                let behind = spans.last().map_or(0, |last| last.end);
                let names = self.others.in_name(text, &segment).into_iter();
                spans.extend(names.filter(|name| name.start >= behind));
            }
        }
        self.let_go_of_strays(text, &mut spans);
        marked(text.to_owned(), &spans)
    }
}

fn marked(text: String, spans: &[Span]) -> Marked {
    let mut marks = Vec::new();
    let (mut place, mut chars) = (0, 0);
    for span in spans {
        chars += text[place..span.start].chars().count();
        let length = span.of(&text).chars().count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        marks.push(Mark(number(chars), number(chars + length)));
        chars += length;
        place = span.end;
    }
    Marked { text, marks }
}
