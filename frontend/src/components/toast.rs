//! Quiet confirmations at the foot of the page. They stay while the pointer or the focus is on them.

use super::{Icon, IconButton, IconName};
use crate::i18n::I18n;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Long enough to read and to reach for Undo.
const TOAST_MS: u32 = 7_000;
/// What went wrong stays longer.
const TOAST_BAD_MS: u32 = 12_000;

/// What kind of thing it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastTone {
    Done,
    Bad,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    pub number: u32,
    pub text: AttrValue,
    pub tone: ToastTone,
    pub undo: Option<Callback<()>>,
}

#[derive(Properties, PartialEq)]
pub struct ToastRegionProps {
    pub toasts: Vec<Toast>,
    pub onclose: Callback<u32>,
    pub i18n: I18n,
}

/// Where they stand, once, at the root.
#[component]
pub fn ToastRegion(props: &ToastRegionProps) -> Html {
    let card = |toast: &Toast| {
        html! {
            <ToastCard key={toast.number} toast={toast.clone()} i18n={props.i18n}
                onclose={props.onclose.clone()} />
        }
    };
    html! {
        <div class="toasts" role="status" aria-live="polite" aria-relevant="additions">
            { for props.toasts.iter().map(card) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ToastCardProps {
    toast: Toast,
    onclose: Callback<u32>,
    i18n: I18n,
}

#[component]
fn ToastCard(props: &ToastCardProps) -> Html {
    let held = use_state_eq(|| false);
    let toast = &props.toast;
    {
        let (number, tone, onclose) = (toast.number, toast.tone, props.onclose.clone());
        use_effect_with(*held, move |held| {
            let wait = match tone {
                ToastTone::Done => TOAST_MS,
                ToastTone::Bad => TOAST_BAD_MS,
            };
            let timer = (!held).then(|| Timeout::new(wait, move || onclose.emit(number)));
            move || drop(timer)
        });
    }
    let hold = |on: bool| {
        let held = held.setter();
        Callback::from(move |()| held.set(on))
    };
    let close = {
        let (number, onclose) = (toast.number, props.onclose.clone());
        Callback::from(move |()| onclose.emit(number))
    };
    let undo = toast.undo.clone().map(|undo| {
        let close = close.clone();
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            undo.emit(());
        })
    });
    let (class, icon) = match toast.tone {
        ToastTone::Done => ("toast", None),
        ToastTone::Bad => ("toast toast-bad", Some(IconName::Alert)),
    };
    html! {
        <div {class} onpointerenter={hold(true).reform(|_: PointerEvent| ())}
            onpointerleave={hold(false).reform(|_: PointerEvent| ())}
            onfocusin={hold(true).reform(|_: FocusEvent| ())}
            onfocusout={hold(false).reform(|_: FocusEvent| ())}>
            if let Some(name) = icon {
                <Icon {name} />
            }
            <span class="grow">{ &toast.text }</span>
            if let Some(onclick) = undo {
                <button type="button" class="btn btn-small" {onclick}>
                    { props.i18n.t.common.undo }
                </button>
            }
            <IconButton icon={IconName::Close} label={props.i18n.t.common.close} onclick={close}
                small=true />
        </div>
    }
}
