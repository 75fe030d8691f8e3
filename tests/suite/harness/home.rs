//! A folder of its own for each test: the data, and beside it what the server printed. It is gone
//! when the value is, so a server must not outlive it.

use super::places;
use super::server::Server;
use serde_json::Value;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A temporary home with its data folder and one address that it keeps over restarts.
pub struct Home {
    folder: TempDir,
    data: PathBuf,
    address: String,
    environment: Vec<(String, String)>,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("rapport-test-")
            .tempdir()
            .unwrap();
        let data = folder.path().join("data");
        Self {
            folder,
            data,
            address: free_address(),
            environment: Vec::new(),
        }
    }

    /// With the data somewhere else, on a file system of its own for example.
    pub fn with_data(data: &Path) -> Self {
        let mut home = Self::new();
        home.data = data.to_path_buf();
        home
    }

    /// Sets a variable for the server and the commands started from here.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A place for other files of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Starts the server and waits until it answers.
    pub fn serve(&self) -> Server {
        Server::start(self, &[])
    }

    /// Like [`Home::serve`], with more arguments after `serve`.
    pub fn serve_with(&self, arguments: &[&str]) -> Server {
        Server::start(self, arguments)
    }

    /// `rapport --data DATA …`, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(places::executable());
        command
            .arg("--data")
            .arg(&self.data)
            .args(arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a subcommand to its end.
    pub fn rapport(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a subcommand that prints JSON and must end well.
    pub fn rapport_json(&self, arguments: &[&str]) -> Value {
        let output = self.rapport(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(
            output.status.success(),
            "rapport {arguments:?}: {}\n{out}\n{err}",
            output.status
        );
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// Adds a login through the command line.
    pub fn add_user(&self, email: &str, name: &str, role: &str, password: &str) {
        let mut child = self
            .command(&["user", "add", "--email", email, "--name", name])
            .args(["--role", role, "--password-stdin"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{password}").unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// `rapport check --json` must find nothing.
    pub fn assert_clean(&self) {
        let output = self.rapport(&["check", "--json"]);
        assert!(
            output.status.success(),
            "check found something: {}\n{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A port that was free a moment ago.
fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}
