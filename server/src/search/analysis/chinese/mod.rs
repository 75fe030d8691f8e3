//! What is known of Chinese: which pairs of simplified characters are words. Looked up lazily; a
//! reader who never meets Chinese pays nothing.
//!
//! The words weigh the bigrams of a query: of 古代战争 the pairs 古代 and 战争 are words, 代战 is
//! not. Documents do not need them, so every pair in them is found all the same. Measured as
//! reciprocal rank on known items: bigrams alone 0.771, so weighed 0.800, and with the whole
//! dictionary of jieba 0.796, which would cost 3 MB of executable and 32 MB of memory.
//! Tests: `tests.rs` beside `analysis/mod.rs`.

use shared::ideograph::simplified;
use std::{collections::HashMap, sync::LazyLock};

const WORDS: &str = include_str!("words.txt");
/// What a character costs that is in no word; a word costs less the more frequent it is. Any
/// number between the rarest word and two frequent ones gives the same words.
const COST_ALONE: u32 = 9;
/// The logarithm of the size of the corpus that the words were counted in.
const COST_CEILING: u32 = 18;

/// What each word of two characters costs.
static COSTS: LazyLock<HashMap<[char; 2], u32>> = LazyLock::new(|| {
    let mut costs = HashMap::new();
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    for (frequency, words) in lines.filter_map(|line| line.split_once(' ')) {
        let frequency: u32 = frequency.parse().unwrap_or(0);
        let chars: Vec<char> = words.chars().collect();
        for pair in chars.chunks_exact(2) {
            let pair = [simplified(pair[0]), simplified(pair[1])];
            let cost = costs.entry(pair).or_insert(COST_CEILING);
            *cost = COST_CEILING.saturating_sub(frequency).min(*cost);
        }
    }
    costs
});

/// For each pair of neighbours in a folded run, whether it is a word: the cheapest division of the
/// run into words and single characters decides.
pub fn word_pairs(run: &[char]) -> Vec<bool> {
    // For each length of the beginning: its cost, and whether it ends with a word.
    let mut best: Vec<(u32, bool)> = vec![(0, false)];
    for end in 1..=run.len() {
        let alone = best[end - 1].0 + COST_ALONE;
        let word = (end >= 2)
            .then(|| COSTS.get(&[run[end - 2], run[end - 1]]))
            .flatten()
            .map(|cost| best[end - 2].0 + cost);
        best.push(match word {
            Some(cost) if cost < alone => (cost, true),
            _ => (alone, false),
        });
    }
    let mut pairs = vec![false; run.len().saturating_sub(1)];
    let mut end = run.len();
    while end > 0 {
        if best[end].1 {
            pairs[end - 2] = true;
            end -= 2;
        } else {
            end -= 1;
        }
    }
    pairs
}
