//! Hits inside the files of a message: which file and which page holds the words, when the message
//! itself does not hold all of them; and all places in the files of one conversation that hold what is
//! looked for there. Reads the store's texts; never decides who may see a message.
//! Tests: `tests/files.rs` of the search module.

use super::snippets::{Found, Marked, Marker};
use crate::store::{
    StoreError,
    reader::Reader,
    schema::{
        message::{Attachment, Message},
        reading::{FilePart, find_file_text, read_files},
    },
};
use shared::{
    api::search::{FilePlace, FilePlaces, HitAttachment},
    ids::MessageId,
    model::{RecordKind, RecordRef},
};

/// Bytes of the text of files that are looked through for all hits of one answer, so that books do
/// not hold it up. A hit beyond shows what its message says, without a place in its files.
const LOOKED_THROUGH_BYTES_MAX: usize = 3 * 1024 * 1024;

/// A place in a file that holds words.
pub struct InFile {
    /// Where.
    pub place: HitAttachment,
    /// What stands there.
    pub found: Found,
}

/// Looks through the files of the hits of one answer.
pub struct InFiles<'a> {
    /// What was typed, where the answer holds what is nearly the same.
    exact: Option<&'a Marker>,
    marker: &'a Marker,
    room: usize,
}

impl<'a> InFiles<'a> {
    /// For an answer.
    pub fn new(exact: Option<&'a Marker>, marker: &'a Marker) -> Self {
        Self {
            exact,
            marker,
            room: LOOKED_THROUGH_BYTES_MAX,
        }
    }

    /// Whether a file may hold more than the `words` that the text of a record holds.
    pub fn may_have(kind: RecordKind, marker: &Marker, words: usize) -> bool {
        kind == RecordKind::Message && words < marker.words_asked()
    }

    /// The part of a message's files that holds most of the words, if it holds more than `words`.
    /// What was typed comes before what is nearly the same.
    ///
    /// # Errors
    /// When the store cannot be read or a record is damaged.
    pub fn find(
        &mut self,
        reader: &Reader,
        record: RecordRef,
        words: usize,
    ) -> Result<Option<InFile>, StoreError> {
        let asked = self.marker.words_asked();
        if !Self::may_have(record.kind, self.marker, words) {
            return Ok(None);
        }
        if let Some(exact) = self.exact {
            let found = self.find_marked(reader, record, exact, words)?;
            if let Some(found) = found.filter(|found| found.found.words >= asked) {
                return Ok(Some(found));
            }
        }
        self.find_marked(reader, record, self.marker, words)
    }

    fn find_marked(
        &mut self,
        reader: &Reader,
        record: RecordRef,
        marker: &Marker,
        words: usize,
    ) -> Result<Option<InFile>, StoreError> {
        let Some(message) = reader.find::<Message>(record.id)? else {
            return Ok(None);
        };
        let id = MessageId::from_uuid(record.id);
        let mut best: Option<InFile> = None;
        for (number, file) in read_files(reader, id, &message.attachments)? {
            let text = find_file_text(reader, &file.blob)?.unwrap_or_default();
            for part in &text.parts {
                let Some(left) = self.room.checked_sub(part.text.len()) else {
                    return Ok(best);
                };
                self.room = left;
                let most = best.as_ref().map_or(words, |best| best.found.words);
                let found = marker.find(&part.text).filter(|found| found.words > most);
                if let Some(found) = found {
                    let place = place(number, file, part);
                    let all = found.words >= marker.words_asked();
                    best = Some(InFile { place, found });
                    if all {
                        return Ok(best);
                    }
                }
            }
        }
        Ok(best)
    }
}

/// Bytes of the text of files that are looked through for one conversation.
const CONVERSATION_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Places that are told of one conversation.
const PLACES_MAX: usize = 20;

/// Every part of the files of these messages that has such a stretch.
///
/// # Errors
/// When the store cannot be read or a record is damaged.
pub fn places_in(
    reader: &Reader,
    messages: &[MessageId],
    stretch: &dyn Fn(&str) -> Option<Marked>,
) -> Result<FilePlaces, StoreError> {
    let mut found = FilePlaces::default();
    let mut room = CONVERSATION_BYTES_MAX;
    for &message_id in messages {
        let message = reader.find::<Message>(message_id.uuid())?;
        let files = message.map_or_else(Vec::new, |message| message.attachments);
        for (number, file) in read_files(reader, message_id, &files)? {
            let text = find_file_text(reader, &file.blob)?.unwrap_or_default();
            for part in &text.parts {
                found.is_cut = found.places.len() >= PLACES_MAX || part.text.len() > room;
                if found.is_cut {
                    return Ok(found);
                }
                room -= part.text.len();
                found
                    .places
                    .extend(stretch(&part.text).map(|stretch| FilePlace {
                        message_id,
                        file: place(number, file, part),
                        snippet: stretch.text,
                        marks: stretch.marks,
                    }));
            }
        }
    }
    Ok(found)
}

fn place(number: u32, file: &Attachment, part: &FilePart) -> HitAttachment {
    HitAttachment {
        number,
        file_name: file.file_name.clone(),
        content_type: file.content_type.clone(),
        inner: part.inner.clone(),
        part: part.kind,
        page: (part.number > 0).then_some(part.number),
        name: part.name.clone(),
    }
}
