//! The indexer thread: the only writer of the index. Follows the change log, commits each second
//! or every [`COMMIT_DOCUMENTS`] documents, swaps the view, rebuilds in the background, and gives
//! its memory back when idle. Queries never wait for it. Tests: `tests` of the search module.

use super::{
    error::SearchError,
    folder::{IndexFolder, guarded},
    rebuild::{Rebuild, read},
    schema::Fields,
    target::{Step, Target},
    view::SharedView,
};
use crate::store::engine::{ChangePosition, Engine};
use shared::api::search::IndexState;
use std::{
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Saves wait this long at most until the index has them.
pub const COMMIT_INTERVAL: Duration = Duration::from_secs(1);
/// With this many documents in the tail the index takes them at once.
pub const COMMIT_DOCUMENTS: usize = 500;
/// After this long without work the writer's memory is given back.
const IDLE: Duration = Duration::from_secs(5);
/// After a failure the next try waits this long.
const RETRY: Duration = Duration::from_secs(1);

/// What the indexer tells those who ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexEvent {
    /// Whether the index is complete.
    pub state: IndexState,
    /// How far a rebuild is; 100 when there is none.
    pub percent: u8,
}

/// Called at each change of state and each percent.
pub type Listener = Box<dyn Fn(IndexEvent) + Send + Sync>;

/// What requests and the indexer thread share.
pub struct Shared {
    /// Where records come from.
    pub engine: Arc<dyn Engine>,
    /// Where generations lie.
    pub folder: IndexFolder,
    /// The fields of new generations.
    pub fields: Arc<Fields>,
    /// What queries see.
    pub view: SharedView,
    /// Who is told of changes of state.
    pub listener: Mutex<Option<Listener>>,
    signal: Mutex<Signal>,
    wake: Condvar,
    moved: Condvar,
}

/// What the indexer thread is asked to do, and how far it is.
#[derive(Default)]
struct Signal {
    stop: bool,
    stopped: bool,
    pending_since: Option<Instant>,
    urgent: bool,
    rebuild: bool,
    damaged: bool,
    percent: u8,
    generation: u64,
    told: Option<IndexEvent>,
}

impl Shared {
    /// Begins with a view; the thread is started by [`run`].
    pub fn new(
        engine: Arc<dyn Engine>,
        folder: IndexFolder,
        fields: Arc<Fields>,
        view: SharedView,
    ) -> Self {
        Self {
            engine,
            folder,
            fields,
            view,
            listener: Mutex::new(None),
            signal: Mutex::new(Signal {
                percent: 100,
                ..Signal::default()
            }),
            wake: Condvar::new(),
            moved: Condvar::new(),
        }
    }

    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There is something new in the log; `urgent` if it must not wait for the next second.
    pub fn notify(&self, urgent: bool) {
        let mut signal = self.signal();
        signal.pending_since.get_or_insert_with(Instant::now);
        signal.urgent |= urgent;
        self.wake.notify_all();
    }

    /// Asks for a new index from the store.
    pub fn ask_rebuild(&self) {
        // In this order: the thread, once asked, may be done before this one goes on.
        self.view.change(|view| view.rebuilding = true);
        self.signal().rebuild = true;
        self.wake.notify_all();
    }

    /// A query met damage: the generation in use is not to be trusted.
    pub fn report_damage(&self) {
        self.signal().damaged = true;
        self.wake.notify_all();
    }

    /// Asks the thread to end once the log is indexed, and waits for it.
    pub fn stop(&self) {
        let mut signal = self.signal();
        signal.stop = true;
        self.wake.notify_all();
        while !signal.stopped {
            signal = self
                .moved
                .wait(signal)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// How far a rebuild is, and the number of the generation in use.
    pub fn progress(&self) -> (u8, u64) {
        let signal = self.signal();
        (signal.percent, signal.generation)
    }

    /// Waits until `is_there` holds for the view or the deadline has passed.
    ///
    /// # Errors
    /// [`SearchError::Behind`] behind the deadline, [`SearchError::Closed`] after the end.
    pub fn wait_until(
        &self,
        deadline: Instant,
        is_there: impl Fn(&super::view::View) -> bool,
    ) -> Result<(), SearchError> {
        let mut signal = self.signal();
        loop {
            if is_there(&self.view.load()) {
                return Ok(());
            }
            if signal.stopped {
                return Err(SearchError::Closed);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(SearchError::Behind);
            }
            (signal, _) = self
                .moved
                .wait_timeout(signal, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Wakes those who wait and tells the listener if the state is another.
    fn announce(&self, percent: u8) {
        let event = IndexEvent {
            state: self.view.load().state(),
            percent,
        };
        let is_news = {
            let mut signal = self.signal();
            signal.percent = percent;
            signal.told.replace(event) != Some(event)
        };
        self.moved.notify_all();
        if is_news {
            let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(listener) = listener.as_ref() {
                listener(event);
            }
        }
    }
}

/// What the thread does next.
enum Task {
    CatchUp,
    Rest,
    Stop,
}

/// The thread's own state.
pub struct Indexer {
    shared: Arc<Shared>,
    live: Option<Target>,
    rebuild: Option<Rebuild>,
    verify: bool,
}

impl Indexer {
    /// With the generation in use; if there is none, or one of another version, one is built.
    pub fn new(shared: Arc<Shared>, live: Option<Target>, verify: bool) -> Self {
        {
            let mut signal = shared.signal();
            signal.rebuild = live.as_ref().is_none_or(|live| live.open.is_outdated());
            signal.pending_since = Some(Instant::now());
            signal.urgent = true;
            signal.generation = live.as_ref().map_or(0, |live| live.open.generation);
        }
        Self {
            shared,
            live,
            rebuild: None,
            verify,
        }
    }

    /// The thread's whole life.
    pub fn run(mut self) {
        loop {
            let task = self.next_task();
            let stop = matches!(task, Task::Stop);
            let result = guarded(|| self.perform(&task));
            if let Err(error) = result {
                self.recover(&error);
                if !stop {
                    self.pause();
                }
            }
            if stop {
                let mut signal = self.shared.signal();
                signal.stopped = true;
                self.shared.moved.notify_all();
                return;
            }
        }
    }

    fn next_task(&self) -> Task {
        let shared = &self.shared;
        let mut signal = shared.signal();
        let idle_from = Instant::now();
        loop {
            let now = Instant::now();
            if signal.stop {
                return Task::Stop;
            }
            if signal.urgent || signal.rebuild || signal.damaged || self.rebuild.is_some() {
                return Task::CatchUp;
            }
            let due = signal.pending_since.map(|since| since + COMMIT_INTERVAL);
            let rest = self.has_writer().then_some(idle_from + IDLE);
            match due.or(rest) {
                Some(time) if time <= now && due.is_some() => return Task::CatchUp,
                Some(time) if time <= now => return Task::Rest,
                Some(time) => {
                    (signal, _) = shared
                        .wake
                        .wait_timeout(signal, time - now)
                        .unwrap_or_else(PoisonError::into_inner);
                }
                None => {
                    signal = shared
                        .wake
                        .wait(signal)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    fn has_writer(&self) -> bool {
        self.live.as_ref().is_some_and(Target::has_writer)
    }

    fn perform(&mut self, task: &Task) -> Result<(), SearchError> {
        match task {
            Task::CatchUp => {
                let reported = mem::take(&mut self.shared.signal().damaged);
                self.verify_if(reported)?;
                self.follow_log()?;
                // To read all of an index takes a while, in which what was saved last is missing.
                let is_new_here = mem::take(&mut self.verify);
                self.verify_if(is_new_here)?;
                self.advance_rebuild()
            }
            Task::Rest => self.live.as_mut().map_or(Ok(()), Target::rest),
            Task::Stop => {
                self.follow_log()?;
                self.live.as_mut().map_or(Ok(()), Target::rest)
            }
        }
    }

    /// Reads all of the generation in use if there is reason to; damage is an error.
    fn verify_if(&self, there_is_reason: bool) -> Result<(), SearchError> {
        match &self.live {
            Some(live) if there_is_reason => self.shared.folder.verify(live.open.generation),
            _ => Ok(()),
        }
    }

    /// Brings the generation in use up to the log and swaps the view.
    fn follow_log(&mut self) -> Result<(), SearchError> {
        {
            let mut signal = self.shared.signal();
            signal.pending_since = None;
            signal.urgent = false;
        }
        let Some(live) = &mut self.live else {
            return Ok(());
        };
        loop {
            let step = live.catch_up(self.shared.engine.as_ref())?;
            if live.is_dirty() && step == Step::Done {
                live.commit(&read(self.shared.engine.as_ref())?)?;
            }
            if !live.is_dirty() {
                let searcher = live.open.reader.searcher();
                self.shared.view.indexed(searcher, live.position);
                let percent = self.rebuild.as_ref().map_or(100, Rebuild::percent);
                self.shared.announce(percent);
            }
            if step == Step::Done {
                return Ok(());
            }
        }
    }

    /// Begins a rebuild that was asked for, or takes its next step.
    fn advance_rebuild(&mut self) -> Result<(), SearchError> {
        let shared = self.shared.clone();
        let asked = mem::take(&mut shared.signal().rebuild);
        if asked {
            self.rebuild = None;
            shared.view.change(|view| view.rebuilding = true);
            let in_use = self.live.as_ref().map(|live| live.open.generation);
            shared.folder.delete_unused(in_use);
            let empty = shared.folder.create(&shared.fields)?;
            self.rebuild = Some(Rebuild::begin(empty, shared.engine.as_ref())?);
        }
        let Some(rebuild) = &mut self.rebuild else {
            return Ok(());
        };
        if rebuild.step(shared.engine.as_ref())? == Step::More {
            shared.announce(rebuild.percent());
            return Ok(());
        }
        rebuild.target.rest()?;
        shared.folder.switch_to(rebuild.target.open.generation)?;
        self.finish_rebuild();
        Ok(())
    }

    /// The new generation takes over. Its position is not before that of the old one: nothing but
    /// this thread moves either.
    fn finish_rebuild(&mut self) {
        let Some(Rebuild { target, .. }) = self.rebuild.take() else {
            return;
        };
        let searcher = target.open.reader.searcher();
        let fields = target.open.fields.clone();
        let position = target.position;
        self.shared.view.change(|view| {
            view.look_at(searcher);
            view.fields = fields;
            view.indexed = position;
            view.tail = view.tail.behind(position);
            view.rebuilding = false;
        });
        let generation = target.open.generation;
        self.shared.signal().generation = generation;
        let old = self.live.replace(target);
        self.shared.announce(100);
        tracing::info!("the search index was rebuilt");
        // What is still merged there would write into the folder while it is deleted.
        let _it_is_of_no_use_now = old.map(|mut old| old.rest());
        self.shared.folder.delete_unused(Some(generation));
    }

    /// After a failure: damage means a new index; all else is tried again from the last commit.
    fn recover(&mut self, error: &SearchError) {
        tracing::warn!("the indexer met a failure: {error}");
        self.rebuild = None;
        if self.shared.view.load().rebuilding {
            self.shared.signal().rebuild = true;
        }
        let folder = &self.shared.folder;
        let damaged = |live: &mut Target| {
            matches!(error, SearchError::Damaged(_)) || !folder.has(live.open.generation)
        };
        if let Some(live) = self.live.take_if(damaged) {
            let fields = self.shared.fields.clone();
            let empty = empty_searcher(&fields);
            self.shared.view.change(|view| {
                if let Some(empty) = empty {
                    view.look_at(empty);
                    view.fields = fields;
                }
                view.indexed = ChangePosition::START;
                view.rebuilding = true;
            });
            let generation = live.open.generation;
            drop(live);
            self.shared.folder.set_aside(generation);
            self.shared.signal().rebuild = true;
        }
        if let Some(live) = &mut self.live {
            live.abandon(self.shared.view.load().indexed);
        }
        let percent = self.shared.progress().0;
        self.shared.announce(percent);
    }

    /// Waits before the next try, unless it must stop.
    fn pause(&self) {
        let mut signal = self.shared.signal();
        signal.pending_since = Some(Instant::now());
        if !signal.stop {
            let _guard = self
                .shared
                .wake
                .wait_timeout(signal, RETRY)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A searcher over nothing.
pub fn empty_searcher(fields: &Fields) -> Option<tantivy::Searcher> {
    let index = tantivy::Index::create_in_ram(fields.schema().clone());
    index.reader().ok().map(|reader| reader.searcher())
}
