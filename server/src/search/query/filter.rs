//! The conditions around the words: rights, bin, owner, what it is about, times.
//! Tests: `tests` of the search module.

use super::{plan::Plan, request::SearchRequest};
use crate::{
    search::{
        document::{self, Facet},
        error::SearchError,
        schema::TimeColumn,
    },
    store::reader::Reader,
};
use shared::ids::UserId;

/// What a viewer may see outside the bin; the system sees everything there.
// Invariant: part of every plan (test: private_notes_leak_nowhere).
pub fn rights(viewer: Option<UserId>) -> Option<Plan> {
    Some(match viewer {
        // Nearly every record is open to all. To leave out the few that are not costs nothing;
        // to look each hit up among the open ones costs as much as the words.
        Some(viewer) => Plan::Not(Box::new(Plan::All(vec![
            any_of(&[Facet::NotOpen]),
            Plan::Not(Box::new(any_of(&[Facet::SeenBy(viewer)]))),
        ]))),
        None => Plan::Not(Box::new(any_of(&[Facet::InBin]))),
    })
}

/// What a viewer may see, in the bin too; nothing to add for the system.
// Invariant: as `rights` (test: the_bin_keeps_what_is_private).
fn rights_with_bin(viewer: Option<UserId>) -> Option<Plan> {
    let viewer = viewer?;
    Some(any_of(&[
        Facet::SeenByAll,
        Facet::SeenBy(viewer),
        Facet::BinSeenByAll,
        Facet::BinSeenBy(viewer),
    ]))
}

/// The rights of a question: the bin is looked into only when it asks for it.
pub fn rights_for(viewer: Option<UserId>, asks_for_bin: bool) -> Option<Plan> {
    if asks_for_bin {
        return rights_with_bin(viewer);
    }
    rights(viewer)
}

/// The filters of a search.
///
/// # Errors
/// When the record it is about cannot be read.
pub fn of_search(request: &SearchRequest, reader: &Reader) -> Result<Vec<Plan>, SearchError> {
    let rights = rights_for(request.viewer, request.query.asks_for_bin());
    let mut plans: Vec<Plan> = rights.into_iter().collect();
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

/// One of these facets.
pub fn any_of(facets: &[Facet]) -> Plan {
    Plan::Facets(facets.iter().map(Facet::term).collect())
}
