//! Compares the index with the store: every live record in it exactly once, with the revision of
//! now, and nothing else. For `rapport check`. Tests: `tests` of the search module.

use super::{
    document::{kind_of_number, revision_of},
    error::SearchError,
    schema::{ID_HIGH, ID_LOW, KIND, REVISION},
    view::View,
};
use crate::store::{
    engine::{Direction, KeyRange},
    reader::{Reader, id_of_key},
    record::table_of,
};
use shared::model::{RecordKind, RecordRef};
use std::collections::HashMap;
use uuid::Uuid;

/// Findings listed at most.
pub const FINDINGS_MAX: usize = 1_000;
const RECORDS_PER_STEP: usize = 1_000;

/// What is wrong, one line each. The view and the state must belong together: nothing is written
/// meanwhile, or the caller asks again.
///
/// # Errors
/// When the index or the store cannot be read.
pub fn compare(view: &View, reader: &Reader) -> Result<Vec<String>, SearchError> {
    let mut findings = Vec::new();
    let mut known = indexed(view, &mut findings)?;
    for entry in view.tail.entries() {
        known.remove(&entry.key);
        if let Some(document) = &entry.document {
            known.insert(entry.key, document.revision);
        }
    }
    for kind in RecordKind::ALL {
        compare_kind(kind, reader, &mut known, &mut findings)?;
    }
    let left = known.keys();
    findings
        .extend(left.map(|key| format!("search has {} {}, the store does not", key.kind, key.id)));
    findings.truncate(FINDINGS_MAX);
    Ok(findings)
}

fn compare_kind(
    kind: RecordKind,
    reader: &Reader,
    known: &mut HashMap<RecordRef, u64>,
    findings: &mut Vec<String>,
) -> Result<(), SearchError> {
    let mut range = KeyRange::prefix(&[table_of(kind) as u8]);
    loop {
        let entries = reader.range(&range, RECORDS_PER_STEP, Direction::Forward)?;
        for id in entries.iter().filter_map(|(key, _)| id_of_key(key)) {
            let key = RecordRef { kind, id };
            let Some(revision) = revision_of(reader, key)? else {
                continue;
            };
            match known.remove(&key) {
                Some(found) if found == revision => {}
                Some(found) => findings.push(format!(
                    "search has revision {found} of {kind} {id}, the store has {revision}"
                )),
                None => findings.push(format!("search does not have {kind} {id}")),
            }
        }
        match entries.last() {
            Some((key, _)) if entries.len() == RECORDS_PER_STEP => range = range.after(key),
            _ => return Ok(()),
        }
    }
}

/// The records in the index with their revisions.
fn indexed(
    view: &View,
    findings: &mut Vec<String>,
) -> Result<HashMap<RecordRef, u64>, SearchError> {
    let mut known = HashMap::new();
    for segment in view.searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (kind, revision) = (columns.u64(KIND)?, columns.u64(REVISION)?);
        let (high, low) = (columns.u64(ID_HIGH)?, columns.u64(ID_LOW)?);
        for doc in segment.doc_ids_alive() {
            let key = kind.first(doc).and_then(kind_of_number).and_then(|kind| {
                let id = Uuid::from_u64_pair(high.first(doc)?, low.first(doc)?);
                Some(RecordRef { kind, id })
            });
            let Some(key) = key else {
                findings.push("search has a document without a record".to_owned());
                continue;
            };
            if known
                .insert(key, revision.first(doc).unwrap_or_default())
                .is_some()
            {
                findings.push(format!("search has {} {} twice", key.kind, key.id));
            }
        }
    }
    Ok(known)
}
