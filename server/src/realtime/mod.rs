//! Live events: an observer of the store that tells every listener what changed. Events name
//! records and never carry content; a private note's event reaches its author alone.
//! Tests: `privacy` in the tests crate.

use crate::{
    changes::{Action, Change, Observer, RecordChange},
    store::{
        Store,
        keys::Table,
        record::{Activity, Target, activity_of, decode, table_of},
    },
};
use serde::Deserialize;
use shared::{
    api::event::{ChangeAction, Event},
    ids::UserId,
    model::{RecordKind, Visibility},
};
use std::sync::{Arc, Weak};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Events that a slow listener may lag behind; after that it is told to read everything again.
pub const EVENTS_BUFFERED: usize = 1_024;
/// A change of more records than this is told as "many changed".
const RECORDS_TOLD_MAX: usize = 20;

/// Records that are somebody's own; all of them name an `owner_id`.
const OWNED: [Table; 2] = [Table::SavedSearch, Table::Notice];

/// Who may hear of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Everyone,
    /// The author of something private; `None` where nobody is known as such.
    Author(Option<UserId>),
    /// Those who could see what its author has just made private.
    AllBut(Option<UserId>),
    /// Whose own it is.
    Owner(UserId),
}

/// An event, and who may hear of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// Who may hear of it.
    pub audience: Audience,
}

impl Told {
    /// Whether a user may hear of it.
    pub fn is_for(&self, user: UserId) -> bool {
        match self.audience {
            Audience::Everyone => true,
            Audience::Author(author) => author == Some(user),
            Audience::AllBut(author) => author != Some(user),
            Audience::Owner(owner) => owner == user,
        }
    }
}

/// Tells listeners.
pub struct Hub {
    store: Weak<Store>,
    sender: broadcast::Sender<Arc<Told>>,
}

impl Hub {
    /// Observes the store from now on.
    pub fn new(store: &Arc<Store>) -> Arc<Self> {
        let (sender, _) = broadcast::channel(EVENTS_BUFFERED);
        let hub = Arc::new(Self {
            store: Arc::downgrade(store),
            sender,
        });
        store.observe(hub.clone());
        hub
    }

    /// Every event from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Told>> {
        self.sender.subscribe()
    }

    /// Tells everyone.
    pub fn tell(&self, event: Event) {
        self.send(event, Audience::Everyone);
    }

    fn send(&self, event: Event, audience: Audience) {
        // Nobody listening is no fault.
        let _listeners = self.sender.send(Arc::new(Told { event, audience }));
    }

    fn tell_record(&self, change: &Change, record: &RecordChange) {
        let Some(kind) = kind_of(record) else {
            self.tell_owner(record);
            return;
        };
        let activity = self.activity(record);
        let audience = audience(activity.as_ref());
        let links = activity.map(|it| links(&it)).unwrap_or_default();
        let event = |action| Event::Change {
            position: change.position.to_string(),
            kind,
            id: record.id,
            action,
            links: links.clone(),
        };
        let action = match record.action {
            Action::Created => ChangeAction::Created,
            Action::Updated => ChangeAction::Updated,
            Action::Deleted | Action::Removed => ChangeAction::Deleted,
            Action::Restored => ChangeAction::Restored,
        };
        self.send(event(action), audience);
        if let Audience::Author(author) = audience
            && was_shared(record)
        {
            // Others have it on their screens: for them it is gone.
            self.send(event(ChangeAction::Deleted), Audience::AllBut(author));
        }
    }

    /// Saved searches and notices are their owner's alone.
    fn tell_owner(&self, record: &RecordChange) {
        #[derive(Deserialize)]
        struct Owned {
            owner_id: UserId,
        }
        if !OWNED.into_iter().any(|table| record.is(table)) {
            return;
        }
        let bytes = self.bytes(record);
        if let Some(owned) = bytes.and_then(|bytes| decode::<Owned>(&bytes).ok()) {
            self.send(Event::OwnChanged, Audience::Owner(owned.owner_id));
        }
    }

    /// Tells of a change that is too large to be told record by record: to everyone, unless all of
    /// it is private.
    fn tell_many(&self, change: &Change) {
        let mut authors = change
            .records
            .iter()
            .filter(|record| kind_of(record).is_some())
            .map(|record| match audience(self.activity(record).as_ref()) {
                Audience::Author(author) if !was_shared(record) => Some(author),
                _ => None,
            });
        let first = authors.next().flatten();
        let all_private = first.is_some() && authors.all(|author| author == first);
        let audience = first.filter(|_| all_private);
        let audience = audience.map_or(Audience::Everyone, Audience::Author);
        self.send(Event::ManyChanged, audience);
    }

    /// The envelope as it is now, or was if the record vanished.
    fn activity(&self, record: &RecordChange) -> Option<Activity> {
        activity_of(record.table, &self.bytes(record)?).ok()?
    }

    /// The record as it is now, or was if it vanished.
    fn bytes(&self, record: &RecordChange) -> Option<Vec<u8>> {
        let reader = self.store.upgrade()?.read().ok()?;
        let key = [&[record.table][..], record.id.as_bytes()].concat();
        let now = reader.get(&key).ok()?.map(|stamped| stamped.value);
        now.or_else(|| record.before.clone())
    }
}

fn kind_of(record: &RecordChange) -> Option<RecordKind> {
    RecordKind::ALL
        .into_iter()
        .find(|&kind| record.is(table_of(kind)))
}

fn audience(activity: Option<&Activity>) -> Audience {
    match activity {
        Some(it) if it.visibility == Visibility::Private => Audience::Author(it.author),
        _ => Audience::Everyone,
    }
}

/// Whether everyone could see it before this change.
fn was_shared(record: &RecordChange) -> bool {
    let before = record.before.as_deref();
    before
        .and_then(|bytes| activity_of(record.table, bytes).ok().flatten())
        .is_some_and(|activity| activity.visibility == Visibility::Shared)
}

fn links(activity: &Activity) -> Vec<Uuid> {
    let records = activity.targets.iter().filter_map(|target| match target {
        Target::Record(record) => Some(record.id),
        Target::Email(_) => None,
    });
    records.collect()
}

impl Observer for Hub {
    fn committed(&self, change: &Change) {
        if self.sender.receiver_count() == 0 {
            return;
        }
        if change.is_bulk() || change.records.len() > RECORDS_TOLD_MAX {
            self.tell_many(change);
            return;
        }
        for record in &change.records {
            self.tell_record(change, record);
        }
    }
}
