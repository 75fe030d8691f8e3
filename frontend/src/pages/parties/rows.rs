//! The rows of the list: pages fetched as they come into sight, kept while they are near, read again
//! when something changed. What is in sight stays until the newer answer is there. Tests: at the foot.

use super::view::View;
use crate::{
    api::{
        self, ApiError, Latest,
        parties::{Party, PartyKind},
        use_latest,
    },
    state::use_live,
};
use gloo_timers::callback::Timeout;
use shared::{
    api::{
        bin::BULK_MAX,
        event::Event,
        page::{PAGE_LIMIT_MAX, Page as ListPage, TextMarks},
    },
    model::RecordKind,
    query::Problem,
};
use std::{cell::RefCell, rc::Rc};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Rows fetched at once.
const ROWS_PER_PAGE: usize = 100;
/// Pages kept at most; the farthest from what is in sight go first.
const PAGES_KEPT_MAX: usize = 40;
/// Live events come in flocks: one look after them is enough.
const SETTLE_MS: u32 = 250;

/// The rows known so far.
#[derive(Clone, PartialEq, Default)]
pub struct Rows {
    /// `None` until the first answer.
    pub total: Option<usize>,
    pub failed: Option<Rc<ApiError>>,
    /// What the server said of which words.
    said: (String, Vec<Problem>),
    /// Counts what was shown: another view or a change makes another generation.
    generation: u32,
    /// Few, so a list is quick and small.
    pages: Vec<(usize, Rc<ListPage<Party>>)>,
}

pub enum RowsAction {
    Answer {
        generation: u32,
        page: usize,
        /// What was asked for.
        words: String,
        answer: ListPage<Party>,
    },
    Failed(ApiError),
}

impl Reducible for Rows {
    type Action = RowsAction;

    fn reduce(self: Rc<Self>, action: RowsAction) -> Rc<Self> {
        let mut rows = (*self).clone();
        match action {
            RowsAction::Answer {
                generation,
                page,
                words,
                answer,
            } => {
                if generation != rows.generation {
                    rows.pages.clear();
                    rows.generation = generation;
                }
                rows.pages.retain(|(other, _)| *other != page);
                rows.total = Some(usize::try_from(answer.total).unwrap_or(usize::MAX));
                rows.said = (words, answer.problems.clone());
                rows.pages.push((page, Rc::new(answer)));
                rows.failed = None;
                rows.drop_far_from(page);
            }
            RowsAction::Failed(error) => rows.failed = Some(Rc::new(error)),
        }
        Rc::new(rows)
    }
}

impl Rows {
    /// One row, if it is here.
    pub fn get(&self, row: usize) -> Option<&Party> {
        self.page_with(row)?.items.get(row % ROWS_PER_PAGE)
    }

    /// Where in its texts the words of the query stand.
    pub fn marks(&self, row: usize) -> &[TextMarks] {
        let page = self.page_with(row);
        let marks = page.and_then(|page| page.marks.get(row % ROWS_PER_PAGE));
        marks.map_or(&[], Vec::as_slice)
    }

    /// What the server says is wrong with these words; nothing before it was asked.
    pub fn problems(&self, words: &str) -> Vec<Problem> {
        let (asked, problems) = &self.said;
        let same = asked == words;
        problems.iter().filter(|_| same).cloned().collect()
    }

    fn page_with(&self, row: usize) -> Option<&ListPage<Party>> {
        let wanted = row / ROWS_PER_PAGE;
        let found = self.pages.iter().find(|(page, _)| *page == wanted);
        found.map(|(_, page)| page.as_ref())
    }

    fn has(&self, page: usize) -> bool {
        self.pages.iter().any(|(other, _)| *other == page)
    }

    fn drop_far_from(&mut self, page: usize) {
        if self.pages.len() > PAGES_KEPT_MAX {
            self.pages.sort_by_key(|(other, _)| other.abs_diff(page));
            self.pages.truncate(PAGES_KEPT_MAX);
        }
    }
}

/// The list as the page holds it.
#[derive(Clone)]
pub struct RowsHandle {
    pub rows: UseReducerHandle<Rows>,
    asked: Rc<RefCell<Asked>>,
    latest: Latest,
    view: View,
}

/// What is asked for in this generation and not answered yet.
#[derive(Default)]
struct Asked {
    generation: u32,
    pages: Vec<usize>,
    range: (usize, usize),
    ticket: Option<Rc<api::Ticket>>,
    settle: Option<Timeout>,
}

impl RowsHandle {
    /// These rows are in sight now.
    pub fn want(&self, range: (usize, usize)) {
        self.asked.borrow_mut().range = range;
        let last = range.1.max(1) - 1;
        for page in range.0 / ROWS_PER_PAGE..=last / ROWS_PER_PAGE {
            self.fetch(page);
        }
    }

    /// Reads again what is in sight; the rest follows when it comes into sight.
    pub fn reload(&self) {
        let range = {
            let mut asked = self.asked.borrow_mut();
            // What waits would ask for the old view, and overtake this one.
            asked.settle = None;
            asked.generation += 1;
            asked.pages.clear();
            asked.ticket = Some(Rc::new(self.latest.begin()));
            asked.range
        };
        self.want(range);
    }

    fn reload_soon(&self) {
        let handle = self.clone();
        let settle = Timeout::new(SETTLE_MS, move || handle.reload());
        self.asked.borrow_mut().settle = Some(settle);
    }

    fn fetch(&self, page: usize) {
        let (generation, ticket) = {
            let mut asked = self.asked.borrow_mut();
            let Some(ticket) = asked.ticket.clone() else {
                return;
            };
            let is_here = self.rows.generation == asked.generation && self.rows.has(page);
            if is_here || asked.pages.contains(&page) {
                return;
            }
            asked.pages.push(page);
            (asked.generation, ticket)
        };
        let query = self.view.query(page * ROWS_PER_PAGE, ROWS_PER_PAGE);
        let (dispatch, asked) = (self.rows.dispatcher(), self.asked.clone());
        let (kind, words) = (self.view.kind, self.view.words.clone());
        spawn_local(async move {
            let answer = api::parties::list(kind, &query, ticket.signal()).await;
            if !ticket.is_current() {
                return;
            }
            asked.borrow_mut().pages.retain(|other| *other != page);
            match answer {
                Ok(answer) => dispatch.dispatch(RowsAction::Answer {
                    generation,
                    page,
                    words,
                    answer,
                }),
                Err(ApiError::Aborted) => {}
                Err(error) => dispatch.dispatch(RowsAction::Failed(error)),
            }
        });
    }

    /// The ids of a stretch of rows, fetched where they are not here. At most [`BULK_MAX`].
    pub async fn ids(&self, from: usize, to: usize) -> Result<Vec<Uuid>, ApiError> {
        let to = to.min(from + BULK_MAX);
        let known: Option<Vec<Uuid>> = (from..to)
            .map(|row| self.rows.get(row).map(|party| party.id))
            .collect();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut ids = Vec::with_capacity(to - from);
        while from + ids.len() < to {
            let limit = PAGE_LIMIT_MAX.min(to - from - ids.len());
            let query = self.view.query(from + ids.len(), limit);
            let page = api::parties::list(self.view.kind, &query, None).await?;
            if page.items.is_empty() {
                break;
            }
            ids.extend(page.items.iter().map(|party| party.id));
        }
        Ok(ids)
    }
}

/// The rows of a view, kept up to date.
#[hook]
pub fn use_rows(view: &View) -> RowsHandle {
    let rows = use_reducer(Rows::default);
    let asked = use_mut_ref(Asked::default);
    let latest = use_latest();
    let handle = RowsHandle {
        rows,
        asked,
        latest,
        view: view.clone(),
    };
    {
        let handle = handle.clone();
        use_effect_with(view.clone(), move |_| handle.reload());
    }
    {
        let (handle, kind) = (handle.clone(), view.kind);
        use_live(move |event| {
            if concerns(kind, event) {
                handle.reload_soon();
            }
        });
    }
    handle
}

/// Rows of contacts name companies too.
fn concerns(list: PartyKind, event: &Event) -> bool {
    match event {
        Event::Change { kind, .. } => {
            *kind == list.record() || (list, *kind) == (PartyKind::Contact, RecordKind::Company)
        }
        Event::ManyChanged | Event::Resync => true,
        Event::Import(_) | Event::Index { .. } | Event::OwnChanged => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rows: Rows, generation: u32, page: usize) -> Rows {
        let action = RowsAction::Answer {
            generation,
            page,
            words: String::new(),
            answer: ListPage::new(Vec::new(), None, 100_000),
        };
        (*Rc::new(rows).reduce(action)).clone()
    }

    fn pages(rows: &Rows) -> Vec<usize> {
        rows.pages.iter().map(|(page, _)| *page).collect()
    }

    #[test]
    fn another_view_replaces_everything_only_when_its_answer_is_there() {
        let rows = answer(answer(Rows::default(), 1, 0), 1, 1);
        assert_eq!(rows.pages.len(), 2);
        assert_eq!(pages(&answer(rows, 2, 7)), [7]);
    }

    #[test]
    fn far_pages_are_let_go() {
        let rows = (0..60).fold(Rows::default(), |rows, page| answer(rows, 1, page));
        assert_eq!(rows.pages.len(), PAGES_KEPT_MAX);
        assert!(pages(&rows).contains(&59) && !pages(&rows).contains(&0));
    }
}
