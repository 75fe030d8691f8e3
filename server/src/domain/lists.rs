//! Lists of records: a stored order by cursor or offset, or, with words or filters, the order that
//! search gives. One page is one page, however many records there are.

use super::{
    ctx::Ctx,
    cursor::{cursor_of, place_of, wrong_cursor},
    error::DomainError,
    record::Visible,
    search,
    zone::NamedZone,
};
use crate::{
    search::{ListMarker, ListRequest, ListSort, Search, TimeColumn},
    store::{
        Store, StoreError,
        engine::{Direction, Key, KeyRange},
        keys::{Index, Table},
        rank::Ranks,
        reader::{Reader, id_of_key},
        record::Record,
    },
};
use shared::{
    api::{
        error::FieldError,
        page::{ListQuery, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page},
    },
    model::RecordKind,
    query::{parse_filter, parse_in},
};

/// A stored order of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// What `sort` says: a field name without its sign.
    pub name: &'static str,
    /// The index that holds it.
    pub index: Index,
    /// Whether the index is newest first, as those of times are.
    pub descending: bool,
}

/// The stored orders of a kind; the first is the default.
pub type Orders = &'static [Order];

/// What words can be marked in: the texts that the row of an item may show.
pub trait Listed {
    /// What it is called, and what else of it is a name.
    fn names(&self) -> Vec<String>;

    /// Addresses, numbers, tags and the like.
    fn texts(&self) -> Vec<String>;
}

/// What lists are read from.
#[derive(Clone, Copy)]
pub struct Lists<'a> {
    /// The records.
    pub store: &'a Store,
    /// Their stored orders.
    pub ranks: &'a Ranks,
    /// For words and filters.
    pub search: &'a Search,
}

/// Where a page begins and which way it goes.
struct Plan {
    order: Order,
    direction: Direction,
    limit: usize,
}

/// The limit of a list request.
pub fn limit(query: &ListQuery) -> usize {
    query
        .limit
        .unwrap_or(PAGE_LIMIT_DEFAULT)
        .clamp(1, PAGE_LIMIT_MAX)
}

fn plan(orders: Orders, query: &ListQuery) -> Result<Plan, DomainError> {
    let sort = query.sort.as_deref().unwrap_or_default();
    let (name, descending) = match sort.strip_prefix('-') {
        Some(name) => (name, true),
        None => (sort, false),
    };
    let order = match name {
        "" => orders.first(),
        name => orders.iter().find(|order| order.name == name),
    };
    let order = *order.ok_or(DomainError::BadRequest("unknown sort"))?;
    // Without a wish a stored order is read as it is stored.
    let forward = name.is_empty() || descending == order.descending;
    let direction = if forward {
        Direction::Forward
    } else {
        Direction::Backward
    };
    Ok(Plan {
        order,
        direction,
        limit: limit(query),
    })
}

/// One page of a stored order; `q` and `filter` are not looked at. `to_api` gets the state that the
/// page is read from.
///
/// # Errors
/// [`DomainError::BadRequest`] for an unknown sort or a wrong cursor.
pub fn stored_page<T: Record, A>(
    lists: Lists<'_>,
    orders: Orders,
    query: &ListQuery,
    to_api: impl Fn(&Reader, T) -> Result<A, DomainError>,
) -> Result<Page<A>, DomainError> {
    let plan = plan(orders, query)?;
    let reader = lists.store.read()?;
    let ranks = lists.ranks;
    let total = ranks.total(plan.order.index)?;
    let keys = match (&query.cursor, query.offset) {
        (Some(_), Some(_)) => {
            return Err(DomainError::BadRequest(
                "cursor and offset exclude each other",
            ));
        }
        (Some(cursor), None) => keys_after(&reader, &plan, Some(cursor))?,
        (None, None | Some(0)) => keys_after(&reader, &plan, None)?,
        (None, Some(offset)) => keys_at(ranks, &plan, offset, total)?,
    };
    let more = keys.len() > plan.limit;
    let next_cursor = keys
        .get(plan.limit - 1)
        .filter(|_| more)
        .map(|key| cursor_of(&key[2..]));
    let mut items = Vec::with_capacity(plan.limit);
    for key in keys.iter().take(plan.limit) {
        let record = id_of_key(key)
            .map(|id| reader.find::<T>(id))
            .transpose()?
            .flatten();
        items.extend(record.map(|record| to_api(&reader, record)).transpose()?);
    }
    Ok(Page::new(items, next_cursor, total as u64))
}

/// One more key than the page has, to know whether there is a next one.
fn keys_after(
    reader: &Reader,
    plan: &Plan,
    cursor: Option<&String>,
) -> Result<Vec<Key>, DomainError> {
    let prefix = [Table::Index as u8, plan.order.index as u8];
    let mut range = KeyRange::prefix(&prefix);
    if let Some(cursor) = cursor {
        let place = place_of(cursor)?;
        let key = [&prefix[..], &place].concat();
        range = match plan.direction {
            Direction::Forward => range.after(&key),
            Direction::Backward => range.before(&key),
        };
    }
    let entries = reader.range(&range, plan.limit + 1, plan.direction)?;
    Ok(entries.into_iter().map(|(key, _)| key).collect())
}

fn keys_at(
    ranks: &Ranks,
    plan: &Plan,
    offset: usize,
    total: usize,
) -> Result<Vec<Key>, StoreError> {
    match plan.direction {
        Direction::Forward => ranks.page(plan.order.index, offset, plan.limit + 1),
        Direction::Backward => {
            let end = total.saturating_sub(offset);
            let start = end.saturating_sub(plan.limit + 1);
            let mut keys = ranks.page(plan.order.index, start, end - start)?;
            keys.reverse();
            Ok(keys)
        }
    }
}

/// Whether a list request needs search: it has words or filters.
pub fn needs_search(query: &ListQuery) -> bool {
    let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    given(&query.q) || given(&query.filter)
}

/// One page of the records that match words and filters, with rights inside the query. The first of
/// the orders is the one by name; kinds without orders of their own are listed by last change.
///
/// # Errors
/// [`DomainError::BadRequest`] for an unknown sort, [`DomainError::Invalid`] for a wrong filter.
pub fn found_page<T: Visible, A: Listed>(
    ctx: &Ctx,
    lists: Lists<'_>,
    (orders, query): (Orders, &ListQuery),
    to_api: impl Fn(&Reader, T) -> Result<A, DomainError>,
) -> Result<Page<A>, DomainError> {
    let offset = match &query.cursor {
        Some(cursor) => cursor.parse().map_err(|_| wrong_cursor())?,
        None => query.offset.unwrap_or_default(),
    };
    let limit = limit(query);
    let kind = T::KIND.ok_or(DomainError::NotFound)?;
    let (sort, descending) = sort_of(orders, query)?;
    let request = ListRequest {
        sort,
        descending,
        ..request(ctx, (kind, query), (offset, limit))?
    };
    let found = lists.search.list_ids(&request)?;
    let reader = lists.store.read()?;
    let mut items = Vec::with_capacity(found.ids.len());
    for id in &found.ids {
        let record = reader
            .find_live::<T>(*id)?
            .filter(|record| record.visible_to(ctx));
        items.extend(record.map(|record| to_api(&reader, record)).transpose()?);
    }
    let end = offset + found.ids.len();
    let next_cursor =
        ((end as u64) < found.total && !found.ids.is_empty()).then(|| end.to_string());
    let marker = ListMarker::new(&request.query);
    let marks = marker.map(|marker| {
        let of = |item: &A| marker.marks(&item.names(), &item.texts());
        items.iter().map(of).collect()
    });
    Ok(Page {
        problems: found.problems,
        marks: marks.unwrap_or_default(),
        ..Page::new(items, next_cursor, found.total)
    })
}

fn request(
    ctx: &Ctx,
    (kind, query): (RecordKind, &ListQuery),
    (offset, limit): (usize, usize),
) -> Result<ListRequest, DomainError> {
    let wrong = |_| DomainError::field("filter", FieldError::Invalid);
    let zone = NamedZone::of(query.tz.as_deref())?;
    let context = search::context(ctx, &zone, query.lang);
    let filter = query.filter.as_deref().unwrap_or_default();
    let filter = parse_filter(filter, &context).map_err(wrong)?;
    Ok(ListRequest {
        kind,
        query: parse_in(query.q.as_deref().unwrap_or_default(), &context),
        filter,
        sort: ListSort::Name,
        descending: false,
        offset,
        limit,
        viewer: ctx.user_id(),
    })
}

/// What search sorts by, and whether the greatest comes first.
fn sort_of(orders: Orders, query: &ListQuery) -> Result<(ListSort, bool), DomainError> {
    let sort = query.sort.as_deref().unwrap_or_default();
    let (name, descending) = sort
        .strip_prefix('-')
        .map_or((sort, false), |name| (name, true));
    Ok(match (name, orders.first()) {
        ("updated_at", _) => (ListSort::Time(TimeColumn::Updated), descending),
        ("created_at", _) => (ListSort::Time(TimeColumn::Created), descending),
        ("", None) => (ListSort::Time(TimeColumn::Updated), true),
        ("", Some(_)) => (ListSort::Name, false),
        (name, Some(first)) if name == first.name => (ListSort::Name, descending),
        _ => return Err(DomainError::BadRequest("unknown sort")),
    })
}
