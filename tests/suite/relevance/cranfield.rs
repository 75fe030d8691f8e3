//! Cranfield (Cleverdon 1967): 1,400 abstracts on aerodynamics, 225 questions of a sentence each.
//! Hardly any abstract has all words of its question.

use super::assert_floor;
use super::collection::{Document, ask_all, serve};
use super::measure::{figures, mean};
use crate::harness::places;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

const NDCG_FLOOR: f64 = 0.42;
const MAP_FLOOR: f64 = 0.33;
/// The judgement of pairs that mean nothing.
const NO_JUDGEMENT: &str = "-1";

#[test]
fn english_sentences() {
    let Some(corpora) = places::corpora("english_sentences") else {
        return;
    };
    let folder = corpora.join("ir-cranfield");
    let documents = documents(&folder.join("cran.all.1400"));
    assert_eq!(documents.len(), 1_400);
    let queries = queries(&folder.join("cran.qry"));
    let relevant = judgements(&folder.join("cranqrel"), queries.len());
    let team = serve(&documents);
    let lists = ask_all(&team.member, &queries);
    let all: Vec<_> = lists
        .iter()
        .zip(&relevant)
        .map(|(list, relevant)| figures(list, relevant))
        .collect();
    let silent = lists.iter().filter(|list| list.is_empty()).count();
    println!("RELEVANCE Cranfield questions without an answer: {silent}");
    let mean = mean(&all);
    assert_floor("Cranfield nDCG@10", mean.ndcg, NDCG_FLOOR);
    assert_floor("Cranfield MAP", mean.precision, MAP_FLOOR);
}

/// `.I number`, then the fields `.T` title, `.A` authors, `.B` where it appeared, `.W` words.
fn documents(file: &Path) -> Vec<Document> {
    let text = read(file);
    let mut documents = Vec::new();
    for record in records(&text) {
        let field = |mark: &str| {
            let mark = format!("\n.{mark}\n");
            // The line break behind one mark is the one before the next if a field is empty.
            let place = record.find(&mark).map(|place| place + mark.len() - 1);
            let behind = &record[place.unwrap_or(record.len())..];
            let ends = ["\n.T\n", "\n.A\n", "\n.B\n", "\n.W\n"];
            let end = ends.iter().filter_map(|end| behind.find(end)).min();
            behind[..end.unwrap_or(behind.len())].trim().to_owned()
        };
        let line = |mark| field(mark).split_whitespace().collect::<Vec<_>>().join(" ");
        let number = record.lines().next().unwrap().trim();
        documents.push(Document {
            name: format!("c{number}"),
            author: line("A"),
            title: line("T"),
            text: format!("{}\n{}", field("W"), line("B")),
        });
    }
    documents
}

/// The file with plain line ends.
fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap().replace("\r\n", "\n")
}

fn records(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n.I ")
        .map(|record| record.trim_start_matches(".I "))
}

fn queries(file: &Path) -> Vec<String> {
    let text = read(file);
    let words = records(&text).map(|record| record.split_once(".W").unwrap().1);
    words
        .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// `query document code` by the position of the query.
fn judgements(file: &Path, queries: usize) -> Vec<HashSet<String>> {
    let mut relevant = vec![HashSet::new(); queries];
    for line in fs::read_to_string(file).unwrap().lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        if let [query, document, code] = columns[..]
            && code != NO_JUDGEMENT
        {
            let query: usize = query.parse().unwrap();
            relevant[query - 1].insert(format!("c{document}"));
        }
    }
    relevant
}
