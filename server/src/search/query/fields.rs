//! From the clauses of fields to plans: who and what their values are is looked up with the rights
//! of who asks. What nothing can match becomes a problem. Tests: `tests/fields.rs` of the search
//! module.

use super::{
    QUERY_TIME_MAX,
    automaton::WordAutomaton,
    called::{Calls, excluded, other_names, people_meant},
    cancel::Cancel,
    collector::{HitsCollector, Order},
    filter::{self, any_of},
    find_all,
    plan::Plan,
    sounds::{FacetSounds, Sounds},
    words::{folded_words, words_in_order},
};
use crate::{
    search::{
        analysis::names::alias_term,
        document::{self, Facet, asked_terms},
        error::SearchError,
        schema::{TextField, TimeColumn},
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
use std::{sync::Arc, time::Instant};

/// Records of one name whose mail and notes are followed; more are a problem.
const NAMED_MAX: usize = 100;
/// Users that a name is compared with.
const USERS_MAX: usize = 10_000;
/// What a word of a subject counts.
const SUBJECT: f32 = 2.5;

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
                    for value in people_meant(value, asked)? {
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
                let mut name = vec![words_in(TextField::Name, value)];
                name.extend(sounding(value, calls));
                let name = Plan::Any(name);
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
        if value.text.contains('@') {
            let address = value.text.to_lowercase();
            let domain = address.strip_prefix('@').map(str::to_owned);
            reach.push(domain.map_or(Facet::Email(address), Facet::Domain));
        } else {
            reach.extend(domain_of(value).map(Facet::Domain));
            let kinds = [RecordKind::Contact, RecordKind::Company];
            for record in self.named(value, name_of_party(value, calls), &kinds, asked)? {
                reach.extend(document::reach(asked.reader, record)?);
            }
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

/// A value that reads like a domain.
fn domain_of(value: &Value) -> Option<String> {
    let bare = value.text.trim_start_matches('@').to_lowercase();
    let is_domain = bare.contains('.') && !bare.contains(|c: char| c.is_whitespace() || c == '@');
    is_domain.then_some(bare)
}

/// The facets of a name, an address or a file.
fn terms(value: &Value, facet: fn(String) -> Facet) -> Vec<Plan> {
    let terms = asked_terms(&value.text).into_iter().map(facet);
    if !value.prefix {
        return vec![any_of(&terms.collect::<Vec<_>>())];
    }
    let begin = |facet: Facet| Plan::FacetWords(Arc::new(WordAutomaton::prefix(&facet.term())));
    terms.map(begin).collect()
}

/// The people of a mail's header: by name or address, by what else they are called, and by its sound.
fn people(value: &Value, calls: Calls, facet: fn(String) -> Facet) -> Vec<Plan> {
    let mut plans = terms(value, facet);
    let others: Vec<Facet> = other_names(value, calls).into_iter().map(facet).collect();
    plans.extend((!others.is_empty()).then(|| any_of(&others)));
    let head = facet(String::new()).term();
    let sounds = sounds_of(value, calls).map(|sounds| FacetSounds { head, sounds });
    plans.extend(sounds.map(|sounds| Plan::FacetSounds(Arc::new(sounds))));
    plans
}

/// A name that is typed by its sound; nobody is excluded so.
fn sounds_of(value: &Value, calls: Calls) -> Option<Sounds> {
    Sounds::of(value).filter(|_| calls == Calls::ByOtherNames)
}

/// Contacts and companies by the sound of their names.
fn sounding(value: &Value, calls: Calls) -> Option<Plan> {
    let alias = alias_term(&sounds_of(value, calls)?.joined())?;
    Some(match value.prefix {
        true => {
            let begins = Arc::new(WordAutomaton::prefix(&alias));
            Plan::Words(TextField::Identifier, begins, SUBJECT)
        }
        false => Plan::Term(TextField::Identifier, alias, SUBJECT),
    })
}

/// A contact or a company of this name or sound, or a contact of another one that its bearer goes by.
fn name_of_party(value: &Value, calls: Calls) -> Plan {
    let others = other_names(value, calls).into_iter().map(|text| {
        let other = Value {
            text,
            prefix: false,
            ..value.clone()
        };
        words_in(TextField::Name, &other)
    });
    let others: Vec<Plan> = others.collect();
    let mut either = vec![words_in(TextField::Name, value)];
    either.extend(sounding(value, calls));
    if !others.is_empty() {
        let contacts = any_of(&[Facet::Kind(RecordKind::Contact)]);
        either.push(Plan::All(vec![Plan::Any(others), contacts]));
    }
    Plan::Any(either)
}

/// A whole tag, or every one that begins so while it is typed.
fn tag(value: &Value) -> Plan {
    let tag = Facet::Tag(Some(value.text.clone()));
    match value.prefix {
        true => Plan::FacetWords(Arc::new(WordAutomaton::prefix(&tag.term()))),
        false => any_of(&[tag]),
    }
}

/// Words of a mail's subject.
fn subject(value: &Value) -> Plan {
    Plan::All(vec![
        words_in(TextField::Name, value),
        any_of(&[Facet::Kind(RecordKind::Message)]),
    ])
}

/// The words of a value side by side in a field; the last one may be a beginning.
fn words_in(field: TextField, value: &Value) -> Plan {
    let mut words = words_in_order(&value.text);
    let begin = words
        .last()
        .filter(|_| value.prefix)
        .map(|(_, last)| Plan::Words(field, Arc::new(WordAutomaton::prefix(last)), SUBJECT));
    if begin.is_some() {
        words.pop();
    }
    let whole = match words.as_slice() {
        [] => None,
        [(_, word)] => Some(Plan::Term(field, word.clone(), SUBJECT)),
        _ => Some(Plan::Phrase(field, words, SUBJECT)),
    };
    let plans: Vec<Plan> = whole.into_iter().chain(begin).collect();
    if plans.is_empty() {
        return Plan::Nothing;
    }
    Plan::All(plans)
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
