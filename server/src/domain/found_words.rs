//! What stands in a record for the words of a query, for who opened it from a search: pages mark it, and
//! a page knows nothing of other forms, slips and names. Tests: tests/suite/api/search.rs.

use super::{ctx::Ctx, error::DomainError, messages, search};
use crate::{
    search::{Cancel, Search, SearchRequest},
    store::Store,
};
use shared::{
    api::search::{FoundWords, InRecordQuery},
    ids::MessageId,
    model::{RecordKind, RecordRef},
};

/// Notes and mails about a contact or company that are looked through, the best.
const ABOUT_MAX: usize = 20;

/// In all of a conversation; of a contact or company in notes and mails about it, too; until whoever
/// asks gives up. Blocks: never on a runtime thread.
///
/// # Errors
/// [`DomainError::NotFound`] if who asks may not see the record; [`DomainError::Invalid`] for a query
/// that cannot be understood.
pub fn of_record(
    ctx: &Ctx,
    (store, search): (&Store, &Search),
    query: &InRecordQuery,
    cancel: Cancel,
) -> Result<FoundWords, DomainError> {
    let request = SearchRequest {
        cancel,
        ..search::request(ctx, &search::asked_of_all(query))?
    };
    let record = RecordRef {
        kind: query.kind,
        id: query.id,
    };
    let others = match query.kind {
        RecordKind::Message => {
            messages::conversation_of(ctx, &store.read()?, MessageId::from_uuid(query.id))?
        }
        RecordKind::Contact | RecordKind::Company => about(search, &request, record)?,
        RecordKind::Note => Vec::new(),
    };
    let words = search.words(&request, record, &others)?;
    Ok(FoundWords {
        words: words.ok_or(DomainError::NotFound)?,
    })
}

fn about(
    search: &Search,
    request: &SearchRequest,
    party: RecordRef,
) -> Result<Vec<RecordRef>, DomainError> {
    let found = search.search(&SearchRequest {
        kinds: vec![RecordKind::Note, RecordKind::Message],
        about: vec![party],
        limit: ABOUT_MAX,
        ..request.clone()
    })?;
    let records = found.hits.iter().map(|hit| RecordRef {
        kind: hit.kind,
        id: hit.id,
    });
    Ok(records.collect())
}
