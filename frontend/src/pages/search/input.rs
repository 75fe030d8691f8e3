//! The input on top of the search page, with what is wrong with it below.

use super::{INPUT_ID, back, hits::place_of, keys::move_focus, wish::Wish};
use crate::{
    components::{Icon, IconButton, IconName},
    i18n::use_i18n,
    pages::query_field::{QueryField, QueryNote},
    router::use_router,
    state::recent,
};
use shared::{api::search::Hit, query::Problem};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct InputProps {
    pub wish: Wish,
    pub onwish: Callback<Wish>,
    /// The best hit.
    pub first: Option<Hit>,
    /// What the server said of the words.
    pub problems: Vec<Problem>,
    /// Whether it has the focus at first.
    pub takes_focus: bool,
}

/// The input on top. Enter opens the best hit, the arrow down goes to it.
#[component]
pub fn Input(props: &InputProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let node = use_node_ref();
    {
        let (node, takes_focus) = (node.clone(), props.takes_focus);
        use_effect_with((), move |()| {
            let input = node.cast::<HtmlInputElement>();
            if let Some(input) = input.filter(|_| takes_focus) {
                input.focus().ok();
            }
        });
    }
    let change = {
        let (wish, onwish) = (props.wish.clone(), props.onwish.clone());
        Callback::from(move |words: String| {
            onwish.emit(Wish {
                words,
                open: None,
                ..wish.clone()
            });
        })
    };
    let oninput = change.clone();
    let onkeydown = {
        let (first, wish) = (props.first.clone(), props.wish.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                move_focus(1);
            }
            "Enter" if !event.is_composing() => {
                let Some(hit) = &first else { return };
                recent::note_search(&wish.words);
                back::note(&wish, (hit.id, 0));
                let (route, query) = place_of(hit, &wish);
                let query: Vec<(&str, &str)> = query
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                if event.ctrl_key() || event.meta_key() {
                    let url = crate::router::with_query(route, &query);
                    if let Some(window) = web_sys::window() {
                        window.open_with_url_and_target(&url, "_blank").ok();
                    }
                } else {
                    router.push_query(route, &query);
                }
            }
            _ => {}
        })
    };
    let clear = {
        let node = node.clone();
        Callback::from(move |()| {
            change.emit(String::new());
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.focus().ok();
            }
        })
    };
    html! {
        <>
        <div class="search-input input-icon" role="search">
            <Icon name={IconName::Search} size={20} />
            <QueryField {node} id={INPUT_ID} value={props.wish.words.clone()}
                label={i18n.t.search.placeholder} problems={props.problems.clone()}
                oninput={oninput.clone()} {onkeydown} />
            if !props.wish.words.is_empty() {
                <IconButton icon={IconName::Close} label={i18n.t.search.clear} onclick={clear}
                    small=true />
            }
        </div>
        <QueryNote value={props.wish.words.clone()} problems={props.problems.clone()} {oninput} />
        </>
    }
}
