//! The services through a real store: what a user may rely on, whatever door it comes through.

use super::{
    bin, changes, contacts,
    ctx::{Actor, Ctx, SystemClock},
    error::DomainError,
    notes,
    record::Precondition,
    timeline,
};
use crate::{
    changes::Cause,
    store::{Committed, Store, blobs::Blobs, memory::MemoryEngine, unit::UnitOfWork},
};
use shared::{
    api::{
        bin::BulkRequest,
        contact::{Contact, ContactCreate, ContactPatch, Email},
        note::{Note, NoteCreate, NotePatch},
        page::ListQuery,
        timeline::TimelineQuery,
    },
    ids::UserId,
    model::{RecordRef, Role, Visibility},
};
use std::sync::Arc;
use uuid::Uuid;

struct Fixture {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Arc::new(Blobs::open(folder.path()).unwrap());
        Self {
            store: Store::new(Arc::new(MemoryEngine::new()), blobs),
            _folder: folder,
        }
    }

    fn write<T>(
        &self,
        ctx: &Ctx,
        work: impl Fn(&mut UnitOfWork) -> Result<T, DomainError>,
    ) -> Result<Committed<T>, DomainError> {
        self.store.transact_blocking(ctx.meta(), work)
    }

    fn contact(&self, ctx: &Ctx, name: &str, address: &str) -> Contact {
        let input = ContactCreate {
            first_name: name.to_owned(),
            emails: vec![Email {
                address: address.to_owned(),
                kind: Default::default(),
            }],
            ..Default::default()
        };
        self.write(ctx, |unit| contacts::create_contact(ctx, unit, &input))
            .unwrap()
            .value
    }

    fn note(&self, ctx: &Ctx, on: &Contact, visibility: Visibility) -> Note {
        let links = vec![RecordRef::from(on.id)];
        let input = NoteCreate {
            body: "walnut table".to_owned(),
            links,
            visibility,
            id: None,
        };
        self.write(ctx, |unit| notes::create_note(ctx, unit, &input))
            .unwrap()
            .value
    }

    fn timeline_length(&self, ctx: &Ctx, contact: &Contact) -> usize {
        let reader = self.store.read().unwrap();
        let page = timeline::contact_timeline(ctx, &reader, contact.id, &TimelineQuery::default());
        let page = page.unwrap();
        assert_eq!(page.total as usize, page.items.len());
        page.items.len()
    }
}

fn acting(actor: Actor) -> Ctx {
    Ctx::new(actor, Cause::Request, Arc::new(SystemClock))
}

fn member(number: u128) -> Ctx {
    let id = UserId::from_uuid(Uuid::from_u128(number));
    acting(Actor::User {
        id,
        role: Role::Member,
    })
}

fn user() -> Ctx {
    member(7)
}

fn colleague() -> Ctx {
    member(8)
}

fn system() -> Ctx {
    acting(Actor::System)
}

#[test]
fn two_live_contacts_cannot_have_one_address() {
    let fixture = Fixture::new();
    let ana = fixture.contact(&system(), "Ana", "Ana@Example.org");
    let twin = ContactCreate {
        emails: ana.emails.clone(),
        ..Default::default()
    };
    let refused = fixture.write(&system(), |unit| {
        contacts::create_contact(&system(), unit, &twin)
    });
    assert!(matches!(refused, Err(DomainError::EmailTaken(id)) if id == ana.id.uuid()));

    fixture
        .write(&system(), |unit| {
            bin::delete(&system(), unit, ana.id.into())
        })
        .unwrap();
    fixture.contact(&system(), "Ana the second", "ana@example.org");
    let back = fixture.write(&system(), |unit| {
        bin::restore(&system(), unit, ana.id.into())
    });
    assert!(matches!(back, Err(DomainError::EmailTaken(_))));
}

#[test]
fn a_stale_revision_changes_nothing() {
    let fixture = Fixture::new();
    let ana = fixture.contact(&system(), "Ana", "ana@example.org");
    let patch = |title: &str| ContactPatch {
        title: Some(title.to_owned()),
        ..Default::default()
    };
    let change = |revision, title: &str| {
        let precondition = Precondition::Revision(revision);
        fixture.write(&system(), |unit| {
            contacts::update_contact(&system(), unit, ana.id, precondition, &patch(title))
        })
    };
    assert_eq!(change(1, "Buyer").unwrap().value.revision, 2);
    assert!(matches!(
        change(1, "Seller"),
        Err(DomainError::RevisionStale(2))
    ));
    assert_eq!(
        change(2, "Buyer").unwrap().value.revision,
        2,
        "no change makes no revision"
    );
}

#[test]
fn undo_takes_back_an_edit_a_delete_and_a_create() {
    let fixture = Fixture::new();
    let ana = fixture.contact(&system(), "Ana", "ana@example.org");
    let undo = |position| fixture.write(&system(), |unit| changes::undo(&system(), unit, position));
    let name = || {
        contacts::get_contact(&system(), &fixture.store.read().unwrap(), ana.id)
            .unwrap()
            .first_name
    };

    let patch = ContactPatch {
        first_name: Some("Anna".to_owned()),
        ..Default::default()
    };
    let edit = |unit: &mut UnitOfWork| {
        contacts::update_contact(&system(), unit, ana.id, Precondition::Any, &patch)
    };
    let edited = fixture.write(&system(), edit).unwrap().position;
    undo(edited).unwrap();
    assert_eq!(name(), "Ana");
    assert!(
        matches!(undo(edited), Err(DomainError::UndoConflict)),
        "undone already"
    );

    let all = BulkRequest {
        records: vec![ana.id.into()],
    };
    let deleted = fixture
        .write(&system(), |unit| bin::delete_many(&system(), unit, &all))
        .unwrap();
    assert_eq!(deleted.value, 1);
    undo(deleted.position).unwrap();
    let reader = fixture.store.read().unwrap();
    assert_eq!(
        contacts::get_contact(&system(), &reader, ana.id)
            .unwrap()
            .deleted_at,
        None
    );
}

#[test]
fn a_private_note_exists_for_its_author_alone() {
    let fixture = Fixture::new();
    let ana = fixture.contact(&system(), "Ana", "ana@example.org");
    let note = fixture.note(&user(), &ana, Visibility::Private);
    assert_eq!(fixture.timeline_length(&user(), &ana), 1);
    assert_eq!(fixture.timeline_length(&colleague(), &ana), 0);

    let reader = fixture.store.read().unwrap();
    assert!(matches!(
        notes::get_note(&colleague(), &reader, note.id),
        Err(DomainError::NotFound)
    ));
    let patch = NotePatch {
        body: Some("mine".to_owned()),
        ..Default::default()
    };
    let edited = fixture.write(&colleague(), |unit| {
        notes::update_note(&colleague(), unit, note.id, Precondition::Any, &patch)
    });
    assert!(matches!(edited, Err(DomainError::NotFound)));

    fixture
        .write(&user(), |unit| bin::delete(&user(), unit, note.id.into()))
        .unwrap();
    let reader = fixture.store.read().unwrap();
    let in_bin = |ctx: &Ctx| {
        bin::list_bin(ctx, &reader, &ListQuery::default())
            .unwrap()
            .total
    };
    assert_eq!((in_bin(&user()), in_bin(&colleague())), (1, 0));
}

#[test]
fn only_the_author_decides_who_sees_a_note() {
    let fixture = Fixture::new();
    let ana = fixture.contact(&system(), "Ana", "ana@example.org");
    let note = fixture.note(&user(), &ana, Visibility::Shared);
    let hide = NotePatch {
        visibility: Some(Visibility::Private),
        ..Default::default()
    };
    let hidden = fixture.write(&colleague(), |unit| {
        notes::update_note(&colleague(), unit, note.id, Precondition::Any, &hide)
    });
    assert!(matches!(hidden, Err(DomainError::Forbidden)));
}
