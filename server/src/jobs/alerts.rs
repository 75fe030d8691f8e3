//! Alerts: reads the change log from a durable position and writes a notice for whatever a saved
//! search with an alert finds now and did not before. Position and notices are one write set, so a
//! kill neither loses nor repeats one. Nobody is told of what they did themselves. Without alerts it
//! writes nothing. Tests: `saved_searches` in the tests crate.

use crate::{
    changes::{Cause, Change, LogActor, LogMeta, Observer, reader::changes_after},
    domain::{
        ctx::{Actor, Clock, Ctx},
        error::DomainError,
        notices::{Match, add_notices},
        saved_searches::search_query,
        search,
        zone::NamedZone,
    },
    search::{Search, Watch},
    store::{
        Store,
        engine::{ChangePosition, Direction, Key, KeyRange},
        keys::{KeyBuilder, Table},
        reader::{Reader, id_of_key},
        schema::{
            saved_search::{SavedSearch, alert_prefix},
            user::User,
        },
    },
};
use shared::{api::search::SearchQuery, query::parse_filter};
use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// Alerts of all users at most; the oldest are served.
pub const ALERTS_MAX: usize = 1_000;
/// Changes looked at in one step.
const CHANGES_PER_STEP: usize = 200;
/// So many changes without a match are written down as seen.
const CHANGES_UNWRITTEN_MAX: usize = 1_000;
/// A change of more records than this is one notice for each alert.
const RECORDS_ALONE_MAX: usize = 20;

/// Runs the alerts.
pub struct Alerts {
    job: Arc<Job>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

struct Job {
    store: Arc<Store>,
    search: Arc<Search>,
    clock: Arc<dyn Clock>,
    bell: Arc<Bell>,
}

/// Rings when there may be something to do.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    wake: Condvar,
    closing: AtomicBool,
}

/// A saved search with its alert.
struct Alert {
    search: SavedSearch,
    watch: Watch,
}

/// How far the log was read.
#[derive(Clone, Copy)]
struct Progress {
    position: ChangePosition,
    /// Changes behind the position that is written down.
    unwritten: usize,
}

impl Alerts {
    /// Observes a store; begins to work with [`Self::start`].
    pub fn new(store: &Arc<Store>, search: Arc<Search>, clock: Arc<dyn Clock>) -> Self {
        let bell = Arc::new(Bell::default());
        store.observe(bell.clone());
        Self {
            job: Arc::new(Job {
                store: store.clone(),
                search,
                clock,
                bell,
            }),
            worker: Mutex::default(),
        }
    }

    /// Goes on where the last process stopped. Called once, when the server starts.
    ///
    /// # Errors
    /// When there is no thread for it.
    pub fn start(&self) -> io::Result<()> {
        let job = self.job.clone();
        let thread = std::thread::Builder::new().name("alerts".to_owned());
        let handle = thread.spawn(move || job.work())?;
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        *worker = Some(handle);
        self.job.bell.ring();
        Ok(())
    }

    /// Finishes the step under way and stops; the rest comes with the next start.
    pub fn close(&self) {
        self.job.bell.closing.store(true, Ordering::SeqCst);
        self.job.bell.ring();
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(worker) = worker.take()
            && worker.join().is_err()
        {
            tracing::error!("the alerts thread ended in a panic");
        }
    }
}

impl Drop for Alerts {
    fn drop(&mut self) {
        self.close();
    }
}

impl Observer for Bell {
    fn committed(&self, change: &Change) {
        // What it writes itself is no news.
        let is_news = |table: Table| change.records.iter().any(|record| !record.is(table));
        if is_news(Table::Notice) {
            self.ring();
        }
    }
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.wake.notify_one();
    }

    /// Waits for the bell; `false` when it is time to stop.
    fn wait(&self) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.wake.wait_while(rung, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner) = false;
        !self.is_closing()
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }
}

impl Job {
    fn work(&self) {
        let mut progress = None;
        while self.bell.wait() {
            if let Err(error) = self.catch_up(&mut progress) {
                tracing::error!(%error, "alerts stopped until the next change");
            }
        }
    }

    /// Reads the log to its end.
    fn catch_up(&self, progress: &mut Option<Progress>) -> Result<(), DomainError> {
        while !self.bell.is_closing() {
            let reader = self.store.read()?;
            let alerts = self.alerts(&reader)?;
            let now = match *progress {
                Some(progress) => progress,
                None => written(&reader)?,
            };
            if alerts.is_empty() {
                *progress = Some(Progress {
                    position: reader.position()?,
                    ..now
                });
                return Ok(());
            }
            let changes = changes_after(reader.snapshot(), now.position, CHANGES_PER_STEP)?;
            let Some(last) = changes.last().map(|change| change.position) else {
                return Ok(());
            };
            let matches = self.matches(&alerts, &changes)?;
            let unwritten = now.unwritten + changes.len();
            let unwritten = if matches.is_empty() && unwritten < CHANGES_UNWRITTEN_MAX {
                unwritten
            } else {
                self.write(&matches, last)?;
                0
            };
            *progress = Some(Progress {
                position: last,
                unwritten,
            });
        }
        Ok(())
    }

    /// What the changes brought to the alerts.
    fn matches(&self, alerts: &[Alert], changes: &[Change]) -> Result<Vec<Match>, DomainError> {
        let watches: Vec<Watch> = alerts.iter().map(|alert| alert.watch.clone()).collect();
        let wants =
            |place: usize, meta: &LogMeta| alerts.get(place).is_some_and(|alert| alert.wants(meta));
        let found = self.search.new_matches(&watches, changes, &wants)?;
        let named = |place: usize| alerts.get(place).map(|alert| &alert.search);
        let matches = found.into_iter().filter_map(|found| {
            let (search, change) = (named(found.watch)?, changes.get(found.change)?);
            Some(Match {
                owner_id: search.owner_id,
                saved_search_id: search.id,
                record: found.record,
                position: change.position,
                together: together(&found.meta, change),
            })
        });
        Ok(matches.collect())
    }

    fn write(&self, matches: &[Match], position: ChangePosition) -> Result<(), DomainError> {
        let ctx = Ctx::new(Actor::System, Cause::System, self.clock.clone());
        self.store.transact_blocking(ctx.meta(), |unit| {
            unit.put_value(position_key(), position.bytes().to_vec());
            add_notices(&ctx, unit, matches)
        })?;
        Ok(())
    }

    fn alerts(&self, reader: &Reader) -> Result<Vec<Alert>, DomainError> {
        let range = KeyRange::prefix(&alert_prefix());
        let mut alerts = Vec::new();
        for (key, _) in reader.range(&range, ALERTS_MAX, Direction::Forward)? {
            let found = id_of_key(&key)
                .map(|id| reader.find_live::<SavedSearch>(id))
                .transpose()?;
            if let Some(search) = found.flatten() {
                alerts.extend(self.alert(reader, search)?);
            }
        }
        Ok(alerts)
    }

    /// `None` if its owner was shut out, or its question is none that this executable understands.
    fn alert(&self, reader: &Reader, saved: SavedSearch) -> Result<Option<Alert>, DomainError> {
        let owner: Option<User> = reader.find_live(saved.owner_id.uuid())?;
        let Some(owner) = owner.filter(|owner| !owner.disabled) else {
            return Ok(None);
        };
        let actor = Actor::User {
            id: owner.id,
            role: owner.role,
        };
        let ctx = Ctx::new(actor, Cause::System, self.clock.clone());
        let asked = SearchQuery {
            lang: Some(owner.locale),
            ..search_query(&saved, owner.tz.as_deref())
        };
        let request = search::request(&ctx, &asked);
        let zone = NamedZone::of(asked.tz.as_deref()).unwrap_or_default();
        let context = search::context(&ctx, &zone, asked.lang);
        let filter = parse_filter(&saved.query.filter, &context);
        Ok(request
            .ok()
            .zip(filter.ok())
            .map(|(request, filter)| Alert {
                search: saved,
                watch: Watch { request, filter },
            }))
    }
}

impl Alert {
    /// Not of what came before it, nor of what its owner did.
    fn wants(&self, meta: &LogMeta) -> bool {
        let since = self.search.alerts_since;
        since.is_some_and(|since| meta.at >= since)
            && meta.actor != LogActor::User(self.search.owner_id)
    }
}

fn together(meta: &LogMeta, change: &Change) -> Option<[u8; 16]> {
    match meta.cause {
        Cause::Import(import) => Some(*import.uuid().as_bytes()),
        _ if change.records.len() > RECORDS_ALONE_MAX => Some(change.position.bytes()),
        _ => None,
    }
}

fn position_key() -> Key {
    KeyBuilder::table(Table::Meta)
        .text("alerts/position")
        .build()
}

/// How far an earlier process came. Where none has written it down, the whole log is looked through:
/// what is older than an alert is passed over by its time.
fn written(reader: &Reader) -> Result<Progress, DomainError> {
    let stored = reader.get(&position_key())?;
    let position = stored.and_then(|stored| ChangePosition::from_slice(&stored.value));
    Ok(Progress {
        position: position.unwrap_or(ChangePosition::START),
        unwritten: 0,
    })
}
