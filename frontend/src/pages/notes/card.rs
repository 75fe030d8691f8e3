//! One note: who wrote it, what it says, and editing in its place.

use super::editor::NoteEditor;
use crate::{
    api::{self, ApiError},
    components::{Banner, Icon, IconName, Menu, MenuEntry, MenuItem, SafeHtml, Tone},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    state::{Toasts, use_can, use_toasts, use_user, user_names::UserNames},
};
use shared::{
    api::{
        error::ErrorCode,
        note::{Note, NotePatch},
    },
    model::Visibility,
    permission::Permission,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NoteCardProps {
    pub note: Note,
    pub names: UserNames,
    /// It was changed, deleted, or that was taken back.
    pub onchange: Callback<()>,
}

/// A note being edited.
#[derive(Debug, Clone, PartialEq)]
struct Edit {
    body: String,
    visibility: Visibility,
    /// The revision that is replaced by saving.
    revision: u64,
    busy: bool,
    /// What somebody else made of it meanwhile.
    theirs: Option<AttrValue>,
}

impl Edit {
    fn of(note: &Note) -> Self {
        Self {
            body: note.body.clone(),
            visibility: note.visibility,
            revision: note.revision,
            busy: false,
            theirs: None,
        }
    }
}

#[component]
pub fn NoteCard(props: &NoteCardProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let user = use_user();
    let can_write = use_can(Permission::RecordWrite);
    let edit = use_state_eq(|| None::<Edit>);
    let own = user.is_some_and(|user| props.note.author_id == Some(user.id));
    if let Some(current) = &*edit {
        return editing(props, i18n, &toasts, &edit, current.clone());
    }
    let onedit = {
        let (edit, note) = (edit.setter(), props.note.clone());
        Callback::from(move |()| edit.set(Some(Edit::of(&note))))
    };
    let ondelete = delete(props, i18n, toasts);
    let private = props.note.visibility == Visibility::Private;
    html! {
        <article class={classes!("entry", "entry-note", private.then_some("is-private"))}>
            <header class="entry-head">
                <Icon name={IconName::Note} />
                <span class="entry-who clip">{ who(props, i18n, own) }</span>
                if private {
                    <span class="chip chip-violet">
                        <Icon name={IconName::Lock} size={14} />
                        <span>{ i18n.t.notes.private_mark }</span>
                    </span>
                }
                <span class="entry-when">{ when(&props.note, i18n) }</span>
                if can_write {
                    { menu(i18n, onedit, ondelete) }
                }
            </header>
            <SafeHtml html={props.note.html.clone()} />
        </article>
    }
}

fn who(props: &NoteCardProps, i18n: I18n, own: bool) -> String {
    let t = &i18n.t.notes;
    if own {
        return t.you_wrote.to_owned();
    }
    let author = props.note.author_id.and_then(|id| props.names.get(id));
    match author {
        Some(name) => i18n.fill(t.wrote, &[("name", &name)]),
        None => t.somebody_wrote.to_owned(),
    }
}

fn when(note: &Note, i18n: I18n) -> Html {
    let full = format::date(i18n.locale, note.created_at, DateStyle::Full);
    let time = format::date(i18n.locale, note.created_at, DateStyle::Time);
    html! {
        <>
            if note.revision > 1 {
                <span class="faint wide-only">{ i18n.t.notes.edited }{ " · " }</span>
            }
            <time datetime={note.created_at.to_string()} title={full}>{ time }</time>
        </>
    }
}

fn menu(i18n: I18n, onedit: Callback<()>, ondelete: Callback<()>) -> Html {
    let entries = vec![
        MenuEntry::Item(MenuItem::new(i18n.t.common.edit, IconName::Pencil, onedit)),
        MenuEntry::Item(MenuItem::new(i18n.t.common.delete, IconName::Bin, ondelete).danger()),
    ];
    html! {
        <Menu label={i18n.t.notes.actions} bare=true button={html! { <Icon name={IconName::More} /> }}
            button_class="btn btn-icon btn-small" class="menu-end" {entries} />
    }
}

fn delete(props: &NoteCardProps, i18n: I18n, toasts: Toasts) -> Callback<()> {
    let (id, onchange) = (props.note.id, props.onchange.clone());
    Callback::from(move |()| {
        let (toasts, onchange) = (toasts.clone(), onchange.clone());
        spawn_local(async move {
            match api::notes::delete(id).await {
                Ok(reply) => {
                    toasts.done(i18n.t.notes.deleted, reply.position, onchange.clone());
                    onchange.emit(());
                }
                Err(error) => toasts.failed(&error),
            }
        });
    })
}

fn editing(
    props: &NoteCardProps,
    i18n: I18n,
    toasts: &Toasts,
    edit: &UseStateHandle<Option<Edit>>,
    current: Edit,
) -> Html {
    let set = |change: fn(&mut Edit, String)| {
        let (edit, current) = (edit.setter(), current.clone());
        Callback::from(move |text: String| {
            let mut next = current.clone();
            change(&mut next, text);
            edit.set(Some(next));
        })
    };
    let onvisibility = {
        let (edit, current) = (edit.setter(), current.clone());
        Callback::from(move |visibility| {
            edit.set(Some(Edit {
                visibility,
                ..current.clone()
            }));
        })
    };
    let oncancel = {
        let edit = edit.setter();
        Callback::from(move |()| edit.set(None))
    };
    let onsubmit = save(props, i18n, toasts.clone(), edit.setter(), current.clone());
    html! {
        <div class="entry entry-note composer">
            if let Some(theirs) = &current.theirs {
                <Banner tone={Tone::Careful}>{ i18n.t.notes.stale }</Banner>
                <div class="note-theirs"><SafeHtml html={theirs.clone()} /></div>
            }
            <NoteEditor body={current.body.clone()} visibility={current.visibility}
                onbody={set(|edit, text| edit.body = text)} {onvisibility} {onsubmit}
                oncancel={Some(oncancel)} placeholder={i18n.t.notes.placeholder_edit}
                busy={current.busy} autofocus=true />
        </div>
    }
}

fn save(
    props: &NoteCardProps,
    i18n: I18n,
    toasts: Toasts,
    edit: UseStateSetter<Option<Edit>>,
    current: Edit,
) -> Callback<()> {
    let (note, onchange) = (props.note.clone(), props.onchange.clone());
    Callback::from(move |()| {
        let patch = NotePatch {
            body: (current.body != note.body).then(|| current.body.clone()),
            links: None,
            visibility: (current.visibility != note.visibility).then_some(current.visibility),
        };
        if patch == NotePatch::default() {
            edit.set(None);
            return;
        }
        edit.set(Some(Edit {
            busy: true,
            ..current.clone()
        }));
        let (toasts, onchange, edit) = (toasts.clone(), onchange.clone(), edit.clone());
        let (id, current) = (note.id, current.clone());
        spawn_local(async move {
            match api::notes::patch(id, current.revision, &patch).await {
                Ok(reply) => {
                    edit.set(None);
                    toasts.done(i18n.t.notes.changed, reply.position, onchange.clone());
                    onchange.emit(());
                }
                Err(error) => edit.set(Some(after_failure(id, current, &error, &toasts).await)),
            }
        });
    })
}

/// A stale edit shows what the other one wrote, and may then be saved over it.
async fn after_failure(
    id: shared::ids::NoteId,
    current: Edit,
    error: &ApiError,
    toasts: &Toasts,
) -> Edit {
    if error.is(ErrorCode::RevisionStale)
        && let Ok(theirs) = api::notes::get(id, None).await
    {
        return Edit {
            revision: theirs.revision,
            theirs: Some(theirs.html.into()),
            busy: false,
            ..current
        };
    }
    toasts.failed(error);
    Edit {
        busy: false,
        ..current
    }
}
