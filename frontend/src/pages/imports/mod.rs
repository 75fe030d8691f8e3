//! Imports: a place to drop files, and every import so far with what became of it.

mod drop;
mod gather;
mod one;
mod people;
mod show;

pub use one::ImportPage;

use super::{LoadFailed, Page};
use crate::{
    api,
    components::{Icon, IconName, SkeletonRows},
    format,
    i18n::{I18n, use_i18n},
    router::{Link, Route},
    state::{Load, use_can, use_live, use_resource},
};
use drop::DropZone;
use shared::{
    api::{
        event::Event,
        import::Import,
        page::{ListQuery, Page as ListPage},
    },
    permission::Permission,
};
use show::{files_line, state_chip};
use yew::prelude::*;

/// Imports shown.
const IMPORTS_MAX: usize = 100;

#[component]
pub fn ImportsPage() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.imports;
    let can_run = use_can(Permission::ImportRun);
    let imports = use_resource((), |(), signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(IMPORTS_MAX),
                ..ListQuery::default()
            };
            api::imports::list(&query, signal.as_ref()).await
        })
    });
    {
        let imports = imports.clone();
        use_live(move |event| match event {
            Event::Import(import) => match imports.load.ready() {
                Some(page) => imports.put(with(page, import)),
                None => imports.reload(),
            },
            Event::Resync => imports.reload(),
            _ => {}
        });
    }
    let retry = {
        let imports = imports.clone();
        Callback::from(move |()| imports.reload())
    };
    let history = match &imports.load {
        Load::Waiting => html! { <SkeletonRows rows={4} /> },
        Load::Failed(error) => html! { <LoadFailed error={error.clone()} onretry={retry} /> },
        Load::Ready(page) if page.items.is_empty() => {
            html! { <p class="faint">{ t.no_history }</p> }
        }
        Load::Ready(page) => html! {
            <ul class="import-list">{ for page.items.iter().map(|import| row(i18n, import)) }</ul>
        },
    };
    html! {
        <Page title={t.title}>
            <div class="page-measure">
                if can_run {
                    <DropZone />
                }
                <section class="import-part">
                    <h2>{ t.history }</h2>
                    { history }
                </section>
            </div>
        </Page>
    }
}

/// The list with an import as it is now; a new one comes first.
fn with(page: &ListPage<Import>, import: &Import) -> ListPage<Import> {
    let mut next = page.clone();
    match next.items.iter_mut().find(|other| other.id == import.id) {
        Some(known) => *known = import.clone(),
        None => next.items.insert(0, import.clone()),
    }
    next
}

fn row(i18n: I18n, import: &Import) -> Html {
    let t = &i18n.t.imports;
    let counts = &import.counts;
    let figure = |label: &'static str, n: u64| {
        html! {
            if n > 0 {
                <span>{ format!("{} {}", format::number(i18n.locale, n), label.to_lowercase()) }</span>
            }
        }
    };
    html! {
        <li key={import.id.to_string()}>
            <Link to={Route::Import(import.id)} class="import-row">
                <Icon name={IconName::Import} />
                <span class="import-text">
                    <strong class="clip">{ files_line(i18n, import) }</strong>
                    <span class="import-figures faint small num">
                        { figure(t.created, counts.created) }
                        { figure(t.updated, counts.updated) }
                        { figure(t.unchanged, counts.unchanged) }
                        { figure(t.skipped, counts.skipped) }
                    </span>
                </span>
                { state_chip(i18n, import.state) }
                <span class="import-at faint small num">{ format::ago(i18n, import.created_at) }</span>
            </Link>
        </li>
    }
}
