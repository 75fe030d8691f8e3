//! Notices of alerts: added by the job that watches the change log, read by their owner. A notice
//! names records; what it shows is read at that moment with the owner's rights, so what was hidden or
//! deleted since is not shown. Tests: `saved_searches` in the tests crate.

use super::{ctx::Ctx, error::DomainError};
use crate::{
    search::document,
    store::{
        engine::{ChangePosition, Direction, KeyRange},
        reader::{Reader, id_of_key},
        record::{Head, Unknown},
        schema::{
            notice::{self as stored, owner_prefix},
            saved_search::SavedSearch,
        },
        unit::UnitOfWork,
    },
};
use shared::{
    api::notice::{NOTICES_LISTED_MAX, Notice, Notices, NoticesRead},
    ids::{NoticeId, SavedSearchId, UserId},
    model::RecordRef,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Notices kept for one user; the oldest go.
pub const NOTICES_KEPT_MAX: usize = 200;
/// Surplus notices that one write takes away at most.
const NOTICES_TRIMMED_MAX: usize = 500;

/// Something that an alert found.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// For whom.
    pub owner_id: UserId,
    /// Whose alert it is.
    pub saved_search_id: SavedSearchId,
    /// What was found.
    pub record: RecordRef,
    /// The change that brought it.
    pub position: ChangePosition,
    /// What has the same name here comes as one notice: all that one import brings, for instance.
    pub together: Option<[u8; 16]>,
}

impl Match {
    /// The same match has the same notice, however often it is found.
    fn notice_id(&self) -> NoticeId {
        let mut hash = blake3::Hasher::new();
        hash.update(self.saved_search_id.uuid().as_bytes());
        match self.together {
            Some(name) => hash.update(&name),
            None => hash
                .update(self.record.id.as_bytes())
                .update(&self.position.bytes()),
        };
        let mut bytes = [0; 16];
        hash.finalize_xof().fill(&mut bytes);
        NoticeId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The newest notices of who asks.
///
/// # Errors
/// When the store fails.
pub fn list_notices(ctx: &Ctx, reader: &Reader) -> Result<Notices, DomainError> {
    let mut items = Vec::new();
    let mut names: HashMap<Uuid, Option<String>> = HashMap::new();
    for notice in newest(ctx, reader)? {
        let id = notice.saved_search_id.uuid();
        let name = match names.get(&id) {
            Some(name) => name.clone(),
            None => {
                let found: Option<SavedSearch> = reader.find_live(id)?;
                let name = found.map(|search| search.name);
                names.insert(id, name.clone());
                name
            }
        };
        if let Some(name) = name {
            items.extend(shown(ctx, reader, (notice, name))?);
        }
    }
    Ok(Notices {
        unread: items.iter().filter(|notice| !notice.read).count() as u64,
        items,
    })
}

/// Marks notices as looked at; answers how many that changed.
///
/// # Errors
/// When the store fails.
pub fn read_notices(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    which: &NoticesRead,
) -> Result<u64, DomainError> {
    let listed = newest(ctx, unit.reader())?;
    let wanted = |notice: &&stored::Notice| which.ids.is_empty() || which.ids.contains(&notice.id);
    let unread = listed.iter().filter(wanted).filter(|notice| !notice.read);
    let mut changed = 0;
    for notice in unread {
        let mut notice = notice.clone();
        notice.read = true;
        notice.head.revision += 1;
        unit.put(&notice)?;
        changed += 1;
    }
    Ok(changed)
}

/// Adds what alerts found.
///
/// # Errors
/// When the store fails.
pub fn add_notices(ctx: &Ctx, unit: &mut UnitOfWork, matches: &[Match]) -> Result<(), DomainError> {
    for found in matches {
        let id = found.notice_id();
        let known: Option<stored::Notice> = unit.find(id.uuid())?;
        let notice = match known {
            Some(mut notice) => {
                notice.head.revision += 1;
                notice.count += 1;
                notice.record = found.record;
                notice.at = ctx.now();
                notice.read = false;
                notice
            }
            None => stored::Notice {
                id,
                head: Head::new(ctx.now()),
                owner_id: found.owner_id,
                saved_search_id: found.saved_search_id,
                record: found.record,
                count: 1,
                at: ctx.now(),
                read: false,
                unknown: Unknown::new(),
            },
        };
        unit.put(&notice)?;
    }
    let mut owners: Vec<UserId> = matches.iter().map(|found| found.owner_id).collect();
    owners.sort_unstable();
    owners.dedup();
    owners.into_iter().try_for_each(|owner| trim(unit, owner))
}

fn trim(unit: &mut UnitOfWork, owner: UserId) -> Result<(), DomainError> {
    let range = KeyRange::prefix(&owner_prefix(owner).build());
    let limit = NOTICES_KEPT_MAX + NOTICES_TRIMMED_MAX;
    let keys = unit.reader().range(&range, limit, Direction::Forward)?;
    for (key, _) in keys.iter().skip(NOTICES_KEPT_MAX) {
        if let Some(id) = id_of_key(key) {
            unit.remove::<stored::Notice>(id)?;
        }
    }
    Ok(())
}

fn newest(ctx: &Ctx, reader: &Reader) -> Result<Vec<stored::Notice>, DomainError> {
    let owner = ctx.user_id().ok_or(DomainError::Forbidden)?;
    let range = KeyRange::prefix(&owner_prefix(owner).build());
    let mut notices = Vec::new();
    for (key, _) in reader.range(&range, NOTICES_LISTED_MAX, Direction::Forward)? {
        let found = id_of_key(&key)
            .map(|id| reader.find_live::<stored::Notice>(id))
            .transpose()?;
        notices.extend(found.flatten());
    }
    Ok(notices)
}

/// `None` if the record is gone, in the bin, or hidden from the owner by now.
// Invariant: a notice shows nothing that its owner may not see (test: alerts_leak_nothing).
fn shown(
    ctx: &Ctx,
    reader: &Reader,
    (notice, name): (stored::Notice, String),
) -> Result<Option<Notice>, DomainError> {
    let shown = document::show(reader, notice.record)?;
    let shown = shown.filter(|shown| shown.seen_by.includes(ctx.user_id()));
    Ok(shown.map(|shown| Notice {
        id: notice.id,
        saved_search_id: notice.saved_search_id,
        saved_search_name: name,
        kind: notice.record.kind,
        record_id: notice.record.id,
        title: shown.title,
        context: shown.context,
        thread_id: shown.thread_id,
        count: notice.count,
        at: notice.at,
        read: notice.read,
    }))
}
