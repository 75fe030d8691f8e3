//! Changes to one contact or company, made in place: shown at once, saved one after the other, taken back with
//! Undo. Where somebody else changed the same field meanwhile, both values are shown and the user
//! decides; where it was another field, both changes stand. Tests: `api/parties.rs`.

use crate::{
    api::{
        self, ApiError, ApiResult, Reply,
        parties::{Change, Party},
    },
    i18n::I18n,
    state::{Resource, Toasts},
};
use shared::api::error::{ErrorCode, FieldErrors};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Changes that wait for the one before.
const WAITING_MAX: usize = 32;
/// Times that a change is repeated because something else of the record was changed.
const REPEATS_MAX: usize = 5;

/// The same field was changed here and elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub change: Change,
    /// What stands there now.
    pub theirs: Party,
}

/// What went wrong with the last change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trouble {
    pub conflict: Option<Conflict>,
    pub fields: FieldErrors,
}

/// One change in the line.
struct Waiting {
    change: Change,
    /// What the user saw when changing it.
    before: Party,
}

/// Changes the record of a page.
#[derive(Clone)]
pub struct Editor {
    resource: Resource<Party>,
    trouble: UseStateHandle<Trouble>,
    line: Rc<RefCell<Line>>,
    toasts: Toasts,
    i18n: I18n,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Waiting>,
    running: bool,
    /// What the server answered last; it has the newest revision.
    known: Option<Party>,
    /// What the page shows, with every change that waits.
    shown: Option<Party>,
}

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.resource.load == other.resource.load && *self.trouble == *other.trouble
    }
}

/// Changes the record of a page.
#[hook]
pub fn use_editor(resource: &Resource<Party>, toasts: Toasts, i18n: I18n) -> Editor {
    let trouble = use_state_eq(Trouble::default);
    let line = use_mut_ref(Line::default);
    Editor {
        resource: resource.clone(),
        trouble,
        line,
        toasts,
        i18n,
    }
}

impl Editor {
    /// What went wrong with the last change.
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Whether a change is on its way; what is read meanwhile may be older than what is shown.
    pub fn is_busy(&self) -> bool {
        self.line.borrow().running
    }

    /// Changes a field: at once on the page, then on the server.
    pub fn save(&self, change: Change) {
        if let Some(shown) = self.resource.load.ready() {
            self.put_in_line((**shown).clone(), change);
        }
    }

    /// Settles a conflict for what was typed here.
    pub fn keep_mine(&self) {
        if let Some(conflict) = self.trouble.conflict.clone() {
            self.line.borrow_mut().known = Some(conflict.theirs.clone());
            self.put_in_line(conflict.theirs, conflict.change);
        }
    }

    fn put_in_line(&self, seen: Party, change: Change) {
        self.trouble.set(Trouble::default());
        let mut line = self.line.borrow_mut();
        if line.waiting.len() >= WAITING_MAX {
            return;
        }
        // A change before this one may be shown, but not be in what this one was made from.
        let before = match (&line.shown, line.running) {
            (Some(shown), true) => shown.clone(),
            (_, _) => seen,
        };
        let shown = change.applied(&before);
        self.resource.put(shown.clone());
        line.shown = Some(shown);
        line.waiting.push_back(Waiting {
            change,
            before: before.clone(),
        });
        if !line.running {
            line.running = true;
            line.known = Some(before);
            let editor = self.clone();
            spawn_local(async move { editor.work_off().await });
        }
    }

    /// Settles a conflict for what stands there now.
    pub fn keep_theirs(&self) {
        self.trouble.set(Trouble::default());
        self.resource.reload();
    }

    async fn work_off(&self) {
        loop {
            let next = self.line.borrow_mut().waiting.pop_front();
            let Some(waiting) = next else { break };
            match self.send(&waiting).await {
                Ok(reply) => self.saved(reply),
                Err(trouble) => {
                    self.line.borrow_mut().waiting.clear();
                    self.trouble.set(trouble);
                }
            }
        }
        self.line.borrow_mut().running = false;
    }

    fn saved(&self, reply: Reply<Party>) {
        let mut line = self.line.borrow_mut();
        line.known = Some(reply.value.clone());
        if line.waiting.is_empty() {
            self.resource.put(reply.value);
        }
        let resource = self.resource.clone();
        let undone = Callback::from(move |()| resource.reload());
        self.toasts
            .done(self.i18n.t.common.saved, reply.position, undone);
    }

    /// Sends one change; repeats it where only something else was changed meanwhile.
    async fn send(&self, waiting: &Waiting) -> Result<Reply<Party>, Trouble> {
        let known = self.line.borrow().known.clone();
        let mut current = known.unwrap_or_else(|| waiting.before.clone());
        for _ in 0..REPEATS_MAX {
            let answer: ApiResult<Reply<Party>> =
                api::parties::change(&current, &waiting.change).await;
            let error = match answer {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            if !error.is(ErrorCode::RevisionStale) {
                return Err(self.failed(&error));
            }
            let theirs = match api::parties::get(current.kind(), current.id, None).await {
                Ok(theirs) => theirs,
                Err(error) => return Err(self.failed(&error)),
            };
            let change = &waiting.change;
            if change.value_in(&waiting.before) != change.value_in(&theirs) {
                self.resource.put(theirs.clone());
                return Err(Trouble {
                    conflict: Some(Conflict {
                        change: change.clone(),
                        theirs,
                    }),
                    fields: FieldErrors::new(),
                });
            }
            current = theirs;
        }
        Err(Trouble::default())
    }

    /// What could not be saved is taken off the page again, and said.
    fn failed(&self, error: &ApiError) -> Trouble {
        let fields = error.fields();
        if fields.is_empty() {
            self.toasts.failed(error);
        }
        self.resource.reload();
        Trouble {
            conflict: None,
            fields,
        }
    }
}
