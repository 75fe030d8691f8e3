//! Our own export, read: one JSON object a line, one file a kind, raw mails beside them. Also the
//! bulk door: a script may write such lines itself and leave out what it does not know.

use super::{
    Content, Item, Sink,
    own_lines::{OwnCompany, OwnContact, OwnMessage, OwnNote, OwnSavedSearch, OwnUser},
    skip::SkipReason,
    stream::{Counted, Meter},
};
use crate::mail::limits::MESSAGE_BYTES_MAX;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use shared::{api::skip::CARD_MEGABYTES_MAX, time::Timestamp};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    ops::ControlFlow,
    path::{Component, Path},
};

/// The file that makes a folder an export.
pub const MANIFEST_FILE: &str = "rapport-export.json";
/// What this executable writes and reads.
pub const FORMAT: u32 = 1;
/// Bytes of one line.
const LINE_BYTES_MAX: u64 = CARD_MEGABYTES_MAX as u64 * 1024 * 1024;

/// The kinds of lines, in the order in which they are read: what is referred to comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnKind {
    /// Users, without their passwords.
    Users,
    /// Companies.
    Companies,
    /// Contacts.
    Contacts,
    /// Messages.
    Messages,
    /// Notes.
    Notes,
    /// Searches that users keep.
    SavedSearches,
}

impl OwnKind {
    /// Every kind, in order.
    pub const ALL: [Self; 6] = [
        Self::Users,
        Self::Companies,
        Self::Contacts,
        Self::Messages,
        Self::Notes,
        Self::SavedSearches,
    ];

    /// The file of this kind.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Users => "users.jsonl",
            Self::Companies => "companies.jsonl",
            Self::Contacts => "contacts.jsonl",
            Self::Messages => "messages.jsonl",
            Self::Notes => "notes.jsonl",
            Self::SavedSearches => "saved_searches.jsonl",
        }
    }

    /// The kind whose file this is.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.file() == name)
    }
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// When it was written.
    pub exported_at: Timestamp,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub enum OwnRecord {
    /// A user.
    User(OwnUser),
    /// A company.
    Company(OwnCompany),
    /// A contact.
    Contact(OwnContact),
    /// A message and its copies as they came.
    Message(OwnMessage, Vec<Vec<u8>>),
    /// A note.
    Note(OwnNote),
    /// A search that a user keeps.
    SavedSearch(OwnSavedSearch),
}

impl OwnRecord {
    /// The message and its copies as they came; nothing for other kinds.
    pub fn raw(&self) -> &[Vec<u8>] {
        match self {
            Self::Message(_, raw) => raw,
            Self::User(_)
            | Self::Company(_)
            | Self::Contact(_)
            | Self::Note(_)
            | Self::SavedSearch(_) => &[],
        }
    }
}

/// Whether a folder is an export.
pub fn is_export(folder: &Path) -> bool {
    folder.join(MANIFEST_FILE).is_file()
}

/// Reads an export.
pub fn read_folder(
    folder: &Path,
    name: &str,
    meter: &Meter,
    sink: &mut dyn Sink,
) -> ControlFlow<()> {
    let manifest = std::fs::read(folder.join(MANIFEST_FILE)).ok();
    let format = manifest
        .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
        .map(|manifest| manifest.format);
    if format.is_none_or(|format| format > FORMAT) {
        let what = "an export in a format that this version does not know".to_owned();
        return sink.skip(name, SkipReason::Malformed(what));
    }
    for kind in OwnKind::ALL {
        let path = folder.join(kind.file());
        let source = format!("{name}/{}", kind.file());
        if !path.exists() {
            continue;
        }
        let lines = Lines {
            folder: Some((folder, meter)),
            kind,
        };
        let read = File::open(&path).and_then(|file| {
            let mut reader = BufReader::new(Counted::new(file, meter.clone()));
            lines.read(&mut reader, &source, sink)
        });
        match read {
            Ok(flow) => flow?,
            Err(error) => sink.skip(&source, SkipReason::Unreadable(error.to_string()))?,
        }
    }
    ControlFlow::Continue(())
}

/// Reads one file of lines that stands alone.
///
/// # Errors
/// When it cannot be read further.
pub fn read_lines(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let file = source.rsplit('/').next().unwrap_or_default();
    match OwnKind::of_file(file) {
        Some(kind) => Lines { folder: None, kind }.read(reader, source, sink),
        None => Ok(sink.skip(source, SkipReason::WrongType("a JSON file"))),
    }
}

struct Lines<'a> {
    folder: Option<(&'a Path, &'a Meter)>,
    kind: OwnKind,
}

impl Lines<'_> {
    fn read(
        &self,
        reader: &mut dyn BufRead,
        source: &str,
        sink: &mut dyn Sink,
    ) -> io::Result<ControlFlow<()>> {
        let mut number = 0_u64;
        let mut line = Vec::new();
        loop {
            line.clear();
            number += 1;
            if (&mut *reader)
                .take(LINE_BYTES_MAX)
                .read_until(b'\n', &mut line)?
                == 0
            {
                return Ok(ControlFlow::Continue(()));
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let too_long = line.len() as u64 == LINE_BYTES_MAX && !line.ends_with(b"\n");
            if too_long {
                skip_line(reader)?;
            }
            let content = match self.parse(&line) {
                _ if too_long => Content::Skip(SkipReason::ItemTooLarge, None),
                Ok(record) => Content::Own(Box::new(record)),
                Err(reason) => Content::Skip(reason, Some(line.clone())),
            };
            let source = format!("{source}:{number}");
            if sink.item(Item { source, content }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }

    fn parse(&self, line: &[u8]) -> Result<OwnRecord, SkipReason> {
        Ok(match self.kind {
            OwnKind::Users => OwnRecord::User(self.parse_json(line)?),
            OwnKind::Companies => OwnRecord::Company(self.parse_json(line)?),
            OwnKind::Contacts => OwnRecord::Contact(self.parse_json(line)?),
            OwnKind::Notes => OwnRecord::Note(self.parse_json(line)?),
            OwnKind::SavedSearches => OwnRecord::SavedSearch(self.parse_json(line)?),
            OwnKind::Messages => {
                let message: OwnMessage = self.parse_json(line)?;
                let raw = self.raw_files(&message)?;
                OwnRecord::Message(message, raw)
            }
        })
    }

    /// In an export a field that we do not know comes from a newer version; in lines that somebody
    /// made it is a mistake that must not go unsaid.
    fn parse_json<T: Serialize + DeserializeOwned>(&self, line: &[u8]) -> Result<T, SkipReason> {
        let malformed = |error: serde_json::Error| SkipReason::Malformed(error.to_string());
        let record: T = serde_json::from_slice(line).map_err(malformed)?;
        if self.folder.is_none() {
            let said: Map<String, Value> = serde_json::from_slice(line).map_err(malformed)?;
            let known = serde_json::to_value(&record).map_err(malformed)?;
            let unknown = said
                .iter()
                .find(|(field, value)| !value.is_null() && known.get(field.as_str()).is_none());
            if let Some((field, _)) = unknown {
                return Err(SkipReason::Malformed(format!("unknown field {field}")));
            }
        }
        Ok(record)
    }

    fn raw_files(&self, message: &OwnMessage) -> Result<Vec<Vec<u8>>, SkipReason> {
        let Some((folder, meter)) = self.folder else {
            let what = "the mails stand beside this file; import the whole folder".to_owned();
            return Err(SkipReason::Malformed(what));
        };
        let raw: Result<Vec<_>, _> = message
            .raw
            .iter()
            .map(|file| raw_file(folder, file))
            .collect();
        let raw = raw?;
        if raw.is_empty() {
            return Err(SkipReason::Malformed(
                "a message without its bytes".to_owned(),
            ));
        }
        meter.add(raw.iter().map(|bytes| bytes.len() as u64).sum());
        Ok(raw)
    }
}

/// A file below the folder, and nowhere else.
fn raw_file(folder: &Path, file: &str) -> Result<Vec<u8>, SkipReason> {
    let path = Path::new(file);
    if !path
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return Err(SkipReason::Malformed(
            "a file outside of the export".to_owned(),
        ));
    }
    let unreadable = |error: io::Error| SkipReason::Unreadable(format!("{file}: {error}"));
    let mut bytes = Vec::new();
    File::open(folder.join(path))
        .and_then(|file| {
            file.take(MESSAGE_BYTES_MAX as u64 + 1)
                .read_to_end(&mut bytes)
        })
        .map_err(unreadable)?;
    if bytes.len() > MESSAGE_BYTES_MAX {
        return Err(SkipReason::MailTooLarge);
    }
    Ok(bytes)
}

fn skip_line(reader: &mut dyn BufRead) -> io::Result<()> {
    let mut rest = Vec::new();
    loop {
        rest.clear();
        let length = (&mut *reader)
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut rest)?;
        if length == 0 || rest.ends_with(b"\n") {
            return Ok(());
        }
    }
}
