//! What was found, page after page. The old hits stay until the new ones are there, an overtaken
//! answer is dropped, and saves by others come in while one looks.

use super::wish::{HITS_PER_PAGE, Wish};
use crate::{
    api::{self, ApiError, Latest, use_latest},
    format,
    state::use_live,
};
use gloo_timers::callback::Timeout;
use shared::small::SmallMap;
use shared::{
    api::{
        event::Event,
        search::{Hit, IndexState, SearchAnswer, SearchTier},
    },
    model::RecordKind,
    query::Problem,
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The server passes over so many hits at most.
const OFFSET_MAX: usize = 10_000;
/// Several saves in a row cause one search.
const LIVE_WAIT_MS: u32 = 400;

/// What was found so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// What it was found for; `None` before the first answer.
    pub wish: Option<Wish>,
    pub hits: Rc<Vec<Hit>>,
    pub counts: SmallMap<RecordKind, u64>,
    pub total: u64,
    /// How near the hits are to what was asked.
    pub tier: SearchTier,
    /// What else may have been meant.
    pub did_you_mean: Option<String>,
    pub problems: Vec<Problem>,
    pub rebuilding: bool,
    /// Per cent of a rebuild, once the server said it.
    pub percent: Option<u8>,
    pub reading: bool,
    /// The last page had no hits: conversations are one hit, but their mails are counted singly.
    pub ended: bool,
    pub error: Option<Rc<ApiError>>,
}

/// What is learned of it.
pub enum Change {
    Reading,
    Nothing,
    First(Wish, SearchAnswer),
    More(Wish, SearchAnswer),
    Index(IndexState, u8),
    Failed(ApiError),
}

impl Reducible for Found {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Reading => next.reading = true,
            Change::Nothing => return Rc::new(Self::default()),
            Change::First(wish, answer) => {
                next.take(&answer);
                next.ended = false;
                next.wish = Some(wish);
                next.hits = Rc::new(answer.hits);
            }
            Change::More(wish, answer) if next.wish.as_ref() == Some(&wish) => {
                next.take(&answer);
                next.ended = answer.hits.is_empty();
                let mut hits = (*next.hits).clone();
                let known: Vec<_> = hits.iter().map(|hit| hit.id).collect();
                hits.extend(
                    answer
                        .hits
                        .into_iter()
                        .filter(|hit| !known.contains(&hit.id)),
                );
                next.hits = Rc::new(hits);
            }
            Change::More(..) => next.reading = false,
            Change::Index(state, percent) => {
                next.rebuilding = state == IndexState::Rebuilding;
                next.percent = next.rebuilding.then_some(percent);
            }
            Change::Failed(error) => {
                next.reading = false;
                next.error = Some(Rc::new(error));
            }
        }
        Rc::new(next)
    }
}

impl Found {
    fn take(&mut self, answer: &SearchAnswer) {
        self.counts = answer.counts.clone();
        self.total = answer.total;
        self.tier = answer.tier;
        self.did_you_mean.clone_from(&answer.did_you_mean);
        self.problems.clone_from(&answer.problems);
        self.rebuilding = answer.state == IndexState::Rebuilding;
        self.reading = false;
        self.error = None;
    }

    /// Whether there are hits that were not read yet.
    pub fn has_more(&self) -> bool {
        !self.ended && (self.hits.len() as u64) < self.total && self.hits.len() < OFFSET_MAX
    }
}

/// A search and how to read on.
#[derive(Clone)]
pub struct Search {
    pub found: UseReducerHandle<Found>,
    wish: Wish,
    latest: Latest,
}

impl Search {
    /// Searches again.
    pub fn again(&self) {
        self.read(0);
    }

    /// Reads the next hits, if there are any and nothing is being read.
    pub fn more(&self) {
        if self.found.has_more() && !self.found.reading {
            self.read(self.found.hits.len());
        }
    }

    fn read(&self, offset: usize) {
        if self.wish.is_empty() {
            self.latest.cancel();
            self.found.dispatch(Change::Nothing);
            return;
        }
        let (ticket, found) = (self.latest.begin(), self.found.dispatcher());
        let wish = self.wish.clone();
        found.dispatch(Change::Reading);
        spawn_local(async move {
            let query = wish.query(offset, format::day_start);
            let answer = api::search::search(&query, ticket.signal()).await;
            if !ticket.is_current() {
                return;
            }
            found.dispatch(match answer {
                Ok(answer) if offset == 0 => Change::First(wish, answer),
                Ok(answer) => Change::More(wish, answer),
                Err(ApiError::Aborted) => return,
                Err(error) => Change::Failed(error),
            });
        });
    }
}

/// Searches whenever the wish is another one.
#[hook]
pub fn use_search(wish: &Wish) -> Search {
    let found = use_reducer_eq(Found::default);
    // What lies open changes the address, not the search.
    let wish = wish.without_open();
    let search = Search {
        found,
        wish: wish.clone(),
        latest: use_latest(),
    };
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let (search, timer) = (search.clone(), timer.clone());
        use_effect_with(wish, move |_| {
            // What waits would ask for the old words, and overtake these.
            timer.replace(None);
            search.again();
        });
    }
    {
        let search = search.clone();
        use_live(move |event| {
            if let Event::Index { state, percent } = event {
                search.found.dispatch(Change::Index(*state, *percent));
            }
            // Whoever has read on is not thrown back to the first page.
            if event.changes_search() && search.found.hits.len() <= HITS_PER_PAGE {
                let search = search.clone();
                timer.replace(Some(Timeout::new(LIVE_WAIT_MS, move || search.again())));
            }
        });
    }
    search
}
