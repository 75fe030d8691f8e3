//! What differs between operating systems about files: private modes, reads and writes at an
//! offset, free space, and making a folder's list of files durable. Knows nothing of what is
//! stored. Tests: at the foot of the file, and `blobs/tests.rs`.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
#[cfg(windows)]
use std::os::windows::fs::FileExt;

/// Only the owner reads and writes.
#[cfg(unix)]
const FILE_MODE: u32 = 0o600;
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o700;

/// Options that make new files readable by their owner alone.
pub fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(FILE_MODE);
    options
}

/// Makes a file for its owner alone, if it is not there.
///
/// # Errors
/// When it cannot be made.
pub fn ensure_private_file(path: &Path) -> io::Result<()> {
    match private_options().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result.map(drop),
    }
}

/// Makes a folder for its owner alone, with those above it, if it is not there.
///
/// # Errors
/// When it cannot be made.
pub fn ensure_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(FOLDER_MODE);
    builder.create(path)
}

/// Reads exactly as many bytes as `buffer` holds.
///
/// # Errors
/// When the file is shorter or cannot be read.
#[cfg(unix)]
pub fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(buffer, offset)
}

/// Reads exactly as many bytes as `buffer` holds.
///
/// # Errors
/// When the file is shorter or cannot be read.
#[cfg(windows)]
pub fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let count = file.seek_read(buffer, offset)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut buffer[count..];
        offset += count as u64;
    }
    Ok(())
}

/// Writes all bytes at an offset.
///
/// # Errors
/// When they cannot be written.
#[cfg(unix)]
pub fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset)
}

/// Writes all bytes at an offset.
///
/// # Errors
/// When they cannot be written.
#[cfg(windows)]
pub fn write_all_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = file.seek_write(bytes, offset)?;
        if count == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[count..];
        offset += count as u64;
    }
    Ok(())
}

/// Makes the names of new files in a folder durable.
///
/// # Errors
/// When the folder cannot be synced.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Makes the names of new files in a folder durable: Windows does so by itself.
///
/// # Errors
/// None.
#[cfg(windows)]
pub fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Bytes that this process may still write to the file system of a path; `None` if unknown.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(path).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

/// Bytes that this process may still write to the file system of a path; `None` if unknown.
#[cfg(windows)]
pub fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_known_here() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!cfg!(unix) || free_bytes(folder.path()).is_some_and(|bytes| bytes > 0));
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (inner, file) = (folder.path().join("a/b"), folder.path().join("a/b/c"));
        ensure_private_folder(&inner).unwrap();
        ensure_private_file(&file).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&file)), (FOLDER_MODE, FILE_MODE));
    }
}
