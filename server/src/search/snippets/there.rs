//! What stands in texts for the words of a query, each once, for pages that mark it themselves.
//! Tests: at the foot.

use super::{Marked, Marker};
use crate::search::{analysis::fold::fold, query::tolerance::Tolerance};
use shared::{
    api::search::Mark,
    query::{Node, Query},
};
use std::collections::HashSet;

/// Words told at most.
const WORDS_MAX: usize = 100;

/// A text that is looked through.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// It.
    pub text: &'a str,
    /// Whether people or firms are called so, and found by other names.
    pub is_name: bool,
}

/// What stands there for the words of a query; for one that stands nowhere, what is nearly the same.
pub fn words_there(query: &Query, texts: &[Text<'_>]) -> Vec<String> {
    let mut there = There::default();
    there.add(&Marker::new(query, Tolerance::Strict), texts);
    for node in &query.nodes {
        if there.words.len() < WORDS_MAX && !is_there(node, texts) {
            there.add(&marker_of(node, Tolerance::Typos), texts);
        }
    }
    there.words
}

fn is_there(node: &Node, texts: &[Text<'_>]) -> bool {
    let marker = marker_of(node, Tolerance::Strict);
    let has = |text: &Text<'_>| !marker.mark_in(text).marks.is_empty();
    marker.words_asked() == 0 || texts.iter().any(has)
}

fn marker_of(node: &Node, tolerance: Tolerance) -> Marker {
    let query = Query {
        nodes: vec![node.clone()],
        ..Query::default()
    };
    Marker::new(&query, tolerance)
}

#[derive(Default)]
struct There {
    folded: HashSet<String>,
    words: Vec<String>,
}

impl There {
    fn add(&mut self, marker: &Marker, texts: &[Text<'_>]) {
        for text in texts {
            for word in marker.words_of(&marker.mark_in(text)) {
                if self.words.len() < WORDS_MAX && self.folded.insert(fold(&word)) {
                    self.words.push(word);
                }
            }
        }
    }
}

impl Marker {
    fn mark_in(&self, text: &Text<'_>) -> Marked {
        match text.is_name {
            true => self.mark_name(text.text),
            false => self.mark(text.text),
        }
    }

    /// What is marked; words that count side by side alone are one.
    fn words_of(&self, marked: &Marked) -> Vec<String> {
        if marked.marks.is_empty() {
            return Vec::new();
        }
        let chars: Vec<char> = marked.text.chars().collect();
        let text =
            |Mark(start, end)| -> String { chars[start as usize..end as usize].iter().collect() };
        let mut words: Vec<(Mark, bool)> = Vec::new();
        for &mark in &marked.marks {
            let is_part = self.is_part_alone(&fold(&text(mark)));
            let is_behind =
                |last: Mark| is_part && !text(Mark(last.1, mark.0)).contains(char::is_alphanumeric);
            match words.last_mut() {
                Some((last, true)) if is_behind(*last) => last.1 = mark.1,
                _ => words.push((mark, is_part)),
            }
        }
        words.into_iter().map(|(mark, _)| text(mark)).collect()
    }

    /// Whether a folded word is marked only beside others.
    fn is_part_alone(&self, folded: &str) -> bool {
        let is_part = self.of_phrases.contains(folded) || self.of_compounds.contains(folded);
        is_part && !self.is_meant_alone(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    fn check(query: &str, text: &str, expected: &[&str]) {
        let text = Text {
            text,
            is_name: false,
        };
        assert_eq!(words_there(&parse(query), &[text]), expected, "{query:?}");
    }

    #[test]
    fn other_forms_and_near_words_are_told_as_they_stand() {
        check(
            "facture ",
            "Les factures, la FACTURE",
            &["factures", "FACTURE"],
        );
        check("договор ", "Условия договора", &["договора"]);
        check("receive ", "I recieve it", &["recieve"]);
        check("receive ", "I receive, they recieve", &["receive"]);
        check(
            "invoice receive ",
            "recieve invoices",
            &["invoices", "recieve"],
        );
        check("发票 ", "看發票。发票", &["發票", "发票"]);
        check("-receive ", "receive", &[]);
        check("zebra ", "A horse", &[]);
    }

    #[test]
    fn words_that_count_side_by_side_are_one() {
        let text = "The operating\nsystem: operating a system";
        check("\"operating system\" ", text, &["operating\nsystem"]);
        check("gtx-pro ", "A GTX Pro, a pro", &["GTX Pro"]);
        check("\"the system\" operating ", text, &["operating"]);
    }

    #[test]
    fn names_are_told_by_which_one_is_found() {
        let name = Text {
            text: "张伟",
            is_name: true,
        };
        assert_eq!(words_there(&parse("zhangwei "), &[name]), ["张伟"]);
    }
}
