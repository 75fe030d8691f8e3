//! Questions about single records: why a search finds one, and what is like it. Both answer only
//! what the viewer may see. Tests: `tests` of the search module.

use super::{
    Search, SearchError, SearchRequest,
    document::{self, Document, Shown, Text},
    files::places_in,
    query::{
        Around, Run, Visited,
        fields::{Asked, FieldPlans},
        filter, similar,
        tolerance::Tolerance,
        why,
    },
    showing::Tools,
    shown::ShownRecords,
    snippets::{self, Marker, words_there},
    view::View,
};
use crate::store::{
    reader::Reader,
    schema::visits::{Visits, visits_of},
};
use shared::{
    api::search::{FilePlaces, Hit, SearchAnswer, SearchTier, Why},
    ids::{MessageId, ThreadId},
    model::RecordRef,
    needle::Needle,
    query::Query,
};
use std::cell::RefCell;

/// Bytes of texts in which words are looked for at most.
const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Hits that are looked at for each one shown: mails of the same conversation are passed over.
const LOOKED_AT: usize = 3;

impl Search {
    /// Why a search finds a record; `None` if it does not, or nobody may know.
    ///
    /// # Errors
    /// When index or store cannot be read.
    pub fn why(
        &self,
        request: &SearchRequest,
        record: RecordRef,
    ) -> Result<Option<Why>, SearchError> {
        let reader = self.reader()?;
        let view = self.shared.view.load();
        let Some((document, _)) = visible(&reader, request, record)? else {
            return Ok(None);
        };
        let around = self.around(request, &reader, &view)?;
        let run = self.run(request, &around, (&view, &reader));
        self.guarded(|| why::why(&run, &document))
    }

    /// Notes and mails like one, not of its own conversation; `None` if the viewer does not see it.
    /// The kinds, limit and viewer of the request count.
    ///
    /// # Errors
    /// When index or store cannot be read, or the time is over.
    pub fn similar(
        &self,
        request: &SearchRequest,
        record: RecordRef,
    ) -> Result<Option<SearchAnswer>, SearchError> {
        let reader = self.reader()?;
        let view = self.shared.view.load();
        let Some((document, shown)) = visible(&reader, request, record)? else {
            return Ok(None);
        };
        let around = self.around(request, &reader, &view)?;
        let run = self.run(request, &around, (&view, &reader));
        let limit = request.limit * LOOKED_AT + 1;
        let found = self.guarded(|| similar::similar(&run, &document, limit))?;
        let unmarked = Tools::without_words(ShownRecords::now(self.shown.clone())?);
        let mut hits: Vec<Hit> = Vec::new();
        let others = found.best.iter().map(|hit| hit.record);
        for other in others.filter(|&other| other != record) {
            if hits.len() == request.limit {
                break;
            }
            let hit = unmarked.hit(other, request)?;
            hits.extend(hit.filter(|hit| is_new(hit.thread_id, &hits, shown.thread_id)));
        }
        let mut counts = found.counts;
        counts.retain(|kind, _| request.kinds.contains(kind));
        if let Some(own) = counts.get_mut(&record.kind) {
            *own = own.saturating_sub(1);
        }
        Ok(Some(SearchAnswer {
            total: counts.values().sum(),
            counts: counts.into_iter().collect(),
            hits,
            problems: Vec::new(),
            tier: SearchTier::Exact,
            did_you_mean: None,
            state: view.state(),
        }))
    }

    /// What stands in a record, and in others that go with it, for the words of a query; `None` if the
    /// viewer does not see the record.
    ///
    /// # Errors
    /// When the store cannot be read, or nobody waits for the answer any more.
    pub fn words(
        &self,
        request: &SearchRequest,
        record: RecordRef,
        others: &[RecordRef],
    ) -> Result<Option<Vec<String>>, SearchError> {
        let reader = self.reader()?;
        let mut shown: Vec<Shown> = Vec::new();
        let mut bytes = 0;
        let others = others.iter().copied().filter(|&other| other != record);
        for one in std::iter::once(record).chain(others) {
            if request.cancel.is_given_up() {
                return Err(SearchError::GivenUp);
            }
            match visible_face(&reader, request, one)? {
                None if one == record => return Ok(None),
                None => {}
                Some(face) if bytes + face.bytes() > TEXT_BYTES_MAX => break,
                Some(face) => {
                    bytes += face.bytes();
                    shown.push(face);
                }
            }
        }
        let texts: Vec<Text<'_>> = shown.iter().flat_map(texts_of).collect();
        words_there(&request.query, &texts, &request.cancel).map(Some)
    }

    /// Where in the files of messages all words of a query stand. Whoever asks has seen to it that the
    /// messages may be read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn find_in_files(
        &self,
        messages: &[MessageId],
        query: &Query,
    ) -> Result<FilePlaces, SearchError> {
        let marker = Marker::new(query, Tolerance::Strict);
        if marker.words_asked() == 0 {
            return Ok(FilePlaces::default());
        }
        let stretch = |text: &str| marker.find_all(text);
        Ok(places_in(&self.reader()?, messages, &stretch)?)
    }

    /// As [`Self::find_in_files`], for a text as it was typed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn find_text_in_files(
        &self,
        messages: &[MessageId],
        needle: &Needle,
    ) -> Result<FilePlaces, SearchError> {
        let stretch = |text: &str| snippets::around(needle, text);
        Ok(places_in(&self.reader()?, messages, &stretch)?)
    }

    pub(super) fn around(
        &self,
        request: &SearchRequest,
        reader: &Reader,
        view: &View,
    ) -> Result<Around, SearchError> {
        let asked = Asked {
            reader,
            view,
            viewer: request.viewer,
        };
        let fields = self.guarded(|| FieldPlans::of(&request.query, &asked))?;
        let visits = match request.viewer {
            Some(viewer) => visits_of(reader, viewer)?,
            None => Visits::default(),
        };
        Ok(Around {
            filters: filter::of_search(request, reader)?,
            fields,
            visited: Visited::new(&visits, request.now),
        })
    }

    pub(super) fn run<'a>(
        &'a self,
        request: &'a SearchRequest,
        around: &'a Around,
        (view, reader): (&'a View, &'a Reader),
    ) -> Run<'a> {
        Run {
            view,
            request,
            around,
            reader,
            near: RefCell::default(),
        }
    }
}

/// A hit of another conversation than those shown.
fn is_new(thread: Option<ThreadId>, hits: &[Hit], own: Option<ThreadId>) -> bool {
    thread.is_none() || thread != own && hits.iter().all(|hit| hit.thread_id != thread)
}

/// Everything of a record that can be marked.
fn texts_of(shown: &Shown) -> impl Iterator<Item = Text<'_>> {
    let texts = shown.texts.iter().map(|text| Text::plain(text));
    [shown.title(), shown.context()].into_iter().chain(texts)
}

/// What a hit shows of a record, in the bin or not, if the viewer sees it.
fn visible_face(
    reader: &Reader,
    request: &SearchRequest,
    record: RecordRef,
) -> Result<Option<Shown>, SearchError> {
    let shown = document::show_with_bin(reader, record)?.map(|(shown, _)| shown);
    Ok(shown.filter(|shown| shown.seen_by.includes(request.viewer)))
}

/// A record with its document, if the viewer sees it.
fn visible(
    reader: &Reader,
    request: &SearchRequest,
    record: RecordRef,
) -> Result<Option<(Document, Shown)>, SearchError> {
    let shown = document::show(reader, record)?;
    let Some(shown) = shown.filter(|shown| shown.seen_by.includes(request.viewer)) else {
        return Ok(None);
    };
    Ok(document::load(reader, record)?.map(|document| (document, shown)))
}
