//! Pack files: `pack-000001`, `pack-000002`, …, each a row of records: a header that describes
//! itself, then the stored bytes. Never shortens a file, and
//! deletes one only if its first record could not be written. Tests: `tests.rs`.

use super::{BlobHash, Limits, PackFile};
use crate::store::disk;
use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// The first bytes of each record; the last one counts formats.
const MAGIC: [u8; 4] = *b"RPB\x01";
const CODEC_PLAIN: u8 = 0;
const CODEC_ZSTD: u8 = 1;
/// Magic, codec, hash, stored length, plain length.
pub const HEADER_BYTES: usize = 4 + 1 + 32 + 8 + 8;
const NAME_PREFIX: &str = "pack-";
/// Packs kept open at most.
const OPEN_PACKS_MAX: usize = 64;
/// How often a free number is looked for when a file of that name turns up.
const CREATE_TRIES_MAX: usize = 16;

/// What stands before each blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHeader {
    pub hash: BlobHash,
    pub is_compressed: bool,
    pub stored_bytes: usize,
    pub plain_bytes: usize,
}

impl RecordHeader {
    pub fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        let codec = if self.is_compressed {
            CODEC_ZSTD
        } else {
            CODEC_PLAIN
        };
        let parts = [
            &MAGIC[..],
            &[codec],
            &self.hash,
            &(self.stored_bytes as u64).to_be_bytes(),
            &(self.plain_bytes as u64).to_be_bytes(),
        ]
        .concat();
        bytes.copy_from_slice(&parts);
        bytes
    }

    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (&codec, rest) = rest.split_first()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (stored, rest) = rest.split_first_chunk::<8>()?;
        let plain = rest.first_chunk::<8>()?;
        let is_compressed = match codec {
            CODEC_PLAIN => false,
            CODEC_ZSTD => true,
            _ => return None,
        };
        (*magic == MAGIC).then_some(())?;
        Some(Self {
            hash: *hash,
            is_compressed,
            stored_bytes: usize::try_from(u64::from_be_bytes(*stored)).ok()?,
            plain_bytes: usize::try_from(u64::from_be_bytes(*plain)).ok()?,
        })
    }
}

/// The files of a folder.
pub struct Packs {
    folder: PathBuf,
    limits: Limits,
    open: Mutex<HashMap<u32, PackFile>>,
}

impl Packs {
    pub fn new(folder: PathBuf, limits: Limits) -> Self {
        Self {
            folder,
            limits,
            open: Mutex::default(),
        }
    }

    pub fn limits(&self) -> Limits {
        self.limits
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{NAME_PREFIX}{number:06}"))
    }

    /// The numbers of all packs, ascending.
    pub fn numbers(&self) -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix(NAME_PREFIX));
            numbers.extend(number.and_then(|digits| digits.parse::<u32>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The last pack and its end, if blobs may be appended to it: it has room and ends with a
    /// whole record. A torn tail, which a crash leaves, ends a pack for good.
    pub fn appendable(&self) -> io::Result<Option<(u32, u64)>> {
        let Some(number) = self.numbers()?.pop() else {
            return Ok(None);
        };
        let length = self.file(number)?.metadata()?.len();
        if length >= self.limits.pack_bytes {
            return Ok(None);
        }
        let end = self.walk(number, |_| {})?;
        Ok((end == length).then_some((number, end)))
    }

    /// Makes the next pack.
    pub fn create(&self) -> io::Result<u32> {
        let mut number = self.numbers()?.last().copied().unwrap_or(0);
        for _ in 0..CREATE_TRIES_MAX {
            number += 1;
            let mut options = disk::private_options();
            options.read(true).write(true).create_new(true);
            match options.open(self.path(number)) {
                Ok(file) => {
                    self.keep(number, Arc::new(file));
                    return Ok(number);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// An open pack.
    pub fn file(&self, number: u32) -> io::Result<PackFile> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(&number) {
            return Ok(file.clone());
        }
        drop(open);
        let file = File::options()
            .read(true)
            .write(true)
            .open(self.path(number))?;
        let file = Arc::new(file);
        self.keep(number, file.clone());
        Ok(file)
    }

    /// Takes back a pack that has no whole record.
    pub fn discard(&self, number: u32) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&number);
        if let Err(error) = fs::remove_file(self.path(number)) {
            tracing::warn!(%error, pack.number = number, "an empty pack could not be deleted");
        }
    }

    fn keep(&self, number: u32, file: PackFile) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= OPEN_PACKS_MAX {
            open.clear();
        }
        open.insert(number, file);
    }

    pub fn sync_folder(&self) -> io::Result<()> {
        disk::sync_folder(&self.folder)
    }

    /// Visits the headers of a pack up to the first that is torn; where that is.
    pub fn walk(&self, number: u32, mut visit: impl FnMut(&RecordHeader)) -> io::Result<u64> {
        let file = self.file(number)?;
        let length = file.metadata()?.len();
        let mut offset = 0;
        let mut bytes = [0; HEADER_BYTES];
        while offset + HEADER_BYTES as u64 <= length {
            disk::read_exact_at(&file, &mut bytes, offset)?;
            let Some(header) = RecordHeader::decode(&bytes) else {
                break;
            };
            let record = (HEADER_BYTES as u64).checked_add(header.stored_bytes as u64);
            let Some(end) = record.and_then(|record| offset.checked_add(record)) else {
                break;
            };
            if end > length {
                break;
            }
            visit(&header);
            offset = end;
        }
        Ok(offset)
    }
}
