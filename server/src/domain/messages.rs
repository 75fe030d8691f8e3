//! Mails as people read them: threads, bodies, attachments, and who writes to us without being a
//! contact. Filing new mail is the importer's. Tests: `messages_test.rs` and the tests crate.

use super::{
    ctx::Ctx,
    cursor::{cursor_of, place_of},
    error::DomainError,
    lists::{Lists, limit},
    record::{TITLE_CHARS_MAX, Visible, find_visible, may_see, touch},
    search,
};
use crate::{
    mail::{
        html::{InlineImage, Pictures, SafeHtml, sanitise},
        mime::parse_mail,
    },
    search::Search,
    store::{
        Store,
        engine::{Direction, KeyRange},
        keys::{Index, KeyBuilder},
        reader::{Reader, id_of_key},
        record::decode,
        schema::{
            contact::email_key,
            message::{Message, MessageText, Participant, Thread, text_key},
            reading::{FileReading, Reading},
        },
        unit::UnitOfWork,
    },
};
use shared::{
    api::{
        message as api,
        page::{ListQuery, Page},
        reading::{self, ReadingState},
        search::{FilePlaces, FilesQuery},
    },
    ids::{ContactId, MessageId, ThreadId},
    model::{RecordKind, RecordRef},
    needle::Needle,
    query::parse,
};

/// Messages of one thread that are shown; the newest ones of a longer one.
pub const THREAD_MESSAGES_MAX: usize = 500;

/// A message, in the bin or not.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_message(ctx: &Ctx, reader: &Reader, id: MessageId) -> Result<api::Message, DomainError> {
    to_api(reader, find_visible::<Message>(ctx, reader, id.uuid())?)
}

/// A conversation with the messages that the actor may see, oldest first.
///
/// # Errors
/// [`DomainError::NotFound`] when there are none.
pub fn get_thread(ctx: &Ctx, reader: &Reader, id: ThreadId) -> Result<api::Thread, DomainError> {
    let thread: Thread = reader.find_live(id.uuid())?.ok_or(DomainError::NotFound)?;
    let messages = visible_messages(ctx, reader, id)?.into_iter();
    let messages = messages.map(|message| to_api(reader, message));
    Ok(api::Thread {
        id,
        subject: thread.subject,
        messages: messages.collect::<Result<_, _>>()?,
    })
}

/// The messages of the conversation of one, as far as the actor may see them.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn conversation_of(
    ctx: &Ctx,
    reader: &Reader,
    id: MessageId,
) -> Result<Vec<RecordRef>, DomainError> {
    let message: Message = find_visible(ctx, reader, id.uuid())?;
    let messages = visible_messages(ctx, reader, message.thread_id)?.into_iter();
    let records = messages.map(|message| RecordRef {
        kind: RecordKind::Message,
        id: message.id.uuid(),
    });
    Ok(records.collect())
}

/// Where in the files of a conversation words, or a text as it was typed, stand. Blocks: never on a
/// runtime thread.
///
/// # Errors
/// [`DomainError::NotFound`] as [`get_thread`]; [`DomainError::Invalid`] for a wrong query.
pub fn find_in_files(
    ctx: &Ctx,
    (store, search): (&Store, &Search),
    id: ThreadId,
    query: &FilesQuery,
) -> Result<FilePlaces, DomainError> {
    search::check_length("q", &query.q)?;
    search::check_length("find", &query.find)?;
    let messages = visible_messages(ctx, &store.read()?, id)?;
    let messages: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
    Ok(match Needle::new(&query.find) {
        Some(needle) => search.find_text_in_files(&messages, &needle)?,
        None => search.find_in_files(&messages, &parse(&query.q))?,
    })
}

/// The messages of a thread that the actor may see, oldest first; never none.
// Invariant: nothing of a mail that the actor may not see is read (test: files of the tests crate).
fn visible_messages(ctx: &Ctx, reader: &Reader, id: ThreadId) -> Result<Vec<Message>, DomainError> {
    let mut messages = messages_of(reader, id, THREAD_MESSAGES_MAX)?;
    messages.retain(|message| may_see(ctx, &message.activity));
    if messages.is_empty() {
        return Err(DomainError::NotFound);
    }
    messages.reverse();
    Ok(messages)
}

/// The newest messages of a thread, newest first.
fn messages_of(reader: &Reader, id: ThreadId, count: usize) -> Result<Vec<Message>, DomainError> {
    let prefix = KeyBuilder::index(Index::MessageByThread)
        .id(id.uuid())
        .build();
    let keys = reader.range(&KeyRange::prefix(&prefix), count, Direction::Backward)?;
    let mut messages = Vec::with_capacity(keys.len());
    for (key, _) in keys {
        let message = id_of_key(&key)
            .map(|id| reader.find::<Message>(id))
            .transpose()?;
        messages.extend(message.flatten());
    }
    Ok(messages)
}

/// Conversations, the one with the newest message first.
///
/// # Errors
/// [`DomainError::BadRequest`] for a wrong cursor.
pub fn list_threads(
    ctx: &Ctx,
    lists: Lists<'_>,
    query: &ListQuery,
) -> Result<Page<api::ThreadSummary>, DomainError> {
    let reader = &lists.store.read()?;
    let total = lists.ranks.total(Index::ThreadByLast)?;
    let limit = limit(query);
    let prefix = KeyBuilder::index(Index::ThreadByLast).build();
    let mut range = KeyRange::prefix(&prefix);
    if let Some(cursor) = &query.cursor {
        let place = place_of(cursor)?;
        range = range.after(&[&prefix[..], &place].concat());
    }
    let keys = reader.range(&range, limit + 1, Direction::Forward)?;
    let more = keys.len() > limit;
    let next_cursor = keys
        .get(limit - 1)
        .filter(|_| more)
        .map(|(key, _)| cursor_of(&key[prefix.len()..]));
    let mut items = Vec::with_capacity(limit);
    for (key, _) in keys.iter().take(limit) {
        items.extend(thread_summary(ctx, reader, key)?);
    }
    Ok(Page::new(items, next_cursor, total as u64))
}

fn thread_summary(
    ctx: &Ctx,
    reader: &Reader,
    key: &[u8],
) -> Result<Option<api::ThreadSummary>, DomainError> {
    let thread = id_of_key(key)
        .map(|id| reader.find::<Thread>(id))
        .transpose()?
        .flatten();
    let Some(thread) = thread else {
        return Ok(None);
    };
    let last = messages_of(reader, thread.id, 1)?.into_iter().next();
    let Some(last) = last.filter(|last| may_see(ctx, &last.activity)) else {
        return Ok(None);
    };
    Ok(Some(api::ThreadSummary {
        id: thread.id,
        subject: thread.subject,
        message_count: thread.message_count,
        last: summary(reader, last)?,
    }))
}

/// What lists and timelines show of a message.
///
/// # Errors
/// When the store fails.
pub fn summary(reader: &Reader, message: Message) -> Result<api::MessageSummary, DomainError> {
    Ok(api::MessageSummary {
        id: message.id,
        thread_id: message.thread_id,
        subject: message.subject,
        participants: participants(reader, message.participants)?,
        at: message.activity.at,
        preview: message.preview,
        attachments: u32::try_from(message.attachments.len()).unwrap_or(u32::MAX),
    })
}

fn to_api(reader: &Reader, message: Message) -> Result<api::Message, DomainError> {
    let text = reader.get(&text_key(message.id))?;
    let text: MessageText = text
        .map(|text| decode(&text.value))
        .transpose()?
        .unwrap_or_default();
    let read = if message.attachments.is_empty() {
        None
    } else {
        reader.find::<Reading>(message.id.uuid())?
    };
    let read = read.map_or_else(Vec::new, |reading| reading.files);
    let attachments = message
        .attachments
        .into_iter()
        .zip(0..)
        .map(|(file, number)| api::Attachment {
            number,
            file_name: file.file_name,
            content_type: file.content_type,
            size_bytes: file.size_bytes,
            reading: Some(file_reading(read.get(number as usize))),
        });
    Ok(api::Message {
        id: message.id,
        revision: message.head.revision,
        thread_id: message.thread_id,
        subject: message.subject,
        participants: participants(reader, message.participants)?,
        at: message.activity.at,
        new_text: text.new,
        quoted_text: text.quoted,
        has_html: message.has_html,
        has_remote_images: message.has_remote_images,
        attachments: attachments.collect(),
        problems: message.problems,
        size_bytes: message.size_bytes,
    })
}

/// What of a file can be found; nothing is known of it until it was read.
fn file_reading(read: Option<&FileReading>) -> reading::FileReading {
    let state = match read {
        None => ReadingState::Waiting,
        Some(read) if read.reasons.is_empty() => ReadingState::Read,
        Some(read) if read.has_text => ReadingState::Partly,
        Some(_) => ReadingState::Unread,
    };
    reading::FileReading {
        state,
        reasons: read.map_or_else(Vec::new, |read| read.reasons.clone()),
        pages: read.map_or(0, |read| read.pages),
    }
}

/// Who they are today: a handle may have got its contact long after the mail.
fn participants(
    reader: &Reader,
    stored: Vec<Participant>,
) -> Result<Vec<api::Participant>, DomainError> {
    let mut participants = Vec::with_capacity(stored.len());
    for participant in stored {
        let contact_id = reader.find_unique(&email_key(&participant.address))?;
        participants.push(api::Participant {
            role: participant.role,
            name: participant.name,
            address: participant.address,
            contact_id: contact_id.map(ContactId::from_uuid),
        });
    }
    Ok(participants)
}

/// The HTML body, made safe for the sandboxed frame. Parses the mail: never on a runtime thread.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none.
pub fn get_html(
    ctx: &Ctx,
    store: &Store,
    id: MessageId,
    pictures: &Pictures,
) -> Result<SafeHtml, DomainError> {
    let mail = parse_mail(&get_raw(ctx, store, id)?);
    let html = mail.html.ok_or(DomainError::NotFound)?;
    let images: Vec<_> = mail
        .files
        .iter()
        .filter_map(|file| {
            Some(InlineImage {
                content_id: file.content_id.as_deref()?,
                bytes: &file.bytes,
            })
        })
        .collect();
    Ok(sanitise(&html, &images, pictures))
}

/// The message as it came.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_raw(ctx: &Ctx, store: &Store, id: MessageId) -> Result<Vec<u8>, DomainError> {
    let reader = store.read()?;
    let message: Message = find_visible(ctx, &reader, id.uuid())?;
    let hash = message.raw.first().ok_or(DomainError::NotFound)?;
    reader
        .blob(store.blobs(), hash)?
        .ok_or(DomainError::NotFound)
}

/// A file that came with a message, and its bytes.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_attachment(
    ctx: &Ctx,
    store: &Store,
    id: MessageId,
    number: u32,
) -> Result<(api::Attachment, Vec<u8>), DomainError> {
    let reader = store.read()?;
    let message: Message = find_visible(ctx, &reader, id.uuid())?;
    let at = usize::try_from(number).map_err(|_| DomainError::NotFound)?;
    let file = message.attachments.get(at).ok_or(DomainError::NotFound)?;
    let bytes = reader
        .blob(store.blobs(), &file.blob)?
        .ok_or(DomainError::NotFound)?;
    let attachment = api::Attachment {
        number,
        file_name: file.file_name.clone(),
        content_type: file.content_type.clone(),
        size_bytes: file.size_bytes,
        reading: None,
    };
    Ok((attachment, bytes))
}

/// Keeps the thread of a message that went to the bin right.
///
/// # Errors
/// When the store fails.
fn left_thread(ctx: &Ctx, unit: &mut UnitOfWork, message: &Message) -> Result<(), DomainError> {
    let Some(mut thread) = unit.find::<Thread>(message.thread_id.uuid())? else {
        return Ok(());
    };
    thread.message_count = thread.message_count.saturating_sub(1);
    // The unit may have buried others of the thread before: count them out by looking each up.
    let mut last_at = None;
    for other in messages_of(unit.reader(), thread.id, THREAD_MESSAGES_MAX)? {
        let other: Option<Message> = unit.find_live(other.id.uuid())?;
        if let Some(other) = other.filter(|other| other.id != message.id) {
            last_at = Some(other.activity.at);
            break;
        }
    }
    thread.last_at = last_at.unwrap_or(thread.last_at);
    touch(ctx, &mut thread);
    Ok(unit.put(&thread)?)
}

/// Keeps the thread of a message that came back from the bin right.
///
/// # Errors
/// When the store fails.
fn joined_thread(ctx: &Ctx, unit: &mut UnitOfWork, message: &Message) -> Result<(), DomainError> {
    let Some(mut thread) = unit.find::<Thread>(message.thread_id.uuid())? else {
        return Ok(());
    };
    let alone = thread.message_count == 0;
    thread.message_count += 1;
    let at = message.activity.at;
    thread.last_at = if alone { at } else { thread.last_at.max(at) };
    touch(ctx, &mut thread);
    Ok(unit.put(&thread)?)
}

impl Visible for Message {
    fn title(&self) -> String {
        self.subject.chars().take(TITLE_CHARS_MAX).collect()
    }

    fn deleted(&self, ctx: &Ctx, unit: &mut UnitOfWork) -> Result<(), DomainError> {
        left_thread(ctx, unit, self)
    }

    fn restored(&self, ctx: &Ctx, unit: &mut UnitOfWork) -> Result<(), DomainError> {
        joined_thread(ctx, unit, self)
    }
}
