//! One's own name and password.

use super::SettingsSection;
use crate::{
    api,
    components::{Button, ButtonKind, PasswordField, TextField},
    i18n::{I18n, errors::field_text, use_i18n},
    state::{use_session, use_toasts, use_user},
};
use shared::{
    api::{
        auth::{PasswordChange, ProfilePatch},
        error::{ErrorCode, FieldErrors},
    },
    validate::{self, Checker},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub fn ProfileSettings() -> Html {
    html! { <><NameForm /><PasswordForm /></> }
}

fn text(i18n: I18n, fields: &FieldErrors, name: &str) -> Option<String> {
    fields
        .get(name)
        .map(|error| field_text(i18n.t, name, *error))
}

#[component]
fn NameForm() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let (session, toasts) = (use_session(), use_toasts());
    let user = use_user();
    let before = user
        .as_ref()
        .map(|user| user.name.clone())
        .unwrap_or_default();
    let name = {
        let before = before.clone();
        use_state_eq(move || before)
    };
    let fields = use_state_eq(FieldErrors::new);
    let busy = use_state_eq(|| false);
    let onsubmit = {
        let (name, fields, busy) = (name.clone(), fields.clone(), busy.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Checker::default();
            check.required_name("name", &name);
            if let Err(wrong) = check.finish() {
                fields.set(wrong);
                return;
            }
            let patch = ProfilePatch {
                name: Some(name.trim().to_owned()),
                ..ProfilePatch::default()
            };
            let (session, toasts) = (session.clone(), toasts.clone());
            let (fields, busy) = (fields.clone(), busy.clone());
            busy.set(true);
            spawn_local(async move {
                match api::auth::patch_profile(&patch).await {
                    Ok(user) => {
                        fields.set(FieldErrors::new());
                        session.signed_in(user);
                        toasts.say(i18n.t.common.saved);
                    }
                    Err(error) => {
                        fields.set(error.fields());
                        if !error.is(ErrorCode::Invalid) {
                            toasts.failed(&error);
                        }
                    }
                }
                busy.set(false);
            });
        })
    };
    let email = user.map(|user| user.email.clone()).unwrap_or_default();
    let oninput = {
        let name = name.setter();
        Callback::from(move |text| name.set(text))
    };
    html! {
        <SettingsSection title={t.profile} lead={t.profile_lead}>
            <form class="stack settings-form" {onsubmit}>
                <TextField label={t.name} value={(*name).clone()} {oninput} autocomplete="name"
                    required=true error={text(i18n, &fields, "name")} />
                <TextField label={t.email} value={email} oninput={Callback::noop()} disabled=true
                    hint={t.email_hint} kind="email" />
                <div>
                    <Button label={i18n.t.common.save} kind={ButtonKind::Primary} submit=true
                        busy={*busy} disabled={name.trim() == before} />
                </div>
            </form>
        </SettingsSection>
    }
}

#[component]
fn PasswordForm() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let (current, new) = (use_state_eq(String::new), use_state_eq(String::new));
    let fields = use_state_eq(FieldErrors::new);
    let busy = use_state_eq(|| false);
    let onsubmit = {
        let (current, new) = (current.clone(), new.clone());
        let (fields, busy) = (fields.clone(), busy.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Checker::default();
            check.password("new_password", &new);
            if let Err(wrong) = check.finish() {
                fields.set(wrong);
                return;
            }
            let request = PasswordChange {
                current_password: (*current).clone(),
                new_password: (*new).clone(),
            };
            let (current, new, toasts) = (current.clone(), new.clone(), toasts.clone());
            let (fields, busy) = (fields.clone(), busy.clone());
            busy.set(true);
            spawn_local(async move {
                match api::auth::change_password(&request).await {
                    Ok(()) => {
                        current.set(String::new());
                        new.set(String::new());
                        fields.set(FieldErrors::new());
                        toasts.say(i18n.t.settings.password_changed);
                    }
                    Err(error) => {
                        fields.set(error.fields());
                        if !error.is(ErrorCode::Invalid) {
                            toasts.failed(&error);
                        }
                    }
                }
                busy.set(false);
            });
        })
    };
    let setter = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let least = validate::PASSWORD_CHARS_MIN.to_string();
    html! {
        <SettingsSection title={t.password} lead={t.password_lead}>
            <form class="stack settings-form" {onsubmit}>
                <PasswordField label={t.current_password} value={(*current).clone()}
                    oninput={setter(&current)} autocomplete="current-password"
                    error={text(i18n, &fields, "current_password")} />
                <PasswordField label={t.new_password} value={(*new).clone()}
                    oninput={setter(&new)} autocomplete="new-password"
                    hint={i18n.fill(i18n.t.gate.password_hint, &[("n", &least)])}
                    error={text(i18n, &fields, "new_password")} />
                <div>
                    <Button label={t.change_password} submit=true busy={*busy}
                        disabled={current.is_empty() || new.is_empty()} />
                </div>
            </form>
        </SettingsSection>
    }
}
