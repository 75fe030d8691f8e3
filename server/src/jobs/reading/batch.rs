//! Works off one batch: reads the files whose content was not read before, a few at a time, and
//! writes what came of it together with the cursor.

use super::{
    FileReader, JobError, READERS_MAX, Shared, lock,
    queue::{Batch, Mail},
};
use crate::{
    domain::error::DomainError,
    extract::{Extract, Label, READER_VERSION, ReadError},
    jobs::import::patiently,
    store::{
        StoreError,
        engine::{Direction, KeyRange},
        reader::Reader,
        record::{Head, Record, Unknown, encode},
        schema::{
            message::{Attachment, BlobHash, Message},
            reading::{
                FilePart, FileReading, FileText, Reading, ReadingCursor, cursor_key,
                encode_file_text, file_text_key, file_use_key, file_use_prefix, find_file_text,
            },
        },
        unit::UnitOfWork,
    },
};
use shared::api::reading::{MAIL_TEXT_MEGABYTES_MAX, UnreadReason};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::Mutex,
};

/// What is known of the contents of a batch's files.
#[derive(Default)]
struct Texts {
    /// What was said of each, read now or before.
    readings: BTreeMap<BlobHash, FileReading>,
    /// Those read now, as they are stored.
    new: BTreeMap<BlobHash, Vec<u8>>,
}

/// Reads and writes a batch.
pub fn work_off(shared: &Shared, reader: &dyn FileReader, batch: &Batch) -> Result<(), JobError> {
    let (mut texts, unread) = known_texts(&shared.store.read()?, batch)?;
    read_all(shared, reader, unread, &mut texts)?;
    let ctx = shared.ctx();
    patiently(|| {
        shared.store.transact_blocking(ctx.meta(), |unit| {
            let mut used = BTreeSet::new();
            for mail in &batch.messages {
                note_message(unit, mail, &texts, Head::new(ctx.now()), &mut used)?;
            }
            for (hash, text) in texts.new.iter().filter(|(hash, _)| used.contains(*hash)) {
                unit.put_value(file_text_key(hash), text.clone());
            }
            for hash in batch.gone.iter().filter(|hash| !used.contains(*hash)) {
                forget_text(unit, hash)?;
            }
            if let Some(cursor) = &batch.cursor {
                unit.put_value(cursor_key(), encode(cursor));
            }
            Ok::<_, DomainError>(())
        })
    })?;
    Ok(())
}

/// Writes where the job is.
pub fn note_cursor(shared: &Shared, cursor: &ReadingCursor) -> Result<(), JobError> {
    let ctx = shared.ctx();
    patiently(|| {
        shared.store.transact_blocking(ctx.meta(), |unit| {
            unit.put_value(cursor_key(), encode(cursor));
            Ok::<_, DomainError>(())
        })
    })?;
    Ok(())
}

/// What was read before, and the files that were not.
fn known_texts(
    reader: &Reader,
    batch: &Batch,
) -> Result<(Texts, BTreeMap<BlobHash, Attachment>), StoreError> {
    let mut texts = Texts::default();
    let mut unread = BTreeMap::new();
    for mail in &batch.messages {
        let message = reader.find::<Message>(mail.id.uuid())?;
        for file in message
            .map(|message| message.attachments)
            .into_iter()
            .flatten()
        {
            if texts.readings.contains_key(&file.blob) || unread.contains_key(&file.blob) {
                continue;
            }
            match find_file_text(reader, &file.blob)? {
                Some(text) if text.version == READER_VERSION => {
                    texts.readings.insert(file.blob, text.reading);
                }
                _ => {
                    unread.insert(file.blob, file);
                }
            }
        }
    }
    Ok((texts, unread))
}

fn read_all(
    shared: &Shared,
    reader: &dyn FileReader,
    unread: BTreeMap<BlobHash, Attachment>,
    texts: &mut Texts,
) -> Result<(), JobError> {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let readers = (processors / 2).clamp(1, READERS_MAX).min(unread.len());
    let waiting = Mutex::new(unread.into_iter());
    let read = Mutex::new(Ok(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                while let Some((hash, file)) = next(&waiting) {
                    let text = read_one(shared, reader, &file);
                    let mut read = lock(&read);
                    match (text, read.as_mut()) {
                        (Ok(text), Ok(texts)) => texts.push((hash, text)),
                        (Err(error), Ok(_)) => *read = Err(error),
                        (_, Err(_)) => {}
                    }
                    if read.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let read = read
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    for (hash, text) in read? {
        texts.readings.insert(hash, text.reading.clone());
        texts.new.insert(hash, encode_file_text(&text));
    }
    Ok(())
}

fn next<T>(waiting: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    lock(waiting).next()
}

fn read_one(
    shared: &Shared,
    reader: &dyn FileReader,
    file: &Attachment,
) -> Result<FileText, JobError> {
    if shared.is_closing() {
        return Err(ReadError::Stopped.into());
    }
    if has_no_text(&file.content_type) {
        return Ok(stored(Extract::nothing(UnreadReason::Unsupported)));
    }
    let bytes = shared.store.read()?.blob(shared.store.blobs(), &file.blob);
    let bytes = match bytes {
        Ok(bytes) => bytes.unwrap_or_default(),
        // `check` finds it; the others are read all the same.
        Err(error) => {
            tracing::warn!(%error, "a file cannot be read from the disk");
            return Ok(stored(Extract::nothing(UnreadReason::Damaged)));
        }
    };
    let label = Label {
        name: file.file_name.clone(),
        content_type: file.content_type.clone(),
    };
    let extract = reader.read(&label, &bytes, &|| shared.is_closing())?;
    Ok(stored(extract))
}

/// Told by their content when the mail came, so that no process need be started for them.
fn has_no_text(content_type: &str) -> bool {
    ["image/", "audio/", "video/"]
        .iter()
        .any(|kind| content_type.starts_with(kind))
}

fn stored(extract: Extract) -> FileText {
    let parts: Vec<FilePart> = extract
        .parts
        .into_iter()
        .map(|part| FilePart {
            inner: part.inner,
            kind: part.kind,
            number: part.number,
            name: part.name,
            text: part.text,
        })
        .collect();
    FileText {
        version: READER_VERSION,
        reading: FileReading {
            has_text: !parts.is_empty(),
            pages: extract.pages,
            text_bytes: parts.iter().map(|part| part.text.len() as u64).sum(),
            reasons: extract.reasons,
        },
        parts,
    }
}

fn note_message(
    unit: &mut UnitOfWork,
    mail: &Mail,
    texts: &Texts,
    head: Head,
    used: &mut BTreeSet<BlobHash>,
) -> Result<(), DomainError> {
    let id = mail.id;
    let Some(message) = unit.find::<Message>(id.uuid())? else {
        return Ok(());
    };
    let files: Option<Vec<FileReading>> = message
        .attachments
        .iter()
        .map(|file| texts.readings.get(&file.blob).cloned())
        .collect();
    // Files that came meanwhile: the change that brought them is read later.
    let Some(mut files) = files else {
        return Ok(());
    };
    leave_out_what_has_no_room(&mut files);
    let mut reading = Reading {
        id,
        head,
        version: READER_VERSION,
        files,
        brought: mail.brought,
        unknown: Unknown::new(),
    };
    if let Some(before) = unit.find::<Reading>(id.uuid())? {
        reading.head.revision = before.head().revision + 1;
        reading.head.created_at = before.head().created_at;
        reading.brought = before.brought;
    }
    unit.put(&reading)?;
    for file in &message.attachments {
        unit.put_value(file_use_key(&file.blob, id), Vec::new());
        used.insert(file.blob);
    }
    Ok(())
}

/// A document of the index holds so much text of a mail's files and no more: of those that come too
/// late it says so.
fn leave_out_what_has_no_room(files: &mut [FileReading]) {
    let mut room = MAIL_TEXT_MEGABYTES_MAX * 1024 * 1024;
    for file in files.iter_mut().filter(|file| file.has_text) {
        match room.checked_sub(file.text_bytes) {
            Some(left) => room = left,
            None => {
                file.has_text = false;
                file.reasons = vec![UnreadReason::NoRoom.as_str().to_owned()];
            }
        }
    }
}

/// Drops a text that no message uses any more.
fn forget_text(unit: &mut UnitOfWork, hash: &BlobHash) -> Result<(), DomainError> {
    let uses = KeyRange::prefix(&file_use_prefix(hash).build());
    let is_used = !unit
        .reader()
        .range(&uses, 1, Direction::Forward)?
        .is_empty();
    if !is_used {
        unit.delete_value(file_text_key(hash));
    }
    Ok(())
}
