//! What is drawn behind the letters of a query: a chip for each field, a wave under what is wrong.
//! The letters are the field's own. Tests: at the foot.

use super::context;
use crate::i18n::I18n;
use shared::query::{PieceKind, Problem, Query, Span, parse_in};
use yew::prelude::*;

/// A stretch of the text that is drawn as one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: String,
    chip: Option<Chip>,
    /// Its parts, and whether each is wrong.
    parts: Vec<(String, bool)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chip {
    Wanted,
    Excluded,
}

/// The text with its chips and marks. `is_resting`: nothing is being typed; what is at the end may
/// become right otherwise.
pub fn painted(i18n: I18n, text: &str, problems: &[Problem], is_resting: bool) -> Html {
    let query = parse_in(text, &context(i18n));
    let wrong = wrong_spans((text, &query), problems, is_resting);
    let run = |run: &Run| {
        let class = run.chip.map(|chip| match chip {
            Chip::Wanted => "query-chip",
            Chip::Excluded => "query-chip query-chip-not",
        });
        let part = |(text, wrong): &(String, bool)| match wrong {
            true => html! { <span class="query-wrong">{ text }</span> },
            false => html! { { text } },
        };
        html! { <span {class}>{ for run.parts.iter().map(part) }</span> }
    };
    html! { <>{ for runs(text, &query, &wrong).iter().map(run) }</> }
}

/// Where the query or the server says that something is wrong.
fn wrong_spans((text, query): (&str, &Query), problems: &[Problem], is_resting: bool) -> Vec<Span> {
    let end = text.trim_end().chars().count();
    let all = query.problems.iter().chain(problems);
    let spans = all.map(|problem| problem.span);
    spans
        .filter(|span| is_resting || (span.end as usize) < end)
        .collect()
}

fn runs(text: &str, query: &Query, wrong: &[Span]) -> Vec<Run> {
    let chars: Vec<char> = text.chars().collect();
    let chips = query.pieces.iter().filter_map(|piece| match piece.kind {
        PieceKind::Field(_) => Some((piece.span, piece.sign)),
        PieceKind::Word | PieceKind::Phrase | PieceKind::Or => None,
    });
    let mut runs = Vec::new();
    let mut at = 0;
    for (span, sign) in chips {
        let (start, end) = (span.start as usize, span.end as usize);
        runs.extend(run(&chars, (at, start), None, wrong));
        let chip = match sign {
            0 => Chip::Wanted,
            _ => Chip::Excluded,
        };
        runs.extend(run(&chars, (start, end), Some(chip), wrong));
        at = end;
    }
    runs.extend(run(&chars, (at, chars.len()), None, wrong));
    runs
}

fn run(
    chars: &[char],
    (start, end): (usize, usize),
    chip: Option<Chip>,
    wrong: &[Span],
) -> Option<Run> {
    let text: String = chars.get(start..end)?.iter().collect();
    if text.is_empty() {
        return None;
    }
    let is_wrong = |at: usize| {
        let inside = |span: &Span| (span.start as usize..span.end as usize).contains(&at);
        wrong.iter().any(inside)
    };
    let mut parts: Vec<(String, bool)> = Vec::new();
    for (at, c) in (start..).zip(text.chars()) {
        match parts.last_mut() {
            Some((part, wrong)) if *wrong == is_wrong(at) => part.push(c),
            _ => parts.push((c.to_string(), is_wrong(at))),
        }
    }
    Some(Run { text, chip, parts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    fn check(text: &str, expected: &str) {
        check_typed(text, true, expected);
    }

    fn check_typed(text: &str, is_resting: bool, expected: &str) {
        let query = parse(text);
        let runs = runs(text, &query, &wrong_spans((text, &query), &[], is_resting));
        let shown: String = runs
            .iter()
            .map(|run| {
                let part = |(part, wrong): &(String, bool)| match wrong {
                    true => format!("~{part}~"),
                    false => part.clone(),
                };
                let parts: String = run.parts.iter().map(part).collect();
                match run.chip {
                    Some(Chip::Wanted) => format!("[{parts}]"),
                    Some(Chip::Excluded) => format!("[!{parts}]"),
                    None => parts,
                }
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
        let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn fields_are_chips_and_what_is_wrong_is_marked() {
        check("late invoice", "late invoice");
        check("late from:ana x", "late [from:ana] x");
        check("-tag:\"a b\" 发件人:张伟", "[!-tag:\"a b\"] [发件人:张伟]");
        check("late NOT from:ana x", "late [!NOT from:ana] x");
        check("NOT late －标签：x ", "NOT late [!－标签：x] ");
        check("x stage:lead,king ", "x [stage:lead,~king~] ");
        check("form:ana ", "~form:ana~ ");
        check("", "");
    }

    #[test]
    fn what_is_being_typed_is_not_marked_as_wrong() {
        check("from:", "[~from:~]");
        check_typed("from:", false, "[from:]");
        check_typed("last:3", false, "[last:3]");
        check_typed("\"late", false, "\"late");
        check_typed("stage:king x", false, "[stage:~king~] x");
    }
}
