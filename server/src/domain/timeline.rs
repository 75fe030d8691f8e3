//! Timelines: the activities of a record, newest first. A contact's is its own range merged with
//! the ranges of its e-mail addresses, so a mail finds its contact without ever naming it. A
//! company's is its own range merged with those of its addresses and of its people's timelines,
//! so whoever joins it brings along what was said before, and nothing is rewritten when people move.

use super::{
    ctx::{Actor, Ctx},
    cursor::{cursor_of, place_of, wrong_cursor},
    error::DomainError,
    notes,
    record::find_visible,
};
use crate::store::{
    engine::{Direction, KeyRange},
    keys::time_of_descending,
    reader::{Reader, id_of_key},
    record::{Target, TimelineValue, timeline_prefix},
    schema::{
        company::{Company, people_prefix},
        contact::Contact,
        message::Message,
        note::Note,
    },
};
use shared::{
    api::{
        message::MessageSummary,
        page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page},
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::{CompanyId, ContactId},
    model::{RecordKind, RecordRef},
    time::Timestamp,
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// People whose timelines make up that of their company, by name; the others have their own only.
pub const COMPANY_PEOPLE_MAX: usize = 500;

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
    timeline(ctx, reader, &contact_stretches(&contact), query)
}

/// The timeline of a company: what is about itself, and what its people did while they were there.
/// An affiliation without dates counts always. Mail from strangers of its domains is found by
/// search instead, which knows domains.
///
/// # Errors
/// [`DomainError::NotFound`], or [`DomainError::BadRequest`] for a wrong cursor or kind.
pub fn company_timeline(
    ctx: &Ctx,
    reader: &Reader,
    id: CompanyId,
    query: &TimelineQuery,
) -> Result<Page<TimelineItem>, DomainError> {
    let company: Company = find_visible(ctx, reader, id.uuid())?;
    let own = Target::Record(RecordRef::from(company.id));
    let emails = company.emails.into_iter();
    let emails = emails.map(|email| Target::Email(email.address));
    let mut stretches: Vec<_> = [own]
        .into_iter()
        .chain(emails)
        .map(Stretch::whole)
        .collect();
    let people = KeyRange::prefix(&people_prefix(id.uuid()).build());
    for (key, _) in reader.range(&people, COMPANY_PEOPLE_MAX, Direction::Forward)? {
        let contact = id_of_key(&key).map(|id| reader.find_live::<Contact>(id));
        let Some(contact) = contact.transpose()?.flatten() else {
            continue;
        };
        let stays = contact.companies.iter().filter(|it| it.company_id == id);
        for stay in stays {
            let stretch = |whole: Stretch| Stretch {
                from: stay.from.map(|day| day.start()),
                until: stay.to.map(|day| day.end()),
                ..whole
            };
            stretches.extend(contact_stretches(&contact).into_iter().map(stretch));
        }
    }
    timeline(ctx, reader, &stretches, query)
}

/// A part of a target's timeline.
struct Stretch {
    target: Target,
    /// Not before this time.
    from: Option<Timestamp>,
    /// Before this time.
    until: Option<Timestamp>,
}

impl Stretch {
    fn whole(target: Target) -> Self {
        Self {
            target,
            from: None,
            until: None,
        }
    }

    fn has(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until)
    }
}

/// Whose timelines make up a contact's.
fn contact_stretches(contact: &Contact) -> Vec<Stretch> {
    let own = Target::Record(RecordRef::from(contact.id));
    let emails = contact.emails.iter();
    let emails = emails.map(|email| Target::Email(email.address.clone()));
    [own]
        .into_iter()
        .chain(emails)
        .map(Stretch::whole)
        .collect()
}

/// The merged timeline of several stretches.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor or kind.
fn timeline(
    ctx: &Ctx,
    reader: &Reader,
    stretches: &[Stretch],
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
        after,
        limit: limit + 1,
        places: BTreeMap::new(),
        seen: HashSet::new(),
    };
    for stretch in stretches {
        wanted.collect(reader, stretch)?;
    }
    let more = wanted.places.len() > limit;
    let mut items = Vec::with_capacity(limit);
    for ((_, id), kind) in wanted.places.iter().take(limit) {
        items.extend(load(reader, *kind, *id)?);
    }
    let last = wanted.places.keys().nth(limit - 1).filter(|_| more);
    let next_cursor = last.map(|(place, _)| cursor_of(place));
    Ok(Page::new(items, next_cursor, wanted.seen.len() as u64))
}

struct Wanted<'a> {
    ctx: &'a Ctx,
    kind: Option<RecordKind>,
    /// The page begins behind this place.
    after: Option<Place>,
    /// What one stretch adds at most.
    limit: usize,
    /// Each activity once, though it may stand under several targets.
    places: BTreeMap<(Place, Uuid), RecordKind>,
    /// Everything wanted, on this page or not.
    seen: HashSet<Uuid>,
}

impl Wanted<'_> {
    /// Adds the first activities of a stretch behind the place.
    fn collect(&mut self, reader: &Reader, stretch: &Stretch) -> Result<(), DomainError> {
        let prefix = timeline_prefix(&stretch.target).build();
        let mut taken = 0;
        reader.scan::<DomainError>(KeyRange::prefix(&prefix), |key, stamped| {
            let Some((place, value)) = read_entry(&prefix, key, &stamped.value) else {
                return Ok(());
            };
            if !self.wants(value) || !time_of(place).is_some_and(|at| stretch.has(at)) {
                return Ok(());
            }
            let id = Uuid::from_slice(&place[8..]).unwrap_or_default();
            self.seen.insert(id);
            if taken < self.limit && self.after.is_none_or(|after| place > after) {
                taken += 1;
                self.places.insert((place, id), value.kind);
            }
            Ok(())
        })
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

fn time_of(place: Place) -> Option<Timestamp> {
    place.first_chunk().map(|bytes| time_of_descending(*bytes))
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
        RecordKind::Contact | RecordKind::Company => None,
    })
}

fn summary(reader: &Reader, message: Message) -> Result<MessageSummary, DomainError> {
    super::messages::summary(reader, message)
}

fn parse_cursor(text: &str) -> Result<Place, DomainError> {
    Place::try_from(place_of(text)?.as_slice()).map_err(|_| wrong_cursor())
}
