//! The browser's address bar, which is told where we are and never asked what we already know. Browsers
//! stop listening to pages that write it too often (Safari after 100 times in 30 seconds, Chromium
//! after 200 in 10, both without a word that a page would hear): whoever types a long query, or holds
//! Backspace, comes there. So the app goes where it wants at once, and the bar follows as fast as it may.
//! Tests: at the foot; `what_is_typed_fast_is_all_searched_for` of tests/suite/browser.

use gloo_timers::callback::Timeout;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsValue;

/// Writes that may follow one another at once.
const WRITES_AT_ONCE: f64 = 50.0;
/// One more may follow after so long; with those at once that is 100 in 30 seconds.
const WRITE_MS: f64 = 600.0;

/// How often the bar may be written still.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    writes: f64,
    at_ms: f64,
}

impl Allowance {
    fn new(now_ms: f64) -> Self {
        Self {
            writes: WRITES_AT_ONCE,
            at_ms: now_ms,
        }
    }

    /// Takes one write; if there is none, says how long to wait for it.
    fn take(&mut self, now_ms: f64) -> Result<(), f64> {
        let passed = (now_ms - self.at_ms).max(0.0) / WRITE_MS;
        self.at_ms = now_ms;
        self.writes = (self.writes + passed).min(WRITES_AT_ONCE);
        if self.writes < 1.0 {
            return Err((1.0 - self.writes) * WRITE_MS);
        }
        self.writes -= 1.0;
        Ok(())
    }
}

/// The bar.
#[derive(Clone, Default)]
pub struct AddressBar(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    allowance: Option<Allowance>,
    /// What the bar will say.
    waiting: Option<(String, Timeout)>,
}

impl AddressBar {
    /// A new entry of the history; it is made at once, since people go back to it.
    pub fn push(&self, url: &str) {
        if let Some((before, _)) = self.0.borrow_mut().waiting.take() {
            write(&before, false);
        }
        self.take().ok();
        write(url, true);
    }

    /// Another address of this entry, at once or soon.
    pub fn replace(&self, url: String) {
        self.0.borrow_mut().waiting = None;
        match self.take() {
            Ok(()) => write(&url, false),
            Err(wait_ms) => {
                let bar = self.clone();
                let later = Timeout::new(wait_ms.ceil() as u32, move || bar.catch_up());
                self.0.borrow_mut().waiting = Some((url, later));
            }
        }
    }

    /// The browser has gone to another entry: what waits is about one that is left.
    pub fn forget(&self) {
        self.0.borrow_mut().waiting = None;
    }

    fn catch_up(&self) {
        let waiting = self.0.borrow_mut().waiting.take();
        if let Some((url, _)) = waiting {
            self.replace(url);
        }
    }

    fn take(&self) -> Result<(), f64> {
        let now_ms = js_sys::Date::now();
        let mut state = self.0.borrow_mut();
        let allowance = state.allowance.get_or_insert(Allowance::new(now_ms));
        allowance.take(now_ms)
    }
}

fn write(url: &str, new_entry: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    // A browser that refuses shows an old address and nothing worse.
    let _refused = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(url))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_browser_is_written_to_too_often() {
        let mut allowance = Allowance::new(0.0);
        // A key held down: 30 times a second for a minute.
        let at = (0..1_800).map(|key| f64::from(key) * 1_000.0 / 30.0);
        let written: Vec<f64> = at.filter(|at| allowance.take(*at).is_ok()).collect();
        for from in &written {
            let within = |ms: f64| {
                let end = from + ms;
                written
                    .iter()
                    .filter(|at| (*from..end).contains(at))
                    .count()
            };
            assert!(within(30_000.0) <= 101 && within(10_000.0) <= 200);
        }
        // After a rest it may again.
        let rested = 60_000.0 + WRITES_AT_ONCE * WRITE_MS;
        assert!((0..50).all(|_| allowance.take(rested).is_ok()));
        let wait = allowance.take(rested).unwrap_err();
        assert!(allowance.take(rested + wait).is_ok());
    }
}
