//! The app in parts: what the first page needs comes at once, the rest is fetched when it is first
//! shown, or beforehand as soon as the first page is at rest. The bundler cuts the module at the
//! functions marked here (xtask/src/bundle/split.rs); without the feature `split` (tests, quick
//! builds) everything is in one piece and there at once.
//!
//! [`crate::pages::page_of`] says in which part a page is; an arm in [`crate::pages::daily_page`] or
//! [`crate::pages::seldom_page`] names it, and nothing else may: what the first part names lands in
//! the first part. That is why both sides meet in [`View`] alone. Tests: tests/suite/browser/parts.rs.

use crate::{
    api::ApiError,
    components::SkeletonRows,
    pages::{self, LoadFailed, QueryFieldProps},
    router::Route,
    shell,
    state::use_toasts,
};
use gloo_timers::callback::Timeout;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long after the first page the other parts are fetched.
const FETCH_AFTER_MS: u32 = 700;

/// What a part can be asked to show.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    Page(Route),
    Setup,
    Over(shell::Over),
    /// A field for queries, with what is wrong below it.
    Query(QueryFieldProps),
}

/// Shows it; the code behind it is in the part.
type Draw = fn(&View) -> Html;

/// The parts beside the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What daily work opens: records, mails, search, the palette.
    Daily,
    /// Settings, imports, the bin, set-up.
    Seldom,
}

thread_local! {
    static LOADED: [Cell<Option<Draw>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

impl Part {
    /// Both.
    const ALL: [Self; 2] = [Self::Daily, Self::Seldom];

    fn loaded(self) -> Option<Draw> {
        LOADED.with(|loaded| loaded[self as usize].get())
    }

    /// Shows something, if the part is there.
    pub fn draw(self, view: &View) -> Option<Html> {
        self.loaded().map(|draw| draw(view))
    }

    /// Fetches the part.
    ///
    /// # Errors
    /// When the server was not reached.
    pub async fn load_now(self) -> Result<(), ApiError> {
        self.load().await.map(drop)
    }

    async fn load(self) -> Result<Draw, ApiError> {
        if let Some(draw) = self.loaded() {
            return Ok(draw);
        }
        let draw = match self {
            Self::Daily => daily().await?,
            Self::Seldom => seldom().await?,
        };
        LOADED.with(|loaded| loaded[self as usize].set(Some(draw)));
        Ok(draw)
    }
}

/// Makes a function whose value is in a part of its own.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident: $what:ty = $value:expr) => {
        $(#[$doc])*
        pub async fn $name() -> Result<$what, ApiError> {
            #[cfg(feature = "split")]
            {
                use wasm_split_helpers::{SplitLoaderError, wasm_split};
                #[wasm_split($name, fallible)]
                fn cut() -> Result<$what, SplitLoaderError> {
                    Ok($value)
                }
                cut().await.map_err(|_| ApiError::Offline)
            }
            #[cfg(not(feature = "split"))]
            Ok($value)
        }
    };
}
pub(crate) use part;

part!(daily: Draw = |view| match view {
    View::Page(route) => pages::daily_page(*route),
    View::Over(over) => shell::over(over),
    View::Query(field) => pages::query_view(field),
    View::Setup => Html::default(),
});
part!(seldom: Draw = |view| match view {
    View::Page(route) => pages::seldom_page(*route),
    View::Setup => html! { <pages::SetupPage /> },
    View::Over(_) | View::Query(_) => Html::default(),
});

#[derive(Properties, PartialEq)]
pub struct LazyProps {
    pub part: Part,
    pub view: View,
}

/// Shows what is in a part: at once if the part is there, else as soon as it is.
#[component]
pub fn Lazy(props: &LazyProps) -> Html {
    let part = props.part;
    let toasts = use_toasts();
    let failed = use_state(|| None::<Rc<ApiError>>);
    let come = use_force_update();
    let fetch = {
        let (failed, view) = (failed.setter(), props.view.clone());
        Callback::from(move |()| {
            let (failed, come) = (failed.clone(), come.clone());
            let (toasts, view) = (toasts.clone(), view.clone());
            failed.set(None);
            spawn_local(async move {
                match (part.load().await, view) {
                    (Ok(_), _) => come.force_update(),
                    (Err(error), View::Over(over)) => {
                        toasts.failed(&error);
                        over.close();
                    }
                    (Err(error), _) => failed.set(Some(Rc::new(error))),
                }
            });
        })
    };
    {
        let fetch = fetch.clone();
        use_effect_with(part, move |part| {
            if part.loaded().is_none() {
                fetch.emit(());
            }
        });
    }
    let meanwhile = match (part.loaded(), &*failed) {
        (Some(draw), _) => return draw(&props.view),
        (None, Some(error)) => html! { <LoadFailed error={error.clone()} onretry={fetch} /> },
        (None, None) => html! { <div class="page-body"><SkeletonRows /></div> },
    };
    match props.view {
        View::Page(_) => meanwhile,
        View::Setup => html! { <main>{ meanwhile }</main> },
        View::Over(_) | View::Query(_) => Html::default(),
    }
}

/// Fetches the other parts once the first page is at rest, so that no later click waits.
#[hook]
pub fn use_parts_beforehand() {
    use_effect_with((), |()| {
        let later = Timeout::new(FETCH_AFTER_MS, || {
            spawn_local(async {
                for part in Part::ALL {
                    // What cannot be had now is fetched, and complained about, when it is needed.
                    part.load().await.ok();
                }
            });
        });
        move || drop(later)
    });
}
