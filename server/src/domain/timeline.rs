//! Timelines: the activities of a record, newest first. A contact's is its own range merged with
//! the ranges of its e-mail addresses, so a mail finds its contact without ever naming it.

use super::{
    ctx::{Actor, Ctx},
    error::DomainError,
    notes,
    record::find_visible,
};
use crate::store::{
    engine::{Key, KeyRange},
    reader::Reader,
    record::{Target, TimelineValue, timeline_prefix},
    schema::{contact::Contact, message::Message, note::Note},
};
use shared::{
    api::{
        message::MessageSummary,
        page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page},
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::ContactId,
    model::{RecordKind, RecordRef},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Descending time (8 bytes), then the activity's id: the order within every target.
type Place = [u8; 24];

/// The timeline of a contact.
///
/// # Errors
/// [`DomainError::NotFound`], or [`DomainError::BadRequest`] for a wrong cursor or kind.
pub fn contact_timeline(
    ctx: &Ctx,
    reader: &Reader,
    id: ContactId,
    query: &TimelineQuery,
) -> Result<Page<TimelineItem>, DomainError> {
    let contact: Contact = find_visible(ctx, reader, id.uuid())?;
    timeline(ctx, reader, &contact_targets(&contact), query)
}

/// Whose timelines make up a contact's.
pub fn contact_targets(contact: &Contact) -> Vec<Target> {
    let own = Target::Record(RecordRef::from(contact.id));
    let emails = contact
        .emails
        .iter()
        .map(|email| Target::Email(email.address.clone()));
    std::iter::once(own).chain(emails).collect()
}

/// The merged timeline of several targets.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor or kind.
pub fn timeline(
    ctx: &Ctx,
    reader: &Reader,
    targets: &[Target],
    query: &TimelineQuery,
) -> Result<Page<TimelineItem>, DomainError> {
    let limit = query
        .limit
        .unwrap_or(PAGE_LIMIT_DEFAULT)
        .clamp(1, PAGE_LIMIT_MAX);
    let after = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let kind = query
        .kind
        .as_deref()
        .map(str::parse::<RecordKind>)
        .transpose();
    let kind = kind.map_err(|_| DomainError::BadRequest("unknown kind"))?;
    let mut wanted = Wanted {
        ctx,
        kind,
        places: BTreeMap::new(),
    };
    let mut total = 0;
    for target in targets {
        total += wanted.collect(
            reader,
            target,
            Stretch {
                after,
                limit: limit + 1,
            },
        )?;
    }
    let more = wanted.places.len() > limit;
    let mut items = Vec::with_capacity(limit);
    for ((_, id), kind) in wanted.places.iter().take(limit) {
        items.extend(load(reader, *kind, *id)?);
    }
    let last = wanted.places.keys().nth(limit - 1).filter(|_| more);
    let next_cursor = last.map(|(place, _)| hex(place));
    Ok(Page {
        items,
        next_cursor,
        total,
    })
}

/// How far one target's range is read.
#[derive(Clone, Copy)]
struct Stretch {
    after: Option<Place>,
    limit: usize,
}

struct Wanted<'a> {
    ctx: &'a Ctx,
    kind: Option<RecordKind>,
    /// Each activity once, though it may stand under several targets.
    places: BTreeMap<(Place, Uuid), RecordKind>,
}

impl Wanted<'_> {
    /// Adds the first activities behind a place; answers how many the target has in all.
    fn collect(
        &mut self,
        reader: &Reader,
        target: &Target,
        stretch: Stretch,
    ) -> Result<u64, DomainError> {
        let prefix = timeline_prefix(target).build();
        let (mut total, mut taken) = (0, 0);
        reader.scan::<DomainError>(KeyRange::prefix(&prefix), |key, stamped| {
            let Some((place, value)) = read_entry(&prefix, key, &stamped.value) else {
                return Ok(());
            };
            if !self.wants(value) {
                return Ok(());
            }
            total += 1;
            if taken < stretch.limit && stretch.after.is_none_or(|after| place > after) {
                taken += 1;
                let id = Uuid::from_slice(&place[8..]).unwrap_or_default();
                self.places.insert((place, id), value.kind);
            }
            Ok(())
        })?;
        Ok(total)
    }

    fn wants(&self, value: TimelineValue) -> bool {
        let visible = match (value.private_to, self.ctx.actor) {
            (None, _) | (_, Actor::System) => true,
            (Some(author), Actor::User { id, .. }) => author == id,
        };
        visible && self.kind.is_none_or(|kind| kind == value.kind)
    }
}

fn read_entry(prefix: &[u8], key: &[u8], value: &[u8]) -> Option<(Place, TimelineValue)> {
    let place = Place::try_from(key.get(prefix.len()..)?).ok()?;
    Some((place, TimelineValue::decode(value)?))
}

fn load(reader: &Reader, kind: RecordKind, id: Uuid) -> Result<Option<TimelineItem>, DomainError> {
    Ok(match kind {
        RecordKind::Note => reader
            .find::<Note>(id)?
            .map(|note| TimelineItem::Note(notes::to_api(note))),
        RecordKind::Message => {
            let message = reader.find::<Message>(id)?;
            message
                .map(|message| summary(reader, message))
                .transpose()?
                .map(TimelineItem::Message)
        }
        RecordKind::Contact => None,
    })
}

fn summary(reader: &Reader, message: Message) -> Result<MessageSummary, DomainError> {
    super::messages::summary(reader, message)
}

fn parse_cursor(text: &str) -> Result<Place, DomainError> {
    unhex(text)
        .and_then(|bytes| Place::try_from(bytes.as_slice()).ok())
        .ok_or(DomainError::BadRequest("wrong cursor"))
}

/// Bytes as lower-case hexadecimal digits: the form of every cursor.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hexadecimal digits.
pub fn unhex(text: &str) -> Option<Key> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
