//! The records looked at last, for the palette and the home page; kept in the browser.

use super::storage;
use serde::{Deserialize, Serialize};
use shared::model::RecordKind;
use uuid::Uuid;

/// Records kept at most.
const RECENT_MAX: usize = 12;
const KEY: &str = "recent";

/// A record looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub kind: RecordKind,
    /// What its page is called by; for mails the thread.
    pub id: Uuid,
    pub title: String,
}

/// The newest first.
pub fn list() -> Vec<Recent> {
    storage::load(KEY).unwrap_or_default()
}

/// Puts a record in front.
pub fn note(record: Recent) {
    storage::save(KEY, &with(list(), record));
}

/// Forgets everything, when somebody signs out.
pub fn forget() {
    storage::forget(KEY);
}

fn with(mut list: Vec<Recent>, record: Recent) -> Vec<Recent> {
    list.retain(|other| other.id != record.id);
    list.insert(0, record);
    list.truncate(RECENT_MAX);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_stands_there_once_and_in_front() {
        let record = |n: u128| Recent {
            kind: RecordKind::Contact,
            id: Uuid::from_u128(n),
            title: n.to_string(),
        };
        let mut list = Vec::new();
        for n in (0..20).chain([15]) {
            list = with(list, record(n));
        }
        assert_eq!(list.len(), RECENT_MAX);
        assert_eq!(list[0].title, "15");
        assert_eq!(list.iter().filter(|r| r.title == "15").count(), 1);
    }
}
