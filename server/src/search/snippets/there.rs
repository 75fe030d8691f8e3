//! What stands in texts for the words of a query, each once, for pages that mark it themselves.
//! Tests: at the foot.

use super::{Marked, Marker};
use crate::search::{
    SearchError,
    analysis::fold::fold,
    document::Text,
    query::{cancel::Cancel, tolerance::Tolerance},
};
use shared::{
    api::search::Mark,
    query::{Node, Query},
};
use std::collections::HashSet;

/// Words told at most.
const WORDS_MAX: usize = 100;

/// What stands there for the words of a query; for one that stands nowhere, what is nearly the same.
///
/// # Errors
/// When nobody waits for it any more.
pub fn words_there(
    query: &Query,
    texts: &[Text<'_>],
    cancel: &Cancel,
) -> Result<Vec<String>, SearchError> {
    let mut there = There::default();
    there.add(&Marker::new(query, Tolerance::Strict), texts, cancel)?;
    let nodes = query.nodes.iter();
    let missing: Vec<Node> = nodes.filter(|node| !there.has(node)).cloned().collect();
    if !missing.is_empty() {
        there.add(&marker_of(missing, Tolerance::Typos), texts, cancel)?;
    }
    Ok(there.words.into_iter().map(|word| word.text).collect())
}

fn marker_of(nodes: Vec<Node>, tolerance: Tolerance) -> Marker {
    let query = Query {
        nodes,
        ..Query::default()
    };
    Marker::new(&query, tolerance)
}

#[derive(Default)]
struct There {
    folded: HashSet<String>,
    words: Vec<Word>,
}

struct Word {
    text: String,
    is_name: bool,
}

impl There {
    fn add(
        &mut self,
        marker: &Marker,
        texts: &[Text<'_>],
        cancel: &Cancel,
    ) -> Result<(), SearchError> {
        for &text in texts {
            if cancel.is_given_up() {
                return Err(SearchError::GivenUp);
            }
            for word in marker.words_of(&marker.mark_text(text)) {
                if self.words.len() < WORDS_MAX && self.folded.insert(fold(&word)) {
                    self.words.push(Word {
                        text: word,
                        is_name: text.is_name,
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether what was added has what a part of a query asks for.
    fn has(&self, node: &Node) -> bool {
        let marker = marker_of(vec![node.clone()], Tolerance::Strict);
        let is_it = |word: &Word| {
            let text = Text {
                text: &word.text,
                is_name: word.is_name,
            };
            !marker.mark_text(text).marks.is_empty()
        };
        marker.words_asked() == 0 || self.words.iter().any(is_it)
    }
}

impl Marker {
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
        is_part && !self.is_meant_alone(folded, folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    fn check(query: &str, text: &str, expected: &[&str]) {
        let there = words_there(&parse(query), &[Text::plain(text)], &Cancel::default());
        assert_eq!(there.unwrap(), expected, "{query:?}");
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
        let there = words_there(&parse("zhangwei "), &[name], &Cancel::default());
        assert_eq!(there.unwrap(), ["张伟"]);
    }
}
