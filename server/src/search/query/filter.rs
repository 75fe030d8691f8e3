//! The conditions around the words: rights, kind, owner, contact, times, list filters.
//! Tests: `tests` of the search module.

use super::{SearchRequest, plan::Plan};
use crate::{
    search::{
        document::{self, Facet},
        error::SearchError,
        schema::TimeColumn,
    },
    store::reader::Reader,
};
use shared::{
    ids::UserId,
    query::{Filter, FilterClause, FilterField, OWNER_ME, VALUE_NONE},
};

/// What a viewer may see; nothing to add for the system.
// Invariant: part of every plan (test: private_notes_leak_nowhere).
pub fn rights(viewer: Option<UserId>) -> Option<Plan> {
    viewer.map(|viewer| any_of(&[Facet::SeenByAll, Facet::SeenBy(viewer)]))
}

/// The filters of a search.
///
/// # Errors
/// When the record it is about cannot be read.
pub fn of_search(request: &SearchRequest, reader: &Reader) -> Result<Vec<Plan>, SearchError> {
    let mut plans: Vec<Plan> = rights(request.viewer).into_iter().collect();
    if let Some(owner) = request.owner {
        plans.push(any_of(&[Facet::Owner(Some(owner))]));
    }
    for about in &request.about {
        plans.push(any_of(&document::reach(reader, *about)?));
    }
    if request.after.is_some() || request.before.is_some() {
        let after = request.after.map(shared::time::Timestamp::micros);
        let before = request.before.map(shared::time::Timestamp::micros);
        plans.push(Plan::Time(TimeColumn::At, after, before));
    }
    Ok(plans)
}

/// The clauses of a list filter.
pub fn of_list(filter: &Filter, viewer: Option<UserId>) -> Vec<Plan> {
    filter
        .clauses
        .iter()
        .map(|clause| clause_plan(clause, viewer))
        .collect()
}

fn clause_plan(clause: &FilterClause, viewer: Option<UserId>) -> Plan {
    let facets: Vec<Facet> = clause
        .values
        .iter()
        .filter_map(|value| facet(clause.field, value, viewer))
        .collect();
    let plan = if facets.is_empty() {
        Plan::Nothing
    } else {
        any_of(&facets)
    };
    if clause.negated {
        Plan::Not(Box::new(plan))
    } else {
        plan
    }
}

/// `None` for a value that no record can have.
fn facet(field: FilterField, value: &str, viewer: Option<UserId>) -> Option<Facet> {
    let none = value == VALUE_NONE;
    match field {
        FilterField::Stage => Some(Facet::Stage((!none).then(|| value.to_owned()))),
        FilterField::Tag => Some(Facet::Tag((!none).then(|| value.to_owned()))),
        FilterField::Owner if none => Some(Facet::Owner(None)),
        FilterField::Owner if value == OWNER_ME => viewer.map(|me| Facet::Owner(Some(me))),
        FilterField::Owner => value.parse().ok().map(|owner| Facet::Owner(Some(owner))),
        FilterField::Email if value.contains('@') => Some(Facet::Email(value.to_lowercase())),
        FilterField::Email => Some(Facet::Domain(value.to_lowercase())),
    }
}

/// One of these facets.
pub fn any_of(facets: &[Facet]) -> Plan {
    Plan::Facets(facets.iter().map(Facet::term).collect())
}
