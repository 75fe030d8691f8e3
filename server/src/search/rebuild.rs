//! Builds a new generation beside the one in use: first every record of the store in bounded
//! steps, then the log from where it stood at the beginning. Tests: `tests` of the search module.

use super::{
    error::SearchError,
    folder::OpenIndex,
    target::{Step, Target},
};
use crate::store::{
    StoreError,
    engine::{Direction, Engine, Key, KeyRange, RANGE_LIMIT_MAX},
    reader::{Reader, id_of_key},
    record::table_of,
};
use shared::model::{RecordKind, RecordRef};

/// Records of one step; the store's state is pinned for no longer.
const RECORDS_PER_STEP: usize = 1_000;

/// A rebuild under way.
pub struct Rebuild {
    /// What it fills.
    pub target: Target,
    kinds: Vec<RecordKind>,
    behind: Key,
    done: u64,
    total: u64,
}

impl Rebuild {
    /// Begins to fill an empty generation.
    ///
    /// # Errors
    /// When the store fails.
    pub fn begin(empty: OpenIndex, engine: &dyn Engine) -> Result<Self, SearchError> {
        let reader = read(engine)?;
        let start = reader.position()?;
        let mut target = Target::new(empty);
        target.position = start;
        Ok(Self {
            target,
            kinds: RecordKind::ALL.to_vec(),
            behind: Key::new(),
            done: 0,
            total: count_records(engine)?,
        })
    }

    /// One bounded step; `Done` when it has everything and is committed.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn step(&mut self, engine: &dyn Engine) -> Result<Step, SearchError> {
        let Some(&kind) = self.kinds.first() else {
            if self.target.catch_up(engine)? == Step::More {
                return Ok(Step::More);
            }
            self.target.commit(&read(engine)?)?;
            return Ok(Step::Done);
        };
        self.target.prepare_bulk()?;
        let reader = read(engine)?;
        let range = KeyRange::prefix(&[table_of(kind) as u8]);
        let range = if self.behind.is_empty() {
            range
        } else {
            range.after(&self.behind)
        };
        let entries = reader.range(&range, RECORDS_PER_STEP, Direction::Forward)?;
        for id in entries.iter().filter_map(|(key, _)| id_of_key(key)) {
            self.target.add(RecordRef { kind, id }, &reader)?;
        }
        self.done += entries.len() as u64;
        match entries.last() {
            Some((key, _)) if entries.len() == RECORDS_PER_STEP => self.behind.clone_from(key),
            _ => {
                self.kinds.remove(0);
                self.behind.clear();
            }
        }
        Ok(Step::More)
    }

    /// How far it is, 0 to 99.
    pub fn percent(&self) -> u8 {
        let percent = self.done * 100 / self.total.max(1);
        u8::try_from(percent.min(99)).unwrap_or(99)
    }
}

/// A state of now.
///
/// # Errors
/// When the store fails.
pub fn read(engine: &dyn Engine) -> Result<Reader, SearchError> {
    Ok(Reader::new(engine.snapshot().map_err(StoreError::from)?))
}

fn count_records(engine: &dyn Engine) -> Result<u64, SearchError> {
    let mut total = 0;
    for kind in RecordKind::ALL {
        let mut range = KeyRange::prefix(&[table_of(kind) as u8]);
        loop {
            let entries = read(engine)?.range(&range, RANGE_LIMIT_MAX, Direction::Forward)?;
            total += entries.len() as u64;
            match entries.last() {
                Some((key, _)) if entries.len() == RANGE_LIMIT_MAX => range = range.after(key),
                _ => break,
            }
        }
    }
    Ok(total)
}
