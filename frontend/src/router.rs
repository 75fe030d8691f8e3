//! Where we are: routes that can be bookmarked, the query beside them, and links between them.
//! A hundred lines of our own instead of a router crate: exact about focus and the query, and
//! 10 kB smaller. It must never fetch. Tests stand at the foot of the file.

mod address;

use address::AddressBar;
use gloo_events::EventListener;
use shared::ids::{CompanyId, ContactId, ImportId, ThreadId};
use web_sys::MouseEvent;
use yew::prelude::*;

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsTab {
    Profile,
    Users,
    Language,
    System,
}

impl SettingsTab {
    /// Every page, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Profile, Self::Language, Self::Users, Self::System];

    const fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Users => "users",
            Self::Language => "language",
            Self::System => "system",
        }
    }
}

/// Every page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Home,
    Setup,
    SignIn,
    Contacts,
    Contact(ContactId),
    Companies,
    Company(CompanyId),
    Thread(ThreadId),
    Search,
    Imports,
    Import(ImportId),
    Bin,
    Settings(SettingsTab),
    Gallery,
    NotFound,
}

impl Route {
    /// Reads a path; what is no page is [`Route::NotFound`].
    pub fn parse(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        let (first, second) = (parts.next().unwrap_or(""), parts.next());
        if parts.next().is_some() {
            return Self::NotFound;
        }
        match (first, second) {
            ("", None) => Self::Home,
            ("setup", None) => Self::Setup,
            ("sign-in", None) => Self::SignIn,
            ("contacts", None) => Self::Contacts,
            ("contacts", Some(id)) => id.parse().map_or(Self::NotFound, Self::Contact),
            ("companies", None) => Self::Companies,
            ("companies", Some(id)) => id.parse().map_or(Self::NotFound, Self::Company),
            ("threads", Some(id)) => id.parse().map_or(Self::NotFound, Self::Thread),
            ("search", None) => Self::Search,
            ("imports", None) => Self::Imports,
            ("imports", Some(id)) => id.parse().map_or(Self::NotFound, Self::Import),
            ("bin", None) => Self::Bin,
            ("settings", None) => Self::Settings(SettingsTab::Profile),
            ("settings", Some(word)) => SettingsTab::ALL
                .into_iter()
                .find(|tab| tab.word() == word)
                .map_or(Self::NotFound, Self::Settings),
            ("dev", Some("gallery")) if cfg!(debug_assertions) || cfg!(feature = "gallery") => {
                Self::Gallery
            }
            _ => Self::NotFound,
        }
    }

    /// The path of this page.
    pub fn path(self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".into(),
            Self::Setup => "/setup".into(),
            Self::SignIn => "/sign-in".into(),
            Self::Contacts => "/contacts".into(),
            Self::Contact(id) => format!("/contacts/{id}"),
            Self::Companies => "/companies".into(),
            Self::Company(id) => format!("/companies/{id}"),
            Self::Thread(id) => format!("/threads/{id}"),
            Self::Search => "/search".into(),
            Self::Imports => "/imports".into(),
            Self::Import(id) => format!("/imports/{id}"),
            Self::Bin => "/bin".into(),
            Self::Settings(tab) => format!("/settings/{}", tab.word()),
            Self::Gallery => "/dev/gallery".into(),
        }
    }
}

/// A route and the query behind it (`q=ana&kind=note`, without the question mark).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub route: Route,
    pub query: AttrValue,
    /// Whether the browser went there by its history.
    is_return: bool,
}

/// Where we are and how to get elsewhere; from [`use_router`].
#[derive(Debug, Clone, PartialEq)]
pub struct Router {
    pub place: Place,
    moves: Callback<Move>,
}

/// A way to another place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// With a new entry in the history.
    Push(String),
    /// In the place of this one.
    Replace(String),
}

impl Router {
    /// The route.
    pub fn route(&self) -> Route {
        self.place.route
    }

    /// Whether one came back, or forward again.
    pub fn is_return(&self) -> bool {
        self.place.is_return
    }

    /// One value of the query, decoded.
    pub fn param(&self, name: &str) -> Option<String> {
        param_of(&self.place.query, name)
    }

    /// Goes to a page.
    pub fn push(&self, route: Route) {
        self.moves.emit(Move::Push(route.path()));
    }

    /// Goes to a page with a query.
    pub fn push_query(&self, route: Route, query: &[(&str, &str)]) {
        self.moves.emit(Move::Push(with_query(route, query)));
    }

    /// Changes the query in place: no new entry in the history, no move of the focus.
    pub fn replace_query(&self, query: &[(&str, &str)]) {
        let url = with_query(self.place.route, query);
        self.moves.emit(Move::Replace(url));
    }

    /// Goes to a page and leaves no trace of this one.
    pub fn replace(&self, route: Route) {
        self.moves.emit(Move::Replace(route.path()));
    }
}

/// A path with a query; empty values are left out.
pub fn with_query(route: Route, query: &[(&str, &str)]) -> String {
    let mut url = route.path();
    let mut mark = '?';
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        url.push(mark);
        url.push_str(name);
        url.push('=');
        url.push_str(&encode(value));
        mark = '&';
    }
    url
}

/// Percent-encodes a value for a query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn param_of(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| decode(value))
    })
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                decoded.push(value);
                at += 3;
                continue;
            }
            (b'+', _) => decoded.push(b' '),
            _ => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

impl Place {
    /// Of an address without its host.
    fn of(url: &str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        Self {
            route: Route::parse(path),
            query: query.to_owned().into(),
            is_return: false,
        }
    }
}

/// What the address bar says.
fn here() -> Place {
    let location = web_sys::window().map(|window| window.location());
    let path = location.as_ref().and_then(|l| l.pathname().ok());
    let query = location.as_ref().and_then(|l| l.search().ok());
    Place::of(&(path.unwrap_or_default() + &query.unwrap_or_default()))
}

#[derive(Properties, PartialEq)]
pub struct RouterProviderProps {
    pub children: Html,
}

/// Follows the address bar, and leads it; everything below can call [`use_router`].
#[component]
pub fn RouterProvider(props: &RouterProviderProps) -> Html {
    let place = use_state_eq(here);
    let bar = (*use_memo((), |()| AddressBar::default())).clone();
    let moves = {
        let (place, bar) = (place.setter(), bar.clone());
        use_callback((), move |to: Move, ()| {
            let (Move::Push(url) | Move::Replace(url)) = &to;
            place.set(Place::of(url));
            match to {
                Move::Push(url) => bar.push(&url),
                Move::Replace(url) => bar.replace(url),
            }
        })
    };
    {
        let place = place.setter();
        use_effect_with((), move |()| {
            let went = move |_: &Event| {
                bar.forget();
                place.set(Place {
                    is_return: true,
                    ..here()
                });
            };
            let listener =
                web_sys::window().map(|window| EventListener::new(&window, "popstate", went));
            move || drop(listener)
        });
    }
    let router = Router {
        place: (*place).clone(),
        moves,
    };
    html! { <ContextProvider<Router> context={router}>{ props.children.clone() }</ContextProvider<Router>> }
}

/// Where we are and how to get elsewhere.
#[hook]
pub fn use_router() -> Router {
    use_context::<Router>().expect("invariant: RouterProvider stands at the root of the app")
}

#[derive(Properties, PartialEq)]
pub struct LinkProps {
    pub to: Route,
    /// Query behind the path, for links into a list or search.
    #[prop_or_default]
    pub query: Vec<(&'static str, String)>,
    #[prop_or_default]
    pub class: Classes,
    /// Marks the link of the page we are on.
    #[prop_or_default]
    pub current: bool,
    /// Where the visible text is not enough.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub tabindex: Option<AttrValue>,
    /// A tip under the pointer, where the text may be cut or hidden.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    pub children: Html,
}

/// A link to a page: an anchor with its address, so that it opens in a new tab as any link does.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let router = use_router();
    let query: Vec<(&str, &str)> = props
        .query
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let url = with_query(props.to, &query);
    let onclick = {
        let url = url.clone();
        Callback::from(move |event: MouseEvent| {
            if is_plain_click(&event) {
                event.prevent_default();
                router.moves.emit(Move::Push(url.clone()));
            }
        })
    };
    html! {
        <a href={url} class={props.class.clone()} {onclick} aria-label={props.label.clone()}
            tabindex={props.tabindex.clone()} title={props.title.clone()}
            aria-current={props.current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}

/// Whether a click means "go there", not "open a new tab" or "save".
pub fn is_plain_click(event: &MouseEvent) -> bool {
    event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_path() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for path in [
            "/".to_owned(),
            "/contacts".into(),
            format!("/contacts/{id}"),
            "/companies".into(),
            format!("/companies/{id}"),
            format!("/threads/{id}"),
            format!("/imports/{id}"),
            "/settings/language".into(),
            "/bin".into(),
        ] {
            assert_eq!(Route::parse(&path).path(), path);
        }
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for path in ["/contacts/7", "/settings/nothing", "/a", "/contacts/x/y"] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn queries_survive_any_text() {
        let text = "Ana & 张伟 = 100 % + ?";
        let url = with_query(Route::Search, &[("q", text), ("kind", "")]);
        let query = url.split_once('?').unwrap().1;
        assert_eq!(param_of(query, "q").as_deref(), Some(text));
        assert_eq!(param_of(query, "kind"), None);
        assert_eq!(Place::of(&url).query, query);
        assert_eq!(Place::of(&url).route, Route::Search);
        assert_eq!(decode("a+b%2"), "a b%2");
    }
}
