//! One generation being written: the one in use, or the one that a rebuild fills. Takes changes
//! from the log and documents of the state of now; commits them with the position they reach.
//! Tests: `tests` of the search module.

use super::{
    cursor::{Cursor, payload},
    document,
    error::SearchError,
    folder::{OpenIndex, WRITER_BYTES_BULK, WRITER_BYTES_LIVE},
};
use crate::{
    changes::{Change, reader::changes_after},
    store::{
        StoreError,
        engine::{ChangePosition, Engine},
        keys::Table,
        reader::Reader,
        record::table_of,
    },
};
use shared::model::{RecordKind, RecordRef};
use std::collections::BTreeSet;
use tantivy::IndexWriter;

/// Changes read from the log at once.
const CHANGES_PER_BATCH: usize = 200;
/// With this many records a batch is full, so that the store's state is not pinned for long.
const RECORDS_PER_BATCH: usize = 2_000;
/// Documents of one commit at most while catching up; the tail does not hold them.
const DOCUMENTS_PER_COMMIT: usize = 20_000;
/// A batch that touches more records than this is the middle of something large.
const BULK_RECORDS_PER_BATCH: usize = 400;

/// A generation with its writer.
pub struct Target {
    /// What it writes to.
    pub open: OpenIndex,
    writer: Option<IndexWriter>,
    /// Every change up to here is in the writer.
    pub position: ChangePosition,
    uncommitted: usize,
}

/// How far one step of catching up came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more in the log.
    More,
    /// The log is read.
    Done,
}

impl Target {
    /// Without a writer yet: it is made when there is something to write.
    pub fn new(open: OpenIndex) -> Self {
        Self {
            position: open.cursor.position,
            open,
            writer: None,
            uncommitted: 0,
        }
    }

    /// Takes the next changes of the log. Commits when enough came together.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn catch_up(&mut self, engine: &dyn Engine) -> Result<Step, SearchError> {
        let reader = Reader::new(engine.snapshot().map_err(crate::store::StoreError::from)?);
        let changes = changes_after(reader.snapshot(), self.position, CHANGES_PER_BATCH)?;
        let mut records = 0;
        let fitting = changes.iter().take_while(|change| {
            let fits = records < RECORDS_PER_BATCH;
            records += change.records.len();
            fits
        });
        let changes = &changes[..fitting.count()];
        let Some(last) = changes.last().map(|change| change.position) else {
            return Ok(Step::Done);
        };
        let keys = records_of(&reader, changes)?;
        if keys.len() > BULK_RECORDS_PER_BATCH {
            self.prepare_bulk()?;
        }
        for key in &keys {
            self.put(*key, &reader)?;
        }
        self.position = last;
        if self.uncommitted >= DOCUMENTS_PER_COMMIT {
            self.commit(&reader)?;
        }
        let is_last = reader.position()? <= last;
        Ok(if is_last { Step::Done } else { Step::More })
    }

    /// Replaces the document of a record by that of its current state.
    fn put(&mut self, key: RecordRef, reader: &Reader) -> Result<(), SearchError> {
        let document = document::load(reader, key)?;
        let fields = self.open.fields.clone();
        let writer = self.writer()?;
        writer.delete_term(fields.key_term(&document::key_bytes(key)));
        if let Some(document) = document {
            writer.add_document(fields.tantivy_document(document))?;
        }
        self.uncommitted += 1;
        Ok(())
    }

    /// Adds the document of a record that cannot be there yet.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn add(&mut self, key: RecordRef, reader: &Reader) -> Result<(), SearchError> {
        if let Some(document) = document::load(reader, key)? {
            let document = self.open.fields.tantivy_document(document);
            self.writer()?.add_document(document)?;
        }
        self.uncommitted += 1;
        Ok(())
    }

    /// Whether there is something to commit.
    pub fn is_dirty(&self) -> bool {
        self.uncommitted > 0
    }

    /// Makes everything taken so far durable and visible to new searchers of this generation.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn commit(&mut self, reader: &Reader) -> Result<(), SearchError> {
        let payload = payload(Cursor::at(self.position, reader)?, self.open.made);
        let mut prepared = self.writer()?.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.uncommitted = 0;
        self.open.reader.reload()?;
        Ok(())
    }

    /// Gives the writer's memory back once its merges are done.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn rest(&mut self) -> Result<(), SearchError> {
        if let Some(writer) = self.writer.take() {
            writer.wait_merging_threads()?;
            self.open.reader.reload()?;
        }
        Ok(())
    }

    /// Throws the writer away with everything not committed: the log is read again from the last
    /// commit.
    pub fn abandon(&mut self, committed: ChangePosition) {
        self.writer = None;
        self.uncommitted = 0;
        self.position = committed;
    }

    /// Whether it holds a writer.
    pub fn has_writer(&self) -> bool {
        self.writer.is_some()
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, SearchError> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.open.writer(WRITER_BYTES_LIVE)?,
        };
        Ok(self.writer.insert(writer))
    }

    /// Takes the larger memory: there is much to write.
    ///
    /// # Errors
    /// When the writer cannot be made.
    pub fn prepare_bulk(&mut self) -> Result<(), SearchError> {
        if self.writer.is_none() {
            self.writer = Some(self.open.writer(WRITER_BYTES_BULK)?);
        }
        Ok(())
    }
}

/// Whether the log goes on behind a position with nothing that is searched for: sessions, imports.
/// If there is much, it is not looked at.
///
/// # Errors
/// When the store cannot be read.
pub fn nothing_to_index(reader: &Reader, position: ChangePosition) -> Result<bool, StoreError> {
    let changes = changes_after(reader.snapshot(), position, CHANGES_PER_BATCH)?;
    Ok(changes.len() < CHANGES_PER_BATCH && records_of(reader, &changes)?.is_empty())
}

/// The searchable records that changes touch, and those whose documents say something of them now,
/// each once. Whoever began or ceased to say something was touched itself.
///
/// # Errors
/// When the store cannot be read.
pub fn records_of(reader: &Reader, changes: &[Change]) -> Result<BTreeSet<RecordRef>, StoreError> {
    let touched: BTreeSet<RecordRef> = changes
        .iter()
        .flat_map(|change| &change.records)
        .filter_map(|record| {
            let kind = RecordKind::ALL
                .into_iter()
                .find(|&kind| record.is(table_of(kind)));
            // What was read of a message's files has the message's id.
            let kind = kind.or_else(|| record.is(Table::Reading).then_some(RecordKind::Message))?;
            let id = record.id;
            Some(RecordRef { kind, id })
        })
        .collect();
    let mut all = touched.clone();
    for key in touched {
        all.extend(document::mentioned_by(reader, key)?);
    }
    Ok(all)
}
