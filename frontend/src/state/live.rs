//! Live events: one stream for the whole app, handed to whoever listens. The browser reconnects by
//! itself; when it opens, also for the first time, everyone is told to read again.

use crate::api;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::api::{event::Event, paths};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventSource, MessageEvent};
use yew::prelude::*;

/// Between the end of a stream and the next attempt.
const REOPEN_MS: u32 = 3_000;

type Listener = Rc<RefCell<Callback<Rc<Event>>>>;

/// The ears of the app.
#[derive(Clone, Default)]
pub struct Live(Rc<RefCell<Vec<Listener>>>);

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Live {
    fn tell(&self, event: &Rc<Event>) {
        // A listener may go while it is told something: the list is copied first.
        let listeners = self.0.borrow().clone();
        for listener in listeners {
            let callback = listener.borrow().clone();
            callback.emit(event.clone());
        }
    }
}

/// The open stream; closes when it is dropped.
struct Stream {
    source: EventSource,
    _listeners: [EventListener; 3],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Whoever read something before the stream was open missed what came between: each opening tells
/// everyone to read again.
fn open(live: &Live, closed: Callback<()>) -> Option<Stream> {
    let source = EventSource::new(paths::EVENTS).ok()?;
    let hear = live.clone();
    let on_message = EventListener::new(&source, "message", move |event| {
        let data = event
            .dyn_ref::<MessageEvent>()
            .and_then(|event| event.data().as_string());
        if let Some(event) = data.and_then(|text| api::json::read_event(&text).ok()) {
            hear.tell(&Rc::new(event));
        }
    });
    let missed = live.clone();
    let on_open = EventListener::new(&source, "open", move |_| {
        missed.tell(&Rc::new(Event::Resync));
    });
    let watched = source.clone();
    let on_error = EventListener::new(&source, "error", move |_| {
        if watched.ready_state() == EventSource::CLOSED {
            closed.emit(());
        }
    });
    Some(Stream {
        source,
        _listeners: [on_message, on_open, on_error],
    })
}

/// The browser reconnects by itself, except where the answer was not a stream: after a lapsed token
/// or a restart behind a proxy. Then the token is seen to and a new stream opened.
fn open_later(attempt: UseStateHandle<u32>) -> Timeout {
    Timeout::new(REOPEN_MS, move || {
        spawn_local(async move {
            // Any call renews a lapsed token; refused for good, the session ends and this component
            // with it.
            api::auth::session().await.ok();
            attempt.set(*attempt + 1);
        });
    })
}

/// Whether nobody can see this page: another tab is in front, or it was left.
fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}

/// A browser keeps six connections to one server over HTTP/1.1, for all tabs and for pages that
/// were left: a stream that nobody looks at would starve those that somebody does.
fn close_while_hidden(
    stream: &Rc<RefCell<Option<Stream>>>,
    attempt: UseStateHandle<u32>,
) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let stream = stream.clone();
    Some(EventListener::new(
        &document,
        "visibilitychange",
        move |_| {
            if is_hidden() {
                stream.take();
            } else if stream.borrow().is_none() {
                attempt.set(*attempt + 1);
            }
        },
    ))
}

#[derive(Properties, PartialEq)]
pub struct LiveProviderProps {
    pub children: Html,
}

/// Opens the stream; everything below can call [`use_live`].
#[component]
pub fn LiveProvider(props: &LiveProviderProps) -> Html {
    let live = use_memo((), |()| Live::default());
    let attempt = use_state_eq(|| 0_u32);
    {
        let (live, attempt) = (live.clone(), attempt.clone());
        use_effect_with(*attempt, move |_| {
            let waiting = Rc::new(RefCell::new(None));
            let closed = {
                let (waiting, attempt) = (waiting.clone(), attempt.clone());
                Callback::from(move |()| {
                    waiting.replace(Some(open_later(attempt.clone())));
                })
            };
            let stream = (!is_hidden()).then(|| open(&live, closed)).flatten();
            let stream = Rc::new(RefCell::new(stream));
            let watching = close_while_hidden(&stream, attempt);
            move || drop((stream, waiting, watching))
        });
    }
    html! {
        <ContextProvider<Live> context={(*live).clone()}>
            { props.children.clone() }
        </ContextProvider<Live>>
    }
}

/// Calls back with each live event while the component is there. The newest closure counts, so it
/// may use the state of the last render.
#[hook]
pub fn use_live(callback: impl Fn(&Event) + 'static) {
    let live = use_context::<Live>();
    let slot = use_memo((), |()| Rc::new(RefCell::new(Callback::noop())));
    *slot.borrow_mut() = Callback::from(move |event: Rc<Event>| callback(&event));
    use_effect_with((), move |()| {
        let listener: Listener = (*slot).clone();
        if let Some(live) = &live {
            live.0.borrow_mut().push(listener.clone());
        }
        move || {
            if let Some(live) = live {
                live.0
                    .borrow_mut()
                    .retain(|other| !Rc::ptr_eq(other, &listener));
            }
        }
    });
}
