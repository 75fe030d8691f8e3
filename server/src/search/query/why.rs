//! Why a query finds a document: its plan, word by word, on that one document. Costs nothing for
//! searches that nobody asks about. Tests: `tests` of the search module.

use super::{
    automaton::Accepted,
    build::{parts_of, parts_of_question, plan_of, question_of, short_of, tolerant_of},
    fillers::without_fillers,
    meanings::is_other_name,
    on_tail::Matcher,
    part::Part,
    plan::Plan,
    recency::recency,
    reorder::{Asked, asked_of, gains},
    run::Run,
    standing::Standing,
    threads::Threads,
    tolerance::Tolerance,
};
use crate::search::{
    analysis::stem::STEM_MARK, document::Document, error::SearchError, schema::TextField,
};
use shared::api::search::{SearchTier, Why, WhyField, WhyHow, WhyPart};
use std::collections::BTreeMap;

/// Parts that are told.
const PARTS_MAX: usize = 16;

/// Why the query of a request finds a document; `None` if it does not.
///
/// # Errors
/// When the index cannot be read.
pub fn why(run: &Run, document: &Document) -> Result<Option<Why>, SearchError> {
    let (query, around) = (&run.request.query, run.around);
    let short = without_fillers(query);
    let short = short.as_ref().unwrap_or(query);
    let strict = plan_of(query, Tolerance::Strict, &around.fields);
    let tiers: [(SearchTier, Tolerance, Option<Plan>); 4] = [
        (SearchTier::Exact, Tolerance::Strict, Some(strict)),
        (
            SearchTier::SomeWords,
            Tolerance::SomeWords,
            question_of(query, &around.fields),
        ),
        (
            SearchTier::SomeWords,
            Tolerance::Strict,
            short_of(query, &around.fields),
        ),
        (
            SearchTier::Typos,
            Tolerance::Typos,
            Some(tolerant_of(query, &around.fields)),
        ),
    ];
    for (tier, tolerance, plan) in tiers {
        let Some(plan) = plan else {
            continue;
        };
        let mut plans = vec![plan];
        plans.extend_from_slice(&around.filters);
        let Some(score) = run.score(&Plan::All(plans), document)? else {
            continue;
        };
        let parts = match (tier, tolerance) {
            (_, Tolerance::SomeWords) => parts_of_question(query),
            (SearchTier::Exact, _) => parts_of(query, tolerance, &around.fields),
            _ => parts_of(short, tolerance, &around.fields),
        };
        let lifts = lifts(run, &asked_of(query, tolerance, run.view)?, document)?;
        let parts = told(run, parts, document, (score, lifts))?;
        return Ok(Some(Why { tier, parts }));
    }
    Ok(None)
}

/// Sums by how, word and field.
type Sums = BTreeMap<(WhyHow, String, Option<WhyField>), f32>;

fn told(
    run: &Run,
    parts: Vec<Part>,
    document: &Document,
    (score, lifts): (f32, Lifts),
) -> Result<Vec<WhyPart>, SearchError> {
    let mut sums = Sums::new();
    for part in parts {
        let Some(score) = run.score(&part.plan, document)? else {
            continue;
        };
        match part.whole {
            Some(how) => *sums.entry((how, part.word, None)).or_default() += score,
            None => leaves(run, &part.plan, (&part.word, document), &mut sums)?,
        }
    }
    for (how, share) in lifts {
        sums.insert((how, String::new(), None), score * share);
    }
    let all: f32 = sums.values().sum();
    let mut parts: Vec<WhyPart> = sums
        .into_iter()
        .map(|((how, word, field), sum)| WhyPart {
            how,
            word,
            field,
            percent: (sum * 100.0 / all.max(f32::MIN_POSITIVE)).round() as u32,
        })
        .filter(|part| part.percent > 0)
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.percent));
    parts.truncate(PARTS_MAX);
    Ok(parts)
}

/// Shares of the score that is in the words.
type Lifts = [(WhyHow, f32); 5];

/// What lifts a document beside its words, as the search does.
fn lifts(run: &Run, asked: &Asked, document: &Document) -> Result<Lifts, SearchError> {
    let newer = recency(document.key.kind, document.at.micros(), run.request.now);
    let standing = Standing::of_document(run.view, document);
    let mut threads = Threads::new(run.reader);
    let gains = gains(run, asked, &standing, (&[document.key], &mut threads))?;
    let gains = gains.first().copied().unwrap_or_default();
    Ok([
        (WhyHow::Recent, newer - 1.0),
        (WhyHow::Close, newer * gains.close),
        (WhyHow::Early, newer * gains.early),
        (WhyHow::Own, newer * gains.own),
        (WhyHow::Visited, newer * gains.visited),
    ])
}

/// Adds what each leaf of a plan gives.
fn leaves(
    run: &Run,
    plan: &Plan,
    (word, document): (&str, &Document),
    sums: &mut Sums,
) -> Result<(), SearchError> {
    let (how, field) = match plan {
        Plan::All(plans) | Plan::Any(plans) | Plan::AtLeast(_, plans) => {
            for plan in plans {
                leaves(run, plan, (word, document), sums)?;
            }
            return Ok(());
        }
        Plan::Better(plan, better) => {
            leaves(run, plan, (word, document), sums)?;
            for plan in better {
                leaves(run, plan, (word, document), sums)?;
            }
            return Ok(());
        }
        Plan::Term(field, ..) | Plan::Words(field, ..) if is_other_name(plan) => {
            (WhyHow::Party, *field)
        }
        Plan::Term(field, term, _) if term.starts_with(STEM_MARK) => (WhyHow::Stem, *field),
        Plan::Term(field, ..) | Plan::Mention(field, ..) => (WhyHow::Exact, *field),
        Plan::Phrase(field, ..) => (WhyHow::Phrase, *field),
        Plan::Words(field, automaton, _) => match automaton.accepts_what() {
            Accepted::Beginnings => (WhyHow::Prefix, *field),
            Accepted::One => (WhyHow::Exact, *field),
            Accepted::Near => (WhyHow::Typo, *field),
        },
        _ => return Ok(()),
    };
    if let Some(score) = run.score(plan, document)? {
        let key = (how, word.to_owned(), Some(field_of(field)));
        *sums.entry(key).or_default() += score;
    }
    Ok(())
}

fn field_of(field: TextField) -> WhyField {
    match field {
        TextField::Name => WhyField::Name,
        TextField::Body => WhyField::Body,
        TextField::Quoted => WhyField::Quoted,
        TextField::Identifier => WhyField::Identifier,
        TextField::Attachment => WhyField::Attachment,
    }
}

impl Run<'_> {
    /// The score of a document by a plan; `None` if it does not match.
    fn score(&self, plan: &Plan, document: &Document) -> Result<Option<f32>, SearchError> {
        let matcher = Matcher::new(plan, &self.view.searcher, &self.view.fields)?;
        Ok(matcher.score(document))
    }
}
