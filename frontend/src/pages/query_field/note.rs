//! What is wrong with a query, in words, and what was probably meant, one click away. It waits until
//! the typing rests. Tests: tests/suite/browser/query.rs.

use super::context;
use crate::{
    components::{Icon, IconName},
    i18n::{I18n, use_i18n},
};
use gloo_timers::callback::Timeout;
use shared::query::{Problem, ProblemCode, Query, Span, parse_in};
use yew::prelude::*;

/// How long nothing is typed before somebody is told that it is wrong.
const REST_MS: u32 = 600;

#[derive(Properties, PartialEq)]
pub struct QueryNoteProps {
    pub value: AttrValue,
    /// Writes a better text.
    pub oninput: Callback<String>,
    /// What else is wrong, as the server said of this text.
    #[prop_or_default]
    pub problems: Vec<Problem>,
}

/// The first problem of a query; nothing when there is none.
#[component]
pub fn QueryNote(props: &QueryNoteProps) -> Html {
    let i18n = use_i18n();
    let is_resting = use_resting(&props.value);
    let query = parse_in(&props.value, &context(i18n));
    let problem = query.problems.iter().chain(&props.problems).next();
    let Some(problem) = problem.filter(|_| is_resting) else {
        return Html::default();
    };
    let fix = problem.fix.as_ref().map(|fix| {
        let better = replaced(&props.value, problem.span, fix);
        let onclick = props.oninput.reform(move |_: MouseEvent| better.clone());
        let label = i18n.fill(i18n.t.query.write_instead, &[("fix", fix)]);
        html! {
            <button type="button" class="query-fix" aria-label={label} {onclick}>{ fix }</button>
        }
    });
    html! {
        <p class="query-note" role="status">
            <Icon name={IconName::Info} />
            <span>{ sentence(i18n, &props.value, &query, problem) }</span>
            if let Some(fix) = fix {
                <span>{ i18n.t.query.did_you_mean }</span>{ fix }
            }
        </p>
    }
}

/// Whether a text has not changed for a while.
#[hook]
pub fn use_resting(text: &AttrValue) -> bool {
    let rested = use_state_eq(AttrValue::default);
    {
        let rested = rested.setter();
        use_effect_with(text.clone(), move |text| {
            let text = text.clone();
            let timer = Timeout::new(REST_MS, move || rested.set(text));
            move || drop(timer)
        });
    }
    *rested == *text
}

fn part_of(text: &str, span: Span) -> String {
    let length = (span.end - span.start) as usize;
    text.chars()
        .skip(span.start as usize)
        .take(length)
        .collect()
}

fn replaced(text: &str, span: Span, fix: &str) -> String {
    let before: String = text.chars().take(span.start as usize).collect();
    let behind: String = text.chars().skip(span.end as usize).collect();
    // What is right now is whole: a space says so at the end.
    let space = if behind.is_empty() { " " } else { "" };
    format!("{before}{fix}{behind}{space}")
}

fn sentence(i18n: I18n, text: &str, query: &Query, problem: &Problem) -> String {
    let t = &i18n.t.query;
    let row = match problem.code {
        ProblemCode::UnknownField => t.unknown_field,
        ProblemCode::MissingValue => t.missing_value,
        ProblemCode::WrongValue => t.wrong_value,
        ProblemCode::WrongDate => t.wrong_date,
        ProblemCode::UnclearDate => t.unclear_date,
        ProblemCode::NotYet => t.not_yet,
        ProblemCode::NoSuchUser => t.no_such_user,
        ProblemCode::NoSuchCompany => t.no_such_company,
        ProblemCode::TooMany => t.too_many,
        ProblemCode::UnknownZone => t.unknown_zone,
        ProblemCode::UnclosedQuote => t.unclosed_quote,
        ProblemCode::UnclosedGroup => t.unclosed_group,
        ProblemCode::LoneOr => t.lone_or,
        ProblemCode::NoWords => t.no_words,
        ProblemCode::TooLong => t.too_long,
    };
    // What nothing has yet is named with its field.
    let whole = query.pieces.iter().map(|piece| piece.span).find(|span| {
        problem.code == ProblemCode::NotYet && span.touches(problem.span.end as usize)
    });
    let span = whole.unwrap_or(problem.span);
    i18n.fill(row, &[("part", &part_of(text, span))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_replaces_what_is_wrong_and_nothing_else() {
        let check = |text: &str, start, end, fix: &str, expected: &str| {
            assert_eq!(replaced(text, Span { start, end }, fix), expected);
        };
        check("张 form:ana x", 2, 10, "from:ana", "张 from:ana x");
        check("form:ana", 0, 8, "from:ana", "from:ana ");
    }
}
