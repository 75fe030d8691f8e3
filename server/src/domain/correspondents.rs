//! People who write to us and whom we do not know yet: addresses that mails name and that are nobody's
//! handle, read from the same keys as timelines. Nothing is stored for it.

use super::{ctx::Ctx, error::DomainError, lists::limit, record::may_see};
use crate::store::{
    engine::{Direction, KeyRange},
    keys::Table,
    reader::{Reader, id_of_key},
    record::{Target, timeline_prefix},
    schema::{
        contact::{HandleKind, handle_prefix},
        message::{Message, Participant},
    },
};
use shared::{
    api::{
        message::Correspondent,
        page::{ListQuery, Page},
    },
    model::ParticipantRole,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Addresses looked at in one request.
pub const ADDRESSES_MAX: usize = 100_000;
/// Messages looked at to see whether somebody writes, or is only written to.
const MESSAGES_SEEN_MAX: usize = 5;
/// Target byte of addresses in timeline keys, see [`Target::key_bytes`].
const EMAIL_TARGET: u8 = 2;

/// Who writes most, first.
///
/// # Errors
/// When the store fails.
pub fn list_correspondents(
    ctx: &Ctx,
    reader: &Reader,
    query: &ListQuery,
) -> Result<Page<Correspondent>, DomainError> {
    let mut unknown = Vec::new();
    for (address, count) in addresses(reader)? {
        let parties = KeyRange::prefix(&handle_prefix(HandleKind::Email, &address).build());
        if reader.range(&parties, 1, Direction::Forward)?.is_empty() {
            unknown.extend(correspondent(ctx, reader, address, count)?);
        }
    }
    unknown.sort_by_key(|it: &Correspondent| Reverse((it.message_count, it.last_at)));
    let total = unknown.len() as u64;
    let offset = query.offset.unwrap_or_default();
    let items = unknown
        .into_iter()
        .skip(offset)
        .take(limit(query))
        .collect();
    Ok(Page::new(items, None, total))
}

/// Every address that a mail names, with the number of mails.
fn addresses(reader: &Reader) -> Result<BTreeMap<String, u64>, DomainError> {
    let mut counts = BTreeMap::new();
    let prefix = [Table::Timeline as u8, EMAIL_TARGET];
    reader.scan::<DomainError>(KeyRange::prefix(&prefix), |key, _| {
        let address = key
            .get(prefix.len()..)
            .and_then(|rest| rest.split(|&byte| byte == 0).next());
        if let Some(address) = address.and_then(|bytes| str::from_utf8(bytes).ok()) {
            if let Some(count) = counts.get_mut(address) {
                *count += 1;
            } else if counts.len() < ADDRESSES_MAX {
                counts.insert(address.to_owned(), 1);
            }
        }
        Ok(())
    })?;
    Ok(counts)
}

/// The correspondent behind an address, if one of its newest mails is from it.
fn correspondent(
    ctx: &Ctx,
    reader: &Reader,
    address: String,
    message_count: u64,
) -> Result<Option<Correspondent>, DomainError> {
    let prefix = timeline_prefix(&Target::Email(address.clone())).build();
    let keys = reader.range(
        &KeyRange::prefix(&prefix),
        MESSAGES_SEEN_MAX,
        Direction::Forward,
    )?;
    for (key, _) in keys {
        let message = id_of_key(&key)
            .map(|id| reader.find::<Message>(id))
            .transpose()?
            .flatten();
        let Some(message) = message.filter(|message| may_see(ctx, &message.activity)) else {
            continue;
        };
        let wrote = |it: &&Participant| it.role == ParticipantRole::From && it.address == address;
        if let Some(sender) = message.participants.iter().find(wrote) {
            let (name, last_at) = (sender.name.clone(), message.activity.at);
            return Ok(Some(Correspondent {
                address,
                name,
                message_count,
                last_at,
            }));
        }
    }
    Ok(None)
}
