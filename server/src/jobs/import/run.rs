//! Filing, batch by batch: each is one write set with the import's own progress.

use super::{
    Shared,
    batches::{BATCHES_WAITING_MAX, Batch, read_batches},
};
use crate::{
    domain::{
        ctx::Ctx,
        error::DomainError,
        filing::{Filing, Outcome},
        imports::{save, to_api},
    },
    store::{
        StoreError,
        engine::{ChangePosition, EngineError},
        record::encode,
        schema::{
            import::{Import, Skip, skip_key},
            message::BlobHash,
        },
        unit::UnitOfWork,
    },
    transfer::skip::SkipReason,
};
use shared::{api::import::ImportState, ids::ImportId};
use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::sync_channel,
    },
    time::{Duration, Instant},
};

/// Times that a batch is tried again while the store is busy.
const BUSY_TRIES_MAX: u32 = 50;
/// The wait before the first of them; each next one is longer.
const BUSY_WAIT: Duration = Duration::from_millis(20);

/// An import waits this long for the search index; a rebuild of a large one may take longer.
const FINDABLE_PATIENCE: Duration = Duration::from_secs(120);

/// Runs an import to its end, or until it is cancelled or the server stops.
pub fn run(shared: &Shared, ctx: &Ctx, import: Import) -> Result<(), DomainError> {
    let id = import.id;
    let stop = AtomicBool::new(false);
    let (sender, batches) = sync_channel(BATCHES_WAITING_MAX);
    let mut import = begin(shared, ctx, id)?;
    if import.state != ImportState::Running {
        return Ok(());
    }
    let (sources, items_done) = (import.sources.clone(), import.items_done);
    let (stop_reading, sources) = (&stop, sources.as_slice());
    let ended = std::thread::scope(|scope| {
        let reading = scope.spawn(move || read_batches(sources, items_done, sender, stop_reading));
        let mut filed = Ok(true);
        for batch in &batches {
            filed = file_batch(shared, ctx, &mut import, &batch);
            if !matches!(filed, Ok(true)) || shared.is_closing() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        drop(batches);
        let read_whole = reading.join().is_ok();
        filed.map(|go_on| (go_on, read_whole))
    });
    let (go_on, read_whole) = ended?;
    if !go_on {
        return finish(shared, ctx, &import, ImportState::Cancelled);
    }
    if shared.is_closing() {
        return Ok(());
    }
    if !read_whole {
        return Err(DomainError::BadRequest(
            "the reader stopped in the middle of a file",
        ));
    }
    if settle(shared, position(import.last_position)) {
        finish(shared, ctx, &import, ImportState::Done)?;
    }
    Ok(())
}

/// Waits until what was filed can be found, so that "done" means it. `false` when the server stops
/// meanwhile: the import then ends at the next start.
pub fn settle(shared: &Shared, last: Option<ChangePosition>) -> bool {
    let Some(last) = last else {
        return true;
    };
    let patience = Instant::now() + FINDABLE_PATIENCE;
    while !shared.progress.is_findable(last) {
        if shared.is_closing() {
            return false;
        }
        if Instant::now() > patience {
            tracing::warn!("the search index is slow: an import ends before it is found");
            break;
        }
    }
    true
}

/// Files one batch; `false` when somebody asked to stop.
fn file_batch(
    shared: &Shared,
    ctx: &Ctx,
    import: &mut Import,
    batch: &Batch,
) -> Result<bool, DomainError> {
    let (first, last) = (import.first_position, import.last_position);
    let is_first = import.items_done == 0;
    let committed = patiently(|| {
        shared.store.transact_blocking(ctx.meta(), |unit| {
            let mut import: Import = unit.find(import.id.uuid())?.ok_or(DomainError::NotFound)?;
            if import.cancel_requested {
                return Ok((import, false));
            }
            import.first_position = first;
            import.last_position = last;
            file_items(shared, ctx, unit, &mut import, batch)?;
            Ok((save(ctx, unit, import)?, true))
        })
    })?;
    let (saved, go_on) = committed.value;
    *import = saved;
    if go_on {
        let position = committed.position.bytes();
        // After a kill before the second batch the first position is not known: an undo then looks
        // through the log from its beginning.
        if is_first {
            import.first_position = Some(position);
        }
        import.last_position = Some(position);
    }
    shared.progress.import_changed(&to_api(import.clone()));
    Ok(go_on)
}

fn file_items(
    shared: &Shared,
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    import: &mut Import,
    batch: &Batch,
) -> Result<(), DomainError> {
    let mut skips = Vec::new();
    let mut filing = Filing::new(ctx, unit, shared.store.blobs(), import.owner_id);
    for (source, item) in &batch.items {
        let counts = &mut import.counts;
        counts.items += 1;
        let (reason, kept) = match filing.file(item)? {
            Outcome::Created => {
                counts.created += 1;
                continue;
            }
            Outcome::Updated => {
                counts.updated += 1;
                continue;
            }
            Outcome::Unchanged => {
                counts.unchanged += 1;
                continue;
            }
            Outcome::Skipped(reason) => (reason, None),
            Outcome::Kept(reason, hash) => (reason, Some(hash)),
        };
        let skip = skip(source, &reason, kept);
        skips.push((skip_key(import.id, counts.skipped), encode(&skip)));
        counts.skipped += 1;
    }
    import.counts.along += filing.brought_along();
    filing.finish()?;
    for (key, value) in skips {
        unit.put_value(key, value);
    }
    import.items_done += batch.items.len() as u64;
    import.bytes_done = batch.bytes_done;
    Ok(())
}

fn skip(source: &str, reason: &SkipReason, kept: Option<BlobHash>) -> Skip {
    let is_kept = match kept {
        Some(_) => "; the original is kept: save it from the page of this import",
        None => "",
    };
    Skip {
        source: source.to_owned(),
        reason: format!("{}{is_kept}", reason.sentence()),
        code: reason.code().as_str().to_owned(),
        kept,
    }
}

/// Waits while the store has too much to do; an import is in no hurry.
pub fn patiently<T>(mut work: impl FnMut() -> Result<T, DomainError>) -> Result<T, DomainError> {
    for tries in 1..BUSY_TRIES_MAX {
        match work() {
            Err(DomainError::Store(
                StoreError::Engine(EngineError::Busy) | StoreError::Contended,
            )) => std::thread::sleep(BUSY_WAIT * tries),
            done => return done,
        }
    }
    work()
}

/// Says that it runs, unless it was cancelled while it waited.
fn begin(shared: &Shared, ctx: &Ctx, id: ImportId) -> Result<Import, DomainError> {
    change(shared, ctx, id, |import| {
        if import.state == ImportState::Queued {
            import.state = ImportState::Running;
        }
    })
}

fn finish(
    shared: &Shared,
    ctx: &Ctx,
    import: &Import,
    state: ImportState,
) -> Result<(), DomainError> {
    let (first, last) = (import.first_position, import.last_position);
    let import = change(shared, ctx, import.id, |import| {
        import.state = state;
        import.finished_at = Some(ctx.now());
        import.first_position = first;
        import.last_position = last;
        if state == ImportState::Done {
            import.bytes_done = import.bytes_total;
        }
    })?;
    shared.remove_uploads(import.id);
    let counts = import.counts;
    tracing::info!(
        import.id = %import.id,
        items = counts.items,
        created = counts.created,
        skipped = counts.skipped,
        "import {} ended: {} items, {} new, {} skipped",
        import.id, counts.items, counts.created, counts.skipped
    );
    Ok(())
}

/// Ends an import as failed; what it has read stays and can be undone.
pub fn fail(
    shared: &Shared,
    ctx: &Ctx,
    id: ImportId,
    error: &DomainError,
) -> Result<(), DomainError> {
    let message = error.to_string();
    patiently(|| {
        change(shared, ctx, id, |import| {
            import.state = ImportState::Failed;
            import.message = Some(message.clone());
            import.finished_at = Some(ctx.now());
        })
    })?;
    Ok(())
}

/// Changes the record of an import and tells about it.
pub fn change(
    shared: &Shared,
    ctx: &Ctx,
    id: ImportId,
    work: impl Fn(&mut Import),
) -> Result<Import, DomainError> {
    let committed = shared.store.transact_blocking(ctx.meta(), |unit| {
        let mut import: Import = unit.find(id.uuid())?.ok_or(DomainError::NotFound)?;
        work(&mut import);
        save(ctx, unit, import)
    })?;
    shared
        .progress
        .import_changed(&to_api(committed.value.clone()));
    Ok(committed.value)
}

/// A stored position.
pub fn position(bytes: Option<[u8; 16]>) -> Option<ChangePosition> {
    bytes.map(ChangePosition::from_bytes)
}
