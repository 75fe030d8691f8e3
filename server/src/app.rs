//! The application: everything that outlives a request, wired once. Routes, the command line and
//! the control door all work on this. Holds no rule of the business.

use crate::{
    auth::{
        Auth,
        jwt::Tokens,
        key::{KeyError, KeyRing},
        password::Hasher,
        setup::SetupToken,
        throttle::Throttle,
    },
    changes::Cause,
    config::{Config, folder::Folder},
    domain::{
        ctx::{Actor, Clock, Ctx, SystemClock},
        error::DomainError,
        lists::Lists,
        users, workspace,
    },
    jobs::{
        alerts::Alerts,
        import::{ImportRunner, Progress},
        reading::ReadingJob,
    },
    realtime::Hub,
    search::{Search, SearchError},
    store::{
        Store, StoreError,
        blobs::Blobs,
        engine::{ChangePosition, Engine, EngineError},
        rank::Ranks,
        redb::{RedbEngine, RedbOptions},
    },
};
use shared::api::{event::Event, import::Import};
use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::watch;
use uuid::Uuid;

/// An import waits for the index in steps of this, so that a stop is not held up.
const INDEX_MOMENT: Duration = Duration::from_millis(200);

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made or used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// There is no usable signing key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Search cannot be opened.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Domain(#[from] DomainError),
}

impl StartError {
    /// Whether another process has the data folder open.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Store(StoreError::Engine(EngineError::InUse)))
    }
}

/// The application.
pub struct App {
    /// The settings.
    pub config: Config,
    /// Where things lie.
    pub folder: Folder,
    /// Names this workspace, for good.
    pub workspace: Uuid,
    /// The records.
    pub store: Arc<Store>,
    /// Search over them.
    pub search: Arc<Search>,
    /// Their stored orders.
    pub ranks: Arc<Ranks>,
    /// Live events.
    pub hub: Arc<Hub>,
    /// Imports.
    pub imports: ImportRunner,
    /// Alerts of saved searches.
    pub alerts: Alerts,
    /// The text of files, read in the background once it was started.
    pub reading: ReadingJob,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Sign-in.
    pub auth: Auth,
    stopping: watch::Sender<bool>,
}

/// Opens the data folder, making it if it is missing.
///
/// # Errors
/// As [`StartError`] says.
pub fn build(config: Config) -> Result<App, StartError> {
    let folder = Folder::make(&config.data)?;
    let options = RedbOptions {
        cache_bytes: config.cache_bytes,
        reserve_bytes: config.reserve_bytes,
    };
    let engine = RedbEngine::open(&folder.database(), options).map_err(StoreError::from)?;
    build_on(config, Arc::new(engine), Arc::new(SystemClock))
}

/// The application over an engine and a clock of one's own: for tests.
///
/// # Errors
/// As [`StartError`] says.
pub fn build_on(
    config: Config,
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
) -> Result<App, StartError> {
    let folder = Folder::make(&config.data)?;
    let blobs = Arc::new(Blobs::open(&folder.blobs())?);
    let store = Arc::new(Store::new(engine, blobs));
    // Readers of the log join before anything is written: they open beside the store and observe it.
    let search = Search::open(&folder.search(), &store)?;
    store.observe(search.clone());
    let ranks = Ranks::new(store.clone());
    let hub = Hub::new(&store);
    tell_index_events(&search, &hub);
    let progress = Arc::new(ImportProgress {
        hub: hub.clone(),
        search: search.clone(),
    });
    let imports = ImportRunner::new(store.clone(), folder.uploads(), clock.clone(), progress);
    let alerts = Alerts::new(&store, search.clone(), clock.clone());
    let reading = ReadingJob::new(store.clone(), clock.clone());
    store.observe(reading.observer());
    tell_texts(&reading, &search, &hub);
    let ctx = Ctx::new(Actor::System, Cause::System, clock.clone());
    let workspace = workspace::get_or_make_id(&ctx, &store)?;
    let keys = KeyRing::open(&folder)?;
    let setup = if users::has_users(&store.read()?)? {
        SetupToken::closed()
    } else {
        SetupToken::open()
    };
    let auth = Auth {
        tokens: Tokens::new(workspace, &keys),
        hasher: Hasher::default(),
        throttle: Throttle::default(),
        setup,
    };
    Ok(App {
        config,
        folder,
        workspace,
        store,
        search,
        ranks,
        hub,
        imports,
        alerts,
        reading,
        clock,
        auth,
        stopping: watch::Sender::new(false),
    })
}

/// Where imports report to.
struct ImportProgress {
    hub: Arc<Hub>,
    search: Arc<Search>,
}

impl Progress for ImportProgress {
    fn import_changed(&self, import: &Import) {
        self.hub.tell(Event::Import(import.clone()));
    }

    fn is_findable(&self, position: ChangePosition) -> bool {
        let moment = Instant::now() + INDEX_MOMENT;
        let waited = self.search.wait_indexed(position, moment);
        !matches!(waited, Err(SearchError::Behind))
    }
}

fn tell_index_events(search: &Search, hub: &Arc<Hub>) {
    let hub = Arc::downgrade(hub);
    search.on_event(Box::new(move |event| {
        if let Some(hub) = hub.upgrade() {
            hub.tell(Event::Index {
                state: event.state,
                percent: event.percent,
            });
        }
    }));
}

/// Texts of files that came are news for who searches.
fn tell_texts(reading: &ReadingJob, search: &Arc<Search>, hub: &Arc<Hub>) {
    let (search, hub) = (Arc::downgrade(search), Arc::downgrade(hub));
    reading.on_progress(Box::new(move || {
        if let (Some(search), Some(hub)) = (search.upgrade(), hub.upgrade()) {
            let status = search.status();
            hub.tell(Event::Index {
                state: status.state,
                percent: status.percent,
            });
        }
    }));
}

impl App {
    /// The circumstances of a call.
    pub fn ctx(&self, actor: Actor, cause: Cause) -> Ctx {
        Ctx::new(actor, cause, self.clock.clone())
    }

    /// What lists are read from.
    pub fn lists(&self) -> Lists<'_> {
        Lists {
            store: &self.store,
            ranks: &self.ranks,
            search: &self.search,
        }
    }

    /// Becomes `true` when the server begins to stop: streams end then.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Tells streams and jobs to end.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Closes the store; nothing works afterwards.
    ///
    /// # Errors
    /// When the last bytes could not be written.
    pub fn close(&self) -> Result<(), StoreError> {
        self.stop();
        self.imports.close();
        self.alerts.close();
        self.reading.close();
        self.search.close();
        Ok(self.store.engine().close()?)
    }
}
