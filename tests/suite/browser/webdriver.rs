//! ChromeDriver and one session with it: the W3C WebDriver protocol, which is JSON over HTTP, and
//! Chromium's own commands beside it. Knows nothing of Rapport.

use crate::harness::wait;
use serde_json::{Value, json};
use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// Debian's driver, found on the path.
const DRIVER: &str = "chromedriver";
const STARTED: &str = "started successfully on port ";
/// A command may wait for a page to load.
const COMMAND_LIMIT: Duration = Duration::from_secs(90);
/// W3C WebDriver 12.2: the key under which an element's reference stands.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Without these a browser in a closed network looks for the world at every start, and one in a
/// container with little shared memory loses pages.
const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

static TURN: Mutex<()> = Mutex::new(());

/// The size of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1440 × 900.
    Desktop,
    /// 390 × 844, touch, two pixels a point.
    Phone,
}

/// What the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// `prefers-color-scheme: light`.
    Light,
    /// `prefers-color-scheme: dark`.
    Dark,
}

/// How the browser presents itself.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The size of the screen.
    pub screen: Screen,
    /// Light or dark.
    pub theme: Theme,
    /// As in `Accept-Language`: `en`, `es`, `zh-CN`.
    pub language: &'static str,
}

/// A browser with one window.
pub struct Session {
    agent: ureq::Agent,
    address: String,
    driver: Child,
    _folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Session {
    /// Starts a driver and a browser with a fresh profile.
    pub fn start(look: Look) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("driver.log");
        let driver = Command::new(DRIVER)
            .arg("--port=0")
            .stdout(File::create(&log).unwrap())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{DRIVER}: {error}; `cargo xtask test` installs it"));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(COMMAND_LIMIT))
            .build()
            .new_agent();
        let mut session = Self {
            agent,
            address: String::new(),
            driver,
            _folder: folder,
            _turn: turn,
        };
        let port = wait::until("ChromeDriver", || {
            let text = std::fs::read_to_string(&log).ok()?;
            let (_, port) = text.split_once(STARTED)?;
            Some(port.split_once('.')?.0.to_owned())
        });
        session.address = format!("http://127.0.0.1:{port}/session");
        session.open(look);
        session
    }

    fn open(&mut self, look: Look) {
        let profile = self._folder.path().join("profile");
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--accept-lang={}", look.language));
        let mut options = json!({
            "args": arguments,
            "prefs": { "intl.accept_languages": look.language },
        });
        if look.screen == Screen::Phone {
            options["mobileEmulation"] = json!({
                "deviceMetrics": {
                    "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true
                },
            });
        }
        let answer = self.post(
            "",
            &json!({ "capabilities": { "alwaysMatch": {
                "browserName": "chrome",
                "goog:chromeOptions": options,
                "goog:loggingPrefs": { "browser": "ALL" },
            }}}),
        );
        let id = answer["sessionId"].as_str().unwrap();
        self.address = format!("{}/{id}", self.address);
        self.present(look);
    }

    /// Theme, no motion (pictures stay the same), and the size of a desktop's page.
    fn present(&self, look: Look) {
        if look.screen == Screen::Desktop {
            self.devtools(
                "Emulation.setDeviceMetricsOverride",
                &json!({ "width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false }),
            );
        }
        self.set_theme(look.theme);
    }

    /// What the system asks for, from now on.
    pub fn set_theme(&self, theme: Theme) {
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ]}),
        );
    }

    /// A command of the DevTools protocol.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }

    /// Runs a script (the body of a function with `arguments`) and gives back what it returns.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/sync", &body)
    }

    /// As [`Session::run`]; an error is the driver's own text. While a page or a frame loads, there may
    /// be nothing to run in for an instant.
    pub fn try_run(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        let body = json!({ "script": script, "args": arguments });
        self.try_post("/execute/sync", &body)
    }

    /// Runs a script that answers by calling its last argument.
    pub fn run_async(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/async", &body)
    }

    /// The references of the elements that match, now; an error is the driver's own text.
    pub fn elements(&self, css: &str) -> Result<Vec<String>, String> {
        let asked = json!({ "using": "css selector", "value": css });
        let found = self.try_post("/elements", &asked)?;
        let list = found.as_array().cloned().unwrap_or_default();
        Ok(list.iter().filter_map(element_id).collect())
    }

    /// A command with a body; panics on any error.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        match self.try_post(path, body) {
            Ok(answer) => answer,
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// A command with a body; an error is the driver's own text.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let address = format!("{}{path}", self.address);
        let answer = self.agent.post(&address).send_json(body);
        unpack(answer)
    }

    /// A question; panics on any error.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        let address = format!("{}{path}", self.address);
        let answer = self.agent.get(&address).call();
        match unpack(answer) {
            Ok(answer) => answer,
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The browser ends with its session; if that fails it ends with the driver.
        let _ = self.agent.delete(&self.address).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The id inside an element's reference.
pub fn element_id(reference: &Value) -> Option<String> {
    reference[ELEMENT_KEY].as_str().map(str::to_owned)
}

/// An element as an argument of a script.
pub fn element_reference(id: &str) -> Value {
    json!({ ELEMENT_KEY: id })
}

type Response = ureq::http::Response<ureq::Body>;

/// W3C WebDriver 6.5: everything is in `value`, errors included.
fn unpack(answer: Result<Response, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.map_err(|error| error.to_string())?;
    let is_good = answer.status().is_success();
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(u64::MAX)
        .read_to_vec()
        .map_err(|error| error.to_string())?;
    let mut body: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let value = body["value"].take();
    if is_good {
        return Ok(value);
    }
    Err(format!("{}: {}", value["error"], value["message"]))
}
