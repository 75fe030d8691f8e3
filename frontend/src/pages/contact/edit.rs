//! Changes to one contact, made in place: shown at once, saved one after the other, taken back with
//! Undo. Where somebody else changed the same field meanwhile, both values are shown and the user
//! decides; where it was another field, both changes stand. Tests stand at the foot.

use crate::{
    api::{self, ApiError, ApiResult, Reply},
    i18n::I18n,
    state::{Resource, Toasts},
};
use shared::api::{
    contact::{Contact, ContactPatch},
    error::{ErrorCode, FieldErrors},
};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Changes that wait for the one before.
const WAITING_MAX: usize = 32;
/// Times that a change is repeated because something else of the contact was changed.
const REPEATS_MAX: usize = 5;

/// The same field was changed here and elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub patch: ContactPatch,
    /// What stands there now.
    pub theirs: Contact,
}

/// What went wrong with the last change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trouble {
    pub conflict: Option<Conflict>,
    pub fields: FieldErrors,
}

/// One change in the line.
struct Waiting {
    patch: ContactPatch,
    /// What the user saw when changing it.
    before: Contact,
}

/// Changes the contact of a page.
#[derive(Clone)]
pub struct Editor {
    resource: Resource<Contact>,
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
    known: Option<Contact>,
    /// What the page shows, with every change that waits.
    shown: Option<Contact>,
}

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.resource.load == other.resource.load && *self.trouble == *other.trouble
    }
}

/// Changes the contact of a page.
#[hook]
pub fn use_editor(resource: &Resource<Contact>, toasts: Toasts, i18n: I18n) -> Editor {
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
    pub fn save(&self, patch: ContactPatch) {
        if let Some(shown) = self.resource.load.ready() {
            self.put_in_line((**shown).clone(), patch);
        }
    }

    /// Settles a conflict for what was typed here.
    pub fn keep_mine(&self) {
        if let Some(conflict) = self.trouble.conflict.clone() {
            self.line.borrow_mut().known = Some(conflict.theirs.clone());
            self.put_in_line(conflict.theirs, conflict.patch);
        }
    }

    fn put_in_line(&self, seen: Contact, patch: ContactPatch) {
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
        let shown = applied(&before, &patch);
        self.resource.put(shown.clone());
        line.shown = Some(shown);
        line.waiting.push_back(Waiting {
            patch,
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

    fn saved(&self, reply: Reply<Contact>) {
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
    async fn send(&self, waiting: &Waiting) -> Result<Reply<Contact>, Trouble> {
        let known = self.line.borrow().known.clone();
        let mut current = known.unwrap_or_else(|| waiting.before.clone());
        for _ in 0..REPEATS_MAX {
            let answer: ApiResult<Reply<Contact>> =
                api::contacts::patch(current.id, current.revision, &waiting.patch).await;
            let error = match answer {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            if !error.is(ErrorCode::RevisionStale) {
                return Err(self.failed(&error));
            }
            let theirs = match api::contacts::get(current.id, None).await {
                Ok(theirs) => theirs,
                Err(error) => return Err(self.failed(&error)),
            };
            if !same_where_patched(&waiting.patch, &waiting.before, &theirs) {
                self.resource.put(theirs.clone());
                return Err(Trouble {
                    conflict: Some(Conflict {
                        patch: waiting.patch.clone(),
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

/// A contact after a change.
pub fn applied(contact: &Contact, patch: &ContactPatch) -> Contact {
    let mut next = contact.clone();
    let patch = patch.clone();
    next.first_name = patch.first_name.unwrap_or(next.first_name);
    next.last_name = patch.last_name.unwrap_or(next.last_name);
    next.title = patch.title.unwrap_or(next.title);
    next.emails = patch.emails.unwrap_or(next.emails);
    next.phones = patch.phones.unwrap_or(next.phones);
    next.tags = patch.tags.unwrap_or(next.tags);
    next.stage = patch.stage.unwrap_or(next.stage);
    next.owner_id = patch.owner_id.unwrap_or(next.owner_id);
    next
}

/// Whether two states of a contact agree in what a change touches.
fn same_where_patched(patch: &ContactPatch, a: &Contact, b: &Contact) -> bool {
    (patch.first_name.is_none() || a.first_name == b.first_name)
        && (patch.last_name.is_none() || a.last_name == b.last_name)
        && (patch.title.is_none() || a.title == b.title)
        && (patch.emails.is_none() || a.emails == b.emails)
        && (patch.phones.is_none() || a.phones == b.phones)
        && (patch.tags.is_none() || a.tags == b.tags)
        && (patch.stage.is_none() || a.stage == b.stage)
        && (patch.owner_id.is_none() || a.owner_id == b.owner_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::contact::tests::contact;
    use shared::model::LifecycleStage;

    #[test]
    fn a_change_touches_only_its_field() {
        let before = contact("Ana", "López");
        let patch = ContactPatch {
            title: Some("Buyer".into()),
            stage: Some(Some(LifecycleStage::Lead)),
            ..ContactPatch::default()
        };
        let after = applied(&before, &patch);
        assert_eq!(after.title, "Buyer");
        assert_eq!(after.stage, Some(LifecycleStage::Lead));
        assert_eq!(after.last_name, before.last_name);
    }

    #[test]
    fn only_the_same_field_is_a_conflict() {
        let before = contact("Ana", "López");
        let patch = ContactPatch {
            title: Some("Buyer".into()),
            ..ContactPatch::default()
        };
        let mut theirs = before.clone();
        theirs.tags = vec!["vip".into()];
        assert!(same_where_patched(&patch, &before, &theirs));
        theirs.title = "Owner".into();
        assert!(!same_where_patched(&patch, &before, &theirs));
    }
}
