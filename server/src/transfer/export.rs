//! Our own export, written: one JSON object a line, one file a kind, each mail as it came and each
//! attachment as a file of its own. Everything comes from one state of the store; the folder gets
//! its name when it is complete. Passwords, sessions and reports of imports stay behind.
//! Read back by `own_export.rs`. Tests: `jobs/import/export_test.rs`.

use super::{
    own_export::{FORMAT, MANIFEST_FILE, Manifest, OwnKind},
    own_lines::{
        OwnCompany, OwnContact, OwnFile, OwnHead, OwnMessage, OwnNote, OwnSavedSearch, OwnUser,
    },
};
use crate::{
    mail::files::safe_name,
    store::{
        Store, StoreError,
        engine::KeyRange,
        reader::Reader,
        record::{Head, Record, Target, decode},
        schema::{
            company::Company,
            contact::{self, Contact},
            message::{BlobHash, Message},
            note::Note,
            saved_search::SavedSearch,
            user::User,
        },
    },
};
use serde::Serialize;
use shared::{
    api::{
        company::Affiliation,
        contact::{Email, Phone},
    },
    ids::UserId,
    time::Timestamp,
};
use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Where the mails stand.
const MAILS_FOLDER: &str = "mails";
/// Where the attachments stand.
const FILES_FOLDER: &str = "files";

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder is there and holds something.
    #[error("{0} is there already and not empty")]
    NotEmpty(PathBuf),
    /// It cannot be written.
    #[error("the export cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ExportReport {
    /// Records by kind.
    pub records: BTreeMap<&'static str, u64>,
    /// Mails and attachments.
    pub files: u64,
}

/// Writes everything to a folder, which must be missing or empty.
///
/// # Errors
/// As [`ExportError`] says; then nothing stands under the folder's name.
pub fn export(store: &Store, folder: &Path, now: Timestamp) -> Result<ExportReport, ExportError> {
    let taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken || folder.is_file() {
        return Err(ExportError::NotEmpty(folder.to_owned()));
    }
    let partial = partial_folder(folder);
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir_all(&partial)?;
    let mut export = Export {
        store,
        reader: store.read()?,
        folder: &partial,
        emails: HashMap::new(),
        report: ExportReport::default(),
    };
    let written = export.write_all(now);
    let report = export.report;
    if let Err(error) = written {
        fs::remove_dir_all(&partial)?;
        return Err(error);
    }
    if folder.exists() {
        fs::remove_dir(folder)?;
    }
    fs::rename(&partial, folder)?;
    Ok(report)
}

/// A name beside the folder's own, so that the last step is a rename.
fn partial_folder(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}.partial"))
}

struct Export<'a> {
    store: &'a Store,
    reader: Reader,
    folder: &'a Path,
    emails: HashMap<UserId, String>,
    report: ExportReport,
}

impl Export<'_> {
    fn write_all(&mut self, now: Timestamp) -> Result<(), ExportError> {
        self.lines(OwnKind::Users, |export, user: User| {
            export.emails.insert(user.id, user.email.clone());
            Ok(own_user(user))
        })?;
        self.lines(OwnKind::Companies, |export, company: Company| {
            let owner = company.owner_id;
            let owner_email = owner.and_then(|id| export.emails.get(&id).cloned());
            Ok(own_company(company, owner_email))
        })?;
        self.lines(OwnKind::Contacts, |export, contact: Contact| {
            let owner_email = contact
                .owner_id
                .and_then(|id| export.emails.get(&id).cloned());
            Ok(own_contact(contact, owner_email))
        })?;
        self.lines(OwnKind::Messages, Self::own_message)?;
        self.lines(OwnKind::Notes, |export, note: Note| {
            let author = note.activity.author;
            let author_email = author.and_then(|id| export.emails.get(&id).cloned());
            Ok(own_note(note, author_email))
        })?;
        self.lines(OwnKind::SavedSearches, |export, search: SavedSearch| {
            let owner_email = export.emails.get(&search.owner_id).cloned();
            Ok(own_saved_search(search, owner_email))
        })?;
        let manifest = Manifest {
            format: FORMAT,
            exported_at: now,
        };
        let mut file = File::create(self.folder.join(MANIFEST_FILE))?;
        serde_json::to_writer_pretty(&mut file, &manifest).map_err(io::Error::from)?;
        Ok(file.sync_all()?)
    }

    /// Every record of a type, in or out of the bin, as a line.
    fn lines<T: Record, L: Serialize>(
        &mut self,
        kind: OwnKind,
        line: impl Fn(&mut Self, T) -> Result<L, ExportError>,
    ) -> Result<(), ExportError> {
        let mut file = BufWriter::new(File::create(self.folder.join(kind.file()))?);
        let mut count = 0;
        let mut range = KeyRange::prefix(&[T::TABLE as u8]);
        loop {
            const STEP: usize = 256;
            let direction = crate::store::engine::Direction::Forward;
            let step = self.reader.range(&range, STEP, direction)?;
            for (_, stamped) in &step {
                let record: T = decode(&stamped.value).map_err(StoreError::from)?;
                serde_json::to_writer(&mut file, &line(self, record)?).map_err(io::Error::from)?;
                file.write_all(b"\n")?;
                count += 1;
            }
            match step.last() {
                Some((key, _)) if step.len() == STEP => range = range.after(key),
                _ => break,
            }
        }
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        self.report
            .records
            .insert(kind.file().trim_end_matches(".jsonl"), count);
        Ok(())
    }

    fn own_message(&mut self, message: Message) -> Result<OwnMessage, ExportError> {
        let mut raw = Vec::with_capacity(message.raw.len());
        for hash in &message.raw {
            let name = hex::encode(hash);
            let shelf = name.get(..2).unwrap_or_default();
            raw.push(self.blob(hash, &format!("{MAILS_FOLDER}/{shelf}/{name}.eml"))?);
        }
        let mut files = Vec::with_capacity(message.attachments.len());
        for (file, number) in message.attachments.iter().zip(1..) {
            let name = safe_name(&file.file_name, "file");
            let path = format!("{FILES_FOLDER}/{}/{number}-{name}", message.id);
            files.push(OwnFile {
                path: self.blob(&file.blob, &path)?,
                content_type: file.content_type.clone(),
            });
        }
        Ok(OwnMessage {
            id: message.id,
            thread_id: message.thread_id,
            message_id: message.message_id,
            at: message.activity.at,
            subject: message.subject,
            raw,
            files,
            head: own_head(message.head),
        })
    }

    /// Writes a blob to a path below the folder, once.
    fn blob(&mut self, hash: &BlobHash, path: &str) -> Result<String, ExportError> {
        let target = self.folder.join(path);
        if !target.exists() {
            let bytes = self.reader.blob(self.store.blobs(), hash)?;
            let bytes = bytes.ok_or_else(|| StoreError::Damaged("a blob is missing".to_owned()))?;
            if let Some(shelf) = target.parent() {
                fs::create_dir_all(shelf)?;
            }
            fs::write(&target, bytes)?;
            self.report.files += 1;
        }
        Ok(path.to_owned())
    }
}

fn own_head(head: Head) -> OwnHead {
    let (deleted_at, deleted_by) = match head.deleted {
        Some(deleted) => (Some(deleted.at), deleted.by),
        None => (None, None),
    };
    OwnHead {
        revision: Some(head.revision),
        created_at: Some(head.created_at),
        updated_at: Some(head.updated_at),
        deleted_at,
        deleted_by,
    }
}

fn own_user(user: User) -> OwnUser {
    OwnUser {
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        disabled: user.disabled,
        locale: user.locale,
        theme: user.theme,
        tz: user.tz,
        head: own_head(user.head),
    }
}

fn own_email(email: contact::Email) -> Email {
    Email {
        address: email.address,
        kind: email.kind,
    }
}

fn own_phone(phone: contact::Phone) -> Phone {
    Phone {
        number: phone.number,
        kind: phone.kind,
    }
}

fn own_company(company: Company, owner_email: Option<String>) -> OwnCompany {
    OwnCompany {
        id: Some(company.id),
        name: company.name,
        domains: company.domains,
        emails: company.emails.into_iter().map(own_email).collect(),
        phones: company.phones.into_iter().map(own_phone).collect(),
        website: company.website,
        address: company.address,
        tags: company.tags,
        stage: company.stage,
        owner_id: company.owner_id,
        owner_email,
        source_id: company.source_id,
        head: own_head(company.head),
    }
}

fn own_contact(contact: Contact, owner_email: Option<String>) -> OwnContact {
    let companies = contact.companies.into_iter().map(|it| Affiliation {
        id: it.company_id,
        name: String::new(),
        role: it.role,
        from: it.from,
        to: it.to,
    });
    OwnContact {
        id: Some(contact.id),
        first_name: contact.first_name,
        last_name: contact.last_name,
        title: contact.title,
        emails: contact.emails.into_iter().map(own_email).collect(),
        phones: contact.phones.into_iter().map(own_phone).collect(),
        companies: companies.collect(),
        tags: contact.tags,
        stage: contact.stage,
        owner_id: contact.owner_id,
        owner_email,
        source_id: contact.source_id,
        head: own_head(contact.head),
    }
}

fn own_note(note: Note, author_email: Option<String>) -> OwnNote {
    let links = note
        .activity
        .targets
        .into_iter()
        .filter_map(|target| match target {
            Target::Record(record) => Some(record),
            Target::Email(_) => None,
        });
    OwnNote {
        id: Some(note.id),
        body: note.body,
        links: links.collect(),
        visibility: note.activity.visibility,
        author_id: note.activity.author,
        author_email,
        at: Some(note.activity.at),
        head: own_head(note.head),
    }
}

fn own_saved_search(search: SavedSearch, owner_email: Option<String>) -> OwnSavedSearch {
    OwnSavedSearch {
        id: search.id,
        owner_id: search.owner_id,
        owner_email,
        name: search.name,
        place: search.place,
        query: search.query,
        pinned: search.pinned,
        alerts: search.alerts_since.is_some(),
        head: own_head(search.head),
    }
}
