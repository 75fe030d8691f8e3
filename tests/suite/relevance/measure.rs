//! Figures of ranked lists, as the field defines them. Tests: at the foot.

use std::collections::HashSet;

/// Ranks that count for nDCG@10, P@10 and success@10.
pub const DEPTH: usize = 10;

/// How good one ranked list is, given the documents that are relevant.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Discounted gain of the first ten against the best possible ten; a document is relevant or
    /// not (which is how plain BM25 has 0.38 on Cranfield).
    pub ndcg: f64,
    /// Average precision over the list.
    pub precision: f64,
    /// One by the rank of the first relevant document; zero without one.
    pub reciprocal: f64,
    /// One if a relevant document is among the first ten.
    pub success: f64,
}

/// The figures of one list.
pub fn figures(ranked: &[String], relevant: &HashSet<String>) -> Figures {
    let mut figures = Figures::default();
    let mut found = 0;
    let mut gain = 0.0;
    for (place, document) in ranked.iter().enumerate() {
        if !relevant.contains(document) {
            continue;
        }
        found += 1;
        figures.precision += f64::from(found) / (place + 1) as f64;
        if found == 1 {
            figures.reciprocal = 1.0 / (place + 1) as f64;
        }
        if place < DEPTH {
            gain += discount(place);
            figures.success = 1.0;
        }
    }
    let best: f64 = (0..relevant.len().min(DEPTH)).map(discount).sum();
    figures.ndcg = gain / best;
    figures.precision /= relevant.len() as f64;
    figures
}

fn discount(place: usize) -> f64 {
    1.0 / (place as f64 + 2.0).log2()
}

/// The mean of each figure.
pub fn mean(all: &[Figures]) -> Figures {
    let mean = |of: fn(&Figures) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
    Figures {
        ndcg: mean(|figures| figures.ndcg),
        precision: mean(|figures| figures.precision),
        reciprocal: mean(|figures| figures.reciprocal),
        success: mean(|figures| figures.success),
    }
}

#[test]
fn figures_are_what_the_field_calls_so() {
    let ranked = ["a", "x", "b"].map(str::to_owned);
    let relevant = ["a", "b", "c"].map(str::to_owned).into();
    let figures = figures(&ranked, &relevant);
    assert!((figures.precision - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-9);
    assert!((figures.ndcg - 1.5 / (1.0 + 0.630_929_75 + 0.5)).abs() < 1e-6);
    assert_eq!((figures.reciprocal, figures.success), (1.0, 1.0));
}
