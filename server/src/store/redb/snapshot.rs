//! A read transaction behind the snapshot trait. A read that meets a failure tries once more on
//! the reopened file, if that still shows the same state.

use super::database::{STAMP_BYTES, Shared, View, guarded, may_pass};
use crate::store::{
    engine::{
        ChangePosition, Direction, EngineError, Key, KeyRange, RANGE_LIMIT_MAX, Snapshot, Stamped,
    },
    keys::Table,
    log::position_of_key,
};
use redb::AccessGuard;
use std::{cell::RefCell, sync::Arc};

pub struct RedbSnapshot {
    shared: Arc<Shared>,
    view: RefCell<View>,
}

impl RedbSnapshot {
    pub fn begin(shared: Arc<Shared>) -> Result<Self, EngineError> {
        let view = RefCell::new(shared.begin()?);
        Ok(Self { shared, view })
    }

    fn read<T>(&self, read: impl Fn(&View) -> Result<T, redb::Error>) -> Result<T, EngineError> {
        let first = guarded(|| read(&self.view.borrow()));
        if !first.as_ref().is_err_and(may_pass) {
            return first;
        }
        let mut view = self.view.borrow_mut();
        self.shared.mark_broken(view.generation);
        let fresh = self.shared.begin()?;
        if fresh.state.is_none() || fresh.state != view.state {
            return first;
        }
        *view = fresh;
        guarded(|| read(&view))
    }
}

impl Snapshot for RedbSnapshot {
    fn position(&self) -> Result<ChangePosition, EngineError> {
        let headers = KeyRange::prefix(&[Table::LogHeader as u8]);
        let last = self.read(|view| {
            let mut entries = view
                .table
                .range::<&[u8]>(headers.start.as_slice()..headers.end.as_slice())?;
            let last = entries.next_back().transpose()?;
            Ok(last.map(|(key, _)| position_of_key(key.value())))
        })?;
        match last {
            None => Ok(ChangePosition::START),
            Some(position) => position.ok_or_else(damaged),
        }
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stamped>, EngineError> {
        let value = self.read(|view| Ok(view.table.get(key)?.as_ref().map(stamped)))?;
        value.map(|value| value.ok_or_else(damaged)).transpose()
    }

    fn range(
        &self,
        range: &KeyRange,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<(Key, Stamped)>, EngineError> {
        if range.start >= range.end {
            return Ok(Vec::new());
        }
        let limit = limit.min(RANGE_LIMIT_MAX);
        let entries = self.read(|view| {
            let mut entries = view
                .table
                .range::<&[u8]>(range.start.as_slice()..range.end.as_slice())?;
            let mut found = Vec::new();
            while found.len() < limit {
                let next = match direction {
                    Direction::Forward => entries.next(),
                    Direction::Backward => entries.next_back(),
                };
                let Some(entry) = next else { break };
                let (key, value) = entry?;
                found.push(stamped(&value).map(|value| (key.value().to_vec(), value)));
            }
            Ok(found)
        })?;
        entries
            .into_iter()
            .map(|entry| entry.ok_or_else(damaged))
            .collect()
    }
}

fn stamped(bytes: &AccessGuard<'_, &'static [u8]>) -> Option<Stamped> {
    let bytes = bytes.value();
    Some(Stamped {
        position: ChangePosition::from_slice(bytes)?,
        value: bytes.get(STAMP_BYTES..)?.to_vec(),
    })
}

fn damaged() -> EngineError {
    EngineError::Corrupted(Arc::from("a stored value has no position"))
}
