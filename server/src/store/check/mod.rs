//! Whether everything stored agrees with everything else: records with their index entries, links,
//! threads, texts, blobs and the change log. Reads only, in bounded memory; whether search agrees
//! is checked beside search. Messages name ids, never content. Tests: `tests.rs`.

mod entries;
mod files;
mod log;
mod mail;
mod records;

#[cfg(test)]
mod tests;

use super::{Store, StoreError, engine::ChangePosition, reader::Reader};
use entries::EntrySums;
use std::{collections::BTreeMap, fmt};

/// Findings that a report lists at most.
pub const FINDINGS_MAX: usize = 1_000;

/// What is wrong, as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// The engine's own structure is damaged.
    EngineDamaged,
    /// A record cannot be decoded, or stands under the key of another.
    RecordUnreadable,
    /// A record lacks an entry in an index, a timeline or the bin.
    EntryMissing,
    /// An entry belongs to no record.
    EntryUnexpected,
    /// An entry has another value than its record says.
    EntryWrong,
    /// A record refers to one that is not there.
    LinkDangling,
    /// A thread miscounts its messages.
    ThreadCount,
    /// A thread has a wrong time of its last message.
    ThreadLast,
    /// A message has no text, or one that cannot be decoded.
    TextMissing,
    /// A text belongs to no message.
    TextOrphan,
    /// What was read of files belongs to no message, or to one that has no such file.
    FileReadingOrphan,
    /// The text of a file that was read is not there, or cannot be decoded.
    FileTextMissing,
    /// A record names a blob that is not there.
    BlobMissing,
    /// A blob cannot be read or has another content than its name says.
    BlobUnreadable,
    /// The change log lacks a position.
    LogGap,
    /// An entry of the change log does not follow the one before.
    LogChain,
    /// The payload of an entry is not the one its header was sealed with.
    LogPayload,
    /// Something is stamped with a position beyond the end of the log.
    LogBeyond,
}

impl FindingCode {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EngineDamaged => "engine_damaged",
            Self::RecordUnreadable => "record_unreadable",
            Self::EntryMissing => "entry_missing",
            Self::EntryUnexpected => "entry_unexpected",
            Self::EntryWrong => "entry_wrong",
            Self::LinkDangling => "link_dangling",
            Self::ThreadCount => "thread_count",
            Self::ThreadLast => "thread_last",
            Self::TextMissing => "text_missing",
            Self::TextOrphan => "text_orphan",
            Self::FileReadingOrphan => "file_reading_orphan",
            Self::FileTextMissing => "file_text_missing",
            Self::BlobMissing => "blob_missing",
            Self::BlobUnreadable => "blob_unreadable",
            Self::LogGap => "log_gap",
            Self::LogChain => "log_chain",
            Self::LogPayload => "log_payload",
            Self::LogBeyond => "log_beyond",
        }
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub code: FindingCode,
    /// Where, for a person.
    pub message: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// What is wrong, at most [`FINDINGS_MAX`]; empty when all is well.
    pub findings: Vec<Finding>,
    /// Findings beyond those listed.
    pub findings_unlisted: u64,
    /// What is worth knowing and not wrong.
    pub information: Vec<String>,
    /// How many records each table has.
    pub records: BTreeMap<String, u64>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, code: FindingCode, message: String) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { code, message });
            return;
        }
        self.findings_unlisted += 1;
    }
}

/// What all parts of one check share.
struct Check<'a> {
    store: &'a Store,
    reader: &'a Reader,
    end: ChangePosition,
    report: CheckReport,
}

impl Check<'_> {
    /// Nothing can have been written after the end of the log.
    fn stamp(&mut self, position: ChangePosition, what: impl FnOnce() -> String) {
        if position > self.end {
            self.report.find(FindingCode::LogBeyond, what());
        }
    }
}

/// Checks a store. The engine needs its file to itself for a part of it, so reads may wait.
///
/// # Errors
/// When the store cannot be read at all; what is merely wrong is in the report.
pub fn check(store: &Store) -> Result<CheckReport, StoreError> {
    let damage = store.engine().verify()?;
    let reader = store.read()?;
    let mut check = Check {
        store,
        reader: &reader,
        end: reader.position()?,
        report: CheckReport::default(),
    };
    for what in damage {
        check.report.find(FindingCode::EngineDamaged, what);
    }
    let mut sums = EntrySums::new();
    records::survey(&mut check, &mut sums)?;
    entries::compare(&mut check, sums)?;
    mail::check_threads(&mut check)?;
    mail::check_texts(&mut check)?;
    files::check_readings(&mut check)?;
    files::check_texts(&mut check)?;
    mail::check_blobs(&mut check)?;
    log::check(&mut check)?;
    Ok(check.report)
}
