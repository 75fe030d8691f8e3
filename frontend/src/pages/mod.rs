//! Pages, one folder or file each. A page owns data and state; what it is made of comes from
//! `components`, what it knows from `state` and `api`, every word from `i18n`.
//!
//! How a page is built:
//! 1. `#[component] pub fn XPage(props) -> Html` in `pages/x.rs` (or `pages/x/mod.rs` with parts beside
//!    it), a [`Route`](crate::router::Route) in `router.rs`, its part of the app in [`page_of`] and an
//!    arm in [`daily_page`] or [`seldom_page`] below (see `parts.rs`).
//! 2. Strings: a group of its own in `i18n/x.rs`, added to `groups!` in `i18n/mod.rs`;
//!    `let i18n = use_i18n();` then `i18n.t.x.title`, `i18n.count(row, n)`, `i18n.fill(row, …)`.
//! 3. Data: `use_resource(deps, |deps, signal| Box::pin(async move { api::… .await }))` and match on
//!    `Load`: `Waiting` shows `SkeletonRows`, `Failed` shows [`LoadFailed`] with `reload`, `Ready` the
//!    page. `use_live(move |event| …)` reloads what changed; what is in sight stays meanwhile.
//! 4. Changes: optimistic where it is safe, then `use_toasts().done(text, reply.position, undone)`;
//!    errors of fields beside the field (`ApiError::field`, `i18n::errors::field_text`), all others
//!    `use_toasts().failed(&error)`. Controls that the role forbids are not rendered (`use_can`).
//! 5. Frame: `<Page title=…>` gives head, title of the tab and body. State worth sharing lives in the
//!    query (`use_router().param`, `replace_query`).
//! 6. Style: one file `assets/css/4x-<page>.css`, tokens only.

mod bin;
pub mod files;
pub mod find;
mod frame;
#[cfg(any(debug_assertions, feature = "gallery"))]
mod gallery;
mod gate;
pub mod hit;
mod home;
mod imports;
mod not_found;
mod notes;
mod parties;
mod party;
mod people;
pub mod query_field;
mod saved;
mod scroll;
mod search;
mod settings;
mod similar;
#[cfg(test)]
pub mod tests;
pub mod thread;

pub use frame::{LoadFailed, Page};
pub use gate::{SetupPage, SignInPage};
pub use parties::NewPartyPanel;
pub use query_field::{LazyQueryField, QueryFieldProps};
pub use saved::SaveSearch;

use crate::{
    api::parties::PartyKind,
    parts::{Lazy, Part, View},
    router::Route,
};
use yew::prelude::*;

/// The page of a route, for somebody who is signed in. Only what is first shown after sign-in stands
/// here by name; the others are in parts, fetched when needed.
pub fn page_of(route: Route) -> Html {
    let part = match route {
        Route::Home | Route::Setup | Route::SignIn => return html! { <home::HomePage /> },
        Route::Contacts => return html! { <parties::PartiesPage kind={PartyKind::Contact} /> },
        Route::Companies => return html! { <parties::PartiesPage kind={PartyKind::Company} /> },
        Route::Contact(_) | Route::Company(_) | Route::Thread(_) | Route::Search => Part::Daily,
        Route::Settings(_)
        | Route::Imports
        | Route::Import(_)
        | Route::Bin
        | Route::Gallery
        | Route::NotFound => Part::Seldom,
    };
    html! { <Lazy {part} view={View::Page(route)} /> }
}

/// A field for queries with what is wrong below it, for pages of the first part.
pub fn query_view(field: &QueryFieldProps) -> Html {
    let note = html! {
        <query_field::QueryNote value={field.value.clone()} oninput={field.oninput.clone()}
            problems={field.problems.clone()} />
    };
    html! { <><query_field::QueryField ..field.clone() />{ note }</> }
}

/// The pages of daily work.
pub fn daily_page(route: Route) -> Html {
    match route {
        Route::Contact(id) => {
            html! { <party::PartyPage kind={PartyKind::Contact} id={id.uuid()} /> }
        }
        Route::Company(id) => {
            html! { <party::PartyPage kind={PartyKind::Company} id={id.uuid()} /> }
        }
        Route::Thread(id) => html! { <thread::ThreadPage {id} /> },
        Route::Search => html! { <search::SearchPage /> },
        _ => Html::default(),
    }
}

/// The pages one opens now and then.
pub fn seldom_page(route: Route) -> Html {
    match route {
        Route::Settings(tab) => html! { <settings::SettingsPage {tab} /> },
        Route::Imports => html! { <imports::ImportsPage /> },
        Route::Import(id) => html! { <imports::ImportPage {id} /> },
        Route::Bin => html! { <bin::BinPage /> },
        Route::Gallery => gallery_page(),
        _ => html! { <not_found::NotFoundPage /> },
    }
}

#[cfg(any(debug_assertions, feature = "gallery"))]
fn gallery_page() -> Html {
    html! { <gallery::GalleryPage /> }
}

#[cfg(not(any(debug_assertions, feature = "gallery")))]
fn gallery_page() -> Html {
    html! { <not_found::NotFoundPage /> }
}
