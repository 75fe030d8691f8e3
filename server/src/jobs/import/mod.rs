//! The importer: reads on one thread, files on another, one write set a batch, so that a kill loses
//! nothing and repeats nothing. One import at a time; others wait in a queue.
//! Invariant: a batch's records and the import's own progress are one write set (test:
//! `a_killed_import_goes_on_where_it_stopped`).

mod batches;
mod run;
mod undo;

#[cfg(test)]
mod export_test;
#[cfg(test)]
pub mod tests;

pub(super) use run::patiently;

use crate::{
    changes::Cause,
    domain::{
        ctx::{Actor, Clock, Ctx},
        error::DomainError,
        imports::{
            add_source, begin_undo, cancel_import, create_import, list_skips, queue_import, to_api,
        },
    },
    store::{
        Store,
        engine::{ChangePosition, Direction, KeyRange},
        keys::{Index, KeyBuilder},
        reader::id_of_key,
        schema::{
            import::{Import, Source},
            user::User,
        },
    },
    transfer::read::measure,
};
use shared::{
    api::{
        import::{self as api, ImportCountsReport, ImportReport, ImportState, Skip},
        page::ListQuery,
    },
    ids::{ImportId, UserId},
};
use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// Imports that are looked at when the server starts.
const RESUMED_MAX: usize = 1_000;

/// Is told how imports move on.
pub trait Progress: Send + Sync {
    /// An import moved on. Must be quick.
    fn import_changed(&self, import: &api::Import);

    /// Whether all that was filed up to a position can be found; may wait a moment for it.
    fn is_findable(&self, position: ChangePosition) -> bool;
}

/// Nobody listens.
pub struct Silent;

impl Progress for Silent {
    fn import_changed(&self, _import: &api::Import) {}

    fn is_findable(&self, _position: ChangePosition) -> bool {
        true
    }
}

/// Runs imports.
pub struct ImportRunner {
    shared: Arc<Shared>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    store: Arc<Store>,
    uploads: PathBuf,
    clock: Arc<dyn Clock>,
    progress: Arc<dyn Progress>,
    queue: Mutex<VecDeque<ImportId>>,
    wake: Condvar,
    /// Set when the server stops: the running batch is finished, the rest goes on at the next start.
    closing: AtomicBool,
    /// One import at a time, also of those that run on their caller's thread.
    running: Mutex<()>,
}

impl ImportRunner {
    /// A runner; uploaded files lie in `uploads`, one folder an import.
    pub fn new(
        store: Arc<Store>,
        uploads: PathBuf,
        clock: Arc<dyn Clock>,
        progress: Arc<dyn Progress>,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                store,
                uploads,
                clock,
                progress,
                queue: Mutex::default(),
                wake: Condvar::new(),
                closing: AtomicBool::new(false),
                running: Mutex::default(),
            }),
            worker: Mutex::new(None),
        }
    }

    /// Begins an import to which files are added.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn create(&self, ctx: &Ctx) -> Result<api::Import, DomainError> {
        self.change(ctx, |unit| create_import(ctx, unit, None))
    }

    /// Where the caller writes an uploaded file, piece by piece; then comes [`Self::add_file`].
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn upload_path(&self, ctx: &Ctx, id: ImportId) -> io::Result<PathBuf> {
        let folder = self.shared.uploads.join(id.to_string());
        fs::create_dir_all(&folder)?;
        Ok(folder.join(ctx.new_id().to_string()))
    }

    /// Adds an uploaded file; `name` is what the user calls it.
    ///
    /// # Errors
    /// [`DomainError::ImportState`] once it was started.
    pub fn add_file(
        &self,
        ctx: &Ctx,
        id: ImportId,
        name: &str,
        path: &Path,
    ) -> Result<api::Import, DomainError> {
        let bytes = measure(path);
        let source = Source {
            name: shown_name(name),
            path: path.to_string_lossy().into_owned(),
            uploaded: true,
        };
        self.change(ctx, |unit| add_source(ctx, unit, id, &source, bytes))
    }

    /// Starts an import; it runs in the background.
    ///
    /// # Errors
    /// [`DomainError::ImportState`] when it was started before.
    pub fn start(&self, ctx: &Ctx, id: ImportId) -> Result<api::Import, DomainError> {
        let import = self.change(ctx, |unit| queue_import(ctx, unit, id))?;
        self.enqueue(id);
        Ok(import)
    }

    /// Asks an import to stop.
    ///
    /// # Errors
    /// [`DomainError::ImportState`] when there is nothing to stop.
    pub fn cancel(&self, ctx: &Ctx, id: ImportId) -> Result<api::Import, DomainError> {
        let import = self.change(ctx, |unit| cancel_import(ctx, unit, id))?;
        if import.state == ImportState::Cancelled {
            self.shared.remove_uploads(id);
        }
        Ok(import)
    }

    /// Takes a whole import back, in the background.
    ///
    /// # Errors
    /// [`DomainError::ImportState`] while it runs or when it was taken back before.
    pub fn undo(&self, ctx: &Ctx, id: ImportId) -> Result<api::Import, DomainError> {
        let import = self.change(ctx, |unit| begin_undo(ctx, unit, id))?;
        self.enqueue(id);
        Ok(import)
    }

    /// Goes on with what a stop or a kill interrupted. Called once, when the server starts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resume_all(&self) -> Result<(), DomainError> {
        let reader = self.shared.store.read()?;
        let range = KeyRange::prefix(&KeyBuilder::index(Index::ImportByCreated).build());
        let mut waiting = Vec::new();
        for (key, _) in reader.range(&range, RESUMED_MAX, Direction::Forward)? {
            let import = id_of_key(&key)
                .map(|id| reader.find::<Import>(id))
                .transpose()?
                .flatten();
            let pending = import.filter(|import| {
                matches!(
                    import.state,
                    ImportState::Queued | ImportState::Running | ImportState::Undoing
                )
            });
            waiting.extend(pending.map(|import| import.id));
        }
        // The list is newest first; the queue is not.
        waiting.into_iter().rev().for_each(|id| self.enqueue(id));
        Ok(())
    }

    /// Imports files and folders on the caller's thread and reports on all of it. New contacts
    /// belong to `owner`.
    ///
    /// # Errors
    /// When the store fails; what could not be read is in the report.
    pub fn run_blocking(
        &self,
        ctx: &Ctx,
        paths: &[PathBuf],
        owner: Option<UserId>,
    ) -> Result<ImportReport, DomainError> {
        let import = self.change(ctx, |unit| create_import(ctx, unit, owner))?;
        for path in paths {
            let source = local_source(path);
            let bytes = measure(path);
            self.change(ctx, |unit| add_source(ctx, unit, import.id, &source, bytes))?;
        }
        self.change(ctx, |unit| queue_import(ctx, unit, import.id))?;
        self.shared.run(import.id)?;
        self.report(ctx, import.id)
    }

    /// What became of an import, with every skip.
    ///
    /// # Errors
    /// [`DomainError::NotFound`].
    pub fn report(&self, ctx: &Ctx, id: ImportId) -> Result<ImportReport, DomainError> {
        let reader = self.shared.store.read()?;
        let import: Import = reader.find(id.uuid())?.ok_or(DomainError::NotFound)?;
        let mut skipped: Vec<Skip> = Vec::new();
        let mut query = ListQuery::default();
        loop {
            let page = list_skips(ctx, &reader, id, &query)?;
            skipped.extend(page.items);
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        Ok(ImportReport {
            counts: ImportCountsReport {
                items: import.counts.items,
                created: import.counts.created,
                updated: import.counts.updated,
                unchanged: import.counts.unchanged,
                along: import.counts.along,
            },
            skipped,
        })
    }

    /// Finishes the running batch and stops; the rest goes on at the next start.
    pub fn close(&self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.shared.wake.notify_all();
        let worker = lock(&self.worker).take();
        if let Some(worker) = worker
            && worker.join().is_err()
        {
            tracing::error!("the import thread ended in a panic");
        }
    }

    fn enqueue(&self, id: ImportId) {
        lock(&self.shared.queue).push_back(id);
        self.shared.wake.notify_one();
        let mut worker = lock(&self.worker);
        if worker.is_none() {
            let shared = self.shared.clone();
            let spawned = std::thread::Builder::new()
                .name("import".to_owned())
                .spawn(move || shared.work());
            match spawned {
                Ok(handle) => *worker = Some(handle),
                Err(error) => tracing::error!(%error, "no thread for imports"),
            }
        }
    }

    fn change(
        &self,
        ctx: &Ctx,
        work: impl Fn(&mut crate::store::unit::UnitOfWork) -> Result<Import, DomainError>,
    ) -> Result<api::Import, DomainError> {
        let committed = self.shared.store.transact_blocking(ctx.meta(), work)?;
        let import = to_api(committed.value);
        self.shared.progress.import_changed(&import);
        Ok(import)
    }
}

impl Drop for ImportRunner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    /// The worker thread: one import after the other.
    fn work(&self) {
        while let Some(id) = self.next() {
            if let Err(error) = self.run(id) {
                tracing::error!(import.id = %id, %error, "import {id} stopped");
            }
        }
    }

    fn next(&self) -> Option<ImportId> {
        let mut queue = lock(&self.queue);
        loop {
            if self.is_closing() {
                return None;
            }
            if let Some(id) = queue.pop_front() {
                return Some(id);
            }
            queue = self
                .wake
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// Runs or undoes an import, as its state says. A fault ends it as failed, with the reason.
    fn run(&self, id: ImportId) -> Result<(), DomainError> {
        let _one_at_a_time = lock(&self.running);
        let import: Import = self
            .store
            .read()?
            .find(id.uuid())?
            .ok_or(DomainError::NotFound)?;
        let ctx = self.ctx(&import)?;
        let ran = match import.state {
            ImportState::Queued | ImportState::Running => run::run(self, &ctx, import),
            ImportState::Undoing => undo::undo(self, &ctx, import),
            ImportState::Uploading
            | ImportState::Done
            | ImportState::Failed
            | ImportState::Cancelled
            | ImportState::Undone => Ok(()),
        };
        match ran {
            Err(error) if !self.is_closing() => {
                run::fail(self, &ctx, id, &error)?;
                Err(error)
            }
            other => other,
        }
    }

    /// As whom an import acts: whoever started it, with today's role.
    fn ctx(&self, import: &Import) -> Result<Ctx, DomainError> {
        let actor = match import.actor_id {
            None => Actor::System,
            Some(id) => match self.store.read()?.find::<User>(id.uuid())? {
                Some(user) => Actor::User {
                    id,
                    role: user.role,
                },
                None => Actor::System,
            },
        };
        Ok(Ctx::new(
            actor,
            Cause::Import(import.id),
            self.clock.clone(),
        ))
    }

    fn remove_uploads(&self, id: ImportId) {
        let folder = self.uploads.join(id.to_string());
        if folder.exists()
            && let Err(error) = fs::remove_dir_all(&folder)
        {
            tracing::warn!(import.id = %id, %error, "uploaded files of import {id} stay");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A path on this machine; its last part is what the user calls it.
fn local_source(path: &Path) -> Source {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = absolute.file_name().map_or_else(
        || absolute.to_string_lossy().into_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    Source {
        name,
        path: absolute.to_string_lossy().into_owned(),
        uploaded: false,
    }
}

/// Uploaded names may hold the way inside a dropped folder, but nothing that leads out of it.
fn shown_name(name: &str) -> String {
    const NAME_CHARS_MAX: usize = 300;
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    let name = crate::mail::text::clean_line(&parts.join("/"), NAME_CHARS_MAX);
    if name.is_empty() {
        "file".to_owned()
    } else {
        name
    }
}
