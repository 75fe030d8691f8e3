//! Taking a whole import back: its changes newest first, each in a unit of its own. What it made
//! goes for good, what it changed becomes as it was; what somebody has changed since stays and is
//! reported, and what others link to goes to the bin. A kill in between is no harm: what is gone is
//! gone, the rest follows.

use super::{
    Shared,
    run::{patiently, position, settle},
};
use crate::{
    changes::{Cause, Change, LogMeta, RecordChange, reader::find_change},
    domain::{
        bin,
        ctx::Ctx,
        error::DomainError,
        filing::threads::Threads,
        imports::{save, to_api},
        kinds::LINKING_FIRST,
    },
    store::{
        engine::{ChangePosition, Direction, KeyRange},
        keys::Table,
        log::{Header, header_key},
        reader::{Reader, id_of_key},
        record::{decode, decode_head, encode, record_key, remove_record, restore_bytes, table_of},
        schema::{
            import::{Import, Skip, skip_key},
            message::Message,
        },
        unit::UnitOfWork,
    },
};
use shared::{
    api::{import::ImportState, skip::SkipCode},
    ids::ImportId,
    model::{RecordKind, RecordRef},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Headers of the log that are looked at in one step.
const STEP: usize = 500;

/// Takes an import back.
pub fn undo(shared: &Shared, ctx: &Ctx, import: Import) -> Result<(), DomainError> {
    let mut undoing = Undoing {
        shared,
        ctx,
        restored: HashMap::new(),
        done: 0,
        total: (import.counts.created + import.counts.updated).max(1),
    };
    let begin = position(import.first_position).unwrap_or(ChangePosition::START);
    let mut end = header_key(shared.store.read()?.position()?);
    end.push(0);
    let mut range = KeyRange {
        start: header_key(begin),
        end,
    };
    loop {
        if shared.is_closing() {
            return Ok(());
        }
        let headers = shared
            .store
            .read()?
            .range(&range, STEP, Direction::Backward)?;
        let Some((last, _)) = headers.last() else {
            break;
        };
        range = range.clone().before(last);
        for (key, header) in &headers {
            if is_of(&header.value, import.id) {
                undoing.take_back(&import, key)?;
            }
        }
    }
    if !settle(shared, Some(shared.store.read()?.position()?)) {
        return Ok(());
    }
    super::run::change(shared, ctx, import.id, |import| {
        import.state = ImportState::Undone;
        import.bytes_done = 0;
        import.finished_at = Some(ctx.now());
    })?;
    Ok(())
}

fn is_of(header: &[u8], import: ImportId) -> bool {
    Header::decode(header)
        .and_then(|header| decode::<LogMeta>(&header.meta).ok())
        .is_some_and(|meta| meta.cause == Cause::Import(import))
}

struct Undoing<'a> {
    shared: &'a Shared,
    ctx: &'a Ctx,
    /// Records that were put back to before a later change of the same import: their revision now.
    restored: HashMap<(u8, Uuid), u64>,
    done: u64,
    total: u64,
}

impl Undoing<'_> {
    fn take_back(&mut self, import: &Import, key: &[u8]) -> Result<(), DomainError> {
        let reader = self.shared.store.read()?;
        let Some(position) = key.get(1..).and_then(ChangePosition::from_slice) else {
            return Ok(());
        };
        let Some(change) = find_change(reader.snapshot(), position)? else {
            return Ok(());
        };
        drop(reader);
        let public = public_records(&change);
        let is_search = |record: &&RecordChange| record.is(Table::SavedSearch);
        let searches: Vec<&RecordChange> = change.records.iter().filter(is_search).collect();
        if public.is_empty() && searches.is_empty() {
            return Ok(());
        }
        self.done += (public.len() + searches.len()) as u64;
        let left = import.bytes_total - import.bytes_total * self.done.min(self.total) / self.total;
        // Not the import's own cause: an undo of it is no part of it.
        let meta = self.ctx.because(Cause::Undo(position.bytes())).meta();
        let committed = patiently(|| {
            self.shared.store.transact_blocking(meta, |unit| {
                let mut restored = self.take_back_records(unit, import, (position, &public))?;
                restored.extend(self.take_back_searches(unit, import, (position, &searches))?);
                let mut import: Import =
                    unit.find(import.id.uuid())?.ok_or(DomainError::NotFound)?;
                import.bytes_done = left;
                Ok::<_, DomainError>((restored, save(self.ctx, unit, import)?))
            })
        })?;
        let (restored, import) = committed.value;
        self.restored.extend(restored);
        self.shared.progress.import_changed(&to_api(import));
        Ok(())
    }

    fn take_back_records(
        &self,
        unit: &mut UnitOfWork,
        import: &Import,
        (position, records): (ChangePosition, &[(RecordRef, RecordChange)]),
    ) -> Result<HashMap<(u8, Uuid), u64>, DomainError> {
        let mut restored = HashMap::new();
        let mut threads = Threads::default();
        for (reference, change) in records {
            let place = (change.table, change.id);
            let key = record_key(table_of(reference.kind), change.id);
            let Some(current) = unit.get(&key)? else {
                continue;
            };
            if !self.is_untouched(unit, &key, (position, change))? {
                report_kept(unit, import.id, (reference.kind.as_str(), reference.id));
                continue;
            }
            match &change.before {
                Some(before) => {
                    restore_bytes(unit, place, before, self.ctx.now())?;
                    restored.insert(place, decode_head(&current)?.revision + 1);
                }
                None if unit.has_links(*reference)? => {
                    bin::delete(self.ctx, unit, *reference)?;
                }
                None => {
                    remove_record(unit, change.table, change.id)?;
                    if reference.kind == RecordKind::Message {
                        threads.leave(self.ctx, unit, &decode(&current)?)?;
                    }
                }
            }
        }
        let waiting = threads_in_bin(unit.reader())?;
        threads.write_or_remove(unit, |thread| waiting.contains(&thread))?;
        Ok(restored)
    }

    /// Nobody opens a saved search as a record; it has no bin and nothing links to it.
    fn take_back_searches(
        &self,
        unit: &mut UnitOfWork,
        import: &Import,
        (position, searches): (ChangePosition, &[&RecordChange]),
    ) -> Result<HashMap<(u8, Uuid), u64>, DomainError> {
        let mut restored = HashMap::new();
        for change in searches {
            let place = (change.table, change.id);
            let key = record_key(Table::SavedSearch, change.id);
            let Some(current) = unit.get(&key)? else {
                continue;
            };
            if !self.is_untouched(unit, &key, (position, change))? {
                report_kept(unit, import.id, ("saved_search", change.id));
                continue;
            }
            match &change.before {
                Some(before) => {
                    restore_bytes(unit, place, before, self.ctx.now())?;
                    restored.insert(place, decode_head(&current)?.revision + 1);
                }
                None => remove_record(unit, change.table, change.id)?,
            }
        }
        Ok(restored)
    }

    /// Whether nobody has written the record since this change, but the undo of a later one.
    fn is_untouched(
        &self,
        unit: &UnitOfWork,
        key: &[u8],
        (position, change): (ChangePosition, &RecordChange),
    ) -> Result<bool, DomainError> {
        let Some(stamped) = unit.reader().get(key)? else {
            return Ok(false);
        };
        let revision = decode_head(&stamped.value)?.revision;
        Ok(stamped.position == position
            || self.restored.get(&(change.table, change.id)) == Some(&revision))
    }
}

/// Such entries stand behind the skips of the import itself, one a record.
fn report_kept(unit: &mut UnitOfWork, import: ImportId, (what, id): (&str, Uuid)) {
    const BEHIND_ALL_SKIPS: u64 = 1 << 63;
    let skip = Skip {
        source: format!("{what} {id}"),
        reason: "it was changed after the import, and stays".to_owned(),
        code: SkipCode::KeptChangedSince.as_str().to_owned(),
        kept: None,
    };
    let (_, low) = id.as_u64_pair();
    unit.put_value(skip_key(import, BEHIND_ALL_SKIPS | low), encode(&skip));
}

/// The records of a change that people can open, those that link to others first. Threads follow
/// their messages.
fn public_records(change: &Change) -> Vec<(RecordRef, RecordChange)> {
    LINKING_FIRST
        .into_iter()
        .flat_map(|kind| {
            let of_kind = change
                .records
                .iter()
                .filter(move |record| record.is(table_of(kind)));
            of_kind.map(move |record| {
                let reference = RecordRef {
                    kind,
                    id: record.id,
                };
                (reference, record.clone())
            })
        })
        .collect()
}

/// The threads of messages that lie in the bin: they must wait for them.
fn threads_in_bin(reader: &Reader) -> Result<HashSet<Uuid>, DomainError> {
    let mut threads = HashSet::new();
    reader.scan::<DomainError>(KeyRange::prefix(&[Table::Bin as u8]), |key, _| {
        if key.get(9) == Some(&(Table::Message as u8))
            && let Some(id) = id_of_key(key)
            && let Some(message) = reader.find::<Message>(id)?
        {
            threads.insert(message.thread_id.uuid());
        }
        Ok(())
    })?;
    Ok(threads)
}
