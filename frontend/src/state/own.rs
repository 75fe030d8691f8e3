//! What is one's own and shown in the frame: saved searches and how many notices are new. Read once,
//! and again when the server says that it changed. Also how a saved search stands in an address: the
//! pages read it from there. Tests stand at the foot.

use super::use_live;
use crate::{
    api::{self, use_latest},
    router::{Route, Router},
};
use shared::{
    api::{
        event::Event,
        saved_search::{SavedPlace, SavedQuery, SavedSearch},
    },
    query::Field,
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The filters of a list that its address knows.
const LIST_FILTERS: [Field; 3] = [Field::Stage, Field::Owner, Field::Tag];

/// What is one's own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Own {
    /// Oldest first.
    pub saved: Rc<Vec<SavedSearch>>,
    /// Notices not looked at.
    pub unread: u64,
    /// Reads it again.
    pub reload: Callback<()>,
}

impl Own {
    /// The saved search that asks just this.
    pub fn find(&self, place: SavedPlace, query: &SavedQuery) -> Option<&SavedSearch> {
        let mut saved = self.saved.iter();
        saved.find(|saved| saved.place == place && saved.query == *query)
    }
}

#[derive(Properties, PartialEq)]
pub struct OwnProviderProps {
    pub children: Html,
}

/// Reads it; everything below can call [`use_own`].
#[component]
pub fn OwnProvider(props: &OwnProviderProps) -> Html {
    let saved = use_state_eq(Rc::<Vec<SavedSearch>>::default);
    let unread = use_state_eq(|| 0_u64);
    let latest = use_latest();
    let reload = {
        let (saved, unread) = (saved.setter(), unread.setter());
        use_callback((), move |(), ()| {
            let (ticket, saved, unread) = (latest.begin(), saved.clone(), unread.clone());
            spawn_local(async move {
                let list = api::own::saved_searches(ticket.signal()).await;
                let count = api::own::unread(ticket.signal()).await;
                // What could not be read stays as it was: the next event asks again.
                if let (Ok(list), true) = (list, ticket.is_current()) {
                    saved.set(Rc::new(list));
                }
                if let (Ok(count), true) = (count, ticket.is_current()) {
                    unread.set(count);
                }
            });
        })
    };
    {
        let reload = reload.clone();
        use_effect_with((), move |()| reload.emit(()));
    }
    {
        let reload = reload.clone();
        use_live(move |event| {
            if matches!(event, Event::OwnChanged | Event::Resync) {
                reload.emit(());
            }
        });
    }
    let own = Own {
        saved: (*saved).clone(),
        unread: *unread,
        reload,
    };
    html! {
        <ContextProvider<Own> context={own}>{ props.children.clone() }</ContextProvider<Own>>
    }
}

/// What is one's own.
#[hook]
pub fn use_own() -> Own {
    use_context().unwrap_or_default()
}

/// What the page asks for, if it is one whose question can be kept and asks anything.
pub fn asked_here(router: &Router) -> Option<(SavedPlace, SavedQuery)> {
    let place = match router.route() {
        Route::Search => SavedPlace::Search,
        Route::Contacts => SavedPlace::Contacts,
        Route::Companies => SavedPlace::Companies,
        _ => return None,
    };
    let query = asked(place, |name| router.param(name).unwrap_or_default());
    let bare = SavedQuery {
        kind: None,
        sort: String::new(),
        ..query.clone()
    };
    (bare != SavedQuery::default()).then_some((place, query))
}

fn asked(place: SavedPlace, param: impl Fn(&str) -> String) -> SavedQuery {
    let words = param("q").trim().to_owned();
    let both = SavedQuery {
        q: words,
        sort: param("sort"),
        ..SavedQuery::default()
    };
    if place == SavedPlace::Search {
        return SavedQuery {
            kind: param("kind").parse().ok(),
            owner: param("owner"),
            company: param("company").parse().ok(),
            after: param("after").parse().ok(),
            before: param("before").parse().ok(),
            ..both
        };
    }
    let clause = |field: Field| {
        let value = param(field.as_str());
        let clause = format!("{}:\"{}\"", field.as_str(), value.replace('"', ""));
        (!value.is_empty()).then_some(clause)
    };
    let clauses: Vec<String> = LIST_FILTERS.into_iter().filter_map(clause).collect();
    SavedQuery {
        filter: clauses.join(" "),
        ..both
    }
}

/// Where a saved search is opened.
pub fn place_of(saved: &SavedSearch) -> (Route, Vec<(&'static str, String)>) {
    let query = &saved.query;
    let route = match saved.place {
        SavedPlace::Search => Route::Search,
        SavedPlace::Contacts => Route::Contacts,
        SavedPlace::Companies => Route::Companies,
    };
    let mut pairs = vec![("q", query.q.clone()), ("sort", query.sort.clone())];
    if saved.place == SavedPlace::Search {
        let day = |day: Option<shared::time::Date>| day.map(|day| day.to_string());
        pairs.extend([
            (
                "kind",
                query
                    .kind
                    .map(|kind| kind.as_str().to_owned())
                    .unwrap_or_default(),
            ),
            ("owner", query.owner.clone()),
            (
                "company",
                query.company.map(|id| id.to_string()).unwrap_or_default(),
            ),
            ("after", day(query.after).unwrap_or_default()),
            ("before", day(query.before).unwrap_or_default()),
        ]);
    }
    let mut rest = query.filter.clone();
    for field in LIST_FILTERS {
        if let Some((clause, value)) = clause_of(&rest, field) {
            pairs.push((field.as_str(), value));
            rest = rest.replacen(&clause, "", 1);
        }
    }
    // What the page has no chip for is understood among its words.
    if let (false, Some((_, words))) = (rest.trim().is_empty(), pairs.first_mut()) {
        *words = format!("{words} {}", rest.trim()).trim().to_owned();
    }
    (route, pairs)
}

/// A clause as [`asked`] writes it, and its value.
fn clause_of(filter: &str, field: Field) -> Option<(String, String)> {
    let head = format!("{}:\"", field.as_str());
    let at = filter.find(&head)?;
    let begins = filter[..at]
        .chars()
        .next_back()
        .is_none_or(char::is_whitespace);
    let value = filter[at + head.len()..]
        .split_once('"')
        .filter(|_| begins)?
        .0;
    Some((format!("{head}{value}\""), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{ids::SavedSearchId, time::Timestamp};
    use uuid::Uuid;

    fn check(place: SavedPlace, address: &[(&str, &str)]) {
        let param = |name: &str| {
            let found = address.iter().find(|(other, _)| *other == name);
            found
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_default()
        };
        let query = asked(place, param);
        let saved = SavedSearch {
            id: SavedSearchId::from_uuid(Uuid::from_u128(1)),
            revision: 1,
            name: "x".into(),
            place,
            query: query.clone(),
            pinned: false,
            alerts: false,
            created_at: Timestamp::from_seconds(0),
            updated_at: Timestamp::from_seconds(0),
        };
        let (_, pairs) = place_of(&saved);
        let mut opened: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        opened.retain(|(_, value)| !value.is_empty());
        opened.sort_unstable();
        let mut expected = address.to_vec();
        expected.sort_unstable();
        assert_eq!(opened, expected);
    }

    #[test]
    fn filters_without_a_chip_are_words() {
        let filter = "-tag:\"vip\" stage:\"lead\" last:30d";
        let (clause, value) = clause_of(filter, Field::Stage).unwrap();
        assert_eq!(
            (clause.as_str(), value.as_str()),
            ("stage:\"lead\"", "lead")
        );
        assert_eq!(clause_of(filter, Field::Tag), None);
        assert_eq!(clause_of(filter, Field::Owner), None);
    }

    #[test]
    fn a_saved_search_opens_where_it_was_saved() {
        check(
            SavedPlace::Search,
            &[
                ("q", "late \"in voice\" -paid"),
                ("kind", "message"),
                ("owner", "me"),
                ("after", "2026-03-01"),
                ("sort", "newest"),
            ],
        );
        check(
            SavedPlace::Contacts,
            &[
                ("q", "ana"),
                ("stage", "lead"),
                ("owner", "me"),
                ("tag", "key account, big"),
            ],
        );
        check(SavedPlace::Companies, &[("sort", "-updated_at")]);
    }
}
