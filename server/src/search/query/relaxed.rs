//! Questions of a sentence, which no document has all words of: some of them must be there, and the
//! more and the rarer, the better. What the best documents are about then orders the others. Short
//! queries are precise and never come here: a name with a wrong word finds nobody.
//! Tests: the relevance suite; at the foot.

use super::{
    part::Part,
    plan::{Plan, alternatives},
    sentence::{Sentence, weight, words_of},
    telling::Telling,
};
use crate::search::{analysis::segment::is_cjk, schema::TextField};
use shared::{
    numbers::digits_of,
    query::{Node, Query},
};

/// With fewer words that mean something a query is precise.
const WORDS_MIN: usize = 4;
/// Words that are looked for, and pairs of characters that are none; the rest of a long text is passed
/// over.
const WORDS_MAX: usize = 40;
/// Characters without spaces that are more than a name.
const UNSPACED_CHARS_MIN: usize = 6;
/// Documents that are believed to be about what was asked.
pub const BELIEVED: usize = 4;
/// Terms that are taken from them.
pub const TELLING_TERMS: usize = 24;

/// Terms of single characters that are looked for.
const SINGLES_MAX: usize = 60;
/// What the most telling term of the best documents is worth beside a word that was asked for.
const TELLING: f32 = 0.6;

/// The plan of a question; `None` for what is precise. `kept` plans what must hold in any case:
/// phrases, exclusions, fields.
pub fn question(query: &Query, kept: &dyn Fn(&Node) -> Plan) -> Option<Plan> {
    let sentence = Sentence::of(query);
    let mut asked = sentence.asked();
    let is_number =
        !query.nodes.is_empty() && query.nodes.iter().all(|node| digits_of(node).is_some());
    // An address of the web is one thing, however many words it has.
    let is_one = matches!(sentence.texts.as_slice(), [text] if !text.contains(is_cjk));
    if asked.words.len() + asked.others.len() < WORDS_MIN || is_number || is_one {
        return None;
    }
    asked.words.truncate(WORDS_MAX);
    asked.others.truncate(WORDS_MAX);
    asked.singles.truncate(SINGLES_MAX);
    let words = Plan::AtLeast(sentence.needed(asked.words.len()), asked.words);
    let better = [asked.others, asked.singles].concat();
    let nodes = query.nodes.iter().filter(|node| words_of(node).is_none());
    let mut plans: Vec<Plan> = nodes.map(kept).collect();
    plans.push(match better.is_empty() {
        true => words,
        false => Plan::Better(Box::new(words), better),
    });
    Some(Plan::All(plans))
}

/// The words of a question with what each may stand for; to tell why.
pub fn parts_of(query: &Query) -> Vec<Part> {
    let sentence = Sentence::of(query);
    let part = |text: &&str| {
        let plans = sentence.asked_by(text).all();
        (!plans.is_empty()).then(|| Part {
            word: (*text).to_owned(),
            whole: None,
            plan: Plan::Any(plans),
        })
    };
    sentence.texts.iter().filter_map(part).collect()
}

/// The terms that a question without spaces looks for in texts; none of another.
pub fn mentions(query: &Query) -> Vec<Plan> {
    let plans = Sentence::of(query).asked().all();
    let in_body = |plan: &&Plan| matches!(plan, Plan::Mention(TextField::Body, ..));
    let terms = alternatives(&plans).into_iter().filter(in_body);
    terms.cloned().collect()
}

/// The same with what its best documents are about: the same hits in a better order.
pub fn with_telling(plan: Plan, telling: &[Telling]) -> Plan {
    let terms = telling.iter().flat_map(|telling| {
        [TextField::Name, TextField::Body].map(|field| {
            let boost = TELLING * telling.share * weight(field);
            Plan::Term(field, telling.term.clone(), boost)
        })
    });
    Plan::Better(Box::new(plan), terms.collect())
}

/// Whether a query is a text without spaces that is longer than a name: where its words begin is a
/// guess, so what has all of them is not sure to be better than what lacks one.
pub fn is_unspaced_text(query: &Query) -> bool {
    let asked: Vec<&str> = query.nodes.iter().filter_map(words_of).flatten().collect();
    let characters = asked.iter().flat_map(|text| text.chars());
    characters.filter(|&c| is_cjk(c)).count() >= UNSPACED_CHARS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    /// How many of how many words a question asks for.
    fn check(query: &str, expected: Option<(usize, usize)>) {
        let plan = question(&parse(query), &|_| Plan::Everything);
        let shape = plan.map(|plan| match plan {
            Plan::All(mut plans) => match plans.pop() {
                Some(Plan::AtLeast(count, words)) => (count, words.len()),
                Some(Plan::Better(plan, _)) => match *plan {
                    Plan::AtLeast(count, words) => (count, words.len()),
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        });
        assert_eq!(shape, expected, "{query}");
    }

    #[test]
    fn sentences_ask_for_some_words_and_short_queries_for_all() {
        check("weevil pest paris", None);
        check("what is the roof of the warehouse", None);
        check("ana lopez martinez whitfield", Some((3, 4)));
        check(
            "why did the roof of the big warehouse leak in march",
            Some((3, 5)),
        );
        check("合同付款分几期比较好", Some((1, 3)));
        check("合同付款（分几期）比较好", Some((1, 5)));
        check("회의자료를보내주세요", Some((2, 9)));
        check("欧阳建国", None);
        check("\"a b c d e\" one", None);
    }
}
