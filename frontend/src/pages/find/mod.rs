//! Finding inside a page: a bar as browsers have it, but for what a browser does not see: folded
//! mails and quotes, which the page unfolds, and pages of a timeline that were not read yet. What is
//! looked for stands in the address: `?find=` as it was typed, `?q=` the words of the search one comes
//! from. Ctrl+F opens it; in the bar Ctrl+F is the browser's own.

mod here;
mod in_files;
pub mod needle;
mod painted;
mod places;
mod sight;
mod sought;

pub use here::FoundHere;
pub use painted::PaintedNote;
pub use sight::use_first_in_sight;
pub use sought::use_sought;

use crate::{
    a11y::{self, use_page_keys, use_typing},
    components::{Icon, IconButton, IconName},
    format,
    i18n::{I18n, use_i18n},
    pages::files,
    router::{Router, use_router},
};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use in_files::InFiles;
use needle::Needle;
use places::{Place, paint, places};
use shared::{api::search::FilePlace, ids::ThreadId, model::RecordKind};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlInputElement, MutationObserver, MutationObserverInit};
use yew::prelude::*;

const BAR_ID: &str = "find-bar";
const INPUT_ID: &str = "find-input";
/// After the page has changed it is looked through again so much later.
const SETTLE_MS: u32 = 60;

/// Finding on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// What is looked for.
    pub needle: Rc<Needle>,
    /// The words of the search one comes from, whatever was typed since.
    pub sought: Rc<Needle>,
    /// As it stands in the bar.
    pub text: AttrValue,
    /// The bar, or nothing.
    pub bar: Html,
    /// A button that opens it, for whoever has no keyboard or does not know the key.
    pub button: Html,
}

/// Where a page is looked through.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// A selector of elements.
    pub within: &'static str,
    /// A selector of where to look first.
    pub prefer: Option<String>,
    /// Whose page it is; of a conversation, one of its mails.
    pub record: Option<(RecordKind, Uuid)>,
    /// A conversation with files, which the server looks through.
    pub files_of: Option<ThreadId>,
}

/// Finds on a page.
#[hook]
pub fn use_find(scope: Scope) -> Find {
    let router = use_router();
    let typed = router.param("find").filter(|text| !text.is_empty());
    let query = AttrValue::from(router.param("q").unwrap_or_default());
    let open = use_state_eq(|| false);
    let text = typed.clone().unwrap_or_else(|| query.to_string());
    let sought = use_sought(&query, scope.record);
    let as_typed = use_memo(typed.clone(), |typed| {
        Needle::of_text(typed.as_deref().unwrap_or_default())
    });
    let needle = match typed {
        Some(_) => as_typed,
        None => sought.clone(),
    };
    let onopen = {
        let open = open.setter();
        use_callback((), move |(), ()| {
            open.set(true);
            focus_input();
        })
    };
    use_find_key(onopen.clone());
    let label = use_i18n().t.own.find;
    let ontext = {
        let (router, open) = (router.clone(), open.setter());
        Callback::from(move |text: String| {
            // Emptied, it stays: somebody is typing in it.
            open.set(true);
            router.replace_query(&[("find", &text)]);
        })
    };
    let onclose = {
        let (router, open) = (router.clone(), open.setter());
        Callback::from(move |()| {
            open.set(false);
            router.replace_query(&[]);
            a11y::focus_main();
        })
    };
    let onfile = {
        let open = open.setter();
        Callback::from(move |place: FilePlace| {
            open.set(true);
            show_file(&router, &place);
        })
    };
    let text = AttrValue::from(text);
    let bar = html! {
        if *open || !text.is_empty() {
            <FindBar {scope} needle={needle.clone()} text={text.clone()} asked={*open}
                {ontext} {onclose} {onfile} />
        }
    };
    let button = html! { <IconButton icon={IconName::Search} {label} onclick={onopen} /> };
    Find {
        needle,
        sought,
        text,
        bar,
        button,
    }
}

/// The mail with a file opens, and says where in it something was found.
fn show_file(router: &Router, place: &FilePlace) {
    let mut query: Vec<(&str, String)> = ["find", "q"]
        .into_iter()
        .filter_map(|name| Some((name, router.param(name)?)))
        .collect();
    query.push(("message", place.message_id.to_string()));
    query.extend(files::params(&place.file));
    let query: Vec<(&str, &str)> = query
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    router.replace_query(&query);
}

/// Ctrl+F opens the bar, or goes to it. Pressed in the bar, it is the browser's own.
#[hook]
fn use_find_key(onopen: Callback<()>) {
    use_page_keys(move |event| {
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let wanted = command && !event.shift_key() && event.key().eq_ignore_ascii_case("f");
        if wanted && !a11y::dialog_is_open() && !is_in_bar() {
            event.prevent_default();
            onopen.emit(());
        }
    });
}

fn is_in_bar() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.id() == INPUT_ID)
}

fn focus_input() {
    let document = web_sys::window().and_then(|window| window.document());
    let input = document.and_then(|document| document.get_element_by_id(INPUT_ID));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.focus().ok();
        input.select();
    }
}

#[derive(Properties, PartialEq)]
struct FindBarProps {
    scope: Scope,
    needle: Rc<Needle>,
    text: AttrValue,
    /// Somebody opened it, and wants to type.
    asked: bool,
    ontext: Callback<String>,
    onclose: Callback<()>,
    onfile: Callback<FilePlace>,
}

/// Which of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shown {
    at: usize,
    count: usize,
}

#[component]
fn FindBar(props: &FindBarProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let found = use_found(props);
    {
        let node = node.clone();
        use_effect_with((props.text.clone(), props.asked), move |(text, asked)| {
            let Some(input) = node.cast::<HtmlInputElement>() else {
                return;
            };
            if input.value() != **text {
                input.set_value(text);
            }
            if *asked {
                input.focus().ok();
            }
        });
    }
    {
        let ontext = props.ontext.clone();
        use_typing(node.clone(), move |text| ontext.emit(text));
    }
    let step = |back: bool| {
        let found = found.clone();
        Callback::from(move |()| found.step(back))
    };
    let onkeydown = {
        let (found, onclose) = (found.clone(), props.onclose.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "Enter" | "F3" => found.step(event.shift_key()),
                "ArrowDown" => found.step(false),
                "ArrowUp" => found.step(true),
                "Escape" => onclose.emit(()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let t = &i18n.t.own;
    html! {
        <div id={BAR_ID} class="find-bar" role="search" {onkeydown}>
            <div class="find-line">
            <Icon name={IconName::Search} />
            <input ref={node} id={INPUT_ID} type="text" aria-label={t.find} placeholder={t.find}
                title={t.find_hint} autocomplete="off" spellcheck="false" />
            <span class={classes!("find-count", "num", (found.shown.count == 0).then_some("is-none"))}
                role="status">{ said(i18n, props, *found.shown) }</span>
            <IconButton icon={IconName::ArrowUp} label={t.find_previous} small=true
                onclick={step(true)} />
            <IconButton icon={IconName::ArrowDown} label={t.find_next} small=true
                onclick={step(false)} />
            <IconButton icon={IconName::Close} label={t.find_close} small=true
                onclick={props.onclose.clone()} />
            </div>
            if let (Some(thread), false) = (props.scope.files_of, props.text.is_empty()) {
                <InFiles {thread} text={props.text.clone()}
                    is_search={matches!(*props.needle, Needle::Words(_))}
                    onchoose={props.onfile.clone()} />
            }
        </div>
    }
}

fn said(i18n: I18n, props: &FindBarProps, shown: Shown) -> String {
    let number = |n: usize| format::number(i18n.locale, n as u64);
    if props.needle.is_nothing() {
        return String::new();
    }
    if shown.count == 0 {
        return i18n.t.own.find_none.to_owned();
    }
    let values = [("at", &*number(shown.at + 1)), ("n", &number(shown.count))];
    i18n.fill(i18n.t.own.find_count, &values)
}

/// The places, and which one is looked at.
#[derive(Clone)]
struct Found {
    places: Rc<RefCell<Vec<Place>>>,
    shown: UseStateHandle<Shown>,
    /// As it is this moment: a timer does not wait for a render.
    at: Rc<Cell<usize>>,
}

impl Found {
    fn step(&self, back: bool) {
        let count = self.places.borrow().len();
        if count == 0 {
            return;
        }
        let at = self.at.get().min(count - 1);
        self.go((at + if back { count - 1 } else { 1 }) % count);
    }

    fn go(&self, at: usize) {
        self.at.set(at);
        let places = self.places.borrow();
        paint(&places, at);
        if let Some(place) = places.get(at) {
            place.show();
        }
        self.tell();
    }

    fn tell(&self) {
        let count = self.places.borrow().len();
        let at = self.at.get().min(count.saturating_sub(1));
        self.shown.set(Shown { at, count });
    }

    /// Looks the page through again. The place that was looked at stays; at first it is the first one
    /// where one prefers to look.
    fn look(&self, props: &Sought, is_first: &Cell<bool>) {
        let fresh = places(props.scope.within, &props.needle);
        let preferred = || {
            let document = web_sys::window()?.document()?;
            let element = document
                .query_selector(props.scope.prefer.as_ref()?)
                .ok()??;
            fresh.iter().position(|place| place.is_within(&element))
        };
        let first = is_first.get().then(|| preferred().unwrap_or(0));
        self.places.replace(fresh);
        let places = self.places.borrow();
        match first {
            Some(first) if !places.is_empty() => {
                is_first.set(false);
                drop(places);
                self.go(first);
            }
            _ => {
                paint(&places, self.at.get());
                drop(places);
                self.tell();
            }
        }
    }
}

/// What a look at the page needs to know.
#[derive(Clone, PartialEq)]
struct Sought {
    scope: Scope,
    needle: Rc<Needle>,
}

/// Looks now, and whenever the page changes: mails are unfolded, frames come.
#[hook]
fn use_found(props: &FindBarProps) -> Found {
    let found = Found {
        places: use_mut_ref(Vec::new),
        shown: use_state_eq(Shown::default),
        at: (*use_memo((), |()| Rc::new(Cell::new(0)))).clone(),
    };
    let sought = Sought {
        scope: props.scope.clone(),
        needle: props.needle.clone(),
    };
    let looked = found.clone();
    use_effect_with(sought, move |sought| {
        let (sought, found) = (sought.clone(), looked);
        let is_first = Rc::new(Cell::new(true));
        let timer = Rc::new(RefCell::new(None::<Timeout>));
        found.at.set(0);
        found.look(&sought, &is_first);
        let again: Rc<dyn Fn()> = {
            let timer = timer.clone();
            Rc::new(move || {
                let (sought, found, is_first) = (sought.clone(), found.clone(), is_first.clone());
                let later = Timeout::new(SETTLE_MS, move || found.look(&sought, &is_first));
                timer.replace(Some(later));
            })
        };
        let watching = watch(again);
        move || {
            drop(watching);
            timer.take();
            paint(&[], 0);
        }
    });
    found
}

/// Calls back when something on the page comes, goes or loads.
fn watch(again: Rc<dyn Fn()>) -> Option<Watching> {
    let main = web_sys::window()?
        .document()?
        .get_element_by_id(a11y::MAIN_ID)?;
    let changed = again.clone();
    let closure = Closure::<dyn FnMut()>::new(move || changed());
    let observer = MutationObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_subtree(true);
    options.set_character_data(true);
    observer.observe_with_options(&main, &options).ok()?;
    // The end of loading a frame does not bubble.
    let capture = EventListenerOptions::run_in_capture_phase();
    let loads = EventListener::new_with_options(&main, "load", capture, move |_| again());
    Some(Watching {
        observer,
        _closure: closure,
        _loads: loads,
    })
}

struct Watching {
    observer: MutationObserver,
    _closure: Closure<dyn FnMut()>,
    _loads: EventListener,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
