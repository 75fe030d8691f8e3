//! What happened with a contact or company, read page by page, newest first. News are put in front without
//! moving what is in sight; what was read further down stays.

use crate::{
    api::{self, ApiError, Latest, parties::PartyKind, use_latest},
    state::use_live,
};
use shared::{
    api::{
        event::{ChangeAction, Event},
        page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page},
        timeline::{TimelineItem, TimelineQuery},
    },
    model::RecordKind,
};
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What of the timeline is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// `None` until the first answer.
    pub items: Option<Rc<Vec<TimelineItem>>>,
    pub next: Option<String>,
    pub total: u64,
    pub reading: bool,
    pub error: Option<Rc<ApiError>>,
}

/// What is learned of it.
pub enum Change {
    Reset,
    Reading,
    /// The first page, read (again).
    First(Page<TimelineItem>),
    /// The page behind a cursor.
    More(String, Page<TimelineItem>),
    Gone(Uuid),
    Failed(ApiError),
}

impl Reducible for Known {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Reset => {
                return Rc::new(Self {
                    reading: true,
                    ..Self::default()
                });
            }
            Change::Reading => next.reading = true,
            Change::First(page) => next.put_first(page),
            Change::More(cursor, page) => next.put_more(&cursor, page),
            Change::Gone(id) => {
                let items = next.items.iter().flat_map(|items| items.iter());
                let left = items.filter(|item| id_of(item) != id).cloned();
                next.items = next.items.is_some().then(|| Rc::new(left.collect()));
            }
            Change::Failed(error) => {
                next.reading = false;
                next.error = Some(Rc::new(error));
            }
        }
        Rc::new(next)
    }
}

impl Known {
    /// News in front; behind the end of the new page what was known stays.
    fn put_first(&mut self, page: Page<TimelineItem>) {
        let mut items = page.items;
        let mut next = page.next_cursor;
        let known = self.items.take().unwrap_or_default();
        if let (Some(last), true) = (items.last().map(TimelineItem::at), next.is_some()) {
            let older = known.iter().filter(|item| item.at() < last).cloned();
            let older: Vec<TimelineItem> = older.collect();
            if !older.is_empty() {
                items.extend(older);
                next.clone_from(&self.next);
            }
        }
        self.items = Some(Rc::new(items));
        self.next = next;
        self.total = page.total;
        self.reading = false;
        self.error = None;
    }

    fn put_more(&mut self, cursor: &str, page: Page<TimelineItem>) {
        self.reading = false;
        if self.next.as_deref() != Some(cursor) {
            return;
        }
        let mut items = self
            .items
            .take()
            .map(|items| (*items).clone())
            .unwrap_or_default();
        let known: Vec<Uuid> = items.iter().map(id_of).collect();
        items.extend(
            page.items
                .into_iter()
                .filter(|item| !known.contains(&id_of(item))),
        );
        self.items = Some(Rc::new(items));
        self.next = page.next_cursor;
        self.total = page.total;
    }

    fn holds(&self, id: Uuid) -> bool {
        let mut items = self.items.iter().flat_map(|items| items.iter());
        items.any(|item| id_of(item) == id)
    }
}

/// The id of an activity.
pub fn id_of(item: &TimelineItem) -> Uuid {
    match item {
        TimelineItem::Note(note) => note.id.uuid(),
        TimelineItem::Message(message) => message.id.uuid(),
    }
}

/// A timeline and how to read on.
#[derive(Clone)]
pub struct Timeline {
    pub known: UseReducerHandle<Known>,
    id: (PartyKind, Uuid),
    kind: Option<RecordKind>,
    latest: Latest,
}

impl PartialEq for Timeline {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known && self.id == other.id && self.kind == other.kind
    }
}

impl Timeline {
    /// Reads the next page, if there is one and nothing is being read.
    pub fn more(&self) {
        if let (Some(cursor), false) = (&self.known.next, self.known.reading) {
            self.read(Some(cursor.clone()), PAGE_LIMIT_DEFAULT);
        }
    }

    /// Reads the newest again.
    pub fn refresh(&self) {
        let known = self.known.items.as_ref().map_or(0, |items| items.len());
        self.read(None, known.clamp(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX));
    }

    fn read(&self, cursor: Option<String>, limit: usize) {
        let ticket = self.latest.begin();
        let (id, known) = (self.id, self.known.dispatcher());
        let query = TimelineQuery {
            limit: Some(limit),
            cursor: cursor.clone(),
            kind: self.kind.map(|kind| kind.as_str().to_owned()),
        };
        known.dispatch(Change::Reading);
        spawn_local(async move {
            let answer = api::parties::timeline(id.0, id.1, &query, ticket.signal()).await;
            if !ticket.is_current() {
                return;
            }
            known.dispatch(match (answer, cursor) {
                (Ok(page), None) => Change::First(page),
                (Ok(page), Some(cursor)) => Change::More(cursor, page),
                (Err(ApiError::Aborted), _) => return,
                (Err(error), _) => Change::Failed(error),
            });
        });
    }
}

/// The timeline of a contact or company, all of it or of one kind; follows what happens.
#[hook]
pub fn use_timeline(id: (PartyKind, Uuid), kind: Option<RecordKind>) -> Timeline {
    let known = use_reducer_eq(Known::default);
    let timeline = Timeline {
        known,
        id,
        kind,
        latest: use_latest(),
    };
    {
        let timeline = timeline.clone();
        use_effect_with((id, kind), move |_| {
            timeline.known.dispatch(Change::Reset);
            timeline.read(None, PAGE_LIMIT_DEFAULT);
        });
    }
    {
        let timeline = timeline.clone();
        use_live(move |event| match event {
            Event::Change {
                id,
                action: ChangeAction::Deleted,
                ..
            } if timeline.known.holds(*id) => {
                timeline.known.dispatch(Change::Gone(*id));
            }
            Event::Change { id, links, .. }
                if links.contains(&timeline.id.1) || timeline.known.holds(*id) =>
            {
                timeline.refresh();
            }
            Event::ManyChanged | Event::Resync => timeline.refresh(),
            Event::Change { .. } | Event::Import(_) | Event::Index { .. } | Event::OwnChanged => {}
        });
    }
    timeline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::note;

    fn page(seconds: &[i64], next: Option<&str>) -> Page<TimelineItem> {
        Page::new(
            seconds
                .iter()
                .map(|at| TimelineItem::Note(note(*at)))
                .collect(),
            next.map(str::to_owned),
            9,
        )
    }

    fn times(known: &Known) -> Vec<i64> {
        let items = known.items.iter().flat_map(|items| items.iter());
        items.map(|item| item.at().seconds()).collect()
    }

    #[test]
    fn news_come_in_front_and_older_ones_stay() {
        let known = Rc::new(Known::default());
        let known = known.reduce(Change::First(page(&[9, 8], Some("8"))));
        let known = known.reduce(Change::More("8".into(), page(&[7, 6], Some("6"))));
        let known = known.reduce(Change::First(page(&[10, 9], Some("9"))));
        assert_eq!(times(&known), [10, 9, 8, 7, 6]);
        assert_eq!(known.next.as_deref(), Some("6"));
        let known = known.reduce(Change::More("8".into(), page(&[1], None)));
        assert_eq!(
            times(&known),
            [10, 9, 8, 7, 6],
            "an overtaken page is dropped"
        );
    }

    #[test]
    fn a_whole_timeline_replaces_what_was_known() {
        let known = Rc::new(Known::default());
        let known = known.reduce(Change::First(page(&[9, 8, 7], None)));
        let known = known.reduce(Change::First(page(&[9, 7], None)));
        assert_eq!(times(&known), [9, 7]);
    }
}
