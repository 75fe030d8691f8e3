//! The folder of the index: numbered generations, and a file that names the one in use, replaced
//! atomically. Damage is told from failing input and output; a damaged generation is set aside,
//! never repaired. Tests: the foot, and `tests` of the search module (damage).

use super::{
    cursor::{Cursor, Made, parse_payload},
    error::SearchError,
    schema::Fields,
};
use serde::{Deserialize, Serialize};
use shared::time::Timestamp;
use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
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
    /// Its own fields, which an index of another version may have fewer of.
    pub fields: Arc<Fields>,
    /// By whom its documents are made, as its next commit will say.
    pub made: Made,
}

impl OpenIndex {
    /// Whether it only serves until one of this version is built.
    pub fn is_outdated(&self) -> bool {
        self.made != Made::NOW
    }

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
        // The first operation of a new writer has the number of the last commit. A part of the index
        // whose deletions are known up to that commit is taken to have it already, so a deletion with
        // that number is lost when parts are joined at once. This one deletes nothing.
        writer.delete_term(self.fields.key_term(&[]));
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

    /// Opens the generation in use; `Ok(None)` if there is none that can be used: missing, keeping
    /// rights in another way, or damaged (then it is set aside).
    ///
    /// # Errors
    /// When the disk fails or a lock is held: nothing is wrong with the files then.
    pub fn open_current(&self, fields: &Arc<Fields>) -> Result<Option<OpenIndex>, SearchError> {
        let Some(current) = self.current()? else {
            return Ok(None);
        };
        match guarded(|| self.open(current.generation, fields)) {
            Ok(open) => Ok(open),
            Err(SearchError::Damaged(reason)) => {
                tracing::warn!("the search index is damaged and is rebuilt: {reason}");
                self.set_aside(current.generation);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn open(
        &self,
        generation: u64,
        fields: &Arc<Fields>,
    ) -> Result<Option<OpenIndex>, SearchError> {
        let index = Index::open_in_dir(self.path(generation))?;
        let payload = index.load_metas()?.payload;
        let (cursor, made) = payload
            .as_deref()
            .and_then(parse_payload)
            .ok_or(SearchError::Damaged("no position".into()))?;
        let (fields, made) = match made {
            Some(Made::NOW) if index.schema() != *fields.schema() => {
                return Err(SearchError::Damaged("the fields are others".into()));
            }
            Some(Made::NOW) => (fields.clone(), Made::NOW),
            made => match fields_of_another_version(&index, made) {
                Some(fields) => (Arc::new(fields), Made::BY_SEVERAL),
                None => return Ok(None),
            },
        };
        let open = Self::with_reader(index, generation, fields)?;
        Ok(Some(OpenIndex {
            cursor,
            made,
            ..open
        }))
    }

    fn with_reader(
        index: Index,
        generation: u64,
        fields: Arc<Fields>,
    ) -> Result<OpenIndex, SearchError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(OpenIndex {
            index,
            reader,
            generation,
            cursor: Cursor::START,
            fields,
            made: Made::NOW,
        })
    }

    /// An empty generation with a number not used yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(&self, fields: &Arc<Fields>) -> Result<OpenIndex, SearchError> {
        let used = self.numbers(GENERATION)?.into_iter();
        let generation = used.chain(self.numbers(DAMAGED)?).max().unwrap_or(0) + 1;
        let path = self.path(generation);
        fs::create_dir_all(&path)?;
        let index = Index::create_in_dir(&path, fields.schema().clone())?;
        Self::with_reader(index, generation, fields.clone())
    }

    /// Makes a generation the one in use.
    ///
    /// # Errors
    /// When the file that names it cannot be written.
    pub fn switch_to(&self, generation: u64) -> Result<(), SearchError> {
        let current = Current { generation };
        let draft = self.root.join(CURRENT_DRAFT);
        let json = serde_json::to_vec(&current).map_err(io::Error::other)?;
        fs::write(&draft, json)?;
        fs::File::open(&draft)?.sync_all()?;
        fs::rename(&draft, self.root.join(CURRENT))?;
        Ok(())
    }

    /// Deletes every generation but the one in use, which is the one named as such if none is said:
    /// older ones, and those of rebuilds that came to no end. What cannot be deleted now is deleted
    /// next time.
    pub fn delete_unused(&self, in_use: Option<u64>) {
        let named = || Some(self.current().ok()??.generation);
        let kept = in_use.or_else(named);
        let numbers = self.numbers(GENERATION).unwrap_or_default();
        for other in numbers.into_iter().filter(|&other| Some(other) != kept) {
            let _is_tried_again_later = fs::remove_dir_all(self.path(other));
        }
    }

    /// Whether a generation is there at all.
    pub fn has(&self, generation: u64) -> bool {
        self.path(generation).is_dir()
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
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            // Somebody deleted all of it: what is made next makes the folder, too.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(numbers),
            Err(error) => return Err(error.into()),
        };
        for entry in entries {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(prefix));
            numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
        }
        Ok(numbers)
    }
}

/// The fields of an index that another version made, if it may serve until there is one of this
/// version: what decides who sees what must be kept as it is asked for.
fn fields_of_another_version(index: &Index, made: Option<Made>) -> Option<Fields> {
    let fields = made
        .filter(|made| made.keeps_rights())
        .and_then(|_| Fields::of(&index.schema()));
    match &fields {
        Some(_) => tracing::info!("the search index is of another version and is built anew"),
        None => tracing::info!("the search index is of another version and cannot serve"),
    }
    fields
}

/// Runs what reads index files; a panic there means that they are not what tantivy wrote.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(SearchError::Damaged("reading it panicked".into())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::{
        TantivyDocument, collector::Count, merge_policy::NoMergePolicy, query::TermQuery,
    };

    struct World {
        _folder: tempfile::TempDir,
        open: OpenIndex,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let generations = IndexFolder::new(folder.path()).unwrap();
            let open = generations.create(&Arc::new(Fields::default())).unwrap();
            Self {
                _folder: folder,
                open,
            }
        }

        /// A new writer, as after each stop; parts are joined only when a test says so.
        fn writer(&self) -> IndexWriter {
            let writer = self.open.writer(WRITER_BYTES_LIVE).unwrap();
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer
        }

        fn save(&self, writer: &IndexWriter, key: &str) {
            let term = self.open.fields.key_term(key.as_bytes());
            let mut document = TantivyDocument::default();
            document.add_bytes(term.field(), key.as_bytes());
            writer.delete_term(term);
            writer.add_document(document).unwrap();
        }

        fn parts_smallest_first(&self) -> Vec<tantivy::index::SegmentId> {
            let mut parts = self.open.index.searchable_segment_metas().unwrap();
            parts.sort_by_key(|part| part.max_doc());
            parts.iter().map(|part| part.id()).collect()
        }

        fn count(&self, key: &str) -> usize {
            self.open.reader.reload().unwrap();
            let term = self.open.fields.key_term(key.as_bytes());
            let query = TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
            self.open.reader.searcher().search(&query, &Count).unwrap()
        }
    }

    #[test]
    fn first_deletion_of_a_writer_holds_when_parts_are_joined() {
        let world = World::new();
        let mut writer = world.writer();
        for key in ["a", "b", "c", "d"] {
            world.save(&writer, key);
        }
        writer.commit().unwrap();
        // The first part knows its deletions up to this commit, the second has none.
        world.save(&writer, "a");
        writer.commit().unwrap();
        drop(writer);

        let mut writer = world.writer();
        world.save(&writer, "b");
        let parts = world.parts_smallest_first();
        assert_eq!(parts.len(), 2);
        writer.merge(&parts).wait().unwrap();
        writer.commit().unwrap();
        for key in ["a", "b", "c", "d"] {
            assert_eq!(world.count(key), 1, "{key}");
        }
    }
}
