//! What there is to read, found by looking ahead: first through the mails that were there before
//! this reader, then through the change log. Only ids are kept, and not too many of them.

use crate::{
    changes::{Action, RecordChange, reader::changes_after},
    extract::READER_VERSION,
    store::{
        Store, StoreError,
        engine::{ChangePosition, Direction, KeyRange},
        keys::Table,
        reader::{Reader, id_of_key},
        record::decode,
        schema::{
            message::{BlobHash, Message},
            reading::{Brought, Reading, ReadingCursor, find_cursor},
        },
    },
};
use shared::{api::reading::ReadingProgress, ids::MessageId};
use std::collections::VecDeque;
use uuid::Uuid;

/// Things that are known to be done next, at most.
const AHEAD_MAX: usize = 50_000;
/// Mails or changes that are looked at in one step.
const STEP: usize = 200;
/// Files of one batch.
const FILES_PER_BATCH: usize = 16;
/// Mails of one batch.
const MESSAGES_PER_BATCH: usize = 64;
/// A cursor that moved over so many mails and changes without work is noted too.
const WORTH_NOTING: u64 = 20_000;

/// A mail whose files are to be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mail {
    /// Its id.
    pub id: MessageId,
    /// Who brought it; `None` for those that were there before this reader.
    pub brought: Option<Brought>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    /// The files of a mail, so many, are to be read.
    Read(Mail, usize),
    /// A mail is gone: the texts of its files may go.
    Gone(Vec<BlobHash>),
    /// All before this is done: the cursor moves here.
    Reached(ReadingCursor),
}

/// What is done together.
#[derive(Debug, Default)]
pub struct Batch {
    /// Mails whose files are to be read.
    pub messages: Vec<Mail>,
    /// Files of mails that are gone.
    pub gone: Vec<BlobHash>,
    /// Where the cursor is then.
    pub cursor: Option<ReadingCursor>,
}

impl Batch {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.gone.is_empty()
    }
}

/// The queue.
pub struct Queue {
    items: VecDeque<Item>,
    /// Where the look ahead is.
    ahead: ReadingCursor,
    /// Where the work is.
    reached: ReadingCursor,
    /// No cursor is written down yet.
    is_new: bool,
    unnoted: u64,
    progress: ReadingProgress,
}

impl Queue {
    /// Begins where the job was; at the first mail if this reader is new.
    pub fn open(store: &Store) -> Result<Self, StoreError> {
        let reader = store.read()?;
        let now = reader.position()?;
        let cursor = find_cursor(&reader)?.filter(|cursor| {
            cursor.version == READER_VERSION && ChangePosition::from_bytes(cursor.position) <= now
        });
        let is_new = cursor.is_none();
        let cursor = cursor.unwrap_or_else(|| ReadingCursor {
            version: READER_VERSION,
            behind: Some(Vec::new()),
            position: now.bytes(),
        });
        Ok(Self {
            items: VecDeque::new(),
            ahead: cursor.clone(),
            reached: cursor,
            is_new,
            unnoted: 0,
            progress: ReadingProgress::default(),
        })
    }

    /// Finds more to do, until there is enough or no more.
    pub fn look_ahead(&mut self, store: &Store) -> Result<(), StoreError> {
        while self.items.len() < AHEAD_MAX {
            let reader = store.read()?;
            let is_more = match self.ahead.behind.take() {
                Some(behind) => self.look_at_messages(&reader, behind)?,
                None => self.look_at_changes(&reader)?,
            };
            if !is_more {
                return Ok(());
            }
            self.items.push_back(Item::Reached(self.ahead.clone()));
        }
        Ok(())
    }

    fn look_at_messages(&mut self, reader: &Reader, behind: Vec<u8>) -> Result<bool, StoreError> {
        let range = KeyRange::prefix(&[Table::Message as u8]);
        let range = if behind.is_empty() {
            range
        } else {
            range.after(&behind)
        };
        let found = reader.range(&range, STEP, Direction::Forward)?;
        for (key, _) in &found {
            self.look_at(reader, id_of_key(key).unwrap_or_default(), None)?;
        }
        self.unnoted += found.len() as u64;
        let last = found.last().filter(|_| found.len() == STEP);
        self.ahead.behind = last.map(|(key, _)| key.clone());
        Ok(true)
    }

    fn look_at_changes(&mut self, reader: &Reader) -> Result<bool, StoreError> {
        let position = ChangePosition::from_bytes(self.ahead.position);
        let changes = changes_after(reader.snapshot(), position, STEP)?;
        let Some(last) = changes.last() else {
            return Ok(false);
        };
        self.ahead.position = last.position.bytes();
        self.unnoted += changes.len() as u64;
        for change in &changes {
            let brought = Some(Brought {
                actor: change.meta.actor,
                cause: change.meta.cause,
            });
            let of_messages = |record: &&RecordChange| record.is(Table::Message);
            for record in change.records.iter().filter(of_messages) {
                match record.action {
                    Action::Removed => self.items.extend(gone(record)),
                    Action::Created | Action::Updated | Action::Deleted | Action::Restored => {
                        self.look_at(reader, record.id, brought)?;
                    }
                }
            }
        }
        Ok(true)
    }

    fn look_at(
        &mut self,
        reader: &Reader,
        id: Uuid,
        brought: Option<Brought>,
    ) -> Result<(), StoreError> {
        let Some(message) = reader.find::<Message>(id)? else {
            return Ok(());
        };
        let files = message.attachments.len();
        if files == 0 || is_read(reader, &message)? {
            return Ok(());
        }
        let mail = Mail {
            id: message.id,
            brought,
        };
        self.items.push_back(Item::Read(mail, files));
        self.progress.total += 1;
        Ok(())
    }

    /// What is to be done next, as much as is done together.
    pub fn next_batch(&mut self) -> Batch {
        let mut batch = Batch::default();
        let mut files = 0;
        while let Some(item) = self.items.pop_front() {
            match item {
                Item::Read(message, count) => {
                    batch.messages.push(message);
                    files += count;
                }
                Item::Gone(hashes) => batch.gone.extend(hashes),
                Item::Reached(cursor) => {
                    self.reached = cursor.clone();
                    batch.cursor = Some(cursor);
                }
            }
            if files >= FILES_PER_BATCH || batch.messages.len() >= MESSAGES_PER_BATCH {
                break;
            }
        }
        batch
    }

    /// A batch is done.
    pub fn done(&mut self, batch: &Batch) {
        self.progress.done += batch.messages.len() as u64;
        self.unnoted = 0;
        self.is_new &= batch.cursor.is_none();
    }

    /// How it gets on.
    pub fn progress(&self) -> ReadingProgress {
        self.progress
    }

    /// Whether the cursor is worth a commit of its own: from the first one on, what comes is told from
    /// what was there.
    pub fn is_worth_noting(&self) -> bool {
        self.unnoted >= WORTH_NOTING || self.is_new
    }

    /// The cursor, once all is done.
    pub fn cursor(&self) -> ReadingCursor {
        self.reached.clone()
    }

    /// The last change that was looked at.
    pub fn position(&self) -> ChangePosition {
        ChangePosition::from_bytes(self.ahead.position)
    }
}

fn gone(record: &RecordChange) -> Option<Item> {
    let message: Message = decode(record.before.as_deref()?).ok()?;
    let hashes: Vec<BlobHash> = message.attachments.iter().map(|file| file.blob).collect();
    (!hashes.is_empty()).then_some(Item::Gone(hashes))
}

/// Whether this version has read all files of a message.
pub fn is_read(reader: &Reader, message: &Message) -> Result<bool, StoreError> {
    let reading = reader.find::<Reading>(message.id.uuid())?;
    Ok(reading.is_some_and(|reading| {
        reading.version == READER_VERSION && reading.files.len() == message.attachments.len()
    }))
}
