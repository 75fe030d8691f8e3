//! How close the words of a question stand to one another in a text: of two texts that have them
//! all, the one that has them together means what was asked. Only orders the best hits; never
//! decides what is found. Tests: at the foot; `tests/ranking.rs` of the search module.

use super::{
    fillers::is_filler,
    words::{PlainWord, QueryWord, query_words},
};
use shared::query::{Node, Query};

/// Words of a question that are looked at.
const WORDS_MAX: usize = 40;
/// So many words further apart than asked, two words are half as close.
const HALF_CLOSE_WORDS: f32 = 4.0;
/// Words that are further apart have nothing to do with one another.
const FAR_WORDS: u32 = 30;
/// Characters of a term of a text without spaces.
const PAIR_CHARS: usize = 2;
/// Positions of one word in one text that are looked at.
pub const POSITIONS_MAX: usize = 1_000;

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWord {
    /// Words before it in the question.
    place: u32,
    /// Places that it takes: two for a pair of characters, which overlaps the next.
    width: u32,
    /// The terms that it may stand as, likeliest first. The first that a text has counts.
    pub forms: Vec<String>,
}

impl AskedWord {
    /// A term whose distance from others does not matter.
    pub fn alone(term: String) -> Self {
        Self {
            place: 0,
            width: 1,
            forms: vec![term],
        }
    }
}

/// The words of a question whose distance in a text says something; fewer than two say nothing.
pub fn asked_words(query: &Query) -> Vec<AskedWord> {
    let mut words = Vec::new();
    let mut place = 0;
    add_nodes(&query.nodes, &mut place, &mut words);
    words.truncate(WORDS_MAX);
    let telling = |word: &AskedWord| !word.forms.iter().any(|form| is_filler(form));
    if words.iter().filter(|word| telling(word)).count() > 1 {
        words.retain(telling);
    }
    words
}

fn add_nodes(nodes: &[Node], place: &mut u32, words: &mut Vec<AskedWord>) {
    for node in nodes {
        match node {
            Node::Word { text, .. } | Node::Phrase(text) => add_text(text, place, words),
            Node::All(nodes) => add_nodes(nodes, place, words),
            Node::Any(_) | Node::Not(_) | Node::Field(_) => {}
        }
    }
}

fn add_text(text: &str, place: &mut u32, words: &mut Vec<AskedWord>) {
    let mut add = |place: u32, width: u32, forms: Vec<String>| {
        words.push(AskedWord {
            place,
            width,
            forms,
        });
    };
    for word in query_words(text) {
        match word {
            QueryWord::Plain(word) => {
                add(*place, 1, forms(word));
                *place += 1;
            }
            QueryWord::Compound { parts, .. } => {
                for part in parts {
                    add(*place, 1, forms(part));
                    *place += 1;
                }
            }
            QueryWord::Cjk(run) => {
                for (place, pair) in (*place..).zip(run.windows(run.len().min(PAIR_CHARS))) {
                    add(place, pair.len() as u32, vec![pair.iter().collect()]);
                }
                *place += u32::try_from(run.len()).unwrap_or(u32::MAX);
            }
        }
    }
}

fn forms(word: PlainWord) -> Vec<String> {
    let stems = word.stems();
    let mut forms = vec![word.exact];
    forms.extend(word.variant);
    forms.extend(stems);
    forms
}

/// Which words of a question are neighbours: each and the next that it does not overlap.
pub fn neighbours(asked: &[AskedWord]) -> Vec<(usize, usize)> {
    let next = |(number, word): (usize, &AskedWord)| {
        let behind = |other: &AskedWord| other.place >= word.place + word.width;
        let away = asked[number..].iter().position(behind)?;
        Some((number, number + away))
    };
    asked.iter().enumerate().filter_map(next).collect()
}

/// How close two words of a question stand in a text, from 0 to 1, given their positions in one
/// field, ascending. 1 is as they were asked.
pub fn closeness(asked: (&AskedWord, &AskedWord), stand: (&[u32], &[u32])) -> f32 {
    let apart = asked.1.place - asked.0.place;
    match further(stand.0, stand.1, apart) {
        Some(words) if words <= FAR_WORDS => 1.0 / (1.0 + words as f32 / HALF_CLOSE_WORDS),
        _ => 0.0,
    }
}

/// How many words further from where they were asked to stand the nearest of two words are; `None`
/// if one of them is not there.
fn further(left: &[u32], right: &[u32], apart: u32) -> Option<u32> {
    let mut right = right.iter().peekable();
    let mut least: Option<u32> = None;
    for place in left {
        let wanted = place + apart;
        while let Some(&&other) = right.peek() {
            let distance = other.abs_diff(wanted);
            least = Some(least.map_or(distance, |least| least.min(distance)));
            // The one behind is compared with the next of the left, too.
            if other > wanted {
                break;
            }
            right.next();
        }
        if right.peek().is_none() {
            break;
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    fn check_words(query: &str, expected: &[(u32, &str)]) {
        let words = asked_words(&parse(query));
        let words: Vec<(u32, &str)> = words
            .iter()
            .map(|word| (word.place, word.forms[0].as_str()))
            .collect();
        assert_eq!(words, expected, "{query}");
    }

    #[test]
    fn little_words_and_fields_are_no_neighbours() {
        check_words("roof of the hangar", &[(0, "roof"), (3, "hangar")]);
        check_words("the who ", &[(0, "the"), (1, "who")]);
        check_words("roof from:ana -leak hangar", &[(0, "roof"), (1, "hangar")]);
        check_words("a-b (c d) (e OR f)", &[(1, "b"), (2, "c"), (3, "d")]);
        check_words(
            "付款合同 pay",
            &[(0, "付款"), (1, "款合"), (2, "合同"), (4, "pay")],
        );
    }

    fn check(query: &str, stands: &[&[u32]], expected: &[f32]) {
        let asked = asked_words(&parse(query));
        let found: Vec<f32> = neighbours(&asked)
            .into_iter()
            .map(|(a, b)| closeness((&asked[a], &asked[b]), (stands[a], stands[b])))
            .collect();
        assert_eq!(found, expected, "{query} {stands:?}");
    }

    #[test]
    fn what_stands_as_it_was_asked_is_closest() {
        check("roof hangar", &[&[7], &[8]], &[1.0]);
        check("roof of the hangar", &[&[7], &[10]], &[1.0]);
        check("roof hangar", &[&[7], &[12]], &[0.5]);
        check("roof hangar", &[&[7, 90], &[12, 89]], &[0.666_666_7]);
        check(
            "roof hangar",
            &[&[1, 50, 90], &[30, 49, 94]],
            &[0.666_666_7],
        );
        check("roof hangar", &[&[1], &[100]], &[0.0]);
        check("roof hangar", &[&[1], &[]], &[0.0]);
        check("roof hangar leak", &[&[1], &[2], &[]], &[1.0, 0.0]);
        // Pairs of characters that overlap are no neighbours.
        check("付款合同", &[&[5], &[], &[7]], &[1.0]);
        check("付款合", &[&[5], &[6]], &[]);
        check("roof", &[&[5]], &[]);
    }
}
