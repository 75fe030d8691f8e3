//! The records looked at and the searches asked last, for palette, home and search page. Kept in the
//! browser: what one looked for is nobody else's business, the server's neither. It is only told which
//! records one opened, so that search can rank them higher.

use super::storage;
use crate::api;
use serde::{Deserialize, Serialize};
use shared::{api::visit::Visit, model::RecordKind};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// Records kept at most.
const RECENT_MAX: usize = 12;
const KEY: &str = "recent";
/// Searches kept at most.
const SEARCHES_MAX: usize = 8;
const SEARCHES_KEY: &str = "searches";

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

/// Puts a record in front, and tells the server that it was opened.
pub fn note(record: Recent) {
    let list = list();
    let Recent { kind, id, .. } = record;
    if list.first().is_none_or(|last| last.id != id) {
        spawn_local(async move {
            let visit = Visit { kind, id };
            // Nobody waits for it, and without it only a ranking is a little worse.
            let _unheard = api::own::visit(&visit).await;
        });
    }
    storage::save(KEY, &with(list, record));
}

/// Forgets everything, when somebody signs out.
pub fn forget() {
    forget_opened();
    storage::forget(SEARCHES_KEY);
}

/// Forgets the records. What the server knows of them is another thing: [`api::own::forget_visits`].
pub fn forget_opened() {
    storage::forget(KEY);
}

/// The searches that led somewhere, newest first.
pub fn searches() -> Vec<String> {
    storage::load(SEARCHES_KEY).unwrap_or_default()
}

/// Puts a search in front.
pub fn note_search(words: &str) {
    if !words.trim().is_empty() {
        storage::save(SEARCHES_KEY, &with_search(searches(), words.trim()));
    }
}

/// Forgets one search.
pub fn forget_search(words: &str) {
    let mut list = searches();
    list.retain(|other| other != words);
    storage::save(SEARCHES_KEY, &list);
}

/// Who goes on typing looks for one thing: a longer form takes the place of a shorter one.
fn with_search(mut list: Vec<String>, words: &str) -> Vec<String> {
    list.retain(|other| !words.starts_with(other.as_str()));
    list.insert(0, words.to_owned());
    list.truncate(SEARCHES_MAX);
    list
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
    fn a_search_stands_there_once_in_its_longest_form() {
        let mut list = Vec::new();
        for words in ["inv", "ana", "invoice", "ana"] {
            list = with_search(list, words);
        }
        assert_eq!(list, ["ana", "invoice"]);
        for n in 0..20 {
            list = with_search(list, &format!("n{n:02}"));
        }
        assert_eq!(list.len(), SEARCHES_MAX);
    }

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
