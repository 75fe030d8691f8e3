//! Search: a reader of the change log. Everything here is derived from the store and can be
//! thrown away. A save is found as soon as it is answered (the tail); the index follows within a
//! second. Must never write the store, decide rights beyond `viewer`, or make a writer wait.
//! Tests: `tests` beside it.

pub mod analysis;
mod ask;
mod check;
mod columns;
mod cursor;
mod dictionaries;
pub mod document;
mod edits;
pub mod error;
mod files;
mod folder;
mod indexer;
mod kept;
mod letters;
pub mod query;
mod rebuild;
pub mod schema;
mod sharing;
mod showing;
mod shown;
mod snippets;
mod tail;
mod target;
mod view;
mod watch;

#[cfg(test)]
mod tests;

pub use error::SearchError;
pub use indexer::{IndexEvent, Listener};
pub use query::{Cancel, ListAnswer, ListRequest, ListSort, SearchRequest};
pub use schema::TimeColumn;
pub use snippets::ListMarker;
pub use watch::{NewMatch, Watch};

use crate::{
    changes::{BULK_RECORDS, Change, Observer},
    store::{
        Store,
        engine::{ChangePosition, Direction, KeyRange, RANGE_LIMIT_MAX},
        keys::Table,
        log::header_key,
        reader::Reader,
    },
};
use columns::Columns;
use folder::{IndexFolder, OpenIndex};
use indexer::{COMMIT_DOCUMENTS, Indexer, Shared, empty_searcher};
use query::{Hits, run_list, run_search, tolerance::Tolerance};
use schema::Fields;
use shared::{
    api::search::{IndexState, SearchAnswer, SearchTier},
    time::Timestamp,
};
use sharing::UnderWay;
use showing::hits_of;
use shown::ShownLately;
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tail::{Tail, TailEntry};
use target::{Target, nothing_to_index, records_of};
use view::{SharedView, View};

/// How often a check that met concurrent writes begins again.
const CHECK_TRIES_MAX: usize = 3;
/// How long a check waits for the index.
const CHECK_WAIT: Duration = Duration::from_secs(60);

/// Search over one store.
pub struct Search {
    shared: Arc<Shared>,
    shown: Arc<ShownLately>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchStatus {
    /// Whether every acknowledged save is found.
    pub state: IndexState,
    /// How far a rebuild is; 100 when there is none.
    pub percent: u8,
    /// Changes that the index does not have yet (the tail may), at most [`RANGE_LIMIT_MAX`].
    pub lag: u64,
    /// Documents that can be found.
    pub documents: u64,
    /// Bytes of the index on disk.
    pub size_bytes: u64,
    /// Parts of the index.
    pub segments: usize,
    /// When the index in use was built.
    pub built_at: Option<Timestamp>,
}

impl Search {
    /// Opens the index in a folder, or begins a new one, and starts the indexer thread. An index
    /// that cannot be used is set aside and rebuilt in the background; one of another version
    /// serves until then.
    ///
    /// # Errors
    /// When the folder or the store cannot be read; a damaged index is no error.
    pub fn open(folder: &Path, store: &Store) -> Result<Arc<Self>, SearchError> {
        let engine = store.engine().clone();
        let fields = Arc::new(Fields::default());
        let folder = IndexFolder::new(folder)?;
        let reader = rebuild::read(engine.as_ref())?;
        let needed = reader.position()?;
        let mut live = folder.open_current(&fields)?;
        if live.take_if(|live| !live.cursor.is_of(&reader)).is_some() {
            tracing::warn!("the search index is of another state of the data and is rebuilt");
        }
        let verify = live.is_some();
        if live.is_none() && needed == ChangePosition::START {
            let mut target = Target::new(folder.create(&fields)?);
            target.commit(&reader)?;
            target.rest()?;
            folder.switch_to(target.open.generation)?;
            folder.delete_unused(Some(target.open.generation));
            live = Some(target.open);
        }
        let searcher = match &live {
            Some(live) => Some(live.reader.searcher()),
            None => empty_searcher(&fields),
        };
        let mut indexed = live
            .as_ref()
            .map_or(ChangePosition::START, |live| live.cursor.position);
        if live.is_some() && nothing_to_index(&reader, indexed)? {
            indexed = needed;
        }
        let searcher = searcher.ok_or_else(|| SearchError::Index("no searcher".into()))?;
        let view = View {
            columns: Arc::new(Columns::of(&searcher, &Columns::none())),
            searcher,
            fields: live.as_ref().map_or(&fields, |live| &live.fields).clone(),
            tail: Tail::default(),
            indexed,
            needed,
            rebuilding: live.as_ref().is_none_or(OpenIndex::is_outdated),
        };
        let shown = Arc::new(ShownLately::new(engine.clone()));
        let shared = Arc::new(Shared::new(engine, folder, fields, SharedView::new(view)));
        let indexer = Indexer::new(shared.clone(), live.map(Target::new), verify);
        let thread = std::thread::Builder::new()
            .name("indexer".to_owned())
            .spawn(move || indexer.run())?;
        Ok(Arc::new(Self {
            shared,
            shown,
            thread: Mutex::new(Some(thread)),
        }))
    }

    /// Finds records. Blocks for milliseconds; never on a runtime thread.
    ///
    /// # Errors
    /// When the index or the store cannot be read, or the time is over.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, SearchError> {
        let _counted = UnderWay::begin();
        let reader = self.reader()?;
        let view = self.shared.view.load();
        let around = self.around(request, &reader, &view)?;
        let run = self.run(request, &around, (&view, &reader));
        let hits = self.guarded(|| run_search(&run))?;
        let mut problems = request.query.problems.clone();
        problems.extend(around.fields.problems);
        let did_you_mean = hits.meant.clone();
        let answer = answer(&view, request, hits, &self.shown)?;
        Ok(SearchAnswer {
            problems,
            did_you_mean,
            ..answer
        })
    }

    /// Ids of one kind that match words and filters, in a stored order.
    ///
    /// # Errors
    /// When the index cannot be read or the time is over.
    pub fn list_ids(&self, request: &ListRequest) -> Result<ListAnswer, SearchError> {
        let reader = self.reader()?;
        let view = self.shared.view.load();
        self.guarded(|| run_list(&view, &reader, request))
    }

    /// Blocks until the index (not just the tail) has every change up to a position.
    ///
    /// # Errors
    /// [`SearchError::Behind`] if it does not get there in time.
    pub fn wait_indexed(
        &self,
        position: ChangePosition,
        deadline: Instant,
    ) -> Result<(), SearchError> {
        self.shared.notify(true);
        self.shared.wait_until(deadline, |view| {
            !view.rebuilding && view.indexed >= position
        })
    }

    /// How the index is.
    pub fn status(&self) -> SearchStatus {
        let view = self.shared.view.load();
        let (percent, generation) = self.shared.progress();
        let fresh = view.tail.documents().count() as u64;
        SearchStatus {
            state: view.state(),
            percent,
            lag: self.lag(view.indexed).unwrap_or(0),
            documents: view.searcher.num_docs() + fresh,
            size_bytes: self.shared.folder.size_bytes(generation),
            segments: view.searcher.segment_readers().len(),
            built_at: self.shared.folder.built_at(),
        }
    }

    /// Whether every acknowledged save is found; cheaper than [`Search::status`].
    pub fn state(&self) -> IndexState {
        self.shared.view.load().state()
    }

    /// Builds a new index in the background while the old one serves.
    pub fn rebuild(&self) {
        self.shared.ask_rebuild();
    }

    /// Calls `listener` from the indexer thread at each change of state or percent.
    pub fn on_event(&self, listener: Listener) {
        let mut place = self
            .shared
            .listener
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Some(listener);
    }

    /// Compares search with the store, after letting the index catch up; what is wrong, one line
    /// each.
    ///
    /// # Errors
    /// When the index or the store cannot be read, or the index does not catch up.
    pub fn check(&self) -> Result<Vec<String>, SearchError> {
        let mut findings = Vec::new();
        for _ in 0..CHECK_TRIES_MAX {
            let position = self.reader()?.position()?;
            self.wait_indexed(position, Instant::now() + CHECK_WAIT)?;
            let (_, generation) = self.shared.progress();
            if let Err(SearchError::Damaged(reason)) = self.shared.folder.verify(generation) {
                self.shared.report_damage();
                return Ok(vec![format!("the search index is damaged: {reason}")]);
            }
            let view = self.shared.view.load();
            let reader = self.reader()?;
            let is_quiet = reader.position()? == view.indexed.max(position);
            findings = self.guarded(|| check::compare(&view, &reader))?;
            if findings.is_empty() || is_quiet {
                return Ok(findings);
            }
        }
        Ok(findings)
    }

    /// Lets the index catch up, then ends the indexer thread. Safe to call twice.
    pub fn close(&self) {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take() {
            self.shared.stop();
            let _a_panic_is_logged_there = thread.join();
        }
    }

    fn reader(&self) -> Result<Reader, SearchError> {
        rebuild::read(self.shared.engine.as_ref())
    }

    /// Runs what reads the index; damage found there makes the indexer look.
    fn guarded<T>(&self, work: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
        folder::guarded(work).inspect_err(|error| {
            if matches!(error, SearchError::Damaged(_)) {
                self.shared.report_damage();
            }
        })
    }

    fn lag(&self, indexed: ChangePosition) -> Result<u64, SearchError> {
        let range = KeyRange::prefix(&[Table::LogHeader as u8]).after(&header_key(indexed));
        let entries = self
            .reader()?
            .range(&range, RANGE_LIMIT_MAX, Direction::Forward)?;
        Ok(entries.len() as u64)
    }

    /// The records of a change as they are now, for the tail; `None` if they are so many that only
    /// the index takes them.
    fn fresh(&self, change: &Change) -> Result<Option<Vec<TailEntry>>, SearchError> {
        let reader = self.reader()?;
        let position = reader.position()?.max(change.position);
        let keys = records_of(&reader, std::slice::from_ref(change))?;
        if keys.len() > BULK_RECORDS {
            return Ok(None);
        }
        let entry = |key| {
            Ok(TailEntry {
                key,
                position,
                document: document::load(&reader, key)?,
            })
        };
        keys.into_iter()
            .map(entry)
            .collect::<Result<_, _>>()
            .map(Some)
    }
}

impl Observer for Search {
    fn committed(&self, change: &Change) {
        if change
            .records
            .iter()
            .all(|record| record.is(Table::Reading))
        {
            // Files were read in the background: their text may be long, and nobody waits for it.
            self.shared.notify(false);
            return;
        }
        let defer = |view: &mut View| view.needed = view.needed.max(change.position);
        if change.is_bulk() {
            self.shared.view.change(defer);
            self.shared.notify(false);
            return;
        }
        match self.fresh(change) {
            Ok(None) => {
                self.shared.view.change(defer);
                self.shared.notify(false);
            }
            Ok(Some(entries)) if entries.is_empty() => self.shared.notify(false),
            Ok(Some(entries)) => {
                let waiting = self.shared.view.add(entries);
                self.shared.notify(waiting >= COMMIT_DOCUMENTS);
            }
            Err(error) => {
                // The save stands; the index will read it from the log.
                tracing::warn!("a saved record is not in the search tail: {error}");
                self.shared.view.change(defer);
                self.shared.notify(false);
            }
        }
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.close();
    }
}

fn answer(
    view: &View,
    request: &SearchRequest,
    hits: Hits,
    lately: &Arc<ShownLately>,
) -> Result<SearchAnswer, SearchError> {
    let shown = hits_of(&hits, request, lately)?;
    let tier = match hits.tolerance {
        Tolerance::Strict => SearchTier::Exact,
        Tolerance::Typos => SearchTier::Typos,
        Tolerance::SomeWords => SearchTier::SomeWords,
    };
    let counts = hits.found.counts;
    let total = counts
        .iter()
        .filter(|(kind, _)| request.kinds.is_empty() || request.kinds.contains(kind))
        .map(|(_, count)| count)
        .sum();
    Ok(SearchAnswer {
        hits: shown,
        counts: counts.into_iter().collect(),
        total,
        problems: Vec::new(),
        tier,
        did_you_mean: None,
        state: view.state(),
    })
}
