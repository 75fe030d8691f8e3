//! The search page before anything is asked: what one keeps, what one asked last, and how to ask.

use crate::{
    components::{EmptyState, Icon, IconButton, IconName},
    i18n::{I18n, use_i18n},
    router::{Link, Route},
    state::{own::place_of, recent, use_own},
};
use shared::{
    api::saved_search::{SavedPlace, SavedSearch},
    query::{Field, offered, quoted},
};
use yew::prelude::*;

/// Fields that ask something by themselves.
const TASTES: [Field; 4] = [Field::Owner, Field::Has, Field::Last, Field::In];

#[component]
pub fn Start() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.own;
    let own = use_own();
    let searches = use_state_eq(recent::searches);
    if own.saved.is_empty() && searches.is_empty() {
        let t = &i18n.t.search;
        return html! {
            <EmptyState icon={IconName::Search} title={t.start_title} lead={t.start_lead}>
                { tastes(i18n) }
            </EmptyState>
        };
    }
    let recent = |words: &String| {
        let forget = {
            let (searches, words) = (searches.setter(), words.clone());
            Callback::from(move |()| {
                recent::forget_search(&words);
                searches.set(recent::searches());
            })
        };
        let label = i18n.fill(t.forget, &[("q", words)]);
        html! {
            <li key={words.clone()} class="start-row">
                <Link to={Route::Search} query={vec![("q", words.clone())]} class="hit">
                    <Icon name={IconName::Clock} />
                    <span class="clip">{ words }</span>
                </Link>
                <IconButton icon={IconName::Close} {label} onclick={forget} small=true />
            </li>
        }
    };
    html! {
        <div class="search-start">
            if !own.saved.is_empty() {
                <section aria-labelledby="start-saved">
                    <h2 id="start-saved">{ t.saved_searches }</h2>
                    <ul>{ for own.saved.iter().map(|it| saved_row(t.has_alert, it)) }</ul>
                </section>
            }
            if !searches.is_empty() {
                <section aria-labelledby="start-recent">
                    <h2 id="start-recent">{ t.recent }</h2>
                    <ul>{ for searches.iter().map(recent) }</ul>
                </section>
            }
            <p class="faint small">{ i18n.t.search.start_lead }</p>
            <div class="row">{ tastes(i18n) }</div>
        </div>
    }
}

/// What fields of the query language find with the first of their values, one click away.
fn tastes(i18n: I18n) -> Html {
    let taste = |field: Field| {
        let value = offered(field, i18n.locale).into_iter().next()?;
        let words = format!("{}:{}", field.name(i18n.locale), quoted(value));
        Some(html! {
            <Link to={Route::Search} query={vec![("q", words.clone())]} class="chip chip-line">
                { words }
            </Link>
        })
    };
    html! { <>{ for TASTES.into_iter().filter_map(taste) }</> }
}

fn saved_row(has_alert: &'static str, saved: &SavedSearch) -> Html {
    let (to, query) = place_of(saved);
    let icon = match saved.place {
        SavedPlace::Search => IconName::Bookmark,
        SavedPlace::Contacts => IconName::Contacts,
        SavedPlace::Companies => IconName::Company,
    };
    html! {
        <li key={saved.id.to_string()} class="start-row">
            <Link {to} {query} class="hit">
                <Icon name={icon} />
                <span class="clip">{ &saved.name }</span>
                if saved.query.q != saved.name {
                    <span class="clip faint start-words">{ &saved.query.q }</span>
                }
                if saved.alerts {
                    <span class="start-alert" title={has_alert}>
                        <Icon name={IconName::Bell} size={14} />
                        <span class="sr-only">{ has_alert }</span>
                    </span>
                }
            </Link>
        </li>
    }
}
