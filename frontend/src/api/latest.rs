//! Only the newest of several calls counts: starting one stops the one before, and an answer that
//! was overtaken is dropped.

use std::{cell::RefCell, rc::Rc};
use web_sys::{AbortController, AbortSignal};
use yew::prelude::*;

#[derive(Default)]
struct Running {
    number: u64,
    controller: Option<AbortController>,
}

/// A line of calls of which only the newest counts.
#[derive(Clone, Default)]
pub struct Latest(Rc<RefCell<Running>>);

impl PartialEq for Latest {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The place of one call in the line.
pub struct Ticket {
    number: u64,
    line: Latest,
    signal: Option<AbortSignal>,
}

impl Latest {
    /// Stops what runs and starts the next.
    pub fn begin(&self) -> Ticket {
        self.cancel();
        let controller = AbortController::new().ok();
        let mut running = self.0.borrow_mut();
        let signal = controller.as_ref().map(AbortController::signal);
        running.controller = controller;
        Ticket {
            number: running.number,
            line: self.clone(),
            signal,
        }
    }

    /// Stops what runs; its answer will not count.
    pub fn cancel(&self) {
        let mut running = self.0.borrow_mut();
        running.number += 1;
        if let Some(controller) = running.controller.take() {
            controller.abort();
        }
    }
}

impl Ticket {
    /// Whether nothing newer was started.
    pub fn is_current(&self) -> bool {
        self.line.0.borrow().number == self.number
    }

    /// To hand to the call.
    pub fn signal(&self) -> Option<&AbortSignal> {
        self.signal.as_ref()
    }
}

/// A line of calls that ends with the component.
#[hook]
pub fn use_latest() -> Latest {
    let latest = use_memo((), |()| Latest::default());
    {
        let latest = latest.clone();
        use_effect_with((), move |()| move || latest.cancel());
    }
    (*latest).clone()
}
