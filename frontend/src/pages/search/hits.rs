//! The hits as links in their list, and what stands there while there are none.

use super::{
    answer::Nothing,
    back,
    results::Found,
    start::Start,
    why::HitWhy,
    wish::{Opened, Wish},
};
use crate::{
    components::SkeletonRows,
    i18n::I18n,
    pages::{LoadFailed, hit},
    router::{Link, Route},
    shell::RecordTarget,
    state::recent,
};
use shared::api::search::Hit;
use yew::prelude::*;

/// The hit one rests on, and the one that is previewed.
pub type Rest<'a> = (&'a UseStateHandle<Option<Opened>>, Option<Opened>);

/// The hits; or what one keeps, waits for, or may do instead.
pub fn results(
    i18n: I18n,
    wish: &Wish,
    found: &Found,
    again: &Callback<()>,
    rest: Rest<'_>,
) -> Html {
    if wish.is_empty() {
        return html! { <Start /> };
    }
    if let (Some(error), true) = (&found.error, found.hits.is_empty()) {
        return html! { <LoadFailed error={error.clone()} onretry={again.clone()} /> };
    }
    if found.wish.is_none() {
        return html! { <div class="search-wait"><SkeletonRows rows={10} /></div> };
    }
    if found.hits.is_empty() {
        return html! { <Nothing wish={wish.clone()} /> };
    }
    let onclick = {
        let words = wish.words.clone();
        Callback::from(move |_: MouseEvent| recent::note_search(&words))
    };
    html! {
        <ul class="hits" {onclick}>
            { for found.hits.iter().enumerate().map(|(at, hit)| row(i18n, wish, (at, hit), rest)) }
        </ul>
    }
}

fn row(i18n: I18n, wish: &Wish, (at, hit): (usize, &Hit), (rest_on, shown): Rest<'_>) -> Html {
    let (to, query) = place_of(hit, wish);
    let here = Some((hit.kind, hit.id));
    // Not every browser gives the focus to a link that is clicked.
    let onclick = {
        let (wish, id) = (wish.clone(), hit.id);
        Callback::from(move |_: MouseEvent| back::note(&wish, (id, at)))
    };
    let onfocus = {
        let (rest_on, wish, id) = (rest_on.setter(), wish.clone(), hit.id);
        Callback::from(move |_: FocusEvent| {
            rest_on.set(here);
            back::note(&wish, (id, at));
        })
    };
    html! {
        <li key={hit.id.to_string()} onfocusin={onfocus} {onclick}
            class={(shown == here).then_some("is-shown")}>
            <Link {to} {query} class="hit">
                { hit::face(hit) }
                { hit::text(i18n, hit) }
            </Link>
            <HitWhy kind={hit.kind} id={hit.id} query={wish.words.clone()}
                title={hit.title.clone()} />
        </li>
    }
}

/// Where a hit is read: what has no page of its own on this one.
pub fn place_of(hit: &Hit, wish: &Wish) -> (Route, Vec<(&'static str, String)>) {
    let record = RecordTarget::of_hit(hit);
    let query = match record.route() {
        Route::Search => wish.with_open((hit.kind, hit.id)),
        Route::Contact(_) | Route::Company(_) => words_in(hit, wish),
        _ => record.query(&wish.words),
    };
    (record.route(), query)
}

/// Whoever was found by a name needs no marks; whoever was found by something else shows where it is.
fn words_in(hit: &Hit, wish: &Wish) -> Vec<(&'static str, String)> {
    let is_within = hit.title_marks.is_empty() && !hit.marks.is_empty();
    is_within
        .then(|| ("q", wish.words.clone()))
        .into_iter()
        .collect()
}
