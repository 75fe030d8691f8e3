//! Tests of search as a whole: a real store in memory, a real index in a temporary folder.

mod amounts;
mod asking;
mod cases;
mod companies;
mod damage;
mod differential;
mod fields;
mod files;
mod lists;
mod names;
mod ranking;
mod rights;
mod tiers;
mod versions;
mod watch;

use super::{Cancel, ListAnswer, ListRequest, Search, SearchError, SearchRequest};
use crate::{
    changes::{Cause, LogActor, LogMeta},
    store::{
        Store, StoreError,
        blobs::Blobs,
        engine::ChangePosition,
        memory::MemoryEngine,
        record::{Activity, Deleted, Head, Record, Target, encode},
        schema::{
            company::{Affiliation, Company},
            contact::{Contact, Email, Phone},
            message::{Attachment, Message, MessageText, Participant, text_key},
            note::Note,
        },
        unit::UnitOfWork,
    },
};
use shared::{
    api::search::{SearchAnswer, SearchSort},
    ids::{CompanyId, ContactId, ImportId, MessageId, NoteId, ThreadId, UserId},
    model::{
        EmailKind, LifecycleStage, ParticipantRole, PhoneKind, RecordKind, RecordRef, Visibility,
    },
    query::parse,
    time::Timestamp,
};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(60);

/// A store with search over it.
struct World {
    store: Arc<Store>,
    search: Arc<Search>,
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Arc::new(Blobs::open(&folder.path().join("blobs")).unwrap());
        let store = Arc::new(Store::new(Arc::new(MemoryEngine::new()), blobs));
        let search = Search::open(&folder.path().join("search"), &store).unwrap();
        store.observe(search.clone());
        Self {
            store,
            search,
            folder,
        }
    }

    /// Another search over the same store, with an index of its own, built from nothing.
    fn fresh_search(&self, folder: &tempfile::TempDir) -> Arc<Search> {
        let search = Search::open(folder.path(), &self.store).unwrap();
        search
            .wait_indexed(self.position(), Instant::now() + PATIENCE)
            .unwrap();
        search
    }

    fn index_folder(&self) -> PathBuf {
        self.folder.path().join("search")
    }

    fn position(&self) -> ChangePosition {
        self.store.read().unwrap().position().unwrap()
    }

    fn settle(&self) {
        self.search
            .wait_indexed(self.position(), Instant::now() + PATIENCE)
            .unwrap();
    }

    fn write(&self, cause: Cause, work: impl Fn(&mut UnitOfWork) -> Result<(), StoreError>) {
        let meta = LogMeta {
            at: at(1),
            actor: LogActor::System,
            cause,
        };
        self.store.transact_blocking(meta, work).unwrap();
    }

    fn put<T: Record>(&self, record: &T) {
        self.write(Cause::Request, |unit| unit.put(record).map(drop));
    }

    fn put_message(&self, message: &Message, new: &str, quoted: &str) {
        let text = encode(&MessageText {
            new: new.to_owned(),
            quoted: quoted.to_owned(),
        });
        self.write(Cause::Request, |unit| {
            unit.put(message)?;
            unit.put_value(text_key(message.id), text.clone());
            Ok(())
        });
    }

    fn find(&self, query: &str) -> SearchAnswer {
        self.search.search(&request(query)).unwrap()
    }

    fn found(&self, query: &str) -> Vec<Uuid> {
        ids(&self.find(query))
    }
}

fn ids(answer: &SearchAnswer) -> Vec<Uuid> {
    answer.hits.iter().map(|hit| hit.id).collect()
}

fn request(query: &str) -> SearchRequest {
    SearchRequest {
        typed: query.to_owned(),
        query: parse(query),
        kinds: Vec::new(),
        owner: None,
        about: Vec::new(),
        after: None,
        before: None,
        sort: SearchSort::Relevance,
        threads: false,
        limit: 50,
        offset: 0,
        viewer: None,
        now: at(1_000),
        cancel: Cancel::default(),
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn user(number: u128) -> UserId {
    UserId::from_uuid(id(number))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn contact(number: u128, first: &str, last: &str) -> Contact {
    Contact {
        id: ContactId::from_uuid(id(number)),
        head: Head::new(at(100)),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        title: String::new(),
        emails: Vec::new(),
        phones: Vec::new(),
        companies: Vec::new(),
        tags: Vec::new(),
        stage: None,
        owner_id: None,
        source_id: None,
        unknown: Default::default(),
    }
}

fn company(number: u128, name: &str) -> Company {
    Company {
        id: CompanyId::from_uuid(id(number)),
        head: Head::new(at(100)),
        name: name.to_owned(),
        domains: Vec::new(),
        emails: Vec::new(),
        phones: Vec::new(),
        website: String::new(),
        address: String::new(),
        tags: Vec::new(),
        stage: None,
        owner_id: None,
        source_id: None,
        unknown: Default::default(),
    }
}

fn place_in(company: &Company) -> Affiliation {
    Affiliation {
        company_id: company.id,
        role: String::new(),
        from: None,
        to: None,
    }
}

fn email(address: &str) -> Email {
    Email {
        address: address.to_owned(),
        kind: EmailKind::Work,
    }
}

fn phone(number: &str) -> Phone {
    Phone {
        number: number.to_owned(),
        e164: None,
        kind: PhoneKind::Work,
    }
}

fn note(number: u128, body: &str) -> Note {
    Note {
        id: NoteId::from_uuid(id(number)),
        head: Head::new(at(100)),
        activity: Activity {
            at: at(100),
            author: Some(user(1)),
            visibility: Visibility::Shared,
            targets: Vec::new(),
        },
        body: body.to_owned(),
        unknown: Default::default(),
    }
}

fn message(number: u128, subject: &str, from: &str) -> Message {
    Message {
        id: MessageId::from_uuid(id(number)),
        head: Head::new(at(100)),
        activity: Activity {
            at: at(200),
            author: None,
            visibility: Visibility::Shared,
            targets: vec![Target::Email(from.to_owned())],
        },
        thread_id: ThreadId::from_uuid(id(number + 1_000)),
        message_id: format!("{number}@test"),
        references: Vec::new(),
        subject: subject.to_owned(),
        participants: vec![Participant {
            role: ParticipantRole::From,
            name: String::new(),
            address: from.to_owned(),
        }],
        preview: String::new(),
        has_html: false,
        has_remote_images: false,
        attachments: Vec::new(),
        problems: Vec::new(),
        raw: Vec::new(),
        size_bytes: 0,
        unknown: Default::default(),
    }
}

fn deleted<T: Record>(mut record: T) -> T {
    record.head_mut().deleted = Some(Deleted {
        at: at(300),
        by: None,
    });
    record.head_mut().revision += 1;
    record
}
