//! The root of the app: providers, the gate before it, and the frame around every page. It owns the
//! keys that work everywhere; pages own theirs.

mod bars;
mod help;
mod keys;
mod notices;
mod palette;
mod saved;

use crate::{
    a11y::{Announcer, MAIN_ID, focus_main},
    api::parties::PartyKind,
    components::{Button, EmptyState, IconName},
    i18n::use_i18n,
    pages::{NewPartyPanel, SignInPage, page_of},
    parts::{Lazy, Part, View, use_parts_beforehand},
    router::{Route, RouterProvider, use_router},
    state::{
        live::LiveProvider,
        own::OwnProvider,
        preferences::PreferencesProvider,
        session::{SessionProvider, SessionState},
        toasts::ToastProvider,
        use_session, use_tell_zone,
    },
};
use bars::{BottomBar, Rail};
use palette::Palette;
pub use palette::{RecordTarget, kind_name};
use yew::prelude::*;

/// What lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    Palette,
    /// The panel that makes a contact or a company.
    New(PartyKind),
    /// What alerts found.
    Notices,
    /// Keeps what the page asks for.
    Save,
    Help,
}

/// What lies over the page, and what it needs to do its work.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    kind: Overlay,
    open: Callback<Option<Overlay>>,
    create: Callback<(PartyKind, String)>,
    /// What the palette hands to the panel that makes one.
    name: String,
}

/// Opens what lies over the page; `None` closes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlays(pub Callback<Option<Overlay>>);

impl Over {
    /// Takes it away again.
    pub fn close(&self) {
        self.open.emit(None);
    }
}

/// Opens what lies over the page.
#[hook]
pub fn use_overlays() -> Callback<Option<Overlay>> {
    use_context::<Overlays>().map_or_else(Callback::noop, |overlays| overlays.0)
}

/// The whole app.
#[component]
pub fn App() -> Html {
    html! {
        <PreferencesProvider>
            <RouterProvider>
                <ToastProvider>
                    <SessionProvider>
                        <Gate />
                        <Announcer />
                    </SessionProvider>
                </ToastProvider>
            </RouterProvider>
        </PreferencesProvider>
    }
}

/// Lets in who is signed in.
#[component]
fn Gate() -> Html {
    let session = use_session();
    let router = use_router();
    match session.state {
        SessionState::Unknown => Html::default(),
        SessionState::Unreachable => html! { <Unreachable /> },
        SessionState::SetupNeeded => setup(),
        SessionState::SignedOut if router.route() == Route::Setup => setup(),
        SessionState::SignedOut => html! { <SignInPage /> },
        SessionState::SignedIn(_) => html! {
            <LiveProvider><OwnProvider><Shell /></OwnProvider></LiveProvider>
        },
    }
}

fn setup() -> Html {
    html! { <Lazy part={Part::Seldom} view={View::Setup} /> }
}

#[component]
fn Unreachable() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    html! {
        <main>
            <EmptyState icon={IconName::Alert} title={i18n.t.nav.unreachable}
                lead={i18n.t.nav.unreachable_lead}>
                <Button label={i18n.t.common.retry} icon={IconName::Restore}
                    onclick={Callback::from(move |()| session.ask())} />
            </EmptyState>
        </main>
    }
}

#[component]
fn Shell() -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let overlay = use_state_eq(|| None::<Overlay>);
    use_tell_zone();
    // What the palette hands to the panel that makes one.
    let new_name = use_state_eq(String::new);
    let open = {
        let (overlay, new_name) = (overlay.setter(), new_name.setter());
        use_callback((), move |wanted, ()| {
            new_name.set(String::new());
            overlay.set(wanted);
        })
    };
    let create = {
        let (overlay, new_name) = (overlay.setter(), new_name.setter());
        use_callback((), move |(kind, name), ()| {
            new_name.set(name);
            overlay.set(Some(Overlay::New(kind)));
        })
    };
    keys::use_shell_keys(open.clone());
    use_parts_beforehand();
    use_focus_on_arrival(router.route());
    {
        let overlay = overlay.setter();
        use_effect_with(router.place.clone(), move |_| overlay.set(None));
    }
    html! {
        <ContextProvider<Overlays> context={Overlays(open.clone())}>
            <a class="skip-link" href={format!("#{MAIN_ID}")}
                onclick={Callback::from(|event: MouseEvent| {
                    event.prevent_default();
                    focus_main();
                })}>{ i18n.t.nav.skip }</a>
            <div class="shell">
                <Rail />
                <main id={MAIN_ID} class="shell-main" tabindex="-1">{ page_of(router.route()) }</main>
                <BottomBar />
            </div>
            if let Some(kind) = *overlay {
                <Lazy part={Part::Daily} view={View::Over(Over {
                    kind, open: open.clone(), create, name: (*new_name).clone(),
                })} />
            }
        </ContextProvider<Overlays>>
    }
}

/// What lies over the page.
pub fn over(over: &Over) -> Html {
    let onclose = over.open.reform(|()| None);
    match over.kind {
        Overlay::Palette => html! {
            <Palette onoverlay={over.open.clone()} oncreate={over.create.clone()} />
        },
        Overlay::New(kind) => html! {
            <NewPartyPanel {kind} {onclose} name={over.name.clone()} />
        },
        Overlay::Notices => html! { <notices::NoticesPanel {onclose} /> },
        Overlay::Save => html! { <saved::SaveDialog {onclose} /> },
        Overlay::Help => html! { <help::Help {onclose} /> },
    }
}

/// The focus follows to a new page, but not to another query of the same one, nor at the start.
#[hook]
fn use_focus_on_arrival(route: Route) {
    let arrived = use_mut_ref(|| false);
    use_effect_with(route, move |_| {
        if arrived.replace(true) {
            focus_main();
        }
    });
}
