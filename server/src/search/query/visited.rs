//! What the viewer opened of late, which lifts it among hits that are there anyway. A visit names a
//! record and finds none: what the viewer may not see, or what has gone, is never a hit.
//! Tests: at the foot; `tests/ranking.rs` of the search module.

use crate::{
    search::error::SearchError,
    store::{
        engine::{Direction, KeyRange},
        keys::{Index, KeyBuilder},
        reader::{Reader, id_of_key},
        schema::visits::Visits,
    },
};
use shared::{
    api::visit::Visit,
    ids::ThreadId,
    model::{RecordKind, RecordRef},
    time::{MICROS_PER_DAY, Timestamp},
};
use std::collections::HashMap;

/// What a record gains that was opened just now.
const VISITED_GAIN: f32 = 0.15;
/// After so many days half of it is left.
const HALF_LIFE_DAYS: f64 = 7.0;
/// Mails of a conversation that are looked for; the newest.
const MAILS_MAX: usize = 50;
/// Records that are looked for; those opened last.
const RECORDS_MAX: usize = 200;

/// What lifts the records that the viewer opened.
#[derive(Debug, Default)]
pub struct Visited {
    gains: HashMap<Visit, f32>,
    /// Newest first.
    visits: Vec<Visit>,
}

impl Visited {
    /// Of a viewer's visits, at the time of a question.
    pub fn new(visits: &Visits, now: Timestamp) -> Self {
        let gain = |at: Timestamp| {
            let age_micros = now.micros().saturating_sub(at.micros()).max(0);
            let days = age_micros as f64 / MICROS_PER_DAY as f64;
            VISITED_GAIN * (-days / HALF_LIFE_DAYS).exp2() as f32
        };
        let visits = visits.visits.iter();
        Self {
            gains: visits
                .clone()
                .map(|visit| (visit.record, gain(visit.at)))
                .collect(),
            visits: visits.map(|visit| visit.record).collect(),
        }
    }

    /// Whether nothing was opened.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    /// What was opened; of conversations their mails.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records(&self, reader: &Reader) -> Result<Vec<RecordRef>, SearchError> {
        let mut records = Vec::new();
        for &Visit { kind, id } in &self.visits {
            if kind != RecordKind::Message {
                records.push(RecordRef { kind, id });
            } else {
                let thread = KeyBuilder::index(Index::MessageByThread).id(id).build();
                let range = KeyRange::prefix(&thread);
                let mails = reader.range(&range, MAILS_MAX, Direction::Backward)?;
                let mails = mails.iter().filter_map(|(key, _)| id_of_key(key));
                records.extend(mails.map(|id| RecordRef { kind, id }));
            }
            if records.len() >= RECORDS_MAX {
                break;
            }
        }
        records.truncate(RECORDS_MAX);
        Ok(records)
    }

    /// Whether the conversation of a hit matters.
    pub fn needs_thread(&self, hit: RecordRef) -> bool {
        let is_mail = |visit: &Visit| visit.kind == RecordKind::Message;
        hit.kind == RecordKind::Message && self.gains.keys().any(is_mail)
    }

    /// What lifts a hit, given its conversation if it is a mail.
    pub fn gain(&self, hit: RecordRef, thread: Option<ThreadId>) -> f32 {
        let RecordRef { kind, id } = hit;
        let id = thread.map_or(id, |thread| thread.uuid());
        self.gains
            .get(&Visit { kind, id })
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::visits;
    use uuid::Uuid;

    #[test]
    fn visits_lift_less_as_they_age_and_mails_by_their_conversation() {
        let id = Uuid::from_u128;
        let record = |kind, number| RecordRef {
            kind,
            id: id(number),
        };
        let visit = |kind, number, days| visits::Visited {
            record: Visit {
                kind,
                id: id(number),
            },
            at: Timestamp::from_micros(days * MICROS_PER_DAY),
        };
        let visits = Visits {
            visits: vec![
                visit(RecordKind::Contact, 1, 107),
                visit(RecordKind::Message, 2, 100),
            ],
            ..Visits::default()
        };
        let visited = Visited::new(&visits, Timestamp::from_micros(107 * MICROS_PER_DAY));
        let contact = record(RecordKind::Contact, 1);
        assert_eq!(visited.gain(contact, None), VISITED_GAIN);
        assert_eq!(visited.gain(record(RecordKind::Company, 1), None), 0.0);
        let mail = record(RecordKind::Message, 9);
        let thread = |number| Some(ThreadId::from_uuid(id(number)));
        assert!(visited.needs_thread(mail) && !visited.needs_thread(contact));
        assert_eq!(visited.gain(mail, thread(2)), VISITED_GAIN / 2.0);
        assert_eq!(visited.gain(mail, thread(3)), 0.0);
    }
}
