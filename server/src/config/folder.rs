//! The data folder: where each thing lies in it, and that nobody else may read it. What differs
//! between operating systems stands here and nowhere else.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The parts of a data folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is missing, readable by its owner alone.
    ///
    /// # Errors
    /// When it cannot be made or its rights cannot be set.
    pub fn make(path: &Path) -> io::Result<Self> {
        make_private_folder(path)?;
        let folder = Self(path.to_path_buf());
        make_private_folder(&folder.blobs())?;
        make_private_folder(&folder.search())?;
        make_private_folder(&folder.uploads())?;
        Ok(folder)
    }

    /// Names the parts without making anything.
    pub fn at(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("rapport.redb")
    }

    /// The search index.
    pub fn search(&self) -> PathBuf {
        self.0.join("search")
    }

    /// Raw mails and attachments.
    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    /// Files uploaded for imports, until they are read.
    pub fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }

    /// The key that signs access tokens.
    pub fn secret_key(&self) -> PathBuf {
        self.0.join("secret.key")
    }

    /// The key before the last rotation, if the administrator kept it.
    pub fn secret_key_old(&self) -> PathBuf {
        self.0.join("secret.key.old")
    }

    /// Address, token and process id of the running server.
    pub fn control(&self) -> PathBuf {
        self.0.join("control")
    }
}

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file = create_private(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if !path.is_dir() {
        return fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path);
    }
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Creates (or empties) a file that only its owner can read.
///
/// # Errors
/// When it cannot be made.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes an existing file readable by its owner alone, if it exists.
///
/// # Errors
/// When its rights cannot be set.
pub fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if path.exists() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn nobody_else_can_read_the_folder_or_its_files() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        let folder = Folder::make(&path).unwrap();
        write_private(&folder.secret_key(), b"x").unwrap();
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&folder.blobs()), 0o700);
        assert_eq!(mode(&folder.secret_key()), 0o600);
    }

    #[test]
    fn a_folder_that_was_open_to_others_is_closed() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Folder::make(&path).unwrap();
        assert_eq!(mode(&path), 0o700);
    }
}
