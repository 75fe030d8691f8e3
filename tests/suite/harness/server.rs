//! The real server as a process: started, asked whether it is well, stopped gently or killed. It
//! is always gone when the value is. What it prints goes to a file that failures show.

use super::client::Client;
use super::home::Home;
use super::wait;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};

/// The set-up link ends with this and the token.
const SETUP_LINK: &str = "/setup#token=";

/// A running server.
pub struct Server {
    child: Child,
    address: String,
    log: PathBuf,
}

impl Server {
    /// Starts it and waits until `/health` answers.
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        let mut server = Self::spawn(home, arguments);
        let health = Client::guest(server.address());
        let mut ended = None;
        let ready = wait::within(wait::PATIENCE, || {
            ended = server.child.try_wait().unwrap();
            if ended.is_some() {
                return Some(false);
            }
            let answer = health.get("/health").try_send().ok()?;
            (answer.status() == 200).then_some(true)
        });
        assert!(
            ready == Some(true),
            "the server is not ready ({ended:?}):\n{}",
            server.log()
        );
        server
    }

    /// Starts it and does not wait.
    pub fn spawn(home: &Home, arguments: &[&str]) -> Self {
        let log = home.path("server.log");
        let output = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        let child = home
            .command(&["serve", "--listen", home.address()])
            .args(arguments)
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .unwrap();
        Self {
            child,
            address: home.address().to_owned(),
            log,
        }
    }

    /// `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything printed so far, over all starts in this home.
    pub fn log(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The token of the set-up link that was printed last.
    pub fn setup_token(&self) -> String {
        wait::until("the set-up link", || {
            let log = self.log();
            let (_, token) = log.rsplit_once(SETUP_LINK)?;
            let end = token.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c))?;
            Some(token[..end].to_owned())
        })
    }

    /// Whether the process is there.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// SIGKILL: no warning, nothing is written any more.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and how it ended.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(sent.success());
        wait::until("the server to end", || self.child.try_wait().unwrap())
    }

    /// Waits until it ends by itself.
    pub fn ended(mut self) -> ExitStatus {
        wait::until("the server to end", || self.child.try_wait().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
