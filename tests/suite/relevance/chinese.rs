//! Debian's Chinese package descriptions: 1,044 texts; the 852 queries are short descriptions, each
//! of one text, which alone answers it.

use super::assert_floor;
use super::collection::{Document, ask_all, serve};
use super::measure::{figures, mean};
use crate::harness::places;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;

const MRR_FLOOR: f64 = 0.825;
const SUCCESS_FLOOR: f64 = 0.93;

#[test]
fn chinese_known_items() {
    let Some(corpora) = places::corpora("chinese_known_items") else {
        return;
    };
    let folder = corpora.join("ir-debian-zh");
    let lines = fs::read_to_string(folder.join("zh_CN.jsonl")).unwrap();
    let mut names = HashMap::new();
    let mut documents = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let read: Value = serde_json::from_str(line).unwrap();
        // The title is the query; the package's name would give the answer away.
        let name = format!("d{number}");
        names.insert(read["id"].as_str().unwrap().to_owned(), name.clone());
        documents.push(Document {
            name,
            author: String::new(),
            title: String::new(),
            text: read["body"].as_str().unwrap().to_owned(),
        });
    }
    let pairs = fs::read_to_string(folder.join("zh_CN.queries.tsv")).unwrap();
    let (queries, answers): (Vec<String>, Vec<String>) = pairs
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(query, id)| (query.to_owned(), names[id.trim()].clone()))
        .unzip();
    assert_eq!((documents.len(), queries.len()), (1_044, 852));
    let team = serve(&documents);
    let lists = ask_all(&team.member, &queries);
    let all: Vec<_> = lists
        .iter()
        .zip(answers)
        .map(|(list, answer)| figures(list, &[answer].into()))
        .collect();
    let mean = mean(&all);
    assert_floor("Chinese MRR", mean.reciprocal, MRR_FLOOR);
    assert_floor("Chinese success@10", mean.success, SUCCESS_FLOOR);
}
