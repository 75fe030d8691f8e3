//! Saved searches: kept, listed, changed, let go. Each is its owner's alone: for everyone else, admins
//! included, it is not found. Tests: `saved_searches` in the tests crate.

use super::{
    ctx::Ctx,
    error::DomainError,
    record::{Precondition, check_new_id, touch},
    zone::NamedZone,
};
use crate::store::{
    engine::{Direction, KeyRange},
    reader::{Reader, id_of_key},
    record::{Head, Unknown},
    schema::saved_search::{self as stored, owner_prefix},
    unit::UnitOfWork,
};
use shared::{
    api::{
        error::FieldError,
        page::Page,
        saved_search::{
            SAVED_SEARCHES_MAX, SavedPlace, SavedSearch, SavedSearchCreate, SavedSearchPatch,
        },
        search::{SearchQuery, SearchSort},
    },
    ids::{SavedSearchId, UserId},
    model::RecordKind,
    query::{Context, parse_filter},
    time::Date,
    validate,
    zone::Zone,
};

/// One's own, oldest first: all of them, since they are few.
///
/// # Errors
/// When the store fails.
pub fn list_saved_searches(ctx: &Ctx, reader: &Reader) -> Result<Page<SavedSearch>, DomainError> {
    let range = KeyRange::prefix(&owner_prefix(owner(ctx)?).build());
    let mut items = Vec::new();
    for (key, _) in reader.range(&range, SAVED_SEARCHES_MAX, Direction::Forward)? {
        let found = id_of_key(&key)
            .map(|id| reader.find_live::<stored::SavedSearch>(id))
            .transpose()?;
        items.extend(found.flatten().map(to_api));
    }
    Ok(Page::whole(items))
}

/// Keeps a search.
///
/// # Errors
/// [`DomainError::Invalid`] by field, [`DomainError::IdTaken`].
pub fn create_saved_search(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    input: &SavedSearchCreate,
) -> Result<SavedSearch, DomainError> {
    let owner_id = owner(ctx)?;
    check(input)?;
    check_room(unit, owner_id)?;
    let id = input
        .id
        .unwrap_or_else(|| SavedSearchId::from_uuid(ctx.new_id()));
    check_new_id::<stored::SavedSearch>(unit, id.uuid())?;
    let search = stored::SavedSearch {
        id,
        head: Head::new(ctx.now()),
        owner_id,
        name: input.name.trim().to_owned(),
        place: input.place,
        query: input.query.clone(),
        pinned: input.pinned,
        alerts_since: input.alerts.then(|| ctx.now()),
        unknown: Unknown::new(),
    };
    unit.put(&search)?;
    Ok(to_api(search))
}

/// One of one's own.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_saved_search(
    ctx: &Ctx,
    reader: &Reader,
    id: SavedSearchId,
) -> Result<SavedSearch, DomainError> {
    own(ctx, reader.find_live(id.uuid())?).map(to_api)
}

/// Changes one.
///
/// # Errors
/// As [`create_saved_search`], [`DomainError::NotFound`], [`DomainError::RevisionStale`].
pub fn update_saved_search(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: SavedSearchId,
    precondition: Precondition,
    patch: &SavedSearchPatch,
) -> Result<SavedSearch, DomainError> {
    let mut search = own(ctx, unit.find_live(id.uuid())?)?;
    precondition.check(search.head.revision)?;
    let before = search.clone();
    if let Some(name) = &patch.name {
        name.trim().clone_into(&mut search.name);
    }
    if let Some(query) = &patch.query {
        search.query.clone_from(query);
    }
    search.pinned = patch.pinned.unwrap_or(search.pinned);
    match patch.alerts {
        Some(false) => search.alerts_since = None,
        // What was there before is not new.
        Some(true) if search.alerts_since.is_none() => search.alerts_since = Some(ctx.now()),
        Some(true) | None => {}
    }
    check(&SavedSearchCreate {
        name: search.name.clone(),
        place: search.place,
        query: search.query.clone(),
        ..Default::default()
    })?;
    if search != before {
        touch(ctx, &mut search);
        unit.put(&search)?;
    }
    Ok(to_api(search))
}

/// Lets one go. Its notices are no longer shown; saved again under its id, they are.
///
/// # Errors
/// [`DomainError::NotFound`], [`DomainError::RevisionStale`].
pub fn delete_saved_search(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: SavedSearchId,
    precondition: Precondition,
) -> Result<(), DomainError> {
    let search = own(ctx, unit.find_live(id.uuid())?)?;
    precondition.check(search.head.revision)?;
    Ok(unit.remove::<stored::SavedSearch>(id.uuid())?)
}

/// The question in the form that search takes, with the days of a zone.
pub fn search_query(search: &stored::SavedSearch, tz: Option<&str>) -> SearchQuery {
    let query = &search.query;
    let zone = NamedZone::of(tz).unwrap_or_default();
    let start = |day: Date| zone.start_of(day);
    let next = |day: Date| Date::from_days(day.days() + 1);
    let kind = match search.place {
        SavedPlace::Search => query.kind,
        SavedPlace::Contacts => Some(RecordKind::Contact),
        SavedPlace::Companies => Some(RecordKind::Company),
    };
    SearchQuery {
        q: query.q.clone(),
        kind: kind.map(|kind| kind.as_str().to_owned()),
        owner: (!query.owner.is_empty()).then(|| query.owner.clone()),
        company: query.company.map(|company| company.uuid()),
        after: query.after.map(start),
        before: query.before.and_then(next).map(start),
        tz: tz.map(str::to_owned),
        sort: (query.sort == NEWEST).then_some(SearchSort::Newest),
        ..SearchQuery::default()
    }
}

const NEWEST: &str = "newest";

/// Whether a user may keep one more.
///
/// # Errors
/// [`DomainError::Invalid`] when there are too many.
pub fn check_room(unit: &UnitOfWork, owner_id: UserId) -> Result<(), DomainError> {
    let range = KeyRange::prefix(&owner_prefix(owner_id).build());
    let kept = unit
        .reader()
        .range(&range, SAVED_SEARCHES_MAX, Direction::Forward)?;
    if kept.len() >= SAVED_SEARCHES_MAX {
        return Err(DomainError::field("name", FieldError::TooMany));
    }
    Ok(())
}

/// Whether a search can be kept as it is.
///
/// # Errors
/// [`DomainError::Invalid`] by field.
pub fn check(input: &SavedSearchCreate) -> Result<(), DomainError> {
    validate::saved_search(input)?;
    match parse_filter(&input.query.filter, &Context::default()) {
        Ok(_) => Ok(()),
        Err(_) => Err(DomainError::field("query.filter", FieldError::Invalid)),
    }
}

/// Only users have searches of their own.
fn owner(ctx: &Ctx) -> Result<UserId, DomainError> {
    ctx.user_id().ok_or(DomainError::Forbidden)
}

fn own(ctx: &Ctx, found: Option<stored::SavedSearch>) -> Result<stored::SavedSearch, DomainError> {
    found
        .filter(|search| Some(search.owner_id) == ctx.user_id())
        .ok_or(DomainError::NotFound)
}

fn to_api(search: stored::SavedSearch) -> SavedSearch {
    SavedSearch {
        id: search.id,
        revision: search.head.revision,
        name: search.name,
        place: search.place,
        query: search.query,
        pinned: search.pinned,
        alerts: search.alerts_since.is_some(),
        created_at: search.head.created_at,
        updated_at: search.head.updated_at,
    }
}
