//! Companies and the people in them, through a real store.

use super::*;
use crate::{
    changes::Cause,
    domain::{
        bin,
        ctx::{Actor, SystemClock},
        notes, timeline,
    },
    store::{Store, blobs::Blobs, check::check, keys::Table, memory::MemoryEngine},
};
use shared::{
    api::{
        contact::{ContactCreate, ContactPatch},
        note::{Note, NoteCreate},
        timeline::{TimelineItem, TimelineQuery},
    },
    ids::{NoteId, UserId},
    model::{RecordRef, Role, Visibility},
    time::Timestamp,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A clock that the test sets.
struct Dial(AtomicI64);

impl crate::domain::ctx::Clock for Dial {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

struct Fixture {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Arc::new(Blobs::open(folder.path()).unwrap());
        let store = Store::new(Arc::new(MemoryEngine::new()), blobs);
        Self {
            store,
            _folder: folder,
        }
    }

    fn write<T>(
        &self,
        work: impl Fn(&mut UnitOfWork) -> Result<T, DomainError>,
    ) -> Result<T, DomainError> {
        let done = self.store.transact_blocking(user(7).meta(), work);
        done.map(|done| done.value)
    }

    fn company(&self, name: &str, domains: &[&str]) -> Result<Company, DomainError> {
        let input = CompanyCreate {
            name: name.to_owned(),
            domains: domains.iter().map(|&domain| domain.to_owned()).collect(),
            ..Default::default()
        };
        self.write(|unit| create_company(&user(7), unit, &input))
    }

    fn contact(&self, name: &str, companies: Vec<Affiliation>) -> Result<Contact, DomainError> {
        let input = ContactCreate {
            last_name: name.to_owned(),
            companies,
            ..Default::default()
        };
        self.write(|unit| contacts::create_contact(&user(7), unit, &input))
    }

    fn set_companies(&self, contact: &Contact, companies: Vec<Affiliation>) -> Contact {
        let patch = ContactPatch {
            companies: Some(companies),
            ..Default::default()
        };
        self.write(|unit| {
            contacts::update_contact(&user(7), unit, contact.id, Precondition::Any, &patch)
        })
        .unwrap()
    }

    /// A note made at this time.
    fn note(&self, on: impl Into<RecordRef>, day: &str, visibility: Visibility) {
        let at: Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
        let clock = Arc::new(Dial(AtomicI64::new(at.seconds())));
        let ctx = Ctx::new(user(7).actor, Cause::Request, clock);
        let input = NoteCreate {
            body: day.to_owned(),
            links: vec![on.into()],
            visibility,
            id: None,
        };
        self.write(|unit| notes::create_note(&ctx, unit, &input))
            .unwrap();
    }

    fn notes(&self) -> Vec<Note> {
        let reader = self.store.read().unwrap();
        let mut found = Vec::new();
        let range = KeyRange::prefix(&[Table::Note as u8]);
        reader
            .scan::<DomainError>(range, |key, _| {
                let id = NoteId::from_uuid(id_of_key(key).unwrap());
                found.push(notes::get_note(&user(7), &reader, id)?);
                Ok(())
            })
            .unwrap();
        found
    }

    fn people(&self, company: &Company) -> Vec<String> {
        let reader = self.store.read().unwrap();
        let mut query = ListQuery {
            limit: Some(1),
            ..Default::default()
        };
        let mut names = Vec::new();
        loop {
            let page = list_people(&user(7), &reader, company.id, &query).unwrap();
            names.extend(page.items.into_iter().map(|contact| contact.last_name));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                assert_eq!(page.total as usize, names.len());
                return names;
            }
        }
    }

    fn timeline(&self, ctx: &Ctx, company: &Company) -> Vec<String> {
        let reader = self.store.read().unwrap();
        let page = timeline::company_timeline(ctx, &reader, company.id, &TimelineQuery::default());
        let page = page.unwrap();
        assert_eq!(page.total as usize, page.items.len());
        let bodies = page.items.into_iter().map(|item| match item {
            TimelineItem::Note(note) => note.body,
            TimelineItem::Message(message) => message.subject,
        });
        bodies.collect()
    }

    fn get(&self, contact: &Contact) -> Contact {
        let reader = self.store.read().unwrap();
        contacts::get_contact(&user(7), &reader, contact.id).unwrap()
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(check(&self.store).unwrap().findings, []);
        }
    }
}

fn user(number: u128) -> Ctx {
    let id = UserId::from_uuid(Uuid::from_u128(number));
    let actor = Actor::User {
        id,
        role: Role::Member,
    };
    Ctx::new(actor, Cause::Request, Arc::new(SystemClock))
}

fn at(company: &Company, role: &str) -> Affiliation {
    Affiliation {
        id: company.id,
        name: String::new(),
        role: role.to_owned(),
        from: None,
        to: None,
    }
}

fn roles(contact: &Contact) -> Vec<(&str, &str)> {
    let companies = contact.companies.iter();
    companies.map(|it| (&*it.name, &*it.role)).collect()
}

#[test]
fn two_live_companies_cannot_have_one_domain() {
    let fixture = Fixture::new();
    let acme = fixture
        .company("Acme", &["https://www.ACME.com/about"])
        .unwrap();
    assert_eq!(acme.domains, ["acme.com"]);
    let twin = fixture.company("Acme again", &["acme.com"]);
    assert!(matches!(twin, Err(DomainError::DomainTaken(id)) if id == acme.id.uuid()));
    let delete = |unit: &mut UnitOfWork| bin::delete(&user(7), unit, acme.id.into());
    fixture.write(delete).unwrap();
    fixture.company("Acme again", &["acme.com"]).unwrap();
    let back = fixture.write(|unit| bin::restore(&user(7), unit, acme.id.into()));
    assert!(matches!(back, Err(DomainError::DomainTaken(_))));
}

#[test]
fn people_are_listed_by_name_and_follow_their_contacts() {
    let fixture = Fixture::new();
    let (acme, nova) = (
        fixture.company("Acme", &[]).unwrap(),
        fixture.company("Nova", &[]).unwrap(),
    );
    let zoe = fixture.contact("Zoe", vec![at(&acme, "buyer"), at(&nova, "owner")]);
    let zoe = zoe.unwrap();
    fixture.contact("Ana", vec![at(&acme, "")]).unwrap();
    assert_eq!(roles(&zoe), [("Acme", "buyer"), ("Nova", "owner")]);
    assert_eq!(fixture.people(&acme), ["Ana", "Zoe"]);
    assert_eq!(fixture.people(&nova), ["Zoe"]);
    fixture.set_companies(&zoe, vec![at(&nova, "owner")]);
    assert_eq!(fixture.people(&acme), ["Ana"]);
    fixture
        .write(|unit| bin::delete(&user(7), unit, zoe.id.into()))
        .unwrap();
    assert_eq!(fixture.people(&nova), [] as [&str; 0]);
}

#[test]
fn nobody_works_in_a_company_that_is_not_there() {
    let fixture = Fixture::new();
    let acme = fixture.company("Acme", &[]).unwrap();
    fixture
        .write(|unit| bin::delete(&user(7), unit, acme.id.into()))
        .unwrap();
    let refused = fixture.contact("Ana", vec![at(&acme, "")]);
    let Err(DomainError::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors["companies.0.id"], FieldError::NotFound);
}

#[test]
fn a_company_in_the_bin_keeps_its_people_unseen_and_unchanged() {
    let fixture = Fixture::new();
    let (acme, nova) = (
        fixture.company("Acme", &[]).unwrap(),
        fixture.company("Nova", &[]).unwrap(),
    );
    let ana = fixture.contact("Ana", vec![at(&acme, "buyer")]).unwrap();
    fixture
        .write(|unit| bin::delete(&user(7), unit, acme.id.into()))
        .unwrap();
    assert_eq!(fixture.get(&ana).companies, []);
    // Whoever replaces the list meanwhile cannot mean what they are not shown.
    let changed = fixture.set_companies(&ana, vec![at(&nova, "owner")]);
    assert_eq!(roles(&changed), [("Nova", "owner")]);
    fixture
        .write(|unit| bin::restore(&user(7), unit, acme.id.into()))
        .unwrap();
    let restored = fixture.get(&ana);
    assert_eq!(roles(&restored), [("Nova", "owner"), ("Acme", "buyer")]);
    assert_eq!(fixture.people(&acme), ["Ana"]);
}

#[test]
fn a_timeline_has_what_its_people_did_while_they_were_there() {
    let fixture = Fixture::new();
    let acme = fixture.company("Acme", &[]).unwrap();
    let ana = fixture.contact("Ana", vec![]).unwrap();
    for day in ["2020-05-04", "2021-05-04", "2022-05-04"] {
        fixture.note(ana.id, day, Visibility::Shared);
    }
    fixture.note(acme.id, "2019-01-01", Visibility::Shared);
    assert_eq!(fixture.timeline(&user(7), &acme), ["2019-01-01"]);
    fixture.set_companies(&ana, vec![at(&acme, "")]);
    assert_eq!(
        fixture.timeline(&user(7), &acme),
        ["2022-05-04", "2021-05-04", "2020-05-04", "2019-01-01"]
    );
    let stay = Affiliation {
        from: Some("2021-05-04".parse().unwrap()),
        to: Some("2021-05-04".parse().unwrap()),
        ..at(&acme, "")
    };
    fixture.set_companies(&ana, vec![stay]);
    assert_eq!(
        fixture.timeline(&user(7), &acme),
        ["2021-05-04", "2019-01-01"]
    );
}

#[test]
fn private_notes_stand_in_nobody_elses_timeline_of_a_company() {
    let fixture = Fixture::new();
    let acme = fixture.company("Acme", &[]).unwrap();
    let ana = fixture.contact("Ana", vec![at(&acme, "")]).unwrap();
    fixture.note(acme.id, "2020-01-01", Visibility::Private);
    fixture.note(ana.id, "2021-01-01", Visibility::Private);
    assert_eq!(fixture.timeline(&user(7), &acme).len(), 2);
    assert_eq!(fixture.timeline(&user(8), &acme), [] as [&str; 0]);
}

#[test]
fn what_comes_back_lets_go_of_what_is_gone_for_good() {
    let fixture = Fixture::new();
    let acme = fixture.company("Acme", &[]).unwrap();
    let ana = fixture.contact("Ana", vec![at(&acme, "buyer")]).unwrap();
    fixture.note(acme.id, "2020-01-01", Visibility::Shared);
    let note = fixture.notes().pop().unwrap();
    for record in [RecordRef::from(ana.id), note.id.into()] {
        fixture
            .write(|unit| bin::delete(&user(7), unit, record))
            .unwrap();
    }
    // As the undo of an import does: nothing outside the bin links to it.
    fixture
        .write(|unit| {
            assert!(!unit.has_links(acme.id.into())?);
            Ok(unit.remove::<stored::Company>(acme.id.uuid())?)
        })
        .unwrap();
    for record in [RecordRef::from(ana.id), note.id.into()] {
        fixture
            .write(|unit| bin::restore(&user(7), unit, record))
            .unwrap();
    }
    assert_eq!(fixture.get(&ana).companies, []);
    assert_eq!(fixture.notes().pop().unwrap().links, []);
}
