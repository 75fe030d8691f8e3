//! What a scenario does in the browser: go, look, click, type, take a picture. Everything that
//! looks for something waits for it by a deadline; nothing waits a fixed time. A panic leaves a
//! picture in the artefacts.

use super::axe;
use super::webdriver::{Look, Screen, Session, Theme, element_reference};
use crate::harness::{places, wait};
use base64::Engine;
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;
use std::thread;

/// W3C WebDriver 17.4.2: keys that are no characters.
pub mod keys {
    /// Backspace.
    pub const BACKSPACE: char = '\u{e003}';
    /// Tab.
    pub const TAB: char = '\u{e004}';
    /// Enter.
    pub const ENTER: char = '\u{e007}';
    /// Shift, held until the end of the text.
    pub const SHIFT: char = '\u{e008}';
    /// Control, held until the end of the text.
    pub const CONTROL: char = '\u{e009}';
    /// Delete.
    pub const DELETE: char = '\u{e017}';
    /// Escape.
    pub const ESCAPE: char = '\u{e00c}';
    /// Arrow up.
    pub const UP: char = '\u{e013}';
    /// Arrow down.
    pub const DOWN: char = '\u{e015}';
}

/// The browser itself tells of every answer of the API that refuses; the app handles those.
const REFUSED: [&str; 2] = ["/api/v1/", "the server responded with a status of 4"];
/// Why the page is not settled; empty when the app has drawn something and nothing is busy.
const UNSETTLED: &str = "
    const main = document.querySelector('main');
    const busy = document.querySelector('[aria-busy=\"true\"]');
    if (!main || main.childElementCount === 0) return 'nothing is drawn';
    if (busy) return 'busy: ' + busy.outerHTML.slice(0, 200);
    return document.fonts.status === 'loaded' ? '' : 'fonts are loading';";
/// Nothing moves or fades any more.
const AT_REST: &str = "return document.getAnimations().length === 0;";

/// Signs in as the sign-in page would, without drawing it.
const SIGN_IN: &str = "
    const [path, body, done] = arguments;
    fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
        .then((answer) => done(answer.status), (error) => done(String(error)));";

/// A browser looking at one server.
pub struct Page {
    session: Session,
    base: String,
    look: Look,
}

impl Page {
    /// Opens a browser for the server at `address` (`host:port`); shows nothing yet.
    pub fn open(address: &str, look: Look) -> Self {
        Self {
            session: Session::start(look),
            base: format!("http://{address}"),
            look,
        }
    }

    /// A desktop in English, by daylight.
    pub fn desktop(address: &str) -> Self {
        Self::open(
            address,
            Look {
                screen: Screen::Desktop,
                theme: Theme::Light,
                language: "en",
            },
        )
    }

    /// A phone in English, by daylight.
    pub fn phone(address: &str) -> Self {
        Self::open(
            address,
            Look {
                screen: Screen::Phone,
                theme: Theme::Light,
                language: "en",
            },
        )
    }

    /// Light or dark, from now on.
    #[track_caller]
    pub fn set_theme(&mut self, theme: Theme) {
        self.look.theme = theme;
        self.session.set_theme(theme);
        // Colours change by transition: what stands between two themes is neither.
        self.until("the colours to rest", || {
            (self.run(AT_REST) == Value::Bool(true)).then_some(())
        });
    }

    /// Goes to a path of the app and waits until it is drawn.
    #[track_caller]
    pub fn go(&self, path: &str) {
        self.visit(path);
        self.settle();
    }

    /// Goes to a path without waiting for the app.
    #[track_caller]
    pub fn visit(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.session.post("/url", &json!({ "url": url }));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.session.post("/refresh", &json!({}));
        self.settle();
    }

    /// Back, as the button does.
    #[track_caller]
    pub fn back(&self) {
        self.session.post("/back", &json!({}));
        self.settle();
    }

    /// Waits until the app is drawn and not busy.
    #[track_caller]
    pub fn settle(&self) {
        let mut why = String::new();
        let settled = wait::within(wait::PATIENCE, || {
            why = match self.session.try_run(UNSETTLED, &[]) {
                Ok(answer) => text(&answer),
                Err(error) => error,
            };
            why.is_empty().then_some(())
        });
        assert!(settled.is_some(), "{} does not settle: {why}", self.path());
    }

    /// Signs in without the sign-in page; leaves the browser at `/`.
    #[track_caller]
    pub fn sign_in(&self, email: &str, password: &str) {
        self.visit("/");
        let body = json!({ "email": email, "password": password }).to_string();
        let arguments = [json!(paths::AUTH_LOGIN), json!(body)];
        let status = self.session.run_async(SIGN_IN, &arguments);
        assert_eq!(status, json!(200), "sign-in as {email}");
        self.go("/");
    }

    /// Path, query and fragment of where we are.
    pub fn path(&self) -> String {
        let url = self.session.get("/url");
        let url = url.as_str().unwrap_or_default();
        url.strip_prefix(&self.base).unwrap_or(url).to_owned()
    }

    /// Waits until the path begins so.
    #[track_caller]
    pub fn wait_path(&self, start: &str) {
        self.until(&format!("the path {start}"), || {
            self.path().starts_with(start).then_some(())
        });
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        text(&self.session.get("/title"))
    }

    /// The body of a function; what it returns.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.session.run(script, &[])
    }

    /// How many elements match now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        match self.session.elements(css) {
            Ok(found) => found.len(),
            Err(error) => panic!("{css}: {error}"),
        }
    }

    /// Waits until an element is there.
    #[track_caller]
    pub fn wait(&self, css: &str) {
        self.find(css);
    }

    /// Waits until no element matches.
    #[track_caller]
    pub fn wait_gone(&self, css: &str) {
        self.until(&format!("{css} to go"), || {
            self.session.elements(css).ok()?.is_empty().then_some(())
        });
    }

    /// Waits until the text of the first match contains this.
    #[track_caller]
    pub fn wait_text(&self, css: &str, part: &str) {
        self.until(&format!("{part:?} in {css}"), || {
            self.text_now(css)?.contains(part).then_some(())
        });
    }

    /// The text of the first match, as one sees it; waits until it is there.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.until(css, || self.text_now(css))
    }

    /// The texts of all matches, now.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText);";
        let list = self.session.run(script, &[json!(css)]);
        list.as_array()
            .map(|list| list.iter().map(text).collect())
            .unwrap_or_default()
    }

    /// A property of the first match (`value`, `href`, `checked`).
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        let id = self.find(css);
        self.session.get(&format!("/element/{id}/property/{name}"))
    }

    /// Clicks the first match, waiting until that is possible.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.until(&format!("to click {css}"), || {
            let id = self.session.elements(css).ok()?.into_iter().next()?;
            self.click_element(&id)
        });
    }

    /// Clicks the first link, button, tab, option or menu item with exactly this name.
    #[track_caller]
    pub fn click_named(&self, name: &str) {
        self.until(&format!("to click {name:?}"), || {
            let id = self.named(name)?;
            self.click_element(&id)
        });
    }

    /// Whether something that can be clicked has this name, now.
    pub fn is_named(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// Clears a field and types into it.
    #[track_caller]
    pub fn fill(&self, css: &str, value: &str) {
        let id = self.find(css);
        self.session
            .post(&format!("/element/{id}/clear"), &json!({}));
        self.send(&id, value);
    }

    /// Types into the first match as it is.
    #[track_caller]
    pub fn type_into(&self, css: &str, value: &str) {
        let id = self.find(css);
        self.send(&id, value);
    }

    /// Gives files to a file field, which may be hidden.
    #[track_caller]
    pub fn choose_files(&self, css: &str, files: &[&std::path::Path]) {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.type_into(css, &names.join("\n"));
    }

    /// Presses keys wherever the focus is; see [`keys`].
    #[track_caller]
    pub fn press(&self, text: &str) {
        let mut actions = Vec::new();
        let mut held = Vec::new();
        for key in text.chars() {
            actions.push(json!({ "type": "keyDown", "value": key }));
            if [keys::SHIFT, keys::CONTROL].contains(&key) {
                held.push(key);
            } else {
                actions.push(json!({ "type": "keyUp", "value": key }));
            }
        }
        for key in held {
            actions.push(json!({ "type": "keyUp", "value": key }));
        }
        self.session.post(
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Name, or text, or tag of what has the focus.
    pub fn focused(&self) -> String {
        text(&self.run(
            "const e = document.activeElement;
             return e.getAttribute('aria-label') || e.innerText || e.id || e.tagName;",
        ))
    }

    /// Goes into the first frame that matches; [`Page::leave_frame`] comes back.
    #[track_caller]
    pub fn enter_frame(&self, css: &str) {
        let id = self.find(css);
        let body = json!({ "id": element_reference(&id) });
        self.session.post("/frame", &body);
    }

    /// Back to the page itself.
    pub fn leave_frame(&self) {
        self.session.post("/frame", &json!({ "id": null }));
    }

    /// Keeps a picture of what is to be seen: `NAME-desktop-light-en.png` in the artefacts.
    pub fn picture(&self, name: &str) {
        let png = text(&self.session.get("/screenshot"));
        let png = base64::engine::general_purpose::STANDARD
            .decode(png)
            .unwrap();
        let Look {
            screen,
            theme,
            language,
        } = self.look;
        let name = format!("{name}-{screen:?}-{theme:?}-{language}.png").to_lowercase();
        let folder = places::artefacts().join("pictures");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), png).unwrap();
    }

    /// What axe-core finds on this page, in both themes; leaves the theme as it was.
    #[track_caller]
    pub fn inaccessible(&mut self, name: &str) -> Vec<String> {
        let before = self.look.theme;
        let mut found = Vec::new();
        for theme in [Theme::Light, Theme::Dark] {
            self.set_theme(theme);
            let lines = axe::violations(&self.session).into_iter();
            found.extend(lines.map(|line| format!("{name} ({theme:?}): {line}")));
        }
        self.set_theme(before);
        found
    }

    /// What the console said since the last call: errors only, without refusals of the API.
    pub fn console_errors(&self) -> Vec<String> {
        let lines = self.session.post("/se/log", &json!({ "type": "browser" }));
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines
            .iter()
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| text(&line["message"]))
            .filter(|line| !REFUSED.iter().all(|part| line.contains(part)))
            .collect()
    }

    /// The console said nothing bad, policy breaks included.
    #[track_caller]
    pub fn assert_quiet(&self) {
        let errors = self.console_errors();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }

    /// A command of Chromium's own protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.session.devtools(command, parameters)
    }

    #[track_caller]
    fn find(&self, css: &str) -> String {
        self.until(css, || self.session.elements(css).ok()?.into_iter().next())
    }

    fn text_now(&self, css: &str) -> Option<String> {
        let script = "const e = document.querySelector(arguments[0]); return e && e.innerText;";
        let answer = self.session.try_run(script, &[json!(css)]);
        answer.ok()?.as_str().map(str::to_owned)
    }

    fn named(&self, name: &str) -> Option<String> {
        let script = "
            const kinds = 'a, button, summary, label, [role=button], [role=tab], [role=option], '
                + '[role=menuitem], [role=menuitemradio], [role=link]';
            return [...document.querySelectorAll(kinds)].find((e) => e.checkVisibility()
                && [e.innerText.trim(), e.getAttribute('aria-label')].includes(arguments[0]));";
        super::webdriver::element_id(&self.session.run(script, &[json!(name)]))
    }

    /// `None` when it is covered, moving or gone: worth another try.
    fn click_element(&self, id: &str) -> Option<()> {
        let path = format!("/element/{id}/click");
        self.session.try_post(&path, &json!({})).ok().map(drop)
    }

    #[track_caller]
    fn send(&self, id: &str, value: &str) {
        let path = format!("/element/{id}/value");
        self.session.post(&path, &json!({ "text": value }));
    }

    #[track_caller]
    fn until<T>(&self, what: &str, ask: impl FnMut() -> Option<T>) -> T {
        if let Some(answer) = wait::within(wait::PATIENCE, ask) {
            return answer;
        }
        let html = text(&self.run(
            "return (document.querySelector('main') || document.body).innerHTML.slice(0, 4000);",
        ));
        let errors = self.console_errors().join("\n");
        panic!("waited for {what} at {}\n{errors}\n{html}", self.path())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if thread::panicking() {
            let test = thread::current()
                .name()
                .unwrap_or("test")
                .replace("::", "-");
            let shot = self.session.get("/screenshot");
            let decoded = base64::engine::general_purpose::STANDARD.decode(text(&shot));
            let folder = places::artefacts().join("failures");
            if let (Ok(png), Ok(())) = (decoded, fs::create_dir_all(&folder)) {
                let _ = fs::write(folder.join(format!("{test}.png")), png);
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
