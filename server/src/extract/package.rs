//! Zip files: members by name or number, unpacked within the budget of the whole file. What a member
//! says of its size is never believed.

use super::out::Out;
use shared::api::reading::{READ_MEGABYTES_MAX, UnreadReason};
use std::io::{Cursor, Read};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

/// Bytes of one member.
const MEMBER_BYTES_MAX: u64 = READ_MEGABYTES_MAX * 1024 * 1024;

/// An opened zip file.
pub struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

/// A member, unpacked.
pub struct Member {
    /// As it stands in the archive.
    pub name: String,
    /// Its content, or why it was not read.
    pub bytes: Result<Vec<u8>, UnreadReason>,
}

impl<'a> Package<'a> {
    /// Opens it; `None` if it is none.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    /// How many members it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is a member of this name.
    pub fn has(&mut self, name: &str) -> bool {
        self.0.by_name(name).is_ok()
    }

    /// A member by name; `None`, which is said, if it is not there or cannot be read.
    pub fn get(&mut self, name: &str, out: &mut Out) -> Option<Vec<u8>> {
        let opened = self.0.by_name(name);
        match unpack(opened, &mut out.unpacked_left) {
            Ok(bytes) => Some(bytes),
            Err(reason) => {
                out.cannot(reason);
                None
            }
        }
    }

    /// A member by name that may be missing.
    pub fn find(&mut self, name: &str, out: &mut Out) -> Option<Vec<u8>> {
        if self.has(name) {
            self.get(name, out)
        } else {
            None
        }
    }

    /// A member by number; `None` for folders.
    pub fn member(&mut self, number: usize, out: &mut Out) -> Option<Member> {
        let opened = self.0.by_index(number);
        let name = match &opened {
            Ok(file) if file.is_dir() => return None,
            Ok(file) => String::from_utf8_lossy(file.name_raw()).into_owned(),
            Err(_) => String::new(),
        };
        let bytes = unpack(opened, &mut out.unpacked_left);
        Some(Member { name, bytes })
    }
}

fn unpack<R: Read>(
    opened: Result<ZipFile<'_, R>, ZipError>,
    left: &mut u64,
) -> Result<Vec<u8>, UnreadReason> {
    let file = opened.map_err(|error| reason(&error))?;
    if file.encrypted() {
        return Err(UnreadReason::Encrypted);
    }
    let room = (*left).min(MEMBER_BYTES_MAX);
    let mut bytes = Vec::new();
    let read = file.take(room + 1).read_to_end(&mut bytes);
    let length = bytes.len() as u64;
    *left = left.saturating_sub(length);
    if length > room {
        return Err(UnreadReason::UnpacksTooLarge);
    }
    read.map_err(|_| UnreadReason::Damaged)?;
    Ok(bytes)
}

fn reason(error: &ZipError) -> UnreadReason {
    match error {
        ZipError::InvalidPassword => UnreadReason::Encrypted,
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            UnreadReason::Encrypted
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            UnreadReason::Unsupported
        }
        _ => UnreadReason::Damaged,
    }
}
