//! Search over everything.

use super::reading::PartKind;
use crate::{
    ids::{MessageId, ThreadId},
    locale::Locale,
    model::RecordKind,
    query::Problem,
    small::SmallMap,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Characters of a query at most.
pub const QUERY_CHARS_MAX: usize = 1_000;

/// `?q=&kind=&owner=&company=&contact=&after=&before=&sort=&threads=&tz=&lang=&limit=&offset=`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// The query language of [`crate::query`]: words, `"phrases"`, `-without`, `a OR b`, fields
    /// such as `from:ana after:yesterday`. The last word is also a prefix.
    #[serde(default)]
    pub q: String,
    /// Kinds, separated by commas; all otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A user's id, or `me`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Only what has to do with this contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Uuid>,
    /// Only what has to do with this company: its people, its notes, mail of its domains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Uuid>,
    /// Not before this time (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Timestamp>,
    /// Before this time (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Timestamp>,
    /// `relevance` (default) or `newest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SearchSort>,
    /// The reader's time zone, as IANA names it (`Europe/Madrid`) or as its distance from UTC
    /// (`+02:00`): days of the query's dates begin there. UTC otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// The language in which dates of the query such as `3/5/2024` are read; English otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Locale>,
    /// Whether the mails of a conversation are one hit: the best of them. They are counted singly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threads: Option<bool>,
    /// Hits, at most [`super::page::PAGE_LIMIT_MAX`]; 20 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Hits to pass over, at most 10,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
}

/// A marked stretch of a text, in characters (Unicode scalar values): `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark(pub u32, pub u32);

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// Name, first line or subject.
    pub title: String,
    /// Marked words in the title.
    #[serde(default)]
    pub title_marks: Vec<Mark>,
    /// The sentence that matches best, plain text.
    pub snippet: String,
    /// Marked words in the snippet.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// When it happened or was last changed.
    pub at: Timestamp,
    /// For messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<ThreadId>,
    /// With `threads`: how many more mails of its conversation match, at least; those that match far
    /// worse are not looked at.
    #[serde(default)]
    pub more_in_thread: u32,
    /// Who or what it belongs to, for the second line: sender, company, author.
    #[serde(default)]
    pub context: String,
    /// Marked words in it.
    #[serde(default)]
    pub context_marks: Vec<Mark>,
    /// The file that the snippet is from, if it is not from the record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<HitAttachment>,
    /// Whether it is in the bin: only a search that says `in:bin` finds such.
    #[serde(default, skip_serializing_if = "is_not")]
    pub in_bin: bool,
}

fn is_not(value: &bool) -> bool {
    !value
}

/// Where in which file of a message words were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitAttachment {
    /// The number of the file in its message, from 0.
    pub number: u32,
    /// What it is called.
    pub file_name: String,
    /// Its type, as in the message.
    pub content_type: String,
    /// The file inside the file (an archive, a mail), with the way to it; mostly empty.
    #[serde(default)]
    pub inner: String,
    /// What its parts are.
    pub part: PartKind,
    /// The number of the page, slide or sheet, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// What a sheet is called; mostly empty.
    #[serde(default)]
    pub name: String,
}

/// Whether the index is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexState {
    /// Every acknowledged save is found.
    Current,
    /// A new index is being built; results may be incomplete.
    Rebuilding,
}

/// How near the hits are to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchTier {
    /// They have all words, as typed, bent or begun.
    #[default]
    Exact,
    /// Hardly any had; words that are nearly the same count too.
    Typos,
    /// Hardly any had all words of a sentence; these have some of them.
    SomeWords,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// Best first.
    pub hits: Vec<Hit>,
    /// All hits by kind, whatever the kind filter.
    pub counts: SmallMap<RecordKind, u64>,
    /// All hits of the kinds asked for.
    pub total: u64,
    /// What is wrong with the query, in the order of the text. A clause with a problem is never
    /// passed over in silence: [`crate::query::ProblemCode::effect`] says what became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// How near the hits are to what was asked.
    #[serde(default)]
    pub tier: SearchTier,
    /// The query with other words that are nearly the same, if the words as they are find hardly
    /// anything and these find more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// Whether the index is complete.
    pub state: IndexState,
}

/// `?q=&kind=&id=&tz=&lang=`: a query, asked of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InRecordQuery {
    /// As in [`SearchQuery`].
    pub q: String,
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// As in [`SearchQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// As in [`SearchQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Locale>,
}

/// What stands in a record for the words of a query: other forms, near words, other names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundWords {
    /// As they stand there, each once; words asked for side by side are one.
    pub words: Vec<String>,
}

/// Why a query finds a record, and what put it where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// How near it is to what was asked.
    pub tier: SearchTier,
    /// What counted, most first.
    pub parts: Vec<WhyPart>,
}

/// One thing that counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyPart {
    /// In which way.
    pub how: WhyHow,
    /// The word or phrase as it was asked; empty where it is the whole query or none.
    pub word: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<WhyField>,
    /// Percent of all that counted.
    pub percent: u32,
}

/// How something counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyHow {
    /// The whole name is what was asked.
    WholeName,
    /// A person or company whose name, number or address was asked.
    Party,
    /// The word as it was typed.
    Exact,
    /// Another form of the word.
    Stem,
    /// A word that begins so.
    Prefix,
    /// A word that is nearly the same.
    Typo,
    /// The words side by side.
    Phrase,
    /// It is new.
    Recent,
    /// The words stand close together.
    Close,
    /// The words stand where it begins.
    Early,
    /// It is the reader's own.
    Own,
    /// The reader opened it of late.
    Visited,
}

/// Where in a record something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyField {
    /// In the name or subject.
    Name,
    /// In the text.
    Body,
    /// In what a mail quotes.
    Quoted,
    /// In an address, number, code, or the name of a person or file.
    Identifier,
    /// In a file.
    Attachment,
}

/// `?q=` or `?find=`: what is looked for in the files of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesQuery {
    /// As in [`SearchQuery`]; its words alone count, and all of them must stand on one page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// A text as it was typed, found also inside words ([`crate::needle`]); instead of words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub find: String,
}

/// Where in the files of a conversation it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilePlaces {
    /// By mail, file and page.
    pub places: Vec<FilePlace>,
    /// There is more, or more text than is looked through.
    pub is_cut: bool,
}

/// A page of a file, or a file without pages, that holds what is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePlace {
    /// The mail that the file came with.
    pub message_id: MessageId,
    /// Where.
    pub file: HitAttachment,
    /// The sentence that matches best, plain text.
    pub snippet: String,
    /// Marked words in the snippet.
    pub marks: Vec<Mark>,
}

/// `?kind=&id=&limit=`: notes and mails like this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarQuery {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// Hits, at most [`super::page::PAGE_LIMIT_MAX`]; 20 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}
