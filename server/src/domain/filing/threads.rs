//! Which thread a new message joins: by the messages it refers to, then by subject and people.
//! Threads are written once, at the end of the unit, however many of their messages it has.
//! Invariant: a thread counts its messages outside the bin (tests: `store::check`).

use crate::{
    domain::{ctx::Ctx, error::DomainError, record::touch},
    mail::threading::{base_subject, joins_by_subject},
    store::{
        StoreError,
        engine::{Direction, KeyRange},
        keys::fold,
        reader::id_of_key,
        record::{Head, Unknown},
        schema::message::{
            Message, THREAD_ADDRESSES_MAX, Thread, message_id_key, reference_prefix, subject_prefix,
        },
        unit::UnitOfWork,
    },
};
use shared::{ids::ThreadId, time::Timestamp};
use std::collections::{HashMap, hash_map::Entry};
use uuid::Uuid;

/// Threads of one subject that are looked at, newest first.
const SUBJECT_THREADS_MAX: usize = 10;

/// The threads that this unit changes.
#[derive(Default)]
pub struct Threads {
    changed: HashMap<Uuid, Thread>,
    by_reference: HashMap<String, Uuid>,
    by_subject: HashMap<String, Vec<Uuid>>,
}

impl Threads {
    /// The thread that a message belongs to, if there is one.
    pub fn find(
        &mut self,
        unit: &mut UnitOfWork,
        message: &Message,
    ) -> Result<Option<ThreadId>, DomainError> {
        // The message it answers stands last; whoever answered it before it came, names its own id.
        let ids = message.references.iter().rev().chain([&message.message_id]);
        for id in ids {
            if let Some(thread) = self.by_reference(unit, id)? {
                return Ok(Some(ThreadId::from_uuid(thread)));
            }
        }
        self.by_subject(unit, message)
    }

    fn by_reference(&self, unit: &mut UnitOfWork, id: &str) -> Result<Option<Uuid>, DomainError> {
        if let Some(&thread) = self.by_reference.get(id) {
            return Ok(Some(thread));
        }
        let prefix = reference_prefix(id).build();
        let range = KeyRange::prefix(&prefix);
        let found = unit.reader().range(&range, 1, Direction::Forward)?;
        let thread = found
            .first()
            .and_then(|(key, _)| key.get(prefix.len()..prefix.len() + 16))
            .and_then(|bytes| Uuid::from_slice(bytes).ok());
        Ok(thread)
    }

    fn by_subject(
        &mut self,
        unit: &mut UnitOfWork,
        message: &Message,
    ) -> Result<Option<ThreadId>, DomainError> {
        let base = base_subject(&message.subject);
        if !base.is_reply || base.text.is_empty() {
            return Ok(None);
        }
        let folded = fold(&base.text);
        let mut candidates = self.by_subject.get(&folded).cloned().unwrap_or_default();
        let range = KeyRange::prefix(&subject_prefix(&base.text).build());
        let stored = unit
            .reader()
            .range(&range, SUBJECT_THREADS_MAX, Direction::Backward)?;
        candidates.extend(stored.iter().filter_map(|(key, _)| id_of_key(key)));
        for id in candidates {
            let Some(thread) = self.load(unit, id)? else {
                continue;
            };
            let shares = message
                .participants
                .iter()
                .any(|party| thread.addresses.contains(&party.address));
            if fold(&thread.subject) == folded
                && joins_by_subject(message.activity.at, thread.last_at, shares)
            {
                return Ok(Some(thread.id));
            }
        }
        Ok(None)
    }

    fn load(&mut self, unit: &mut UnitOfWork, id: Uuid) -> Result<Option<Thread>, DomainError> {
        if let Some(thread) = self.changed.get(&id) {
            return Ok(Some(thread.clone()));
        }
        Ok(unit.find::<Thread>(id)?)
    }

    /// Counts a message into its thread, which is made if it does not exist. One in the bin is not
    /// counted, but its thread waits for it.
    pub fn join(
        &mut self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        message: &Message,
    ) -> Result<(), DomainError> {
        let id = message.thread_id.uuid();
        let thread = match self.changed.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(match unit.find::<Thread>(id)? {
                Some(mut thread) => {
                    touch(ctx, &mut thread);
                    thread
                }
                None => new_thread(ctx, message),
            }),
        };
        if message.head.deleted.is_none() {
            let at = message.activity.at;
            let alone = thread.message_count == 0;
            thread.last_at = if alone { at } else { thread.last_at.max(at) };
            thread.message_count += 1;
        }
        for party in &message.participants {
            add_address(&mut thread.addresses, &party.address);
        }
        let subject = fold(&thread.subject);
        self.remember(message, id, subject);
        Ok(())
    }

    fn remember(&mut self, message: &Message, thread: Uuid, subject: String) {
        for id in message.references.iter().chain([&message.message_id]) {
            self.by_reference.entry(id.clone()).or_insert(thread);
        }
        let same = self.by_subject.entry(subject).or_default();
        if !same.contains(&thread) {
            same.push(thread);
        }
    }

    /// Takes a message out of its thread: it is gone for good. The last one takes the thread along,
    /// unless others of it wait in the bin.
    pub fn leave(
        &mut self,
        ctx: &Ctx,
        unit: &mut UnitOfWork,
        message: &Message,
    ) -> Result<(), DomainError> {
        let id = message.thread_id.uuid();
        let thread = match self.changed.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let Some(mut thread) = unit.find::<Thread>(id)? else {
                    return Ok(());
                };
                touch(ctx, &mut thread);
                place.insert(thread)
            }
        };
        thread.message_count = thread.message_count.saturating_sub(1);
        thread.last_at = last_at(unit, thread)?.unwrap_or(thread.last_at);
        Ok(())
    }

    /// Writes the threads.
    ///
    /// # Errors
    /// When the store fails.
    pub fn write(self, unit: &mut UnitOfWork) -> Result<(), DomainError> {
        for thread in self.changed.into_values() {
            unit.put(&thread)?;
        }
        Ok(())
    }

    /// Writes the threads; those in `empty` that have no message left go.
    ///
    /// # Errors
    /// When the store fails.
    pub fn write_or_remove(
        self,
        unit: &mut UnitOfWork,
        keep: impl Fn(Uuid) -> bool,
    ) -> Result<(), DomainError> {
        for (id, thread) in self.changed {
            if thread.message_count == 0 && !keep(id) {
                unit.remove::<Thread>(id)?;
            } else {
                unit.put(&thread)?;
            }
        }
        Ok(())
    }
}

fn new_thread(ctx: &Ctx, message: &Message) -> Thread {
    Thread {
        id: message.thread_id,
        head: Head::new(ctx.now()),
        subject: base_subject(&message.subject).text,
        addresses: Vec::new(),
        message_count: 0,
        last_at: message.activity.at,
        unknown: Unknown::new(),
    }
}

fn add_address(addresses: &mut Vec<String>, address: &str) {
    if address.is_empty() || addresses.len() >= THREAD_ADDRESSES_MAX {
        return;
    }
    if let Err(place) = addresses.binary_search_by(|known| known.as_str().cmp(address)) {
        addresses.insert(place, address.to_owned());
    }
}

/// The time of the newest message that this unit leaves in the thread.
fn last_at(unit: &mut UnitOfWork, thread: &Thread) -> Result<Option<Timestamp>, StoreError> {
    use crate::store::keys::{Index, KeyBuilder};
    let prefix = KeyBuilder::index(Index::MessageByThread)
        .id(thread.id.uuid())
        .build();
    let mut range = KeyRange::prefix(&prefix);
    loop {
        let step = unit
            .reader()
            .range(&range, SUBJECT_THREADS_MAX, Direction::Backward)?;
        let Some((first, _)) = step.last() else {
            return Ok(None);
        };
        range = range.clone().before(first);
        for id in step.iter().filter_map(|(key, _)| id_of_key(key)) {
            if let Some(message) = unit.find_live::<Message>(id)? {
                return Ok(Some(message.activity.at));
            }
        }
    }
}

/// The id of the live message with this Message-ID.
///
/// # Errors
/// When the store fails.
pub fn find_by_message_id(
    unit: &mut UnitOfWork,
    message_id: &str,
) -> Result<Option<Uuid>, StoreError> {
    unit.find_unique(&message_id_key(message_id))
}
