//! The folder of the index: numbered generations, and a file that names the one in use, replaced
//! atomically. Damage is told from failing input and output; a damaged generation is set aside,
//! never repaired. Tests: `tests` of the search module (damage).

use super::{
    error::SearchError,
    schema::{Fields, SCHEMA_VERSION},
};
use crate::store::{
    StoreError,
    engine::ChangePosition,
    log::{CHAIN_START, Header, header_key},
    reader::Reader,
};
use serde::{Deserialize, Serialize};
use shared::time::Timestamp;
use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, indexer::IndexWriterOptions,
    merge_policy::LogMergePolicy,
};

/// So many parts of about the same size become one: every part costs each query its share.
const MERGED_SEGMENTS_MIN: usize = 4;
/// A part of which more than this share was deleted is written again without.
const DELETED_SHARE_MAX: f32 = 0.3;
const CURRENT: &str = "current.json";
const CURRENT_DRAFT: &str = "current.json.new";
const GENERATION: &str = "index-";
const DAMAGED: &str = "damaged-";
/// Memory of the writer for the trickle of single saves; tantivy's minimum.
pub const WRITER_BYTES_LIVE: usize = 15_000_000;
/// Memory of the writer for imports and rebuilds.
pub const WRITER_BYTES_BULK: usize = 48_000_000;

/// Names the generation in use.
#[derive(Debug, Serialize, Deserialize)]
struct Current {
    generation: u64,
    schema_version: u32,
}

/// The folder that holds the generations.
#[derive(Debug, Clone)]
pub struct IndexFolder {
    root: PathBuf,
}

/// One open generation.
pub struct OpenIndex {
    /// tantivy's handle.
    pub index: Index,
    /// Reloaded by the indexer alone.
    pub reader: IndexReader,
    /// Its number.
    pub generation: u64,
    /// Where in the log its last commit stands.
    pub cursor: Cursor,
}

/// A place in the log of one particular store: a restored backup has the same positions with
/// other changes behind them, and an index must not be taken for its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The place.
    pub position: ChangePosition,
    /// The log's chain hash there.
    chain: [u8; 32],
}

impl Cursor {
    /// Before the first change of any store.
    pub const START: Self = Self {
        position: ChangePosition::START,
        chain: CHAIN_START,
    };

    /// At a position of a store's log.
    ///
    /// # Errors
    /// When the store cannot be read or its log has no such position.
    pub fn at(position: ChangePosition, reader: &Reader) -> Result<Self, SearchError> {
        if position == ChangePosition::START {
            return Ok(Self::START);
        }
        let header = reader.get(&header_key(position))?;
        let header = header.and_then(|header| Header::decode(&header.value));
        let no_entry = || StoreError::Damaged("the log lacks a position".to_owned());
        let chain = header.ok_or_else(no_entry)?.chain;
        Ok(Self { position, chain })
    }

    /// Whether the store's log has this place.
    pub fn is_of(self, reader: &Reader) -> bool {
        Self::at(self.position, reader).is_ok_and(|found| found == self)
    }

    /// The payload of a commit.
    pub fn encode(self) -> String {
        let chain: String = self
            .chain
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{} {chain}", self.position)
    }

    fn decode(payload: &str) -> Option<Self> {
        let (position, chain) = payload.split_once(' ')?;
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(chain.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Self {
            position: position.parse().ok()?,
            chain: bytes,
        })
    }
}

impl OpenIndex {
    /// A writer; one at a time.
    ///
    /// # Errors
    /// When another writer holds the lock or there is no room.
    pub fn writer(&self, memory_bytes: usize) -> Result<IndexWriter, SearchError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(memory_bytes)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = self.index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGED_SEGMENTS_MIN);
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }
}

impl IndexFolder {
    /// Makes the folder if it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(root: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Opens the generation in use; `Ok(None)` if there is none that can be used: missing, of
    /// another schema, or damaged (then it is set aside).
    ///
    /// # Errors
    /// When the disk fails or a lock is held: nothing is wrong with the files then.
    pub fn open_current(&self, fields: &Fields) -> Result<Option<OpenIndex>, SearchError> {
        let Some(current) = self.current()? else {
            return Ok(None);
        };
        if current.schema_version != SCHEMA_VERSION {
            tracing::info!("the search index is of another version and is rebuilt");
            return Ok(None);
        }
        match guarded(|| self.open(current.generation, fields)) {
            Ok(open) => Ok(Some(open)),
            Err(SearchError::Damaged(reason)) => {
                tracing::warn!("the search index is damaged and is rebuilt: {reason}");
                self.set_aside(current.generation);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn open(&self, generation: u64, fields: &Fields) -> Result<OpenIndex, SearchError> {
        let index = Index::open_in_dir(self.path(generation))?;
        if index.schema() != *fields.schema() {
            return Err(SearchError::Damaged("the fields are others".into()));
        }
        let payload = index.load_metas()?.payload;
        let cursor = payload.as_deref().and_then(Cursor::decode);
        let cursor = cursor.ok_or(SearchError::Damaged("no position".into()))?;
        self.with_reader(index, generation, cursor)
    }

    fn with_reader(
        &self,
        index: Index,
        generation: u64,
        cursor: Cursor,
    ) -> Result<OpenIndex, SearchError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(OpenIndex {
            index,
            reader,
            generation,
            cursor,
        })
    }

    /// An empty generation with a number not used yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(&self, fields: &Fields) -> Result<OpenIndex, SearchError> {
        let used = self.numbers(GENERATION)?.into_iter();
        let generation = used.chain(self.numbers(DAMAGED)?).max().unwrap_or(0) + 1;
        let path = self.path(generation);
        fs::create_dir_all(&path)?;
        let index = Index::create_in_dir(&path, fields.schema().clone())?;
        self.with_reader(index, generation, Cursor::START)
    }

    /// Makes a generation the one in use and deletes the others.
    ///
    /// # Errors
    /// When the file that names it cannot be written.
    pub fn switch_to(&self, generation: u64) -> Result<(), SearchError> {
        let current = Current {
            generation,
            schema_version: SCHEMA_VERSION,
        };
        let draft = self.root.join(CURRENT_DRAFT);
        let json = serde_json::to_vec(&current).map_err(io::Error::other)?;
        fs::write(&draft, json)?;
        fs::File::open(&draft)?.sync_all()?;
        fs::rename(&draft, self.root.join(CURRENT))?;
        self.delete_others(generation);
        Ok(())
    }

    /// Deletes every generation but this one; what cannot be deleted now is deleted next time.
    pub fn delete_others(&self, generation: u64) {
        let numbers = self.numbers(GENERATION).unwrap_or_default();
        for other in numbers.into_iter().filter(|&other| other != generation) {
            let _is_tried_again_later = fs::remove_dir_all(self.path(other));
        }
    }

    /// Renames a damaged generation, so that it can be looked at; only the last one is kept.
    pub fn set_aside(&self, generation: u64) {
        for old in self.numbers(DAMAGED).unwrap_or_default() {
            let _is_tried_again_later =
                fs::remove_dir_all(self.root.join(format!("{DAMAGED}{old}")));
        }
        let aside = self.root.join(format!("{DAMAGED}{generation}"));
        if let Err(error) = fs::rename(self.path(generation), aside) {
            tracing::debug!("a damaged search index could not be set aside: {error}");
        }
    }

    /// Reads every file of a generation and compares checksums. Opens the files apart from those
    /// in use, so that their pages do not stay in memory.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] if a file is not as it was written.
    pub fn verify(&self, generation: u64) -> Result<(), SearchError> {
        // Once more: a merge that ends meanwhile takes files away.
        self.verify_once(generation)
            .or_else(|_| self.verify_once(generation))
    }

    fn verify_once(&self, generation: u64) -> Result<(), SearchError> {
        guarded(|| {
            let index = Index::open_in_dir(self.path(generation))?;
            let damaged = index.validate_checksum()?;
            if damaged.is_empty() {
                Ok(())
            } else {
                let reason = format!("{} files have wrong checksums", damaged.len());
                Err(SearchError::Damaged(reason.into()))
            }
        })
    }

    /// Bytes of a generation on disk.
    pub fn size_bytes(&self, generation: u64) -> u64 {
        let files = fs::read_dir(self.path(generation)).into_iter().flatten();
        files
            .flatten()
            .filter_map(|file| file.metadata().ok())
            .map(|metadata| metadata.len())
            .sum()
    }

    /// When the generation in use became that.
    pub fn built_at(&self) -> Option<Timestamp> {
        let changed = fs::metadata(self.root.join(CURRENT))
            .ok()?
            .modified()
            .ok()?;
        let since = changed.duration_since(UNIX_EPOCH).ok()?;
        Some(Timestamp::from_micros(
            i64::try_from(since.as_micros()).ok()?,
        ))
    }

    fn path(&self, generation: u64) -> PathBuf {
        self.root.join(format!("{GENERATION}{generation}"))
    }

    fn current(&self) -> Result<Option<Current>, SearchError> {
        match fs::read(self.root.join(CURRENT)) {
            // A name file that cannot be read is as good as none.
            Ok(json) => Ok(serde_json::from_slice(&json).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn numbers(&self, prefix: &str) -> Result<Vec<u64>, SearchError> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(prefix));
            numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
        }
        Ok(numbers)
    }
}

/// Runs what reads index files; a panic there means that they are not what tantivy wrote.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(SearchError::Damaged("reading it panicked".into())))
}
