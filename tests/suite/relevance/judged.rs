//! Our own judged queries (`queries.txt`) over `documents.txt` and the SpamAssassin mails: what must
//! be found among the first three, and what must not be found. Judgements are those of a user; what
//! fails is printed, one line each.

use super::assert_floor;
use super::collection::ask;
use super::world::{World, rows};
use crate::harness::places;
use shared::api::page::PAGE_LIMIT_MAX;
use std::collections::BTreeMap;

const QUERIES: &str = include_str!("queries.txt");
const FIRST: usize = 3;
const ALL_FLOOR: f64 = 0.97;
const POSITIVES_FLOOR: f64 = 0.98;
const NEGATIVES_FLOOR: f64 = 0.96;

/// One line of the file.
struct Judged<'t> {
    category: &'t str,
    expectation: &'t str,
    query: &'t str,
    documents: Vec<&'t str>,
}

/// How many of how many hold.
#[derive(Default)]
struct Share {
    held: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, holds: bool) {
        self.all += 1;
        self.held += usize::from(holds);
    }

    fn share(&self) -> f64 {
        self.held as f64 / self.all.max(1) as f64
    }
}

#[test]
fn what_users_would_expect() {
    let Some(corpora) = places::corpora("what_users_would_expect") else {
        return;
    };
    let world = World::new(&corpora.join("email-spamassassin/all.tar.xz"));
    let mut categories: BTreeMap<&str, [Share; 2]> = BTreeMap::new();
    for columns in rows(QUERIES) {
        let judged = judged(&columns);
        let found = found(&world, &judged);
        let holds = holds(&judged, &found);
        let positive = judged.expectation == "find";
        if !holds {
            let Judged {
                expectation,
                query,
                documents,
                ..
            } = &judged;
            println!("{expectation} {query:?}: {documents:?}\n    but {found:?}");
        }
        categories.entry(judged.category).or_default()[usize::from(!positive)].count(holds);
    }
    let (mut positives, mut negatives) = (Share::default(), Share::default());
    for (category, [found, absent]) in &categories {
        println!(
            "RELEVANCE own {category}: found {}/{}, not found {}/{}",
            found.held, found.all, absent.held, absent.all
        );
        positives.held += found.held;
        positives.all += found.all;
        negatives.held += absent.held;
        negatives.all += absent.all;
    }
    let all = Share {
        held: positives.held + negatives.held,
        all: positives.all + negatives.all,
    };
    println!(
        "RELEVANCE own queries {}, positives {}",
        all.all, positives.all
    );
    assert_floor("own success@3 of all", all.share(), ALL_FLOOR);
    assert_floor(
        "own success@3 of positives",
        positives.share(),
        POSITIVES_FLOOR,
    );
    assert_floor(
        "own negatives that hold",
        negatives.share(),
        NEGATIVES_FLOOR,
    );
}

fn judged<'t>(columns: &[&'t str]) -> Judged<'t> {
    let [category, expectation, query, documents] = columns else {
        panic!("no judged query: {columns:?}");
    };
    Judged {
        category,
        expectation,
        query,
        documents: documents.split_whitespace().collect(),
    }
}

/// How many hits an expectation is about.
fn depth(expectation: &str) -> usize {
    match expectation {
        "find" | "out3" => FIRST,
        "out1" | "nothing" => 1,
        "absent" => PAGE_LIMIT_MAX,
        other => panic!("no expectation: {other}"),
    }
}

fn found(world: &World, judged: &Judged) -> Vec<String> {
    let answer = ask(&world.team.member, judged.query, depth(judged.expectation));
    answer.hits.iter().map(|hit| world.name(hit)).collect()
}

fn holds(judged: &Judged, found: &[String]) -> bool {
    let any = found
        .iter()
        .any(|name| judged.documents.contains(&name.as_str()));
    match judged.expectation {
        "find" => any,
        "nothing" => found.is_empty(),
        _ => !any,
    }
}
