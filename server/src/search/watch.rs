//! Searches that wait for what comes: a few questions put to each changed record, instead of each
//! record to all questions. The plans are those of a search, rights included, evaluated as on the tail.
//! Words must stand there as asked: nobody wants word of what is nearly the same. What was read of a
//! mail's files is news of the mail, and of whoever brought it.
//! Tests: `tests::watch`; `saved_searches` in the tests crate.

use super::{
    Search, SearchError, SearchRequest,
    document::{self, Document},
    query::{
        build::plan_of,
        fields::{Asked, FieldPlans},
        filter,
        on_tail::Matcher,
        plan::Plan,
        tolerance::Tolerance,
    },
    schema::TextField,
    view::View,
};
use crate::{
    changes::{Action, Change, LogMeta, RecordChange},
    store::{
        keys::Table,
        reader::Reader,
        record::table_of,
        schema::reading::{Brought, Reading},
    },
};
use shared::{
    model::{RecordKind, RecordRef},
    query::Query,
};

/// A search that waits.
#[derive(Debug, Clone)]
pub struct Watch {
    /// What is asked, and for whom.
    pub request: SearchRequest,
    /// Conditions of a list.
    pub filter: Query,
}

/// A record that a search finds now and did not find before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMatch {
    /// Which search, by its place.
    pub watch: usize,
    /// Which change, by its place.
    pub change: usize,
    /// Who brought it and why.
    pub meta: LogMeta,
    /// The record.
    pub record: RecordRef,
}

impl Search {
    /// What these changes brought to these searches. `wants` says whether a search is told of what
    /// somebody brought at all. What came back from the bin is not new.
    ///
    /// # Errors
    /// When the store or the statistics of the index cannot be read.
    pub fn new_matches(
        &self,
        watches: &[Watch],
        changes: &[Change],
        wants: &dyn Fn(usize, &LogMeta) -> bool,
    ) -> Result<Vec<NewMatch>, SearchError> {
        let reader = self.reader()?;
        let view = self.shared.view.load();
        let plans: Vec<Plan> = watches
            .iter()
            .map(|watch| plan(watch, &reader, &view))
            .collect::<Result<_, _>>()?;
        let matchers: Vec<Matcher<'_>> = plans
            .iter()
            .map(|plan| Matcher::new(plan, &view.searcher, &view.fields))
            .collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for (place, change) in changes.iter().enumerate() {
            for record in &change.records {
                let Some(news) = news(&reader, change, record)? else {
                    continue;
                };
                let asked: Vec<usize> = (0..watches.len())
                    .filter(|&watch| wants(watch, &news.meta))
                    .collect();
                let fits = |watch: usize, key: RecordRef, document: &Document| {
                    let kinds = &watches[watch].request.kinds;
                    (kinds.is_empty() || kinds.contains(&key.kind))
                        && matchers[watch].score(document).is_some()
                };
                let fresh = fresh(&reader, &news, &asked, &fits)?;
                found.extend(fresh.into_iter().map(|watch| NewMatch {
                    watch,
                    change: place,
                    meta: news.meta,
                    record: news.key,
                }));
            }
        }
        Ok(found)
    }
}

fn plan(watch: &Watch, reader: &Reader, view: &View) -> Result<Plan, SearchError> {
    let request = &watch.request;
    let asked = Asked {
        reader,
        view,
        viewer: request.viewer,
    };
    let mut plans = filter::of_search(request, reader)?;
    for query in [&request.query, &watch.filter] {
        let found = FieldPlans::of(query, &asked)?;
        plans.push(plan_of(query, Tolerance::Strict, &found));
    }
    Ok(Plan::All(plans))
}

/// A change of what a record is found by.
struct News<'a> {
    key: RecordRef,
    meta: LogMeta,
    what: What<'a>,
}

enum What<'a> {
    /// Of the record itself, with its bytes before.
    Record(Option<&'a [u8]>),
    /// Its files were read for the first time.
    Files,
}

fn news<'a>(
    reader: &Reader,
    change: &Change,
    record: &'a RecordChange,
) -> Result<Option<News<'a>>, SearchError> {
    if record.is(Table::Reading) {
        return files_news(reader, change, record);
    }
    let kind = RecordKind::ALL
        .into_iter()
        .find(|&kind| record.is(table_of(kind)))
        .filter(|_| matches!(record.action, Action::Created | Action::Updated));
    Ok(kind.map(|kind| News {
        key: RecordRef {
            kind,
            id: record.id,
        },
        meta: change.meta,
        what: What::Record(record.before.as_deref()),
    }))
}

/// Read again, by a newer reader, is no news; nor is what was there before there was a reader.
fn files_news<'a>(
    reader: &Reader,
    change: &Change,
    record: &RecordChange,
) -> Result<Option<News<'a>>, SearchError> {
    if record.action != Action::Created {
        return Ok(None);
    }
    let reading = reader.find::<Reading>(record.id)?;
    let brought = reading.and_then(|reading| reading.brought);
    Ok(brought.map(|Brought { actor, cause }| News {
        key: RecordRef {
            kind: RecordKind::Message,
            id: record.id,
        },
        meta: LogMeta {
            at: change.meta.at,
            actor,
            cause,
        },
        what: What::Files,
    }))
}

/// The searches that find a record now and did not before it was changed. Of a mail its files may
/// have been read since: that is told when its turn comes.
fn fresh(
    reader: &Reader,
    news: &News<'_>,
    asked: &[usize],
    fits: &dyn Fn(usize, RecordRef, &Document) -> bool,
) -> Result<Vec<usize>, SearchError> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let Some(now) = document::load(reader, news.key)? else {
        return Ok(Vec::new());
    };
    let mut finders: Vec<usize> = asked.to_vec();
    let before = match news.what {
        What::Files => {
            finders.retain(|&watch| fits(watch, news.key, &now));
            Some(without_files(now))
        }
        What::Record(before) => {
            let now = without_files(now);
            finders.retain(|&watch| fits(watch, news.key, &now));
            let before = before.filter(|_| !finders.is_empty());
            let before = before.map(|bytes| document::of_bytes(reader, news.key, bytes));
            let before = before.transpose()?.flatten();
            before.map(without_files)
        }
    };
    if let Some(before) = before {
        finders.retain(|&watch| !fits(watch, news.key, &before));
    }
    Ok(finders)
}

/// As if nothing had been read of the record's files.
fn without_files(mut document: Document) -> Document {
    document.texts[TextField::Attachment as usize] = Default::default();
    document
}
