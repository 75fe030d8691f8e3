//! What everyone opened last, for search to lift it. Private to its user and never told back, so
//! that nobody learns from it whether a record exists. Tests: at the foot; `ranking` in the tests
//! crate.

use super::{ctx::Ctx, error::DomainError};
use crate::store::{
    record::{decode, encode},
    schema::visits::{Visited, Visits, visits_key},
    unit::UnitOfWork,
};
use shared::api::visit::Visit;

/// Visits kept for one user; the oldest go.
pub const VISITS_MAX: usize = 50;
/// Who opens the same record again within this time is still there.
const SAME_VISIT_SECONDS: i64 = 600;

/// Remembers that who asks opened a record.
///
/// # Errors
/// [`DomainError::Forbidden`] for the system; when the store fails.
pub fn visit(ctx: &Ctx, unit: &mut UnitOfWork, record: Visit) -> Result<(), DomainError> {
    let key = visits_key(ctx.user_id().ok_or(DomainError::Forbidden)?);
    let stored = unit.get(&key)?;
    let visits: Option<Visits> = stored.map(|bytes| decode(&bytes)).transpose()?;
    let mut visits = visits.unwrap_or_default();
    let now = Visited {
        record,
        at: ctx.now(),
    };
    if add(&mut visits.visits, now) {
        unit.put_value(key, encode(&visits));
    }
    Ok(())
}

/// Forgets all that who asks opened. There is no way back: nothing says any more what it was.
///
/// # Errors
/// [`DomainError::Forbidden`] for the system.
pub fn forget_visits(ctx: &Ctx, unit: &mut UnitOfWork) -> Result<(), DomainError> {
    unit.delete_value(visits_key(ctx.user_id().ok_or(DomainError::Forbidden)?));
    Ok(())
}

/// Puts a visit in front; whether that says anything new.
fn add(visits: &mut Vec<Visited>, now: Visited) -> bool {
    let is_same = |last: &Visited| {
        last.record == now.record && last.at.plus_seconds(SAME_VISIT_SECONDS) > now.at
    };
    if visits.first().is_some_and(is_same) {
        return false;
    }
    visits.retain(|other| other.record != now.record);
    visits.insert(0, now);
    visits.truncate(VISITS_MAX);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{model::RecordKind, time::Timestamp};
    use uuid::Uuid;

    fn visited(number: u128, seconds: i64) -> Visited {
        Visited {
            record: Visit {
                kind: RecordKind::Contact,
                id: Uuid::from_u128(number),
            },
            at: Timestamp::from_seconds(seconds),
        }
    }

    #[test]
    fn a_record_stands_there_once_and_in_front() {
        let mut visits = Vec::new();
        for number in 0..60 {
            assert!(add(&mut visits, visited(number, 1_000)));
        }
        assert_eq!(visits.len(), VISITS_MAX);
        assert!(add(&mut visits, visited(30, 2_000)));
        assert_eq!(visits[0], visited(30, 2_000));
        assert_eq!(visits.len(), VISITS_MAX);
        assert!(!add(&mut visits, visited(30, 2_100)), "still there");
        assert!(add(&mut visits, visited(30, 9_000)));
        assert_eq!(visits[0], visited(30, 9_000));
    }
}
