//! Dialogs and side panels on the browser's own `<dialog>`: it keeps the focus inside, makes the rest
//! inert, closes by Esc and gives the focus back.

use super::{IconButton, IconName, use_id};
use crate::i18n::use_i18n;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogShape {
    /// In the middle: only to confirm what cannot be undone, and for help.
    #[default]
    Centre,
    /// In the middle, wider.
    Wide,
    /// At the side, for making things.
    Panel,
}

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    #[prop_or_default]
    pub shape: DialogShape,
    pub onclose: Callback<()>,
    /// Ctrl+Enter.
    #[prop_or_default]
    pub onsubmit: Option<Callback<()>>,
    pub children: Html,
    /// Buttons, the main one last.
    #[prop_or_default]
    pub footer: Option<Html>,
}

/// Is open as long as it is rendered.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_modal();
    let title_id = use_id("dialog");
    let i18n = use_i18n();
    let class = match props.shape {
        DialogShape::Centre => "dialog",
        DialogShape::Wide => "dialog dialog-wide",
        DialogShape::Panel => "panel",
    };
    let onkeydown = {
        let onsubmit = props.onsubmit.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            let submits = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
            if let (true, Some(onsubmit)) = (submits, &onsubmit) {
                event.prevent_default();
                onsubmit.emit(());
            }
        })
    };
    html! {
        <dialog ref={node.clone()} {class} aria-labelledby={title_id.clone()} {onkeydown}
            oncancel={cancel(&props.onclose)} onclick={outside(node, &props.onclose)}>
            <div class="dialog-frame">
                <header class="dialog-head">
                    <h2 id={title_id}>{ &props.title }</h2>
                    <IconButton icon={IconName::Close} label={i18n.t.common.close}
                        onclick={props.onclose.clone()} />
                </header>
                <div class="dialog-body">{ props.children.clone() }</div>
                if let Some(footer) = &props.footer {
                    <footer class="dialog-foot">{ footer.clone() }</footer>
                }
            </div>
        </dialog>
    }
}

/// Opens a `<dialog>` when it comes and closes it when it goes. A child with `data-autofocus` gets
/// the focus.
#[hook]
pub fn use_modal() -> NodeRef {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                dialog.show_modal().ok();
                focus_first(dialog);
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        });
    }
    node
}

/// Esc: the owner closes it, so that state and page agree.
pub fn cancel(onclose: &Callback<()>) -> Callback<Event> {
    onclose.reform(|event: Event| event.prevent_default())
}

/// A click on the veil closes it; a click inside reaches the dialog by bubbling and does not.
pub fn outside(node: NodeRef, onclose: &Callback<()>) -> Callback<MouseEvent> {
    let onclose = onclose.clone();
    Callback::from(move |event: MouseEvent| {
        let on_veil = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|target| node.cast::<Element>() == Some(target));
        if on_veil {
            onclose.emit(());
        }
    })
}

fn focus_first(dialog: &HtmlDialogElement) {
    let first = dialog.query_selector("[data-autofocus]").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        first.focus().ok();
    }
}
