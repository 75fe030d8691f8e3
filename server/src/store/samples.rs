//! Small records and stores for the tests of this folder.

use super::{
    Store, StoreError,
    blobs::Blobs,
    engine::ChangePosition,
    memory::MemoryEngine,
    record::{Activity, Deleted, Head, Target},
    schema::{
        contact::{Contact, Email},
        message::{Message, MessageText, Thread, text_key},
        note::Note,
    },
    unit::UnitOfWork,
};
use crate::changes::{Cause, LogActor, LogMeta};
use shared::{
    ids::{ContactId, MessageId, NoteId, ThreadId},
    model::{EmailKind, RecordRef, Visibility},
    time::Timestamp,
};
use std::sync::Arc;
use uuid::Uuid;

/// A store in memory; its blobs lie in the folder, which goes with it.
pub struct TestStore {
    pub store: Store,
    pub engine: Arc<MemoryEngine>,
    pub folder: tempfile::TempDir,
}

pub fn test_store() -> TestStore {
    let folder = tempfile::tempdir().unwrap();
    let engine = Arc::new(MemoryEngine::new());
    let blobs = Arc::new(Blobs::open(folder.path()).unwrap());
    TestStore {
        store: Store::new(engine.clone(), blobs),
        engine,
        folder,
    }
}

impl TestStore {
    /// Commits what `work` writes.
    pub fn write<T>(
        &self,
        work: impl Fn(&mut UnitOfWork) -> Result<T, StoreError>,
    ) -> Result<(T, ChangePosition), StoreError> {
        let committed = self.store.transact_blocking(meta(), work)?;
        Ok((committed.value, committed.position))
    }
}

pub fn meta() -> LogMeta {
    LogMeta {
        at: at(1),
        actor: LogActor::System,
        cause: Cause::Request,
    }
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub fn contact(number: u128, last_name: &str, emails: &[&str]) -> Contact {
    Contact {
        id: ContactId::from_uuid(id(number)),
        head: Head::new(at(100)),
        first_name: String::new(),
        last_name: last_name.to_owned(),
        title: String::new(),
        emails: emails
            .iter()
            .map(|address| Email {
                address: (*address).to_owned(),
                kind: EmailKind::Work,
            })
            .collect(),
        phones: Vec::new(),
        companies: Vec::new(),
        tags: Vec::new(),
        stage: None,
        owner_id: None,
        source_id: None,
        unknown: Default::default(),
    }
}

pub fn note(number: u128, body: &str, on: &Contact) -> Note {
    Note {
        id: NoteId::from_uuid(id(number)),
        head: Head::new(at(200)),
        activity: Activity {
            at: at(200),
            author: None,
            visibility: Visibility::Shared,
            targets: vec![Target::Record(RecordRef::from(on.id))],
        },
        body: body.to_owned(),
        unknown: Default::default(),
    }
}

pub fn thread(number: u128, message_count: u32, last_at: Timestamp) -> Thread {
    Thread {
        id: ThreadId::from_uuid(id(number)),
        head: Head::new(at(300)),
        subject: "offer".to_owned(),
        addresses: Vec::new(),
        message_count,
        last_at,
        unknown: Default::default(),
    }
}

pub fn message(number: u128, thread: &Thread, sent_at: Timestamp) -> Message {
    Message {
        id: MessageId::from_uuid(id(number)),
        head: Head::new(at(300)),
        activity: Activity {
            at: sent_at,
            author: None,
            visibility: Visibility::Shared,
            targets: vec![Target::Email("ada@example.org".to_owned())],
        },
        thread_id: thread.id,
        message_id: format!("{number}@example.org"),
        references: vec!["0@example.org".to_owned()],
        subject: "Re: offer".to_owned(),
        participants: Vec::new(),
        preview: String::new(),
        has_html: false,
        has_remote_images: false,
        attachments: Vec::new(),
        problems: Vec::new(),
        raw: Vec::new(),
        size_bytes: 9,
        unknown: Default::default(),
    }
}

/// Puts a message with its text and its raw bytes.
pub fn put_message(
    unit: &mut UnitOfWork,
    blobs: &Blobs,
    message: &Message,
) -> Result<(), StoreError> {
    let mut message = message.clone();
    message.raw = vec![unit.put_blob(blobs, format!("raw {}", message.message_id).as_bytes())?];
    let text = MessageText {
        new: "hello".to_owned(),
        quoted: String::new(),
    };
    unit.put_value(text_key(message.id), super::record::encode(&text));
    unit.put(&message)
}

/// The head of a record that lies in the bin since `seconds`.
pub fn deleted(head: &Head, seconds: i64) -> Head {
    Head {
        revision: head.revision + 1,
        deleted: Some(Deleted {
            at: at(seconds),
            by: None,
        }),
        ..head.clone()
    }
}
