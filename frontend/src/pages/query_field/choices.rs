//! What can be chosen for the field or value at the caret: fields and fixed values at once, people,
//! companies, users and tags as they are found. Tests: at the foot.

use crate::{
    api::{
        self,
        parties::{Party, PartyKind},
        use_latest,
    },
    i18n::I18n,
};
use gloo_timers::callback::Timeout;
use shared::{
    api::page::{ListQuery, PAGE_LIMIT_MAX},
    query::{Completion, Field, Offer, is_me, is_none, quoted},
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortSignal;
use yew::prelude::*;

/// Lines shown at once.
const CHOICES_MAX: usize = 8;
/// Between the last letter and the look-up.
const TYPING_MS: u32 = 80;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub label: AttrValue,
    pub hint: AttrValue,
    /// What is written.
    pub insert: AttrValue,
    /// Whether the clause ends with it, as with a value.
    pub ends: bool,
}

/// Which records are values of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    People,
    Companies,
    Users,
    Tags,
}

const fn source_of(field: Field) -> Option<Source> {
    match field {
        Field::From | Field::To | Field::With => Some(Source::People),
        Field::Company => Some(Source::Companies),
        Field::Owner => Some(Source::Users),
        Field::Tag => Some(Source::Tags),
        Field::Kind
        | Field::Stage
        | Field::Has
        | Field::Filename
        | Field::Subject
        | Field::Lang
        | Field::In
        | Field::Is
        | Field::Before
        | Field::After
        | Field::On
        | Field::Last
        | Field::Amount => None,
    }
}

/// The lines for what is at the caret.
#[hook]
pub fn use_choices(i18n: I18n, completion: Option<&Completion>) -> Rc<Vec<Choice>> {
    let asked = completion.and_then(|completion| match completion.offer {
        Offer::Values(field, _) => Some((source_of(field)?, completion.typed.clone())),
        Offer::Fields(_) => None,
    });
    let found = use_found(asked);
    let mut choices = completion.map_or_else(Vec::new, |it| fixed(i18n, it));
    choices.extend(found.iter().cloned());
    let mut seen: Vec<AttrValue> = Vec::new();
    choices.retain(|choice| {
        let new = !seen.contains(&choice.insert);
        seen.push(choice.insert.clone());
        new
    });
    // What stands there already needs no line.
    let typed = completion.map(|it| it.typed.as_str()).unwrap_or_default();
    choices.retain(|choice| !choice.ends || choice.insert != typed);
    choices.truncate(CHOICES_MAX);
    Rc::new(choices)
}

fn fixed(i18n: I18n, completion: &Completion) -> Vec<Choice> {
    match &completion.offer {
        Offer::Fields(fields) => fields
            .iter()
            .map(|(field, name)| Choice {
                label: format!("{name}:").into(),
                hint: hint(i18n, *field).into(),
                insert: format!("{name}:").into(),
                ends: false,
            })
            .collect(),
        Offer::Values(_, words) => {
            let value = |word: &&'static str| Choice {
                label: (*word).into(),
                hint: value_hint(i18n, word).into(),
                insert: quoted(word).into(),
                ends: true,
            };
            words.iter().map(value).collect()
        }
    }
}

fn value_hint(i18n: I18n, word: &str) -> &'static str {
    if is_me(word) {
        return i18n.t.query.hint_me;
    }
    if is_none(word) {
        return i18n.t.query.hint_none;
    }
    ""
}

fn hint(i18n: I18n, field: Field) -> &'static str {
    let t = &i18n.t.query;
    match field {
        Field::From => t.hint_from,
        Field::To => t.hint_to,
        Field::With => t.hint_with,
        Field::Company => t.hint_company,
        Field::Owner => t.hint_owner,
        Field::Kind => t.hint_kind,
        Field::Tag => t.hint_tag,
        Field::Stage => t.hint_stage,
        Field::Has => t.hint_has,
        Field::Filename => t.hint_filename,
        Field::Subject => t.hint_subject,
        Field::Lang => t.hint_lang,
        Field::In => t.hint_in,
        Field::Is | Field::Amount => t.hint_not_yet,
        Field::Before => t.hint_before,
        Field::After => t.hint_after,
        Field::On => t.hint_on,
        Field::Last => t.hint_last,
    }
}

/// What the records have to offer; empty until the answer is there.
#[hook]
fn use_found(asked: Option<(Source, String)>) -> Rc<Vec<Choice>> {
    let found = use_state_eq(|| Rc::new(Vec::new()));
    let latest = use_latest();
    {
        let found = found.setter();
        use_effect_with(asked, move |asked| {
            if asked.is_none() {
                found.set(Rc::new(Vec::new()));
            }
            let timer = asked.clone().map(|(source, typed)| {
                Timeout::new(TYPING_MS, move || {
                    let ticket = latest.begin();
                    spawn_local(async move {
                        let choices = look_up(source, &typed, ticket.signal()).await;
                        if ticket.is_current() {
                            found.set(Rc::new(choices));
                        }
                    });
                })
            });
            move || drop(timer)
        });
    }
    (*found).clone()
}

async fn look_up(source: Source, typed: &str, signal: Option<&AbortSignal>) -> Vec<Choice> {
    let named = |limit: usize| ListQuery {
        limit: Some(limit),
        // A quoted text is words and nothing else.
        q: (!typed.trim().is_empty()).then(|| words_of(typed)),
        ..ListQuery::default()
    };
    let page = |kind, query| async move {
        let page = api::parties::list(kind, &query, signal).await;
        page.map(|page| page.items).unwrap_or_default()
    };
    match source {
        Source::People => {
            let people = page(PartyKind::Contact, named(CHOICES_MAX)).await;
            people.iter().map(person).collect()
        }
        Source::Companies => {
            let companies = page(PartyKind::Company, named(CHOICES_MAX)).await;
            companies.iter().map(company).collect()
        }
        Source::Tags => {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                sort: Some("-updated_at".into()),
                filter: Some("-tag:none".into()),
                ..ListQuery::default()
            };
            let mut tagged = page(PartyKind::Contact, query.clone()).await;
            tagged.extend(page(PartyKind::Company, query).await);
            tags(&tagged, typed)
        }
        Source::Users => {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                ..ListQuery::default()
            };
            let users = api::users::list(&query, signal).await;
            let users = users.map(|page| page.items).unwrap_or_default();
            let fits = |name: &str| begins_a_word(name, typed);
            let users = users
                .iter()
                .filter(|user| fits(&user.name) || fits(&user.email));
            users.map(|user| value(&user.name, &user.email)).collect()
        }
    }
}

/// Words for a list: letters and digits alone, so that nothing in them is an operator.
fn words_of(typed: &str) -> String {
    typed
        .replace(['"', ':', '(', ')', '-'], " ")
        .trim()
        .to_owned()
}

fn value(text: &str, hint: &str) -> Choice {
    Choice {
        label: text.to_owned().into(),
        hint: hint.to_owned().into(),
        insert: quoted(text).into(),
        ends: true,
    }
}

/// By address where there is one: two people may have one name.
fn person(party: &Party) -> Choice {
    let name = party.display_name();
    let Some(email) = party.emails.first() else {
        return value(&name, party.company_now());
    };
    Choice {
        label: name.into(),
        hint: email.address.clone().into(),
        insert: email.address.clone().into(),
        ends: true,
    }
}

fn company(party: &Party) -> Choice {
    let domain = party.domains().first();
    value(&party.display_name(), domain.map_or("", String::as_str))
}

/// The tags in use that fit, the most frequent first.
fn tags(tagged: &[Party], typed: &str) -> Vec<Choice> {
    let mut counted: Vec<(&String, usize)> = Vec::new();
    for tag in tagged.iter().flat_map(|party| &party.tags) {
        if !begins_a_word(tag, typed) {
            continue;
        }
        match counted.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, count)) => *count += 1,
            None => counted.push((tag, 1)),
        }
    }
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counted.iter().map(|(tag, _)| value(tag, "")).collect()
}

fn begins_a_word(text: &str, typed: &str) -> bool {
    let (text, typed) = (text.to_lowercase(), typed.trim().to_lowercase());
    text.starts_with(&typed) || text.split_whitespace().any(|word| word.starts_with(&typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{locale::Locale, query::complete};

    #[test]
    fn fields_and_fixed_values_are_there_at_once() {
        let i18n = I18n::english();
        let check = |text: &str, expected: &[&str]| {
            let completion = complete(text, text.chars().count(), Locale::En).unwrap();
            let choices = fixed(i18n, &completion);
            let inserts: Vec<_> = choices
                .iter()
                .map(|choice| choice.insert.as_str())
                .collect();
            assert_eq!(inserts, expected, "{text}");
        };
        check("fr", &["from:"]);
        check("kind:", &["contact", "company", "note", "mail"]);
        check("owner:m", &["me"]);
        check("stage:no", &["none"]);
    }

    #[test]
    fn what_is_typed_begins_a_word_of_a_name() {
        assert!(begins_a_word("Ana María Vidal", "mar"));
        assert!(begins_a_word("Ana María Vidal", "ana m"));
        assert!(!begins_a_word("Ana María Vidal", "idal"));
        assert_eq!(words_of("\"ana-vidal"), "ana vidal");
    }
}
