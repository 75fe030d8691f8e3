//! What a query means, as a tree of our own with two evaluators that must agree: `on_index` and
//! `on_tail`. Built by `build`. No tantivy types here. Tests: the differential
//! test of the search module.

use super::{automaton::WordAutomaton, sounds::FacetSounds};
use crate::search::schema::{TextField, TimeColumn};
use shared::model::RecordRef;
use std::sync::Arc;

/// How often a mention counts. BM25 is so saturated sooner: its k1 is 1.2 divided by this, but for a
/// factor that is the same for all.
pub const MENTION_TIMES: u32 = 3;

/// What accepts near words, and the field they stand in.
pub type NearWords<'a> = (&'a Arc<WordAutomaton>, TextField);

/// A condition with the score that it adds.
#[derive(Debug, Clone)]
pub enum Plan {
    /// All of these; scores are added.
    All(Vec<Plan>),
    /// One of these or more; scores are added.
    Any(Vec<Plan>),
    /// At least this many of these; scores are added.
    AtLeast(usize, Vec<Plan>),
    /// The first must hold; the others only add to the score.
    Better(Box<Plan>, Vec<Plan>),
    /// Must not hold; only inside `All`.
    Not(Box<Plan>),
    /// A word, scored by BM25.
    Term(TextField, String, f32),
    /// A word that says nearly as much once as often: BM25, as if it stood [`MENTION_TIMES`] times
    /// wherever it stands once.
    Mention(TextField, String, f32),
    /// Words at these offsets, scored by BM25; two or more.
    Phrase(TextField, Vec<(u32, String)>, f32),
    /// Words that an automaton accepts, all with the same score.
    Words(TextField, Arc<WordAutomaton>, f32),
    /// One of these exact values; adds nothing to the score.
    Facets(Vec<String>),
    /// An exact value that an automaton accepts; adds nothing to the score.
    FacetWords(Arc<WordAutomaton>),
    /// An exact value that sounds like a name; adds nothing to the score.
    FacetSounds(Arc<FacetSounds>),
    /// One of these records; adds nothing to the score.
    Records(Vec<RecordRef>),
    /// A time from (included) and before; adds nothing to the score.
    Time(TimeColumn, Option<i64>, Option<i64>),
    /// Every document.
    Everything,
    /// No document.
    Nothing,
}

impl Plan {
    /// Makes all near words of the same word one automaton, also with those of other plans, which
    /// finds them in the dictionaries once.
    pub fn share(&mut self, known: &mut Vec<Arc<WordAutomaton>>) {
        match self {
            Self::All(plans) | Self::Any(plans) | Self::AtLeast(_, plans) => {
                plans.iter_mut().for_each(|plan| plan.share(known));
            }
            Self::Better(must, better) => {
                must.share(known);
                better.iter_mut().for_each(|plan| plan.share(known));
            }
            Self::Words(_, automaton, _) if automaton.found_near().is_some() => {
                *automaton = shared(automaton, known);
            }
            _ => {}
        }
    }

    /// The near words of the plan with their fields, each once.
    pub fn near_words(&self) -> Vec<NearWords<'_>> {
        let mut asked = Vec::new();
        add_near_words(self, &mut asked);
        asked
    }
}

/// The first automaton of the same near words.
pub fn shared(
    automaton: &Arc<WordAutomaton>,
    known: &mut Vec<Arc<WordAutomaton>>,
) -> Arc<WordAutomaton> {
    let same = known.iter().find(|other| other.is_near_the_same(automaton));
    if let Some(same) = same {
        return same.clone();
    }
    known.push(automaton.clone());
    automaton.clone()
}

/// What an `Any` can be, one in another opened.
pub fn alternatives(plans: &[Plan]) -> Vec<&Plan> {
    let mut flat = Vec::with_capacity(plans.len());
    for plan in plans {
        match plan {
            Plan::Any(plans) => flat.extend(alternatives(plans)),
            plan => flat.push(plan),
        }
    }
    flat
}

fn add_near_words<'a>(plan: &'a Plan, asked: &mut Vec<NearWords<'a>>) {
    match plan {
        Plan::All(plans) | Plan::Any(plans) | Plan::AtLeast(_, plans) => {
            plans.iter().for_each(|plan| add_near_words(plan, asked));
        }
        Plan::Better(must, better) => {
            add_near_words(must, asked);
            better.iter().for_each(|plan| add_near_words(plan, asked));
        }
        Plan::Words(field, automaton, _) if automaton.found_near().is_some() => {
            let is_it = |(other, at): &(&Arc<WordAutomaton>, TextField)| {
                Arc::ptr_eq(other, automaton) && at == field
            };
            if !asked.iter().any(is_it) {
                asked.push((automaton, *field));
            }
        }
        _ => {}
    }
}
