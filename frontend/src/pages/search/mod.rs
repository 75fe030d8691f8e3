//! Search over everything, as one types. The whole search stands in the address. The hits are links:
//! J, K and the arrows move the focus among them, and what has the focus is read beside them.

mod filters;
mod preview;
mod results;
mod start;
mod why;
mod wish;

use super::{
    LoadFailed, files,
    query_field::{QueryField, QueryNote},
    scroll::use_scroll_end,
};
use crate::{
    a11y::{announce, dialog_is_open, is_typing, use_title},
    components::{
        Avatar, Banner, Button, Dialog, DialogShape, EmptyState, Icon, IconButton, IconName,
        MarkedText, SkeletonRows, Tab, Tabs, Tone,
    },
    format,
    i18n::{I18n, use_i18n},
    router::{Link, Route, use_router},
    state::recent,
};
use filters::Filters;
use gloo_events::{EventListener, EventListenerOptions};
use preview::Preview;
use results::{Found, use_search};
use shared::{
    api::search::{Hit, SearchTier},
    ids::{CompanyId, ContactId},
    model::RecordKind,
    query::Problem,
};
use start::Start;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use wish::Wish;
use yew::prelude::*;

const RESULTS_ID: &str = "search-results";
const INPUT_ID: &str = "search-input";
/// From this width on there is a preview; below, a note opens over the page.
const WIDE_PX: f64 = 1_180.0;

#[component]
pub fn SearchPage() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let wish = Wish::read(&router);
    let search = use_search(&wish);
    let found = search.found.clone();
    let rest_on = use_state_eq(|| None::<(RecordKind, Uuid)>);
    let scroller = use_node_ref();
    let title = if wish.words.trim().is_empty() {
        i18n.t.search.title
    } else {
        &wish.words
    };
    use_title(title.to_owned());
    use_moving_keys();
    use_announce(i18n, &found);
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
    let close_note = {
        let (onwish, wish) = (onwish.clone(), wish.clone());
        Callback::from(move |()| {
            onwish.emit(Wish {
                note: String::new(),
                ..wish.clone()
            })
        })
    };
    let first = found.hits.first().map(|hit| (hit.kind, hit.id));
    let open_note = wish
        .note
        .parse::<Uuid>()
        .ok()
        .map(|id| (RecordKind::Note, id));
    let shown = open_note
        .or_else(|| rest_on.filter(|(_, id)| found.hits.iter().any(|hit| hit.id == *id)))
        .or(first);
    html! {
        <div class="page search-page">
            <h1 class="sr-only">{ i18n.t.search.title }</h1>
            <div class="search-top">
                <Input wish={wish.clone()} onwish={onwish.clone()} first={found.hits.first().cloned()}
                    problems={problems(&wish, &found)} />
                { kinds(i18n, &wish, &found, &onwish) }
                <Filters wish={wish.clone()} {onwish} />
            </div>
            { rebuilding(i18n, &found) }
            { relaxed(i18n, &wish, &found, &onwish_again) }
            <div class="search-body">
                <div ref={scroller} id={RESULTS_ID} class="search-results" role="tabpanel"
                    aria-label={i18n.t.search.results_list} {onscroll}
                    aria-busy={if found.reading { "true" } else { "false" }}>
                    { results(i18n, &wish, &found, &again, (&rest_on, shown)) }
                </div>
                if let Some((kind, id)) = shown {
                    <aside class="search-preview" aria-label={i18n.t.search.preview}>
                        <Preview key={id.to_string()} {kind} {id} query={wish.words.clone()} />
                    </aside>
                }
            </div>
            if let (Some((kind, id)), false) = (open_note, is_wide()) {
                <Dialog title={i18n.t.common.note} shape={DialogShape::Panel} onclose={close_note}>
                    <Preview {kind} {id} query={wish.words.clone()} />
                </Dialog>
            }
        </div>
    }
}

fn is_wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_none_or(|width| width >= WIDE_PX)
}

#[derive(Properties, PartialEq)]
struct InputProps {
    wish: Wish,
    onwish: Callback<Wish>,
    first: Option<Hit>,
    problems: Vec<Problem>,
}

/// What the server said of these words.
fn problems(wish: &Wish, found: &Found) -> Vec<Problem> {
    let same = found.wish.as_ref().is_some_and(|it| it.words == wish.words);
    if same {
        found.problems.clone()
    } else {
        Vec::new()
    }
}

/// The input on top. Enter opens the best hit, the arrow down goes to it.
#[component]
fn Input(props: &InputProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.focus().ok();
            }
        });
    }
    let change = {
        let (wish, onwish) = (props.wish.clone(), props.onwish.clone());
        Callback::from(move |words: String| {
            onwish.emit(Wish {
                words,
                note: String::new(),
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

fn kinds(i18n: I18n, wish: &Wish, found: &Found, onwish: &Callback<Wish>) -> Html {
    let count = |kind: Option<RecordKind>| {
        found.wish.as_ref()?;
        let n = match kind {
            Some(kind) => found.counts.get(&kind).copied().unwrap_or(0),
            None => found.counts.iter().map(|(_, count)| count).sum(),
        };
        Some(AttrValue::from(format::number(i18n.locale, n)))
    };
    let tab = |value: Option<RecordKind>, label: &'static str| Tab {
        value,
        label: label.into(),
        count: count(value),
    };
    let t = i18n.t;
    let mut tabs = vec![tab(None, t.search.all)];
    tabs.extend(RecordKind::ALL.map(|kind| tab(Some(kind), kind_name(i18n, kind))));
    let onchange = {
        let (wish, onwish) = (wish.clone(), onwish.clone());
        Callback::from(move |kind| {
            onwish.emit(Wish {
                kind,
                note: String::new(),
                ..wish.clone()
            });
        })
    };
    html! {
        <Tabs<Option<RecordKind>> label={t.search.kinds} {tabs} value={wish.kind} {onchange}
            panel_id={RESULTS_ID} />
    }
}

fn kind_name(i18n: I18n, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Contact => i18n.t.common.contacts,
        RecordKind::Company => i18n.t.common.companies,
        RecordKind::Note => i18n.t.common.notes,
        RecordKind::Message => i18n.t.common.messages,
    }
}

fn rebuilding(i18n: I18n, found: &Found) -> Html {
    if !found.rebuilding {
        return Html::default();
    }
    let text = match found.percent {
        Some(percent) => i18n.fill(
            i18n.t.search.rebuilding_percent,
            &[("n", &percent.to_string())],
        ),
        None => i18n.t.search.rebuilding.to_owned(),
    };
    html! { <div class="page-banner"><Banner tone={Tone::Info}>{ text }</Banner></div> }
}

/// Says that the hits are not quite what was asked.
fn relaxed(i18n: I18n, wish: &Wish, found: &Found, onwish: &Callback<Wish>) -> Html {
    let t = &i18n.t.search;
    let said = match found.tier {
        SearchTier::Exact => None,
        SearchTier::Typos => Some(t.tier_typos),
        SearchTier::SomeWords => Some(t.tier_some),
    };
    let said = said.filter(|_| !found.hits.is_empty());
    let meant = found.did_you_mean.as_ref().map(|words| {
        let (onwish, next) = (
            onwish.clone(),
            Wish {
                words: words.clone(),
                note: String::new(),
                ..wish.clone()
            },
        );
        let onclick = Callback::from(move |_: MouseEvent| onwish.emit(next.clone()));
        html! {
            <span>
                { t.did_you_mean }{ " " }
                <button type="button" {onclick}>{ words }</button>{ t.did_you_mean_end }
            </span>
        }
    });
    if said.is_none() && meant.is_none() {
        return Html::default();
    }
    html! {
        <p class="search-note"><Icon name={IconName::Info} size={14} />{ meant }{ said }</p>
    }
}

fn results(i18n: I18n, wish: &Wish, found: &Found, again: &Callback<()>, rest: Rest<'_>) -> Html {
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
    let row = |hit: &Hit| hit_row(i18n, wish, hit, rest);
    let onclick = {
        let words = wish.words.clone();
        Callback::from(move |_: MouseEvent| recent::note_search(&words))
    };
    html! { <ul class="hits" {onclick}>{ for found.hits.iter().map(row) }</ul> }
}

#[derive(Properties, PartialEq)]
struct NothingProps {
    wish: Wish,
}

/// Nothing was found: why that may be, and the way out.
#[component]
fn Nothing(props: &NothingProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let t = &i18n.t.search;
    let filtered = props.wish.is_filtered();
    let wide = {
        let wish = props.wish.without_filters();
        Callback::from(move |()| wish.show(&router))
    };
    html! {
        <EmptyState icon={IconName::Search} lead={if filtered { t.none_filtered } else { t.none_lead }}
            title={i18n.fill(t.none_title, &[("q", &props.wish.words)])}>
            if filtered {
                <Button label={t.without_filters} onclick={wide} />
            }
        </EmptyState>
    }
}

/// Where a hit is read: a note on this page, everything else on its own.
fn place_of(hit: &Hit, wish: &Wish) -> (Route, Vec<(&'static str, String)>) {
    match (hit.kind, hit.thread_id) {
        (RecordKind::Contact, _) => (
            Route::Contact(ContactId::from_uuid(hit.id)),
            words_in(hit, wish),
        ),
        (RecordKind::Company, _) => (
            Route::Company(CompanyId::from_uuid(hit.id)),
            words_in(hit, wish),
        ),
        (RecordKind::Message, Some(thread)) => {
            let mut query = vec![("q", wish.words.clone()), ("message", hit.id.to_string())];
            query.extend(hit.attachment.iter().flat_map(files::params));
            (Route::Thread(thread), query)
        }
        (RecordKind::Note | RecordKind::Message, _) => {
            (Route::Search, wish.with_note(hit.id.to_string()))
        }
    }
}

/// Whoever was found by a name needs no marks; whoever was found by something else shows where it is.
fn words_in(hit: &Hit, wish: &Wish) -> Vec<(&'static str, String)> {
    let is_within = hit.title_marks.is_empty() && !hit.marks.is_empty();
    is_within
        .then(|| ("q", wish.words.clone()))
        .into_iter()
        .collect()
}

/// The hit one rests on, and the one that is previewed.
type Rest<'a> = (
    &'a UseStateHandle<Option<(RecordKind, Uuid)>>,
    Option<(RecordKind, Uuid)>,
);

fn hit_row(i18n: I18n, wish: &Wish, hit: &Hit, (rest_on, shown): Rest<'_>) -> Html {
    let (to, query) = place_of(hit, wish);
    let onfocus = {
        let (rest_on, on) = (rest_on.setter(), (hit.kind, hit.id));
        Callback::from(move |_: FocusEvent| rest_on.set(Some(on)))
    };
    let face = match hit.kind {
        RecordKind::Contact => html! { <Avatar name={hit.title.clone()} size={32} /> },
        RecordKind::Company => html! { <Avatar name={hit.title.clone()} size={32} square=true /> },
        RecordKind::Note => html! { <span class="hit-face"><Icon name={IconName::Note} /></span> },
        RecordKind::Message => {
            html! { <span class="hit-face"><Icon name={IconName::Mail} /></span> }
        }
    };
    let title = if hit.title.trim().is_empty() {
        html! { <span class="faint">{ i18n.t.common.no_subject }</span> }
    } else {
        html! { <MarkedText text={hit.title.clone()} marks={hit.title_marks.clone()} /> }
    };
    html! {
        <li key={hit.id.to_string()} onfocusin={onfocus}
            class={(shown == Some((hit.kind, hit.id))).then_some("is-shown")}>
            <Link {to} {query} class="hit">
                { face }
                <span class="hit-text">
                    <span class="hit-line">
                        <strong class="clip">{ title }</strong>
                        if !hit.context.is_empty() {
                            <span class="clip faint hit-context">{ &hit.context }</span>
                        }
                        <span class="hit-at">{ format::ago(i18n, hit.at) }</span>
                    </span>
                    if hit.more_in_thread > 0 {
                        <span class="hit-more faint small">
                            { i18n.count(i18n.t.search.more_in_thread, hit.more_in_thread.into()) }
                        </span>
                    }
                    if !hit.snippet.is_empty() && hit.snippet.trim() != hit.title.trim() {
                        <span class="hit-snippet">
                            if let Some(file) = &hit.attachment {
                                <strong class="hit-file">
                                    <Icon name={IconName::Clip} size={14} />
                                    { files::place(i18n, file) }
                                </strong>
                            }
                            <MarkedText text={hit.snippet.clone()} marks={hit.marks.clone()} />
                        </span>
                    }
                </span>
            </Link>
        </li>
    }
}

/// How many there are, for people who listen; only when the answer is there.
#[hook]
fn use_announce(i18n: I18n, found: &Found) {
    let answer = found.wish.as_ref().map(|_| found.total);
    use_effect_with(answer, move |answer| {
        if let Some(total) = answer {
            announce(&i18n.count(i18n.t.search.results, *total));
        }
    });
}

/// Puts the focus on the hit so many further; above the first is the input.
fn move_focus(step: i32) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let Ok(found) = document.query_selector_all(&format!("#{RESULTS_ID} .hit")) else {
        return;
    };
    let hits: Vec<Element> = (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect();
    let active = document.active_element();
    let at = hits.iter().position(|hit| active.as_ref() == Some(hit));
    let next = match at {
        Some(at) => at as i32 + step,
        None => 0,
    };
    let target = match usize::try_from(next) {
        Ok(next) => hits.get(next).cloned(),
        Err(_) => document.get_element_by_id(INPUT_ID),
    };
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        target.focus().ok();
    }
}

/// J, K and the arrows move among the hits; Ctrl+Enter opens one in a new tab.
#[hook]
fn use_moving_keys() {
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                if is_typing(event) || dialog_is_open() || event.alt_key() {
                    return;
                }
                let command = event.ctrl_key() || event.meta_key();
                let step = match event.key().as_str() {
                    "j" | "ArrowDown" if !command => 1,
                    "k" | "ArrowUp" if !command => -1,
                    _ => return,
                };
                if step == 1 || is_on_hit() {
                    event.prevent_default();
                    move_focus(step);
                }
            })
        });
        move || drop(listener)
    });
}

fn is_on_hit() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.class_list().contains("hit"))
}
