//! What records show, kept for one state of the store: while somebody types, the same hits are shown
//! letter by letter, and to read them is a quarter of an answer. Whatever is written makes another
//! state, and nothing of the old one is shown again. Tests: at the foot.

use super::{
    document::{self, Shown},
    error::SearchError,
    rebuild,
};
use crate::store::{
    engine::{ChangePosition, Engine},
    reader::Reader,
};
use shared::model::RecordRef;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What is kept at most; beyond, all is let go of and read again.
const KEPT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// What takes more than this is not kept.
const RECORD_BYTES_MAX: usize = 64 * 1024;
/// What a record takes beside its texts, about.
const RECORD_BYTES: usize = 512;

/// What a hit shows, and whether its record is in the bin; `None` if the record is gone.
pub type Seen = Option<Arc<(Shown, bool)>>;

/// What was shown of late.
pub struct ShownLately {
    engine: Arc<dyn Engine>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    position: ChangePosition,
    records: HashMap<RecordRef, Seen>,
    bytes: usize,
}

/// The records of one state of the store, as hits show them.
pub struct ShownRecords {
    /// The state.
    pub reader: Reader,
    position: ChangePosition,
    lately: Arc<ShownLately>,
}

impl ShownRecords {
    /// Of the state that there is now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn now(lately: Arc<ShownLately>) -> Result<Self, SearchError> {
        let reader = rebuild::read(lately.engine.as_ref())?;
        Ok(Self {
            position: reader.position()?,
            reader,
            lately,
        })
    }

    /// What a hit shows.
    ///
    /// # Errors
    /// When the store cannot be read or the record is damaged.
    pub fn show(&self, record: RecordRef) -> Result<Seen, SearchError> {
        if let Some(seen) = self.lately.get(self.position, record) {
            return Ok(seen);
        }
        let seen = document::show_with_bin(&self.reader, record)?.map(Arc::new);
        self.lately.keep(self.position, record, seen.clone());
        Ok(seen)
    }
}

impl ShownLately {
    /// Nothing yet, of this store.
    pub fn new(engine: Arc<dyn Engine>) -> Self {
        Self {
            engine,
            kept: Mutex::default(),
        }
    }

    fn get(&self, position: ChangePosition, record: RecordRef) -> Option<Seen> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.records.get(&record);
        known.filter(|_| kept.position == position).cloned()
    }

    fn keep(&self, position: ChangePosition, record: RecordRef, seen: Seen) {
        let bytes = RECORD_BYTES + seen.as_ref().map_or(0, |seen| seen.0.bytes());
        if bytes > RECORD_BYTES_MAX {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.position > position {
            return;
        }
        if kept.position < position || kept.bytes + bytes > KEPT_BYTES_MAX {
            *kept = Kept {
                position,
                ..Kept::default()
            };
        }
        if kept.records.insert(record, seen).is_none() {
            kept.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{search::document::SeenBy, store::memory::MemoryEngine};
    use shared::{model::RecordKind, time::Timestamp};
    use uuid::Uuid;

    const NOW: ChangePosition = ChangePosition::from_bytes([7; 16]);

    fn record(number: usize) -> RecordRef {
        RecordRef {
            kind: RecordKind::Note,
            id: Uuid::from_u128(number as u128),
        }
    }

    fn seen(text: &str) -> Seen {
        let shown = Shown {
            title: text.to_owned(),
            title_is_name: false,
            texts: Vec::new(),
            context: String::new(),
            context_is_name: false,
            at: Timestamp::from_seconds(0),
            thread_id: None,
            seen_by: SeenBy::All,
        };
        Some(Arc::new((shown, false)))
    }

    #[test]
    fn nothing_is_shown_of_another_state() {
        let lately = ShownLately::new(Arc::new(MemoryEngine::new()));
        lately.keep(NOW, record(1), seen("now"));
        lately.keep(ChangePosition::START, record(1), seen("before"));
        assert_eq!(lately.get(NOW, record(1)), Some(seen("now")));
        assert_eq!(lately.get(NOW, record(2)), None);
        assert_eq!(lately.get(ChangePosition::START, record(1)), None);
        let later = ChangePosition::from_bytes([8; 16]);
        assert_eq!(lately.get(later, record(1)), None);
        lately.keep(later, record(2), None);
        assert_eq!(lately.get(later, record(2)), Some(None));
        assert_eq!(lately.get(later, record(1)), None);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let lately = ShownLately::new(Arc::new(MemoryEngine::new()));
        lately.keep(NOW, record(0), seen(&"x".repeat(RECORD_BYTES_MAX)));
        assert_eq!(lately.get(NOW, record(0)), None);
        let text = "x".repeat(RECORD_BYTES_MAX / 2);
        for number in 1..1_000 {
            lately.keep(NOW, record(number), seen(&text));
            let known = lately.get(NOW, record(number)).flatten();
            assert_eq!(known.map(|seen| seen.0.title.len()), Some(text.len()));
        }
        let kept = lately.kept.lock().unwrap();
        assert!(kept.records.len() * text.len() < KEPT_BYTES_MAX);
    }
}
