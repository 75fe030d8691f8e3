//! From the records that a search found to the hits that it answers: titles, snippets, marks, and the
//! file that holds the words. Shows what the store says now: never what the viewer may not see any
//! more. Tests: `tests` of the search module.

use super::{
    error::SearchError,
    files::InFiles,
    query::{Hits, SearchRequest, tolerance::Tolerance},
    sharing,
    shown::{ShownLately, ShownRecords},
    snippets::{Marker, of_senders},
};
use shared::{
    api::search::Hit,
    model::{RecordKind, RecordRef},
};
use std::sync::Arc;

/// The hits of an answer, in order.
///
/// # Errors
/// When the store cannot be read, or nobody waits for the answer any more.
pub fn hits_of(
    found: &Hits,
    request: &SearchRequest,
    lately: &Arc<ShownLately>,
) -> Result<Vec<Hit>, SearchError> {
    let best = found.found.best.iter();
    let records: Vec<RecordRef> = best.map(|ranked| ranked.record).collect();
    let question = Arc::new(Question {
        request: request.clone(),
        tolerance: found.tolerance,
        lately: lately.clone(),
    });
    let asked = question.clone();
    let drafts = sharing::each(records.len(), move |tools, place| {
        Tools::of(tools, &asked)?.draft(records[place], &asked.request)
    });
    let drafts = drafts.into_iter().filter_map(Result::transpose);
    let mut drafts = drafts.collect::<Result<Vec<Draft>, SearchError>>()?;
    if drafts.iter().any(|draft| draft.may_be_in_file) {
        look_into_files(&mut drafts, &question)?;
    }
    let more = |draft: &Draft| found.more_in_thread.get(&draft.record()).copied();
    let hits = drafts.into_iter().map(|draft| Hit {
        more_in_thread: more(&draft).unwrap_or_default(),
        ..draft.hit
    });
    Ok(hits.collect())
}

/// What every thread that shows hits needs to know.
struct Question {
    request: SearchRequest,
    tolerance: Tolerance,
    lately: Arc<ShownLately>,
}

/// What a thread shows hits with.
pub struct Tools {
    // The records that were found are at least as new in a state read now.
    records: ShownRecords,
    marker: Marker,
    /// `None` where the words alone mark them.
    senders: Option<Marker>,
}

impl Tools {
    /// For hits that were not found by words: nothing is marked.
    pub fn without_words(records: ShownRecords) -> Self {
        Self {
            records,
            marker: Marker::default(),
            senders: None,
        }
    }

    /// A hit without what its files hold; `None` if it may not be shown.
    ///
    /// # Errors
    /// When the store cannot be read, or nobody waits for the answer any more.
    pub fn hit(
        &self,
        record: RecordRef,
        request: &SearchRequest,
    ) -> Result<Option<Hit>, SearchError> {
        let draft = self.draft(record, request)?;
        Ok(draft.map(|draft| draft.hit))
    }

    fn of<'a>(known: &'a mut Option<Self>, asked: &Question) -> Result<&'a Self, SearchError> {
        match known {
            Some(tools) => Ok(tools),
            None => Ok(known.insert(Self::new(asked)?)),
        }
    }

    fn new(asked: &Question) -> Result<Self, SearchError> {
        let query = &asked.request.query;
        Ok(Self {
            records: ShownRecords::now(asked.lately.clone())?,
            marker: Marker::new(query, asked.tolerance),
            senders: of_senders(query),
        })
    }

    /// `None` if the record was made private, or went to a bin that is not asked for, in this instant.
    fn draft(
        &self,
        record: RecordRef,
        request: &SearchRequest,
    ) -> Result<Option<Draft>, SearchError> {
        if request.cancel.is_given_up() {
            return Err(SearchError::GivenUp);
        }
        let seen = self.records.show(record)?;
        let Some((shown, in_bin)) = seen.as_deref() else {
            return Ok(None);
        };
        let is_asked_for = !in_bin || request.query.asks_for_bin();
        if !is_asked_for || !shown.seen_by.includes(request.viewer) {
            return Ok(None);
        }
        let marker = &self.marker;
        let title = marker.mark_text(shown.title());
        let senders = (record.kind == RecordKind::Message)
            .then_some(self.senders.as_ref())
            .flatten();
        let context = senders.unwrap_or(marker).mark_text(shown.context());
        let in_text = marker.snippet(&shown.texts);
        let may_be_in_file = InFiles::may_have(record.kind, marker, in_text.words)
            && !marker.is_all_in(&shown.title);
        let hit = Hit {
            kind: record.kind,
            id: record.id,
            title: title.text,
            title_marks: title.marks,
            snippet: in_text.marked.text,
            marks: in_text.marked.marks,
            at: shown.at,
            thread_id: shown.thread_id,
            more_in_thread: 0,
            context: context.text,
            context_marks: context.marks,
            attachment: None,
            in_bin: *in_bin,
        };
        Ok(Some(Draft {
            hit,
            words: in_text.words,
            may_be_in_file,
        }))
    }
}

/// A hit that is complete, but for what its files may hold.
struct Draft {
    hit: Hit,
    /// How many different words its snippet holds.
    words: usize,
    may_be_in_file: bool,
}

impl Draft {
    fn record(&self) -> RecordRef {
        RecordRef {
            kind: self.hit.kind,
            id: self.hit.id,
        }
    }
}

/// One hit after another, the best first: how much is looked through for one answer is bounded.
fn look_into_files(drafts: &mut [Draft], asked: &Question) -> Result<(), SearchError> {
    let tools = Tools::new(asked)?;
    let exact = (asked.tolerance == Tolerance::Typos)
        .then(|| Marker::new(&asked.request.query, Tolerance::Strict));
    let mut in_files = InFiles::new(exact.as_ref(), &tools.marker);
    for draft in drafts.iter_mut().filter(|draft| draft.may_be_in_file) {
        if asked.request.cancel.is_given_up() {
            return Err(SearchError::GivenUp);
        }
        let in_file = in_files.find(&tools.records.reader, draft.record(), draft.words)?;
        if let Some(in_file) = in_file {
            draft.hit.attachment = Some(in_file.place);
            draft.hit.snippet = in_file.found.marked.text;
            draft.hit.marks = in_file.found.marked.marks;
        }
    }
    Ok(())
}
