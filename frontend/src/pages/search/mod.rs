//! Search over everything, as one types. The whole search stands in the address. The hits are links:
//! J, K and the arrows move the focus among them, and what has the focus is read beside them.

mod answer;
mod back;
mod filters;
mod hits;
mod input;
mod keys;
mod preview;
mod results;
mod start;
mod why;
mod wish;

use super::scroll::use_scroll_end;
use crate::{
    a11y::use_title,
    components::{Dialog, DialogShape},
    i18n::{I18n, use_i18n},
    router::use_router,
};
use answer::{failed, problems, rebuilding, relaxed, tabs, use_announce};
use back::use_return;
use filters::Filters;
use hits::results;
use input::Input;
use keys::use_moving_keys;
use preview::Preview;
use results::use_search;
use shared::model::RecordKind;
use wish::{Opened, Wish};
use yew::prelude::*;

const RESULTS_ID: &str = "search-results";
const INPUT_ID: &str = "search-input";
/// From this width on there is a preview; below, what is read here opens over the page.
const WIDE_PX: f64 = 1_180.0;

#[component]
pub fn SearchPage() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let wish = Wish::read(&router);
    let search = use_search(&wish);
    let found = search.found.clone();
    let rest_on = use_state_eq(|| None::<Opened>);
    let scroller = use_node_ref();
    let title = if wish.words.trim().is_empty() {
        i18n.t.search.title
    } else {
        &wish.words
    };
    use_title(title.to_owned());
    use_moving_keys();
    use_announce(i18n, &found);
    let comes_back = use_return(&router, &wish, &search);
    let onwish = {
        let router = router.clone();
        Callback::from(move |wish: Wish| wish.show(&router))
    };
    let more = {
        let search = search.clone();
        Callback::from(move |()| search.more())
    };
    let onscroll = use_scroll_end(scroller.clone(), found.hits.len(), more);
    let again = {
        let search = search.clone();
        Callback::from(move |()| search.again())
    };
    let onwish_again = onwish.clone();
    let onclose = {
        let (onwish, wish) = (onwish.clone(), wish.clone());
        Callback::from(move |()| {
            onwish.emit(wish.without_open());
        })
    };
    let hit_of = |(_, id): Opened| found.hits.iter().find(|hit| hit.id == id);
    let first = found.hits.first().map(|hit| (hit.kind, hit.id));
    let resting = rest_on.filter(|record| hit_of(*record).is_some());
    let shown = wish.open.or(resting).or(first);
    let preview = |record: Opened| {
        let in_bin = hit_of(record).is_some_and(|hit| hit.in_bin);
        let (kind, id) = record;
        html! {
            <Preview key={id.to_string()} {kind} {id} {in_bin} query={wish.words.clone()} />
        }
    };
    html! {
        <div class="page search-page">
            <h1 class="sr-only">{ i18n.t.search.title }</h1>
            <div class="search-top">
                <Input wish={wish.clone()} onwish={onwish.clone()} first={found.hits.first().cloned()}
                    problems={problems(&wish, &found)} takes_focus={!comes_back} />
                { tabs(i18n, &wish, &found, &onwish) }
                <Filters wish={wish.clone()} {onwish} />
            </div>
            { rebuilding(i18n, &found) }
            { failed(i18n, &found, &again) }
            { relaxed(i18n, &wish, &found, &onwish_again) }
            <div class="search-body">
                <div ref={scroller} id={RESULTS_ID} class="search-results" role="tabpanel"
                    aria-label={i18n.t.search.results_list} {onscroll}
                    aria-busy={if found.reading { "true" } else { "false" }}>
                    { results(i18n, &wish, &found, &again, (&rest_on, shown)) }
                </div>
                if let Some(record) = shown {
                    <aside class="search-preview" aria-label={i18n.t.search.preview}>
                        { preview(record) }
                    </aside>
                }
            </div>
            if let (Some(record), false) = (wish.open, is_wide()) {
                <Dialog title={record_name(i18n, record.0)} shape={DialogShape::Panel} {onclose}>
                    { preview(record) }
                </Dialog>
            }
        </div>
    }
}

fn is_wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_none_or(|width| width >= WIDE_PX)
}

fn record_name(i18n: I18n, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Contact => i18n.t.common.contact,
        RecordKind::Company => i18n.t.common.company,
        RecordKind::Note => i18n.t.common.note,
        RecordKind::Message => i18n.t.common.message,
    }
}
