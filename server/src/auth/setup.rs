//! The one-time set-up link: made at start while there is no user, printed on the server's own
//! terminal, good for the first admin and never again. Tests at the foot.

use std::sync::Mutex;
use subtle::ConstantTimeEq;

/// Random bytes of the token.
const TOKEN_BYTES: usize = 24;

/// The token of the set-up link, while there is one.
pub struct SetupToken(Mutex<Option<String>>);

impl SetupToken {
    /// A new one.
    pub fn open() -> Self {
        Self(Mutex::new(Some(random_hex::<TOKEN_BYTES>())))
    }

    /// None, because there is a user already.
    pub fn closed() -> Self {
        Self(Mutex::new(None))
    }

    /// Whether there is no user yet.
    pub fn is_open(&self) -> bool {
        self.lock().is_some()
    }

    /// Whether this is the token. Takes the same time whatever differs.
    pub fn matches(&self, token: &str) -> bool {
        let guard = self.lock();
        let own = guard.as_deref().unwrap_or_default();
        !own.is_empty() && bool::from(own.as_bytes().ct_eq(token.as_bytes()))
    }

    /// There is an admin now: the link is over.
    pub fn close(&self) {
        *self.lock() = None;
    }

    /// The link to print, while there is one.
    pub fn link(&self, address: &str) -> Option<String> {
        let guard = self.lock();
        guard
            .as_deref()
            .map(|token| format!("{address}/setup#token={token}"))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Random bytes as hexadecimal digits.
pub fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("invariant: the system gives random bytes");
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_good_until_the_first_admin() {
        let setup = SetupToken::open();
        let link = setup.link("http://127.0.0.1:8080").unwrap();
        let token = link.split_once("#token=").unwrap().1.to_owned();
        assert!(setup.matches(&token));
        assert!(!setup.matches(""));
        assert!(!setup.matches(&token[1..]));
        setup.close();
        assert!(!setup.matches(&token));
        assert_eq!(setup.link("x"), None);
    }
}
