//! From the values of a field to what they mean; what they cannot mean becomes a problem.
//! Tests: `tests` beside it.

use super::{
    Context, Field, Problem, ProblemCode, Span, TimeRange,
    dates::{self, Wrong},
    values::{self, State},
};
use crate::{
    locale::Locale,
    model::{LifecycleStage, RecordKind},
};

/// `field:value,value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Which field.
    pub field: Field,
    /// Any of these; never empty.
    pub values: Vec<Value>,
    /// What they mean.
    pub meaning: Meaning,
    /// Where it stands, from its name to its last value.
    pub span: Span,
}

/// One value as it was written, without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Never empty.
    pub text: String,
    /// Whether longer ones that begin with it match too: `inv*`, or still being typed.
    pub prefix: bool,
    /// Where it stands.
    pub span: Span,
}

/// What the values of a clause ask for, where that can be said without the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The values are names, addresses, words or users.
    Text,
    /// One of these kinds.
    Kinds(Vec<RecordKind>),
    /// One of these stages; `None` for none.
    Stages(Vec<Option<LifecycleStage>>),
    /// One of these languages, by ISO 639-1.
    Languages(Vec<&'static str>),
    /// A file comes with it.
    Attachment,
    /// It is in the bin.
    Bin,
    /// Within one of these times.
    Times(Vec<TimeRange>),
    /// Nothing is like that: a problem says why.
    Nothing,
}

/// A comparison of amounts: `>5000`. The sign stands in the value.
const AMOUNT_SIGNS: [char; 3] = ['>', '<', '='];

/// Reads values. `None` when there is nothing to apply yet.
pub(super) fn meaning(
    field: Field,
    values: &[Value],
    context: &Context<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Meaning> {
    let mut each = Each {
        field,
        values,
        locale: context.locale,
        problems,
    };
    Some(match field {
        Field::From
        | Field::To
        | Field::With
        | Field::Company
        | Field::Filename
        | Field::Subject
        | Field::Owner
        | Field::Tag => Meaning::Text,
        Field::Kind => list(each.known(values::kind), Meaning::Kinds),
        Field::Stage => list(each.known(values::stage), Meaning::Stages),
        Field::Lang => list(each.known(values::language), Meaning::Languages),
        Field::Has => list(each.known(values::attachment), |_| Meaning::Attachment),
        Field::In => each.states(values::place),
        Field::Is => each.states(values::state),
        Field::Before | Field::After | Field::On | Field::Last => {
            each.zone(context);
            return match field {
                Field::Last => each.last(context),
                _ => each.dates(context),
            };
        }
        Field::Amount => {
            each.amounts();
            Meaning::Nothing
        }
    })
}

/// Whether the words of a date field are one date, or may become one while they are typed.
pub(super) fn is_date(field: Field, text: &str, is_typed: bool, context: &Context<'_>) -> bool {
    if field == Field::Last {
        return dates::since(text, context).is_some() || is_typed && dates::begins_span(text);
    }
    match dates::read(text, is_typed, context) {
        Ok(_) | Err(Wrong::Unclear(_)) => true,
        Err(Wrong::Unfinished) => is_typed,
        Err(Wrong::NoDate) => false,
    }
}

fn list<T>(found: Vec<T>, meaning: impl Fn(Vec<T>) -> Meaning) -> Meaning {
    if found.is_empty() {
        return Meaning::Nothing;
    }
    meaning(found)
}

struct Each<'a> {
    field: Field,
    values: &'a [Value],
    locale: Locale,
    problems: &'a mut Vec<Problem>,
}

impl Each<'_> {
    fn problem(&mut self, value: &Value, code: ProblemCode, fix: Option<String>) {
        self.problems.push(Problem {
            span: value.span,
            code,
            fix,
        });
    }

    /// Values of a closed set; what is being typed means all that begin so.
    fn known<T: Copy + PartialEq>(
        &mut self,
        read: impl Fn(&str) -> Result<T, Option<&'static str>>,
    ) -> Vec<T> {
        let mut found: Vec<T> = Vec::new();
        for value in self.values {
            let one = match read(&value.text) {
                Ok(one) => vec![one],
                Err(meant) => {
                    let begun = self.begun(value).into_iter();
                    let begun: Vec<T> = begun.filter_map(|word| read(word).ok()).collect();
                    if begun.is_empty() {
                        self.problem(value, ProblemCode::WrongValue, meant.map(str::to_owned));
                    }
                    begun
                }
            };
            for one in one {
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// What a value that is being typed may become.
    fn begun(&self, value: &Value) -> Vec<&'static str> {
        if !value.prefix {
            return Vec::new();
        }
        values::begun(self.field, &value.text, self.locale)
    }

    fn states(&mut self, read: impl Fn(&str) -> Result<State, Option<&'static str>>) -> Meaning {
        let mut meaning = Meaning::Nothing;
        for value in self.values {
            let begun = self.begun(value).first().copied();
            match read(&value.text).or_else(|meant| begun.map_or(Err(meant), &read)) {
                Ok(State::Bin) => meaning = Meaning::Bin,
                Ok(State::NotYet) => self.problem(value, ProblemCode::NotYet, None),
                Err(meant) => {
                    self.problem(value, ProblemCode::WrongValue, meant.map(str::to_owned));
                }
            }
        }
        meaning
    }

    /// What a day is depends on where it is asked.
    fn zone(&mut self, context: &Context<'_>) {
        if !context.zone.is_known()
            && let Some(value) = self.values.first()
        {
            self.problem(value, ProblemCode::UnknownZone, None);
        }
    }

    fn dates(&mut self, context: &Context<'_>) -> Option<Meaning> {
        let mut times = Vec::new();
        let mut unfinished = false;
        for value in self.values {
            let days = match dates::read(&value.text, value.prefix, context) {
                Ok(days) => days,
                Err(wrong) => {
                    unfinished |= wrong == Wrong::Unfinished;
                    self.wrong_date(value, wrong);
                    continue;
                }
            };
            let (start, end) = days.times(context);
            times.push(match self.field {
                Field::Before => TimeRange {
                    from: None,
                    before: Some(start),
                },
                Field::After => TimeRange {
                    from: Some(start),
                    before: None,
                },
                _ => TimeRange {
                    from: Some(start),
                    before: Some(end),
                },
            });
        }
        (!unfinished || !times.is_empty()).then(|| list(times, Meaning::Times))
    }

    fn wrong_date(&mut self, value: &Value, wrong: Wrong) {
        match wrong {
            Wrong::Unfinished => self.problem(value, ProblemCode::MissingValue, None),
            Wrong::Unclear(date) => {
                self.problem(value, ProblemCode::UnclearDate, Some(date.to_string()));
            }
            Wrong::NoDate => {
                let meant = values::nearest_date(&value.text).map(str::to_owned);
                self.problem(value, ProblemCode::WrongDate, meant);
            }
        }
    }

    fn last(&mut self, context: &Context<'_>) -> Option<Meaning> {
        let mut times = Vec::new();
        let mut unfinished = false;
        for value in self.values {
            let is_number = value.text.bytes().all(|byte| byte.is_ascii_digit());
            let is_begun = value.prefix && dates::begins_span(&value.text);
            match dates::since(&value.text, context) {
                Some(from) => times.push(TimeRange {
                    from: Some(from),
                    before: None,
                }),
                None => {
                    unfinished |= is_begun;
                    let code = match is_begun {
                        true => ProblemCode::MissingValue,
                        false => ProblemCode::WrongDate,
                    };
                    let fix = is_number.then(|| format!("{}d", value.text));
                    self.problem(value, code, fix);
                }
            }
        }
        (!unfinished || !times.is_empty()).then(|| list(times, Meaning::Times))
    }

    /// Nothing has an amount yet; what is no number is told from that.
    fn amounts(&mut self) {
        for value in self.values {
            let number = value.text.trim_start_matches(AMOUNT_SIGNS);
            let is_number = number.starts_with(|c: char| c.is_ascii_digit())
                && number
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'k' | 'm'));
            let code = if is_number {
                ProblemCode::NotYet
            } else {
                ProblemCode::WrongValue
            };
            self.problem(value, code, None);
        }
    }
}
