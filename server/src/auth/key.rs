//! The key that signs access tokens: made at the first start, in a file of its own that only the
//! owner can read, never in the database. To rotate it, rename `secret.key` to `secret.key.old`
//! and start again: tokens of the old key stay good until they end. Tests at the foot.

use crate::config::folder::{Folder, make_private, write_private};
use std::{fs, io, path::Path};

/// RFC 7518 3.2: a key of at least the size of the hash.
pub const KEY_BYTES_MIN: usize = 32;
/// Longer files are something else.
const KEY_BYTES_MAX: usize = 4 * 1024;

/// A signing key. Has no `Debug`, so that it cannot get into a log.
#[derive(Clone)]
pub struct SigningKey(Vec<u8>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the signing key cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The key could be guessed.
    #[error(
        "secret.key must hold {KEY_BYTES_MIN} to {KEY_BYTES_MAX} random bytes; remove it to get a new one"
    )]
    Weak,
}

impl SigningKey {
    /// Takes bytes as a key.
    ///
    /// # Errors
    /// [`KeyError::Weak`] when they are too few, too many or all the same.
    pub fn new(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let sized = (KEY_BYTES_MIN..=KEY_BYTES_MAX).contains(&bytes.len());
        let varied = bytes.iter().any(|byte| Some(byte) != bytes.first());
        if sized && varied {
            Ok(Self(bytes))
        } else {
            Err(KeyError::Weak)
        }
    }

    /// A new one from the system's random numbers.
    pub fn random() -> Self {
        let mut bytes = vec![0; KEY_BYTES_MIN];
        getrandom::fill(&mut bytes).expect("invariant: the system gives random bytes");
        Self(bytes)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Names the key in tokens without telling anything about it.
    pub fn id(&self) -> String {
        let hash = blake3::derive_key("rapport 2026-11 id of a signing key", &self.0);
        hex::encode(&hash[..8])
    }
}

/// The key in use, and the one before if the administrator kept it.
pub struct KeyRing {
    /// Signs and verifies.
    pub current: SigningKey,
    /// Verifies only.
    pub old: Option<SigningKey>,
}

impl KeyRing {
    /// Reads the keys of a data folder; makes one at the first start.
    ///
    /// # Errors
    /// When a file cannot be read or written, or a key is too weak.
    pub fn open(folder: &Folder) -> Result<Self, KeyError> {
        let path = folder.secret_key();
        let current = match read(&path)? {
            Some(key) => key,
            None => {
                let key = SigningKey::random();
                write_private(&path, key.bytes())?;
                key
            }
        };
        let old = read(&folder.secret_key_old())?;
        Ok(Self { current, old })
    }

    /// A ring of one.
    pub fn of(current: SigningKey) -> Self {
        Self { current, old: None }
    }
}

fn read(path: &Path) -> Result<Option<SigningKey>, KeyError> {
    match fs::read(path) {
        Ok(bytes) => {
            make_private(path)?;
            SigningKey::new(bytes).map(Some)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::make(&parent.path().join("data")).unwrap();
        (parent, folder)
    }

    #[test]
    fn a_key_is_made_once_and_kept() {
        let (_parent, folder) = folder();
        let first = KeyRing::open(&folder).unwrap().current;
        let second = KeyRing::open(&folder).unwrap().current;
        assert_eq!(first.bytes(), second.bytes());
        assert_eq!(first.bytes().len(), KEY_BYTES_MIN);
    }

    #[test]
    fn a_weak_key_is_refused() {
        let (_parent, folder) = folder();
        for weak in [&b"8 bytes!"[..], &[7; 64], &[]] {
            fs::write(folder.secret_key(), weak).unwrap();
            assert!(matches!(KeyRing::open(&folder), Err(KeyError::Weak)));
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_parent, folder) = folder();
        fs::write(folder.secret_key(), SigningKey::random().bytes()).unwrap();
        KeyRing::open(&folder).unwrap();
        let mode = fs::metadata(folder.secret_key())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
