//! Passwords: Argon2id, two at a time, behind a short queue; equal work for unknown users.
//! Must never hold or log a password longer than one call. Tests at the foot.

use super::AuthError;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use shared::{
    api::error::{FieldError, FieldErrors},
    validate,
};
use std::sync::Arc;
use tokio::{sync::Semaphore, task::spawn_blocking};
use unicode_normalization::UnicodeNormalization;

/// OWASP: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes computed at once: each takes a core and [`MEMORY_KIB`].
const AT_ONCE: usize = 2;
/// Sign-ins that may wait for their turn.
const WAITING_MAX: usize = 64;
/// A repeated unit of at most this many characters does not make a password.
const REPEATED_UNIT_CHARS_MAX: usize = 4;

/// Computes hashes on a bounded number of threads.
pub struct Hasher {
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Whether a password was right, and a better hash if the stored one is of weaker settings.
pub struct Verified {
    /// It was.
    pub is_right: bool,
    /// To be stored in its place.
    pub stronger_hash: Option<String>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

impl Hasher {
    /// The PHC string of a password.
    ///
    /// # Errors
    /// [`AuthError::Busy`] when too many wait.
    pub async fn hash(&self, password: &str) -> Result<String, AuthError> {
        let password = normalised(password);
        self.turn(move || hash(&password)).await?
    }

    /// Checks a password against a PHC string; against a dummy of equal cost for unknown users.
    ///
    /// # Errors
    /// [`AuthError::Busy`] when too many wait.
    pub async fn verify(&self, password: &str, phc: Option<String>) -> Result<Verified, AuthError> {
        let too_long = password.len() > validate::PASSWORD_BYTES_MAX;
        let password = if too_long {
            String::new()
        } else {
            normalised(password)
        };
        self.turn(move || {
            let known = phc.is_some();
            let phc = phc.unwrap_or_else(|| DUMMY.to_owned());
            let is_right = is_right(&password, &phc) && known && !too_long;
            let stronger_hash = if is_right && is_weak(&phc) {
                Some(hash(&password)?)
            } else {
                None
            };
            Ok(Verified {
                is_right,
                stronger_hash,
            })
        })
        .await?
    }

    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AuthError> {
        let _place = self
            .queue
            .clone()
            .try_acquire_owned()
            .map_err(|_| AuthError::Busy)?;
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|error| AuthError::Internal(error.to_string()))?;
        // The turn travels into the thread: a caller that goes away does not free it early.
        let task = spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        task.await
            .map_err(|error| AuthError::Internal(error.to_string()))
    }
}

/// The PHC string of a password, on this thread: for the command line.
///
/// # Errors
/// When the hash cannot be computed.
pub fn hash_blocking(password: &str) -> Result<String, AuthError> {
    hash(&normalised(password))
}

/// Refuses what is too short, too long, or what guessers try first.
///
/// # Errors
/// What is wrong, under the name of the field.
pub fn check_new(field: &str, password: &str, context: &[&str]) -> Result<(), FieldErrors> {
    let wrong = validate::password(password)
        .or_else(|| is_guessable(password, context).then_some(FieldError::TooCommon));
    match wrong {
        Some(wrong) => Err(FieldErrors::from([(field.to_owned(), wrong)])),
        None => Ok(()),
    }
}

/// NIST SP 800-63B: the same characters in another Unicode form are the same password.
fn normalised(password: &str) -> String {
    password.nfkc().collect()
}

fn argon2() -> Result<Argon2<'static>, AuthError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, AuthError> {
    let hash: PasswordHash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(internal)?;
    Ok(hash.to_string())
}

fn is_right(password: &str, phc: &str) -> bool {
    let (Ok(argon2), Ok(hash)) = (argon2(), PasswordHash::new(phc)) else {
        return false;
    };
    argon2.verify_password(password.as_bytes(), &hash).is_ok()
}

fn is_weak(phc: &str) -> bool {
    let Ok(hash) = PasswordHash::new(phc) else {
        return true;
    };
    let number = |name| hash.params.get_decimal(name).unwrap_or_default();
    hash.algorithm.as_str() != "argon2id" || number("m") < MEMORY_KIB || number("t") < PASSES
}

/// Verified in place of the hash of a user who does not exist: the same work, and no password
/// ever hashes to zeros.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IHVzZXMgdGhpcw\
$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn internal(error: impl std::fmt::Display) -> AuthError {
    AuthError::Internal(error.to_string())
}

/// Whether a password is one that guessers try first: a common one, a short unit repeated, a run
/// along the alphabet or keyboard, or the user's own names with digits around them.
fn is_guessable(password: &str, context: &[&str]) -> bool {
    let folded: Vec<char> = normalised(password).to_lowercase().chars().collect();
    let text: String = folded.iter().collect();
    COMMON.lines().any(|common| common == text)
        || (1..=REPEATED_UNIT_CHARS_MAX).any(|unit| is_repeated(&folded, unit))
        || RUNS.iter().any(|run| run.contains(&text))
        || is_names_and_digits(&text, context)
}

fn is_repeated(text: &[char], unit: usize) -> bool {
    text.iter().zip(text.iter().skip(unit)).all(|(a, b)| a == b)
}

/// Context words of fewer characters say nothing.
const CONTEXT_CHARS_MIN: usize = 3;

fn is_names_and_digits(text: &str, context: &[&str]) -> bool {
    let mut words: Vec<String> = context.iter().map(|word| word.to_lowercase()).collect();
    words.retain(|word| word.chars().count() >= CONTEXT_CHARS_MIN);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words
        .iter()
        .fold(text.to_owned(), |rest, word| rest.replace(word, " "));
    rest != text && !rest.chars().any(char::is_alphabetic)
}

/// Runs that people type, twice over so that they may start anywhere.
const RUNS: [&str; 6] = [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkjihgfedcba",
    "012345678901234567890123456789012345678901234567890123456789",
    "987654321098765432109876543210987654321098765432109876543210",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnmqwertzuiopasdfghjklyxcvbnm",
];

/// Passwords of at least 15 characters that stand near the top of published lists.
const COMMON: &str = include_str!("common_passwords.txt");

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Option<FieldError>) {
        let context = ["ana.lopez@example.org", "ana.lopez", "Rapport"];
        let wrong = check_new("password", password, &context).err();
        assert_eq!(
            wrong.map(|errors| errors["password"]),
            expected,
            "{password}"
        );
    }

    #[test]
    fn guessable_passwords_are_refused() {
        check("correcthorsebatterystaple", Some(FieldError::TooCommon));
        check("passwordpassword", Some(FieldError::TooCommon));
        check("aaaaaaaaaaaaaaaa", Some(FieldError::TooCommon));
        check("abcabcabcabcabcabc", Some(FieldError::TooCommon));
        check("1234567890123456", Some(FieldError::TooCommon));
        check("qwertyuiopasdfghjkl", Some(FieldError::TooCommon));
        check("ANA.LOPEZ-2026-01-01", Some(FieldError::TooCommon));
        check("rapport 12345678!", Some(FieldError::TooCommon));
        check("fourteen chars", Some(FieldError::TooShort));
        check("vier Worte und ein Punkt.", None);
        check("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆", None);
        check("my      spaces      count", None);
    }

    #[actix_web::test]
    async fn hashes_are_argon2id_of_the_named_strength() {
        let hasher = Hasher::default();
        let phc = hasher.hash("vier Worte und ein Punkt.").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(!is_weak(&phc));
        let right = hasher
            .verify("vier Worte und ein Punkt.", Some(phc.clone()))
            .await
            .unwrap();
        assert!(right.is_right && right.stronger_hash.is_none());
        let wrong = hasher
            .verify("vier Worte und kein Punkt.", Some(phc))
            .await
            .unwrap();
        assert!(!wrong.is_right);
    }

    #[test]
    fn the_dummy_costs_as_much_as_a_hash_of_ours() {
        let dummy = PasswordHash::new(DUMMY).unwrap();
        let own = hash("x").unwrap();
        let own = PasswordHash::new(&own).unwrap();
        assert_eq!((dummy.params, dummy.version), (own.params, own.version));
        assert_eq!(
            dummy.hash.map(|hash| hash.len()),
            own.hash.map(|hash| hash.len())
        );
    }

    #[actix_web::test]
    async fn unknown_users_and_endless_passwords_are_just_wrong() {
        let hasher = Hasher::default();
        assert!(
            !hasher
                .verify("nobody has this password", None)
                .await
                .unwrap()
                .is_right
        );
        assert!(
            !hasher
                .verify(&"x".repeat(100_000), None)
                .await
                .unwrap()
                .is_right
        );
    }

    #[actix_web::test]
    async fn weaker_hashes_are_replaced_at_sign_in() {
        let params = Params::new(8 * 1024, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let phc: PasswordHash = weak
            .hash_password("vier Worte und ein Punkt.".as_bytes())
            .unwrap();
        let verified = Hasher::default()
            .verify("vier Worte und ein Punkt.", Some(phc.to_string()))
            .await
            .unwrap();
        assert!(verified.is_right);
        assert!(!is_weak(&verified.stronger_hash.unwrap()));
    }

    #[actix_web::test]
    async fn composed_and_decomposed_forms_are_one_password() {
        let hasher = Hasher::default();
        let phc = hasher.hash("contrase\u{f1}a muy larga").await.unwrap();
        let decomposed = hasher
            .verify("contrasen\u{303}a muy larga", Some(phc))
            .await
            .unwrap();
        assert!(decomposed.is_right);
    }
}
