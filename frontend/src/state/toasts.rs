//! Quiet confirmations with Undo, and plain words when something failed. They go by themselves,
//! except while the pointer or the focus is on them.

use crate::{
    api,
    components::toast::{Toast, ToastRegion, ToastTone},
    i18n::{errors::error_text, use_i18n},
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Toasts in sight at most; the oldest goes.
const TOASTS_MAX: usize = 3;

#[derive(Debug, Clone, PartialEq, Default)]
struct Shelf {
    next: u32,
    toasts: Vec<Toast>,
}

enum ShelfAction {
    Add(Toast),
    Remove(u32),
}

impl Reducible for Shelf {
    type Action = ShelfAction;

    fn reduce(self: Rc<Self>, action: ShelfAction) -> Rc<Self> {
        let mut shelf = (*self).clone();
        match action {
            ShelfAction::Add(toast) => {
                shelf.next += 1;
                shelf.toasts.push(Toast {
                    number: shelf.next,
                    ..toast
                });
                let over = shelf.toasts.len().saturating_sub(TOASTS_MAX);
                shelf.toasts.drain(..over);
            }
            ShelfAction::Remove(number) => shelf.toasts.retain(|toast| toast.number != number),
        }
        Rc::new(shelf)
    }
}

/// How to say something.
#[derive(Clone, PartialEq)]
pub struct Toasts {
    shelf: UseReducerDispatcher<Shelf>,
    i18n: crate::i18n::I18n,
}

impl Toasts {
    /// Says that something was done.
    pub fn say(&self, text: impl Into<AttrValue>) {
        self.add(text.into(), ToastTone::Done, None);
    }

    /// Says that something was done, with Undo if the change has a position. `undone` is called
    /// after it was taken back.
    pub fn done(&self, text: impl Into<AttrValue>, position: Option<String>, undone: Callback<()>) {
        let toasts = self.clone();
        let action = position.map(|position| {
            Callback::from(move |()| toasts.clone().undo(position.clone(), undone.clone()))
        });
        self.add(text.into(), ToastTone::Done, action);
    }

    /// Says that something was done, with an Undo that the page itself carries out.
    pub fn offer(&self, text: impl Into<AttrValue>, undo: Callback<()>) {
        self.add(text.into(), ToastTone::Done, Some(undo));
    }

    /// Says what went wrong. What we gave up ourselves is not worth a word.
    pub fn failed(&self, error: &api::ApiError) {
        if *error != api::ApiError::Aborted {
            self.add(error_text(self.i18n.t, error), ToastTone::Bad, None);
        }
    }

    fn undo(self, position: String, undone: Callback<()>) {
        spawn_local(async move {
            match api::system::undo(&position).await {
                Ok(()) => {
                    self.say(self.i18n.t.common.undone);
                    undone.emit(());
                }
                Err(error) => self.failed(&error),
            }
        });
    }

    fn add(&self, text: AttrValue, tone: ToastTone, undo: Option<Callback<()>>) {
        self.shelf.dispatch(ShelfAction::Add(Toast {
            number: 0,
            text,
            tone,
            undo,
        }));
    }
}

#[derive(Properties, PartialEq)]
pub struct ToastProviderProps {
    pub children: Html,
}

/// Shows the toasts; everything below can call [`use_toasts`].
#[component]
pub fn ToastProvider(props: &ToastProviderProps) -> Html {
    let shelf = use_reducer(Shelf::default);
    let i18n = use_i18n();
    let toasts = Toasts {
        shelf: shelf.dispatcher(),
        i18n,
    };
    let onclose = {
        let dispatcher = shelf.dispatcher();
        use_callback((), move |number: u32, ()| {
            dispatcher.dispatch(ShelfAction::Remove(number));
        })
    };
    html! {
        <ContextProvider<Toasts> context={toasts}>
            { props.children.clone() }
            <ToastRegion toasts={shelf.toasts.clone()} {onclose} {i18n} />
        </ContextProvider<Toasts>>
    }
}

/// How to say something.
#[hook]
pub fn use_toasts() -> Toasts {
    use_context().expect("invariant: ToastProvider stands at the root of the app")
}
