//! Imports from files to records and back, on the real engine; the store's own check has the last
//! word each time.

mod interrupted;

use super::*;
use crate::{
    changes::Cause,
    domain::{
        bin, contacts::update_contact, ctx::SystemClock, messages::get_thread, notes::create_note,
        record::Precondition,
    },
    mail::corpora_test::corpus,
    store::{
        blobs::Blobs,
        check::check,
        record::{Record, decode},
        redb::{RedbEngine, RedbOptions},
        schema::{
            contact::Contact,
            message::{Message, Thread},
            note::Note,
        },
    },
};
use shared::{
    api::{contact::ContactPatch, note::NoteCreate},
    model::{RecordKind, RecordRef},
};
use std::sync::{OnceLock, mpsc};
use tempfile::TempDir;

pub struct House {
    pub folder: TempDir,
    pub store: Arc<Store>,
    pub runner: ImportRunner,
    pub ctx: Ctx,
}

pub fn house() -> House {
    house_with(Arc::new(Silent))
}

fn house_with(progress: Arc<dyn Progress>) -> House {
    let folder = tempfile::tempdir().unwrap();
    let options = RedbOptions {
        reserve_bytes: 0,
        ..RedbOptions::STANDARD
    };
    let engine = RedbEngine::open(&folder.path().join("db"), options).unwrap();
    let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
    let store = Arc::new(Store::new(Arc::new(engine), Arc::new(blobs)));
    House {
        runner: runner(&folder, &store, progress),
        ctx: Ctx::new(Actor::System, Cause::Request, Arc::new(SystemClock)),
        store,
        folder,
    }
}

fn runner(folder: &TempDir, store: &Arc<Store>, progress: Arc<dyn Progress>) -> ImportRunner {
    ImportRunner::new(
        store.clone(),
        folder.path().join("uploads"),
        Arc::new(SystemClock),
        progress,
    )
}

impl House {
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn import(&self, paths: &[PathBuf]) -> ImportReport {
        let report = self.runner.run_blocking(&self.ctx, paths, None).unwrap();
        self.check();
        report
    }

    pub fn last_import(&self) -> Import {
        self.all::<Import>().pop().unwrap()
    }

    pub fn undo(&self, id: ImportId) -> Vec<Skip> {
        self.store
            .transact_blocking(self.ctx.meta(), |unit| begin_undo(&self.ctx, unit, id))
            .unwrap();
        self.runner.shared.run(id).unwrap();
        self.check();
        self.runner.report(&self.ctx, id).unwrap().skipped
    }

    pub fn all<T: Record>(&self) -> Vec<T> {
        let mut all = Vec::new();
        let range = KeyRange::prefix(&[T::TABLE as u8]);
        self.store
            .read()
            .unwrap()
            .scan::<DomainError>(range, |_, stamped| {
                all.push(decode(&stamped.value)?);
                Ok(())
            })
            .unwrap();
        all
    }

    pub fn check(&self) {
        let report = check(&self.store).unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }

    pub fn write<T>(
        &self,
        work: impl Fn(&mut crate::store::unit::UnitOfWork) -> Result<T, DomainError>,
    ) -> T {
        self.store
            .transact_blocking(self.ctx.meta(), work)
            .unwrap()
            .value
    }
}

pub fn counts(report: &ImportReport) -> [u64; 5] {
    let counts = report.counts;
    let skipped = report.skipped.len() as u64;
    assert_eq!(
        counts.items,
        counts.created + counts.updated + counts.unchanged + skipped
    );
    [
        counts.items,
        counts.created,
        counts.updated,
        counts.unchanged,
        skipped,
    ]
}

pub fn mail(id: &str, subject: &str, more: &str) -> String {
    format!(
        "From: Ana <ana@example.org>\nTo: bob@example.org\nMessage-ID: <{id}@x>\nSubject: {subject}\n\
         Date: Mon, 1 Jan 2024 10:00:00 +0000\n{more}\nbody of {id}\n"
    )
}

pub const CARD: &str =
    "BEGIN:VCARD\nVERSION:3.0\nN:López;Ana;;;\nEMAIL:ana@example.org\nNOTE:likes tea\nEND:VCARD\n";

#[test]
fn files_become_records_and_twice_changes_nothing() {
    let house = house();
    house.file("mail/cur/1.host:2,S", &mail("1", "Offer", ""));
    house.file(
        "mail/box",
        &format!(
            "From a@b.c Mon Jan  1 10:00:00 2024\n{}",
            mail("2", "Other", "")
        ),
    );
    house.file("cards.vcf", CARD);
    house.file(
        "people.csv",
        "Name,Email,Phone\nBob Stone,bob@example.org,\nNobody,,\n,,\n,,x\nEva,,+34 600 123 456\n",
    );
    house.file("picture.png", "\u{89}PNG");
    house.file("empty.txt", "");
    let paths = [house.folder.path().join("in")];
    let first = house.import(&paths);
    assert_eq!(counts(&first), [9, 6, 0, 0, 3], "{:#?}", first.skipped);
    let codes: Vec<&str> = first
        .skipped
        .iter()
        .map(|skip| skip.code.as_str())
        .collect();
    assert_eq!(codes, ["empty", "no_identity", "wrong_type"]);
    assert_eq!(first.skipped[1].source, "in/people.csv:5");
    assert!(
        first.skipped[1].reason.contains("the original is kept"),
        "{}",
        first.skipped[1].reason
    );
    assert!(
        first.skipped[2].reason.contains("expected mail"),
        "{}",
        first.skipped[2].reason
    );
    let second = house.import(&paths);
    assert_eq!(counts(&second), [9, 0, 0, 6, 3]);
    assert_eq!(
        (
            house.all::<Contact>().len(),
            house.all::<Message>().len(),
            house.all::<Note>().len()
        ),
        (4, 2, 1)
    );
    let import = house.last_import();
    assert_eq!(
        (import.state, import.bytes_done),
        (ImportState::Done, import.bytes_total)
    );
}

#[test]
fn cards_add_to_the_contacts_they_mean() {
    let house = house();
    house.import(&[house.file("1.vcf", CARD)]);
    let more = house.file(
        "2.csv",
        "Email,Name,Job Title,Mobile,Tags\nANA@example.org,Someone Else,CEO,+34 600 123 456,vip\n",
    );
    assert_eq!(
        counts(&house.import(std::slice::from_ref(&more))),
        [1, 0, 1, 0, 0]
    );
    assert_eq!(counts(&house.import(&[more])), [1, 0, 0, 1, 0]);
    let contact = house.all::<Contact>().pop().unwrap();
    assert_eq!(
        (contact.first_name.as_str(), contact.title.as_str()),
        ("Ana", "CEO")
    );
    assert_eq!(contact.phones[0].e164.as_deref(), Some("+34600123456"));
    let by_phone = house.file(
        "3.csv",
        "Name,Mobile\nana lopez,0034 600123456\nOther Person,+34 600 123 456\n",
    );
    assert_eq!(counts(&house.import(&[by_phone])), [2, 1, 0, 1, 0]);
    let by_id = "BEGIN:VCARD\nUID:7\nFN:Li Wei\nEND:VCARD\nBEGIN:VCARD\nUID:7\nFN:Li Wei\nTITLE:Boss\nEND:VCARD\n";
    assert_eq!(
        counts(&house.import(&[house.file("4.vcf", by_id)])),
        [2, 1, 1, 0, 0]
    );
}

#[test]
fn further_copies_keep_their_bytes() {
    let house = house();
    let one = house.file("1.eml", &mail("1", "Offer", ""));
    let two = house.file("2.eml", &mail("1", "Offer", "X-Folder: archive\n"));
    assert_eq!(counts(&house.import(&[one, two.clone()])), [2, 1, 0, 1, 0]);
    assert_eq!(house.all::<Message>()[0].raw.len(), 2);
    assert_eq!(counts(&house.import(&[two])), [1, 0, 0, 1, 0]);
    assert_eq!(house.all::<Message>()[0].raw.len(), 2);
    let nameless = "Subject: no id\n\nbody\n";
    let copies = [
        house.file("a.eml", nameless),
        house.file("b.eml", &nameless.replace('\n', "\r\n")),
    ];
    assert_eq!(counts(&house.import(&copies)), [2, 1, 0, 1, 0]);
}

#[test]
fn answers_join_their_thread_in_any_order() {
    let house = house();
    let reply = mail("2", "Re: Offer", "In-Reply-To: <1@x>\n");
    let second = mail("3", "Completely else", "References: <1@x> <2@x>\n");
    house.import(&[house.file("b.eml", &reply)]);
    house.import(&[
        house.file("a.eml", &mail("1", "Offer", "")),
        house.file("c.eml", &second),
    ]);
    assert_eq!(house.all::<Thread>().len(), 1);
    let by_subject = mail("4", "RV: Re: offer", "").replace("2024 10", "2024 12");
    let too_late = mail("5", "Re: Offer", "").replace("Jan 2024", "Jun 2024");
    let no_answer = mail("6", "Offer", "");
    let stranger = mail("7", "Re: Offer", "")
        .replace("ana@", "x@")
        .replace("bob@", "y@");
    let files = [
        ("4", by_subject),
        ("5", too_late),
        ("6", no_answer),
        ("7", stranger),
    ];
    let paths: Vec<_> = files
        .iter()
        .map(|(name, text)| house.file(&format!("{name}.eml"), text))
        .collect();
    house.import(&paths);
    let threads = house.all::<Thread>();
    let mut sizes: Vec<u32> = threads.iter().map(|thread| thread.message_count).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 1, 1, 4]);
    let longest = threads
        .iter()
        .find(|thread| thread.message_count == 4)
        .unwrap();
    let shown = get_thread(&house.ctx, &house.store.read().unwrap(), longest.id).unwrap();
    assert_eq!((shown.subject.as_str(), shown.messages.len()), ("Offer", 4));
}

#[test]
fn a_whole_import_is_taken_back() {
    let house = house();
    house.import(&[house.file("0.vcf", CARD)]);
    let before = house.all::<Contact>();
    let paths = [
        house.file("1.eml", &mail("1", "Offer", "")),
        house.file("2.eml", &mail("2", "Re: Offer", "In-Reply-To: <1@x>\n")),
        house.file("3.csv", "Name,Email,Phone,Notes\nAna,ana@example.org,112 233,hi\nNew One,new@example.org,,first\nEdited,edited@example.org,,\nLinked,linked@example.org,,\n"),
    ];
    house.import(&paths);
    let import = house.last_import();
    let id_of = |name: &str| {
        house
            .all::<Contact>()
            .into_iter()
            .find(|it| it.first_name == name)
            .unwrap()
            .id
    };
    let (edited, linked) = (id_of("Edited"), id_of("Linked"));
    let patch = ContactPatch {
        title: Some("Boss".into()),
        ..Default::default()
    };
    house.write(|unit| update_contact(&house.ctx, unit, edited, Precondition::Any, &patch));
    let note = NoteCreate {
        body: "since".into(),
        links: vec![RecordRef::from(linked)],
        ..Default::default()
    };
    house.write(|unit| create_note(&house.ctx, unit, &note));
    let kept: Vec<String> = house
        .undo(import.id)
        .into_iter()
        .map(|skip| skip.source)
        .collect();
    assert_eq!(kept, [format!("contact {edited}")]);
    assert_eq!(house.last_import().state, ImportState::Undone);
    assert!(house.all::<Message>().is_empty() && house.all::<Thread>().is_empty());
    let mut contacts = house.all::<Contact>();
    contacts.sort_by(|one, two| one.first_name.cmp(&two.first_name));
    let restored = contacts.iter().find(|it| it.first_name == "Ana").unwrap();
    assert_eq!(restored.phones, before[0].phones);
    let names: Vec<&str> = contacts.iter().map(|it| it.first_name.as_str()).collect();
    assert_eq!(names, ["Ana", "Edited", "Linked"]);
    assert!(contacts[2].head.deleted.is_some() && contacts[1].head.deleted.is_none());
    assert_eq!(house.all::<Note>().len(), 2);
    assert!(matches!(
        house
            .store
            .transact_blocking(house.ctx.meta(), |unit| begin_undo(
                &house.ctx, unit, import.id
            )),
        Err(DomainError::ImportState)
    ));
    assert_eq!(counts(&house.import(&paths[..2])), [2, 2, 0, 0, 0]);
}

#[test]
fn a_message_in_the_bin_keeps_its_thread_through_an_undo() {
    let house = house();
    let paths = [
        house.file("1.eml", &mail("1", "Offer", "")),
        house.file("2.eml", &mail("2", "Re: Offer", "In-Reply-To: <1@x>\n")),
    ];
    house.import(&paths);
    let id = house.all::<Message>()[0].id;
    let record = RecordRef {
        kind: RecordKind::Message,
        id: id.uuid(),
    };
    house.write(|unit| bin::delete(&house.ctx, unit, record));
    house.undo(house.last_import().id);
    assert_eq!(
        (house.all::<Message>().len(), house.all::<Thread>().len()),
        (1, 1)
    );
    house.write(|unit| bin::restore(&house.ctx, unit, record));
    house.check();
}

#[test]
fn real_mails_are_all_accounted_for() {
    let Some(folder) = corpus("real_mails_are_all_accounted_for", "email-spamassassin") else {
        return;
    };
    let house = house();
    // The whole archive of 6,046 goes through the real executable in the tests crate.
    let paths = [folder.join("charsets"), folder.join("hard-ham")];
    let first = house.import(&paths);
    let [items, created, updated, unchanged, skipped] = counts(&first);
    assert_eq!((items, updated, skipped), (276, 0, 0));
    assert_eq!(created + unchanged, 276);
    assert_eq!(house.all::<Message>().len() as u64, created);
    let second = house.import(&paths);
    assert_eq!(counts(&second), [items, 0, 0, items, 0]);
}
