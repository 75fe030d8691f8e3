//! Creates that can be sent again: the answer to an Idempotency-Key is remembered in the same
//! write set as the record it made, so that either both exist or neither does.
//! Tests: `http::tests::users` (many at once, another body, a day later).

use super::{ctx::Ctx, error::DomainError};
use crate::store::{
    Committed, Store, StoreError,
    engine::{ChangePosition, Key, KeyRange},
    keys::{KeyBuilder, Table},
    reader::Reader,
    record,
    unit::UnitOfWork,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::time::Timestamp;

/// How long an answer is remembered.
pub const REMEMBER_SECONDS: i64 = 24 * 3_600;
/// Answers forgotten by one housekeeping round at most.
const FORGET_MAX: usize = 5_000;

/// A create that may come again: who asks for what under which key, and with which body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    scope: [u8; 32],
    body: [u8; 32],
}

impl Once {
    /// The same user, route and key mean the same create; another body is an error. `body` is its
    /// fingerprint by a key that the store does not have: a body may hold a password, and a plain
    /// hash of it could be guessed at by whoever reads the store.
    // Invariant: test `secrets_are_nowhere_in_the_data_folder` of the tests crate.
    pub fn new(user: &str, route: &str, key: &str, body: [u8; 32]) -> Self {
        let mut scope = blake3::Hasher::new();
        for part in [user, route, key] {
            scope.update(&(part.len() as u64).to_be_bytes());
            scope.update(part.as_bytes());
        }
        Self {
            scope: *scope.finalize().as_bytes(),
            body,
        }
    }

    fn key(&self) -> Key {
        KeyBuilder::table(Table::Idempotency)
            .bytes(&self.scope)
            .build()
    }
}

/// A remembered answer, as stored. Its commit is that of the record, so its stamp is the position.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    at: Timestamp,
    body: [u8; 32],
    answer: String,
}

/// Makes something, or answers what was made when the same request came before.
/// Without a key it is made each time.
///
/// # Errors
/// [`DomainError::IdempotencyKeyReused`] when the key came with another body; what `work` answers.
pub async fn create_once<T: Serialize + DeserializeOwned>(
    ctx: &Ctx,
    store: &Store,
    once: Option<&Once>,
    work: impl Fn(&mut UnitOfWork) -> Result<T, DomainError>,
) -> Result<Committed<T>, DomainError> {
    let Some(once) = once else {
        return store.transact(ctx.meta(), work).await;
    };
    let now = ctx.now();
    let done = store
        .transact(ctx.meta(), |unit| {
            if let Some(before) = find(unit, once, now)? {
                return Ok((before, true));
            }
            let made = work(unit)?;
            remember(unit, once, now, &made)?;
            Ok::<_, DomainError>((made, false))
        })
        .await?;
    let (value, replayed) = done.value;
    let position = if replayed {
        position_of(&store.read()?, once)?.unwrap_or(done.position)
    } else {
        done.position
    };
    Ok(Committed { value, position })
}

fn find<T: DeserializeOwned>(
    unit: &mut UnitOfWork,
    once: &Once,
    now: Timestamp,
) -> Result<Option<T>, DomainError> {
    let Some(bytes) = unit.get(&once.key())? else {
        return Ok(None);
    };
    let remembered: Remembered = record::decode(&bytes)?;
    if is_over(&remembered, now) {
        return Ok(None);
    }
    if remembered.body != once.body {
        return Err(DomainError::IdempotencyKeyReused);
    }
    let answer = serde_json::from_str(&remembered.answer)
        .map_err(|error| StoreError::Damaged(format!("a remembered answer: {error}")))?;
    Ok(Some(answer))
}

fn remember<T: Serialize>(
    unit: &mut UnitOfWork,
    once: &Once,
    now: Timestamp,
    made: &T,
) -> Result<(), DomainError> {
    let answer = serde_json::to_string(made)
        .map_err(|error| StoreError::Damaged(format!("an answer to remember: {error}")))?;
    let remembered = Remembered {
        at: now,
        body: once.body,
        answer,
    };
    unit.put_value(once.key(), record::encode(&remembered));
    Ok(())
}

fn position_of(reader: &Reader, once: &Once) -> Result<Option<ChangePosition>, DomainError> {
    Ok(reader.get(&once.key())?.map(|stamped| stamped.position))
}

fn is_over(remembered: &Remembered, now: Timestamp) -> bool {
    remembered.at.plus_seconds(REMEMBER_SECONDS) <= now
}

/// Deletes answers that are older than [`REMEMBER_SECONDS`]; how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn forget_old_answers(ctx: &Ctx, store: &Store) -> Result<usize, DomainError> {
    let now = ctx.now();
    let done = store
        .transact(ctx.meta(), |unit| {
            let old = old_keys(unit.reader(), now)?;
            for key in &old {
                unit.delete_value(key.clone());
            }
            Ok::<_, DomainError>(old.len())
        })
        .await?;
    Ok(done.value)
}

fn old_keys(reader: &Reader, now: Timestamp) -> Result<Vec<Key>, DomainError> {
    let mut old = Vec::new();
    reader.scan::<DomainError>(
        KeyRange::prefix(&[Table::Idempotency as u8]),
        |key, stamped| {
            let over = record::decode(&stamped.value).is_ok_and(|value| is_over(&value, now));
            if over && old.len() < FORGET_MAX {
                old.push(key.to_vec());
            }
            Ok(())
        },
    )?;
    Ok(old)
}
