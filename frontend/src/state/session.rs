//! Who is signed in. The gate asks once at the start; when the server no longer knows us, everything
//! below closes and the sign-in page stands there again, with the place we were at kept.

use super::preferences::{PreferenceChange, use_preferences};
use crate::api::{self, ApiError};
use gloo_timers::callback::Interval;
use shared::{
    api::{auth::Session, error::ErrorCode, user::User},
    permission::{Permission, can},
};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How often it is seen to that the access token is fresh.
const FRESH_MS: u32 = 30_000;

/// What we know about who is there.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionState {
    /// Not asked yet.
    Unknown,
    /// There is no account at all.
    SetupNeeded,
    SignedOut,
    SignedIn(Rc<User>),
    /// The server could not be asked.
    Unreachable,
}

/// Who is there, and how to say that it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionHandle {
    pub state: SessionState,
    set: UseStateSetter<SessionState>,
}

impl SessionHandle {
    /// Somebody signed in, or changed the own profile.
    pub fn signed_in(&self, user: User) {
        self.set.set(SessionState::SignedIn(Rc::new(user)));
    }

    /// Nobody is there any more.
    pub fn signed_out(&self) {
        self.set.set(SessionState::SignedOut);
    }

    /// Asks the server again.
    pub fn ask(&self) {
        let set = self.set.clone();
        spawn_local(async move {
            set.set(state_of(api::auth::session().await));
        });
    }
}

fn state_of(answer: Result<Session, ApiError>) -> SessionState {
    match answer {
        Ok(session) => SessionState::SignedIn(Rc::new(session.user)),
        Err(error) if error.is(ErrorCode::SetupRequired) => SessionState::SetupNeeded,
        Err(error) if error.is(ErrorCode::SignInRequired) || error == ApiError::Aborted => {
            SessionState::SignedOut
        }
        Err(_) => SessionState::Unreachable,
    }
}

#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    pub children: Html,
}

/// Asks who is there; everything below can call [`use_session`].
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let state = use_state_eq(|| SessionState::Unknown);
    let preferences = use_preferences();
    let handle = SessionHandle {
        state: (*state).clone(),
        set: state.setter(),
    };
    {
        let handle = handle.clone();
        use_effect_with((), move |()| {
            let out = handle.clone();
            api::on_signed_out(Callback::from(move |()| out.signed_out()));
            handle.ask();
            let fresh = Interval::new(FRESH_MS, api::renew_if_due);
            move || drop(fresh)
        });
    }
    use_effect_with((*state).clone(), move |state| {
        if let SessionState::SignedIn(user) = state {
            preferences.dispatch(PreferenceChange::Locale(user.locale));
            preferences.dispatch(PreferenceChange::Theme(user.theme));
        }
    });
    html! {
        <ContextProvider<SessionHandle> context={handle}>
            { props.children.clone() }
        </ContextProvider<SessionHandle>>
    }
}

/// Who is there, and how to say that it changed.
#[hook]
pub fn use_session() -> SessionHandle {
    use_context().expect("invariant: SessionProvider stands at the root of the app")
}

/// The user; pages behind the gate have one.
#[hook]
pub fn use_user() -> Option<Rc<User>> {
    match use_session().state {
        SessionState::SignedIn(user) => Some(user),
        SessionState::Unknown
        | SessionState::SetupNeeded
        | SessionState::SignedOut
        | SessionState::Unreachable => None,
    }
}

/// Whether the user may do something: controls for what is not allowed are not shown.
#[hook]
pub fn use_can(permission: Permission) -> bool {
    use_user().is_some_and(|user| can(user.role, permission))
}
