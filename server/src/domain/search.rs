//! Search as the API asks for it: words and filters into one request, with the rights of who asks.

use super::{ctx::Ctx, error::DomainError, zone::NamedZone};
use crate::search::{Cancel, Search, SearchRequest};
use shared::{
    api::{
        error::FieldError,
        page::PAGE_LIMIT_MAX,
        search::{InRecordQuery, QUERY_CHARS_MAX, SearchAnswer, SearchQuery, SimilarQuery, Why},
    },
    ids::UserId,
    locale::Locale,
    model::{RecordKind, RecordRef},
    query::{self, Context, OWNER_ME},
};

/// Hits when the request does not say.
pub const HITS_DEFAULT: usize = 20;

/// Finds records. Blocks for milliseconds; never on a runtime thread.
///
/// # Errors
/// [`DomainError::Invalid`] by field for a query that cannot be understood.
pub fn search(
    ctx: &Ctx,
    search: &Search,
    query: &SearchQuery,
) -> Result<SearchAnswer, DomainError> {
    search_while_awaited(ctx, search, query, Cancel::default())
}

/// As [`search()`], until whoever asks gives up.
///
/// # Errors
/// As [`search()`].
pub fn search_while_awaited(
    ctx: &Ctx,
    search: &Search,
    query: &SearchQuery,
    cancel: Cancel,
) -> Result<SearchAnswer, DomainError> {
    Ok(search.search(&SearchRequest {
        cancel,
        ..request(ctx, query)?
    })?)
}

/// Why a query finds a record.
///
/// # Errors
/// [`DomainError::NotFound`] if it does not find it, or who asks may not see it.
pub fn why(ctx: &Ctx, search: &Search, query: &InRecordQuery) -> Result<Why, DomainError> {
    let request = request(ctx, &asked_of_all(query))?;
    let record = RecordRef {
        kind: query.kind,
        id: query.id,
    };
    search.why(&request, record)?.ok_or(DomainError::NotFound)
}

/// What is asked of one record, asked of all.
pub fn asked_of_all(query: &InRecordQuery) -> SearchQuery {
    SearchQuery {
        q: query.q.clone(),
        tz: query.tz.clone(),
        lang: query.lang,
        ..SearchQuery::default()
    }
}

/// Notes and mails like one.
///
/// # Errors
/// [`DomainError::NotFound`] if who asks may not see it; [`DomainError::Invalid`] for what has no
/// text to be alike in.
pub fn similar(
    ctx: &Ctx,
    search: &Search,
    query: &SimilarQuery,
) -> Result<SearchAnswer, DomainError> {
    let kinds = [RecordKind::Note, RecordKind::Message];
    if !kinds.contains(&query.kind) {
        return Err(DomainError::field("kind", FieldError::Invalid));
    }
    let any = SearchQuery {
        limit: query.limit,
        ..SearchQuery::default()
    };
    let request = SearchRequest {
        kinds: kinds.to_vec(),
        ..request(ctx, &any)?
    };
    let record = RecordRef {
        kind: query.kind,
        id: query.id,
    };
    let found = search.similar(&request, record)?;
    found.ok_or(DomainError::NotFound)
}

/// What is asked, as search takes it.
///
/// # Errors
/// [`DomainError::Invalid`] by field for a query that cannot be understood.
pub fn request(ctx: &Ctx, query: &SearchQuery) -> Result<SearchRequest, DomainError> {
    check_length("q", &query.q)?;
    let zone = NamedZone::of(query.tz.as_deref())?;
    let about = [
        (RecordKind::Contact, query.contact),
        (RecordKind::Company, query.company),
    ];
    let about = about.map(|(kind, id)| Some(RecordRef { kind, id: id? }));
    Ok(SearchRequest {
        typed: query.q.clone(),
        query: query::parse_in(&query.q, &context(ctx, &zone, query.lang)),
        kinds: kinds(query.kind.as_deref().unwrap_or_default())?,
        owner: query
            .owner
            .as_deref()
            .map(|owner| owner_of(ctx, owner))
            .transpose()?,
        about: about.into_iter().flatten().collect(),
        after: query.after,
        before: query.before,
        sort: query.sort.unwrap_or_default(),
        threads: query.threads.unwrap_or_default(),
        limit: query.limit.unwrap_or(HITS_DEFAULT).clamp(1, PAGE_LIMIT_MAX),
        offset: query.offset.unwrap_or_default(),
        viewer: ctx.user_id(),
        now: ctx.now(),
        cancel: Cancel::default(),
    })
}

/// What the words of a query depend on.
pub fn context<'a>(ctx: &Ctx, zone: &'a NamedZone, locale: Option<Locale>) -> Context<'a> {
    Context {
        locale: locale.unwrap_or_default(),
        now: ctx.now(),
        zone,
    }
}

/// Whether a text is short enough to be looked for.
///
/// # Errors
/// [`DomainError::Invalid`] with the name of its field.
pub fn check_length(field: &'static str, text: &str) -> Result<(), DomainError> {
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(DomainError::field(field, FieldError::TooLong));
    }
    Ok(())
}

fn kinds(words: &str) -> Result<Vec<RecordKind>, DomainError> {
    let words = words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let kinds: Result<_, _> = words.map(str::parse).collect();
    kinds.map_err(|_| DomainError::field("kind", FieldError::Invalid))
}

fn owner_of(ctx: &Ctx, owner: &str) -> Result<UserId, DomainError> {
    let wrong = || DomainError::field("owner", FieldError::Invalid);
    if owner == OWNER_ME {
        return ctx.user_id().ok_or_else(wrong);
    }
    owner.parse().map_err(|_| wrong())
}
