//! From the clauses of fields to plans: who and what their values are is looked up with the rights
//! of who asks. What nothing can match becomes a problem. Tests: `tests/fields.rs` of the search
//! module.

use super::{
    called::{Calls, excluded, people_meant},
    cancel::Cancel,
    collector::{HitsCollector, Order, QUERY_TIME_MAX},
    filter::{self, any_of},
    find::find_all,
    plan::Plan,
    values::{domain_of, name_of_party, own_name, people, sounds_of, subject, tag, terms},
};
use crate::{
    search::{
        analysis::folded_words,
        document::{self, Facet},
        error::SearchError,
        schema::TimeColumn,
        view::View,
    },
    store::{
        engine::KeyRange,
        keys::Table,
        reader::Reader,
        record::{self, Record},
        schema::user::User,
    },
};
use shared::{
    ids::UserId,
    model::{RecordKind, RecordRef},
    query::{
        Clause, Field, Meaning, Problem, ProblemCode, Query, Span, TimeRange, Value, is_me, is_none,
    },
    time::Timestamp,
};
use std::time::Instant;

/// Records of one name whose mail and notes are followed; more are a problem.
const NAMED_MAX: usize = 100;
/// Users that a name is compared with.
const USERS_MAX: usize = 10_000;

/// What is needed to know who a value is.
pub struct Asked<'a> {
    /// The records.
    pub reader: &'a Reader,
    /// The index, to look names up.
    pub view: &'a View,
    /// Who asks; `None` is the system.
    pub viewer: Option<UserId>,
}

/// The plans of the clauses of a query, by where they stand.
#[derive(Debug, Default)]
pub struct FieldPlans {
    plans: Vec<(Span, Plan)>,
    /// What is wrong with values that only records could tell.
    pub problems: Vec<Problem>,
}

impl FieldPlans {
    /// Looks up everything that the clauses of a query name.
    ///
    /// # Errors
    /// When the store or the index cannot be read.
    pub fn of(query: &Query, asked: &Asked<'_>) -> Result<Self, SearchError> {
        let mut found = Self::default();
        let excluded = excluded(query);
        for clause in query.clauses() {
            let calls = if excluded.contains(&clause.span) {
                Calls::AsWritten
            } else {
                Calls::ByOtherNames
            };
            let plan = found.plan(clause, calls, asked)?;
            found.plans.push((clause.span, plan));
        }
        Ok(found)
    }

    /// The plan of a clause of the query that this was made for.
    pub fn get(&self, clause: &Clause) -> Plan {
        let found = self.plans.iter().find(|(span, _)| *span == clause.span);
        found.map_or(Plan::Nothing, |(_, plan)| plan.clone())
    }

    fn problem(&mut self, value: &Value, code: ProblemCode) {
        self.problems.push(Problem {
            span: value.span,
            code,
            fix: None,
        });
    }

    fn plan(
        &mut self,
        clause: &Clause,
        calls: Calls,
        asked: &Asked<'_>,
    ) -> Result<Plan, SearchError> {
        Ok(match &clause.meaning {
            Meaning::Text => return self.by_records(clause, calls, asked),
            Meaning::Kinds(kinds) => facets(kinds, |kind| Facet::Kind(*kind)),
            Meaning::Stages(stages) => facets(stages, |stage| {
                Facet::Stage(stage.map(|stage| stage.as_str().to_owned()))
            }),
            Meaning::Languages(languages) => {
                facets(languages, |code| Facet::Language((*code).to_owned()))
            }
            Meaning::Attachment => any_of(&[Facet::HasAttachment]),
            Meaning::Bin => any_of(&[Facet::InBin]),
            Meaning::Times(ranges) => Plan::Any(ranges.iter().map(time).collect()),
            Meaning::Nothing => Plan::Nothing,
        })
    }

    fn by_records(
        &mut self,
        clause: &Clause,
        calls: Calls,
        asked: &Asked<'_>,
    ) -> Result<Plan, SearchError> {
        let mut either = Vec::new();
        for value in &clause.values {
            match clause.field {
                Field::From | Field::To | Field::With => {
                    for value in people_meant(value, asked.viewer, asked.reader)? {
                        either.extend(match clause.field {
                            Field::From => people(&value, calls, Facet::From),
                            Field::To => people(&value, calls, Facet::To),
                            _ => self.with(&value, calls, asked)?,
                        });
                    }
                }
                Field::Filename => either.extend(terms(value, Facet::File)),
                Field::Subject => either.push(subject(value)),
                Field::Tag if is_none(&value.text) => either.push(any_of(&[Facet::Tag(None)])),
                Field::Tag => either.push(tag(value)),
                Field::Owner => either.push(self.owner(value, calls, asked)?),
                Field::Company => either.push(self.company(value, calls, asked)?),
                // Their values have a meaning of their own.
                Field::Kind
                | Field::Stage
                | Field::Has
                | Field::Lang
                | Field::In
                | Field::Is
                | Field::Before
                | Field::After
                | Field::On
                | Field::Last
                | Field::Amount => {}
            }
        }
        Ok(Plan::Any(either))
    }

    fn owner(
        &mut self,
        value: &Value,
        calls: Calls,
        asked: &Asked<'_>,
    ) -> Result<Plan, SearchError> {
        if is_none(&value.text) {
            return Ok(any_of(&[Facet::Owner(None)]));
        }
        let owners = match value.text.parse::<UserId>() {
            Ok(id) => vec![id],
            Err(_) if is_me(&value.text) => asked.viewer.into_iter().collect(),
            Err(_) => users_named(value, calls, asked.reader)?,
        };
        if owners.is_empty() {
            self.problem(value, ProblemCode::NoSuchUser);
            return Ok(Plan::Nothing);
        }
        Ok(facets(&owners, |owner| Facet::Owner(Some(*owner))))
    }

    fn company(
        &mut self,
        value: &Value,
        calls: Calls,
        asked: &Asked<'_>,
    ) -> Result<Plan, SearchError> {
        let companies = match value.text.parse() {
            Ok(id) => {
                let kind = RecordKind::Company;
                vec![RecordRef { kind, id }]
            }
            Err(_) => {
                let name = Plan::Any(own_name(value, calls));
                self.named(value, name, &[RecordKind::Company], asked)?
            }
        };
        let domain = domain_of(value);
        if companies.is_empty() && domain.is_none() {
            self.problem(value, ProblemCode::NoSuchCompany);
            return Ok(Plan::Nothing);
        }
        let mut reach: Vec<Facet> = domain.map(Facet::Domain).into_iter().collect();
        for company in companies {
            reach.extend(document::reach(asked.reader, company)?);
        }
        Ok(any_of(&reach))
    }

    /// People and companies of the name with all that has to do with them, and mail of people who
    /// are no contacts.
    fn with(
        &mut self,
        value: &Value,
        calls: Calls,
        asked: &Asked<'_>,
    ) -> Result<Vec<Plan>, SearchError> {
        let mut either = people(value, calls, Facet::From);
        either.extend(people(value, calls, Facet::To));
        let mut reach = Vec::new();
        let name = match value.text.contains('@') {
            true => {
                let address = value.text.to_lowercase();
                let domain = address.strip_prefix('@').map(str::to_owned);
                reach.push(domain.map_or(Facet::Email(address), Facet::Domain));
                any_of(&reach)
            }
            false => {
                reach.extend(domain_of(value).map(Facet::Domain));
                name_of_party(value, calls)
            }
        };
        let kinds = [RecordKind::Contact, RecordKind::Company];
        for record in self.named(value, name, &kinds, asked)? {
            reach.extend(document::reach(asked.reader, record)?);
        }
        if !reach.is_empty() {
            either.push(any_of(&reach));
        }
        Ok(either)
    }

    /// The records of a name, or of the domain that a value is, which the viewer may see.
    fn named(
        &mut self,
        value: &Value,
        name: Plan,
        kinds: &[RecordKind],
        asked: &Asked<'_>,
    ) -> Result<Vec<RecordRef>, SearchError> {
        let domain = domain_of(value).map(|domain| any_of(&[Facet::Domain(domain)]));
        let mut plans = vec![Plan::Any([name].into_iter().chain(domain).collect())];
        plans.push(facets(kinds, |kind| Facet::Kind(*kind)));
        plans.extend(filter::rights(asked.viewer));
        let collector = HitsCollector {
            columns: asked.view.columns.clone(),
            kinds: kinds.to_vec(),
            order: Order::Time {
                column: TimeColumn::Updated,
                newest_first: true,
            },
            limit: NAMED_MAX + 1,
            deadline: Instant::now() + QUERY_TIME_MAX,
            cancel: Cancel::default(),
        };
        let found = find_all(&Plan::All(plans), asked.view, &collector)?;
        let mut records: Vec<RecordRef> = found.best.iter().map(|hit| hit.record).collect();
        if records.len() > NAMED_MAX {
            records.truncate(NAMED_MAX);
            self.problem(value, ProblemCode::TooMany);
        }
        Ok(records)
    }
}

fn facets<T>(values: &[T], facet: impl Fn(&T) -> Facet) -> Plan {
    any_of(&values.iter().map(facet).collect::<Vec<_>>())
}

fn time(range: &TimeRange) -> Plan {
    let micros = |time: Option<Timestamp>| time.map(Timestamp::micros);
    Plan::Time(TimeColumn::At, micros(range.from), micros(range.before))
}

/// Users with a name or address: every word of the value begins a word of theirs, or it is the sound
/// of one.
fn users_named(value: &Value, calls: Calls, reader: &Reader) -> Result<Vec<UserId>, SearchError> {
    let asked = folded_words(&value.text);
    let sounds = sounds_of(value, calls);
    let mut found = Vec::new();
    let mut seen = 0;
    let range = KeyRange::prefix(&[Table::User as u8]);
    reader.scan::<crate::store::StoreError>(range, |_, stamped| {
        seen += 1;
        let user: User = record::decode(&stamped.value)?;
        let own = folded_words(&format!("{} {}", user.name, user.email));
        let begins = |word: &String| own.iter().any(|own| own.starts_with(word.as_str()));
        let is_sound = |name: &String| sounds.as_ref().is_some_and(|sounds| sounds.are_of(name));
        let is_named = !asked.is_empty() && asked.iter().all(begins) || own.iter().any(is_sound);
        if is_named && user.head().deleted.is_none() && seen <= USERS_MAX {
            found.push(user.id);
        }
        Ok(())
    })?;
    Ok(found)
}
