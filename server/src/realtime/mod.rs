//! Live events: an observer of the store that tells every listener what changed. Events name
//! records and never carry content; a private note's event reaches its author alone.
//! Tests: `private_notes_make_no_event_for_others` in the tests crate.

use crate::{
    changes::{Action, Change, Observer, RecordChange},
    store::{
        Store,
        record::{Activity, Target, activity_of, table_of},
    },
};
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

/// An event, and who alone may hear of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// Set for private records.
    pub only_for: Option<UserId>,
}

impl Told {
    /// Whether a user may hear of it.
    pub fn is_for(&self, user: UserId) -> bool {
        self.only_for.is_none_or(|only| only == user)
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
        self.send(Told {
            event,
            only_for: None,
        });
    }

    fn send(&self, told: Told) {
        // Nobody listening is no fault.
        let _listeners = self.sender.send(Arc::new(told));
    }

    fn tell_record(&self, change: &Change, record: &RecordChange) {
        let Some(kind) = RecordKind::ALL
            .into_iter()
            .find(|&kind| record.is(table_of(kind)))
        else {
            return;
        };
        let activity = self.activity(record);
        let private = activity
            .as_ref()
            .is_some_and(|it| it.visibility == Visibility::Private);
        let only_for = activity
            .as_ref()
            .and_then(|it| it.author)
            .filter(|_| private);
        let links = activity.map(|it| links(&it)).unwrap_or_default();
        let action = match record.action {
            Action::Created => ChangeAction::Created,
            Action::Updated => ChangeAction::Updated,
            Action::Deleted | Action::Removed => ChangeAction::Deleted,
            Action::Restored => ChangeAction::Restored,
        };
        let position = change.position.to_string();
        let event = Event::Change {
            position,
            kind,
            id: record.id,
            action,
            links,
        };
        self.send(Told { event, only_for });
    }

    /// The envelope as it is now, or was if the record vanished.
    fn activity(&self, record: &RecordChange) -> Option<Activity> {
        let reader = self.store.upgrade()?.read().ok()?;
        let key = [&[record.table][..], record.id.as_bytes()].concat();
        let now = reader.get(&key).ok()?.map(|stamped| stamped.value);
        let bytes = now.or_else(|| record.before.clone())?;
        activity_of(record.table, &bytes).ok()?
    }
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
            self.tell(Event::ManyChanged);
            return;
        }
        for record in &change.records {
            self.tell_record(change, record);
        }
    }
}
