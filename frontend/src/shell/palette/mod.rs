//! The command palette: everything is found as one types, and every action has a line. Typed letters
//! show at once; an answer that was overtaken is dropped; what was found before stays until then.

mod actions;
mod preview;
mod results;

use super::Overlay;
use crate::{
    api::{self, ApiError, parties::PartyKind, use_latest},
    components::{
        Icon, IconButton, IconName,
        dialog::{cancel, outside, use_modal},
        use_id,
    },
    i18n::use_i18n,
    pages::query_field::{HostList, QueryField, QueryNote},
    router::{Route, use_router},
    state::{recent, use_live, use_own},
};
use actions::use_actions;
use gloo_timers::callback::Timeout;
use preview::Preview;
use results::{Line, Section, Target};
pub use results::{RecordTarget, kind_name};
use shared::{
    api::search::{SearchAnswer, SearchQuery},
    query::parse,
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Hits fetched for the palette.
const HITS_MAX: usize = 20;
/// Changes by others come in groups: one question for all of them.
const LIVE_WAIT_MS: u32 = 300;
/// How long one must rest on a line before its preview is fetched.
const REST_MS: u32 = 90;

#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    pub onoverlay: Callback<Option<Overlay>>,
    pub oncreate: Callback<(PartyKind, String)>,
}

/// What was asked and found last.
#[derive(Clone, PartialEq, Default)]
pub struct Found {
    pub query: String,
    pub answer: Option<Rc<SearchAnswer>>,
    /// What was asked since then was not answered.
    pub error: Option<Rc<ApiError>>,
}

#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let i18n = use_i18n();
    let node = use_modal();
    let list_id = use_id("palette");
    let words = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let found = use_search(&words);
    let onclose = props.onoverlay.reform(|()| None);
    let actions = use_actions(&words, props);
    let sections = results::sections(i18n, (&words, &use_own()), &found, actions);
    // What was found before stays until then; after a moment it steps back.
    let asks = !parse(&words).says_nothing();
    let is_behind = asks && found.query != **words;
    let lines: Vec<&Line> = sections.iter().flat_map(|section| &section.lines).collect();
    let at = (*chosen).min(lines.len().saturating_sub(1));
    let run = use_run(&onclose, &words);
    let field = use_node_ref();
    let oninput = {
        let (words, chosen) = (words.setter(), chosen.setter());
        Callback::from(move |typed: String| {
            words.set(typed);
            chosen.set(0);
        })
    };
    let answered = found.answer.as_ref().filter(|_| **words == found.query);
    let problems = answered.map_or_else(Vec::new, |answer| answer.problems.clone());
    let forget = {
        let again = use_force_update();
        Callback::from(move |words: String| {
            recent::forget_search(&words);
            again.force_update();
        })
    };
    let onkeydown = keys(
        &sections,
        at,
        chosen.setter(),
        (run.clone(), forget.clone()),
    );
    let resting = use_resting(lines.get(at).map(|line| line.target.clone()));
    let active = (!lines.is_empty()).then(|| AttrValue::from(format!("{list_id}-{at}")));
    html! {
        <dialog ref={node.clone()} class="palette" aria-label={i18n.t.palette.title} {onkeydown}
            oncancel={cancel(&onclose)} onclick={outside(node, &onclose)}>
            <div class="palette-field">
                <Icon name={IconName::Search} size={20} />
                <QueryField value={(*words).clone()} label={i18n.t.palette.placeholder}
                    oninput={oninput.clone()} problems={problems.clone()} autofocus=true
                    node={field} list={HostList { id: list_id.clone(), active }} />
                <kbd class="wide-only" aria-hidden="true">{ "Esc" }</kbd>
                <span class="narrow-only">
                    <IconButton icon={IconName::Close} label={i18n.t.common.close}
                        onclick={onclose.clone()} />
                </span>
            </div>
            <QueryNote value={(*words).clone()} {oninput} {problems} />
            <div class="palette-work">
                <div id={list_id.clone()} role="listbox" aria-label={i18n.t.palette.title}
                    class={classes!("palette-list", is_behind.then_some("is-behind"))}>
                    { results::show(i18n, &sections, (&list_id, at), &chosen.setter(), (&run, &forget)) }
                    { results::nothing(i18n, &words, &found) }
                </div>
                <Preview target={resting} query={found.query.clone()} />
            </div>
            { foot(i18n, &found, asks) }
        </dialog>
    }
}

fn foot(i18n: crate::i18n::I18n, found: &Found, asks: bool) -> Html {
    let t = &i18n.t.palette;
    let total = found.answer.as_ref().filter(|_| asks);
    let said = total.map(|answer| i18n.count(t.results, answer.total));
    html! {
        <div class="palette-foot">
            <span role="status" class="num">{ said }</span>
            <span class="palette-keys" aria-hidden="true">
                <kbd>{ "↑" }</kbd><kbd>{ "↓" }</kbd>{ t.to_move }
                <kbd>{ "Tab" }</kbd>{ t.to_switch }
                <kbd>{ "↵" }</kbd>{ t.to_open }
            </span>
        </div>
    }
}

/// Searches with each letter and when what can be found changes; only the newest answer counts.
#[hook]
fn use_search(words: &UseStateHandle<String>) -> Found {
    let found = use_state_eq(Found::default);
    let latest = use_latest();
    let round = use_fresh_round();
    {
        let found = found.clone();
        use_effect_with(((**words).clone(), round), move |(query, _)| {
            let ticket = latest.begin();
            let query = query.clone();
            if parse(&query).says_nothing() {
                found.set(Found::default());
                return;
            }
            spawn_local(async move {
                let asked = SearchQuery {
                    q: query.clone(),
                    limit: Some(HITS_MAX),
                    threads: Some(true),
                    ..SearchQuery::default()
                };
                let answer = api::search::search(&asked, ticket.signal()).await;
                if !ticket.is_current() {
                    return;
                }
                found.set(match answer {
                    Ok(answer) => Found {
                        query,
                        answer: Some(Rc::new(answer)),
                        error: None,
                    },
                    Err(ApiError::Aborted) => return,
                    Err(error) => Found {
                        error: Some(Rc::new(error)),
                        ..(*found).clone()
                    },
                });
            });
        });
    }
    (*found).clone()
}

/// Grows a moment after the last change of what can be found.
#[hook]
fn use_fresh_round() -> u32 {
    let round = use_state_eq(|| 0);
    let timer = use_mut_ref(|| None::<Timeout>);
    {
        let round = round.clone();
        use_live(move |event| {
            if event.changes_search() {
                let round = round.clone();
                let next = Timeout::new(LIVE_WAIT_MS, move || round.set(*round + 1));
                timer.replace(Some(next));
            }
        });
    }
    *round
}

/// The line one rests on; running through the list fetches nothing.
#[hook]
fn use_resting(target: Option<Target>) -> Option<Target> {
    let resting = use_state_eq(|| None::<Target>);
    {
        let resting = resting.setter();
        use_effect_with(target, move |target| {
            let target = target.clone();
            let timer = Timeout::new(REST_MS, move || resting.set(target));
            move || drop(timer)
        });
    }
    (*resting).clone()
}

/// Does what a line is for; `true` opens it in a new tab.
#[hook]
fn use_run(onclose: &Callback<()>, words: &str) -> Callback<(Target, bool)> {
    let router = use_router();
    let sought = words.trim().to_owned();
    let onclose = onclose.clone();
    Callback::from(move |(target, new_tab): (Target, bool)| {
        let (route, query) = match &target {
            Target::Act(callback) => {
                onclose.emit(());
                callback.emit(());
                return;
            }
            Target::Record(record) => {
                recent::note_search(&sought);
                (record.route(), record.query(&sought))
            }
            Target::Search(words) => {
                recent::note_search(words);
                (Route::Search, vec![("q", words.clone())])
            }
            Target::Recent(words) => (Route::Search, vec![("q", words.clone())]),
            Target::Page(route, query) => (*route, query.clone()),
        };
        let query: Vec<(&str, &str)> = query
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        if new_tab {
            let url = crate::router::with_query(route, &query);
            if let Some(window) = web_sys::window() {
                window.open_with_url_and_target(&url, "_blank").ok();
            }
            return;
        }
        onclose.emit(());
        router.push_query(route, &query);
    })
}

fn keys(
    sections: &[Section],
    at: usize,
    chosen: UseStateSetter<usize>,
    (run, forget): (Callback<(Target, bool)>, Callback<String>),
) -> Callback<KeyboardEvent> {
    let targets: Vec<Target> = sections
        .iter()
        .flat_map(|section| &section.lines)
        .map(|line| line.target.clone())
        .collect();
    let lengths: Vec<usize> = sections.iter().map(|section| section.lines.len()).collect();
    Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        let count = targets.len();
        // While a Chinese word is being composed, the keys belong to it.
        if event.is_composing() || count == 0 {
            return;
        }
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1) % count,
            "ArrowUp" => (at + count - 1) % count,
            "PageDown" => (at + 8).min(count - 1),
            "PageUp" => at.saturating_sub(8),
            "Tab" => results::section_step(&lengths, at, event.shift_key()),
            // As browsers do with what their address bar remembers.
            "Delete" if event.shift_key() => {
                event.prevent_default();
                if let Some(Target::Recent(words)) = targets.get(at) {
                    forget.emit(words.clone());
                }
                return;
            }
            "Enter" => {
                event.prevent_default();
                if let Some(target) = targets.get(at) {
                    run.emit((target.clone(), event.ctrl_key() || event.meta_key()));
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    })
}
