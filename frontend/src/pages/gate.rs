//! Set-up and sign-in: what stands before the app. The token of the set-up link comes in the query
//! or, so that it shows in no log, behind the `#`.

use crate::{
    a11y::use_title,
    api::{self, ApiError},
    components::{Banner, Brand, Button, ButtonKind, PasswordField, Select, TextField, Tone},
    i18n::{
        I18n,
        errors::{error_text, field_text},
        use_i18n,
    },
    router::{Route, use_router},
    state::{preferences::PreferenceChange, use_preferences, use_session},
};
use shared::{
    api::{
        auth::{LoginRequest, SetupRequest},
        error::{ErrorCode, FieldErrors},
    },
    locale::Locale,
    validate,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct GateProps {
    title: AttrValue,
    #[prop_or_default]
    lead: AttrValue,
    children: Html,
}

/// The card in the middle, with the name mark and the choice of language.
#[component]
fn GateFrame(props: &GateProps) -> Html {
    let i18n = use_i18n();
    let preferences = use_preferences();
    use_title(props.title.clone());
    let onchange = {
        let preferences = preferences.clone();
        Callback::from(move |tag: String| {
            preferences.dispatch(PreferenceChange::Locale(locale_of(&tag)));
        })
    };
    html! {
        <main class="gate">
            <div class="gate-card">
                <div class="gate-brand"><Brand size={30} /></div>
                <h1>{ &props.title }</h1>
                if !props.lead.is_empty() {
                    <p class="gate-lead">{ &props.lead }</p>
                }
                { props.children.clone() }
                <div class="gate-foot">
                    <Select label={i18n.t.gate.language} bare=true {onchange}
                        options={locale_options()} value={preferences.locale.tag()} />
                </div>
            </div>
        </main>
    }
}

/// Each language in its own words.
pub fn locale_options() -> Vec<(AttrValue, AttrValue)> {
    let name = |locale| match locale {
        Locale::En => "English",
        Locale::Es => "Español",
        Locale::Zh => "简体中文",
    };
    Locale::ALL
        .map(|locale| (locale.tag().into(), name(locale).into()))
        .to_vec()
}

/// The language of a tag of ours.
pub fn locale_of(tag: &str) -> Locale {
    Locale::ALL
        .into_iter()
        .find(|locale| locale.tag() == tag)
        .unwrap_or_default()
}

/// A form under way: what was answered last.
#[derive(Debug, Clone, PartialEq, Default)]
struct Answer {
    busy: bool,
    error: Option<ApiError>,
    fields: FieldErrors,
}

impl Answer {
    fn busy() -> Self {
        Self {
            busy: true,
            ..Self::default()
        }
    }

    fn failed(error: ApiError) -> Self {
        Self {
            busy: false,
            fields: error.fields(),
            error: Some(error),
        }
    }

    fn field(&self, i18n: I18n, name: &str) -> Option<String> {
        let error = self.fields.get(name)?;
        Some(field_text(i18n.t, name, *error))
    }

    fn banner(&self, i18n: I18n) -> Html {
        match &self.error {
            Some(error) if !error.is(ErrorCode::Invalid) => html! {
                <Banner tone={Tone::Bad}>{ error_text(i18n.t, error) }</Banner>
            },
            _ => Html::default(),
        }
    }
}

/// Signs in and goes to the place that was asked for.
#[component]
pub fn SignInPage() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let router = use_router();
    let (email, password) = (use_state(String::new), use_state(String::new));
    let answer = use_state(Answer::default);
    let t = &i18n.t.gate;
    let onsubmit = {
        let (email, password, answer) = (email.clone(), password.clone(), answer.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if answer.busy {
                return;
            }
            let request = LoginRequest {
                email: email.trim().to_owned(),
                password: (*password).clone(),
            };
            let (answer, session, router) = (answer.clone(), session.clone(), router.clone());
            answer.set(Answer::busy());
            spawn_local(async move {
                match api::auth::sign_in(&request).await {
                    Ok(opened) => {
                        session.signed_in(opened.user);
                        if matches!(router.route(), Route::SignIn | Route::Setup) {
                            router.replace(Route::Home);
                        }
                    }
                    Err(error) => answer.set(Answer::failed(error)),
                }
            });
        })
    };
    html! {
        <GateFrame title={t.sign_in_title}>
            <form class="stack" {onsubmit}>
                { answer.banner(i18n) }
                <TextField label={t.email} kind="email" value={(*email).clone()} autofocus=true
                    required=true autocomplete="username" error={answer.field(i18n, "email")}
                    oninput={setter(&email)} />
                <PasswordField label={t.password} value={(*password).clone()}
                    autocomplete="current-password" error={answer.field(i18n, "password")}
                    oninput={setter(&password)} hint={t.forgotten} />
                <Button label={t.sign_in} kind={ButtonKind::Primary} submit=true
                    busy={answer.busy} class="btn-block" />
            </form>
        </GateFrame>
    }
}

/// Makes the first admin.
#[component]
pub fn SetupPage() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.gate;
    let router = use_router();
    let token = router.param("token").or_else(token_behind_hash);
    match token {
        Some(token) => html! { <SetupForm {token} /> },
        None => html! {
            <GateFrame title={t.set_up_no_token_title} lead={t.set_up_no_token}>
                { Html::default() }
            </GateFrame>
        },
    }
}

fn token_behind_hash() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let token = hash.trim_start_matches('#').trim_start_matches("token=");
    (!token.is_empty()).then(|| token.to_owned())
}

#[derive(Properties, PartialEq)]
struct SetupFormProps {
    token: String,
}

#[component]
fn SetupForm(props: &SetupFormProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let router = use_router();
    let (name, email) = (use_state(String::new), use_state(String::new));
    let password = use_state(String::new);
    let answer = use_state(Answer::default);
    let t = &i18n.t.gate;
    let onsubmit = {
        let (answer, token) = (answer.clone(), props.token.clone());
        let (name, email, password) = (name.clone(), email.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let request = SetupRequest {
                token: token.clone(),
                name: name.trim().to_owned(),
                email: email.trim().to_owned(),
                password: (*password).clone(),
                locale: i18n.locale,
            };
            if let Err(fields) = validate::setup(&request) {
                answer.set(Answer {
                    fields,
                    ..Answer::default()
                });
                return;
            }
            let (answer, session, router) = (answer.clone(), session.clone(), router.clone());
            answer.set(Answer::busy());
            spawn_local(async move {
                match api::auth::set_up(&request).await {
                    Ok(opened) => {
                        router.replace(Route::Home);
                        session.signed_in(opened.user);
                    }
                    Err(error) => answer.set(Answer::failed(error)),
                }
            });
        })
    };
    let least = validate::PASSWORD_CHARS_MIN.to_string();
    html! {
        <GateFrame title={t.set_up_title} lead={t.set_up_lead}>
            <form class="stack" {onsubmit}>
                { answer.banner(i18n) }
                <TextField label={t.name} value={(*name).clone()} autofocus=true required=true
                    autocomplete="name" error={answer.field(i18n, "name")} oninput={setter(&name)} />
                <TextField label={t.email} kind="email" value={(*email).clone()} required=true
                    autocomplete="username" error={answer.field(i18n, "email")}
                    oninput={setter(&email)} />
                <PasswordField label={t.password} value={(*password).clone()}
                    autocomplete="new-password" error={answer.field(i18n, "password")}
                    hint={i18n.fill(t.password_hint, &[("n", &least)])} oninput={setter(&password)} />
                <Button label={t.set_up} kind={ButtonKind::Primary} submit=true
                    busy={answer.busy} class="btn-block" />
            </form>
        </GateFrame>
    }
}

fn setter(state: &UseStateHandle<String>) -> Callback<String> {
    let state = state.setter();
    Callback::from(move |text| state.set(text))
}
