//! Notes. A private note exists for its author alone: for everyone else it is not found.

use super::{
    ctx::Ctx,
    error::DomainError,
    lists::{Listed, Lists, found_page},
    record::{
        Precondition, Visible, check_links, check_new_id, find_visible, may_see, title_of_text,
        touch,
    },
};
use crate::{
    mail::markdown::render_markdown,
    store::{
        reader::Reader,
        record::{Activity, Head, Target, Unknown},
        schema::note as stored,
        unit::UnitOfWork,
    },
};
use shared::{
    api::{
        error::FieldError,
        note::{Note, NoteCreate, NotePatch},
        page::{ListQuery, Page},
    },
    ids::NoteId,
    model::{RecordRef, Visibility},
    validate,
};

/// Makes a note.
///
/// # Errors
/// [`DomainError::Invalid`] by field, [`DomainError::IdTaken`].
pub fn create_note(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    input: &NoteCreate,
) -> Result<Note, DomainError> {
    validate::note(input)?;
    // Without an author nobody could ever see it again.
    if input.visibility == Visibility::Private && ctx.user_id().is_none() {
        return Err(DomainError::field("visibility", FieldError::Invalid));
    }
    let id = input.id.unwrap_or_else(|| NoteId::from_uuid(ctx.new_id()));
    check_new_id::<stored::Note>(unit, id.uuid())?;
    check_links(ctx, unit, &input.links, &[])?;
    let note = stored::Note {
        id,
        head: Head::new(ctx.now()),
        activity: Activity {
            at: ctx.now(),
            author: ctx.user_id(),
            visibility: input.visibility,
            targets: targets(&input.links),
        },
        body: input.body.clone(),
        unknown: Unknown::new(),
    };
    unit.put(&note)?;
    Ok(to_api(note))
}

/// A note, in the bin or not.
///
/// # Errors
/// [`DomainError::NotFound`].
pub fn get_note(ctx: &Ctx, reader: &Reader, id: NoteId) -> Result<Note, DomainError> {
    find_visible::<stored::Note>(ctx, reader, id.uuid()).map(to_api)
}

/// A page of the notes that the actor may see, the last changed first. Always by search: the
/// stored order knows no rights.
///
/// # Errors
/// [`DomainError::BadRequest`] or [`DomainError::Invalid`] for a wrong query.
pub fn list_notes(
    ctx: &Ctx,
    lists: Lists<'_>,
    query: &ListQuery,
) -> Result<Page<Note>, DomainError> {
    found_page(ctx, lists, (&[], query), |_, note| Ok(to_api(note)))
}

/// Rows of notes show no words of a query yet.
impl Listed for Note {
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn texts(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Changes a note.
///
/// # Errors
/// As [`create_note`], [`DomainError::RevisionStale`], and [`DomainError::Forbidden`] when somebody
/// else than the author changes who may see it.
pub fn update_note(
    ctx: &Ctx,
    unit: &mut UnitOfWork,
    id: NoteId,
    precondition: Precondition,
    patch: &NotePatch,
) -> Result<Note, DomainError> {
    let found: Option<stored::Note> = unit.find_live(id.uuid())?;
    let visible = found.filter(|note| may_see(ctx, &note.activity));
    let mut note = visible.ok_or(DomainError::NotFound)?;
    precondition.check(note.head.revision)?;
    let before = note.clone();
    if let Some(body) = &patch.body {
        note.body.clone_from(body);
    }
    if let Some(new_links) = &patch.links {
        check_links(ctx, unit, new_links, &record_links(&note.activity))?;
        note.activity.targets = targets(new_links);
    }
    if let Some(visibility) = patch.visibility {
        if visibility != note.activity.visibility && note.activity.author != ctx.user_id() {
            return Err(DomainError::Forbidden);
        }
        note.activity.visibility = visibility;
    }
    validate::note(&NoteCreate {
        body: note.body.clone(),
        links: record_links(&note.activity),
        ..Default::default()
    })?;
    if note != before {
        touch(ctx, &mut note);
        unit.put(&note)?;
    }
    Ok(to_api(note))
}

/// What the API shows of a stored note.
pub fn to_api(note: stored::Note) -> Note {
    Note {
        id: note.id,
        revision: note.head.revision,
        html: render_markdown(&note.body),
        body: note.body,
        links: record_links(&note.activity),
        visibility: note.activity.visibility,
        author_id: note.activity.author,
        created_at: note.head.created_at,
        updated_at: note.head.updated_at,
        deleted_at: note.head.deleted.map(|deleted| deleted.at),
    }
}

/// Timeline targets of links, each once.
pub fn targets(links: &[RecordRef]) -> Vec<Target> {
    let mut targets: Vec<_> = links.iter().copied().map(Target::Record).collect();
    targets.sort();
    targets.dedup();
    targets
}

/// The records that an activity is about.
pub fn record_links(activity: &Activity) -> Vec<RecordRef> {
    activity
        .targets
        .iter()
        .filter_map(|target| match target {
            Target::Record(record) => Some(*record),
            Target::Email(_) => None,
        })
        .collect()
}

impl Visible for stored::Note {
    fn title(&self) -> String {
        title_of_text(&self.body)
    }
}
