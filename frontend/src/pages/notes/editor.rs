//! The text of a note: Markdown with a few helpers, a preview by the server, who may see it. It owns
//! no note; composer and card do.

use crate::{
    api::{self, use_latest},
    components::{
        Button, ButtonKind, Icon, IconButton, IconName, SafeHtml, Segment, Segments, Select,
    },
    i18n::use_i18n,
    state::use_toasts,
};
use js_sys::JsString;
use shared::model::Visibility;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NoteEditorProps {
    pub body: AttrValue,
    pub visibility: Visibility,
    pub onbody: Callback<String>,
    pub onvisibility: Callback<Visibility>,
    /// The button or Ctrl+Enter.
    pub onsubmit: Callback<()>,
    /// Shows Cancel; Esc does the same.
    #[prop_or_default]
    pub oncancel: Option<Callback<()>>,
    pub placeholder: AttrValue,
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub autofocus: bool,
    #[prop_or_default]
    pub node: NodeRef,
}

#[component]
pub fn NoteEditor(props: &NoteEditorProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.notes;
    let previewing = use_state_eq(|| false);
    {
        let node = props.node.clone();
        use_effect_with(props.autofocus, move |autofocus| {
            if let (true, Some(area)) = (*autofocus, node.cast::<HtmlTextAreaElement>()) {
                area.focus().ok();
            }
        });
    }
    let onpreview = {
        let previewing = previewing.clone();
        Callback::from(move |on: bool| previewing.set(on))
    };
    let views = vec![
        Segment {
            value: false,
            label: t.write.into(),
            icon: None,
        },
        Segment {
            value: true,
            label: t.preview.into(),
            icon: None,
        },
    ];
    let submit = {
        let (onsubmit, previewing) = (props.onsubmit.clone(), previewing.setter());
        Callback::from(move |()| {
            previewing.set(false);
            onsubmit.emit(());
        })
    };
    html! {
        <div class="note-editor">
            if *previewing {
                <Preview body={props.body.clone()} />
            } else {
                { area(props, t.label) }
            }
            <div class="note-tools">
                if !*previewing {
                    <div class="row note-marks">{ marks(props, t) }</div>
                }
                <Segments<bool> label={t.view} segments={views} value={*previewing}
                    onchange={onpreview} />
                <div class="grow"></div>
                { visibility(props, t) }
                if let Some(oncancel) = &props.oncancel {
                    <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet}
                        onclick={oncancel.clone()} />
                }
                <Button label={t.save} kind={ButtonKind::Primary} busy={props.busy}
                    disabled={props.body.trim().is_empty()} onclick={submit} shortcut="Ctrl ↵" />
            </div>
        </div>
    }
}

fn area(props: &NoteEditorProps, label: &'static str) -> Html {
    let oninput = {
        let onbody = props.onbody.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                onbody.emit(area.value());
            }
        })
    };
    let onkeydown = {
        let (onsubmit, oncancel) = (props.onsubmit.clone(), props.oncancel.clone());
        let (node, onbody, busy) = (props.node.clone(), props.onbody.clone(), props.busy);
        Callback::from(move |event: KeyboardEvent| {
            let command = event.ctrl_key() || event.meta_key();
            match event.key().as_str() {
                "Enter" if command => {
                    event.prevent_default();
                    event.stop_propagation();
                    if !busy {
                        onsubmit.emit(());
                    }
                }
                "b" if command => {
                    event.prevent_default();
                    wrap(&node, "**", "**", &onbody);
                }
                "i" if command => {
                    event.prevent_default();
                    wrap(&node, "*", "*", &onbody);
                }
                "Escape" => {
                    event.stop_propagation();
                    match &oncancel {
                        Some(oncancel) => oncancel.emit(()),
                        None => blur(&node),
                    }
                }
                _ => {}
            }
        })
    };
    html! {
        <textarea ref={props.node.clone()} class="note-area" aria-label={label} {oninput} {onkeydown}
            placeholder={props.placeholder.clone()} value={props.body.clone()} rows="2" />
    }
}

fn marks(props: &NoteEditorProps, t: &'static crate::i18n::Notes) -> Html {
    let button =
        |icon: IconName, label: &'static str, before: &'static str, after: &'static str| {
            let (node, onbody) = (props.node.clone(), props.onbody.clone());
            let onclick = Callback::from(move |()| wrap(&node, before, after, &onbody));
            html! { <IconButton {icon} {label} {onclick} small=true /> }
        };
    html! {
        <>
            { button(IconName::Bold, t.bold, "**", "**") }
            { button(IconName::Italic, t.italic, "*", "*") }
            { button(IconName::List, t.list, "\n- ", "") }
            { button(IconName::Quote, t.quote, "\n> ", "") }
        </>
    }
}

fn visibility(props: &NoteEditorProps, t: &'static crate::i18n::Notes) -> Html {
    let onchange = props.onvisibility.reform(|word: String| {
        if word == "private" {
            Visibility::Private
        } else {
            Visibility::Shared
        }
    });
    let value = match props.visibility {
        Visibility::Shared => "shared",
        Visibility::Private => "private",
    };
    let options = vec![
        ("shared".into(), t.shared.into()),
        ("private".into(), t.private.into()),
    ];
    html! {
        <div class="note-visibility">
            if props.visibility == Visibility::Private {
                <Icon name={IconName::Lock} size={14} />
            }
            <Select label={t.visibility} bare=true {options} {value} {onchange} />
        </div>
    }
}

/// Puts marks around the selection, and the cursor between them.
fn wrap(node: &NodeRef, before: &str, after: &str, onbody: &Callback<String>) {
    let Some(area) = node.cast::<HtmlTextAreaElement>() else {
        return;
    };
    let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0);
    let (start, end) = (place(area.selection_start()), place(area.selection_end()));
    let text = JsString::from(area.value());
    // A line mark at the very start needs no line break before it.
    let before = if start == 0 {
        before.trim_start()
    } else {
        before
    };
    let chosen = String::from(text.slice(start, end));
    area.set_range_text(&format!("{before}{chosen}{after}"))
        .ok();
    let inside = start + JsString::from(before).length();
    let inside_end = inside + JsString::from(chosen.as_str()).length();
    area.set_selection_range(inside, inside_end).ok();
    area.focus().ok();
    onbody.emit(area.value());
}

fn blur(node: &NodeRef) {
    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        area.blur().ok();
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    body: AttrValue,
}

/// As it will look, rendered by the server like everything else.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let latest = use_latest();
    let html = use_state_eq(AttrValue::default);
    {
        let html = html.setter();
        use_effect_with(props.body.clone(), move |body| {
            let (body, ticket) = (body.clone(), latest.begin());
            spawn_local(async move {
                let answer = api::notes::render(&body, ticket.signal()).await;
                match answer {
                    Ok(answer) if ticket.is_current() => html.set(answer.html.into()),
                    Ok(_) => {}
                    Err(error) => toasts.failed(&error),
                }
            });
        });
    }
    html! {
        <div class="note-preview">
            if props.body.trim().is_empty() {
                <p class="faint">{ i18n.t.notes.nothing_to_preview }</p>
            } else {
                <SafeHtml html={(*html).clone()} />
            }
        </div>
    }
}
