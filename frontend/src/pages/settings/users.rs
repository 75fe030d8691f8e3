//! The people who can sign in: everyone sees them, admins add and change them.

use super::SettingsSection;
use crate::{
    api::{self, ApiError},
    components::{
        Avatar, Button, ButtonKind, Chip, Dialog, DialogShape, Icon, IconName, Menu, MenuEntry,
        MenuItem, PasswordField, Select, SkeletonRows, TextField,
    },
    i18n::{I18n, errors::field_text, use_i18n},
    pages::LoadFailed,
    state::{Load, use_can, use_resource, use_toasts, use_user},
};
use shared::{
    api::{
        error::{ErrorCode, FieldErrors},
        page::{ListQuery, PAGE_LIMIT_MAX},
        user::{User, UserCreate, UserPatch},
    },
    model::Role,
    permission::Permission,
    validate::{self, Checker},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What lies over the page.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    Nothing,
    Add,
    Password(User),
}

#[component]
pub fn UserSettings() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let can_manage = use_can(Permission::UserManage);
    let open = use_state_eq(|| Open::Nothing);
    let users = use_resource((), |(), signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                ..ListQuery::default()
            };
            api::users::list(&query, signal.as_ref()).await
        })
    });
    let reload = {
        let users = users.clone();
        Callback::from(move |()| users.reload())
    };
    let close = {
        let (open, reload) = (open.setter(), reload.clone());
        Callback::from(move |()| {
            open.set(Open::Nothing);
            reload.emit(());
        })
    };
    let show = {
        let open = open.setter();
        Callback::from(move |wanted| open.set(wanted))
    };
    let list = match &users.load {
        Load::Waiting => html! { <SkeletonRows rows={3} /> },
        Load::Failed(error) => html! { <LoadFailed error={error.clone()} onretry={reload} /> },
        Load::Ready(page) => html! {
            <ul class="user-list">
                { for page.items.iter().map(|user| html! {
                    <UserRow key={user.id.to_string()} user={user.clone()} {can_manage}
                        onchanged={reload.clone()} show={show.clone()} />
                }) }
            </ul>
        },
    };
    let action = html! {
        if can_manage {
            <Button label={t.add_user} icon={IconName::Plus} kind={ButtonKind::Primary}
                onclick={show.reform(|()| Open::Add)} />
        }
    };
    let over = match &*open {
        Open::Nothing => Html::default(),
        Open::Add => html! { <AddUser onclose={close} /> },
        Open::Password(user) => html! { <SetPassword user={user.clone()} onclose={close} /> },
    };
    html! {
        <SettingsSection title={t.users} lead={t.users_lead} {action}>{ list }{ over }</SettingsSection>
    }
}

fn role_options(i18n: I18n) -> Vec<(AttrValue, AttrValue)> {
    let t = &i18n.t.settings;
    vec![
        ("admin".into(), t.role_admin.into()),
        ("member".into(), t.role_member.into()),
        ("read_only".into(), t.role_read_only.into()),
    ]
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Member => "member",
        Role::ReadOnly => "read_only",
    }
}

fn role_of(word: &str) -> Role {
    match word {
        "admin" => Role::Admin,
        "read_only" => Role::ReadOnly,
        _ => Role::Member,
    }
}

fn role_hint(i18n: I18n, role: Role) -> &'static str {
    let t = &i18n.t.settings;
    match role {
        Role::Admin => t.role_admin_hint,
        Role::Member => t.role_member_hint,
        Role::ReadOnly => t.role_read_only_hint,
    }
}

#[derive(Properties, PartialEq)]
struct UserRowProps {
    user: User,
    can_manage: bool,
    onchanged: Callback<()>,
    show: Callback<Open>,
}

#[component]
fn UserRow(props: &UserRowProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let user = &props.user;
    let me = use_user().is_some_and(|me| me.id == user.id);
    let change = use_change(&props.user, &props.onchanged);
    let name = AttrValue::from(user.name.clone());
    let role = if props.can_manage {
        let onchange = change.reform(|word: String| UserPatch {
            role: Some(role_of(&word)),
            ..UserPatch::default()
        });
        html! {
            <Select label={i18n.fill(t.role_of, &[("name", &name)])} bare=true {onchange}
                options={role_options(i18n)} value={role_word(user.role)} />
        }
    } else {
        let options = role_options(i18n);
        let word = role_word(user.role);
        let text = options.into_iter().find(|(value, _)| value == word);
        html! { <span class="muted">{ text.map(|(_, text)| text) }</span> }
    };
    html! {
        <li class={classes!("user-row", user.disabled.then_some("is-off"))}>
            <Avatar name={name.clone()} size={32} />
            <div class="grow">
                <div class="row">
                    <span class="user-name clip">{ name }</span>
                    if me {
                        <Chip text={t.you} class="chip-line" />
                    }
                    if user.disabled {
                        <Chip text={t.disabled} class="chip-amber" icon={IconName::Lock} />
                    }
                </div>
                <p class="faint small clip">{ &user.email }</p>
            </div>
            <div class="user-role">{ role }</div>
            if props.can_manage {
                { row_menu(i18n, props, &change) }
            }
        </li>
    }
}

fn row_menu(i18n: I18n, props: &UserRowProps, change: &Callback<UserPatch>) -> Html {
    let t = &i18n.t.settings;
    let user = &props.user;
    let disabled = !user.disabled;
    let toggle = change.reform(move |()| UserPatch {
        disabled: Some(disabled),
        ..UserPatch::default()
    });
    let password = {
        let user = user.clone();
        props.show.reform(move |()| Open::Password(user.clone()))
    };
    let switch = if disabled {
        MenuItem::new(t.disable, IconName::Lock, toggle).danger()
    } else {
        MenuItem::new(t.enable, IconName::Check, toggle)
    };
    let entries = vec![
        MenuEntry::Item(MenuItem::new(t.set_password, IconName::Shield, password)),
        MenuEntry::Item(switch),
    ];
    html! {
        <Menu label={i18n.fill(t.actions_for, &[("name", &user.name)])} bare=true class="menu-end"
            button={html! { <Icon name={IconName::More} /> }}
            button_class="btn btn-quiet btn-icon" {entries} />
    }
}

/// Changes a user and says so.
#[hook]
fn use_change(user: &User, onchanged: &Callback<()>) -> Callback<UserPatch> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (user, onchanged) = (user.clone(), onchanged.clone());
    Callback::from(move |patch: UserPatch| {
        let (user, onchanged, toasts) = (user.clone(), onchanged.clone(), toasts.clone());
        spawn_local(async move {
            match api::users::patch(user.id, user.revision, &patch).await {
                Ok(_) => {
                    let t = &i18n.t.settings;
                    let text = match (patch.disabled, patch.password.is_some()) {
                        (Some(true), _) => i18n.fill(t.user_disabled, &[("name", &user.name)]),
                        (Some(false), _) => i18n.fill(t.user_enabled, &[("name", &user.name)]),
                        (None, true) => i18n.fill(t.password_set, &[("name", &user.name)]),
                        (None, false) => i18n.t.common.saved.to_owned(),
                    };
                    toasts.say(text);
                }
                Err(error) => toasts.failed(&error),
            }
            onchanged.emit(());
        });
    })
}

#[derive(Properties, PartialEq)]
struct AddUserProps {
    onclose: Callback<()>,
}

#[component]
fn AddUser(props: &AddUserProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let toasts = use_toasts();
    let (name, email) = (use_state_eq(String::new), use_state_eq(String::new));
    let password = use_state_eq(String::new);
    let role = use_state_eq(|| Role::Member);
    let fields = use_state_eq(FieldErrors::new);
    let busy = use_state_eq(|| false);
    let submit = {
        let (name, email, password) = (name.clone(), email.clone(), password.clone());
        let (role, fields, busy) = (role.clone(), fields.clone(), busy.clone());
        let onclose = props.onclose.clone();
        Callback::from(move |()| {
            let user = UserCreate {
                name: name.trim().to_owned(),
                email: email.trim().to_owned(),
                role: *role,
                password: (*password).clone(),
                locale: i18n.locale,
            };
            if let Err(wrong) = validate::user(&user) {
                fields.set(wrong);
                return;
            }
            let (fields, busy) = (fields.clone(), busy.clone());
            let (toasts, onclose) = (toasts.clone(), onclose.clone());
            busy.set(true);
            spawn_local(async move {
                match api::users::create(&user).await {
                    Ok(user) => {
                        let row = i18n.t.settings.user_added;
                        toasts.say(i18n.fill(row, &[("name", &user.name)]));
                        onclose.emit(());
                    }
                    Err(error) => {
                        busy.set(false);
                        refuse(&error, &fields.setter(), &toasts);
                    }
                }
            });
        })
    };
    let error = |field: &str| {
        fields
            .get(field)
            .map(|error| field_text(i18n.t, field, *error))
    };
    let setter = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let onrole = {
        let role = role.setter();
        Callback::from(move |word: String| role.set(role_of(&word)))
    };
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <Dialog title={t.add_user} shape={DialogShape::Panel} onclose={props.onclose.clone()}
            onsubmit={submit.clone()} footer={foot(i18n, props, &submit, *busy)}>
            <form class="stack" {onsubmit}>
                <TextField label={t.name} value={(*name).clone()} oninput={setter(&name)}
                    required=true autofocus=true autocomplete="off" error={error("name")} />
                <TextField label={t.email} value={(*email).clone()} oninput={setter(&email)}
                    kind="email" required=true autocomplete="off" error={error("email")} />
                <div class="stack-tight">
                    <Select label={t.role} options={role_options(i18n)} onchange={onrole}
                        value={role_word(*role)} />
                    <p class="field-hint">{ role_hint(i18n, *role) }</p>
                </div>
                <FirstPassword password={(*password).clone()} oninput={setter(&password)}
                    error={error("password")} />
                <button type="submit" class="sr-only" tabindex="-1">{ t.add_user }</button>
            </form>
        </Dialog>
    }
}

fn foot(i18n: I18n, props: &AddUserProps, submit: &Callback<()>, busy: bool) -> Html {
    html! {
        <>
            <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet}
                onclick={props.onclose.clone()} />
            <Button label={i18n.t.settings.add_user} kind={ButtonKind::Primary} {busy}
                shortcut="Ctrl ↵" onclick={submit.clone()} />
        </>
    }
}

/// What is wrong stands at the field; what is wrong with none of them is said.
fn refuse(
    error: &ApiError,
    fields: &UseStateSetter<FieldErrors>,
    toasts: &crate::state::toasts::Toasts,
) {
    fields.set(error.fields());
    if !error.is(ErrorCode::Invalid) {
        toasts.failed(error);
    }
}

#[derive(Properties, PartialEq)]
struct FirstPasswordProps {
    password: String,
    oninput: Callback<String>,
    error: Option<String>,
}

/// A password to hand over, which can be made up for you.
#[component]
fn FirstPassword(props: &FirstPasswordProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let suggest = props.oninput.reform(|()| suggested_password());
    html! {
        <div class="stack-tight">
            <PasswordField label={t.first_password} value={props.password.clone()}
                oninput={props.oninput.clone()} autocomplete="new-password"
                hint={t.first_password_hint} error={props.error.clone()} />
            <div>
                <Button label={t.generate} icon={IconName::Sparkles} kind={ButtonKind::Quiet}
                    small=true onclick={suggest} />
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct SetPasswordProps {
    user: User,
    onclose: Callback<()>,
}

#[component]
fn SetPassword(props: &SetPasswordProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.settings;
    let password = use_state_eq(String::new);
    let error = use_state_eq(|| None::<String>);
    let change = use_change(&props.user, &props.onclose);
    let submit = {
        let (password, error) = (password.clone(), error.setter());
        Callback::from(move |()| {
            let mut check = Checker::default();
            check.password("password", &password);
            match check.finish() {
                Ok(()) => change.emit(UserPatch {
                    password: Some((*password).clone()),
                    ..UserPatch::default()
                }),
                Err(wrong) => error.set(
                    wrong
                        .get("password")
                        .map(|wrong| field_text(i18n.t, "password", *wrong)),
                ),
            }
        })
    };
    let oninput = {
        let password = password.setter();
        Callback::from(move |text| password.set(text))
    };
    let footer = html! {
        <>
            <Button label={i18n.t.common.cancel} kind={ButtonKind::Quiet}
                onclick={props.onclose.clone()} />
            <Button label={i18n.t.common.save} kind={ButtonKind::Primary} onclick={submit.clone()} />
        </>
    };
    let title = format!("{} · {}", t.set_password, props.user.name);
    html! {
        <Dialog {title} onclose={props.onclose.clone()} onsubmit={submit} {footer}>
            <FirstPassword password={(*password).clone()} {oninput} error={(*error).clone()} />
        </Dialog>
    }
}

/// Letters and digits that nobody confuses.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Four groups of five: 98 bits.
const PASSWORD_GROUPS: usize = 4;
const GROUP_CHARS: usize = 5;

/// A password from the browser's own source of chance; empty where there is none.
fn suggested_password() -> String {
    let mut bytes = [0_u8; PASSWORD_GROUPS * GROUP_CHARS];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        return String::new();
    }
    let letter = |byte: &u8| {
        let place = usize::from(*byte) % ALPHABET.len();
        ALPHABET.get(place).copied().map_or('a', char::from)
    };
    bytes
        .chunks(GROUP_CHARS)
        .map(|group| group.iter().map(letter).collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}
