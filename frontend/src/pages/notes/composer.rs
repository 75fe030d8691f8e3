//! Writes a note. What is typed is kept in the browser until it is saved, so that nothing is lost by
//! looking elsewhere.

use super::editor::NoteEditor;
use crate::{
    a11y::{is_shortcut, use_page_keys},
    api,
    i18n::use_i18n,
    state::{storage, use_toasts},
};
use serde::{Deserialize, Serialize};
use shared::{
    api::note::NoteCreate,
    model::{RecordRef, Visibility},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What was typed and not saved yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Draft {
    body: String,
    visibility: Visibility,
}

fn draft_key(key: &str) -> String {
    format!("draft.{key}")
}

#[derive(Properties, PartialEq)]
pub struct NoteComposerProps {
    /// What the note is about.
    pub links: Vec<RecordRef>,
    /// Under this name the draft is kept; another name is another draft.
    pub draft: AttrValue,
    /// Whom it is about, for the placeholder.
    pub about: AttrValue,
    /// A note was made, or taken back.
    pub onchange: Callback<()>,
}

#[component]
pub fn NoteComposer(props: &NoteComposerProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let key = draft_key(&props.draft);
    let draft = use_state_eq(|| storage::load::<Draft>(&key).unwrap_or_default());
    let busy = use_state_eq(|| false);
    let node = use_node_ref();
    use_key(node.clone());
    let change = {
        let (draft, key) = (draft.clone(), key.clone());
        Callback::from(move |next: Draft| {
            if next.body.is_empty() {
                storage::forget(&key);
            } else {
                storage::save(&key, &next);
            }
            draft.set(next);
        })
    };
    let onbody = {
        let visibility = draft.visibility;
        change.reform(move |body| Draft { body, visibility })
    };
    let onvisibility = {
        let body = draft.body.clone();
        change.reform(move |visibility| Draft {
            body: body.clone(),
            visibility,
        })
    };
    let onsubmit = {
        let (draft, busy, links) = (draft.clone(), busy.clone(), props.links.clone());
        let (change, toasts, onchange) = (change.clone(), toasts, props.onchange.clone());
        Callback::from(move |()| {
            if draft.body.trim().is_empty() || *busy {
                return;
            }
            let note = NoteCreate {
                id: None,
                body: draft.body.clone(),
                links: links.clone(),
                visibility: draft.visibility,
            };
            let (busy, change) = (busy.clone(), change.clone());
            let (toasts, onchange) = (toasts.clone(), onchange.clone());
            busy.set(true);
            spawn_local(async move {
                match api::notes::create(&note).await {
                    Ok(reply) => {
                        change.emit(Draft {
                            body: String::new(),
                            visibility: note.visibility,
                        });
                        toasts.done(i18n.t.notes.saved, reply.position, onchange.clone());
                        onchange.emit(());
                    }
                    Err(error) => toasts.failed(&error),
                }
                busy.set(false);
            });
        })
    };
    let placeholder = i18n.fill(i18n.t.notes.placeholder, &[("name", &props.about)]);
    html! {
        <div class="composer">
            <NoteEditor body={draft.body.clone()} visibility={draft.visibility} {onbody}
                {onvisibility} {onsubmit} {placeholder} busy={*busy} {node} />
        </div>
    }
}

/// N puts the cursor into the note.
#[hook]
fn use_key(node: NodeRef) {
    use_page_keys(move |event| {
        if event.key() == "n" && is_shortcut(&event) {
            event.prevent_default();
            if let Some(area) = node.cast::<web_sys::HtmlElement>() {
                area.focus().ok();
            }
        }
    });
}
