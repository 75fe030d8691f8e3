//! `rapport search`: the query language on the command line, for people and as JSON. What is wrong
//! with a query is said under its words, and what the rest of it finds is shown all the same.
//! Tests: at the foot, and `tests/suite/cli/search.rs`.

use super::{
    EXIT_FAILED,
    command::{Answer, explain, text, wait_for_index},
};
use crate::{
    app::App,
    changes::Cause,
    domain::{ctx::Actor, search, zone::NamedZone},
};
use chrono::Local;
use serde::{Deserialize, Serialize};
use shared::{
    api::search::{Hit, IndexState, Mark, SearchAnswer, SearchQuery},
    locale::Locale,
    query::{Effect, Problem, ProblemCode},
    zone::Zone,
};
use std::{
    env,
    io::{self, IsTerminal},
    time::Duration,
};

/// Hits of `search` when nothing else is said.
pub const SEARCH_LIMIT_DEFAULT: usize = 20;
/// How long `search` waits for an index that is not complete.
const SEARCH_WAIT: Duration = Duration::from_secs(60);
/// Bold and underlined, and neither again.
const MARKED: [&str; 2] = ["\u{1b}[1;4m", "\u{1b}[22;24m"];
/// Before a snippet, so that it stands under its title.
const INDENT: &str = "         ";

/// The language, as `search --help` explains it.
pub const LANGUAGE: &str = "\
WORDS are a query, as in the app:
  late invoice          both words, bent or begun; the last one may be unfinished
  \"late invoice\"        these words side by side
  late -paid            not this word, also late NOT paid
  late OR overdue       either, also late | overdue; ( ) group
  inv*                  words that begin so
  from:ana to:bob       who sent a mail, who got it: a name, an address, a domain, me
  with:ana              who has to do with it in any way
  company:acme          a company, its people, notes and mail
  owner:me owner:none   whose it is: a user's name, me, none
  kind:mail             contact, company, note or mail
  tag:vip stage:lead    a tag, a stage (lead, customer, regular, lapsed), or none
  has:attachment        with files; filename:pdf says which
  subject:offer         words of a subject
  lang:es               written in this language
  in:bin                deleted, not yet gone for good
  after:2024-05-01      from that day on; before: ends before it, on: is within it
  on:2024-05            a month or a year; today, yesterday, monday, last-week, march, 30d,
                        last friday, 5 May 2024, 3 days ago
  last:30d              the last 30 days; h d w m y
Several values are separated by commas (tag:vip,press) or OR (from:(ana OR bob)), spaces need quotes
(from:\"ana vidal\"), a minus sign or NOT before any of it turns it round. Names and values are
understood in Spanish and Chinese too (de:ana después:ayer, 发件人:张伟). Quote the query for your
shell, and put -- before a query that begins with a minus sign.

Examples:
  rapport search 'from:ana has:attachment last:30d'
  rapport search --json 'company:acme -kind:note' | jq '.hits[].title'
  rapport search -- '-tag:vip kind:contact'";

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// As typed.
    pub words: String,
    /// Hits at most.
    pub limit: usize,
    /// Whether it fails when nothing is found.
    pub fails_without_hits: bool,
    /// Whether what was found is marked for a terminal.
    pub marked: bool,
    /// Where the asker's days begin, as in [`SearchQuery::tz`].
    pub tz: String,
    /// The asker's language, for dates.
    pub locale: Locale,
}

impl Find {
    /// A question of whoever runs this process.
    pub fn here(words: String, limit: usize, fails_without_hits: bool) -> Self {
        let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let language = ["LC_ALL", "LC_TIME", "LANG"]
            .map(env::var)
            .into_iter()
            .flatten();
        let language = language.into_iter().find(|tag| !tag.is_empty());
        Self {
            words,
            limit,
            fails_without_hits,
            marked: io::stdout().is_terminal() && !no_color,
            tz: zone_here(env::var("TZ").ok().as_deref()),
            locale: language.map_or(Locale::En, |tag| Locale::negotiate(&tag)),
        }
    }

    /// Answers it.
    ///
    /// # Errors
    /// Why not.
    pub fn run(&self, app: &App) -> Result<Answer, String> {
        let ctx = app.ctx(Actor::System, Cause::System);
        let query = SearchQuery {
            q: self.words.clone(),
            limit: Some(self.limit),
            tz: Some(self.tz.clone()),
            lang: Some(self.locale),
            ..SearchQuery::default()
        };
        let mut answer = search::search(&ctx, &app.search, &query).map_err(explain)?;
        if answer.state == IndexState::Rebuilding {
            // A process that has just begun has yet to read what the index does not have.
            wait_for_index(app, SEARCH_WAIT)?;
            answer = search::search(&ctx, &app.search, &query).map_err(explain)?;
        }
        let value = serde_json::to_value(&answer).map_err(text)?;
        let found = Answer::value(value, self.lines(&answer));
        Ok(if answer.total == 0 && self.fails_without_hits {
            found.exit(EXIT_FAILED)
        } else {
            found
        })
    }

    fn lines(&self, answer: &SearchAnswer) -> Vec<String> {
        let mut lines: Vec<String> = answer
            .problems
            .iter()
            .flat_map(|problem| problem_lines(&self.words, problem))
            .collect();
        lines.extend(answer.hits.iter().flat_map(|hit| self.hit_lines(hit)));
        lines.push(format!("{} found", answer.total));
        lines
    }

    fn hit_lines(&self, hit: &Hit) -> Vec<String> {
        let title = self.marked(&hit.title, &hit.title_marks);
        let place = if hit.in_bin { "  (in the bin)" } else { "" };
        let mut lines = vec![format!(
            "{:8} {}  {title}{place}",
            hit.kind.as_str(),
            hit.id
        )];
        if !hit.snippet.is_empty() {
            let snippet = self.marked(&hit.snippet, &hit.marks).replace('\n', " ");
            lines.push(format!("{INDENT}{snippet}"));
        }
        lines
    }

    /// A text with its marks, if they are wanted. Control characters of mails never reach a terminal.
    fn marked(&self, text: &str, marks: &[Mark]) -> String {
        let [begin, end] = MARKED;
        let mut out = String::new();
        for (place, c) in (0..).zip(text.chars()) {
            if self.marked && marks.iter().any(|mark| mark.0 == place) {
                out += begin;
            }
            out.push(if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            });
            if self.marked && marks.iter().any(|mark| mark.1 == place + 1) {
                out += end;
            }
        }
        out
    }
}

/// The zone of whoever runs this process: what they say by `TZ`, else the machine's. Where it has no
/// name, its distance from UTC today will do.
fn zone_here(said: Option<&str>) -> String {
    let said = said.map(|name| name.trim_start_matches(':').to_owned());
    let named = said.filter(|name| !name.is_empty());
    let name = named.or_else(|| iana_time_zone::get_timezone().ok());
    let is_known = |name: &String| NamedZone::of(Some(name)).is_ok_and(|zone| zone.is_known());
    name.filter(is_known)
        .unwrap_or_else(|| Local::now().offset().to_string())
}

/// The words, what is wrong under them, and what to write instead.
fn problem_lines(words: &str, problem: &Problem) -> [String; 2] {
    let wide = |c: char| ('\u{1100}'..='\u{ffe6}').contains(&c);
    let width = |start: u32, end: u32| -> usize {
        let chars = words
            .chars()
            .skip(start as usize)
            .take((end - start) as usize);
        chars.map(|c| if wide(c) { 2 } else { 1 }).sum()
    };
    let span = problem.span;
    let before = " ".repeat(width(0, span.start));
    let under = "^".repeat(width(span.start, span.end).max(1));
    let effect = match problem.code.effect() {
        Effect::AsWords => "looked for as words",
        Effect::NotApplied => "passed over",
        Effect::FindsNothing => "finds nothing",
        Effect::InPart => "applied as far as it goes",
    };
    let fix = problem.fix.as_ref();
    let fix = fix.map_or(String::new(), |fix| format!("; did you mean {fix} ?"));
    let said = sentence(problem.code);
    [
        words.to_owned(),
        format!("{before}{under} {said}: {effect}{fix}"),
    ]
}

const fn sentence(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::UnknownField => "no field is called that",
        ProblemCode::MissingValue => "the value is missing or unfinished",
        ProblemCode::WrongValue => "no record can have this value",
        ProblemCode::WrongDate => "not a date",
        ProblemCode::UnclearDate => "day and month could be either way round",
        ProblemCode::NotYet => "no record has this yet",
        ProblemCode::NoSuchUser => "no user is called that",
        ProblemCode::NoSuchCompany => "no company is called that",
        ProblemCode::TooMany => "more records have this name than are followed",
        ProblemCode::UnknownZone => "your time zone is not known, days are those of UTC",
        ProblemCode::UnclosedQuote => "the quote is not closed",
        ProblemCode::UnclosedGroup => "the parenthesis is not closed",
        ProblemCode::LoneOr => "OR needs something on both sides",
        ProblemCode::NoWords => "no letter or digit to look for",
        ProblemCode::TooLong => "more than is looked at",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    fn check(words: &str, expected: &str) {
        let query = parse(words);
        let lines: Vec<String> = query
            .problems
            .iter()
            .map(|problem| problem_lines(words, problem)[1].clone())
            .collect();
        assert_eq!(lines.join("\n"), expected, "{words}");
    }

    #[test]
    fn what_is_wrong_stands_under_the_words() {
        check(
            "late form:ana",
            "     ^^^^^^^^ no field is called that: looked for as words; did you mean from:ana ?",
        );
        check(
            "合同 is:unread ",
            "        ^^^^^^ no record has this yet: finds nothing",
        );
        check("late ", "");
    }

    #[test]
    fn days_begin_where_the_asker_is() {
        assert_eq!(zone_here(Some("Asia/Tokyo")), "Asia/Tokyo");
        assert_eq!(zone_here(Some(":Europe/Madrid")), "Europe/Madrid");
        for said in [None, Some(""), Some("MADRID-1SUMMER"), Some("Mars/Crater")] {
            let zone = NamedZone::of(Some(&zone_here(said))).unwrap();
            assert!(zone.is_known(), "{said:?}: {zone:?}");
        }
    }

    #[test]
    fn marks_are_for_terminals_and_nothing_else_is() {
        let mut find = Find::here("x".into(), 1, false);
        let show = |find: &Find| find.marked("a late\u{1b}[2J pear", &[Mark(2, 6)]);
        find.marked = false;
        assert_eq!(show(&find), "a late\u{fffd}[2J pear");
        find.marked = true;
        assert_eq!(
            show(&find),
            "a \u{1b}[1;4mlate\u{1b}[22;24m\u{fffd}[2J pear"
        );
    }
}
