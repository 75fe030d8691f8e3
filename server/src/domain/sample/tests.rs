//! The sample data through a real importer: all in, as it was written, and all out again.

use super::*;
use crate::{
    domain::ctx::{Actor, Clock, SystemClock},
    jobs::import::Progress,
    store::{
        blobs::Blobs,
        check::{CheckReport, check},
        memory::MemoryEngine,
        record::decode,
        schema::{
            contact::Contact,
            message::{Message, MessageText},
            note::Note,
        },
    },
};
use shared::{ids::UserId, model::Role};
use std::{
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

/// Far more than 184 items need on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Told(Mutex<mpsc::Sender<Import>>);

impl Progress for Told {
    fn import_changed(&self, import: &Import) {
        let _nobody_waits = self.0.lock().unwrap().send(import.clone());
    }

    fn is_findable(&self, _position: crate::store::engine::ChangePosition) -> bool {
        true
    }
}

struct Fixture {
    store: Arc<Store>,
    runner: ImportRunner,
    told: mpsc::Receiver<Import>,
    uploads: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Arc::new(Blobs::open(&folder.path().join("blobs")).unwrap());
        let store = Arc::new(Store::new(Arc::new(MemoryEngine::new()), blobs));
        let (sender, told) = mpsc::channel();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let uploads = folder.path().join("uploads");
        let told_by = Arc::new(Told(Mutex::new(sender)));
        Self {
            runner: ImportRunner::new(store.clone(), uploads.clone(), clock, told_by),
            store,
            told,
            uploads,
            _folder: folder,
        }
    }

    fn load(&self) -> Result<Import, DomainError> {
        load(&admin(), &self.store, &self.runner)
    }

    fn remove(&self) -> Result<Import, DomainError> {
        remove(&admin(), &self.store, &self.runner)
    }

    fn status(&self) -> Option<Import> {
        status(&admin(), &self.store).unwrap()
    }

    fn wait_for(&self, state: ImportState) -> Import {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let import = self.told.recv_timeout(left).unwrap();
            if import.state == state {
                return import;
            }
        }
    }

    fn check(&self) -> CheckReport {
        let report = check(&self.store).unwrap();
        assert_eq!(report.findings, []);
        report
    }

    /// How many contacts, companies, notes and messages there are, the bin included.
    fn counts(&self) -> [usize; 4] {
        [Table::Contact, Table::Company, Table::Note, Table::Message]
            .map(|table| self.all(table).len())
    }

    fn all(&self, table: Table) -> Vec<Vec<u8>> {
        let mut values = Vec::new();
        let range = crate::store::engine::KeyRange::prefix(&KeyBuilder::table(table).build());
        let reader = self.store.read().unwrap();
        reader
            .scan::<StoreError>(range, |_, value| {
                values.push(value.value.clone());
                Ok(())
            })
            .unwrap();
        values
    }
}

fn ctx(role: Role) -> Ctx {
    let id = UserId::from_uuid(uuid::Uuid::from_u128(7));
    Ctx::new(
        Actor::User { id, role },
        Cause::Request,
        Arc::new(SystemClock),
    )
}

fn admin() -> Ctx {
    ctx(Role::Admin)
}

#[test]
fn all_of_it_comes_and_all_of_it_goes() {
    let fixture = Fixture::new();
    assert_eq!(fixture.status(), None);
    let begun = fixture.load().unwrap();
    assert_eq!(begun.sources, [SOURCE_NAME]);
    let done = fixture.wait_for(ImportState::Done);
    assert_eq!((done.id, done.counts.items), (begun.id, 184));
    assert_eq!((done.counts.created, done.counts.skipped), (184, 0));
    assert_eq!(fixture.counts(), [41, 18, 79, 46]);
    assert_eq!(fixture.all(Table::Thread).len(), 16);
    fixture.check();

    fixture.remove().unwrap();
    fixture.wait_for(ImportState::Undone);
    assert_eq!((fixture.counts(), fixture.status()), ([0; 4], None));
    for table in [Table::Thread, Table::Text, Table::Timeline, Table::Bin] {
        assert_eq!(fixture.all(table).len(), 0, "{table:?}");
    }
    assert!(matches!(fixture.remove(), Err(DomainError::NotFound)));
    fixture.check();
}

#[test]
fn records_come_as_they_were_written() {
    let fixture = Fixture::new();
    let before = admin().now();
    fixture.load().unwrap();
    fixture.wait_for(ImportState::Done);
    for bytes in fixture.all(Table::Contact) {
        let contact: Contact = decode(&bytes).unwrap();
        assert!(contact.owner_id == admin().user_id() && contact.head.updated_at < before);
    }
    for bytes in fixture.all(Table::Note) {
        let note: Note = decode(&bytes).unwrap();
        assert!(note.activity.at < before && !note.activity.targets.is_empty());
    }
    let messages = fixture.all(Table::Message);
    let messages = messages
        .iter()
        .map(|bytes| decode::<Message>(bytes).unwrap());
    let mut files = 0;
    for message in messages {
        assert_eq!(
            message.problems,
            Vec::<String>::new(),
            "{}",
            message.subject
        );
        assert!(message.activity.at < before && !message.preview.is_empty());
        files += message.attachments.len();
    }
    assert_eq!(files, 4);
}

#[test]
fn each_answer_is_told_from_what_it_quotes() {
    let fixture = Fixture::new();
    fixture.load().unwrap();
    fixture.wait_for(ImportState::Done);
    let texts = fixture.all(Table::Text);
    let texts: Vec<MessageText> = texts.iter().map(|bytes| decode(bytes).unwrap()).collect();
    let answers = texts.iter().filter(|text| !text.quoted.is_empty());
    assert_eq!(answers.count(), 46 - 16);
    for text in &texts {
        let attribution = ["wrote:", "escribió:", "写道："]
            .iter()
            .find(|words| text.new.contains(**words));
        assert_eq!(attribution, None, "{}", text.new);
    }
}

#[test]
fn loading_twice_is_loading_once_and_it_comes_back_after_removal() {
    let fixture = Fixture::new();
    let first = fixture.load().unwrap();
    assert_eq!(fixture.load().unwrap().id, first.id);
    fixture.wait_for(ImportState::Done);
    assert_eq!(fixture.load().unwrap().id, first.id);
    fixture.remove().unwrap();
    fixture.wait_for(ImportState::Undone);
    let second = fixture.load().unwrap();
    assert_ne!(second.id, first.id);
    let done = fixture.wait_for(ImportState::Done);
    assert_eq!(
        (done.counts.created, fixture.counts()),
        (184, [41, 18, 79, 46])
    );
    // Joins the worker: the files go after the import has said that it is done.
    fixture.runner.close();
    let left = std::fs::read_dir(&fixture.uploads).unwrap().count();
    assert_eq!(left, 0, "files of an import that is done");
}

#[test]
fn only_admins_load_and_remove() {
    let fixture = Fixture::new();
    for role in [Role::Member, Role::ReadOnly] {
        let loaded = load(&ctx(role), &fixture.store, &fixture.runner);
        assert!(matches!(loaded, Err(DomainError::Forbidden)));
        let removed = remove(&ctx(role), &fixture.store, &fixture.runner);
        assert!(matches!(removed, Err(DomainError::Forbidden)));
    }
    assert_eq!(fixture.counts(), [0; 4]);
}
