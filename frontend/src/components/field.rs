//! Text fields: a label above, a hint or what is wrong below, tied to the input for people who listen.

use super::{Icon, IconButton, IconName, use_id};
use crate::i18n::use_i18n;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    pub label: AttrValue,
    pub value: AttrValue,
    pub oninput: Callback<String>,
    /// `text`, `email`, `password`, `search`, `tel`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    #[prop_or_default]
    pub error: Option<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// For password managers: `email`, `current-password`, `new-password`, `name`, `off`.
    #[prop_or_default]
    pub autocomplete: Option<AttrValue>,
    /// Gets the focus when its page or panel opens.
    #[prop_or_default]
    pub autofocus: bool,
    #[prop_or_default]
    pub required: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// The label is heard, not seen.
    #[prop_or_default]
    pub bare: bool,
    #[prop_or_default]
    pub icon: Option<IconName>,
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
    #[prop_or_default]
    pub node: NodeRef,
    /// A control at the end, inside the frame.
    #[prop_or_default]
    pub affix: Option<Html>,
}

#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let id = use_id("field");
    let note_id = format!("{id}-note");
    let oninput = {
        let oninput = props.oninput.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                oninput.emit(input.value());
            }
        })
    };
    {
        let node = props.node.clone();
        use_effect_with(props.autofocus, move |autofocus| {
            if let (true, Some(input)) = (*autofocus, node.cast::<HtmlInputElement>()) {
                input.focus().ok();
            }
        });
    }
    let has_note = props.error.is_some() || props.hint.is_some();
    let frame = classes!(
        props.icon.map(|_| "input-icon"),
        props.affix.as_ref().map(|_| "input-affix"),
    );
    html! {
        <div class="field">
            <label class={if props.bare { "sr-only" } else { "field-label" }} for={id.clone()}>
                { &props.label }
            </label>
            <div class={frame}>
                if let Some(name) = props.icon {
                    <Icon {name} />
                }
                <input ref={props.node.clone()} {id} class="input" type={props.kind.clone()}
                    value={props.value.clone()} {oninput} onkeydown={props.onkeydown.clone()}
                    placeholder={props.placeholder.clone()}
                    autocomplete={props.autocomplete.clone()}
                    data-autofocus={props.autofocus.then_some("")}
                    aria-required={props.required.then_some("true")} disabled={props.disabled}
                    aria-invalid={props.error.as_ref().map(|_| "true")}
                    aria-describedby={has_note.then(|| note_id.clone())}
                    spellcheck={(*props.kind != *"text").then_some("false")} />
                if let Some(affix) = &props.affix {
                    { affix.clone() }
                }
            </div>
            { note(props, note_id) }
        </div>
    }
}

fn note(props: &TextFieldProps, id: String) -> Html {
    match (&props.error, &props.hint) {
        (Some(error), _) => html! {
            <p {id} class="field-error"><Icon name={IconName::Alert} size={14} />{ error }</p>
        },
        (None, Some(hint)) => html! { <p {id} class="field-hint">{ hint }</p> },
        (None, None) => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    pub label: AttrValue,
    pub value: AttrValue,
    pub oninput: Callback<String>,
    #[prop_or_default]
    pub error: Option<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// `current-password` or `new-password`.
    pub autocomplete: AttrValue,
    #[prop_or_default]
    pub autofocus: bool,
}

/// A password, which can be looked at while it is typed.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let shown = use_state_eq(|| false);
    let i18n = use_i18n();
    let (icon, label) = if *shown {
        (IconName::EyeOff, i18n.t.gate.hide_password)
    } else {
        (IconName::Eye, i18n.t.gate.show_password)
    };
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(!*shown))
    };
    let affix = html! { <IconButton {icon} {label} onclick={toggle} small=true /> };
    html! {
        <TextField label={props.label.clone()} value={props.value.clone()}
            oninput={props.oninput.clone()} kind={if *shown { "text" } else { "password" }}
            error={props.error.clone()} hint={props.hint.clone()} required=true
            autocomplete={props.autocomplete.clone()} autofocus={props.autofocus} {affix} />
    }
}
