//! Made-up records for the tests of pages.

use shared::{
    api::{
        company::Company,
        contact::Contact,
        message::{MessageSummary, Participant},
        note::Note,
    },
    ids::{CompanyId, ContactId, MessageId, NoteId, ThreadId},
    model::{ParticipantRole, Visibility},
    time::Timestamp,
};
use uuid::Uuid;

pub fn contact(first: &str, last: &str) -> Contact {
    Contact {
        id: ContactId::from_uuid(Uuid::from_u128(1)),
        revision: 1,
        first_name: first.into(),
        last_name: last.into(),
        title: String::new(),
        emails: Vec::new(),
        phones: Vec::new(),
        companies: Vec::new(),
        tags: Vec::new(),
        stage: None,
        owner_id: None,
        created_at: Timestamp::from_seconds(0),
        updated_at: Timestamp::from_seconds(0),
        deleted_at: None,
    }
}

pub fn company(name: &str) -> Company {
    Company {
        id: CompanyId::from_uuid(Uuid::from_u128(2)),
        revision: 1,
        name: name.into(),
        domains: Vec::new(),
        emails: Vec::new(),
        phones: Vec::new(),
        website: String::new(),
        address: String::new(),
        tags: Vec::new(),
        stage: None,
        owner_id: None,
        created_at: Timestamp::from_seconds(0),
        updated_at: Timestamp::from_seconds(0),
        deleted_at: None,
    }
}

pub fn note(seconds: i64) -> Note {
    Note {
        id: NoteId::from_uuid(Uuid::from_u128(1_000 + seconds.unsigned_abs() as u128)),
        revision: 1,
        body: "text".into(),
        html: "<p>text</p>".into(),
        links: Vec::new(),
        visibility: Visibility::Shared,
        author_id: None,
        created_at: Timestamp::from_seconds(seconds),
        updated_at: Timestamp::from_seconds(seconds),
        deleted_at: None,
    }
}

pub fn mail(seconds: i64, thread: u128) -> MessageSummary {
    MessageSummary {
        id: MessageId::from_uuid(Uuid::from_u128(2_000 + seconds.unsigned_abs() as u128)),
        thread_id: ThreadId::from_uuid(Uuid::from_u128(thread)),
        subject: "Subject".into(),
        participants: Vec::new(),
        at: Timestamp::from_seconds(seconds),
        preview: String::new(),
        attachments: 0,
    }
}

pub fn mail_with(contacts: &[u128]) -> MessageSummary {
    let participant = |id: &u128| Participant {
        role: ParticipantRole::To,
        name: format!("Name {id}"),
        address: format!("{id}@example.org"),
        contact_id: Some(ContactId::from_uuid(Uuid::from_u128(*id))),
    };
    MessageSummary {
        participants: contacts.iter().map(participant).collect(),
        ..mail(1, 1)
    }
}
